"""W2: payments at the window, each its own durable commit, and what years of history do to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from counter.bench.figures import Figure, Sample, clock, seconds
from counter.bench.floors.books import bare, checkpoint, copy_books, leave, rows_of_payment, same_rows
from counter.bench.office import FIRST_DAY, MANAGER, TILL, Desk, open_day, opened
from counter.bench.shelf import Shelf
from counter.desk.payment_order import Chosen, PaymentOrder
from counter.desk.take_payment import Paid, take_payment
from counter.desk.tenders import TenderIn
from counter.rules.tender import TenderKind
from db.queries.accounts import open_charges

GOAL, TAIL_GOAL, HISTORY_GOAL = 1.5, 3.0, 1.15
BLOCK = 20  # commits between two idle checkpoints, as in the window
_NOTE = 10_000


class Payment(NamedTuple):
    """A payment that was made, and the seconds it took."""

    paid: Paid
    seconds: float


def pay(desk: Desk, unit_id: int) -> Payment:
    """Settle the three oldest charges of a flat in cash with change; what the screen read before is not measured."""
    charges = open_charges(desk.connection, (unit_id,))[:3]
    total = sum(charge.open for charge in charges)
    order = PaymentOrder(
        unit_ids=(unit_id,),
        chosen=tuple(Chosen(charge.charge_id, charge.open) for charge in charges),
        pay_now=total,
        tenders=(TenderIn(TenderKind.CASH, total),),
        received_cash=-(-total // _NOTE) * _NOTE,
        payer_id=unit_id,
        payer_name="欧阳娜娜",
    )
    begun = clock()
    paid = take_payment(
        desk.books, order, request_id=f"bench-pay-{unit_id}", cashier=MANAGER, till=TILL, office=desk.office,
        words=desk.words,
    )  # fmt: skip
    return Payment(paid, clock() - begun)


def payments(shelf: Shelf) -> Iterator[Figure]:
    """Pay flat after flat; after each payment the floor leaves the same rows, so that both meet the same disk."""
    count = shelf.scale.payments
    path = shelf.estate("payments", count, count, billed=True)
    with opened(path) as desk:
        open_day(desk, FIRST_DAY + timedelta(days=1), "bench-w2")
    ours: list[float] = []
    floors: list[float] = []
    with bare(copy_books(path, shelf.folder / "payments-floor.sqlite")) as floor, opened(path) as desk:
        desk.clock.set(FIRST_DAY + timedelta(days=1), 9)
        for unit_id in range(1, count + 1):
            made = pay(desk, unit_id)
            left = rows_of_payment(desk.connection, made.paid.receipts[0].event_id)
            floors.append(seconds(partial(leave, floor, left)))
            ours.append(made.seconds)
            if unit_id % BLOCK == 0:
                desk.books.tidy()
                checkpoint(floor)
        if not same_rows(desk.connection, floor):
            raise AssertionError("both sides must leave the same rows")
    size, mine = f"{count:,} payments of three charges", Sample(tuple(ours))
    yield Figure("W2", "a payment, in the books and worded", size, mine, Sample(tuple(floors)), GOAL)
    yield Figure("W2", "its p99 beside its own median", size, Sample((mine.p99,)), Sample((mine.median,)), TAIL_GOAL)


def payments_on_history(shelf: Shelf) -> Iterator[Figure]:
    """Pay on books of many years and on young ones, in turn."""
    scale = shelf.scale
    with _ready(shelf, scale.history) as old, _ready(shelf, scale.short_history) as young:
        samples: tuple[list[float], list[float]] = ([], [])
        for start in range(1, scale.history_payments + 1, BLOCK):
            for desk, taken in zip((old, young), samples, strict=True):
                taken += [pay(desk, u).seconds for u in range(start, min(start + BLOCK, scale.history_payments + 1))]
                desk.books.tidy()
    size = f"{scale.history:,} payments of history beside {scale.short_history:,}"
    yield Figure(
        "W2g", "a payment on old books", size, Sample(tuple(samples[0])), Sample(tuple(samples[1])), HISTORY_GOAL
    )


@contextmanager
def _ready(shelf: Shelf, payments_before: int) -> Iterator[Desk]:
    """Open a copy of books with a history, the till open and a month billed that nobody has paid."""
    path, grown = shelf.history(payments_before)
    day = grown.open_month.first
    with opened(copy_books(path, shelf.folder / f"grown-{payments_before}.sqlite"), day) as desk:
        open_day(desk, day, "bench-w2g")
        yield desk
