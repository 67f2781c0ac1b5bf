"""Cash out of a till that is somebody else's: said before a second person types a PIN for nothing."""

from counter.desk.tills import not_own_till
from counter.presenters.session import Session


def not_at_once(session: Session, *, cash: bool) -> str:
    """Return why money that goes back in cash cannot be given here and now, '' where it can or no cash moves."""
    refused = not_own_till(session.connection, session.till, session.person) if cash else None
    return session.sentence(refused) if refused is not None else ""
