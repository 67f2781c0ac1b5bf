"""Making the sample estate: books founded, estate imported, years of bills and payments, all through desk and books."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

from counter.demo.arrivals import Arrivals, see_a_stranger
from counter.demo.cases import Cases
from counter.demo.cash_away import take_cash_away
from counter.demo.charging import bill_of_quarter, found_items, put_meters_in, read_and_bill_water
from counter.demo.circumstances import Dunners
from counter.demo.days import SampleClock, check_arrived, live_day
from counter.demo.dunning import dun, plan_of
from counter.demo.estate import sample_estate
from counter.demo.habits import office_days, visits
from counter.demo.team import PracticeKind, Team, found_sample
from counter.demo.window import Slips, Window
from counter.desk.close_till import Closed
from counter.desk.import_estate import import_estate
from counter.desk.long_work import Cancel, Progress, never, no_progress, stop_if
from counter.desk.office import load_office
from counter.desk.preview_bills import preview
from counter.desk.run_bills import run
from counter.platform.folders import Home
from counter.rules.periods import DAY, Period, month_of
from counter.words import Words
from db.books import Books, ClockVerdict
from db.queries import registers
from db.queries.sample import Size, size, write_without_syncs
from db.store import open_books

TILL = 1
# Counted from the last office day: when money came in that nobody has claimed yet.
_STRANGERS = (-3, -12)
# How many days before the last one nobody receives slips any more, and no bag goes to the bank.
_CASH_WAITS, _BAGS_WAIT = 3, 10
PROGRAM = "sample"


class SampleExists(Exception):
    """There are books in this folder already; the sample never touches them."""

    code = "sample_exists"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class Sample(NamedTuple):
    """What was made; size holds the counts and the chain's head, the same for the same seed, size and last day."""

    first_day: date
    last_day: date
    size: Size


class _Life(NamedTuple):
    """Everything the days of a sample need."""

    books: Books
    clock: SampleClock
    window: Window
    team: Team
    seed: int
    first: date


def make_sample(
    home: Home, units: int = 1200, years: int = 3, seed: int = 1, *, last_day: date | None = None,
    progress: Progress = no_progress, cancel: Cancel = never,
    after_close: Callable[[Books, Closed], None] | None = None, kind: PracticeKind = "sample",
) -> Sample:  # fmt: skip
    """Make books of an estate of so many flats, with so many years of history up to a last day (yesterday if None).

    progress: office days done and all. after_close: called after each day's Z, for journals and copies. kind:
    what the books and their papers are marked as. What is unfinished is removed. Raises SampleExists, Cancelled.
    """
    if home.books.exists():
        raise SampleExists(home.books)
    last = last_day or date.today() - DAY
    first = _first_day(last, years)
    part = home.books.with_name(f"making-{home.books.name}")
    _remove(part)
    salt = Random(f"salt-{seed}")
    clock = SampleClock(first)
    books = open_books(part, clock, _believe, PROGRAM, salt=lambda: f"{salt.getrandbits(64):016x}")
    try:
        write_without_syncs(books.database.connection())
        estate = sample_estate(units, first, seed)
        team = found_sample(books, f"{kind}-{units}-{seed}", seed, kind)
        found_items(books, first, team.manager)
        import_estate(books, estate.file, request_id="sample-import", staff=team.manager)
        put_meters_in(books, first, team.manager, seed)
        window = Window(
            team.cashier, TILL, load_office(books.database.connection(), first.isoformat()), Words.load("zh_CN"),
            {unit.code: unit.id for unit in registers.units(books.database.connection())}, estate.households, Slips(),
            Arrivals(), {n for n, each in enumerate(estate.households) if each.units[0] in estate.savers},
        )  # fmt: skip
        _live(_Life(books, clock, window, team, seed, first), first, last, progress, cancel, after_close)
        made = Sample(first, last, size(books.database.connection()))
    except BaseException:
        books.close()
        _remove(part)
        raise
    books.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(home.books)
    _remove(part)
    return made


def _live(
    life: _Life, first: date, last: date, progress: Progress, cancel: Cancel,
    after_close: Callable[[Books, Closed], None] | None,
) -> None:  # fmt: skip
    days = office_days(first, last)
    queues = visits(life.window.households, first, last, life.seed)
    strangers = {days[place] for place in _STRANGERS if place + len(days) >= 0}
    plan, dunners = plan_of(days), Dunners(life.team.manager, life.team.finance, life.team.supervisor)
    billed: set[Period] = set()
    cases = Cases(life.books, life.clock, life.window, life.team, life.seed)
    closed: Closed | None = None
    for done, day in enumerate(days):
        stop_if(cancel)
        progress(done, len(days))
        month = month_of(day)
        if month not in billed:
            billed.add(month)
            _bill(life, day, month)
        if day in strangers:
            life.clock.set(day, 8, 10)
            see_a_stranger(life.books, life.team.finance, day, life.seed)
        life.clock.set(day, 8, 12)
        dun(life.books, dunners, plan, day, life.window.words, life.seed)
        # The slips and the cash of the last days wait for the person.
        if closed is not None and (last - day).days > _CASH_WAITS:
            life.clock.set(day, 8, 15)
            take_cash_away(life.books, life.window, life.team, day, closed, bags=(last - day).days > _BAGS_WAIT)
        cases.live(day, len(days) - done)
        closed = live_day(life.books, life.clock, life.window, life.team, day, queues.get(day, []), life.seed)
        if after_close is not None:
            after_close(life.books, closed)
        # What came in through the static code is looked up on Saturdays; the last week waits for the person.
        if day.weekday() == 5 and (last - day).days > 7:
            check_arrived(life.books, life.clock, life.team.finance, life.seed)
        life.books.tidy()
    progress(len(days), len(days))


def _bill(life: _Life, day: date, month: Period) -> None:
    life.clock.set(day, 8)
    bill_of_quarter(life.books, month, life.team.manager, life.seed)
    shown = preview(life.books.database.connection(), [month.label])
    run(life.books, shown, request_id=f"sample-bill-{month.label}", staff=life.team.manager)
    before = month_of(month.first - DAY)
    if before.first >= life.first:
        read_and_bill_water(life.books, before, life.team.manager, life.seed)


def _first_day(last: date, years: int) -> date:
    """The first day of the history: whole months, the month of the last day being the newest."""
    return month_of(date(last.year - years, last.month, 1)).next().first


def _believe(last: datetime, now: datetime) -> ClockVerdict:
    """The sample's clock stands where its days put it, Sundays and holidays left out."""
    return "ok"


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
