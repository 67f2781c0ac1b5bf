"""Step 5 of the close, and copies of earlier days: each step with its state and what was read back."""

import tkinter as tk

from counter.presenters.till_view import FinishFacts, StepLine
from counter.screens.look import BODY, HEAD, SMALL, Look
from counter.screens.till_parts import GAP, KeySpec, NoteCard, TwoColumns, key_row
from counter.screens.widgets.card import Card
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.pill import Pill, PillKind
from counter.screens.widgets.text import hairline, label, paragraph
from counter.words import Words

_KINDS: dict[str, PillKind] = {"waiting": "plain", "running": "accent", "done": "saved", "owed": "warning"}


class FinishPane(TwoColumns):
    """The steps one under the other; a sentence in large type says how it stands."""

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, *, on_done: Command, on_again: Command, on_adopt: Command
    ) -> None:
        super().__init__(parent, look)
        self._look, self._words = look, w
        card = Card(self, look, pad_x=20, pad_y=16)
        self.put_left(card)
        self._title = label(card.inside, look, "", size=HEAD)
        self._title.pack(anchor="w", pady=(0, look.px(8)))
        self._lines = tk.Frame(card.inside, bg=look.palette.surface, bd=0)
        self._lines.pack(fill="x")
        self._shown: list[tuple[StepLine, tk.Frame]] = []
        self._state = Card(self.right, look)
        self._state.pack(fill="x", pady=(0, look.px(GAP)))
        self._text = paragraph(self._state.inside, look, "", size=BODY + 2)
        self._text.pack(fill="x")
        self._new_stick = NoteCard(self.right, look)
        done, self._done = key_row(self.right, look, [KeySpec(w("Done"), on_done, "F9", "primary")])
        done.pack(side="bottom", fill="x")
        specs = [KeySpec(w("Take a new stick into use"), on_adopt, "F11"), KeySpec(w("Try again"), on_again, "F10")]
        self._more, self._more_buttons = key_row(self.right, look, specs)
        self._pull, self._pull_buttons = key_row(self.right, look, [KeySpec(w("Remove the stick"), on_again, "F10")])
        self.commands = {"F9": on_done, "F10": on_again, "F11": on_adopt, "Escape": on_done}

    def show(self, facts: FinishFacts) -> None:
        """Show how far it is."""
        look, p = self._look, self._look.palette
        self._title.configure(text=facts.title)
        for child in self._lines.winfo_children():
            child.destroy()
        for place, line in enumerate(facts.lines):
            self._line(line, first=place == 0)
        warning = (p.warning_ink, p.warning_tint)
        ink, fill = {"safe": (p.saved, p.saved_tint), "owed": warning, "held": warning}.get(
            facts.kind, (p.ink, p.surface)
        )
        self._text.configure(text=facts.text, fg=ink, bg=fill)
        self._state.configure(fg_color=fill)
        self._state.inside.configure(bg=fill)
        self._done[0].set_enabled(facts.kind != "running")
        if facts.kind == "owed":
            self._more.pack(side="bottom", fill="x", pady=(0, look.px(8)))
            self._more_buttons[0].set_enabled(facts.strange_stick)
        else:
            self._more.pack_forget()
        if facts.kind in ("safe", "held"):
            self._pull.pack(side="bottom", fill="x", pady=(0, look.px(8)))
        else:
            self._pull.pack_forget()

    def _line(self, line: StepLine, *, first: bool) -> None:
        look, px = self._look, self._look.px
        if not first:
            hairline(self._lines, look).pack(fill="x", pady=px(8))
        head = tk.Frame(self._lines, bg=look.palette.surface, bd=0)
        head.pack(fill="x")
        label(head, look, line.name, size=BODY + 1, bold=True).pack(side="left")
        Pill(head, look, state_word(line.state, self._words), _KINDS[line.state]).pack(side="right")
        text = paragraph(self._lines, look, line.text, size=SMALL + 1, ink=look.palette.soft)
        text.pack(fill="x", pady=(px(2), 0))

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return self._title


def state_word(state: str, w: Words) -> str:
    """Return the word for the state of a step."""
    return {
        "waiting": w("waiting"), "running": w("running"), "done": w("done"), "owed": w("owed"),
    }[state]  # fmt: skip
