"""A cheque that the bank returned (退票): what it settled is owed again, and the payer gets a notice."""

from typing import Any, NamedTuple

from counter.desk.approve import written_reason
from counter.desk.check_codes import AlreadyChecked
from counter.desk.lost_debt import write_off_again
from counter.desk.office import Office
from counter.desk.owe_again import Again, owe_again
from counter.desk.people import Person
from counter.desk.receipt_lines import Line, standing_lines, take_back
from counter.desk.refund_paper import note_line
from counter.desk.requests import earlier_facts
from counter.desk.undo import refuse_if_used
from counter.papers.cheque import ChequeFacts, cheque_notice
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books, Tx
from db.queries import accounts, receipts, tenders
from db.queries.tenders import Unchecked
from db.rows import Posting, Tender, TenderCheck
from printing.blocks import dump


class Returned(NamedTuple):
    """A cheque that came back, in minor units, and how much its unit owes again."""

    receipt_number: str
    amount: int
    owed_again: int


def outstanding(connection: Any) -> list[Unchecked]:
    """Return the cheques that are neither cleared nor returned, oldest first."""
    return [each for each in tenders.unchecked(connection) if each.kind == "cheque"]


def return_cheque(
    books: Books, tender_event: int, line: int, reason: str, *, request_id: str, clerk: Person, office: Office,
    words: Words,
) -> Returned:  # fmt: skip
    """Take back what a cheque paid, the last line first, as if it had never been paid.

    Balance of it that was used since is owed again: the unit's newest settled charges, and what they do not cover as a
    charge of its own. Raises NotAllowed, AlreadyChecked, ReasonMissing, FullCardNumber.
    """
    clerk.require(Act.CHECK_CODES)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "cheque_returned")
        if done is not None:
            return Returned(done[1]["of"], done[1]["amount"], done[1]["owed_again"])
        waiting = [each for each in tenders.unchecked(tx.connection, tender_event, line) if each.kind == "cheque"]
        if not waiting:
            raise AlreadyChecked
        return _post(tx, waiting[0], reason, clerk=clerk, office=office, words=words)


def _post(tx: Tx, cheque: Unchecked, reason: str, *, clerk: Person, office: Office, words: Words) -> Returned:
    found = receipts.receipt_by_number(tx.connection, cheque.series, cheque.number)
    assert found is not None, "a cheque that waits belongs to a receipt"
    lines = standing_lines(tx.connection, found)
    wanted, missing = _last_first(lines, cheque.amount)
    back = take_back(found, lines, wanted)
    refuse_if_used(tx.connection, found, back.postings)
    again = owe_again(tx, found, wanted, missing, reason) if missing else Again()
    tender = next(
        Tender(*row)
        for place, row in enumerate(receipts.body(tx.connection, cheque.event_id)["rows"]["tender"])
        if place == cheque.line
    )
    owed_again = missing + sum(amount for key, amount in wanted.items() if key.startswith("charge:"))
    facts = {
        "receipt": found.id, "of": found.label, "amount": cheque.amount, "owed_again": owed_again, "reason": reason,
        **({"used_since": missing} if missing else {}),
    }  # fmt: skip
    event = tx.post(
        "cheque_returned",
        facts,
        [
            TenderCheck(cheque.event_id, cheque.line, "returned"),
            # The number of the cheque stays used: the same cheque is not taken a second time.
            tender._replace(amount=-cheque.amount, evidence=None),
            *back.allocations,
            Posting(found.fund, "cheque_clearing", -cheque.amount, tender="cheque"),
            *back.postings,
            *again.rows,
        ],
    )
    holder = next((h.name or "" for h in accounts.holders(tx.connection, found.unit_id or 0) if h.until is None), "")
    shown = (
        *(note_line(tx.connection, line, wanted[line.key], words, "") for line in lines if line.key in wanted),
        *(
            note_line(tx.connection, line, line.amount, words, words("the balance that paid it came from this cheque"))
            for line in again.lines
        ),
    )
    notice = ChequeFacts(
        found.label, found.day, tx.at, office.estate(words.language), office.seal(words.language),
        found.unit_code or "", holder,
        tender.details, shown, cheque.amount, reason, clerk.name, office.books_kind, office.currency == "CNY",
        office.currency_symbol,
    )  # fmt: skip
    papers.enqueue(tx, "cheque_notice", dump(cheque_notice(notice, words)), event_id=event.id, device="office")
    write_off_again(tx, found, back.allocations)
    return Returned(found.label, cheque.amount, owed_again)


def _last_first(lines: list[Line], amount: int) -> tuple[dict[str, int], int]:
    """Return which lines give an amount back, and what none gives: money kept as balance that was used since.

    What the payer holds in advance comes first, then the newest charges.
    """
    standing = {line.key: line.amount for line in lines}
    if sum(standing.values()) == amount:
        return standing, 0
    wanted: dict[str, int] = {}
    for line in sorted(lines, key=lambda each: ("balance", "ahead", "charge", "rounding").index(each.kind)):
        if line.kind == "charge":
            break
        _take(wanted, line, amount)
        amount -= wanted.get(line.key, 0)
    for line in reversed([each for each in lines if each.kind == "charge"]):
        _take(wanted, line, amount)
        amount -= wanted.get(line.key, 0)
    return wanted, amount


def _take(wanted: dict[str, int], line: Line, amount: int) -> None:
    used = min(amount, line.amount)
    if used > 0:
        wanted[line.key] = used
