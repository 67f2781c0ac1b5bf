"""Refunds by bank transfer: owed from the moment they are agreed until finance has paid them out."""

from datetime import date

from counter.desk.people import Person
from counter.desk.tenders import no_card_number
from counter.rules.permissions import Act
from db.books import Books
from db.queries import amendments
from db.queries.amendments import Payable
from db.rows import Posting

__all__ = ["Payable", "RefundPaidBefore", "pay_refund", "payable"]

payable = amendments.payable


class RefundPaidBefore(Exception):
    """This refund was paid out before, or there is none to pay."""

    code = "refund_paid_before"


def pay_refund(
    books: Books, refund_event: int, paid_on: date, reference: str, *, request_id: str, clerk: Person
) -> None:
    """Record that the bank paid a refund out, with the bank's own reference.

    Raises NotAllowed, RefundPaidBefore, FullCardNumber (in the reference).
    """
    clerk.require(Act.PAY_REFUNDS)
    no_card_number(reference)
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        if tx.earlier:
            return
        waiting = next((each for each in payable(tx.connection) if each.event_id == refund_event), None)
        if waiting is None:
            raise RefundPaidBefore
        tx.post(
            "refund_paid_out",
            {"refund": refund_event, "paid_on": paid_on.isoformat(), "reference": reference.strip()},
            [
                Posting(waiting.fund, "refunds_payable", waiting.amount, tender="transfer"),
                Posting(waiting.fund, "bank", -waiting.amount, tender="transfer"),
            ],
        )
