"""The assistant where there are no books: an office begins anew, or a copy of its books is brought back."""

from collections.abc import Callable
from typing import Literal

from counter.presenters.first_start import Deeds, FirstStart, FirstStartView
from counter.presenters.rescue import Rescue, RescueDeeds
from counter.words import Words


class FirstOrBack:
    """Hands what is chosen and typed to whichever of the two is at hand."""

    def __init__(
        self, view: FirstStartView, words_in: Callable[[Literal["zh_CN", "en"]], Words], deeds: Deeds,
        rescue: RescueDeeds,
    ) -> None:  # fmt: skip
        self._view, self._rescue = view, rescue._replace(leave=self._anew)
        self.first = FirstStart(view, words_in, deeds._replace(bring_back=self._bring_back))
        self._at: FirstStart | Rescue = self.first

    @property
    def words(self) -> Words:
        """Return the words of the language that was chosen."""
        return self._at.words

    def start(self) -> None:
        """Show the first question."""
        self._at.start()

    def back(self) -> None:
        """Go back a step."""
        self._at.back()

    def choose(self, key: str) -> None:
        """Take a choice by its key."""
        self._at.choose(key)

    def answer(self, values: dict[str, str]) -> None:
        """Take what was typed."""
        self._at.answer(values)

    def typed(self, values: dict[str, str]) -> None:
        """Note what is being typed."""
        self._at.typed(values)

    def _bring_back(self) -> None:
        self._at = Rescue(self._view, self.first.words, self._rescue)
        self._at.start()

    def _anew(self) -> None:
        self._at = self.first
        self._at.start()
