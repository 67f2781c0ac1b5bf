"""The Journal screen: one page of closed days."""

import tkinter as tk
from collections.abc import Mapping

from counter.presenters.journal import JournalPlaces, JournalPresenter
from counter.presenters.session import Session
from counter.screens.settings_page import PagePane
from counter.screens.shell import Shell
from counter.screens.widgets.overlay import Command
from counter.screens.worker import Worker


class JournalScreen:
    """Paints the closed days; letters are commands, Enter opens a day."""

    help_scopes = ("journal", "tables")

    def __init__(self, parent: tk.Frame, shell: Shell, session: Session, worker: Worker, places: JournalPlaces) -> None:
        self.frame = tk.Frame(parent, bg=shell.look.palette.ground, bd=0)
        self.pane = PagePane(self.frame, shell, worker)
        self.presenter = JournalPresenter(session, self.pane, places)
        self.pane.attach(self.presenter)
        self.pane.pack(fill="both", expand=True)

    @property
    def keys(self) -> Mapping[str, Command]:
        """The keys of the commands at hand."""
        return self.pane.commands

    def first_focus(self) -> tk.Misc:
        """Return the list of days."""
        return self.pane.focus_target()

    def shown(self) -> None:
        """Read the days again."""
        self.presenter.show()
