"""The timetable of an open window: restore points every hour, made up for after a night off, and remembered."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import schedule

from backup.snapshot import head_in_name, look_inside, snapshots_in
from backup.timetable import Every, Job
from counter.desk.close_steps import Folders
from counter.desk.timed_copies import RESTORE_POINT, timed_jobs
from counter.wiring.timed_work import TimedWork
from db.faults import DiskFull
from db.queries import copies, tills
from tests.desk.office import Desk
from tests.presenters.units_office import open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")


class Window:
    """The timetable as a window has it, with both of the computer's clocks by hand."""

    def __init__(self, office: Desk, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
        import datetime as real

        clock = office.clock

        class WallClock(real.datetime):
            @classmethod
            def now(cls, tz: object = None) -> real.datetime:  # type: ignore[override]
                return clock.moment.astimezone().replace(tzinfo=None)

        fake = SimpleNamespace(datetime=WallClock, timedelta=real.timedelta, time=real.time)
        monkeypatch.setattr(schedule, "datetime", fake)
        self.office, self.folders = office, folders
        self.monotonic = 500.0
        self.logged: list[Exception] = []
        self.open()

    def open(self, *more: Job) -> None:
        """Open the window (again)."""
        point, *_proving = timed_jobs(self.office.books, self.folders.snapshots)
        jobs = (
            point,
            *more,
        )  # how copies are proved again has tests of its own: tests/desk/test_desk_proving_copies.py
        self.work = TimedWork(self.office.books, jobs, self._log, self.office.clock.now, lambda: self.monotonic)

    def passes(self, **time: int) -> list[str]:
        self.office.clock.wait(**time)
        self.monotonic += timedelta(**time).total_seconds()
        return self.work.step()

    @property
    def points(self) -> list[Path]:
        return snapshots_in(self.folders.snapshots)

    def _log(self, error: Exception) -> str:
        self.logged.append(error)
        return "E1123-ABCD"


@pytest.fixture
def window(office: Desk, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Window:
    return Window(office, folders, monkeypatch)


def test_a_window_takes_a_restore_point_when_it_opens_and_every_hour(window: Window) -> None:
    assert window.work.step() == [RESTORE_POINT]
    window.office.pay(1)
    assert window.passes(minutes=59) == []
    assert window.passes(minutes=1) == [RESTORE_POINT]
    assert len(window.points) == 2
    head = tills.head(window.office.connection)
    held = look_inside(window.points[0])
    assert (held.head_event, held.head_hash) == head
    (facts,) = window.work.facts()
    assert facts.record.last_success == window.office.clock.now()
    assert facts.due == window.office.clock.now() + timedelta(hours=1)


def test_what_fell_due_while_the_computer_was_off_is_made_up_for(window: Window) -> None:
    window.work.step()
    window.office.pay(1)
    window.passes(hours=13)
    window.office.pay(2)
    before = len(window.points)
    window.open()
    assert window.passes(minutes=10) == [], "the last one is younger than an hour"
    window.open()
    assert window.passes(hours=12) == [RESTORE_POINT]
    assert len(window.points) == before + 1


def test_idle_hours_do_not_push_out_the_restore_points_of_busy_ones(window: Window) -> None:
    window.work.step()
    for _ in range(12):
        assert window.passes(hours=1) == [RESTORE_POINT]
    assert len(window.points) == 1
    assert window.work.facts()[0].record.last_success == window.office.clock.now()


def test_a_clock_set_back_a_month_still_gives_the_newest_restore_point(window: Window) -> None:
    window.work.step()
    for _ in range(9):
        window.office.clock.wait(seconds=1)
        window.office.request()
        window.office.pay(1, pay_now=100)
        window.work.do_now(RESTORE_POINT)
    window.office.clock.wait(days=-30)
    window.office.pay(1, pay_now=100)
    assert window.work.step() == [RESTORE_POINT], "a jump has the times made anew"
    assert head_in_name(window.points[0]) == tills.head(window.office.connection)[0]


def test_a_failure_is_remembered_in_words_and_the_last_success_stays(window: Window) -> None:
    window.work.step()
    good = window.work.facts()[0].record.last_success
    window.office.pay(1)
    for point in window.points:
        point.unlink()
    window.folders.snapshots.rmdir()
    window.folders.snapshots.write_bytes(b"a file where the folder should be")
    assert window.passes(hours=1) == [RESTORE_POINT]
    record = window.work.facts()[0].record
    assert record.last_success == good
    assert record.failed_at == window.office.clock.now()
    assert getattr(record.failure, "code", "") == "books_read_only"
    assert window.logged == [], "a known failure has its sentence and needs no entry in the log"
    window.folders.snapshots.unlink()
    window.passes(hours=1)
    assert window.work.facts()[0].record.failed_at is None


def test_a_job_that_breaks_leaves_the_others_alone_and_is_written_down(window: Window) -> None:
    def breaks() -> None:
        raise RuntimeError("nobody foresaw this")

    window.open(Job("nightly", Every(60), breaks))
    assert window.work.step() == [RESTORE_POINT, "nightly"]
    record = window.work.facts()[1].record
    assert (record.failure, record.log_id) == (None, "E1123-ABCD")
    assert [str(error) for error in window.logged] == ["nobody foresaw this"]
    assert len(window.points) == 1


def test_a_job_done_at_once_hands_over_what_went_wrong(window: Window) -> None:
    def full() -> None:
        raise DiskFull("/books", "no space left")

    assert window.work.do_now(RESTORE_POINT) is None
    window.open(Job("nightly", Every(60), full))
    assert isinstance(window.work.do_now("nightly"), DiskFull)


def test_the_times_stand_in_the_machine_table_and_never_in_the_chain(window: Window) -> None:
    head = tills.head(window.office.connection)
    window.work.step()
    assert tills.head(window.office.connection) == head
    assert copies.job_time(window.office.connection, RESTORE_POINT).last_success == "2026-11-23T00:30:00+00:00"
    assert window.office.findings() == []


def test_a_restore_point_waits_for_the_one_under_way(office: Desk, folders: Folders) -> None:
    """The close and the timetable share a folder; one thinning out must not take the other's half-made file away."""
    from concurrent.futures import ThreadPoolExecutor

    from counter.desk.restore_point import take_restore_point

    def take(second: int) -> bool:
        moment = office.clock.moment + timedelta(seconds=second)
        return take_restore_point(Path(office.books.path), folders.snapshots, moment).path.exists()

    work: Callable[[int], bool] = take
    with ThreadPoolExecutor(max_workers=4) as threads:
        assert all(threads.map(work, range(6)))
