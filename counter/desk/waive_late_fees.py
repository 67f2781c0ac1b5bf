"""Waiving late fees (违约金减免): posted to the day and let off in one event, so that their days never come again."""

from typing import Any, NamedTuple

from counter.desk.approve import approval, ask, refuse_asker, seen_by, settle_about, written_reason
from counter.desk.late_fees import fees_on
from counter.desk.office import Office, load_office
from counter.desk.people import Person
from counter.desk.post_late_fees import as_charges, fee_charges, fee_postings, new_item
from counter.desk.requests import earlier_facts
from counter.desk.settlement import AccountChanged
from counter.desk.standing import fee_of
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.queries.accounts import OpenCharge, open_charges
from db.queries.people import PendingAct
from db.queries.receipts import body
from db.rows import Allocation, Approval, DetailRow, Posting

ACT = "late_fee"
KIND = "late_fees_waived"


class NoLateFee(Exception):
    """No late fee stands on the unit, or the office takes none."""

    code = "no_late_fee"


class StandingLateFees(NamedTuple):
    """What can be waived of a unit: fees posted and still open, and those that run; minor units."""

    posted: tuple[OpenCharge, ...]
    running: tuple[OpenCharge, ...]

    @property
    def total(self) -> int:
        """Return the sum of all of them."""
        return sum(fee.open for fee in (*self.posted, *self.running))

    @property
    def charges(self) -> set[int]:
        """Return the charges whose late fees they are."""
        return {of for fee in (*self.posted, *self.running) if (of := fee_of(fee)) is not None}


def standing_late_fees(connection: Any, unit_id: int, office: Office, day: str) -> StandingLateFees:
    """Return the late fees that stand on a unit on a day (ISO date)."""
    charges = open_charges(connection, (unit_id,))
    posted = tuple(charge for charge in charges if fee_of(charge) is not None)
    fees = () if office.late_fee_mode == "off" else fees_on(connection, charges, day)
    return StandingLateFees(posted, tuple(as_charges(connection, fees)))


def waive_late_fees(
    books: Books, unit_id: int, shown: int, reason: str, *, request_id: str, requester: Person, approver: Person,
    till: int, office: Office,
) -> int:  # fmt: skip
    """Let a unit off every late fee that stands on it today; returns the sum in minor units.

    shown: what the screen said stands. Idempotent by request. Raises NotAllowed, SelfApproval, PinMustChange,
    ReasonMissing, FullCardNumber, NoLateFee, AccountChanged.
    """
    requester.require(Act.TAKE_PAYMENT)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["total"])
        agreed = approval(ACT, f"unit:{unit_id}", requester.staff_id, approver, reason)
        refuse_asker(tx, ACT, f"unit:{unit_id}", approver)
        found = standing_late_fees(tx.connection, unit_id, office, tx.day)
        if not found.total:
            raise NoLateFee
        if found.total != shown:
            raise AccountChanged(shown, found.total)
        settle_about(tx, f"unit:{unit_id}")
        return _waive(tx, unit_id, found, agreed, approver)


def ask_for_waiver(
    books: Books, unit_id: int, reason: str, *, request_id: str, requester: Person, till: int, office: Office
) -> None:
    """Ask for the waiver of every late fee that stands on a unit today, to be decided later.

    Fees of other charges, that begin only afterwards, are no part of it. Raises NotAllowed, ReasonMissing,
    FullCardNumber, NoLateFee.
    """
    requester.require(Act.TAKE_PAYMENT)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        if not tx.earlier:
            found = standing_late_fees(tx.connection, unit_id, office, tx.day)
            if not found.total:
                raise NoLateFee
            wish = {"unit": unit_id, "charges": sorted(found.charges)}
            ask(tx, ACT, f"unit:{unit_id}", requester.staff_id, reason, wish)


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, _words: Words) -> int:
    """Let the unit off what was asked for, as it stands on the day of the decision. Raises what ask_for_waiver does."""
    agreed = approval(ACT, asked.subject, asked.requester_id, approver, reason)
    unit_id, found = wished_waiver(tx.connection, asked, load_office(tx.connection, tx.day), tx.day)
    if not found.total:
        raise NoLateFee
    return _waive(tx, unit_id, found, agreed, approver)


def wished_waiver(connection: Any, asked: PendingAct, office: Office, day: str) -> tuple[int, StandingLateFees]:
    """Return the unit, and what stands on a day (ISO date) of the late fees whose waiver was asked for."""
    wish = body(connection, asked.event_id)["wish"]
    found, of = standing_late_fees(connection, wish["unit"], office, day), set(wish["charges"])
    return wish["unit"], StandingLateFees(
        tuple(fee for fee in found.posted if fee_of(fee) in of),
        tuple(fee for fee in found.running if fee_of(fee) in of),
    )


def _waive(tx: Tx, unit_id: int, found: StandingLateFees, agreed: Approval, approver: Person) -> int:
    fresh = fee_charges(tx, found.running)
    rows: list[DetailRow] = [*fresh, *fee_postings(fresh), *_let_off(found), agreed]
    facts = {"unit": unit_id, "total": found.total, "reason": agreed.reason, **seen_by(approver)}
    tx.change(KIND, facts, new_item(tx.connection) if fresh else {}, rows)
    return found.total


def _let_off(found: StandingLateFees) -> list[DetailRow]:
    rows: list[DetailRow] = []
    for fee in (*found.posted, *found.running):
        place = (fee.unit_id, fee.item_id, fee.period, fee.charge_id)
        rows.append(Posting(fee.fund, "waivers", fee.open, *place))
        rows.append(Posting(fee.fund, "receivable", -fee.open, *place))
        rows.append(Allocation(fee.charge_id, fee.open, None))
    return rows
