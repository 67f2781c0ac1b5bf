"""The Journal screen: the closed days, and the audit trail of everything that happened."""

import tkinter as tk
from collections.abc import Mapping
from functools import partial

from counter.presenters.approval import AskApproval
from counter.presenters.audit import AuditPresenter
from counter.presenters.journal import JournalPlaces, JournalPresenter
from counter.presenters.session import Session
from counter.presenters.settings_page import PagePresenter
from counter.screens.key_row import COPIES, JOURNAL, LOST, TABLES, TRAIL
from counter.screens.settings_page import PagePane
from counter.screens.shell import Shell
from counter.screens.units_segments import SegmentEntry, Segments
from counter.screens.widgets.card import Card
from counter.screens.widgets.overlay import Command
from counter.screens.worker import Worker

_SCOPES = {"R": COPIES, "B": LOST}


class JournalScreen:
    """Paints the closed days or the trail; digits turn the page, letters are commands, Enter opens a line."""

    def __init__(
        self, parent: tk.Frame, shell: Shell, session: Session, worker: Worker, places: JournalPlaces,
        approval: AskApproval,
    ) -> None:  # fmt: skip
        look, w = shell.look, session.words
        self.frame = tk.Frame(parent, bg=look.palette.ground, bd=0)
        bar = Card(self.frame, look, pad_x=16, pad_y=6)
        bar.pack(fill="x", pady=(0, look.px(12)))
        entries = [SegmentEntry("days", w("Closed days"), "1"), SegmentEntry("trail", w("Audit trail"), "2")]
        self._tabs = Segments(bar.inside, look, entries, self.turn_to)
        self._tabs.pack(fill="x")
        self.pane = PagePane(self.frame, shell, worker)
        self.presenter = JournalPresenter(session, self.pane, places, approval)
        self.trail = AuditPresenter(session, self.pane, places.journals.parent / "exports")
        self._pages: dict[str, PagePresenter] = {"days": self.presenter, "trail": self.trail}
        self._at = "days"
        self.pane.attach(self.presenter)
        self.pane.pack(fill="both", expand=True)
        self._tabs.activate(self._at)

    @property
    def help_scopes(self) -> tuple[str, ...]:
        """The keys of the page at hand, and of its list."""
        if self._at != "days":
            return TRAIL, TABLES
        return _SCOPES.get(self.presenter.turned_to, JOURNAL), TABLES

    @property
    def keys(self) -> Mapping[str, Command]:
        """The digits and the keys of the page at hand; while something runs, Esc alone."""
        own = self.pane.commands
        if "Escape" in own:
            return own
        return {"1": partial(self.turn_to, "days"), "2": partial(self.turn_to, "trail"), **own}

    def turn_to(self, name: str) -> None:
        """Bring up the days or the trail, its table with the focus; not while something runs."""
        if "Escape" in self.pane.commands:
            return
        self._at = name
        self.pane.attach(self._pages[name])
        self._pages[name].show()
        self._tabs.activate(name)
        self.pane.focus_target().focus_set()

    def first_focus(self) -> tk.Misc:
        """Return the list at hand."""
        return self.pane.focus_target()

    def shown(self) -> None:
        """Read the page at hand again."""
        if "Escape" not in self.pane.commands:
            self._pages[self._at].show()
