"""What letters brought in, against what they cost: received on the charges of each within so many days after it."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from counter.rules.letter_cost import Costs, delivery, paper, sheets
from db.queries import dunning
from db.queries.dunning import Contact

DAYS = 30
Group = Literal["step", "segment", "method", "day"]
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


def results(connection: Any, group: Group, costs: Costs, days: int = DAYS) -> list[Result]:
    """Return what the letters of every group brought in, in the order in which the groups began."""
    contacts = dunning.all_contacts(connection)
    letters = [each for each in contacts if each.kind == "letter_sent"]
    deliveries: dict[int, list[Contact]] = {}
    for each in contacts:
        if each.kind == "letter_delivered":
            deliveries.setdefault(int(each.facts["letter"]), []).append(each)
    following, copies = _following(letters), dunning.with_copy(connection)
    found: dict[str, list[Result]] = {}
    name_of = _names(group, deliveries)
    for letter in sorted(letters, key=lambda each: each.event_id):
        name, received = name_of(letter), _received(connection, letter, following.get(letter.event_id), days)
        demanded = sum(amount for _charge, amount in letter.facts["charges"])
        signed = any(each.facts["outcome"] == "signed" for each in deliveries.get(letter.event_id, ()))
        ways = _ways(deliveries.get(letter.event_id, ()))
        printed = sheets(len(letter.facts["charges"])) * (COPY_SHARE if letter.event_id in copies else 1)
        cost = paper(printed, costs) + sum(delivery(way, costs) for way in ways)
        one = Result(name, 1, demanded, received, int(received >= demanded), int(signed), cost)
        found.setdefault(name, []).append(one)
    return [_sum(name, several) for name, several in found.items()]


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
        return lambda letter: (
            str(deliveries[letter.event_id][-1].facts["method"]) if letter.event_id in deliveries else ""
        )
    return lambda letter: str(letter.facts[group])


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
