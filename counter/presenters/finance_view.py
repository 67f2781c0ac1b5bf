"""What the finance part of the Till screen can show, and what its segments have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple, Protocol

from counter.presenters.approval import AskApproval
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.session import Session
from counter.rules.fold import to_ascii
from counter.words import formats

SegmentName = Literal[
    "slips", "check", "cheques", "safe", "bags", "refunds", "forms", "batch", "deposits", "certificates", "fund"
]


class FinanceColumn(NamedTuple):
    """A column of a segment's table: title, least width in design pixels, share of the rest, alignment."""

    title: str
    least: int
    share: int = 0
    align: Literal["left", "right"] = "left"


class FinanceKey(NamedTuple):
    """A key of a segment: its word and its name; the last one is the one a person uses most."""

    word: str
    key: str


class FinanceFacts(NamedTuple):
    """One segment as it stands now; warning is '' where there is nothing to warn of."""

    segment: SegmentName
    segments: tuple[tuple[SegmentName, str, str], ...]
    title: str
    text: str
    warning: str
    columns: tuple[FinanceColumn, ...]
    rows: tuple[ListRow, ...]
    empty: str
    keys: tuple[FinanceKey, ...]


class FinanceView(Protocol):
    """The finance part as its presenters know it."""

    def show_finance(self, facts: FinanceFacts) -> None:
        """Show a segment."""

    def ask(self, what: Question) -> None:
        """Open a small form; its answer comes back through the question."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""


class Part(NamedTuple):
    """One segment's own part of the facts."""

    title: str
    text: str
    columns: tuple[FinanceColumn, ...]
    rows: tuple[ListRow, ...]
    empty: str
    keys: tuple[FinanceKey, ...]
    warning: str = ""


class Segment(ABC):
    """What every segment works with; refresh shows the list anew after a change."""

    def __init__(self, session: Session, view: FinanceView, approval: AskApproval, refresh: Callable[[], None]) -> None:
        self.session = session
        self.view = view
        self.approval = approval
        self.refresh = refresh

    @abstractmethod
    def part(self) -> Part:
        """Return the segment as it stands now."""

    @abstractmethod
    def press(self, key: str, row_id: str) -> None:
        """Act on a key of the segment; row_id is the selected line, '' where none is."""

    def w(self, sentence: str, **fields: object) -> str:
        """Return a sentence in the window's language."""
        return self.session.words(sentence, **fields)

    def money(self, minor: int) -> str:
        """Return a sum as tables write it."""
        return formats.money(minor, self.session.currency)

    def tell(self, error: Exception) -> None:
        """Say what went wrong."""
        self.view.say("risk", *self.session.told(error))

    def saved(self, text: str, rest: str = "") -> None:
        """Say what is in the books now, and show the list anew."""
        self.view.say("saved", text, rest)
        self.session.on_commit()
        self.refresh()

    def day_of(self, text: str) -> date | None:
        """Return a typed day, or None where it is none or still to come."""
        try:
            day = date.fromisoformat(to_ascii(text).strip())
        except ValueError:
            return None
        return day if day <= self.session.today() else None

    def day_wrong(self) -> str:
        """Return what to say of a day that is none."""
        return self.w("Write the day as 2026-11-23; it is not still to come.")
