"""Writing off bad debt (坏账核销): what nobody will pay leaves the open charges, and is owed all the same.

Nothing is forgiven by it. It is not dunned, it bears no late fee from that day on and it keeps the certificate back; a
payment at the window revives what it pays in the same commit, a person revives it with a reason.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.approve import written_reason
from counter.desk.card_intents import refuse_reserved
from counter.desk.lost_debt import post_lost
from counter.desk.payment_order import Chosen
from counter.desk.people import Person
from counter.desk.reductions import ApprovalMissing
from counter.desk.requests import earlier_facts
from counter.desk.settlement import AccountChanged
from counter.desk.standing import UnknownUnit, disputed
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.queries import accounts, people, receipts, write_offs
from db.queries.accounts import OpenCharge
from db.queries.people import PendingAct
from db.queries.write_offs import REVIVED, WRITTEN_OFF
from db.rows import Approval

ACT = "write_off"


class WrittenOff(NamedTuple):
    """How many charges were written off or revived, their sum in minor units; waiting: somebody has to decide first."""

    charges: int
    total: int
    waiting: bool = False


class NothingToWriteOff(Exception):
    """No charge was named, or nothing of them is there to be written off or revived."""

    code = "nothing_to_write_off"

    def __init__(self, unit_code: str) -> None:
        super().__init__(unit_code)
        self.unit_code = unit_code


class DebtDisputed(Exception):
    """A charge under dispute is not bad debt: first it has to be settled whether it is owed."""

    code = "debt_disputed"

    def __init__(self, unit_code: str, open_count: int) -> None:
        super().__init__(unit_code, open_count)
        self.unit_code = unit_code
        self.open_count = open_count


class FundNotWrittenOff(Exception):
    """What belongs to others is not the estate's own loss, so that it cannot write it off."""

    code = "fund_not_written_off"

    def __init__(self, fund: str) -> None:
        super().__init__(fund)
        self.fund = fund


class WriteOffWaits(Exception):
    """A write-off of this unit waits for a decision already; a second one could not be told from it."""

    code = "write_off_waits"


def write_off(
    books: Books, unit_id: int, chosen: Sequence[Chosen], reason: str, *, request_id: str, staff: Person,
    approver: Person | None, till: int | None = None,
) -> WrittenOff:  # fmt: skip
    """Write off what is open of charges of a unit, with what the screen showed as open, under a second person's word.

    Idempotent by request. Raises NotAllowed, ReasonMissing, FullCardNumber, ApprovalMissing, SelfApproval, UnknownUnit,
    NothingToWriteOff, AccountChanged, DebtDisputed, FundNotWrittenOff, CardUnsettled.
    """
    staff.require(Act.ADJUST_CHARGES)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, WRITTEN_OFF)
        if done is not None:
            return WrittenOff(len(done[1]["charges"]), done[1]["total"])
        charges = bad_debt(tx.connection, unit_id, chosen)
        if approver is None:
            raise ApprovalMissing
        agreed = approve.approval(ACT, _subject(unit_id), staff.staff_id, approver, reason)
        approve.refuse_asker(tx, ACT, _subject(unit_id), approver)
        approve.settle_about(tx, _subject(unit_id))
        return _write_off(tx, charges, reason, approve.seen_by(approver), [agreed])


def ask_for_write_off(
    books: Books, unit_id: int, chosen: Sequence[Chosen], reason: str, *, request_id: str, staff: Person,
    till: int | None = None,
) -> WrittenOff:  # fmt: skip
    """Ask for a write-off, to be decided later. Raises WriteOffWaits and what write_off says of the charges."""
    staff.require(Act.ADJUST_CHARGES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        if not tx.earlier:
            bad_debt(tx.connection, unit_id, chosen)
            if people.pending_about(tx.connection, ACT, _subject(unit_id)) is not None:
                raise WriteOffWaits
            wish = {"unit": unit_id, "charges": [list(each) for each in chosen]}
            approve.ask(tx, ACT, _subject(unit_id), staff.staff_id, reason, wish)
        return WrittenOff(len(chosen), sum(each.open for each in chosen), waiting=True)


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, _words: Words) -> WrittenOff:
    """Write off what was asked for. Raises what write_off says of the charges."""
    unit_id, chosen = wished_write_off(tx.connection, asked)
    charges = bad_debt(tx.connection, unit_id, chosen)
    agreed = approve.approval(ACT, asked.subject, asked.requester_id, approver, reason)
    return _write_off(tx, charges, agreed.reason, approve.seen_by(approver), [agreed])


def wished_write_off(connection: Any, asked: PendingAct) -> tuple[int, tuple[Chosen, ...]]:
    """Return the unit and the charges of a write-off that waits, from the event that asked."""
    wished = receipts.body(connection, asked.event_id)["wish"]
    return int(wished["unit"]), tuple(Chosen(*each) for each in wished["charges"])


def revive(
    books: Books, unit_id: int, charges: Sequence[int], reason: str, *, request_id: str, staff: Person,
    till: int | None = None,
) -> WrittenOff:  # fmt: skip
    """Let written-off charges of a unit be owed again like any other, by a person and with a reason.

    Idempotent by request. Raises NotAllowed, ReasonMissing, FullCardNumber, UnknownUnit, NothingToWriteOff,
    CardUnsettled.
    """
    staff.require(Act.ADJUST_CHARGES)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, REVIVED)
        if done is not None:
            return WrittenOff(len(done[1]["charges"]), done[1]["total"])
        lost = [each for each in write_offs.written_off(tx.connection, (unit_id,)) if each.charge_id in charges]
        if not lost:
            raise NothingToWriteOff(_code(tx.connection, unit_id))
        refuse_reserved(tx.connection, (unit_id,))
        post_lost(tx, REVIVED, [(each, each.open) for each in lost], {"reason": reason})
        return WrittenOff(len(lost), sum(each.open for each in lost))


def bad_debt(connection: Any, unit_id: int, chosen: Sequence[Chosen]) -> list[OpenCharge]:
    """Return the charges that can be written off as they were shown. Raises what write_off says of them."""
    code = _code(connection, unit_id)
    known = {each.charge_id: each for each in accounts.open_charges(connection, (unit_id,))}
    found = [known[each.charge_id] for each in dict.fromkeys(chosen) if each.charge_id in known]
    shown, now = sum(each.open for each in chosen), sum(each.open for each in found)
    if len(found) != len(chosen) or any(known[each.charge_id].open != each.open for each in chosen):
        raise AccountChanged(shown, now)
    if not found or any(each.open <= 0 for each in found):
        raise NothingToWriteOff(code)
    others = next((each.fund for each in found if each.fund != "operating"), "")
    if others:
        raise FundNotWrittenOff(others)
    frozen = disputed(connection, found)
    if frozen:
        raise DebtDisputed(code, len(frozen))
    refuse_reserved(connection, (unit_id,))
    return found


def _write_off(
    tx: Tx, charges: Sequence[OpenCharge], reason: str, seen: Mapping[str, str], agreed: Sequence[Approval]
) -> WrittenOff:
    post_lost(tx, WRITTEN_OFF, [(each, each.open) for each in charges], {"reason": reason, **seen}, agreed)
    return WrittenOff(len(charges), sum(each.open for each in charges))


def _subject(unit_id: int) -> str:
    """Not `unit:`: other acts take everything off the list that waits about a unit."""
    return f"debt:{unit_id}"


def _code(connection: Any, unit_id: int) -> str:
    unit = accounts.unit(connection, unit_id)
    if unit is None:
        raise UnknownUnit(str(unit_id))
    return unit.code
