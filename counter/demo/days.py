"""The days of the sample: the till opened with its float, the queue served, the drawer counted, the day closed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

from counter.demo.estate import Household
from counter.demo.habits import Visit
from counter.demo.second_thoughts import think_again
from counter.demo.team import Team
from counter.demo.window import Window, visit_window
from counter.desk.check_codes import check_code, unchecked
from counter.desk.close_till import Closed, close_till
from counter.desk.count_till import record_count
from counter.desk.open_till import open_till
from counter.desk.people import Person
from counter.desk.take_payment import Paid
from counter.rules.cash import DENOMINATIONS_CNY, count_total
from db.books import Books
from db.queries.sample import drop_queued_prints

FLOAT = {10_000: 2, 5000: 2, 2000: 5, 1000: 8, 500: 2, 100: 10}
ZONE = timezone(timedelta(hours=8))
# How many of a hundred visits fall into each hour: mornings and late afternoons are busy.
_HOURS = ((8, 6), (9, 19), (10, 21), (11, 12), (13, 6), (14, 10), (15, 11), (16, 10), (17, 5))
_OFF_ONE_IN, _MISSING_ONE_IN = 40, 250
_NOTE = "sample"


class SampleClock:
    """A clock that stands where the sample's days put it."""

    def __init__(self, day: date) -> None:
        self.moment = datetime.combine(day, time(8), ZONE)

    def now(self) -> datetime:
        """Return the time in UTC."""
        return self.moment.astimezone(UTC)

    def today(self) -> date:
        """Return the local date of the sample's office."""
        return self.moment.date()

    def set(self, day: date, hour: int, minute: int = 0, second: int = 0) -> None:
        """Put the clock to a local time."""
        self.moment = datetime.combine(day, time(hour, minute, second), ZONE)


def live_day(
    books: Books, clock: SampleClock, window: Window, team: Team, day: date, visits: Sequence[Visit], seed: int
) -> Closed:
    """Live one office day from float to Z; every part is its own request, the queue is one transaction."""
    chance = Random(f"day-{seed}-{day.isoformat()}")
    clock.set(day, 8, 20 + chance.randrange(15))
    name = f"sample-{day.isoformat()}"
    window.arrivals.see(books, team.finance, [_known(window, visit) for visit in visits], day, seed)
    open_till(books, FLOAT, request_id=f"{name}-open", cashier=window.cashier, till=window.till)
    cash = count_total(FLOAT) + _serve(books, clock, window, day, visits, chance, f"{name}-queue", team.supervisor)
    clock.set(day, 17, 40 + chance.randrange(15))
    off = chance.randrange(-50, 51) * 10 if chance.randrange(_OFF_ONE_IN) == 0 else 0
    counts = pieces(cash + off)
    record_count(
        books, counts, request_id=f"{name}-count", cashier=window.cashier, till=window.till, office=window.office
    )
    closed = close_till(
        books, request_id=f"{name}-close", cashier=window.cashier, till=window.till, office=window.office,
        words=window.words,
    )  # fmt: skip
    with books.machine() as connection:
        drop_queued_prints(connection, _NOTE)
    return closed


def _known(window: Window, visit: Visit) -> tuple[Visit, Household, tuple[int, ...]]:
    household = window.households[visit.household]
    return visit, household, tuple(window.unit_ids[code] for code in household.units)


def _serve(
    books: Books, clock: SampleClock, window: Window, day: date, visits: Sequence[Visit], chance: Random, name: str,
    supervisor: Person,
) -> int:  # fmt: skip
    """Serve the queue and return the cash that came in, in minor units."""
    moments = sorted(_moment(day, chance) for _ in visits)
    done: list[tuple[Visit, Paid]] = []
    clock.moment = datetime.combine(day, time(8, 40), ZONE)
    with books.transaction(name, staff_id=window.cashier.staff_id, till=window.till) as tx:
        for visit, moment in zip(visits, moments, strict=True):
            tx.at = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            paid = visit_window(tx, window, visit, day, chance)
            if paid is not None:
                done.append(paid)
    clock.moment = moments[-1] if moments else clock.moment
    cash = sum(receipt.total for visit, paid in done if visit.tender == "cash" for receipt in paid.receipts)
    return cash - think_again(books, window, supervisor, done, chance)


def check_arrived(books: Books, clock: SampleClock, checker: Person, seed: int) -> int:
    """Look up what was paid to the static code so far; now and then one never arrived. Returns how many."""
    reader = books.reader()
    try:
        waiting = unchecked(reader.connection())
    finally:
        reader.close()
    for each in waiting:
        arrived = Random(f"arrived-{seed}-{each.event_id}").randrange(_MISSING_ONE_IN) != 0
        name = f"sample-check-{each.event_id}-{each.line}"
        check_code(books, each.event_id, each.line, arrived=arrived, request_id=name, checker=checker)
    return len(waiting)


def pieces(amount: int) -> dict[int, int]:
    """Return a sum in minor units as notes and coins, the largest first; it must be whole in the smallest of them."""
    counts = {}
    for denomination in DENOMINATIONS_CNY:
        counts[denomination], amount = divmod(amount, denomination)
    if amount:
        raise ValueError(f"{amount} is less than the smallest coin")
    return {denomination: number for denomination, number in counts.items() if number}


def _moment(day: date, chance: Random) -> datetime:
    hour = chance.choices([hour for hour, _ in _HOURS], [weight for _, weight in _HOURS])[0]
    least = 45 if hour == 8 else 0
    most = 29 if hour == 17 else 59
    return datetime.combine(day, time(hour, chance.randint(least, most), chance.randrange(60)), ZONE)
