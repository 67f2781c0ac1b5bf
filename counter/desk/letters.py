"""A batch of letters: looked at first, then sent in one commit; what changed in between pulls its letter.

The letters are numbered without a gap and kept as they were sent. Nothing is printed here: the sheet is made from what
is kept (counter/desk/letters_file.py), now or years later, with the same bytes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, NamedTuple

from counter.desk.late_fees import fees_on
from counter.desk.letter_draft import draft
from counter.desk.letter_settings import LetterSettings
from counter.desk.long_work import Cancel, Progress, never, no_progress, stop_if
from counter.desk.office import Office
from counter.desk.owing import Key, Owing, key_of, owing_units
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.papers.letter import LetterFacts, letter_paper
from counter.rules.arrears import Hold, Segment, Step
from counter.rules.codes import paper_number, receipt_code
from counter.rules.letter_cost import sheets
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books, Tx
from db.queries import accounts, dunning
from printing.blocks import dump

KIND = "campaign_sent"
Pull = Literal["paid", "changed", "disputed", "contacted", "register"]


class Draft(NamedTuple):
    """A letter that would be sent: its facts without a number, the occupier who gets a copy ('' where none does).

    seen: the newest event when it was drafted; left: whether it goes to somebody who left the unit.
    """

    unit_id: int
    person_id: int | None
    segment: str
    facts: LetterFacts
    occupier: str
    key: Key
    charges: tuple[tuple[int, int], ...]
    seen: int = 0
    left: bool = False

    @property
    def id(self) -> str:
        """Return what tells it from every other letter of the batch."""
        return f"{self.unit_id}-{self.person_id}" if self.left else str(self.unit_id)

    @property
    def sheets(self) -> int:
        """Return about how many sheets of paper it takes, the copy included."""
        return sheets(len(self.facts.lines)) * (2 if self.occupier else 1)


class Excluded(NamedTuple):
    """A debtor who owes and gets no letter now, and why; amount in minor units; name: of whoever left, else ''."""

    unit_id: int
    unit_code: str
    hold: Hold
    amount: int
    name: str = ""


class Campaign(NamedTuple):
    """A batch as it would be sent on a day."""

    day: date
    letters: tuple[Draft, ...]
    excluded: tuple[Excluded, ...]

    @property
    def total(self) -> int:
        """Return what all letters demand together, in minor units."""
        return sum(each.facts.total for each in self.letters)

    @property
    def sheets(self) -> int:
        """Return about how many sheets of paper the batch takes."""
        return sum(each.sheets for each in self.letters)


class Pulled(NamedTuple):
    """A letter that was not sent because something happened after it was looked at."""

    unit_id: int
    unit_code: str
    why: Pull


class Sent(NamedTuple):
    """A batch that is sent: its request (by which its letters are found again), their numbers, what was pulled."""

    request_id: str
    numbers: tuple[str, ...]
    total: int
    pulled: tuple[Pulled, ...]


class CampaignStale(Exception):
    """The batch was looked at on another day: its sums and deadlines are of that day."""

    code = "campaign_stale"

    def __init__(self, looked_on: date, today: str) -> None:
        super().__init__(looked_on, today)
        self.looked_on = looked_on
        self.today = today


class NothingToSend(Exception):
    """No letter is left in the batch."""

    code = "nothing_to_send"

    def __init__(self, pulled_count: int) -> None:
        super().__init__(pulled_count)
        self.pulled_count = pulled_count


def preview(
    connection: Any, day: date, office: Office, settings: LetterSettings, words: Words, *,
    steps: Collection[Step] = tuple(Step), units: Collection[int] | None = None, progress: Progress = no_progress,
    cancel: Cancel = never,
) -> Campaign:  # fmt: skip
    """Return the letters that a day asks for, by steps and units (every one unless told), and who gets none and why.

    Raises Cancelled.
    """
    letters, excluded = list[Draft](), list[Excluded]()
    seen = dunning.newest_event(connection)
    every = [each for each in owing_units(connection, day, settings) if units is None or each.unit.id in units]
    found = [debtor for each in every for debtor in each.by_debtor()]
    for place, each in enumerate(found):
        stop_if(cancel)
        step, hold = each.verdict.step, each.verdict.hold
        if hold is not None:
            owed = each.debtor.overdue or each.debtor.coming or each.debtor.frozen
            name = each.left.name or "–" if each.left else ""
            excluded.append(Excluded(each.unit.id, each.unit.code, hold, owed, name))
        elif step is not None and step in steps:
            drafted = _drafted(connection, each, step, day, office, settings, words)
            letters.append(drafted._replace(seen=seen))
        progress(place + 1, len(found))
    return Campaign(day, tuple(letters), tuple(excluded))


def _drafted(
    connection: Any, found: Owing, step: Step, day: date, office: Office, settings: LetterSettings, words: Words
) -> Draft:
    charges = found.asked(coming=step is Step.FRIENDLY)
    # A family's loss is no news for whoever rents the flat.
    heirs = found.verdict.segment is Segment.HEIRS
    occupier = found.occupier.name or "" if found.occupier and not heirs else ""
    return Draft(
        found.unit.id, found.owner.person_id if found.owner else None, found.verdict.segment.value,
        draft(connection, found, step, day, office, settings, words), occupier, found.key,
        tuple((each.charge_id, each.open) for each in charges), left=found.left is not None,
    )  # fmt: skip


def send_letters(
    books: Books, campaign: Campaign, *, request_id: str, staff: Person, words: Words, progress: Progress = no_progress,
    cancel: Cancel = never,
) -> Sent:  # fmt: skip
    """Number and keep every letter of a batch in one commit, but for those whose unit changed since it was looked at.

    What changed is looked at before the first is sent: a letter to a buyer is no news about the one to the seller.

    Idempotent by request. Raises NotAllowed, CampaignStale, NothingToSend, Cancelled.
    """
    staff.require(Act.SEND_LETTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return _sent_before(tx, request_id, done[1])
        if campaign.day.isoformat() != tx.day:
            raise CampaignStale(campaign.day, tx.day)
        numbers, pulled, total = list[str](), list[Pulled](), 0
        reasons = list[Pull | None]()
        for each in campaign.letters:
            stop_if(cancel)
            reasons.append(changed(tx.connection, each))
        for place, (each, why) in enumerate(zip(campaign.letters, reasons, strict=True)):
            stop_if(cancel)
            if why is None:
                numbers.append(_send(tx, each, words))
                total += each.facts.total
            else:
                pulled.append(Pulled(each.unit_id, each.facts.unit_code, why))
            progress(place + 1, len(campaign.letters))
        if not numbers:
            raise NothingToSend(len(pulled))
        tx.post("campaign_sent", _summary(campaign, numbers, total, pulled))
        return Sent(request_id, tuple(numbers), total, tuple(pulled))


def changed(connection: Any, letter: Draft) -> Pull | None:
    """Return what happened to a unit since its letter was drafted; None where nothing did."""
    now = key_of(connection, letter.unit_id)
    if now == letter.key:
        return "changed" if _fee_changed(connection, letter) else None
    if now.frozen != letter.key.frozen:
        return "disputed"
    if now.open != letter.key.open:
        several = sorted({charge for charge, _open in (*now.open, *letter.key.open)})
        if any(event > letter.seen for _charge, event, _day, _sum in dunning.receipts_on(connection, several)):
            return "paid"
    if now.holders != letter.key.holders:
        return "register"
    if now.marks != letter.key.marks:
        return "contacted"
    return "changed" if now.open != letter.key.open else "contacted"


def _fee_changed(connection: Any, letter: Draft) -> bool:
    """Whether the late fee was waived since: what runs besides a charge is no part of what is open."""
    if not letter.facts.late_fee or dunning.newest_event(connection) == letter.seen:
        return False
    told = dict(letter.charges)
    charges = [each for each in accounts.open_charges(connection, (letter.unit_id,)) if each.charge_id in told]
    return sum(fee.amount for fee in fees_on(connection, charges, letter.facts.day)) != letter.facts.late_fee


def _send(tx: Tx, letter: Draft, words: Words) -> str:
    series = "L" + tx.day[:4]
    taken = tx.take_number(series)
    number, facts = paper_number(series, taken), letter.facts
    body = {
        "unit": letter.unit_id, "person": letter.person_id, "number": number, "step": facts.step,
        "segment": letter.segment, "language": words.language, "charges": [list(each) for each in letter.charges],
        "late_fee": facts.late_fee, "total": facts.total, "deadline": facts.deadline, "times": facts.times,
        **({"left": 1} if letter.left else {}),
    }  # fmt: skip
    event = tx.post("letter_sent", body)
    sent = replace(facts, number=number, code=receipt_code(series, taken, event.hash))
    for copy_for in ("", letter.occupier) if letter.occupier else ("",):
        paper = letter_paper(replace(sent, copy_for=copy_for), words)
        papers.keep(tx, "letter", dump(paper), event_id=event.id)
    return number


def _summary(campaign: Campaign, numbers: Sequence[str], total: int, pulled: Iterable[Pulled]) -> dict[str, Any]:
    steps: dict[str, int] = {}
    for each in campaign.letters:
        steps[each.facts.step] = steps.get(each.facts.step, 0) + 1
    return {
        "steps": steps, "sent": len(numbers), "first": numbers[0], "last": numbers[-1], "total": total,
        "held_back": len(campaign.excluded), "pulled": [[each.unit_id, each.why] for each in pulled],
    }  # fmt: skip


def _sent_before(tx: Tx, request_id: str, facts: dict[str, Any]) -> Sent:
    letters = [dunning.letter(tx.connection, each) for each in dunning.letters_of_request(tx.connection, request_id)]
    numbers = tuple(str(each.facts["number"]) for each in letters if each is not None)
    pulled = tuple(Pulled(unit_id, "", why) for unit_id, why in facts["pulled"])
    return Sent(request_id, numbers, int(facts["total"]), pulled)
