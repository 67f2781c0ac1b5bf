"""What letters brought in, against what they cost: received on the charges of each within so many days after it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from counter.desk.deliver_letter import standing_deliveries
from counter.desk.sms_messages import Message, take
from counter.rules.letter_cost import Costs, delivery, paper, sheets
from counter.rules.sms_queue import PartState
from db.queries import dunning, messages
from db.queries.dunning import Contact

DAYS = 30
Group = Literal["step", "segment", "method", "day"]
LETTER, SMS = "letter_sent", "sms"
_OUT = frozenset({PartState.SENT, PartState.DELIVERED, PartState.UNDELIVERED, PartState.UNKNOWN})
COPY_SHARE = 2  # sheets of a letter with a copy for the occupier, against one without


class Result(NamedTuple):
    """One group of letters; sums in minor units. settled: letters of which everything demanded was received.

    received counts a payment once for each group, with the newest letter before it. cost: paper, postage and work.
    """

    name: str
    letters: int
    demanded: int
    received: int
    settled: int
    signed: int
    cost: int


def results(connection: Any, group: Group, costs: Costs, message_cost: int = 0, days: int = DAYS) -> list[Result]:
    """Return what the letters of every group brought in, in the order in which the groups began.

    By method text messages stand beside the letters, each part of one for message_cost (minor units); there a payment
    is counted with whichever came last before it.
    """
    contacts = dunning.all_contacts(connection)
    letters = [each for each in contacts if each.kind == LETTER]
    told = _messages(connection) if group == "method" else []
    deliveries: dict[int, list[Contact]] = {}
    for each in standing_deliveries(contacts):
        deliveries.setdefault(int(each.facts["letter"]), []).append(each)
    following, copies = _following([*letters, *told]), dunning.with_copy(connection)
    found: dict[str, list[Result]] = {}
    name_of = _names(group, deliveries)
    for letter in sorted([*letters, *told], key=lambda each: each.event_id):
        noted = deliveries.get(letter.event_id, ())
        received = _received(connection, letter, following.get(letter.event_id), days)
        demanded = sum(amount for _charge, amount in letter.facts["charges"])
        signed = any(each.facts["outcome"] == "signed" for each in noted)
        cost = _cost(letter, noted, costs, copied=letter.event_id in copies)
        if letter.kind != LETTER:
            cost = int(letter.facts["parts"]) * message_cost
        one = Result(name_of(letter), 1, demanded, received, int(received >= demanded), int(signed), cost)
        found.setdefault(one.name, []).append(one)
    return [_sum(name, several) for name, several in found.items()]


def _messages(connection: Any) -> list[Contact]:
    """The text messages about arrears of which something went out, in the shape of letters."""
    found: dict[int, Message] = {}
    for event in messages.since(connection, 0):
        take(found, event)
    return [
        Contact(each.id, SMS, each.day, each.at, "", None,
                {"unit": each.unit_id, "charges": each.charges, "parts": len(each.parts)})
        for each in found.values()
        if each.purpose == "arrears" and (each.by_file or any(part.state in _OUT for part in each.parts))
    ]  # fmt: skip


def _cost(letter: Contact, noted: Iterable[Contact], costs: Costs, *, copied: bool) -> int:
    printed = sheets(len(letter.facts["charges"])) * (COPY_SHARE if copied else 1)
    return paper(printed, costs) + sum(delivery(way, costs) for way in _ways(noted))


def _ways(noted: Iterable[Contact]) -> list[str]:
    """Every way somebody went; registered mail is posted once, whatever is noted of its number afterwards."""
    several = list(noted)
    mails = {each.facts["slip"] for each in several if each.facts["method"] == "registered"}
    return [str(each.facts["method"]) for each in several if each.facts["method"] != "registered"] + [
        "registered" for _slip in mails
    ]


def _names(group: Group, deliveries: dict[int, list[Contact]]) -> Callable[[Contact], str]:
    if group == "day":
        return lambda letter: letter.day
    if group == "method":
        return lambda letter: _method(letter, deliveries.get(letter.event_id, ()))
    return lambda letter: str(letter.facts[group])


def _method(letter: Contact, noted: Sequence[Contact]) -> str:
    """The way a letter was brought last, '' where nothing is noted; a message is a way of its own."""
    if letter.kind != LETTER:
        return SMS
    return str(noted[-1].facts["method"]) if noted else ""


def _following(letters: Iterable[Contact]) -> dict[int, int]:
    """The next letter to the same unit: what is received after it is counted with that one."""
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    for each in sorted(letters, key=lambda one: one.event_id):
        unit = int(each.facts["unit"])
        if unit in last:
            found[last[unit]] = each.event_id
        last[unit] = each.event_id
    return found


def _received(connection: Any, letter: Contact, before: int | None, days: int) -> int:
    last = (date.fromisoformat(letter.day) + timedelta(days=days)).isoformat()
    charges = [int(charge) for charge, _amount in letter.facts["charges"]]
    return dunning.received_on(connection, charges, letter.event_id, before, last)


def _sum(name: str, several: list[Result]) -> Result:
    return Result(name, *(sum(column) for column in zip(*(each[1:] for each in several), strict=True)))
