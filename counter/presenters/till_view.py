"""What the Till screen can show: the View that its presenters speak to, and the values they hand over."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, Protocol

from counter.presenters.finance_view import FinanceFacts
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Question, SayKind

Run = Callable[[Callable[[], Any], Callable[[Any], object], Callable[[Exception], object]], object]
"""Runs (work, done, failed): the work beside the window, one of the other two on the window's thread afterwards."""


class GridRow(NamedTuple):
    """One denomination: its id, the face, what is typed, the sum of it ('' while nothing is typed)."""

    id: str
    face: str
    text: str
    amount: str


class FactRow(NamedTuple):
    """A label and what there is to say about it."""

    label: str
    value: str


class TenderRow(NamedTuple):
    """One tender of the day; the amount of cash is not said before the count."""

    tender: str
    times: str
    amount: str


class OpeningFacts(NamedTuple):
    """The closed till: the float to be counted, copies that earlier days owe ('' where none), requests that wait."""

    text: str
    rows: tuple[GridRow, ...]
    total: str
    owed: str
    requests: int = 0


class DayFacts(NamedTuple):
    """The open till.

    warning: that it stands on an earlier day, is on a break, is being handed over, or that its drawer is full; codes,
    transfers, requests, parked: how many wait; confirm: what F9 does now; held: that nothing may move meanwhile.
    """

    title: str
    since: str
    warning: str
    facts: tuple[FactRow, ...]
    tenders: tuple[TenderRow, ...]
    codes: int
    transfers: int
    requests: int
    owed: str
    parked: int
    confirm: str
    held: bool


ListKind = Literal["codes", "transfers", "requests", "parked"]


class ListFacts(NamedTuple):
    """One of the lists with its lines."""

    kind: ListKind
    text: str
    rows: tuple[ListRow, ...]


class CountFacts(NamedTuple):
    """Step 1 of the close: nothing in it tells what should be in the drawer."""

    rows: tuple[GridRow, ...]
    total: str
    facts: tuple[FactRow, ...]
    note: str


class SlipRow(NamedTuple):
    """One tender of the terminal and what was typed from its slip; what the books hold comes with the verdict."""

    id: str
    tender: str
    count_text: str
    sum_text: str


class SlipVerdict(NamedTuple):
    """How a slip compares: not confirmed yet, the same, or different; here: what the books hold, '' before that."""

    state: Literal["none", "same", "different"]
    text: str
    here: str = ""


class SlipFacts(NamedTuple):
    """Step 2 of the close; codes are the payments whose money has not been seen yet.

    lines: the slips that only the terminal or only the books have, or those to compare with its list, as lines_title
    says; can_ask: whether the terminal tells its sums.
    """

    rows: tuple[SlipRow, ...]
    text: str
    codes: tuple[ListRow, ...]
    lines: tuple[ListRow, ...] = ()
    can_ask: bool = False
    lines_title: str = ""


class DifferenceFacts(NamedTuple):
    """Step 3 of the close, the first to tell what was expected; or what the taker of a hand-over has to decide.

    needs_second: a reason is asked for; rows, left, to_safe: the float that stays in the drawer and what goes away.
    """

    expected: str
    counted: str
    difference: str
    agrees: bool
    text: str
    needs_second: bool
    reason: str
    rows: tuple[GridRow, ...] = ()
    left: str = ""
    to_safe: str = ""


class ZFacts(NamedTuple):
    """Step 4: the day is closed under its number."""

    number: str
    day: str
    facts: tuple[FactRow, ...]
    text: str


class StepLine(NamedTuple):
    """One step that brings the day out of the computer."""

    id: str
    name: str
    state: Literal["waiting", "running", "done", "owed"]
    text: str


class FinishFacts(NamedTuple):
    """Step 5: the steps and how it stands; strange_stick: a stick waits to be taken into use first.

    kind held: everything is copied, and the system has not let go of the stick yet.
    """

    title: str
    lines: tuple[StepLine, ...]
    text: str
    kind: Literal["running", "safe", "held", "owed"]
    strange_stick: bool = False


class TillView(Protocol):
    """The Till screen as its presenters know it; each show_… brings its pane up."""

    def show_opening(self, facts: OpeningFacts) -> None:
        """Show the closed till with the float to count."""

    def show_day(self, facts: DayFacts) -> None:
        """Show the open till."""

    def show_list(self, facts: ListFacts) -> None:
        """Show one of the lists."""

    def show_drop(self, facts: CountFacts) -> None:
        """Show the notes that go into the safe."""

    def show_handover_count(self, facts: CountFacts) -> None:
        """Show the taker's blind count."""

    def show_handover(self, facts: DifferenceFacts) -> None:
        """Show what the taker's count found."""

    def show_finance(self, facts: FinanceFacts) -> None:
        """Show a segment of the finance part."""

    def show_count(self, facts: CountFacts) -> None:
        """Show step 1 of the close."""

    def show_slips(self, facts: SlipFacts) -> None:
        """Show step 2 of the close."""

    def show_difference(self, facts: DifferenceFacts) -> None:
        """Show step 3 of the close."""

    def show_z(self, facts: ZFacts) -> None:
        """Show step 4 of the close."""

    def show_finish(self, facts: FinishFacts, *, in_close: bool) -> None:
        """Show step 5 of the close; in_close False for copies of earlier days, without the stepper."""

    def into_safe(self, amount: str) -> None:
        """Show what goes into the safe while the float that stays is typed."""

    def grid_amount(self, row_id: str, amount: str, total: str) -> None:
        """Show the sum of one denomination and of all while they are typed."""

    def grid_error(self, row_id: str, sentence: str) -> None:
        """Say which number is none, with the focus in its row; an empty sentence takes it away."""

    def slip_verdict(self, row_id: str, verdict: SlipVerdict) -> None:
        """Show how one slip compares."""

    def slip_error(self, row_id: str, field: Literal["count", "sum"], sentence: str) -> None:
        """Say what is wrong with a figure of a slip, with the focus there."""

    def reason_error(self, sentence: str) -> None:
        """Say that the reason is missing, with the focus there."""

    def ask(self, what: Question) -> None:
        """Open a small form; its answer comes back through the question."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
