"""The line at the foot of the window: what was just done, and the last payments at the right."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Literal

from counter.screens.look import BODY, Look
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.text import fit, hairline, label

SayKind = Literal["saved", "plain", "risk"]
CHIPS = 5
HEIGHT = 36


class StatusLine(tk.Frame):
    """A message that is never cut before the chips: chips leave one by one where the room ends."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, bg=look.palette.surface, bd=0, height=look.px(HEIGHT))
        self.look = look
        self.pack_propagate(False)
        hairline(self, look).pack(side="top", fill="x")
        self._main = label(self, look, bold=True)
        self._main.pack(side="left", padx=(look.px(16), 0))
        self._rest = label(self, look)
        self._rest.pack(side="left")
        self._texts = ("", "")
        self._ids: list[str] = []
        self._on_open: Callable[[str], object] = lambda _: None
        self._chips = [self._chip(place) for place in range(CHIPS)]
        self.bind("<Configure>", lambda _: self._arrange(), add="+")

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Show a message; `rest` is what is still going on, in plain ink."""
        p = self.look.palette
        ink = {"saved": p.saved, "risk": p.risk}.get(kind, p.ink)
        self._texts = (text, rest)
        self._main.configure(fg=ink, font=self.look.font(BODY, bold=kind != "plain"))
        self._arrange()

    @property
    def message(self) -> str:
        """The message that is shown, without its rest."""
        return self._texts[0]

    def chips(self, chips: Sequence[tuple[str, str]], on_open: Callable[[str], object]) -> None:
        """Show up to five (id, text), the newest first; Enter or a click calls `on_open` with the id."""
        self._on_open = on_open
        shown = list(chips)[:CHIPS]
        self._ids = [ident for ident, _ in shown]
        for button, (_, text) in zip(self._chips, shown, strict=False):
            button.set_text(text)
        self._arrange()

    def _chip(self, place: int) -> KeyButton:
        return KeyButton(self, self.look, "", lambda: self._on_open(self._ids[place]), kind="chip", width=40)

    def _arrange(self) -> None:
        px, width = self.look.px, self.winfo_width()
        if width <= 1:
            return
        bold = "bold" in str(self._main.cget("font"))
        text, rest = self._texts
        wanted = self.look.measure(text, bold=bold) + self.look.measure(rest) + px(64)
        for button in self._chips:
            button.pack_forget()
        room = width - px(16) - min(wanted, width // 2)
        fitting: list[KeyButton] = []
        for button in self._chips[: len(self._ids)]:
            needed = round(button.cget("width") * self.look.scale) + px(8)
            if needed > room:
                break
            fitting.append(button)
            room -= needed
        for place, button in enumerate(reversed(fitting)):
            button.pack(side="right", padx=(0, px(8 if place else 16)))
        free = room + min(wanted, width // 2) - px(16)
        self._show(text, rest, free, bold)

    def _show(self, text: str, rest: str, free: int, bold: bool) -> None:
        em, measure = self.look.px(BODY) + 1, self.look.measure
        main = fit(text, free, em, lambda part: measure(part, bold=bold))
        tail = f"   ·   {rest}" if rest else ""
        self._main.configure(text=main)
        self._rest.configure(text=fit(tail, max(0, free - measure(main, bold=bold)), em, measure) if tail else "")
