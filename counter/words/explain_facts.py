"""A charge explained whole: what it is for, the working, what it rests on, the readings, whether it agrees."""

from datetime import date
from typing import Any, NamedTuple

from counter.words import dates, formats
from counter.words.explain_charge import Basis, why
from counter.words.words import Words


class Facts(NamedTuple):
    """What is worded: amounts in minor units, days as ISO texts; readings as (serial, kind, day, thousandths).

    earmarked: what was paid from balance kept for the fee item.
    """

    item: str
    unit: str
    period: str
    first: str
    last: str
    due: str
    amount: int
    settled: int
    ingredients: dict[str, Any]
    basis: tuple[str, str, str] | None
    readings: tuple[tuple[str, str, str, int], ...]
    agrees: bool | None
    earmarked: int = 0


class Told(NamedTuple):
    """The explanation: what the charge is for, the sum worked out, and remarks, a sentence each."""

    title: str
    calculation: str
    remarks: tuple[str, ...]


def told(facts: Facts, w: Words, currency: formats.Currency = formats.RENMINBI) -> Told:
    """Return a charge explained in one language."""
    basis = Basis(facts.basis[0], facts.basis[1], date.fromisoformat(facts.basis[2])) if facts.basis else None
    found = why(facts.amount, facts.ingredients, basis, w, currency)
    title = w("{unit}, {item} {period} ({first} to {last}): {amount}", unit=facts.unit, item=facts.item,
              period=facts.period, first=facts.first, last=facts.last,
              amount=formats.money_in_sentence(facts.amount, w, currency))  # fmt: skip
    taken_back = (w("takes back a charge that was billed before"),) if facts.ingredients.get("reversed") else ()
    due = w("due {day}, {open} of it open", day=facts.due,
            open=formats.money_in_sentence(facts.amount - facts.settled, w, currency))  # fmt: skip
    paid = formats.money_in_sentence(facts.earmarked, w, currency)
    kept = (w("{amount} of it was paid from balance kept for it", amount=paid),) if facts.earmarked else ()
    remarks = (*taken_back, *found.remarks, *_readings(facts, w), due, *kept, *_agrees(facts, w))
    return Told(title, found.calculation, remarks)


def _readings(facts: Facts, w: Words) -> tuple[str, ...]:
    return tuple(_reading(*each, w) for each in facts.readings)


def _reading(serial: str, kind: str, day: str, value: int, w: Words) -> str:
    shown, when = formats.scaled(value, 3, keep=0), dates.day(date.fromisoformat(day)) if day else ""
    if kind == "start":
        return w("meter {serial} put in on {day} at {reading}", serial=serial, day=when, reading=shown)
    if kind == "estimated":
        return w("meter {serial} estimated on {day}: {reading}", serial=serial, day=when, reading=shown)
    return w("meter {serial} read on {day}: {reading}", serial=serial, day=when, reading=shown)


def _agrees(facts: Facts, w: Words) -> tuple[str, ...]:
    if facts.agrees is None:
        return ()
    if facts.agrees:
        return (w("computed again from its ingredients: the same sum"),)
    return (w("computed again from its ingredients: ANOTHER sum; run the check of the books"),)
