"""Sheets of paper one below the other, scrolled by keys and wheel; a bar beside the text that is worked on."""

import tkinter as tk
from base64 import b64encode
from collections.abc import Sequence

from counter.screens.look import BODY, Look

_STEP = 60


class Sheets(tk.Canvas):
    """The pictures of a paper's pages as wide as the room; paper stays white also where the window is dark."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, bg=look.palette.ground, bd=0, highlightthickness=0, width=1, height=1)
        self._look = look
        self._pictures: list[tk.PhotoImage] = []
        self._tops: list[int] = []
        self._high, self._top = 0, 0
        self.bind("<Button-4>", lambda _: self.scroll(-_STEP), add="+")
        self.bind("<Button-5>", lambda _: self.scroll(_STEP), add="+")
        self.bind("<MouseWheel>", lambda event: self.scroll(-_STEP if event.delta > 0 else _STEP), add="+")

    @property
    def page_width(self) -> int:
        """How many pixels wide a page is wanted."""
        return max(1, self.winfo_width() - 2 * self._edge)

    @property
    def _edge(self) -> int:
        return self._look.px(8)

    def show(self, pages: Sequence[bytes], mark: tuple[int, int, int] | None) -> None:
        """Show pages (PNG); mark: on which page the bar stands, from which pixel to which; it is brought in sight."""
        self.delete("all")
        self._pictures = [tk.PhotoImage(master=self, data=b64encode(page)) for page in pages]
        p, y = self._look.palette, self._edge
        self._tops = []
        for picture in self._pictures:
            self._tops.append(y)
            self.create_image(self._edge, y, image=picture, anchor="nw")
            self.create_rectangle(
                self._edge, y, self._edge + picture.width() - 1, y + picture.height() - 1, outline=p.outline
            )
            y += picture.height() + self._edge
        self._high = y
        self.configure(scrollregion=(0, 0, self.winfo_width(), y))
        if mark is not None:
            page, top, bottom = mark
            top, bottom = top + self._tops[page], bottom + self._tops[page]
            left = self._edge + self._look.px(8)
            self.create_rectangle(left, top, left + self._look.px(4), bottom, fill=p.accent, width=0)
            self._bring(top, bottom)
        self._move(self._top)

    def say(self, text: str) -> None:
        """Say why there are no pages."""
        self.delete("all")
        self._pictures, self._high, self._top = [], 0, 0
        width = self.winfo_width()
        self.create_text(
            width // 2, self.winfo_height() // 3, text=text, width=width - self._look.px(64), justify="center",
            font=self._look.font(BODY), fill=self._look.palette.soft, tags="words",
        )  # fmt: skip

    def scroll(self, pixels: int) -> None:
        """Move so many pixels down, or up below nothing."""
        self._move(self._top + pixels)

    def turn(self, step: int) -> None:
        """Move by most of what is in sight, down with 1, up with -1."""
        self._move(self._top + step * self.winfo_height() * 3 // 4)

    def _bring(self, top: int, bottom: int) -> None:
        """Leave it where it is while the marked text is in sight."""
        if top < self._top + self._edge or bottom > self._top + self.winfo_height() - self._edge:
            self._top = top - self.winfo_height() // 3

    def _move(self, top: int) -> None:
        self._top = max(0, min(self._high - self.winfo_height(), top))
        if self._high:
            self.yview_moveto(self._top / self._high)
