"""The Settings screen: the pages' words with their digits above the page at hand."""

import tkinter as tk
from collections.abc import Mapping
from functools import partial

from counter.presenters.approval import AskApproval
from counter.presenters.session import Session
from counter.presenters.settings import SettingsPresenter
from counter.presenters.settings_machine import MachineDeeds
from counter.screens.key_row import SETTINGS, TABLES
from counter.screens.settings_entry import EntryKeys
from counter.screens.settings_page import PagePane
from counter.screens.shell import Shell
from counter.screens.units_segments import SegmentEntry, Segments
from counter.screens.widgets.card import Card
from counter.screens.widgets.overlay import Command
from counter.screens.worker import Worker


class SettingsScreen:
    """Digits turn the page, letters are the page's own commands, Enter changes the selected row."""

    def __init__(
        self, parent: tk.Frame, shell: Shell, session: Session, worker: Worker, deeds: MachineDeeds,
        approval: AskApproval,
    ) -> None:  # fmt: skip
        look = shell.look
        self.frame = tk.Frame(parent, bg=look.palette.ground, bd=0)
        self.pane = PagePane(self.frame, shell, worker)
        self.presenter = SettingsPresenter(session, self.pane, deeds, approval)
        self.pane.attach(self.presenter, EntryKeys(self.presenter.typed, self.presenter.entered))
        entries = [SegmentEntry(tab.name, tab.word, tab.key) for tab in self.presenter.tabs]
        bar = Card(self.frame, look, pad_x=16, pad_y=6)
        bar.pack(fill="x", pady=(0, look.px(12)))
        self._tabs = Segments(bar.inside, look, entries, self.turn_to)
        self._tabs.pack(fill="x")
        self.pane.pack(fill="both", expand=True)
        self._tabs.activate(self.presenter.at)
        self.presenter.show()

    @property
    def help_scopes(self) -> tuple[str, ...]:
        """The pages' digits, the keys of the page at hand, the keys of its list."""
        return SETTINGS, f"{SETTINGS}_{self.presenter.at}", TABLES

    @property
    def keys(self) -> Mapping[str, Command]:
        """The digits and the keys of the page at hand; while something runs, Esc alone."""
        own = self.pane.commands
        if self.pane.busy:
            return own
        return {**{tab.key: partial(self.turn_to, tab.name) for tab in self.presenter.tabs}, **own}

    def turn_to(self, name: str) -> None:
        """Bring up a page, its table with the focus."""
        self.presenter.turn_to(name)
        self._tabs.activate(name)
        self.pane.focus_target().focus_set()

    def look_at(self, what: str, which: int, item_id: int) -> None:
        """Bring up the price, meter, bill run or simulated terminal that another screen leads to."""
        self.presenter.look_at(what, which, item_id)
        self._tabs.activate(self.presenter.at)
        self.pane.focus_target().focus_set()

    def first_focus(self) -> tk.Misc:
        """Return the table of the page at hand."""
        return self.pane.focus_target()

    def shown(self) -> None:
        """Show the page as things are now."""
        self.presenter.show()
