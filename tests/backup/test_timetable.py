"""Jobs are done in time, whatever the clock does and whichever of them fails."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import schedule

from backup.timetable import Daily, Every, Job, Record, Timetable, is_owed, latest_time_of_day

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class World:
    """A computer's two clocks, and a record of what the jobs did."""

    def __init__(self) -> None:
        self.wall, self.monotonic = START, 1000.0
        self.successes: dict[str, datetime] = {}
        self.failures: list[str] = []
        self.done: list[str] = []
        self.broken: set[str] = set()

    def passes(self, time: timedelta) -> None:
        self.wall += time
        self.monotonic += time.total_seconds()

    def jumps(self, time: timedelta) -> None:
        """Somebody sets the clock."""
        self.wall += time

    def job(self, name: str, when: Every | Daily) -> Job:
        def work() -> None:
            if name in self.broken:
                raise RuntimeError(name)
            self.done.append(name)

        return Job(name, when, work)

    def table(self, *jobs: Job) -> Timetable:
        record = Record(
            self.successes.get,
            lambda name, at: self.successes.update({name: at}),
            lambda name, error: self.failures.append(f"{name}: {error}"),
        )
        return Timetable(jobs, record, lambda: self.wall, lambda: self.monotonic)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose wall clock the schedule library reads too."""
    made = World()

    class WallClock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return made.wall.astimezone().replace(tzinfo=None)

    fake = SimpleNamespace(datetime=WallClock, timedelta=timedelta, time=__import__("datetime").time)
    monkeypatch.setattr(schedule, "datetime", fake)
    return made


HOURLY = Every(60)


def test_what_fell_due_while_the_computer_was_off_is_done_at_the_start(world: World) -> None:
    world.successes = {"hourly": START - timedelta(minutes=61), "fresh": START - timedelta(minutes=59)}
    table = world.table(world.job("hourly", HOURLY), world.job("fresh", HOURLY), world.job("never", HOURLY))
    assert table.start() == ["hourly", "never"]
    assert world.successes["hourly"] == START
    assert table.tick() == []


def test_jobs_are_done_when_they_are_due(world: World) -> None:
    world.successes = {"hourly": START}
    table = world.table(world.job("hourly", HOURLY))
    table.start()
    world.passes(timedelta(minutes=59))
    assert table.tick() == []
    world.passes(timedelta(minutes=1))
    assert table.tick() == ["hourly"]
    assert table.tick() == []
    assert world.done == ["hourly"]
    assert table.next_due() == world.wall + timedelta(minutes=60)


def test_a_nightly_job_runs_at_its_local_time(world: World) -> None:
    at = (START.astimezone() + timedelta(hours=3)).strftime("%H:%M")
    world.successes = {"nightly": START}
    table = world.table(world.job("nightly", Daily(at)))
    table.start()
    assert table.next_due() == START + timedelta(hours=3)
    for _ in range(3):
        world.passes(timedelta(hours=1))
        table.tick()
    assert world.done == ["nightly"]


def test_a_job_that_raises_is_told_and_waits_for_its_next_time(world: World) -> None:
    world.successes = {"bad": START, "good": START}
    world.broken = {"bad"}
    table = world.table(world.job("bad", HOURLY), world.job("good", HOURLY))
    table.start()
    world.passes(timedelta(hours=1))
    assert table.tick() == ["bad", "good"]
    assert table.tick() == []
    assert world.failures == ["bad: bad"]
    assert world.done == ["good"]
    assert world.successes["bad"] == START
    world.broken.clear()
    world.passes(timedelta(hours=1))
    table.tick()
    assert world.done == ["good", "bad", "good"]


def test_a_clock_set_back_does_not_silence_the_jobs(world: World) -> None:
    world.successes = {"hourly": START}
    table = world.table(world.job("hourly", HOURLY))
    table.start()
    world.jumps(timedelta(days=-30))
    assert table.tick() == ["hourly"], "a success in the future proves nothing"
    for _ in range(3):
        world.passes(timedelta(hours=1))
        table.tick()
    assert len(world.done) == 4


def test_without_the_watch_a_clock_set_back_would_silence_them(world: World) -> None:
    """The fault is real: with the guard taken away nothing is done."""

    class Blind(Timetable):
        def _jumped(self) -> bool:
            return False

    world.successes = {"hourly": START}
    record = Record(world.successes.get, lambda name, at: None, lambda name, error: None)
    table = Blind([world.job("hourly", HOURLY)], record, lambda: world.wall, lambda: world.monotonic)
    table.start()
    world.jumps(timedelta(days=-30))
    for _ in range(3):
        world.passes(timedelta(hours=1))
        table.tick()
    assert world.done == []


def test_a_clock_set_forward_has_what_fell_due_done_once(world: World) -> None:
    world.successes = {"hourly": START}
    table = world.table(world.job("hourly", HOURLY))
    table.start()
    world.jumps(timedelta(days=3))
    assert table.tick() == ["hourly"]
    assert table.tick() == []
    assert table.next_due() == world.wall + timedelta(hours=1)


def test_small_corrections_of_the_clock_are_no_jump(world: World) -> None:
    world.successes = {"hourly": START}
    table = world.table(world.job("hourly", HOURLY))
    table.start()
    due = table.next_due()
    world.jumps(timedelta(seconds=30))
    assert table.tick() == []
    assert table.next_due() == due


def test_a_table_without_jobs_is_never_due(world: World) -> None:
    table = world.table()
    assert table.start() == []
    assert table.next_due() is None


def test_a_daily_job_is_owed_once_its_time_has_passed() -> None:
    now = datetime(2026, 11, 23, 12, 0).astimezone()
    assert latest_time_of_day("03:30", now) == now.replace(hour=3, minute=30)
    assert latest_time_of_day("23:30", now) == now.replace(day=22, hour=23, minute=30)
    assert is_owed(Daily("03:30"), now.replace(hour=3, minute=29), now)
    assert not is_owed(Daily("03:30"), now.replace(hour=3, minute=31), now)
    assert is_owed(Daily("03:30"), None, now)
