"""Arrears of the sample: a letter a month to those who owe longest, what became of each, calls, promises, bad debt."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from counter.demo.circumstances import Circumstances, Dunners, plain
from counter.desk.deliver_letter import Delivery, deliver_letter
from counter.desk.letter_settings import load_letter_settings
from counter.desk.letters import preview, send_letters
from counter.desk.note_contact import note_call
from counter.desk.office import load_office
from counter.desk.owing import Owing, owing_units
from counter.desk.payment_order import Chosen
from counter.desk.promises import promise_to_pay
from counter.desk.write_off import write_off
from counter.rules.periods import month_of
from counter.words import Words
from db.books import Books
from db.queries import dunning

LETTERS_A_MONTH = 40
_MONTHS, _SENT_FROM = 6, 18  # campaigns before the last month, and the day of the month from which one is sent
_DELIVERED_AFTER, _CALLS_BEFORE, _OLD_A_DAY = 4, 12, 3
# Of a hundred letters: how each is delivered, and what comes of it; the rest is not noted.
_WAYS: tuple[tuple[str, str, int], ...] = (
    ("by_hand", "signed", 46), ("by_hand", "not_met", 12), ("by_hand", "refused", 4), ("box", "left", 14),
    ("registered", "signed", 12), ("registered", "returned", 4),
)  # fmt: skip
_CALLS = (("will_pay", 30), ("no_answer", 35), ("refuses", 12), ("asks_back", 18), ("wrong_number", 5))


class Plan(NamedTuple):
    """On which office days what is done."""

    letters: frozenset[date]
    deliveries: frozenset[date]
    calls: frozenset[date]
    marks: date | None
    end: date | None


def plan_of(days: Sequence[date]) -> Plan:
    """Return what is done on which of the office days: the newest month is left to whoever looks at the sample."""
    last = month_of(days[-1])
    sent = []
    for place, day in enumerate(days):
        months = (last.first.year - day.year) * 12 + last.first.month - day.month
        before = days[place - 1] if place else None
        first_of_month = before is None or before.month != day.month or before.day < _SENT_FROM
        if 1 <= months <= _MONTHS and day.day >= _SENT_FROM and first_of_month:
            sent.append(place)
    delivered = [place + _DELIVERED_AFTER for place in sent if place + _DELIVERED_AFTER < len(days)]
    calls = days[-_CALLS_BEFORE - 3 : -3]
    marks = days[sent[0] - 1] if sent and sent[0] else None
    return Plan(
        frozenset(days[each] for each in sent), frozenset(days[each] for each in delivered), frozenset(calls), marks,
        days[-_CALLS_BEFORE] if sent else None,
    )  # fmt: skip


def dun(books: Books, who: Dunners, plan: Plan, day: date, words: Words, seed: int) -> None:
    """Do what a day's plan says, before the window opens; a day without a plan costs nothing."""
    circumstances = Circumstances(books, who, day, words, seed)
    if day == plan.marks:
        circumstances.come_up(longest(books.database.connection(), day))
    if day in plan.letters:
        _write(books, who, day, words)
    if day in plan.deliveries:
        _deliver(books, who, day, seed)
        circumstances.go_on(longest(books.database.connection(), day))
    if day in plan.calls:
        owing = longest(books.database.connection(), day)
        circumstances.call_the_old(owing, _OLD_A_DAY)
        _call(books, who, day, seed, owing)
    if day == plan.end:
        _give_up(books, who, day)
        circumstances.change(longest(books.database.connection(), day))


def longest(connection: Any, day: date) -> list[Owing]:
    """Return those who owe longest, the first of whom the office gives up at the end."""
    found = owing_units(connection, day, load_letter_settings(connection, day.isoformat()))
    return sorted((each for each in found if each.debtor.overdue), key=lambda each: (-each.debtor.days, each.unit.id))


def _write(books: Books, who: Dunners, day: date, words: Words) -> None:
    connection = books.database.connection()
    units = {each.unit.id for each in longest(connection, day)[:LETTERS_A_MONTH]}
    office, settings = load_office(connection, day.isoformat()), load_letter_settings(connection, day.isoformat())
    campaign = preview(connection, day, office, settings, words, units=units)
    name = f"sample-letters-{day.isoformat()}"
    if campaign.letters:
        send_letters(books, campaign, request_id=name, staff=who.finance, words=words)


def _deliver(books: Books, who: Dunners, day: date, seed: int) -> None:
    contacts = dunning.all_contacts(books.database.connection())
    noted = {int(each.facts["letter"]) for each in contacts if each.kind == "letter_delivered"}
    since = (day - timedelta(days=2 * _DELIVERED_AFTER)).isoformat()
    for letter in contacts:
        if letter.kind != "letter_sent" or letter.event_id in noted or letter.day < since:
            continue
        chance = Random(f"delivery-{seed}-{letter.event_id}")
        method, outcome = _pick(chance)
        if method:
            slip = f"XA{chance.randrange(10**9):09d}44" if method == "registered" else ""
            delivery = Delivery(
                letter.event_id, method, outcome, day, slip, "owner" if outcome == "signed" else "",
                who.finance.staff_id,
            )  # fmt: skip
            deliver_letter(books, delivery, request_id=f"sample-delivery-{letter.event_id}", staff=who.supervisor)


def _pick(chance: Random) -> tuple[str, str]:
    place = chance.randrange(100)
    for method, outcome, share in _WAYS:
        if place < share:
            return method, outcome
        place -= share
    return "", ""


def _call(books: Books, who: Dunners, day: date, seed: int, owing: Sequence[Owing]) -> None:
    """Two calls a day; whoever will pay says until when and how much, and the books say what became of it."""
    chance = Random(f"calls-{seed}-{day.isoformat()}")
    units = [each for each in owing if plain(each)]
    for found in chance.sample(units[1:LETTERS_A_MONTH], min(2, max(0, len(units) - 1))):
        outcome = chance.choices([each for each, _ in _CALLS], [share for _, share in _CALLS])[0]
        name = f"sample-call-{day.isoformat()}-{found.unit.id}"
        following = None if outcome == "wrong_number" else day + timedelta(days=chance.randrange(3, 20))
        note_call(books, found.unit.id, outcome, request_id=name, staff=who.supervisor, next_call=following)
        if outcome == "will_pay":
            until, amount = day + timedelta(days=chance.randrange(4, 24)), min(50_000, found.debtor.overdue)
            promise_to_pay(books, found.unit.id, amount, until, request_id=f"{name}-p", staff=who.supervisor,
                           signed=chance.randrange(3) == 0)  # fmt: skip


def _give_up(books: Books, who: Dunners, day: date) -> None:
    """Two months of somebody who went away are written off."""
    found = next((each for each in longest(books.database.connection(), day) if not each.frozen), None)
    lost = [each for each in found.lines if each.fund == "operating"][:2] if found else []
    if found is not None and lost:
        write_off(
            books, found.unit.id, [Chosen(each.charge_id, each.open) for each in lost], "业主下落不明，无法追收",
            request_id="sample-write-off", staff=who.finance, approver=who.manager,
        )  # fmt: skip
