"""Refunds from the sheet: what goes back, how, to whom, and a second person who agrees or decides later."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from counter.desk.people import Person
from counter.desk.receipt_lines import Line, standing_lines, tenders_left, whole
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.tenders import TenderIn
from counter.desk.undo import standing_receipt
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.card_backs import Backs
from counter.presenters.last_slip import shared_labels
from counter.presenters.other_till import not_at_once
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form, slip_form
from counter.presenters.receipt_sheet_lines import CHOICES, choose_line, line_text
from counter.presenters.receipt_sheet_view import ReceiptView, ToldBack
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.fold import to_ascii
from counter.rules.maintenance_fund import RefundReason
from counter.rules.money import parse_amount
from counter.rules.periods import PartMethod
from counter.rules.permissions import Act
from counter.rules.refund import same_way, unused
from counter.rules.tender import TenderKind
from counter.words import formats
from counter.words.terms import FUND_REASONS, TENDERS, term
from db.queries import accounts
from db.queries.receipts import ReceiptRow

_SLIPS = (TenderKind.CARD, TenderKind.SCAN)


class RefundReceipt:
    """Asks its way to a refund; done is called with the kind of what to say, and the words.

    backs: what the card terminal can be asked to give back, told_back hears what came of it;
    without it its refund slips are typed.
    """

    def __init__(
        self, session: Session, view: ReceiptView, approve: AskApproval, *, done: Callable[[str, str], None],
        backs: Backs = lambda: None, told_back: ToldBack = lambda _receipt, _kind, _told: None,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._approve = approve
        self._done, self._backs, self._told_back = done, backs, told_back
        self._found: ReceiptRow | None = None
        self._lines: list[Line] = []

    def ask(self, receipt_id: int) -> None:
        """Ask what of a receipt goes back. Raises what desk refuses before anything is asked."""
        session = self._session
        session.person.require(Act.REQUEST_REFUND)
        self._found = standing_receipt(session.connection, receipt_id)
        self._lines = standing_lines(session.connection, self._found)
        others = [line for line in self._lines if line.kind != "rounding"]
        everything = whole(self._lines, {line.key: line.amount for line in others})
        if not others:
            self._view.say("risk", self._w("Nothing of receipt {number} stands any more.", number=self._found.label))
            return
        choices = [
            ("1", self._w("Everything, {amount}", amount=self._money(sum(everything.values())))),
            ("2", self._w("One line, or part of it")),
        ]
        if any(line.first for line in others):
            choices.append(("3", self._w("What is not used from a day on")))
        self._view.ask(
            Form(
                self._w("Refund of receipt {number}", number=self._found.label),
                self._w("What is given back is owed again; months not begun are only taken back."),
                "", self._chosen, choices=tuple(choices),
            )
        )  # fmt: skip

    def _chosen(self, values: dict[str, str]) -> str:
        choice = values["choice"]
        if choice == "1":
            return self._ways({line.key: line.amount for line in self._lines if line.kind != "rounding"}, {})
        if choice == "2":
            choose_line(self._session, self._view, self._lines, self._w("Which line?"), self._part_of)
            return ""
        today = self._session.today().isoformat()
        self._view.ask(
            Form(
                self._w("Last day of the service"),
                self._w("Days up to this one are kept, later ones go back; a begun month is shared by its days."),
                self._w("Work it out"), self._worked_out, (Asked("day", self._w("Day"), today),),
            )
        )  # fmt: skip
        return ""

    def _part_of(self, line: Line) -> None:
        self._view.ask(
            Form(
                line_text(self._session, line), self._w("How much of it goes back?"), self._w("Next"),
                partial(self._part_typed, line),
                (Asked("amount", self._w("Amount"), formats.money(line.amount), True),),
            )
        )  # fmt: skip

    def _part_typed(self, line: Line, values: dict[str, str]) -> str:
        try:
            amount = parse_amount(values["amount"], self._session.currency.digits)
        except Exception as error:
            return self._session.sentence(error)
        if not 0 < amount <= line.amount:
            return self._w("At most {amount} of it stands.", amount=self._money(line.amount))
        return self._ways({line.key: amount}, {})

    def _worked_out(self, values: dict[str, str]) -> str:
        try:
            end = date.fromisoformat(to_ascii(values["day"]).strip())
        except ValueError:
            return self._w("Write the day as 2026-11-23.")
        method = PartMethod(self._session.office.part_month)
        wanted: dict[str, int] = {}
        told: dict[str, str] = {}
        for line in self._lines:
            if not line.first:
                continue
            found = unused(line.amount, date.fromisoformat(line.first), date.fromisoformat(line.last), end, method)
            if found.refund:
                wanted[line.key] = found.refund
                told[line.key] = self._w(
                    "{amount}, used {used} of {days} days, kept {kept}", amount=formats.money(line.amount),
                    used=found.days_used, days=found.days, kept=formats.money(found.kept),
                )  # fmt: skip
        if not wanted:
            return self._w("Every period of this receipt ends by {day}; nothing is unused.", day=end.isoformat())
        return self._ways(wanted, told)

    def _ways(self, wanted: Mapping[str, int], told: Mapping[str, str]) -> str:
        assert self._found is not None
        total = sum(whole(self._lines, wanted).values())
        back = _given_back(same_way(total, tenders_left(self._session.connection, self._found)))
        words = self._w(", ").join(
            self._w("{tender} {amount}", tender=term(kind, TENDERS, self._session.words), amount=formats.money(amount))
            for kind, amount in back.items()
        )
        choices = [("1", self._w("The way it was paid: {ways}", ways=words))]
        if set(back) != {"transfer"}:
            choices.append(("2", self._w("By bank transfer; finance pays it")))
        lines = [
            f"{line_text(self._session, line)[:40]}: {told.get(line.key) or formats.money(wanted[line.key])}"
            for line in self._lines
            if line.key in wanted
        ]
        self._view.ask(
            Form(
                self._w("{amount} goes back", amount=self._money(total)), "\n".join(lines[:CHOICES]), "",
                partial(self._way_chosen, wanted, told, back, total), choices=tuple(choices),
            )
        )  # fmt: skip
        return ""

    def _way_chosen(
        self, wanted: Mapping[str, int], told: Mapping[str, str], back: Mapping[str, int], total: int,
        values: dict[str, str],
    ) -> str:  # fmt: skip
        if values["choice"] == "2":
            back = {"transfer": total}
        self._slips(wanted, told, [(TenderKind(kind), amount) for kind, amount in back.items()], [])
        return ""

    def _slips(
        self, wanted: Mapping[str, int], told: Mapping[str, str], left: Sequence[tuple[TenderKind, int]],
        known: list[TenderIn],
    ) -> None:  # fmt: skip
        """Ask for the terminal's refund slip of each card and scan in turn, then for the payee."""
        if not left:
            self._ask_payee(wanted, told, tuple(known))
            return
        (kind, amount), rest = left[0], left[1:]
        if kind not in _SLIPS:
            self._slips(wanted, told, rest, [*known, TenderIn(kind, amount)])
            return
        backs = self._backs()
        if kind is TenderKind.CARD and not known and not rest and backs is not None and backs.can_refund:
            self._ask_by_terminal(wanted, told, amount)
            return
        self._ask_slip(wanted, told, left, known)

    def _ask_by_terminal(self, wanted: Mapping[str, int], told: Mapping[str, str], amount: int) -> None:
        def take(by_terminal: bool) -> str:
            way = TenderIn(TenderKind.CARD, amount, {}, self._session.new_request())
            if by_terminal:
                self._ask_payee(wanted, told, (way,))
            else:
                self._ask_slip(wanted, told, [(way.kind, amount)], [])
            return ""

        self._view.ask(choose(
            self._w("{amount} goes back to the card", amount=self._money(amount)),
            self._w("The payer's card is needed. The refund is posted once the terminal says that it gave it back."),
            ((True, self._w("Let the terminal give it back")),
             (False, self._w("The terminal has given it back: type its slip"))),
            take,
        ))  # fmt: skip

    def _ask_slip(
        self, wanted: Mapping[str, int], told: Mapping[str, str], left: Sequence[tuple[TenderKind, int]],
        known: list[TenderIn],
    ) -> None:  # fmt: skip
        (kind, amount), rest = left[0], left[1:]

        def typed(values: dict[str, str]) -> str:
            if not values.get("voucher", "").strip():
                return self._w("Refund it on the terminal first, then type the voucher no. of that slip.")
            self._slips(wanted, told, rest, [*known, TenderIn(kind, amount, values)])
            return ""

        self._view.ask(slip_form(kind, formats.money(amount), shared_labels(self._session), self._session.words, typed))

    def _ask_payee(self, wanted: Mapping[str, int], told: Mapping[str, str], ways: tuple[TenderIn, ...]) -> None:
        assert self._found is not None
        holders = accounts.holders(self._session.connection, self._found.unit_id or 0)
        payer = next((each.name for each in holders if each.person_id == self._found.payer_id), "") or ""
        self._view.ask(
            Form(
                self._w("Who gets the money?"),
                self._w("The payer of the receipt, or whoever the payer names in writing."),
                self._w("Next"), partial(self._payee_typed, wanted, told, ways),
                (Asked("payee", self._w("Payee"), payer),),
            )
        )  # fmt: skip

    def _payee_typed(
        self, wanted: Mapping[str, int], told: Mapping[str, str], ways: tuple[TenderIn, ...], values: dict[str, str]
    ) -> str:
        assert self._found is not None
        if not values["payee"].strip():
            return self._w("Type who gets the money.")
        order = RefundOrder(self._found.id, tuple(wanted.items()), ways, values["payee"].strip(), tuple(told.items()))
        if self._found.fund != "maintenance":
            return self._agree(order)
        options = [(reason.value, term(reason, FUND_REASONS, self._session.words)) for reason in RefundReason]
        text = self._w("When a flat is sold its account goes with it; nothing is given back here.")
        self._view.ask(choose(self._w("Why does money of the maintenance fund go back?"), text, options,
                              lambda reason: self._agree(order._replace(fund_reason=reason))))  # fmt: skip
        return ""

    def _agree(self, order: RefundOrder) -> str:
        assert self._found is not None
        ways, by_terminal = order.tenders, any(way.intent for way in order.tenders)
        request, amount = self._session.new_request(), self._money(sum(way.amount for way in ways))
        self._approve(Wish(
            Act.APPROVE_REFUND,
            self._w("Refund {amount} of receipt {number}", amount=amount, number=self._found.label),
            self._w("To {payee}. The refund note gets a number of its own; what it takes back is owed again.",
                    payee=order.payee),
            needs_reason=True, on_granted=partial(self._by_terminal if by_terminal else self._post, request, order),
            on_request=None if by_terminal else lambda reason: self._post(request, order, None, reason),
            only_asked=not_at_once(self._session, cash=any(way.kind is TenderKind.CASH for way in ways)),
        ))  # fmt: skip
        return ""

    def _by_terminal(self, _request: str, order: RefundOrder, approver: Person, reason: str) -> None:
        backs = self._backs()
        assert backs is not None, "it was offered just now"
        try:
            backs.refund(order, reason, approver, partial(self._told_back, order.receipt_id))
        except Exception as error:
            self._view.say("risk", *self._session.told(error))

    def _post(self, request: str, order: RefundOrder, approver: Person | None, reason: str) -> None:
        session = self._session
        try:
            done = refund_payment(
                session.books, order, reason, request_id=request, requester=session.person, till=session.till,
                approver=approver, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        amount = self._money(done.total)
        if done.waiting:
            self._done("plain", self._w("The refund of {amount} waits for a decision.", amount=amount))
            return
        told = self._w("Refund {number}, {amount}. The note is being printed.", number=done.number, amount=amount)
        self._done("saved", told)

    def _money(self, minor: int) -> str:
        return formats.money_with_symbol(minor, self._session.currency)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)


def _given_back(back: Mapping[str, int]) -> dict[str, int]:
    """Money that came by code, transfer or cheque goes back by transfer: there is no slip to take it back with."""
    found: dict[str, int] = {}
    for kind, amount in back.items():
        way = kind if kind in ("cash", "card", "scan", "balance") else "transfer"
        found[way] = found.get(way, 0) + amount
    return found
