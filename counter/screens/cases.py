"""The Cases screen: open and ended cases in a list, and the card of one with its timeline."""

import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from counter.presenters.approval import AskApproval
from counter.presenters.case_figures import CaseFigures, GoTo
from counter.presenters.cases import CasesPresenter
from counter.presenters.session import Session
from counter.presenters.waiting import late_cases_mark
from counter.screens.key_row import CASE, CASE_FIGURES, CASES, TABLES
from counter.screens.settings_page import PagePane
from counter.screens.shell import Shell
from counter.screens.units_segments import SegmentEntry, Segments
from counter.screens.widgets.card import Card
from counter.screens.widgets.overlay import Command
from counter.screens.worker import Worker


class CasePlaces(NamedTuple):
    """Where the screen leads: to a unit's card; to the price, meter or bill run that several cases came from."""

    open_unit: Callable[[int], None]
    go_to: GoTo


class CasesScreen:
    """Paints a list or a card; digits turn the page, letters are commands, Enter opens, Esc goes back."""

    def __init__(
        self, parent: tk.Frame, shell: Shell, session: Session, worker: Worker, ask: AskApproval, places: CasePlaces
    ) -> None:  # fmt: skip
        look, w = shell.look, session.words
        self.frame = tk.Frame(parent, bg=look.palette.ground, bd=0)
        bar = Card(self.frame, look, pad_x=16, pad_y=6)
        bar.pack(fill="x", pady=(0, look.px(12)))
        entries = [SegmentEntry("open", w("Open cases"), "1"), SegmentEntry("ended", w("Ended cases"), "2"),
                   SegmentEntry("figures", w("What is learnt"), "3")]  # fmt: skip
        self._tabs = Segments(bar.inside, look, entries, self.turn_to)
        self._tabs.pack(fill="x")
        self.pane = PagePane(self.frame, shell, worker)
        self.presenter = CasesPresenter(
            session, self.pane, ask, places.open_unit, lambda: shell.mark("cases", late_cases_mark(session))
        )
        self.figures = CaseFigures(session, self.pane, places.go_to)
        self._at = "open"
        self.pane.attach(self.presenter)
        self.pane.pack(fill="both", expand=True)
        self._tabs.activate("open")

    @property
    def help_scopes(self) -> tuple[str, ...]:
        """The keys of the list or of a case."""
        if self._at == "figures":
            return CASE_FIGURES, TABLES
        return CASE if self.presenter.case_at_hand else CASES, TABLES

    @property
    def keys(self) -> Mapping[str, Command]:
        """The digits, Esc, and the keys of the page at hand."""
        return {
            "1": partial(self.turn_to, "open"), "2": partial(self.turn_to, "ended"),
            "3": partial(self.turn_to, "figures"), "Escape": self._back,
            **self.pane.commands,
        }  # fmt: skip

    def turn_to(self, name: str) -> None:
        """Bring up the open cases, the ended ones or the figures, the list with the focus."""
        self._at = name
        if name == "figures":
            self.pane.attach(self.figures)
            self.figures.show()
        else:
            self.pane.attach(self.presenter)
            self.presenter.turn_to(ended=name == "ended")
        self._tabs.activate(name)
        self.pane.focus_target().focus_set()

    def open_case(self, case_id: int) -> None:
        """Show a case another screen asks for."""
        self.turn_to("open")
        self.presenter.open_case(case_id)

    def _back(self) -> None:
        (self.figures if self._at == "figures" else self.presenter).back()
        self.pane.focus_target().focus_set()

    def first_focus(self) -> tk.Misc:
        """Return the list at hand."""
        return self.pane.focus_target()

    def shown(self) -> None:
        """Read the page at hand again."""
        (self.figures if self._at == "figures" else self.presenter).show()
