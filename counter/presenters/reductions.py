"""Settings, tab 9: what units are let off of their prices, dated, with the reason and what approved it."""

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from counter.desk.end_reduction import end_reduction
from counter.desk.people import Person
from counter.desk.reductions import ask_for_reduction, grant_reduction, wished
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.reduction_words import percent_words, reduction_cells
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.presenters.unit_named import not_one_unit, unit_named
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.rules.tariff import REDUCTION_SCALE
from db.queries import registers
from db.queries.registers import ReductionRow

_CHOICES = 6


class _Wish(NamedTuple):
    """A reduction as it was typed; reduction in ten-thousandths."""

    unit_id: int
    unit: str
    item_id: int | None
    reduction: int
    since: date
    until: date | None
    reason: str
    request: str


class ReductionsPresenter:
    """All reductions, the newest on top; a new one needs the number of its paper, or a second person."""

    def __init__(self, session: Session, view: PageView, approval: AskApproval) -> None:
        self._session, self._view, self._approval = session, view, approval
        self._chosen = 0

    def show(self) -> None:
        """Show every reduction."""
        session, w = self._session, self._session.words
        codes = {unit.id: unit.code for unit in registers.units(session.connection)}
        columns = (
            PageColumn("unit", w("Unit"), 96, 2), PageColumn("item", w("Fee item"), 96, 2),
            PageColumn("off", w("Let off"), 72, 0, "right"), PageColumn("since", w("From"), 104),
            PageColumn("until", w("Until"), 104), PageColumn("reason", w("Reason"), 110, 3),
            PageColumn("paper", w("Approved on paper or by"), 110, 2),
        )  # fmt: skip
        rows = tuple(
            PageRow(str(each.id), (codes.get(each.unit_id, ""), *reduction_cells(each, session.connection, w)),
                    muted=each.until is not None and each.until < session.today().isoformat())
            for each in reversed(registers.reductions(session.connection))
        )  # fmt: skip
        changes = (PageCommand("A", w("Let a unit off"), True), PageCommand("E", w("End it on a day")))
        commands = changes if session.may(Act.CHANGE_PRICES) else ()
        text = w("Prices by the month are reduced on these days, to the day. What is billed already stays as it is.")
        empty = (w("No unit is let off"), w("A lets a unit off part of its price, for instance while it stands empty."))
        self._view.show_page(Page(w("Reductions"), text, columns, rows, commands, empty))

    def selected(self, row_id: str) -> None:
        """Remember which one is meant; a reduction explains itself."""
        self._chosen = int(row_id)

    def opened(self, row_id: str) -> None:
        """A reduction is not changed; a new one says something else from a day on."""

    def pressed(self, key: str) -> None:
        """Let a unit off: first of which item; or end the selected reduction."""
        session, w = self._session, self._session.words
        if key not in ("A", "E"):
            return
        if not session.allows(Act.CHANGE_PRICES):
            self._view.say("risk", w("Your role may look at reductions but not grant them."))
            return
        if key == "E":
            self._ask_end()
            return
        chinese = w.language == "zh_CN"
        items = [i for i in registers.fee_items(session.connection) if not i.closed][:_CHOICES]
        named: list[tuple[Any, str]] = [(i.id, i.name_zh if chinese else i.name_en) for i in items]
        self._view.ask(choose(w("Let off of what?"), "", [(None, w("Every fee item")), *named], self._ask))

    def _ask_end(self) -> None:
        session, w = self._session, self._session.words
        rows = registers.reductions(session.connection)
        row = next((each for each in rows if each.id == self._chosen), rows[-1] if rows else None)
        if row is None:
            self._view.say("plain", w("No unit is let off"))
            return
        unit = registers.unit(session.connection, row.unit_id)
        fields = (Asked("until", w("Last day"), session.today().isoformat()), Asked("reason", w("Reason")))
        title = w("End of the reduction of {unit}", unit=unit.code if unit else "")
        text = w("From the next day on the whole price is owed again. What is billed stays as it is.")
        take = partial(self._end, row, session.new_request())
        self._view.ask(Form(title, text, w("End it"), take, fields))

    def _end(self, row: ReductionRow, request: str, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        until = _day(values["until"])
        if until is None:
            return w("Write the day as 2026-11-23.")
        if not values["reason"].strip():
            return w("Give the reason; it stands in the books.")
        try:
            end_reduction(
                session.books, row.id, until, reason=values["reason"], request_id=request, staff=session.person
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        session.on_commit()
        self.show()
        self._view.say("saved", w("Saved; its last day is {day}.", day=until))
        return ""

    def _ask(self, item_id: int | None) -> str:
        w = self._session.words
        fields = (
            Asked("unit", w("Unit")), Asked("percent", w("Let off, in per cent"), "30", True),
            Asked("since", w("From day"), self._session.today().isoformat()),
            Asked("until", w("Until day (may be empty)")),
            Asked("reason", w("Reason")), Asked("paper", w("Number of the approval")),
        )  # fmt: skip
        text = w("Without the number of a paper a second person agrees at the window.")
        take = partial(self._typed, item_id, self._session.new_request())
        self._view.ask(Form(w("A reduction"), text, w("Go on"), take, fields))
        return ""

    def _typed(self, item_id: int | None, request: str, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        unit_id = unit_named(session, values["unit"])
        if unit_id is None:
            return not_one_unit(session, values["unit"])
        since, until = _day(values["since"]), _day(values["until"])
        if since is None or (values["until"].strip() and until is None):
            return w("Write the day as 2026-11-23.")
        if not values["reason"].strip():
            return w("Give the reason; it stands in the books.")
        try:
            percent = parse_amount(values["percent"])
        except Exception as error:
            return session.sentence(error)
        if not 0 < percent <= REDUCTION_SCALE:
            return w("Let off more than nothing and at most everything.")
        unit = registers.unit(session.connection, unit_id)
        wish = _Wish(unit_id, unit.code if unit else "", item_id, percent, since, until, values["reason"], request)
        if values["paper"].strip():
            return self._grant(wish, values["paper"], None)
        self._approval(
            Wish(
                Act.CHANGE_PRICES,
                w("Let {unit} off {percent}", unit=wish.unit, percent=percent_words(percent)),
                w("From {day} on: {reason}", day=since, reason=wish.reason),
                needs_reason=False,
                on_granted=lambda approver, _reason: self._agreed(wish, approver),
                on_request=lambda reason: self._request(wish, reason),
            )
        )
        return ""

    def _agreed(self, wish: _Wish, approver: Person) -> None:
        wrong = self._grant(wish, "", approver)
        if wrong:
            self._view.say("risk", wrong)

    def _request(self, wish: _Wish, reason: str) -> None:
        session = self._session
        try:
            asked = wished(wish.unit_id, wish.reduction, wish.since, wish.item_id, wish.until)
            ask_for_reduction(session.books, asked, reason, request_id=wish.request, staff=session.person)
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        session.on_commit()
        self._view.say("saved", session.words("Asked for: a second person decides on it. Nothing is changed yet."))

    def _grant(self, wish: _Wish, paper: str, approver: Person | None) -> str:
        session = self._session
        try:
            grant_reduction(
                session.books, wish.unit_id, wish.reduction, wish.since, reason=wish.reason, request_id=wish.request,
                staff=session.person, item_id=wish.item_id, until=wish.until, paper=paper, approver=approver,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        session.on_commit()
        self.show()
        self._view.say("saved", session.words("{unit} is let off from {day} on.", unit=wish.unit, day=wish.since))
        return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
