"""The list on the screen goes out as Excel and CSV: where it is written, what its title line says, what is told."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from counter.files.list_out import ListOut, write_list
from counter.presenters.pay_view import SayKind
from counter.presenters.session import Session


class ShownList(NamedTuple):
    """A list as it is shown: what it is called, what it was filtered by, its columns, figures among them, its rows."""

    title: str
    filters: str
    columns: tuple[str, ...]
    figures: frozenset[int]
    rows: Sequence[Sequence[str]]


class ListView(Protocol):
    """The window as saving a list knows it."""

    def shown_list(self) -> ShownList | None:
        """Return the list on the screen, every row of it; None where there is none."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""


Run = Callable[[Callable[[], object], Callable[[object], object], Callable[[Exception], object]], object]


class ListsOut:
    """One key: the list on the screen is saved beside the books, its telephone numbers masked."""

    def __init__(self, session: Session, view: ListView, folder: Path, run: Run) -> None:
        self._session, self._view, self._folder, self._run = session, view, folder, run

    def save(self) -> None:
        """Save the list on the screen; nobody logged in saves nothing."""
        session, w = self._session, self._session.words
        if session.someone is None:
            return
        shown = self._view.shown_list()
        if shown is None or not shown.rows:
            self._view.say("plain", w("There is no list on this screen."))
            return
        now = session.books.clock.now().astimezone()
        estate = session.office.estate(w.language)
        parts = (estate, shown.title, shown.filters, now.strftime("%Y-%m-%d %H:%M"))
        what = ListOut(" · ".join(each for each in parts if each), shown.columns, shown.figures, shown.rows)
        path = self._folder / f"{file_name(shown.title, now)}.xlsx"

        def write() -> None:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_list(path, what)

        done = w.n(
            "{n} row is saved in {file}, and as CSV beside it.", "{n} rows are saved in {file}, and as CSV beside it.",
            len(shown.rows), file=path,
        )  # fmt: skip
        self._run(write, lambda _: self._view.say("saved", done), self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        w = self._session.words
        reason = error.strerror or str(error)
        self._view.say("risk", w("{file} cannot be written: {reason}", file=self._folder, reason=reason))


def file_name(title: str, now: datetime) -> str:
    """Return a file's name for a list: its title without what file systems do not take, and the time."""
    plain = re.sub(r'[\\/:*?"<>|\s]+', "-", title).strip("-.")[:60] or "list"
    return f"{plain}-{now:%Y%m%d-%H%M%S}"
