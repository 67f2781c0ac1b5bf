"""Money that arrived by bank transfer: listed as unclaimed (待认领来款) until an owner claims it as a tender."""

from datetime import date
from typing import Any

from counter.desk import approve
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.rules.permissions import Act
from db.books import Books
from db.queries import tenders
from db.queries.tenders import Transfer
from db.rows import DetailRow, Posting


class NoSum(Exception):
    """A transfer of nothing cannot be recorded."""

    code = "no_sum"


class DayToCome(Exception):
    """A transfer that was seen arrived today or before."""

    code = "day_to_come"

    def __init__(self, day: str) -> None:
        super().__init__(day)
        self.day = day


class TransferClaimed(Exception):
    """Part of the transfer paid for something already; that receipt is taken back first."""

    code = "transfer_claimed"

    def __init__(self, amount_minor: int, left_minor: int) -> None:
        super().__init__(amount_minor, left_minor)
        self.amount_minor = amount_minor
        self.left_minor = left_minor


class UnknownTransfer(Exception):
    """There is no such transfer, or it was taken back before."""

    code = "unknown_transfer"


def record_transfer(
    books: Books, received_on: date, amount: int, payer_name: str, remark: str, *, request_id: str, clerk: Person
) -> int:
    """Record money seen on the bank account (minor units); returns its id in the unclaimed list.

    Raises NotAllowed, NoSum, FullCardNumber, DayToCome.
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
        if received_on > books.clock.today():
            raise DayToCome(received_on.isoformat())
        incoming_id = tx.next_id("incoming")
        version = (incoming_id, received_on.isoformat(), amount, payer_name.strip(), remark.strip())
        postings = [
            Posting("operating", "bank", amount, tender="transfer"),
            Posting("operating", "unclaimed", -amount, tender="transfer"),
        ]
        tx.change("transfer_received", {"incoming": incoming_id, "amount": amount}, {"incoming": [version]}, postings)
        return incoming_id


def take_back_transfer(
    books: Books, incoming_id: int, reason: str, *, request_id: str, clerk: Person, approver: Person
) -> int:
    """Take back a transfer that was recorded wrongly and that nobody claimed; returns its sum in minor units.

    It is recorded anew as it should be. Raises NotAllowed, UnknownTransfer, TransferClaimed, SelfApproval,
    PinMustChange, ReasonMissing, FullCardNumber.
    """
    clerk.require(Act.RECORD_TRANSFER)
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "transfer_taken_back")
        if done is not None:
            return int(done[1]["amount"])
        found = tenders.incoming(tx.connection, incoming_id)
        if found is None or not found.amount:
            raise UnknownTransfer
        left = tenders.left_of_transfer(tx.connection, str(incoming_id))
        if left != found.amount:
            raise TransferClaimed(found.amount, left)
        agreed = approve.approval("transfer", f"incoming:{incoming_id}", clerk.staff_id, approver, reason)
        version = (incoming_id, found.received_on, 0, found.payer_name, found.remark)
        facts = {"incoming": incoming_id, "amount": found.amount, "reason": agreed.reason, **approve.seen_by(approver)}
        rows: list[DetailRow] = [
            agreed,
            Posting("operating", "bank", -found.amount, tender="transfer"),
            Posting("operating", "unclaimed", found.amount, tender="transfer"),
        ]
        tx.change("transfer_taken_back", facts, {"incoming": [version]}, rows)
        return found.amount


def unclaimed(connection: Any) -> list[Transfer]:
    """Return what nobody has claimed whole, oldest first: what is left of each transfer, in minor units."""
    return tenders.transfers(connection)
