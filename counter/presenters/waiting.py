"""How many decisions wait for the person logged in; counted at every log-in, so it loads none of what decides them."""

from counter.desk.approve import may_decide
from counter.presenters.session import Session
from counter.rules.permissions import Act
from db.queries import cases
from db.queries.drops import unsigned
from db.queries.people import pending_acts


def waiting_for(session: Session) -> int:
    """Return how many requests of others the person logged in may decide, and drops they may sign."""
    waiting = pending_acts(session.connection)
    return drops_for(session) + sum(may_decide(session.connection, each, session.person) for each in waiting)


def drops_for(session: Session) -> int:
    """Return how many drops of others the person logged in may sign."""
    person = session.someone
    if person is None or not person.may(Act.WITNESS_DROP):
        return 0
    return sum(each.staff_id != person.staff_id for each in unsigned(session.connection))


def late_cases_mark(session: Session) -> str:
    """Return what stands at the entry of the cases, so that it is seen all day; '' where nothing is late."""
    late = _late(session)
    return session.words.n("{n} late", "{n} late", late) if late else ""


def late_cases(session: Session) -> tuple[str, str]:
    """Return what to tell whoever logs in of cases whose deadline is over, and where they stand; '' where none is."""
    late = _late(session)
    if not late:
        return "", ""
    w = session.words
    return w.n("{n} case is past its deadline", "{n} cases are past their deadline", late), w("Cases, F6")


def _late(session: Session) -> int:
    """How many cases are past their deadline, 0 for whoever can do nothing about them."""
    if session.someone is None or not session.may(Act.RECORD_CASES):
        return 0
    return cases.late(session.connection, session.today().isoformat())
