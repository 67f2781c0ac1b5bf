"""Cash on its way: the slips tills hand in, and the bags that are on their way to the bank."""

from functools import partial

from counter.desk.approve import SecondPersonNeeded
from counter.desk.bank_cash import confirm_banking
from counter.desk.people import Person
from counter.desk.receive_remittance import Counted, Slip, receive_remittance, slips
from counter.presenters.finance_view import FinanceColumn, FinanceKey, Part, Segment
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.terms import FUNDS, TENDERS, term
from db.queries import people, safe
from db.queries.safe import Bag


class SlipSegment(Segment):
    """The slips of closed days (交款单): handed in, then received by finance."""

    def part(self) -> Part:
        """Return the slips, those that wait first."""
        columns = (
            FinanceColumn(self.w("Day"), 96), FinanceColumn(self.w("Till"), 50, 0, "right"),
            FinanceColumn(self.w("Z no."), 76, 0, "right"), FinanceColumn(self.w("Handed in by"), 100, 2),
            FinanceColumn(self.w("Cash"), 100, 1, "right"), FinanceColumn(self.w("State"), 200, 4),
        )  # fmt: skip
        return Part(
            self.w("Slips handed in"),
            self.w("Count the cash against the slip, then receive it. A difference needs a reason."),
            columns, tuple(self._row(each) for each in slips(self.session.connection)), self.w("No slip is there"),
            (FinanceKey(self.w("Receive"), "F9"),),
        )  # fmt: skip

    def _row(self, slip: Slip) -> ListRow:
        close, cashier = slip.close, people.staff(self.session.connection, slip.cashier_id or 0)
        cells = (
            close.day, str(close.till), f"{close.z_number:06d}", cashier.name if cashier else "",
            self.money(slip.cash), self._state(slip),
        )  # fmt: skip
        return ListRow(str(close.event_id), cells)

    def _state(self, slip: Slip) -> str:
        if not slip.said:
            return self.w("handed in, not received yet")
        said = slip.said[-1]
        who = people.staff(self.session.connection, said.staff_id)
        name = who.name if who else ""
        if said.difference or said.slips_differ:
            return self.w(
                "received {day}, {name}: {difference}, {reason}", day=said.day, name=name,
                difference=formats.signed_money(said.difference), reason=said.reason,
            )  # fmt: skip
        return self.w("received {day}, {name}", day=said.day, name=name)

    def press(self, key: str, row_id: str) -> None:
        """F9: receive the selected slip."""
        slip = next((each for each in slips(self.session.connection) if str(each.close.event_id) == row_id), None)
        if slip is None:
            return
        try:
            self.session.person.require(Act.RECEIVE_REMITTANCE)
        except Exception as error:
            self.tell(error)
            return
        self.view.ask(
            Form(
                self.w("Receive slip Z {number} of {day}", number=f"{slip.close.z_number:06d}", day=slip.close.day),
                self._what_to_count(slip),
                self.w("Receive"), partial(self._typed, slip, self.session.new_request()),
                (
                    Asked("counted", self._cash_caption(slip), "", True), *self._slip_fields(slip),
                    Asked("reason", self.w("Reason")),
                ),
            )
        )  # fmt: skip

    def _what_to_count(self, slip: Slip) -> str:
        if slip.cash < 0:
            return self.w(
                "This day gave back more cash than it took in; none is handed in."
                " Type what it took, net. The reason is needed only where it differs from the slip."
            )
        return self.w("Type what you counted. The reason is needed only where it differs from the slip.")

    def _cash_caption(self, slip: Slip) -> str:
        return self.w("Taken from the safe, net") if slip.cash < 0 else self.w("Cash counted")

    def _slip_fields(self, slip: Slip) -> list[Asked]:
        """A field for each tender the slip hands in beside the cash: how many, and what they come to."""
        return [
            Asked(kind, self.w("{tender}: how many, sum", tender=term(kind, TENDERS, self.session.words)))
            for kind in slip.slips
        ]

    def _typed(self, slip: Slip, request: str, values: dict[str, str]) -> str:
        session = self.session
        for kind in slip.slips:
            if len(values[kind].split()) not in (0, 2):
                tender = term(kind, TENDERS, session.words)
                return self.w("{tender}: type how many, a space, and the sum, as in 2 1503.84.", tender=tender)
        try:
            counted = parse_amount(values["counted"], session.currency.digits) * (-1 if slip.cash < 0 else 1)
            others = {kind: self._counted(values, kind) for kind in slip.slips}
            difference = receive_remittance(
                session.books, slip.close.event_id, counted, values["reason"], request_id=request,
                clerk=session.person, office=session.office, words=session.paper_words, others=others,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        if difference:
            self.saved(self.w("Received with a difference of {amount}.", amount=formats.signed_money(difference)))
        else:
            self.saved(self.w("Received; the slip agrees."), self.w("printing…"))
        return ""

    def _counted(self, values: dict[str, str], kind: str) -> Counted:
        """Return what was typed of a tender; nothing typed is nothing counted."""
        pieces, amount = values[kind].split() or ("0", "0")
        return Counted(parse_amount(pieces, 0), parse_amount(amount, self.session.currency.digits))


class BagSegment(Segment):
    """Bags that left the safe and that no bank slip has confirmed."""

    def part(self) -> Part:
        """Return the bags, the oldest first."""
        columns = (
            FinanceColumn(self.w("Day"), 96), FinanceColumn(self.w("Bag no."), 110, 2),
            FinanceColumn(self.w("Fund"), 120, 2), FinanceColumn(self.w("Cash"), 110, 1, "right"),
        )  # fmt: skip
        rows = tuple(
            ListRow(
                str(bag.event_id),
                (bag.day, bag.bag, term(bag.fund, FUNDS, self.session.words), self.money(bag.amount)),
            )
            for bag in safe.on_the_way(self.session.connection)
        )
        return Part(
            self.w("On the way to the bank"), self.w("The bank's slip ends the way of a bag."), columns, rows,
            self.w("No bag is on its way"), (FinanceKey(self.w("Note the bank's slip"), "F9"),),
        )  # fmt: skip

    def press(self, key: str, row_id: str) -> None:
        """F9: note the bank's slip of the selected bag."""
        bags = safe.on_the_way(self.session.connection)
        bag = next((each for each in bags if str(each.event_id) == row_id), None)
        if bag is None:
            return
        self.view.ask(
            Form(
                self.w("Bank slip for bag {bag}", bag=bag.bag),
                self.w("The reason is needed only where the bank counted another sum."),
                self.w("Note it"), partial(self._typed, bag, self.session.new_request()),
                (
                    Asked("slip", self.w("Bank slip no."), ""),
                    Asked("day", self.w("Day"), self.session.today().isoformat()),
                    Asked("amount", self.w("Amount"), formats.money(bag.amount), True),
                    Asked("reason", self.w("Reason")),
                ),
            )
        )  # fmt: skip

    def _typed(self, bag: Bag, request: str, values: dict[str, str]) -> str:
        try:
            return self._confirm(bag, request, values, None)
        except SecondPersonNeeded:
            self.approval(
                Act.APPROVE_OVER_SHORT,
                self.w("Bag {bag}: the bank counted {amount}", bag=bag.bag, amount=values["amount"]),
                self.w("Reason: {reason}", reason=values["reason"].strip()), needs_reason=False,
                on_granted=lambda person, _reason: self._agreed(bag, request, values, person),
            )  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        return ""

    def _agreed(self, bag: Bag, request: str, values: dict[str, str], approver: Person) -> None:
        try:
            self._confirm(bag, request, values, approver)
        except Exception as error:
            self.tell(error)

    def _confirm(self, bag: Bag, request: str, values: dict[str, str], approver: Person | None) -> str:
        session, day = self.session, self.day_of(values["day"])
        if day is None:
            return self.day_wrong()
        amount = parse_amount(values["amount"], session.currency.digits)
        difference = confirm_banking(
            session.books, bag.event_id, values["slip"], day, amount, values["reason"], request_id=request,
            clerk=session.person, office=session.office, approver=approver,
        )  # fmt: skip
        text = self.w("On the account: {amount}.", amount=self.money(amount))
        if difference:
            text = self.w("On the account: {amount}, a difference of {difference}.", amount=self.money(amount),
                          difference=formats.signed_money(difference))  # fmt: skip
        self.saved(text)
        return ""
