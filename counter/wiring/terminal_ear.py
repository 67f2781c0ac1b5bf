"""Hearing what the card terminal says: at every tick, and more often while a payer stands before it."""

from collections.abc import Callable
from typing import Any

from counter.presenters.session import Session
from counter.screens.pay import PayScreen

LISTEN_MS = 150


class TerminalEar:
    """hear is called at each tick; pay gives the Pay screen once it is there. Runs on the window's thread."""

    def __init__(self, root: Any, session: Session, pay: Callable[[], PayScreen | None]) -> None:
        self._root = root
        self._session = session
        self._pay = pay
        self._listening = False

    def hear(self) -> None:
        """Hear what became known; nothing is posted while nobody is logged in."""
        screen = self._pay()
        if screen is None or self._session.someone is None:
            return
        cards = screen.presenter.tenders.cards
        cards.poll()
        if cards.is_asked and not self._listening:
            self._listening = True
            self._root.after(LISTEN_MS, self._again)

    def _again(self) -> None:
        self._listening = False
        self.hear()
