"""What letters and text messages about arrears brought in, against what they cost.

A payment counts once, with whatever arrived last before it and demanded that charge (counter/rules/attribution.py), so
the sums are the same by whatever they are grouped. What was taken back of a receipt was never received.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from counter.desk.deliver_letter import arrives, standing_deliveries
from counter.desk.sms_messages import Message, take
from counter.rules.attribution import Arrival, Demand, Payment, brought_in
from counter.rules.letter_cost import Costs, delivery, paper, sheets
from counter.rules.sms_queue import PartState
from db.queries import dunning, messages
from db.queries.dunning import Contact

DAYS = 30
WEEKS = ((0, 7), (8, 14), (15, 21), (22, DAYS))  # days after a letter arrived, first and last
Group = Literal["step", "segment", "method", "day"]
LETTER, SMS = "letter_sent", "sms"
_OUT = frozenset({PartState.SENT, PartState.DELIVERED, PartState.UNDELIVERED, PartState.UNKNOWN})
_THERE = frozenset({PartState.SENT, PartState.DELIVERED})
COPY_SHARE = 2  # sheets of a letter with a copy for the occupier, against one without


class Outcome(NamedTuple):
    """One letter or message and what it brought in; sums in minor units.

    method: the way by which it arrived, else the one tried last, '' where nothing is noted. brought: (days after it
    arrived, sum) of each payment. cost: paper, postage and work.
    """

    event: int
    step: str
    segment: str
    method: str
    day: str
    arrived: bool
    signed: bool
    demanded: int
    brought: tuple[tuple[int, int], ...]
    cost: int

    @property
    def received(self) -> int:
        """Return what it brought in, in minor units."""
        return sum(amount for _days, amount in self.brought)


class Results(NamedTuple):
    """Every letter and message in its order; otherwise: what else was received on their charges, in minor units."""

    outcomes: tuple[Outcome, ...]
    otherwise: int

    @property
    def received(self) -> int:
        """Return what all of them brought in, in minor units."""
        return sum(each.received for each in self.outcomes)


class Result(NamedTuple):
    """One group of letters; sums in minor units. settled: letters of which everything demanded was brought in."""

    name: str
    letters: int
    arrived: int
    demanded: int
    received: int
    settled: int
    signed: int
    cost: int


class Span(NamedTuple):
    """What came in so many days after letters arrived, and by then in all; sums in minor units."""

    first: int
    last: int
    letters: int
    received: int
    by_then: int


class _Sent(NamedTuple):
    """A letter or message before it is known what it brought in."""

    contact: Contact
    noted: Sequence[Contact]
    arrived: Arrival | None


def results(connection: Any, costs: Costs, message_cost: int = 0, days: int = DAYS) -> Results:
    """Return what every letter and text message brought in within so many days after it arrived.

    message_cost: of each part of a text message, in minor units.
    """
    sent = sorted([*_letters(connection), *_messages(connection)], key=lambda each: each.contact.event_id)
    demands = [Demand(each.contact.event_id, each.arrived, dict(each.contact.facts["charges"])) for each in sent]
    first = {charge: each.event for each in reversed(demands) for charge in each.charges}
    paid = [
        Payment(event, _number(day), charge, amount)
        for charge, event, day, amount in dunning.receipts_on(connection, sorted(first))
        if event > first[charge]
    ]
    brought: dict[int, list[tuple[int, int]]] = {}
    for each in brought_in(demands, paid, days):
        brought.setdefault(each.demand, []).append((each.days, each.amount))
    copies = dunning.with_copy(connection)
    found = tuple(_outcome(each, brought.get(each.contact.event_id, ()), costs, message_cost, copies) for each in sent)
    return Results(found, sum(each.amount for each in paid) - sum(each.received for each in found))


def of_day(found: Results, day: str) -> Results:
    """Return the letters of one day (ISO); what else was received on their charges is not told apart."""
    return Results(tuple(each for each in found.outcomes if each.day == day), 0)


def grouped(found: Results, group: Group) -> list[Result]:
    """Return the letters by what they have in common, in the order in which the groups began; days the newest first."""
    groups: dict[str, list[Result]] = {}
    for each in found.outcomes:
        name = SMS if each.method == SMS and group != "day" else str(getattr(each, group))
        whole = int(each.received >= each.demanded)
        one = Result(
            name, 1, int(each.arrived), each.demanded, each.received, whole, int(each.signed), each.cost
        )  # fmt: skip
        groups.setdefault(name, []).append(one)
    several = [_sum(name, members) for name, members in groups.items()]
    return several[::-1] if group == "day" else several


def by_days(found: Results) -> list[Span]:
    """Return what came in by how many days after the letters arrived."""
    spans, by_then = list[Span](), 0
    for first, last in WEEKS:
        within = [[amount for days, amount in each.brought if first <= days <= last] for each in found.outcomes]
        received = sum(sum(each) for each in within)
        by_then += received
        spans.append(Span(first, last, sum(bool(each) for each in within), received, by_then))
    return spans


def _letters(connection: Any) -> list[_Sent]:
    contacts = dunning.all_contacts(connection)
    deliveries: dict[int, list[Contact]] = {}
    for each in standing_deliveries(contacts):
        deliveries.setdefault(int(each.facts["letter"]), []).append(each)
    return [
        _Sent(each, noted := deliveries.get(each.event_id, []), _first_arrival(noted))
        for each in contacts
        if each.kind == LETTER
    ]


def _first_arrival(noted: Iterable[Contact]) -> Arrival | None:
    there = [Arrival(_number(each.facts["on"]), each.event_id) for each in noted if arrives(each.facts)]
    return min(there, default=None)


def _messages(connection: Any) -> list[_Sent]:
    """The text messages about arrears of which something went out, in the shape of letters."""
    found: dict[int, Message] = {}
    arrived: dict[int, Arrival] = {}
    for event in messages.since(connection, 0):
        take(found, event)
        message = found.get(event.facts.get("message", 0))
        if message is not None and {part.state for part in message.parts} <= _THERE:
            arrived.setdefault(message.id, Arrival(_number(event.day), event.event_id))
        elif message is not None:
            arrived.pop(message.id, None)
    return [
        _Sent(
            Contact(each.id, SMS, each.day, each.at, "", None,
                    {"unit": each.unit_id, "charges": each.charges, "parts": len(each.parts)}),
            (), arrived.get(each.id),
        )
        for each in found.values()
        if each.purpose == "arrears" and (each.by_file or any(part.state in _OUT for part in each.parts))
    ]  # fmt: skip


def _outcome(
    sent: _Sent, brought: Sequence[tuple[int, int]], costs: Costs, message_cost: int, copies: frozenset[int]
) -> Outcome:
    letter, noted = sent.contact, sent.noted
    facts, demanded = letter.facts, sum(amount for _charge, amount in letter.facts["charges"])
    signed = any(each.facts["outcome"] == "signed" for each in noted)
    if letter.kind == SMS:
        cost = int(facts["parts"]) * message_cost
        step, segment, method = SMS, SMS, SMS
    else:
        cost = _cost(letter, noted, costs, copied=letter.event_id in copies)
        step, segment, method = str(facts["step"]), str(facts["segment"]), _method(sent)
    return Outcome(
        letter.event_id, step, segment, method, letter.day, sent.arrived is not None, signed, demanded, tuple(brought),
        cost,
    )  # fmt: skip


def _method(sent: _Sent) -> str:
    """The way by which a letter arrived first, else the one tried last, '' where nothing is noted."""
    by_event = {each.event_id: str(each.facts["method"]) for each in sent.noted}
    if sent.arrived is not None:
        return by_event[sent.arrived.event]
    return next(reversed(by_event.values()), "")


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


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _sum(name: str, several: list[Result]) -> Result:
    return Result(name, *(sum(column) for column in zip(*(each[1:] for each in several), strict=True)))
