"""Letters by e-mail for whoever has internet elsewhere: who gets one, that the files were written, what came back.

Nothing is sent from here. An e-mail and what a mail server says of it are contacts; none of it restarts the limitation.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from counter.desk.change_registers import KIND as REGISTERS
from counter.desk.change_registers import UnknownPerson
from counter.desk.deliver_letter import BY_FILE, KIND
from counter.desk.message_settings import is_email, load_message_settings
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.arrears import Segment
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import accounts, dunning, registers
from db.queries.dunning import Contact

METHOD = "email"
_ID = re.compile(r"([Ll][0-9]{4}-[0-9]{6})\.([0-9a-f]{12})@.+")


class NoSenderAddress(Exception):
    """The office has no e-mail address that letters could come from."""

    code = "no_sender_address"


class EmailWrong(Exception):
    """This is no e-mail address."""

    code = "email_wrong"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class LetterMail(NamedTuple):
    """A letter that goes out by e-mail; message_id: by which whatever comes back is known again."""

    letter: Contact
    number: str
    unit_code: str
    name: str
    to: str
    message_id: str


class MailPreview(NamedTuple):
    """Which letters go out by e-mail, from which address, and how many do not, by the code of the reason."""

    sender: str
    mails: tuple[LetterMail, ...]
    left_out: Mapping[str, int]


class CameBack(Protocol):
    """What came back about one letter (counter/files/mail_results.py)."""

    @property
    def letter(self) -> str:
        """Return its Message-ID or its number."""

    @property
    def outcome(self) -> str:
        """Return bounced, delayed, arrived, opened or answered."""

    @property
    def status(self) -> str:
        """Return the status code, '' where none was told."""

    @property
    def on(self) -> date | None:
        """Return the day, None where none was told."""


class Noted(NamedTuple):
    """How many results were noted, known before, and about letters that these books do not have."""

    noted: int
    known: int
    strange: int


def preview_mails(connection: Any, letters: Sequence[int], day: str) -> MailPreview:
    """Return which of the letters (by their events) can go out by e-mail. Raises NoSenderAddress."""
    sender = load_message_settings(connection, day).address
    if not sender:
        raise NoSenderAddress
    marks, mails, left_out = dunning.marks(connection), list[LetterMail](), dict[str, int]()
    for event_id in letters:
        letter = dunning.letter(connection, event_id)
        if letter is None:
            continue
        unit_id = int(letter.facts["unit"])
        holders = accounts.holders(connection, unit_id)
        unit = accounts.unit(connection, unit_id)
        # Whoever sold the unit is written to as it was wished while it was theirs.
        mark = dunning.last_noted(connection, unit_id) if "left" in letter.facts else marks.get(unit_id)
        row = registers.person(connection, letter.facts["person"] or 0)
        # A letter to somebody who left is theirs; one to an owner who sold the unit since is not mailed after them.
        still = "left" in letter.facts or any(
            each.until is None and row is not None and each.person_id == row.id for each in holders
        )
        address = row.email if row is not None and still else None
        if letter.facts["segment"] == Segment.HEIRS:
            # The mailbox is that of somebody who died: the family is written to on paper.
            left_out["heirs"] = left_out.get("heirs", 0) + 1
        elif mark is not None and mark.no_email:
            left_out["opted_out"] = left_out.get("opted_out", 0) + 1
        elif row is None or unit is None or not address:
            left_out["no_address"] = left_out.get("no_address", 0) + 1
        elif _came_back(connection, unit_id, row.id):
            left_out["came_back"] = left_out.get("came_back", 0) + 1
        else:
            number = str(letter.facts["number"])
            message_id = f"{number}.{letter.hash[:12]}@{sender.rpartition('@')[2]}"
            mails.append(LetterMail(letter, number, unit.code, row.name or "", address, message_id))
    return MailPreview(sender, tuple(mails), left_out)


def note_written(books: Books, mails: Sequence[LetterMail], *, request_id: str, staff: Person) -> None:
    """Record that letters were written as e-mails, before the first file is, so that none leaves without a trace.

    Idempotent by request. Raises NotAllowed.
    """
    staff.require(Act.SEND_LETTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if not tx.earlier:
            for each in mails:
                _post(tx, each.letter, "written", tx.day, "")


def note_results(books: Books, results: Sequence[CameBack], *, request_id: str, staff: Person) -> Noted:
    """Record what came back, each result once however often its file is read; idempotent by request.

    Raises NotAllowed.
    """
    staff.require(Act.NOTE_CONTACT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if tx.earlier:
            return Noted(len(tx.earlier), 0, 0)
        noted = known = strange = 0
        for each in results:
            letter = _letter(tx.connection, each.letter)
            if letter is None or each.outcome not in BY_FILE[METHOD]:
                strange += 1
                continue
            day = each.on.isoformat() if each.on else tx.day
            day = min(max(day, letter.day), tx.day)  # a foreign clock may be wrong
            if _known(tx.connection, letter, each):
                known += 1
                continue
            _post(tx, letter, each.outcome, day, each.status)
            noted += 1
        return Noted(noted, known, strange)


def save_email(books: Books, person_id: int, address: str, *, request_id: str, staff: Person) -> None:
    """Enter a person's e-mail address, '' for none; idempotent by request.

    Raises NotAllowed, UnknownPerson, EmailWrong.
    """
    staff.require(Act.CHANGE_REGISTERS)
    if address and not is_email(address):
        raise EmailWrong(address)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, REGISTERS) is not None:
            return
        row = registers.person(tx.connection, person_id)
        if row is None or row.name is None:
            raise UnknownPerson(person_id)
        tx.change("registers_changed", {"person": person_id}, {"person": [tuple(row._replace(email=address or None))]})


def _letter(connection: Any, named: str) -> Contact | None:
    """The letter by its number, or by the Message-ID that names it and its own hash."""
    match = _ID.fullmatch(named)
    letter = dunning.letter_by_number(connection, (match[1] if match else named).upper())
    return None if letter is None or (match and not letter.hash.startswith(match[2])) else letter


def _came_back(connection: Any, unit_id: int, person_id: int) -> bool:
    """Whether the last that is known of e-mails to a person is that one came back, and the address is the same."""
    contacts = dunning.contacts(connection, unit_id)
    theirs = {each.event_id for each in contacts if each.kind == "letter_sent" and each.facts["person"] == person_id}
    told = [
        each for each in contacts
        if each.kind == KIND and each.facts["letter"] in theirs and each.facts["method"] == METHOD
        and each.facts["outcome"] not in ("written", "delayed")
    ]  # fmt: skip
    changed = registers.person_changed(connection, person_id)
    return bool(told) and told[-1].facts["outcome"] == "bounced" and told[-1].event_id > changed


def _known(connection: Any, letter: Contact, result: CameBack) -> bool:
    """Whether this was noted before; a second notice with another status is news."""
    return any(
        each.kind == KIND and each.facts["letter"] == letter.event_id and each.facts["method"] == METHOD
        and (each.facts["outcome"], each.facts["slip"]) == (result.outcome, result.status)
        for each in dunning.contacts(connection, int(letter.facts["unit"]))
    )  # fmt: skip


def _post(tx: Tx, letter: Contact, outcome: str, on: str, status: str) -> None:
    facts = {
        "unit": letter.facts["unit"], "letter": letter.event_id, "number": letter.facts["number"], "method": METHOD,
        "outcome": outcome, "on": on, "slip": status, "receiver": "", "witness": None, "scan": "",
    }  # fmt: skip
    tx.post("letter_delivered", facts)
