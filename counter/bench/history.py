"""Years of valid history for the scratch books, made fast: real bill runs and Zs, payments posted without their rules.

Every event goes through the books, so that the chain, the sums and the open items are those of real years.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from counter.bench.office import FIRST_DAY, FLOAT, MANAGER, TILL, Desk, open_day
from counter.desk.close_till import Closed, close_till
from counter.desk.count_till import record_count
from counter.desk.preview_bills import preview
from counter.desk.run_bills import run
from counter.rules.cash import count_total
from counter.rules.periods import Period, month_of
from db import papers
from db.books import Tx
from db.queries.sample import drop_queued_prints, write_without_syncs
from db.rows import Allocation, Charge, Posting, Receipt, Tender

_DAYS_A_MONTH = 25


class Grown(NamedTuple):
    """What was made: payments posted, the month that is billed but not yet paid, and its charges by flat."""

    payments: int
    open_month: Period
    owed: dict[int, tuple[Charge, ...]]


def grow(desk: Desk, payments: int, paper: str) -> Grown:
    """Bill month after month and let every flat pay its three charges, until there are so many payments.

    paper: the content of every receipt's paper. One more month is billed and left open. Nothing is synced meanwhile.
    """
    write_without_syncs(desk.connection)
    month, done = month_of(FIRST_DAY), 0
    while done < payments:
        owed = _owed(bill(desk, month))
        paid = list(owed.values())[: payments - done]
        a_day = -(-len(paid) // _DAYS_A_MONTH)
        for number, start in enumerate(range(0, len(paid), a_day)):
            live(desk, month.first + timedelta(days=number), paid[start : start + a_day], paper)
        done, month = done + len(paid), month.next()
    return Grown(done, month, _owed(bill(desk, month)))


def bill(desk: Desk, month: Period) -> tuple[Charge, ...]:
    """Post the bill run of a month and return its charges."""
    desk.clock.set(month.first, 7)
    shown = preview(desk.connection, [month.label], compare=False)
    run(desk.books, shown, request_id=f"bench-bill-{month.label}", staff=MANAGER)
    return shown.charges


def _owed(charges: Iterable[Charge]) -> dict[int, tuple[Charge, ...]]:
    by_unit: dict[int, tuple[Charge, ...]] = {}
    for charge in charges:
        by_unit[charge.unit_id] = (*by_unit.get(charge.unit_id, ()), charge)
    return by_unit


def live(desk: Desk, day: date, queue: Iterable[Sequence[Charge]], paper: str) -> Closed:
    """Live one day from its float to its Z; the queue pays in cash, and no paper is left to be printed."""
    name = f"bench-{day.isoformat()}"
    open_day(desk, day, name)
    cash = count_total(FLOAT)
    with desk.books.transaction(f"{name}-queue", staff_id=MANAGER.staff_id, till=TILL) as tx:
        for charges in queue:
            cash += pay_fast(tx, charges, paper)
    closed = end_day(desk, name, cash)
    with desk.books.machine() as connection:
        drop_queued_prints(connection, "bench")
    return closed


def end_day(desk: Desk, name: str, cash: int) -> Closed:
    """Count so much cash (minor units) and close the till."""
    record_count(desk.books, {1: cash}, request_id=f"{name}-count", cashier=MANAGER, till=TILL, office=desk.office)
    return close_till(
        desk.books, request_id=f"{name}-close", cashier=MANAGER, till=TILL, office=desk.office, words=desk.words
    )


def pay_fast(tx: Tx, charges: Sequence[Charge], paper: str) -> int:
    """Post a payment of whole charges of one flat in cash, with its receipt and paper; returns its sum."""
    total, unit_id = sum(charge.amount for charge in charges), charges[0].unit_id
    series = f"R{tx.day[:4]}"
    receipt = Receipt(tx.next_id("receipt"), series, tx.take_number(series), "operating", unit_id, unit_id, total)
    facts = {"units": [unit_id], "received": total, "change": 0, "to_balance": 0, "rounding": 0, "ahead": []}
    event = tx.post(
        "payment",
        facts,
        [
            receipt,
            Tender("cash", total, None, "{}"),
            *(Allocation(charge.id, charge.amount, receipt.id) for charge in charges),
            Posting("operating", "till_cash", total, tender="cash"),
            *(
                Posting("operating", "receivable", -c.amount, c.unit_id, c.item_id, c.period, c.id) for c in charges
            ),
        ],
    )  # fmt: skip
    papers.enqueue(tx, "receipt", paper, receipt_id=receipt.id, event_id=event.id)
    return total
