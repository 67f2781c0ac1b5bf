"""Steps 3 and 4 of the close: expected, counted and the difference, the float that stays; then the number of the Z."""

import tkinter as tk
from collections.abc import Callable
from typing import NamedTuple

from counter.presenters.till_view import DifferenceFacts, ZFacts
from counter.screens.look import HEAD, SUM, SUM_HUGE, Look
from counter.screens.till_count import CountGrid
from counter.screens.till_parts import Facts, KeySpec, NoteCard, TwoColumns, key_row
from counter.screens.widgets.card import Card
from counter.screens.widgets.field import Field
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.sums import SumLine
from counter.screens.widgets.text import hairline, label, paragraph
from counter.words import Words


class DifferenceWords(NamedTuple):
    """The words on the keys, and a note: F9, the other choice on F10, Esc."""

    confirm: str
    other: str
    back: str
    note: str


def words_of_close(w: Words) -> DifferenceWords:
    """Return the words of the close."""
    note = w("You may count again as often as needed; every count stays in the books.")
    return DifferenceWords(w("Close the day"), w("Count again"), w("Back"), note)


def words_of_handover(w: Words) -> DifferenceWords:
    """Return the words of a hand-over."""
    note = w("Until you take the till over or reject it, no money moves. Both leave a slip for both of you to sign.")
    return DifferenceWords(w("Take the till over"), w("Reject"), w("Count again"), note)


class DifferencePane(TwoColumns):
    """The first that tells what should be in the drawer; at the right the float that stays, where one may stay."""

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, words: DifferenceWords, *, on_reason: Callable[[str], object],
        on_confirm: Command, on_other: Command, on_back: Command, on_left: Callable[[str, str], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, look)
        self._look = look
        card = Card(self, look, pad_x=20, pad_y=16)
        self.put_left(card)
        self._build_sums(card.inside, w)
        self._reason = Field(card.inside, look, w("Reason"), on_change=on_reason, on_enter=on_confirm)
        self._note = paragraph(card.inside, look, words.note, ink=look.palette.soft)
        self._note.pack(side="bottom", fill="x")
        specs = [
            KeySpec(words.back, on_back, "Esc"),
            KeySpec(words.other, on_other, "F10"),
            KeySpec(words.confirm, on_confirm, "F9", "primary"),
        ]
        row, self._buttons = key_row(self.right, look, specs)
        row.pack(side="bottom", fill="x")
        self.counts: CountGrid | None = None
        if on_left is not None:
            self._build_left(w, on_left)
        self._asks = False
        self.commands = {"F9": on_confirm, "F10": on_other, "Escape": on_back}

    def _build_sums(self, inside: tk.Frame, w: Words) -> None:
        look, px = self._look, self._look.px
        label(inside, look, w("Expected and counted"), size=HEAD).pack(anchor="w", pady=(0, px(12)))
        self._expected = SumLine(inside, look, w("Cash expected"), "", size=SUM)
        self._counted = SumLine(inside, look, w("Cash counted"), "", size=SUM)
        self._difference = SumLine(inside, look, w("Over/short"), "", size=SUM_HUGE)
        self._expected.pack(fill="x", pady=px(4))
        self._counted.pack(fill="x", pady=px(4))
        hairline(inside, look).pack(fill="x", pady=px(12))
        self._difference.pack(fill="x", pady=px(4))
        self._text = paragraph(inside, look, "")
        self._text.pack(fill="x", pady=(px(12), px(16)))

    def _build_left(self, w: Words, on_left: Callable[[str, str], object]) -> None:
        self.counts = CountGrid(
            self.right, self._look, w, title=w("Stays in the drawer"), total=w("Float for tomorrow"), on_change=on_left,
            hint="", dense=True,
        )  # fmt: skip
        self._safe = self.counts.add_line(w("Into the safe"))
        self.counts.pack(fill="x")

    def show(self, facts: DifferenceFacts) -> None:
        """Show the difference; the reason is asked for where a second person has to agree."""
        p = self._look.palette
        self._expected.set(facts.expected)
        self._counted.set(facts.counted)
        ink = p.saved if facts.agrees else p.risk if facts.needs_second else p.ink
        self._difference.set(facts.difference, ink=ink)
        self._text.configure(text=facts.text)
        self._asks = facts.needs_second
        if facts.needs_second:
            self._reason.set(facts.reason)
            self._reason.pack(fill="x")
        else:
            self._reason.pack_forget()
        if self.counts is not None:
            self.counts.show(facts.rows, facts.left)
            self._safe.set(facts.to_safe)

    def into_safe(self, amount: str) -> None:
        """Show what goes into the safe."""
        self._safe.set(amount)

    def reason_error(self, sentence: str) -> None:
        """Say that the reason is missing."""
        self._reason.focus_field()
        self._reason.error(sentence)

    @property
    def first(self) -> tk.Misc:
        """What has the focus first: never the button, which Enter would press."""
        return self._reason.entry if self._asks else self._text


class ZPane(TwoColumns):
    """The number of the Z, large."""

    def __init__(self, parent: tk.Misc, look: Look, w: Words, *, on_confirm: Command) -> None:
        super().__init__(parent, look)
        card = Card(self, look, pad_x=20, pad_y=24)
        self.put_left(card)
        inside, px = card.inside, look.px
        label(inside, look, w("Z report"), size=HEAD).pack(anchor="w")
        self._number = label(inside, look, "", size=SUM_HUGE, bold=True, ink=look.palette.saved)
        self._number.pack(anchor="w", pady=(px(12), 0))
        self._day = label(inside, look, "", size=HEAD, ink=look.palette.soft)
        self._day.pack(anchor="w", pady=(px(4), px(16)))
        hairline(inside, look).pack(fill="x", pady=(0, px(8)))
        self._facts = Facts(inside, look)
        self._facts.pack(fill="x")
        self._note = NoteCard(self.right, look)
        row, _ = key_row(self.right, look, [KeySpec(w("Journal and backup"), on_confirm, "F9", "primary")])
        row.pack(side="bottom", fill="x")
        self.commands = {"F9": on_confirm}

    def show(self, facts: ZFacts) -> None:
        """Show the number."""
        self._number.configure(text=facts.number)
        self._day.configure(text=facts.day)
        self._facts.show(facts.facts)
        self._note.show(facts.text)

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return self._number
