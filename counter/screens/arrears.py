"""The Arrears screen: who owes, letters, calls, limitation, rules, results, messages, bad debt; digits turn pages.

The editor of the letters' words takes the place of all of them while somebody writes.
"""

import tkinter as tk
from collections.abc import Mapping
from functools import partial

from counter.presenters.arrears_calls import CallsPage
from counter.presenters.arrears_campaign import CampaignPage
from counter.presenters.arrears_known import KnownOwing
from counter.presenters.arrears_limitation import LimitationPage
from counter.presenters.arrears_list import ArrearsList
from counter.presenters.arrears_messages import MessagesPage
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.arrears_register import LostPage
from counter.presenters.arrears_results import ResultsPage
from counter.presenters.arrears_rules import RulesPage
from counter.presenters.arrears_sent import SentPage
from counter.presenters.session import Session
from counter.screens.key_row import (
    ARREARS,
    BAD_DEBT,
    CALLS,
    CAMPAIGN,
    CARD,
    EDITOR,
    LETTERS,
    LIMITATION,
    MESSAGES,
    RESULTS,
    RULES,
    TABLES,
)
from counter.screens.letter_editor import LetterEditorPane
from counter.screens.settings_page import PagePane
from counter.screens.shell import Shell
from counter.screens.units_segments import SegmentEntry, Segments
from counter.screens.widgets.card import Card
from counter.screens.widgets.overlay import Command
from counter.screens.worker import Worker
from counter.words import Language

_SCOPES = {
    "list": ARREARS,
    "campaign": CAMPAIGN,
    "sent": LETTERS,
    "calls": CALLS,
    "limitation": LIMITATION,
    "rules": RULES,
    "results": RESULTS,
    "messages": MESSAGES,
    "lost": BAD_DEBT,
}


class ArrearsScreen:
    """Paints the page at hand; letters are commands, Enter opens a line."""

    def __init__(
        self, parent: tk.Frame, shell: Shell, session: Session, worker: Worker, places: ArrearsPlaces
    ) -> None:  # fmt: skip
        look, w = shell.look, session.words
        self.frame = tk.Frame(parent, bg=look.palette.ground, bd=0)
        self._shell, self._session, self._worker = shell, session, worker
        self._editor: LetterEditorPane | None = None
        self._bar = bar = Card(self.frame, look, pad_x=16, pad_y=6)
        words = (
            w("Who owes"),
            w("Letters to send"),
            w("Letters sent"),
            w("Calls"),
            w("Limitation"),
            w("Rules"),
            w("Results"),
            w("Messages"),
            w("Bad debt"),
        )
        entries = [
            SegmentEntry(name, word, str(n)) for n, (name, word) in enumerate(zip(_SCOPES, words, strict=True), 1)
        ]
        self._tabs = Segments(bar.inside, look, entries, self.turn_to)
        self._tabs.pack(fill="x")
        self.pane = PagePane(self.frame, shell, worker)
        places = places._replace(known=KnownOwing())
        self.presenter = ArrearsList(session, self.pane, places)
        self.pages: dict[str, ArrearsPage] = {
            "list": self.presenter,
            "campaign": CampaignPage(session, self.pane, places),
            "sent": SentPage(session, self.pane, places),
            "calls": CallsPage(session, self.pane, places),
            "limitation": LimitationPage(session, self.pane, places),
            "rules": RulesPage(session, self.pane, places._replace(write_letters=self.write_letters)),
            "results": ResultsPage(session, self.pane, places),
            "messages": MessagesPage(session, self.pane, places),
            "lost": LostPage(session, self.pane, places),
        }
        self._at = "list"
        self.pane.attach(self.presenter)
        self._show_pages()
        self._tabs.activate(self._at)

    @property
    def help_scopes(self) -> tuple[str, ...]:
        """The keys of the page at hand, and of its list."""
        if self.editor is not None:
            return EDITOR, TABLES
        return (CARD if self._at == "list" and self.presenter.on_card else _SCOPES[self._at]), TABLES

    @property
    def keys(self) -> Mapping[str, Command]:
        """The digits and the keys of the page at hand; while something runs, Esc alone."""
        if self.editor is not None:
            return self.editor.keys
        own = self.pane.commands
        if "Escape" in own:
            return own
        turn = {str(n): partial(self.turn_to, name) for n, name in enumerate(_SCOPES, 1)}
        back: dict[str, Command] = {}
        if self._at == "list" and self.presenter.on_card:
            back = {"Escape": partial(self.presenter.pressed, "X")}
        return {**turn, **own, **back}

    def turn_to(self, name: str) -> None:
        """Bring up a page, its table with the focus; not while something runs."""
        if self.pane.busy:
            return
        self._at = name
        self.pane.attach(self.pages[name])
        self.pages[name].show()
        self._tabs.activate(name)
        self.pane.focus_target().focus_set()

    @property
    def editor(self) -> LetterEditorPane | None:
        """The editor of letters while it is at hand."""
        return self._editor if self._editor is not None and self._editor.frame.winfo_manager() else None

    def write_letters(self, text: str, language: Language) -> None:
        """Bring up the editor with a text, in place of the pages; it is built at its first opening."""
        if self._editor is None:
            self._editor = LetterEditorPane(self.frame, self._shell, self._session, self._worker, self._editor_left)
        self._bar.pack_forget()
        self.pane.pack_forget()
        self._editor.frame.pack(fill="both", expand=True)
        self._editor.open(partial(self._editor.presenter.open, text, language))

    def _editor_left(self) -> None:
        if self._editor is not None:
            self._editor.frame.pack_forget()
        self._show_pages()
        self.pages[self._at].show()
        self.pane.focus_target().focus_set()

    def _show_pages(self) -> None:
        self._bar.pack(fill="x", pady=(0, self._shell.look.px(12)))
        self.pane.pack(fill="both", expand=True)

    def messages_moved(self) -> None:
        """Show the messages anew where they are the page at hand."""
        if self._at == "messages" and not self.pane.busy:
            self.pages[self._at].show()

    def first_focus(self) -> tk.Misc:
        """Return the list at hand."""
        return self.editor.first_focus() if self.editor is not None else self.pane.focus_target()

    def shown(self) -> None:
        """Read the page at hand again."""
        if self.editor is not None:
            self.editor.presenter.show()
        elif not self.pane.busy:
            self.pages[self._at].show()
