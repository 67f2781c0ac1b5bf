"""Settings, tab 2: what holds for the whole office, from a day on; only roles that may change it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any

from counter.desk.approve import ACTS, needs_second
from counter.desk.bill_ahead import ASKED, HOLDS
from counter.desk.change_settings import FUND, NUMBERS, change_settings
from counter.desk.people import Person
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form, channel_name
from counter.presenters.session import Session
from counter.presenters.settings_cases import case_knobs
from counter.presenters.settings_fund import fund_knobs, fund_mode
from counter.presenters.settings_knobs import Knob, choose, columns, rows, whole
from counter.presenters.settings_late_fee import late_fee_knobs, late_fee_warning
from counter.presenters.settings_messages import message_knobs
from counter.presenters.settings_page import Page, PageView
from counter.rules.money import parse_amount
from counter.rules.periods import PartMethod
from counter.rules.permissions import Act
from counter.rules.rounding import Rounding
from counter.words import Words, formats

Read = Callable[[str], Any]
_CHANNELS = (("wechat", "alipay"), ("wechat", "alipay", "unionpay"), ("wechat",), ("alipay",), ())


class OfficePresenter:
    """The rows of the office's settings in force today; a change asks from which day it holds."""

    def __init__(self, session: Session, view: PageView, approval: AskApproval) -> None:
        self._session, self._view, self._approval = session, view, approval

    def show(self) -> None:
        """Show the settings in force today."""
        w = self._session.words
        text = w("A change holds from the day you name; what was before that day stays as it was.")
        if not self._may():
            text = w("Your role may look at these settings but not change them.")
        self._view.show_page(Page(w("Office"), text, columns(w), rows(self._knobs(), w)))

    def selected(self, row_id: str) -> None:
        """Say what a setting is for."""
        for knob in self._knobs():
            if knob.key == row_id:
                self._view.explain(knob.name, knob.help)

    def opened(self, row_id: str) -> None:
        """Ask for a new value, where the person may give one."""
        if row_id == "currency":
            return
        if not self._session.allows(Act.CHANGE_SETTINGS):
            self._refuse()
            return
        for knob in self._knobs():
            if knob.key == row_id:
                self._view.ask(knob.ask())

    def pressed(self, key: str) -> None:
        """Nothing stands on this page but its rows."""

    def change(self, key: str, value: Any, since: str) -> str:
        """Put a value into force from a day, a second person agreeing where that is needed; returns what is wrong."""
        session = self._session
        try:
            day = date.fromisoformat(since.strip())
        except ValueError:
            return session.words("Write the day as 2026-11-23.")
        if key == "maintenance_fund" and needs_second(session.connection, FUND, session.today().isoformat()):
            w = session.words
            self._approval(Wish(
                ACTS[FUND].needed, w("Maintenance fund"), w("{setting}, from {day} on", setting=fund_mode(value, w),
                day=day.isoformat()), needs_reason=True, on_granted=partial(self._agreed, key, value, day),
            ))  # fmt: skip
            return ""
        return self._put(key, value, day)

    def _agreed(self, key: str, value: Any, day: date, approver: Person, reason: str) -> None:
        wrong = self._put(key, value, day, approver, reason)
        if wrong:
            self._view.say("risk", wrong)

    def _put(self, key: str, value: Any, day: date, approver: Person | None = None, reason: str = "") -> str:
        session = self._session
        try:
            day = change_settings(
                session.books, {key: value}, day, request_id=session.new_request(), staff=session.person,
                approver=approver, reason=reason,
            )  # fmt: skip
        except Exception as error:
            return session.told(error).sentence
        session.refresh_office()
        self.show()
        warning = late_fee_warning(session.office, key, value, session.words)
        saved = session.words("Saved; it holds from {day} on.", day=day.isoformat())
        self._view.say("risk" if warning else "saved", saved, warning)
        return ""

    def _may(self) -> bool:
        return self._session.may(Act.CHANGE_SETTINGS)

    def _refuse(self) -> None:
        self._view.say("risk", self._session.words("Your role may look at these settings but not change them."))

    def _knobs(self) -> tuple[Knob, ...]:
        session, w, office = self._session, self._session.words, self._session.office
        digits = session.currency.digits
        money = partial(formats.money, currency=session.currency)
        return (
            self._typed("estate_zh", w("Estate, Chinese name"), office.estate_zh, w("Stands on every Chinese paper.")),
            self._typed("estate_en", w("Estate, English name"), office.estate_en, w("Stands on every English paper.")),
            self._typed("collector", w("Collector"), office.collector, w("Who receives the money, as on receipts.")),
            self._typed("collector_en", w("Collector, English"), office.collector_en,
                        w("Who receives the money, on English papers.")),
            self._typed("seal_line", w("Seal line"), office.seal_line, w("The words where the seal is set.")),
            self._typed("seal_line_en", w("Seal line, English"), office.seal_line_en,
                        w("The words where the seal is set, on English papers.")),
            self._typed("bank_account", w("Bank account"), office.bank_account, w("Stands on letters and statements.")),
            self._typed("bank_account_en", w("Bank account, English"), office.bank_account_en,
                        w("Stands on English letters; empty, the one above does.")),
            self._chosen("rounding", w("Rounding of cash"), office.rounding.value, _roundings(w),
                         w("What happens to the odd sum of a cash payment made in full.")),
            self._chosen("allocation_order", w("Order of settling"), office.allocation_order, _orders(w),
                         w("Which debt a payment settles first where the payer names none.")),
            *late_fee_knobs(session, self._chosen, self._count, self.change),
            *case_knobs(session, self._chosen, self.change),
            *fund_knobs(session, self._chosen, self._typed, self._count),
            self._chosen("qr_channels", w("Payment codes"), office.qr_channels, _channels(w),
                         w("The estate's own codes that may be paid to at the window.")),
            self._typed("payment_code", w("Code on the payer's monitor"), office.payment_code,
                        w("Scan the estate's own payment code into this field; empty shows none.")),
            self._sum("over_short_limit", w("Over/short without approval"), money(office.over_short_limit),
                      w("A larger difference at the close needs a reason and a second person."), digits),
            self._count("banking_days", w("Days until cash is banked"), office.banking_days,
                        w("Cash that lies in the safe longer than agreed with the bank is warned of.")),
            self._count("reprint_limit", w("Copies without approval"), office.reprint_limit,
                        w("Further copies of a receipt need a second person.")),
            self._count("ahead_ceiling_months", w("Months paid ahead without warning"), office.ahead_ceiling_months,
                        w("Beyond this the window warns: some places limit prepayments.")),
            self._chosen("second_person", w("Second person also for"), office.second_person, _seconds(w),
                         w("Voids, differences and restoring always need one; here the office decides.")),
            self._chosen("part_month", w("Part of a month"), office.part_month, _parts(w),
                         w("How days are counted where a price begins or ends inside a month; stands on the charge.")),
            self._chosen("vehicle_days", w("A vehicle that comes or goes inside a month"), office.vehicle_days,
                         _vehicles(w),
                         w("Whether prices by the vehicle count its days, or who is there on the first.")),
            self._chosen("ahead_difference", w("Price changed after paying ahead"), office.ahead_difference, _ahead(w),
                         w("Whether months that were paid ahead at an earlier price owe the difference.")),
            *message_knobs(session, self._chosen, self._typed, self.change),
            Knob("currency", w("Currency"), f"{office.currency} {office.currency_symbol}",
                 w("Fixed when the books were created."), lambda: Form("", "", "", lambda _: "")),
        )  # fmt: skip

    def _typed(self, key: str, name: str, now: str, help: str) -> Knob:
        return Knob(key, name, now, help, lambda: self._form(key, name, help, now, str.strip, number=False))

    def _sum(self, key: str, name: str, now: str, help: str, digits: int) -> Knob:
        read = partial(parse_amount, digits=digits)
        return Knob(key, name, now, help, lambda: self._form(key, name, help, now, read, number=True))

    def _count(self, key: str, name: str, now: int, help: str) -> Knob:
        read = partial(whole, allowed=NUMBERS[key])
        return Knob(key, name, str(now), help, lambda: self._form(key, name, help, str(now), read, number=True))

    def _form(self, key: str, name: str, help: str, now: str, read: Read, *, number: bool) -> Form:
        w = self._session.words
        today = self._session.today().isoformat()

        def take(values: dict[str, str]) -> str:
            try:
                value = read(values["value"])
            except Exception as error:
                return self._session.told(error).sentence
            if value is None:
                return w("A whole number from {least} to {most}.", least=NUMBERS[key][0], most=NUMBERS[key][-1])
            return self.change(key, value, values["since"])

        return Form(
            name, help, w("Save"), take, (Asked("value", name, now, number), Asked("since", w("From day"), today))
        )

    def _chosen(self, key: str, name: str, now: object, options: tuple[tuple[Any, str], ...], help: str) -> Knob:
        shown = next((word for value, word in options if value == now), str(now))
        return Knob(key, name, shown, help, lambda: choose(name, help, options, partial(self._ask_day, key, name)))

    def _ask_day(self, key: str, name: str, value: Any) -> str:
        w = self._session.words
        kept = list(value) if isinstance(value, tuple) else value
        field = Asked("since", w("From day"), self._session.today().isoformat())
        take: Callable[[dict[str, str]], str] = lambda values: self.change(key, kept, values["since"])  # noqa: E731
        self._view.ask(Form(name, w("From which day on?"), w("Save"), take, (field,)))
        return ""


def _roundings(w: Words) -> tuple[tuple[str, str], ...]:
    return (
        (Rounding.NONE.value, w("none, the exact sum")),
        (Rounding.JIAO.value, w("down to whole jiao")),
        (Rounding.YUAN.value, w("down to whole yuan")),
        (Rounding.KEEP.value, w("up to whole jiao, the rest becomes balance")),
    )


def _parts(w: Words) -> tuple[tuple[str, str], ...]:
    return (
        (PartMethod.ACTUAL.value, w("by the actual days of the month")),
        (PartMethod.THIRTY.value, w("by thirtieths")),
        (PartMethod.WHOLE.value, w("as a whole month")),
    )


def _vehicles(w: Words) -> tuple[tuple[str, str], ...]:
    return ("days", w("counts by its days")), ("first_day", w("counts if it is there on the first day"))


def _ahead(w: Words) -> tuple[tuple[str, str], ...]:
    return (
        (ASKED, w("the difference is asked for or given back")),
        (HOLDS, w("the price they were paid at holds")),
    )


def _orders(w: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("principal_first", w("charges first, then late fees")),
        ("statutory", w("late fees first, as the law has it")),
    )


def _seconds(w: Words) -> tuple[tuple[tuple[str, ...], str], ...]:
    named = {
        "drawer": w("opening the drawer without a payment"), "price": w("new prices"),
        "fund": w("switching the maintenance fund"),
    }  # fmt: skip
    several = [acts for size in (1, 2, 3) for acts in combinations(named, size)]
    return ((), w("nothing else")), *((acts, w(", ").join(named[act] for act in acts)) for acts in several)


def _channels(w: Words) -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((each, w(", ").join(channel_name(name, w) for name in each) or w("none")) for each in _CHANNELS)
