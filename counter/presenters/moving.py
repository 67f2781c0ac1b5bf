"""The books move into another folder before they are opened: progress, and where they lie afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from counter.desk.long_work import Cancel, Progress
from counter.desk.move_data import Moved
from counter.presenters.first_start_pages import FirstPage
from counter.presenters.rescue import RescueView
from counter.words import Words
from counter.words.errors import explain, together


class MoveDeeds(NamedTuple):
    """What a move works with: the folder the books go to, the move itself, what gives it up, and the end."""

    target: Path
    move: Callable[[Progress], Moved]
    give_up: Callable[[], object]
    finished: Callable[[], object]


class Moving:
    """One page: while it goes on, and how it ended."""

    def __init__(self, view: RescueView, words: Words, deeds: MoveDeeds) -> None:
        self._view, self.words, self._deeds = view, words, deeds

    def start(self) -> None:
        """Begin to move."""
        w = self.words
        text = w("They are copied, read back, and gone on with in the new folder. Nothing is deleted.")
        self._page(0, w("The books move to {folder}", folder=self._deeds.target), text)
        self._view.work(w("Moving the books"), self._work, self._moved, self._failed)

    def answer(self, _values: dict[str, str]) -> None:
        """Open the counter."""
        self._deeds.finished()

    def back(self) -> None:
        """There is nothing to go back to."""

    def choose(self, _key: str) -> None:
        """There is nothing to choose."""

    def typed(self, _values: dict[str, str]) -> None:
        """There is nothing to type."""

    def _work(self, progress: Progress, _cancel: Cancel) -> Moved:
        return self._deeds.move(progress)

    def _moved(self, moved: Moved) -> None:
        w = self.words
        facts = ((w("The books lie in"), str(moved.data)), (w("Kept aside"), str(moved.aside)))
        text = w("What is kept aside may be deleted once the next copy is on a stick.")
        self._page(1, w("The books have moved"), text, facts=facts, confirm=w("Open the counter"))

    def _failed(self, error: Exception) -> None:
        w = self.words
        self._deeds.give_up()
        told = explain(error, w)
        text = together(told.sentence, told.next_step) if told else str(error)
        title = w("The books could not move")
        facts = ((w("What is safe"), w("everything: the books are gone on with where they were")),)
        self._page(1, title, text, facts=facts, confirm=w("Open the counter"))

    def _page(self, at: int, title: str, text: str, **more: Any) -> None:
        self._view.show(FirstPage((self.words("Moving the books"), self.words("Done")), at, title, text, **more))
