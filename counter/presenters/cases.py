"""The Cases screen: what is open and by when, and the card of one case with its timeline and the steps it may take."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from counter.desk.keep_scan import keep_case_scan
from counter.desk.print_cases import print_cases
from counter.presenters.approval import AskApproval
from counter.presenters.case_steps import CaseSteps
from counter.presenters.case_words import list_cells, story_of, timeline, title_of, who_acts
from counter.presenters.scans import Scans
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.presenters.units_once import ChargeSomethingOnce
from counter.rules.cases import Kind, Step, has_ended, moves
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.case_words import KINDS, STEPS, case_word
from db.queries import accounts, cases
from db.queries.cases import CaseRow, Listed
from db.queries.scans import ScanRow

# The key of each step; what is likely next stands last and is the primary one.
STEP_KEYS = {
    Step.WITHDRAWN: "W", Step.PASSED_ON: "C", Step.REJECTED: "R", Step.MEDIATION: "M", Step.OFFER: "O",
    Step.EXAMINED: "E", Step.IN_HAND: "H", Step.SETTLED: "S",
}  # fmt: skip


class CaseView(PageView, Protocol):
    """A page on which a row can be brought up."""

    def select_row(self, row_id: str) -> None:
        """Select a row, as the arrow keys would."""


class CasesPresenter:
    """One list at a time, open cases or ended ones, or the card of one case.

    open_unit leads to a unit's card; on_moved hears of every step, for a case may not be late any more.
    """

    def __init__(
        self, session: Session, view: CaseView, ask: AskApproval, open_unit: Callable[[int], None] = lambda _unit: None,
        on_moved: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._session, self._view, self._open_unit, self._on_moved = session, view, open_unit, on_moved
        self._steps = CaseSteps(session, view, ask, self._moved)
        self._scans = Scans(session, view)
        self._once = ChargeSomethingOnce(session, view, self.show)
        self._ended, self._kind, self._case = False, "", 0
        self._listed: dict[str, Listed] = {}
        self._told: dict[str, tuple[str, str]] = {}
        self._kept: list[ScanRow] = []

    @property
    def case_at_hand(self) -> int:
        """The case whose card is shown, 0 where the list is."""
        return self._case

    @property
    def ended(self) -> bool:
        """Whether the list is that of ended cases."""
        return self._ended

    def show(self) -> None:
        """Show the list, or the card of the case at hand, as they are now."""
        row = cases.case(self._session.connection, self._case) if self._case else None
        if row is None:
            self._show_list()
        else:
            self._show_card(row)

    def _moved(self) -> None:
        self._on_moved()
        self.show()

    def turn_to(self, *, ended: bool) -> None:
        """List the open cases, or those that have ended."""
        self._ended, self._case = ended, 0
        self.show()

    def open_case(self, case_id: int) -> None:
        """Show the card of a case."""
        self._case = case_id
        self.show()

    def back(self) -> None:
        """Esc: from a card to its list; there, to every kind."""
        if not self._case:
            self._kind = ""
        self._case = 0
        self.show()

    def selected(self, row_id: str) -> None:
        """Say below the table what a row is about."""
        if self._case:
            self._view.explain(*self._told.get(row_id, ("", "")))
        elif row_id in self._listed:
            row = self._listed[row_id].case
            session = self._session
            self._view.explain(
                title_of(row, session.words), story_of(session.connection, row, session.words, session.currency)
            )

    def opened(self, row_id: str) -> None:
        """Open a case, or the scan of one."""
        if not self._case:
            self.open_case(int(row_id))
            return
        scan = next((each for each in self._kept if f"s{each.id}" == row_id), None)
        if scan is not None:
            self._scans.open(scan)

    def pressed(self, key: str) -> None:
        """Do what a command's key does."""
        row = cases.case(self._session.connection, self._case) if self._case else None
        if row is None:
            {"K": self._next_kind, "P": self._print}[key]()
        elif key == "A":
            title = self._w("Keep a scan with {number}", number=row.number)
            self._scans.ask_file(title, partial(self._keep_scan, row))
        elif key == "B":
            self._charge(row)
        elif key == "G":
            self._steps.begin_urgency(row)
        elif key == "U":
            self._open_unit(row.unit_id)
        else:
            self._steps.begin(row, next(step for step, name in STEP_KEYS.items() if name == key))

    # The list

    def _show_list(self) -> None:
        session, w = self._session, self._session.words
        found = cases.cases(session.connection, ended=self._ended, kind=self._kind, today=session.today().isoformat())
        self._listed = {str(each.case.id): each for each in found}
        today = session.today()
        columns = (
            PageColumn("number", w("Number"), 118), PageColumn("unit", w("Unit"), 76, 1),
            PageColumn("kind", w("Kind"), 116, 1), PageColumn("about", w("About"), 108, 3),
            PageColumn("step", w("Step"), 92, 2), PageColumn("actor", w("Next to act"), 80, 1),
            PageColumn("due", w("Deadline"), 182, 1),
        )  # fmt: skip
        rows = tuple(PageRow(str(each.case.id), list_cells(each, today, w), self._ended) for each in found)
        commands = (PageCommand("K", w("Only one kind")), PageCommand("P", w("Print the register"), True))
        title = w("Ended cases") if self._ended else w("Open cases")
        if self._kind:
            title = w("{title}: {kind}", title=title, kind=case_word(KINDS, self._kind, w))
        empty = (
            w("No case here"),
            w("A dispute, complaint, suggestion or repair request is recorded on the unit's card: F3, then D."),
        )
        text = w("Enter opens a case. What is late comes first, then what is urgent.")
        if self._ended:
            text = w("Enter opens a case. The newest comes first.")
        self._view.show_page(Page(title, text, columns, rows, commands, empty, self._figures(found)))

    def _figures(self, found: list[Listed]) -> tuple[tuple[str, str], ...]:
        if self._ended:
            return self._year()
        w, today = self._session.words, self._session.today().isoformat()
        over = sum(1 for each in found if each.case.due and each.case.due < today)
        frozen = formats.money(sum(each.frozen for each in found), self._session.currency)
        return (w("Open cases"), str(len(found))), (w("Deadline over"), str(over)), (w("Frozen"), frozen)

    def _year(self) -> tuple[tuple[str, str], ...]:
        """What ended this year, of the kind at hand: how many, how long it took, and what was let off."""
        w, session = self._session.words, self._session
        found = [
            each for each in cases.ended_in(session.connection, session.today().year) if self._kind in ("", each.kind)
        ]
        days = [(date.fromisoformat(each.ended_on) - date.fromisoformat(each.raised_on)).days for each in found]
        took = w.n("{n} day", "{n} days", -(-sum(days) // len(days))) if days else w("–")
        off = formats.money(sum(each.let_off for each in found), session.currency)
        return (w("Ended this year"), str(len(found))), (w("On average"), took), (w("Taken off"), off)

    def _next_kind(self) -> None:
        order = ("", *(kind.value for kind in Kind))
        self._kind = order[(order.index(self._kind) + 1) % len(order)]
        self.show()

    def _print(self) -> None:
        session = self._session
        try:
            title = print_cases(
                session.books, ended=self._ended, kind=self._kind, request_id=session.new_request(),
                person=session.person, till=session.till, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        session.on_commit()
        self._view.say("plain", self._w("{title} is being printed.", title=title))

    # The card

    def _show_card(self, row: CaseRow) -> None:
        session, w = self._session, self._session.words
        lines, self._told, self._kept = timeline(session.connection, row, w)
        columns = (
            PageColumn("day", w("Day"), 104), PageColumn("step", w("Step"), 110, 1),
            PageColumn("told", w("What was written"), 200, 5), PageColumn("who", w("By"), 80, 1),
        )  # fmt: skip
        frozen = sum(each.amount for each in cases.frozen_by(session.connection, row.id) if each.until is None)
        over = row.due is not None and row.due < session.today().isoformat()
        figures = [
            (w("Step"), case_word(STEPS, row.step, w)), (w("Next to act"), who_acts(row, self._named(row), w)),
            (w("Deadline over") if over else w("Deadline"), row.due or w("–")),
        ]  # fmt: skip
        if row.kind == Kind.DISPUTE:
            figures.append((w("Frozen"), formats.money(frozen, session.currency)))
        story = story_of(session.connection, row, w, session.currency)
        rows = tuple(PageRow(each.id, each.cells) for each in lines)
        self._view.show_page(
            Page(title_of(row, w), story, columns, rows, self._commands(row), ("", ""), tuple(figures))
        )
        self._view.select_row([each.id for each in lines if each.id.startswith("t")][-1])

    def _named(self, row: CaseRow) -> str:
        """Whom the last step of a case names: who mediates, who does it."""
        steps = cases.steps(self._session.connection, row.id)
        return steps[-1].step.members or ""

    def _commands(self, row: CaseRow) -> tuple[PageCommand, ...]:
        session, w = self._session, self._session.words
        offered = moves(Kind(row.kind), Step(row.step)) if session.may(Act.RECORD_CASES) else ()
        if not session.may(Act.SETTLE_CASES):
            decided = (Step.SETTLED, Step.REJECTED, Step.PASSED_ON)
            offered = () if has_ended(Step(row.step)) else tuple(each for each in offered if each not in decided)
        steps = [
            PageCommand(key, self._steps.move_word(row, step)) for step, key in STEP_KEYS.items() if step in offered
        ]
        if steps:
            steps[-1] = steps[-1]._replace(primary=True)
        scan = (PageCommand("A", w("Keep a scan")),) if session.may(Act.RECORD_CASES) else ()
        is_chargeable = row.kind == Kind.REPAIR and session.may(Act.CHARGE_ONCE)
        order = (PageCommand("B", w("Charge for it")),) if is_chargeable else ()
        changes = not has_ended(Step(row.step)) and session.may(Act.RECORD_CASES)
        urgency = (PageCommand("G", self._steps.urgency_word(row)),) if changes else ()
        return (PageCommand("U", w("The unit's card")), *scan, *urgency, *order, *steps)

    def _charge(self, row: CaseRow) -> None:
        """Charge the unit for a repair; the number of the case is the reason, so that both find each other."""
        unit = accounts.unit(self._session.connection, row.unit_id)
        if unit is not None:
            self._once.begin(unit, row.number)

    def _keep_scan(self, row: CaseRow, file: Path) -> str:
        session = self._session
        try:
            keep_case_scan(
                session.books, session.scans.store, file, row.id, request_id=session.new_request(),
                staff=session.person,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self.show()
        self._view.say("saved", self._w("The scan is kept with {number}.", number=row.number))
        return ""

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
