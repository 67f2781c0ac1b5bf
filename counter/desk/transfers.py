"""Money that arrived by bank transfer: listed as unclaimed (待认领来款) until an owner claims it as a tender."""

from datetime import date
from typing import Any

from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.rules.permissions import Act
from db.books import Books
from db.queries import tenders
from db.queries.tenders import Transfer
from db.rows import Posting


class NoSum(Exception):
    """A transfer of nothing cannot be recorded."""

    code = "no_sum"


def record_transfer(
    books: Books, received_on: date, amount: int, payer_name: str, remark: str, *, request_id: str, clerk: Person
) -> int:
    """Record money seen on the bank account (minor units); returns its id in the unclaimed list.

    Raises NotAllowed, NoSum, FullCardNumber.
    """
    clerk.require(Act.RECORD_TRANSFER)
    if amount <= 0:
        raise NoSum
    no_card_number(payer_name)
    no_card_number(remark)
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "transfer_received")
        if done is not None:
            return int(done[1]["incoming"])
        incoming_id = tx.next_id("incoming")
        version = (incoming_id, received_on.isoformat(), amount, payer_name.strip(), remark.strip())
        postings = [
            Posting("operating", "bank", amount, tender="transfer"),
            Posting("operating", "unclaimed", -amount, tender="transfer"),
        ]
        tx.change("transfer_received", {"incoming": incoming_id, "amount": amount}, {"incoming": [version]}, postings)
        return incoming_id


def unclaimed(connection: Any) -> list[Transfer]:
    """Return what nobody has claimed whole, oldest first: what is left of each transfer, in minor units."""
    return tenders.transfers(connection)
