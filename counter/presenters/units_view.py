"""What the Units screen can show: the View its presenter speaks to, and the values it hands over."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from counter.presenters.pay_view import Question, SayKind, WhyLines

Segment = Literal["open", "history", "receipts", "people", "scans", "facts"]
SEGMENTS: tuple[Segment, ...] = ("open", "history", "receipts", "people", "scans", "facts")


class UnitRow(NamedTuple):
    """A unit in the list at the left."""

    id: str
    code: str
    who: str
    owed: str


class UnitCard(NamedTuple):
    """The head of a unit's card: pills are short facts, people and items one worded line each."""

    code: str
    name: str
    facts: str
    pills: tuple[str, ...]
    people: tuple[str, ...]
    items: tuple[str, ...]


class SegmentRow(NamedTuple):
    """A line of the segment at hand, with as many cells as that segment has columns."""

    id: str
    cells: tuple[str, ...]
    muted: bool = False


class UnitsView(Protocol):
    """The Units screen as its presenter knows it."""

    def show_units(self, rows: Sequence[UnitRow]) -> None:
        """List units, the first one selected."""

    def show_unit(self, row: UnitRow) -> None:
        """Show one unit anew, where the list has it."""

    def show_empty(self, title: str, text: str) -> None:
        """Show instead of a card what to do first."""

    def show_card(self, card: UnitCard) -> None:
        """Show the head of a unit's card."""

    def show_segment(self, segment: Segment, rows: Sequence[SegmentRow], empty: str) -> None:
        """Show one segment with its first page of rows; empty is said where there are none."""

    def show_why(self, why: WhyLines | None) -> None:
        """Explain the selected charge."""

    def set_find(self, text: str) -> None:
        """Put a text into Find."""

    def focus_find(self) -> None:
        """Give Find the focus, its text selected."""

    def focus_segment(self) -> None:
        """Give the lines of the segment the focus."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
