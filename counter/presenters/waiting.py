"""How many decisions wait for the person logged in; counted at every log-in, so it loads none of what decides them."""

from counter.desk.approve import ACTS
from counter.presenters.session import Session
from counter.rules.permissions import Act
from db.queries.drops import unsigned
from db.queries.people import pending_acts


def waiting_for(session: Session) -> int:
    """Return how many requests of others the person logged in may decide, and drops they may sign."""
    person = session.person
    return drops_for(session) + sum(
        each.act in ACTS and each.requester_id != person.staff_id and person.may(ACTS[each.act].needed)
        for each in pending_acts(session.connection)
    )


def drops_for(session: Session) -> int:
    """Return how many drops of others the person logged in may sign."""
    person = session.person
    if not person.may(Act.WITNESS_DROP):
        return 0
    return sum(each.staff_id != person.staff_id for each in unsigned(session.connection))
