"""A button that the keyboard reaches, with the key that presses it from anywhere printed beneath its word."""

import tkinter as tk
from collections.abc import Callable
from typing import Literal, NamedTuple

from counter.screens.look import BODY, BUTTON, SMALL, Look, Palette
from counter.screens.toolkit import ctk
from counter.screens.widgets.pressable import follow_focus, press_by_keys
from counter.screens.widgets.unscaled import PixelMargins

Kind = Literal["primary", "quiet", "danger", "chip"]
KEY_NAME_SIZE = 12


class Colours(NamedTuple):
    """What one kind of button is painted with."""

    fill: str
    hover: str
    ink: str
    key_ink: str
    ring: str


def colours_of(kind: Kind, palette: Palette) -> Colours:
    """Return the colours of a kind of button."""
    p = palette
    if kind == "primary":
        return Colours(p.accent, p.accent_hover, p.on_accent, p.on_accent, p.ring)
    if kind == "danger":
        return Colours(p.risk, p.risk_hover, p.on_risk, p.on_risk, p.ink)
    return Colours(p.quiet, p.quiet_hover, p.ink, p.soft, p.accent)


class KeyButton(PixelMargins, ctk.CTkButton):  # type: ignore[misc]
    """A drawn button; customtkinter's own is neither in the Tab order nor pressed by any key.

    `key` is only shown: the screen's map of keys does the pressing. Width and height are design sizes; the button is
    at least as wide as its words.
    """

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        text: str,
        command: Callable[[], object],
        *,
        key: str = "",
        kind: Kind = "quiet",
        width: int = 96,
        height: int = 0,
    ) -> None:
        self._look, self._kind, self._words, self._key_name = look, kind, text, key
        self._least = width
        self._tones = colours_of(kind, look.palette)
        height = height or {"chip": 26}.get(kind, 56 if key else 44)
        super().__init__(
            parent,
            width=max(width, self._needed()),
            height=height,
            corner_radius=height // 2 if kind == "chip" else 8,
            border_width=0,
            fg_color=self._tones.fill,
            hover_color=self._tones.hover,
            border_color=self._tones.ring,
            text="",
            command=command,
        )
        # Without a text of its own customtkinter's button leaves its grid without weights.
        self._create_grid()
        self._canvas.configure(takefocus=1)
        press_by_keys(self._canvas, self.invoke)
        follow_focus(self._canvas, self._show_ring)

    @property
    def text(self) -> str:
        """The word on the button."""
        return self._words

    @property
    def focus_target(self) -> tk.Canvas:
        """The part of the button that takes the focus."""
        canvas: tk.Canvas = self._canvas
        return canvas

    def focus_set(self) -> None:
        """Put the focus on the button."""
        self._canvas.focus_set()

    def set_text(self, text: str) -> None:
        """Change the word; the button grows with it."""
        if text != self._words:
            self._words = text
            self.configure(width=max(self._least, self._needed()))
            self._draw()

    def set_enabled(self, enabled: bool) -> None:
        """Make it pressable or not; one that is not is greyed and left out of the Tab order."""
        state = "normal" if enabled else "disabled"
        if state != self._state:
            quiet = colours_of("quiet", self._look.palette)
            self.configure(state=state, fg_color=self._tones.fill if enabled else quiet.fill)
            self._canvas.configure(takefocus=int(enabled))

    def _size(self) -> int:
        return {"chip": SMALL}.get(self._kind, BUTTON if self._key_name else BODY + 1)

    def _needed(self) -> int:
        side = 10 if self._kind == "chip" else 16
        wide = max(self._look.measure(self._words, self._size()), self._look.measure(self._key_name, KEY_NAME_SIZE))
        return round(wide / self._look.scale) + 2 * side

    def _show_ring(self, focused: bool) -> None:
        self.configure(border_width=3 if focused else 0)

    def _draw(self, no_color_updates: bool = False) -> None:
        super()._draw(no_color_updates)
        canvas, look = self._canvas, self._look
        canvas.delete("words")
        # From customtkinter's design size to the pixels of the window.
        middle = round(self._apply_widget_scaling(self._current_width) / 2)
        centre = round(self._apply_widget_scaling(self._current_height) / 2)
        disabled = self._state == "disabled"
        ink = look.palette.muted if disabled else self._tones.ink
        if not self._key_name:
            canvas.create_text(middle, centre, text=self._words, font=look.font(self._size()), fill=ink, tags="words")
            return
        key_ink = look.palette.muted if disabled else self._tones.key_ink
        canvas.create_text(
            middle, centre - look.px(8), text=self._words, font=look.font(self._size()), fill=ink, tags="words"
        )
        canvas.create_text(
            middle,
            centre + look.px(14),
            text=self._key_name,
            font=look.font(KEY_NAME_SIZE),
            fill=key_ink,
            tags="words",
        )
