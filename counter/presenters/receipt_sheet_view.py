"""What the sheet of a receipt can show."""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from counter.presenters.pay_view import Question, SayKind

ToldBack = Callable[[int, str, str], None]
"""Hears of a receipt what came of asking the card terminal: its id, the kind of what to say, the words."""


class SheetFacts(NamedTuple):
    """A receipt as the sheet says it: state is its word (stands, waiting, amended, void), rows are label and value.

    kind: a receipt, or the note of a refund or a reversal, of which nothing can be undone.
    """

    number: str
    state: Literal["stands", "waiting", "amended", "void"]
    state_text: str
    total: str
    rows: tuple[tuple[str, str], ...]
    kind: Literal["receipt", "refund", "reversal"] = "receipt"


class ReceiptView(Protocol):
    """The sheet as its presenter knows it."""

    @property
    def picture_width(self) -> int:
        """Return how many pixels wide the picture of the paper is wanted."""

    def open_sheet(self) -> None:
        """Lay the sheet above the window; what lies there already stays."""

    def show_facts(self, facts: SheetFacts) -> None:
        """Show what is known of the receipt."""

    def show_picture(self, png: bytes, absent: str) -> None:
        """Show the paper as a picture (PNG); where there is none, png is empty and absent says why."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak on the sheet."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question above the sheet."""
