"""The closed till: the float by denomination, and copies that earlier days still owe."""

import tkinter as tk
from functools import partial

from counter.presenters.till import TillPresenter
from counter.presenters.till_view import OpeningFacts
from counter.screens.look import Look
from counter.screens.till_count import CountGrid
from counter.screens.till_parts import KeySpec, NoteCard, TwoColumns, key_row
from counter.words import Words


class OpeningPane(TwoColumns):
    """Counts the float and opens the till."""

    def __init__(self, parent: tk.Misc, look: Look, w: Words, presenter: TillPresenter) -> None:
        super().__init__(parent, look)
        self.counts = CountGrid(
            self,
            look,
            w,
            title=w("Opening float"),
            total=w("Float"),
            on_change=presenter.float_typed,
            commands={"F": presenter.open_finance},
        )
        self.put_left(self.counts)
        self._text = NoteCard(self.right, look)
        self._owed = NoteCard(self.right, look, ink=look.palette.warning_ink)
        row, _ = key_row(self.right, look, [KeySpec(w("Open the till"), presenter.confirm, "F9", "primary")])
        row.pack(side="bottom", fill="x")
        finance, _ = key_row(self.right, look, [KeySpec(w("Finance"), presenter.open_finance, "F")])
        finance.pack(side="bottom", fill="x", pady=(0, look.px(8)))
        self._owed_row, _ = key_row(
            self.right, look, [KeySpec(w("Make the owed copies"), presenter.finish_owed, "F10")]
        )
        ask = partial(presenter.open_list, "requests")
        self._requests_row, (self._requests,) = key_row(
            self.right, look, [KeySpec(w("Requests to decide"), ask, "F11")]
        )
        self.commands = {
            "F9": presenter.confirm, "F10": presenter.finish_owed, "F11": ask, "F": presenter.open_finance,
            "Escape": presenter.back,
        }  # fmt: skip
        self._look, self._words = look, w

    def show(self, facts: OpeningFacts) -> None:
        """Show the float as it is typed so far."""
        self.counts.show(facts.rows, facts.total)
        self._text.show(facts.text)
        self._owed.show(facts.owed)
        if facts.owed:
            self._owed_row.pack(side="bottom", fill="x", pady=(0, self._look.px(8)))
        else:
            self._owed_row.pack_forget()
        if facts.requests:
            what = self._words("Requests to decide")
            self._requests.set_text(self._words("{what} ({n})", what=what, n=facts.requests))
            self._requests_row.pack(side="bottom", fill="x", pady=(0, self._look.px(8)))
        else:
            self._requests_row.pack_forget()

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return self.counts.first
