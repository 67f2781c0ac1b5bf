"""Step 1 of the close: the drawer counted blind, beside what the day did."""

import tkinter as tk
from collections.abc import Callable

from counter.presenters.till_view import CountFacts
from counter.screens.look import Look
from counter.screens.till_count import CountGrid
from counter.screens.till_parts import GAP, FactsCard, KeySpec, NoteCard, TwoColumns, key_row
from counter.screens.widgets.overlay import Command
from counter.words import Words


class CountPane(TwoColumns):
    """Nothing here tells what should be in the drawer."""

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, *, on_typed: Callable[[str, str], object], on_confirm: Command,
        on_back: Command,
    ) -> None:  # fmt: skip
        super().__init__(parent, look)
        self.counts = CountGrid(
            self, look, w, title=w("Cash count (blind)"), total=w("Counted in all"), on_change=on_typed
        )
        self.put_left(self.counts)
        self._facts = FactsCard(self.right, look)
        self._facts.pack(fill="x", pady=(0, look.px(GAP)))
        self._note = NoteCard(self.right, look)
        row, _ = key_row(
            self.right, look,
            [KeySpec(w("Back"), on_back, "Esc"), KeySpec(w("Confirm the count"), on_confirm, "F9", "primary")],
        )  # fmt: skip
        row.pack(side="bottom", fill="x")
        self.commands = {"F9": on_confirm, "Escape": on_back}

    def show(self, facts: CountFacts) -> None:
        """Show what is typed so far and what the day did."""
        self.counts.show(facts.rows, facts.total)
        self._facts.show(facts.facts)
        self._note.show(facts.note)

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return self.counts.first
