"""What the next slip of a card terminal most likely says: its labels of all day, and the number after the last one."""

from collections.abc import Mapping, Sequence

from counter.desk.tenders import TenderIn
from counter.presenters.session import Session
from counter.rules.slip import next_voucher, same_number
from db.queries import tenders
from db.queries.tills import till_state

_OF_ALL_DAY = ("merchant", "terminal", "batch")


def shared_labels(session: Session, till: int | None = None, terminal: str = "") -> dict[str, str]:
    """Return what the slips of a till (None: this one) share; of another day's last slip its batch is left out.

    A terminal begins a new batch, and its numbers, once its day is settled. terminal: the number of the one the slip is
    of, '' unknown: what another one printed says nothing of it.
    """
    shared = {name: text for name, text in _last(session, (), till or session.till).items() if name in _OF_ALL_DAY}
    if terminal and same_number(shared.get("terminal", "")) != same_number(terminal):
        return {"terminal": terminal}
    return shared


def next_slip(session: Session, noted: Sequence[TenderIn], *, late: bool = False) -> dict[str, str]:
    """Return the same with the number after the last slip; noted: the tenders of the payment in hand.

    late: a receipt that was written by hand is entered; only merchant and terminal are those of its slip.
    """
    last = _last(session, noted, session.till)
    if late:
        return _of_the_terminal(last)
    return {**last, "voucher": next_voucher(last.get("voucher", ""))}


def _last(session: Session, noted: Sequence[TenderIn], till: int) -> Mapping[str, str]:
    for each in reversed(noted):
        if each.details.get("voucher"):
            return each.details
    found = tenders.last_slip(session.connection, till)
    if found is None:
        return {}
    event_id, slip = found
    state = till_state(session.connection, till)
    if state is not None and event_id > state.opened_event:
        return slip
    return _of_the_terminal(slip)


def _of_the_terminal(slip: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in slip.items() if name in ("merchant", "terminal")}
