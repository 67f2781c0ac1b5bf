"""Counting by denomination: step 1 of the close, the taker of a hand-over, the notes that go into the safe."""

import tkinter as tk
from collections.abc import Callable
from typing import NamedTuple

from counter.presenters.till_view import CountFacts
from counter.screens.look import Look
from counter.screens.till_count import CountGrid
from counter.screens.till_parts import GAP, FactsCard, KeySpec, NoteCard, TwoColumns, key_row
from counter.screens.widgets.overlay import Command
from counter.words import Words


class CountWords(NamedTuple):
    """What a count is called: its title, the word on its sum, the word on F9."""

    title: str
    total: str
    confirm: str


def words_of_close(w: Words) -> CountWords:
    """Return the words of the count that closes the day."""
    return CountWords(w("Cash count (blind)"), w("Counted in all"), w("Confirm the count"))


def words_of_handover(w: Words) -> CountWords:
    """Return the words of the count with which a till is taken over."""
    return CountWords(w("Hand-over count"), w("Counted in all"), w("Confirm the count"))


def words_of_drop(w: Words) -> CountWords:
    """Return the words of the count that goes into the safe."""
    return CountWords(w("Safe drop"), w("Into the safe"), w("Drop it"))


class CountPane(TwoColumns):
    """Nothing here tells what should be in the drawer."""

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, words: CountWords, *, on_typed: Callable[[str, str], object],
        on_confirm: Command, on_back: Command | None,
    ) -> None:  # fmt: skip
        super().__init__(parent, look)
        self.counts = CountGrid(self, look, w, title=words.title, total=words.total, on_change=on_typed)
        self.put_left(self.counts)
        self._facts = FactsCard(self.right, look)
        self._look = look
        self._note = NoteCard(self.right, look)
        # Whoever is to take a till over has nowhere to go back to.
        back = [KeySpec(w("Back"), on_back, "Esc")] if on_back is not None else []
        specs = [*back, KeySpec(words.confirm, on_confirm, "F9", "primary")]
        row, _ = key_row(self.right, look, specs)
        row.pack(side="bottom", fill="x")
        self.commands = {"F9": on_confirm} | ({"Escape": on_back} if on_back is not None else {})

    def show(self, facts: CountFacts) -> None:
        """Show what is typed so far and what the day did."""
        self.counts.show(facts.rows, facts.total)
        self._facts.show(facts.facts)
        if facts.facts:
            self._facts.pack(fill="x", pady=(0, self._look.px(GAP)))
        else:
            self._facts.pack_forget()
        self._note.show(facts.note)

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return self.counts.first
