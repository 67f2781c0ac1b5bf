"""The window around the screens: bar, navigation, the screen at hand, status line, overlay, and who gets which key."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from counter.screens.key_row import EVERYWHERE, TABLES
from counter.screens.keys import help_for, key_name
from counter.screens.look import Look
from counter.screens.navigation import NavEntry, Navigation
from counter.screens.root import catch_errors, release_clicks
from counter.screens.topbar import HeaderFacts, TopBar
from counter.screens.widgets.boxes import Choice, keys_box, nothing, say_box
from counter.screens.widgets.field import step_into
from counter.screens.widgets.light import LightFacts
from counter.screens.widgets.overlay import Command, Overlay
from counter.screens.widgets.status_line import SayKind, StatusLine
from counter.words import Words

if TYPE_CHECKING:
    from counter.presenters.lists_out import ShownList

# Tk walks into the menu bar on F10 wherever nobody stops it.
ALWAYS_STOPPED = frozenset({"F10"})
NO_COMMANDS_HERE = ("Entry", "Text", "TEntry")


class Screen(Protocol):
    """One screen: its frame, the keys it acts on by their names in `keys`, and what happens when it comes up."""

    @property
    def frame(self) -> tk.Frame: ...
    @property
    def keys(self) -> Mapping[str, Command]: ...
    @property
    def help_scopes(self) -> tuple[str, ...]: ...
    def first_focus(self) -> tk.Misc:
        """Return the part that gets the focus when the screen is shown for the first time."""

    def shown(self) -> None:
        """Refresh what may have changed while another screen was up."""


Builder = Callable[[tk.Frame], Screen]


class Shell:
    """The window's frame; screens are built at their first showing, once, and keep what was half-typed.

    `log` writes an unexpected error down and returns the id under which it is found. `on_lock` is what F12 does.
    `save_list` is what its key does, set once there are screens.
    `on_light` may take a light that is opened for itself (True); otherwise its help is shown.
    """

    def __init__(
        self,
        root: tk.Tk,
        w: Words,
        look: Look,
        nav: Sequence[NavEntry],
        *,
        log: Callable[[BaseException], str],
        on_lock: Command,
        on_light: Callable[[LightFacts], bool] = lambda _light: False,
    ) -> None:
        self.root, self.w, self.look = root, w, look
        self._log, self._on_lock, self._on_light, self._nav_entries = log, on_lock, on_light, tuple(nav)
        self._builders: dict[str, Builder] = {}
        self._screens: dict[str, Screen] = {}
        self._focus: dict[str, tk.Misc] = {}
        self._current = ""
        self.save_list: Command = nothing
        self.turned: Command = nothing  # another screen came up
        self.frame = tk.Frame(root, bg=look.palette.ground, bd=0)
        self.frame.pack(fill="both", expand=True)
        self._build()
        self._bound = root.bind("<Key>", self._key, add="+")
        catch_errors(root, self.report)
        release_clicks(root)

    def _build(self) -> None:
        look, frame = self.look, self.frame
        # The screens come first so that the Tab key reaches them before the navigation and the lights.
        middle = tk.Frame(frame, bg=look.palette.ground, bd=0)
        self._content = tk.Frame(middle, bg=look.palette.ground, bd=0)
        self._nav = Navigation(middle, look, self._nav_entries, self.show)
        self._status = StatusLine(frame, look)
        self._bar = TopBar(frame, look, self.w("Lock"), self.lock, self._explain_light)
        self._bar.pack(side="top", fill="x")
        self._status.pack(side="bottom", fill="x")
        middle.pack(side="top", fill="both", expand=True)
        if self._nav_entries:
            self._nav.pack(side="left", fill="y")
        self._content.pack(side="left", fill="both", expand=True, padx=look.px(16), pady=look.px(16))
        self.overlay = Overlay(self.root, middle, look)

    def add_screen(self, name: str, builder: Builder) -> None:
        """Make a screen known; it is built when it is first shown."""
        self._builders[name] = builder

    def show(self, name: str) -> Screen:
        """Bring a screen up (KeyError for one that was not added) with the focus where it was left."""
        if name == self._current:
            return self._screens[name]
        screen = self._screens.get(name) or self._make(name)
        self._leave()
        self._current = name
        self._nav.activate(name)
        screen.frame.place(x=0, y=0, relwidth=1, relheight=1)
        screen.shown()
        kept = self._focus.get(name)
        if kept is not None and kept.winfo_exists():
            kept.focus_set()
        else:
            step_into(screen.first_focus())  # what is filled in there is typed over
        self.turned()
        return screen

    @property
    def current(self) -> str:
        """The name of the screen at hand, '' before the first."""
        return self._current

    def shown_list(self) -> "ShownList | None":
        """Return the list on the screen at hand, None where there is none."""
        if not self._current:
            return None
        from counter.screens.shown_list import shown_list  # a list is written out now and then

        entry = next((each for each in self._nav_entries if each.name == self._current), None)
        return shown_list(self._screens[self._current].frame, self._focused(), entry.word if entry else self._current)

    def _make(self, name: str) -> Screen:
        screen = self._screens[name] = self._builders[name](self._content)
        release_clicks(self.root)
        return screen

    def _leave(self) -> None:
        if not self._current:
            return
        frame = self._screens[self._current].frame
        focused = self._focused()
        if focused is not None and str(focused).startswith(f"{frame}."):
            self._focus[self._current] = focused
        frame.place_forget()

    def set_header(self, facts: HeaderFacts) -> None:
        """Say where one is and who is on duty."""
        self._bar.set_header(facts)

    def set_lights(self, lights: Sequence[LightFacts]) -> None:
        """Say how the devices are."""
        self._bar.set_lights(lights)

    def mark(self, name: str, text: str) -> None:
        """Show a short word at a screen's entry in the navigation; '' takes it away."""
        self._nav.mark(name, text)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Put a message into the status line."""
        self._status.say(kind, text, rest)

    @property
    def message(self) -> str:
        """The message in the status line."""
        return self._status.message

    def chips(self, chips: Sequence[tuple[str, str]], on_open: Callable[[str], object]) -> None:
        """Show the last payments as (id, text)."""
        self._status.chips(chips, on_open)

    def lock(self) -> None:
        """Do what F12 does."""
        self._on_lock()

    def notice(self, title: str, text: str) -> None:
        """Open a box to read, with one button."""
        say_box(self.overlay, self.look, title, text, [Choice(self.w("Close"), nothing, "Esc", "primary")])

    def ask(self, title: str, text: str, choices: Sequence[Choice]) -> None:
        """Open a box to choose; the first choice has the focus, Esc chooses nothing."""
        say_box(self.overlay, self.look, title, text, choices)

    def report(self, error: BaseException) -> None:
        """Write an unexpected error down and show its id; the program goes on."""
        event = self._log(error)
        self.notice(
            self.w("Something unexpected happened"),
            self.w(
                "It was written down under {event}. You can go on; check the last entry before you repeat it.",
                event=event,
            ),
        )

    def show_keys(self) -> None:
        """Show the keys that work here."""
        scopes = (EVERYWHERE, *self._screens[self._current].help_scopes) if self._current else (EVERYWHERE, TABLES)
        present = frozenset(entry.key for entry in self._nav_entries)
        keys_box(self.overlay, self.look, self.w("Keys"), self.w("Close"), help_for(self.w, scopes, present))

    def close(self) -> None:
        """Take the window's content away, for instance to build it anew in another look."""
        self.root.unbind("<Key>", self._bound)
        self.frame.destroy()

    def _explain_light(self, facts: LightFacts) -> None:
        if not self._on_light(facts) and facts.help:
            self.notice(facts.text, facts.help)

    def _key(self, event: "tk.Event[tk.Misc]") -> str | None:
        name = key_name(event.keysym, int(event.state))
        if name == "F12":
            # Whatever is open: whoever leaves the window can lock it.
            self.lock()
            handled = True
        elif self.overlay.is_open:
            handled = self.overlay.key(name) and name not in ("Return", "space")
        else:
            handled = self._press(name, event.widget)
        return "break" if handled or name in ALWAYS_STOPPED else None

    def _press(self, name: str, widget: object) -> bool:
        command = self._command(name)
        # A letter typed into a field is text; a number field has already given its commands away.
        typing = isinstance(widget, tk.Misc) and widget.winfo_class() in NO_COMMANDS_HERE
        if command is None or (len(name) == 1 and typing):
            return False
        command()
        return True

    def _command(self, name: str) -> Command | None:
        screen = self._screens.get(self._current)
        if screen is not None and name in screen.keys:
            return screen.keys[name]
        fixed: dict[str, Command] = {"F1": self.show_keys, "F12": self.lock, "Shift-F8": self.save_list}
        for entry in self._nav_entries:
            if entry.key:
                fixed[entry.key] = lambda name=entry.name: self.show(name)  # type: ignore[misc]
        return fixed.get(name)

    def _focused(self) -> tk.Misc | None:
        try:
            return self.root.focus_get()
        except KeyError:  # a part of Tk's own that Python has no object for
            return None
