"""What an empty screen says: what it is for, what to do first, and the button that does it."""

import tkinter as tk
from collections.abc import Callable

from counter.screens.look import HEAD, Look
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.text import label, paragraph


class Empty(tk.Frame):
    """A title, a sentence and at most one button in the middle of its room."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        title: str,
        sentence: str,
        *,
        action: str = "",
        key: str = "",
        command: Callable[[], object] | None = None,
        ground: str = "",
    ) -> None:
        ground = ground or look.palette.surface
        super().__init__(parent, bg=ground, bd=0)
        self._middle = tk.Frame(self, bg=ground, bd=0)
        self._middle.place(relx=0.5, rely=0.42, anchor="center")
        self._title = label(self._middle, look, title, size=HEAD, ground=ground, anchor="center")
        self._title.pack()
        self._sentence = paragraph(self._middle, look, sentence, ink=look.palette.soft, ground=ground, width=480)
        self._sentence.configure(anchor="center", justify="center")
        self._sentence.pack(pady=(look.px(8), 0))
        self.button: KeyButton | None = None
        if command is not None:
            self.button = KeyButton(self._middle, look, action, command, key=key, kind="primary", width=160)
            self.button.pack(pady=(look.px(20), 0))

    def set(self, title: str, sentence: str) -> None:
        """Change the words."""
        self._title.configure(text=title)
        self._sentence.configure(text=sentence)
