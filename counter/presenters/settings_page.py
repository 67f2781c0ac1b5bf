"""A page of the office's own work: a table, a word on the selected row, commands with their keys, long work.

Journal, settings and bill run are such pages; each presenter says what stands on its own, one screen part paints all.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from counter.desk.long_work import Cancel, Progress
from counter.presenters.pay_view import Question, SayKind

Work = Callable[[Progress, Cancel], Any]
"""Long work: tells how far it is and asks whether it shall stop; runs beside the window."""


class PageColumn(NamedTuple):
    """A column: its title, its least width in design pixels, its share of what is left over.

    One that `yields` is left out where the least widths of all do not fit.
    """

    key: str
    title: str
    least: int
    share: int = 0
    align: Literal["left", "right"] = "left"
    yields: bool = False


class PageRow(NamedTuple):
    """A row of the table; muted rows are no longer in force."""

    id: str
    cells: tuple[str, ...]
    muted: bool = False


class PageCommand(NamedTuple):
    """A button with the key that presses it from anywhere; the primary one is what the page is for."""

    key: str
    word: str
    primary: bool = False


class PagePicture(NamedTuple):
    """Bars painted below the table: label, length, the darker part of it, the figure at its end; what darker means."""

    bars: Sequence[tuple[str, int, int, str]]
    legend: str


class Page(NamedTuple):
    """Everything on a page; facts are label and figure of the cards above, empty is said where there are no rows.

    entry: the caption of a field for figures below the table, '' where nothing is typed on the page; picture: bars
    below the table.
    """

    title: str
    text: str
    columns: tuple[PageColumn, ...]
    rows: tuple[PageRow, ...]
    commands: tuple[PageCommand, ...] = ()
    empty: tuple[str, str] = ("", "")
    facts: tuple[tuple[str, str], ...] = ()
    entry: str = ""
    picture: PagePicture | None = None


class PageView(Protocol):
    """The page as its presenter knows it."""

    def show_page(self, page: Page) -> None:
        """Show a page; the selected row stays selected where it is still there."""

    def explain(self, title: str, text: str) -> None:
        """Say below the table what the selected row is about."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question."""

    def ask_secret(self, what: Question) -> None:
        """Open a form whose fields do not show what is typed, except those that ask for no figures."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""

    def notice(self, title: str, text: str) -> None:
        """Open a box to read."""

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        """Run long work beside the window with progress and a way out; done and failed run in the window."""


class EntryView(PageView, Protocol):
    """A page on which figures are typed for the selected row, one row after the other."""

    def show_row(self, row: PageRow) -> None:
        """Show one row anew."""

    def select_row(self, row_id: str) -> None:
        """Select a row, as the arrow keys would."""

    def show_entry(self, title: str, text: str, value: str) -> None:
        """Say which row is typed for, and put a value into the field, all of it selected."""

    def judge_entry(self, text: str, *, wrong: bool = False) -> None:
        """Say beside the field what is to be said of the figures in it."""


class PagePresenter(Protocol):
    """What a page's screen asks of its presenter."""

    def show(self) -> None:
        """Show the page as things are now."""

    def selected(self, row_id: str) -> None:
        """Explain a row."""

    def opened(self, row_id: str) -> None:
        """Do what Enter does on a row."""

    def pressed(self, key: str) -> None:
        """Do what a command's key does."""
