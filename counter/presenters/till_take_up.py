"""Somebody else's till: whoever runs it for its cashier takes it up first, and that is noted."""

from collections.abc import Callable

from counter.desk.suspend_till import take_up_till
from counter.desk.tills import NotYourTill, TillNotTakenUp, name_of, require_own_till
from counter.presenters.session import Session
from counter.presenters.till_view import TillView
from db.queries.tills import TillState


class TillTakeUp:
    """Whether the person at the window runs the till, and the step by which they do; refresh shows the till anew."""

    def __init__(self, session: Session, view: TillView, refresh: Callable[[], None]) -> None:
        self._session = session
        self._view = view
        self._refresh = refresh

    def foreign(self, state: TillState | None) -> bool:
        """Return whether the person at the window has yet to take this till up; a forgotten day they may just close."""
        session = self._session
        if state is None or session.someone is None or state.day < session.today().isoformat():
            return False
        try:
            require_own_till(session.connection, state, session.person)
        except (NotYourTill, TillNotTakenUp):
            return True
        return False

    def held(self, state: TillState) -> tuple[bool, str, str]:
        """Return that no money moves, what to say of it, and the word on F9."""
        w, who = self._session.words, name_of(self._session.connection, state.cashier_id)
        text = w("This till is run by {cashier}. Whoever takes it up for them stands in the audit trail.", cashier=who)
        return True, text, w("Take the till up")

    def take_up(self) -> None:
        """Run somebody else's till for them."""
        session = self._session
        try:
            take_up_till(session.books, request_id=session.new_request(), person=session.person, till=session.till)
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.say("saved", session.words("Noted. You run this till for its cashier now."))
        self._refresh()
