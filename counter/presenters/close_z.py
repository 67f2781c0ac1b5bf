"""What step 4 of the close says of the Z that was posted."""

from counter.desk.close_till import Closed
from counter.presenters.close_float import FloatLeft
from counter.presenters.request_owed import owed_by
from counter.presenters.session import Session
from counter.presenters.till_view import FactRow
from counter.words import formats
from db.queries import tills


def z_rows(session: Session, closed: Closed, left: FloatLeft, reason: str) -> tuple[FactRow, ...]:
    """Return what was counted, what stays, what goes into the safe, why, and what is owed."""
    w, close = session.words, tills.close_of(session.connection, closed.close_event)
    if close is None:
        return ()
    rows = [
        FactRow(w("Cash counted"), formats.money(close.counted, session.currency)),
        FactRow(w("Over/short"), formats.signed_money(closed.difference, session.currency)),
        FactRow(w("Float left in the drawer"), left.total),
        FactRow(w("Into the safe"), left.into_safe),
    ]
    if reason.strip():
        rows.append(FactRow(w("Reason"), reason.strip()))
    return (*rows, *owed_by(session, closed.close_event))
