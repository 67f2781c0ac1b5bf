"""What a unit wishes of messages: no text messages, no e-mails, a message after each payment."""

from counter.desk.note_contact import MARKED
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books
from db.queries import accounts, dunning
from db.queries.dunning import Marks


def wish_messages(
    books: Books, unit_id: int, *, request_id: str, staff: Person, no_sms: bool | None = None,
    no_email: bool | None = None, sms_receipt: bool | None = None,
) -> None:  # fmt: skip
    """Note what a unit wishes; None leaves a wish as it is. Idempotent by request. Raises NotAllowed, UnknownUnit."""
    staff.require(Act.NOTE_CONTACT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, MARKED) is not None:
            return
        if accounts.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        last = dunning.last_noted(tx.connection, unit_id)
        number = last.id if last else tx.next_id("dunning")
        known = dunning.marks(tx.connection).get(unit_id) or Marks(number, unit_id, 0, 0, "", 0)
        row = known._replace(
            no_sms=_chosen(no_sms, known.no_sms), no_email=_chosen(no_email, known.no_email),
            sms_receipt=_chosen(sms_receipt, known.sms_receipt),
        )  # fmt: skip
        facts = {
            "unit": unit_id, "heirs": bool(row.heirs), "call_first": bool(row.call_first), "best_time": row.best_time,
            "no_sms": bool(row.no_sms), "no_email": bool(row.no_email), "sms_receipt": bool(row.sms_receipt),
        }  # fmt: skip
        tx.change(MARKED, facts, {"dunning": [tuple(row)]})


def _chosen(wish: bool | None, now: int | None) -> int:
    return int(now or 0) if wish is None else int(wish)
