"""A whole till day at the real desk, recorded as its disk sees it: opened, some twenty payments, counted, closed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from counter.desk.void_receipt import void_receipt
from tests.desk.office import CASHIER, EVEN, FUNDED, ODD, SUPERVISOR, THIRD, Desk, HandClock, card, code, desk_at
from tests.desk.shift import dropped, paid_in
from tests.faults.disk_shim import watched_disk
from tests.faults.power import Link, Recording

Act = Callable[[Desk], object]


def oldest(unit: int, **more: object) -> Act:
    """Pay a flat's oldest charge alone."""
    return lambda desk: desk.pay(unit, chosen=desk.charges(unit)[:1], **more)


def part(unit: int, amount: int) -> Act:
    """Pay a part of a flat's oldest charge."""
    return lambda desk: desk.pay(unit, chosen=desk.charges(unit)[:1], pay_now=amount)


def by_card(unit: int, voucher: str) -> Act:
    def act(desk: Desk) -> None:
        lines = desk.charges(unit)[:1]
        desk.pay(unit, chosen=lines, tenders=(card(lines[0].open, voucher),))

    return act


def by_code(unit: int, tail: str) -> Act:
    def act(desk: Desk) -> None:
        lines = desk.charges(unit)[:1]
        desk.pay(unit, chosen=lines, tenders=(code(lines[0].open, tail),))

    return act


def deposited(unit: int, amount: int) -> Act:
    """Leave money with the office for later."""
    return lambda desk: desk.pay(unit, chosen=(), to_balance=amount)


def void_newest(desk: Desk) -> None:
    (newest,) = desk.connection.execute("SELECT max(id) FROM receipt").fetchone()
    void_receipt(
        desk.books, newest, "wrong flat", request_id=desk.request(), requester=CASHIER, till=1, approver=SUPERVISOR
    )


def tidy(desk: Desk) -> None:
    """The idle moment in which the log is moved into the database."""
    desk.books.tidy(after=1)


PAYMENTS: tuple[Act, ...] = (
    oldest(EVEN), part(ODD, 5000), by_card(THIRD, "000001"), by_card(FUNDED, "000002"), by_code(EVEN, "111111"),
    oldest(ODD), oldest(THIRD), by_code(FUNDED, "222222"), by_card(FUNDED, "000003"), by_card(ODD, "000004"),
    oldest(EVEN), part(THIRD, 7700), oldest(THIRD), by_card(FUNDED, "000005"), part(ODD, 100),
    by_card(FUNDED, "000006"), oldest(ODD), deposited(EVEN, 3000), by_code(FUNDED, "333333"), deposited(ODD, 150),
)  # fmt: skip


def acts() -> Iterator[Act]:
    """The day, with a void and the cash that moves besides, and two idle moments."""
    yield lambda desk: desk.open()
    yield from PAYMENTS[:5]
    yield void_newest
    yield tidy
    yield from PAYMENTS[5:12]
    yield lambda desk: dropped(desk, {10_000: 2})
    yield tidy
    yield from PAYMENTS[12:]
    yield lambda desk: paid_in(desk, 5000)
    yield lambda desk: desk.count_drawer(desk.account("till_cash"))
    yield lambda desk: desk.close_counted()


def newest(desk: Desk) -> Link:
    found: Link = desk.connection.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return found


def record_day(whole: Path, folder: Path, *, synchronous: str = "FULL") -> Recording:
    """Work the day on a copy of closed books; every act that returned is told as saved.

    synchronous: another setting than the product's, to see what it would cost.
    """
    folder.mkdir()
    path = Path(shutil.copy(whole, folder / whole.name))
    recording = Recording({path.name: path.read_bytes()})
    with watched_disk(recording.watch):
        desk = desk_at(path, HandClock())
        try:
            desk.connection.execute(f"PRAGMA synchronous = {synchronous}")
            for act in (lambda desk: None, *acts()):
                desk.clock.wait(seconds=30)
                act(desk)
                recording.tell(newest(desk))
        finally:
            desk.books.close()
    return recording
