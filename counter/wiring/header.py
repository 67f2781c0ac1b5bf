"""What the top bar says: the estate, the till, who is on duty, the day, and since when the shift is open."""

from counter.papers.marks import books_mark
from counter.presenters.session import Session
from counter.screens.topbar import HeaderFacts
from counter.words import dates
from counter.words.terms import ROLES, term
from db.queries import tills


def header_facts(session: Session) -> HeaderFacts:
    """Return the words of the top bar as the books stand now."""
    w, someone = session.words, session.someone
    return HeaderFacts(
        session.office.estate(w.language),
        _till(session),
        w("{name} · {role}", name=someone.name, role=term(someone.role, ROLES, w)) if someone else "",
        dates.day_with_weekday(session.today(), w),
        _till_in_words(session),
    )


def _till(session: Session) -> str:
    """Return the till, behind the mark that the papers of training and sample books carry; it is never shortened."""
    w = session.words
    marks = (mark.text for mark in books_mark(session.office.books_kind, w))
    return " · ".join((*marks, w("Till {number}", number=session.till)))


def _till_in_words(session: Session) -> str:
    w = session.words
    state = tills.till_state(session.connection, session.till)
    if state is None:
        return w("till closed")
    at = dates.clock_time(tills.moment_of(session.connection, state.opened_event))
    if state.day != session.today().isoformat():
        return w("Shift of {day} open {time}", day=state.day, time=at)
    return w("Shift open {time}", time=at)
