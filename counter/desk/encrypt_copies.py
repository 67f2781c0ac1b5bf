"""Copies encrypted from now on, or not any more: a manager wants it and a second person agrees.

The passphrase itself is written nowhere. What the books hold encrypts without it, and what decrypts is sealed with it.
"""

from backup.copy_key import CopyKey
from backup.sealing import new_key
from counter.desk import approve
from counter.desk.copy_key import KEY, copy_key
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.papers.recovery_sheet import RecoveryFacts, recovery_paper
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books, Tx
from db.chain import canonical
from db.queries.settings import setting_id
from printing.blocks import dump

KIND = "copy_key_changed"
ACT = "copy_key"


class CopiesNotEncrypted(Exception):
    """There is no passphrase to be taken away, and no recovery sheet to print."""

    code = "copies_not_encrypted"


def encrypt_copies(
    books: Books, passphrase: str, reason: str, *, request_id: str, person: Person, approver: Person, till: int,
    office: Office, words: Words,
) -> CopyKey:  # fmt: skip
    """Make a key pair under a passphrase, encrypt every copy from now on for it, and queue the recovery sheet.

    Takes seconds, and belongs beside the window. Raises PassphraseWeak, NotAllowed, SelfApproval, PinMustChange,
    ReasonMissing, FullCardNumber.
    """
    person.require(Act.CHANGE_SETTINGS)
    agreed = approve.approval(ACT, "copies", person.staff_id, approver, reason)
    made = new_key(passphrase)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if earlier_facts(tx, KIND) is None:
            facts = {"recipient": made.recipient, "reason": agreed.reason, **approve.seen_by(approver)}
            rows = [_row(tx, {"recipient": made.recipient, "sealed": made.sealed})]
            event = tx.change(KIND, facts, {"setting": rows}, [agreed])
            _queue(tx, made, event.id, person, office, words)
        kept = copy_key(tx.connection, tx.day)
        assert kept is not None, "it was kept just now"
        return kept


def stop_encrypting(
    books: Books, reason: str, *, request_id: str, person: Person, approver: Person, till: int
) -> None:  # fmt: skip
    """Leave copies in plain from now on; what is encrypted stays so. Raises CopiesNotEncrypted and as above."""
    person.require(Act.CHANGE_SETTINGS)
    agreed = approve.approval(ACT, "copies", person.staff_id, approver, reason)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if tx.earlier:
            return
        if copy_key(tx.connection, tx.day) is None:
            raise CopiesNotEncrypted
        facts = {"recipient": "", "reason": agreed.reason, **approve.seen_by(approver)}
        tx.change(KIND, facts, {"setting": [_row(tx, None)]}, [agreed])


def print_recovery_sheet(
    books: Books, *, request_id: str, person: Person, till: int, office: Office, words: Words
) -> None:  # fmt: skip
    """Queue the recovery sheet of the key in force once more. Raises NotAllowed, CopiesNotEncrypted."""
    person.require(Act.CHANGE_SETTINGS)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        kept = copy_key(tx.connection, tx.day)
        if kept is None:
            raise CopiesNotEncrypted
        if not tx.earlier:
            _queue(tx, kept, None, person, office, words)


def _row(tx: Tx, value: dict[str, str] | None) -> tuple[int, str, str, str]:
    known = setting_id(tx.connection, KEY, tx.day)
    return known or tx.next_id("setting"), KEY, canonical(value), tx.day


def _queue(tx: Tx, key: CopyKey, event_id: int | None, person: Person, office: Office, words: Words) -> None:
    facts = RecoveryFacts(
        tx.at, office.estate(words.language), key.id, key.recipient, key.sealed, person.name, office.books_kind
    )
    papers.enqueue(tx, "recovery_sheet", dump(recovery_paper(facts, words)), event_id=event_id, device="office")
