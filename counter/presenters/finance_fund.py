"""The maintenance fund: its register by unit and by building, its receipts, notices, entries and charges."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from counter.desk.charge_fund import charge_fund
from counter.desk.enter_fund import enter_fund
from counter.desk.fund_notice import NoticesIssued, issue_notices
from counter.desk.fund_register import FundLine, fund_lines
from counter.desk.fund_taken import COUNTER
from counter.desk.print_fund_report import print_fund_report
from counter.papers.fund_report import FundReport, ReportColumn
from counter.presenters.approval import AskApproval
from counter.presenters.finance_fund_words import Shown, by_building, by_unit, of_receipts
from counter.presenters.finance_view import FinanceKey, FinanceView, Part, Segment
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.maintenance_fund import EntryKind
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words.errors import together
from counter.words.terms import FUND_ENTRIES, term
from db.queries import fund

LISTS = ("due", "units", "buildings", "receipts")


class FundSegment(Segment):
    """Four lists in turn: who owes the fund, every unit, by building, receipts."""

    def __init__(
        self, session: Session, view: FinanceView, approval: AskApproval, refresh: Callable[[], None]
    ) -> None:  # fmt: skip
        super().__init__(session, view, approval, refresh)
        self._list = LISTS[0]

    def part(self) -> Part:
        """Return the list at hand."""
        w, shown = self.session.words, self._shown()
        if self.session.office.maintenance_fund == COUNTER:
            text = w(
                "The counter takes it: own receipts (M), own sums on the Z; nothing else pays it, it pays nothing else."
            )
        else:
            text = w("Not taken here: this is a register, and owners pay into the fund's own account.")
        keys = [
            FinanceKey(w("Print the list"), "P"), FinanceKey(w("Enter a movement"), "X"),
            FinanceKey(w("Charge"), "F11"), FinanceKey(w("Next list"), "F10"), FinanceKey(w("Payment notice"), "F9"),
        ]  # fmt: skip
        if self.session.office.maintenance_fund != COUNTER:
            keys = [key for key in keys if key.key != "F11"]
        return Part(
            w("Maintenance fund: {title}", title=shown.title), together(text, shown.summary), shown.columns, shown.rows,
            shown.empty, tuple(keys),
        )  # fmt: skip

    def press(self, key: str, row_id: str) -> None:
        """F9 prints notices, F10 turns to the next list, F11 charges, X enters a movement, P prints the list."""
        unit_id = int(row_id[1:]) if row_id.startswith("u") else None
        if key == "F10":
            self._list = LISTS[(LISTS.index(self._list) + 1) % len(LISTS)]
            self.refresh()
        elif key == "P":
            self._print()
        elif key == "F9":
            self._ask_notices(unit_id)
        elif unit_id is None:
            self.view.say("risk", self.w("Choose a unit first: F10 leads to the list of units."))
        elif key == "F11":
            self._charge(unit_id)
        elif key == "X":
            try:
                self.session.person.require(Act.CHANGE_REGISTERS)
            except Exception as error:
                self.tell(error)
                return
            self._ask_kind(unit_id)

    def _lines(self) -> list[FundLine]:
        session = self.session
        return fund_lines(session.connection, session.office, session.today().isoformat())

    def _shown(self) -> Shown:
        session = self.session
        if self._list == "receipts":
            return of_receipts(fund.receipts(session.connection), session.words, session.currency)
        lines = self._lines()
        if self._list == "buildings":
            return by_building(lines, session.words, session.currency)
        return by_unit(lines, self._owners(), session.words, session.currency, due_alone=self._list == "due")

    def _owners(self) -> Mapping[int, str]:
        return fund.owners(self.session.connection)

    # Notices

    def _ask_notices(self, unit_id: int | None) -> None:
        owing = [line for line in self._lines() if line.owed.amount]
        if not owing:
            self.view.say("plain", self.w("No unit owes the maintenance fund anything."))
            return
        options: list[tuple[Sequence[int], str]] = []
        mine = next((line for line in owing if line.unit.id == unit_id), None)
        if mine is not None:
            options.append(((mine.unit.id,), self.w("For {unit}, {amount}", unit=mine.unit.code,
                                                    amount=self.money(mine.owed.amount))))  # fmt: skip
        total = self.money(sum(line.owed.amount for line in owing))
        everybody = self.session.words.n(
            "For the {n} unit that owes something, {total}", "For all {n} units that owe something, {total}",
            len(owing), total=total,
        )  # fmt: skip
        options.append((tuple(line.unit.id for line in owing), everybody))
        request = self.session.new_request()
        self.view.ask(choose(self.w("Payment notices"), self.w("Each has a number of its own, and prints on A4."),
                             options, partial(self._issue, request)))  # fmt: skip

    def _issue(self, request: str, unit_ids: Sequence[int]) -> str:
        session = self.session
        try:
            done = issue_notices(
                session.books, unit_ids, request_id=request, staff=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self.tell(error)
            return ""
        self.saved(self._issued(done))
        return ""

    def _issued(self, done: NoticesIssued) -> str:
        if done.notices == 1:
            return self.w("Notice {number} is being printed.", number=done.first)
        return self.w("Notices {first} to {last} are being printed.", first=done.first, last=done.last)

    # Charging

    def _charge(self, unit_id: int) -> None:
        session = self.session
        try:
            done = charge_fund(
                session.books, unit_id, request_id=session.new_request(), staff=session.person, till=session.till
            )
        except Exception as error:
            self.tell(error)
            return
        self.saved(self.w("Charged: {amount}. Pay takes it under a receipt of its own.",
                          amount=self.money(done.amount)))  # fmt: skip

    # Entries

    def _ask_kind(self, unit_id: int) -> None:
        options = [(kind, term(kind, FUND_ENTRIES, self.session.words)) for kind in EntryKind]
        text = self.w("What the fund's own bank says of this unit's account; it is no money of this counter.")
        self.view.ask(choose(self.w("What moved?"), text, options, partial(self._ask_entry, unit_id)))

    def _ask_entry(self, unit_id: int, kind: EntryKind) -> str:
        fields = (
            Asked("amount", self.w("Amount")), Asked("day", self.w("Day"), self.session.today().isoformat()),
            Asked("slip", self.w("Number of the bank's slip")), Asked("reason", self.w("Reason (where it takes back)")),
        )  # fmt: skip
        text = self.w("A sum with − takes an earlier entry back and needs a reason.")
        take = partial(self._entered, unit_id, kind, self.session.new_request())
        self.view.ask(Form(term(kind, FUND_ENTRIES, self.session.words), text, self.w("Enter it"), take, fields))
        return ""

    def _entered(self, unit_id: int, kind: EntryKind, request: str, values: dict[str, str]) -> str:
        session, day = self.session, self.day_of(values["day"])
        if day is None:
            return self.day_wrong()
        typed = values["amount"].strip().replace("−", "-")
        try:
            amount = parse_amount(typed.removeprefix("-"), session.currency.digits)
            enter_fund(
                session.books, unit_id, kind, day, -amount if typed.startswith("-") else amount, values["slip"],
                request_id=request, staff=session.person, reason=values["reason"],
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self.saved(self.w("Entered in the register of the maintenance fund."))
        return ""

    def _print(self) -> None:
        session, shown = self.session, self._shown()
        columns = tuple(ReportColumn(each.title, each.share or 2, each.align == "right") for each in shown.columns)
        report = FundReport(
            shown.title, session.office.estate(session.words.language), "", "", columns,
            [row.cells for row in shown.rows], shown.totals, session.office.books_kind,
        )  # fmt: skip
        try:
            print_fund_report(
                session.books, report, request_id=session.new_request(), person=session.person, till=session.till,
                words=session.words,
            )  # fmt: skip
        except Exception as error:
            self.tell(error)
            return
        session.on_commit()
        self.view.say("plain", self.w("The list is being printed."))
