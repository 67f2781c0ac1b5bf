"""A card above the dimmed window that takes keys and clicks until it is closed; no second window is ever opened."""

import contextlib
import tkinter as tk
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from counter.screens.look import Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.field import step_into

Command = Callable[[], object]
_ABOVE_THE_MIDDLE = 0.45


@dataclass(frozen=True, slots=True)
class Sheet:
    """What lies on the card: a frame built once inside `Overlay.holder`, who gets the focus, which keys act."""

    frame: tk.Frame
    first: Callable[[], tk.Misc]
    keys: Mapping[str, Command] = field(default_factory=dict)
    on_back: Command | None = None


class Overlay:
    """The dimmed ground and the card; sheets may be opened on top of each other and come back in turn."""

    def __init__(self, root: tk.Tk, parent: tk.Misc, look: Look) -> None:
        self._root, self._parent = root, parent
        self._scrim = tk.Frame(parent, bg=look.palette.scrim, bd=0)
        self._card = Card(self._scrim, look, pad_x=24, pad_y=20)
        self._card.configure(bg_color=look.palette.scrim)
        self._card.place(relx=0.5, rely=_ABOVE_THE_MIDDLE, anchor="center")
        self._open: list[tuple[Sheet, tk.Misc | None]] = []

    @property
    def holder(self) -> tk.Frame:
        """The parent of every sheet's frame."""
        inside: tk.Frame = self._card.inside
        return inside

    @property
    def is_open(self) -> bool:
        """Whether anything lies above the window."""
        return bool(self._open)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on top."""
        return self._open[-1][0] if self._open else None

    def open(self, sheet: Sheet) -> None:
        """Lay a sheet on top and give it the focus; the one before it is kept."""
        focused = self._focused()
        if self._open:
            self._open[-1][0].frame.pack_forget()
        self._open.append((sheet, focused))
        self._show(sheet)
        step_into(sheet.first())

    def close(self) -> None:
        """Take the top sheet away and put the focus back where it was before it."""
        if not self._open:
            return
        sheet, focused = self._open.pop()
        sheet.frame.pack_forget()
        if self._open:
            self._show(self._open[-1][0])
        else:
            self._release()
        if focused is not None and focused.winfo_exists():
            # What is hidden by now takes no focus, and no key would be heard.
            (focused if focused.winfo_viewable() else self._root).focus_set()

    def back(self) -> None:
        """Do what Esc does: close the top sheet and tell its owner."""
        sheet = self.sheet
        self.close()
        if sheet is not None and sheet.on_back is not None:
            sheet.on_back()

    def key(self, name: str) -> bool:
        """Act on a named key; whatever the sheet does not want stays without effect on the window beneath."""
        sheet = self.sheet
        if sheet is None:
            return False
        if name in sheet.keys:
            sheet.keys[name]()
        elif name == "Escape":
            self.back()
        elif name in ("Tab", "Shift-Tab"):
            self._walk(forward=name == "Tab")
        return True

    def _show(self, sheet: Sheet) -> None:
        sheet.frame.pack(fill="both", expand=True)
        self._scrim.place(x=0, y=0, relwidth=1, relheight=1)
        tk.Misc.tkraise(self._scrim)
        self._root.update_idletasks()
        # A card as tall as the window would be cut at the top there.
        is_tall = self._card.winfo_reqheight() > 2 * _ABOVE_THE_MIDDLE * self._scrim.winfo_height()
        self._card.place_configure(rely=0.5 if is_tall else _ABOVE_THE_MIDDLE)
        # Clicks outside the card go nowhere. Where the window is not on screen yet there are none to keep away.
        with contextlib.suppress(tk.TclError):
            self._scrim.grab_set()

    def _release(self) -> None:
        self._scrim.grab_release()
        self._scrim.place_forget()

    def _focused(self) -> tk.Misc | None:
        try:
            return self._root.focus_get()
        except KeyError:  # a part of Tk's own that Python has no object for
            return None

    def _walk(self, *, forward: bool) -> None:
        here = self._focused() or self._scrim
        inside = str(self._scrim) + "."
        for _ in range(200):
            step = here.tk_focusNext() if forward else here.tk_focusPrev()
            if step is None or step is here:
                return
            here = step
            if str(here).startswith(inside):
                step_into(here)
                return
