"""What the Pay screen can show: the View that the presenter speaks to, and the values it hands over."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

SayKind = Literal["plain", "saved", "risk"]


class HitLine(NamedTuple):
    """A unit in the list under Find."""

    id: str
    code: str
    who: str


class AccountLine(NamedTuple):
    """One line of the table: tick is None where it cannot be ticked off."""

    id: str
    tick: bool | None
    item: str
    period: str
    composition: str
    due: str
    amount: str
    muted: bool = False


class PayerAccount(NamedTuple):
    """What is chosen for payment: the unit, the lines of its account, and what stands between them and the sum.

    between: a sentence to be translated and an amount, one after the other.
    """

    unit: str
    lines: Sequence[AccountLine]
    between: tuple[tuple[str, str], ...] = ()


class AccountHead(NamedTuple):
    """The unit above the table; pills are short facts set at the right (paid up to, balance)."""

    code: str
    name: str
    phone: str
    area: str
    pills: tuple[str, ...]


class SumRow(NamedTuple):
    """A label and an amount above the sum to pay."""

    label: str
    amount: str


class Sums(NamedTuple):
    """The right column: rows, what is to pay, and the panel below (change, open, or nothing yet).

    every: all rows, where those in the middle are folded into one that says how many.
    """

    rows: tuple[SumRow, ...]
    to_pay: str
    panel: Literal["none", "change", "open", "saved"]
    panel_label: str
    panel_amount: str
    every: tuple[SumRow, ...] = ()


class WhyLines(NamedTuple):
    """Why a line costs what it costs."""

    question: str
    answer: str
    remarks: str


class PayView(Protocol):
    """The Pay screen as its presenter knows it."""

    def show_hits(self, hits: Sequence[HitLine]) -> None:
        """List the units found, the first selected; empty hides the list."""

    def show_empty(self, title: str, text: str) -> None:
        """Show instead of a unit what to do first."""

    def show_account(self, head: AccountHead, lines: Sequence[AccountLine]) -> None:
        """Show a unit with its lines."""

    def show_line(self, line: AccountLine) -> None:
        """Show one line anew after its tick changed."""

    def show_why(self, why: WhyLines | None) -> None:
        """Explain the selected line."""

    def show_sums(self, sums: Sums) -> None:
        """Show the right column."""

    def set_received(self, text: str) -> None:
        """Put a text into *received*."""

    def set_find(self, text: str) -> None:
        """Put a text into Find."""

    def focus_find(self) -> None:
        """Give Find the focus, its text selected."""

    def focus_received(self) -> None:
        """Give *received* the focus."""

    def received_error(self, sentence: str) -> None:
        """Say beneath *received* what is wrong with it; empty takes it away."""

    def find_error(self, sentence: str) -> None:
        """Say what is wrong with what stands in Find; empty takes it away."""

    def ask(self, what: "Question") -> None:
        """Open the small form of a question; its answer comes back through the question."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""

    def say_how_far(self, text: str, rest: str) -> None:
        """Change what follows a text in the status line, where that text is still said."""

    def chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show the last payments."""


class Asked(NamedTuple):
    """One field of a question: its name, its caption, what stands in it, whether it takes figures only.

    file: it takes the path of a file, which may be chosen in the system's dialog too. proposed: what stands in it is
    only likely, so the form begins there.
    """

    name: str
    caption: str
    value: str = ""
    number: bool = False
    file: bool = False
    proposed: bool = False


class Question(Protocol):
    """A small form above the screen: a title, fields or choices, and what happens with the answer."""

    @property
    def title(self) -> str:
        """Return what is asked."""

    @property
    def text(self) -> str:
        """Return what the person should know while answering."""

    @property
    def fields(self) -> tuple[Asked, ...]:
        """Return the fields, in the order of the slip."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return (key, word) of what can be chosen; empty where fields are filled in."""

    @property
    def confirm(self) -> str:
        """Return the word on the button."""

    def answer(self, values: dict[str, str]) -> str:
        """Take the answer (choices come as {"choice": key}); returns the sentence of what is wrong, or ''."""

    def dropped(self) -> None:
        """Hear that the form was put away without an answer."""
