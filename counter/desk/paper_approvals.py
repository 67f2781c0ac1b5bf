"""Approvals on paper (审批单): entered once with their sum, used later for one charge or several, never beyond it."""

from datetime import date
from pathlib import Path
from typing import Any

from counter.desk.approve import written_reason
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.rules.permissions import Act
from db.attachments import keep_scan
from db.books import Books
from db.faults import folder_fault
from db.queries import corrections
from db.queries.corrections import PaperApproval

KIND = "approval_entered"


class PaperIncomplete(Exception):
    """An approval on paper has a number, somebody who signed it, and a sum above nothing."""

    code = "paper_incomplete"


class PaperEnteredBefore(Exception):
    """An approval with this number was entered before."""

    code = "paper_entered_before"

    def __init__(self, number: str, dated: str) -> None:
        super().__init__(number, dated)
        self.number = number
        self.dated = dated


class PaperUsedUp(Exception):
    """Less is left of an approval on paper than somebody wants to use of it."""

    code = "paper_used_up"

    def __init__(self, number: str, left_minor: int, wanted_minor: int) -> None:
        super().__init__(number, left_minor, wanted_minor)
        self.number = number
        self.left_minor = left_minor
        self.wanted_minor = wanted_minor


class UnknownPaper(Exception):
    """No approval on paper was entered by this event."""

    code = "unknown_paper"

    def __init__(self, event_id: int) -> None:
        super().__init__(event_id)
        self.event_id = event_id


def enter_paper(
    books: Books, number: str, dated: date, signer: str, amount: int, reason: str, *, request_id: str, staff: Person,
    store: Path | None = None, scan: Path | None = None,
) -> int:  # fmt: skip
    """Enter an approval on paper over a sum (minor units); returns the event that names it from now on.

    scan: its picture, kept in the store before the commit names it. Raises NotAllowed, PaperIncomplete,
    PaperEnteredBefore, ReasonMissing, FullCardNumber, AttachmentTooLarge, AttachmentKindUnknown,
    AttachmentUnreadable, BooksFault.
    """
    staff.require(Act.APPROVE_ADJUSTMENT)
    number, signer, reason = number.strip(), signer.strip(), written_reason(reason)
    if not number or not signer or amount <= 0:
        raise PaperIncomplete
    no_card_number(f"{number} {signer}")
    kept = _kept(store, scan) if store is not None and scan is not None else None
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        for each in corrections.paper_approvals(tx.connection):
            if each.number == number:
                raise PaperEnteredBefore(number, each.dated)
        facts = {
            "number": number, "dated": dated.isoformat(), "signer": signer, "amount": amount, "reason": reason,
        }  # fmt: skip
        if kept is None:
            return tx.post(KIND, facts).id
        sha256, size, ending = kept
        row = (tx.next_id("attachment"), sha256, f"approval{ending}", size, f"approval:{number}")
        return tx.change(KIND, {**facts, "scan": row[0]}, {"attachment": [row]}).id


def _kept(store: Path, scan: Path) -> tuple[str, int, str]:
    try:
        return keep_scan(store, scan)
    except OSError as error:
        raise folder_fault(error, str(store)) from error


def usable_paper(connection: Any, event_id: int, amount: int) -> PaperApproval:
    """Return an approval on paper of which so much (minor units) is left. Raises UnknownPaper, PaperUsedUp."""
    found = corrections.paper_approval(connection, event_id)
    if found is None:
        raise UnknownPaper(event_id)
    if amount > found.left:
        raise PaperUsedUp(found.number, found.left, amount)
    return found
