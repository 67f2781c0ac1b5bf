"""A break: the till set aside, its money as it is, until its cashier or a supervisor goes on."""

from collections.abc import Callable

from counter.desk.suspend_till import resume_till, suspend_till
from counter.presenters.session import Session
from counter.presenters.till_view import TillView
from db.queries import aside


class TillBreaks:
    """Sets the till aside and goes on; lock sends everybody away, refresh shows the till anew."""

    def __init__(
        self, session: Session, view: TillView, refresh: Callable[[], None], lock: Callable[[], None]
    ) -> None:  # fmt: skip
        self._session, self._view, self._refresh, self._lock = session, view, refresh, lock

    @property
    def suspended(self) -> bool:
        """Return whether the till is on a break."""
        return aside.aside(self._session.connection, self._session.till, "suspended") is not None

    def suspend(self) -> None:
        """Go on a break: nothing moves, the window is locked."""
        session = self._session
        try:
            suspend_till(session.books, request_id=session.new_request(), person=session.person, till=session.till)
        except Exception as error:
            self._failed(error)
            return
        self._view.say("plain", session.words("The till is on a break; its money stays as it is."))
        self._refresh()
        self._lock()

    def resume(self) -> None:
        """Go on after the break."""
        session = self._session
        try:
            resume_till(session.books, request_id=session.new_request(), person=session.person, till=session.till)
        except Exception as error:
            self._failed(error)
            return
        self._view.say("saved", session.words("The break is over; the till goes on."))
        self._refresh()

    def _failed(self, error: Exception) -> None:
        self._view.say("risk", *self._session.told(error))
