"""What the editor of letters shows: the list of texts, the box, what is wrong, the letter, and its view's protocol."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from counter.presenters.letter_picture import LetterPicture
from counter.presenters.pay_view import Question, SayKind
from counter.rules.text_difference import Span

Level = Literal["risk", "warning"]


class TextRow(NamedTuple):
    """One text of the letters: its id "opening.demand", its name, and how it stands (shipped, own, not saved)."""

    id: str
    name: str
    state: str


class Told(NamedTuple):
    """A sentence about the text at hand, and how much it matters."""

    level: Level
    sentence: str


class Judged(NamedTuple):
    """What is to be said of the text at hand, and the stretches of it that are wrong or threaten."""

    told: tuple[Told, ...] = ()
    wrong: tuple[Span, ...] = ()
    threats: tuple[Span, ...] = ()


class Given(NamedTuple):
    """A placeholder: the key that puts it in, how it is written, what it gives for the unit at hand."""

    key: str
    written: str
    value: str


class ShippedBeside(NamedTuple):
    """The shipped words, and in what both differ: stretches of the text at hand, stretches of the shipped one."""

    text: str
    added: tuple[Span, ...]
    removed: tuple[Span, ...]


class EditorView(Protocol):
    """The editor as its presenter knows it."""

    @property
    def picture_width(self) -> int:
        """Return how many pixels wide a page of the letter is wanted; 0 while nobody knows."""

    def show_head(self, title: str) -> None:
        """Say what is edited: the letters of a language."""

    def show_texts(self, rows: Sequence[TextRow], chosen: str) -> None:
        """List the texts, one of them chosen."""

    def show_row(self, row: TextRow) -> None:
        """Show one row anew."""

    def show_text(self, name: str, text: str, *, anew: bool, han: bool) -> None:
        """Put a text into the box; anew: another one, so that nothing of the one before can be brought back.

        han: Chinese, whose lines break between any two characters.
        """

    def put_in(self, text: str) -> None:
        """Put something in at the cursor, in place of what is selected."""

    def judge(self, judged: Judged) -> None:
        """Say below the box what is to be said of the text, and mark it there."""

    def show_beside(self, shipped: ShippedBeside | None, *, han: bool) -> None:
        """Show the shipped words and the difference, or that there is none."""

    def show_given(self, given: Sequence[Given]) -> None:
        """List the placeholders."""

    def show_letter(self, caption: str, picture: LetterPicture) -> None:
        """Show the letter, the place of the text at hand in sight."""

    def show_no_letter(self, text: str) -> None:
        """Say why there is no letter to look at."""

    def draw_soon(self) -> None:
        """Have the letter drawn after a short rest of the keys."""

    def draw(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None:
        """Do the drawing beside the window; done and failed run in the window."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
