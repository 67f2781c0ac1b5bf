"""The disk fails at its n-th call: nothing is half saved, it is told in our words, and the same request works later."""

import random
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.journal import write_journal
from backup.snapshot import look_inside, snapshots_in, take_snapshot
from counter.words import Words
from counter.words.errors import explain
from db.faults import BooksFault, DiskFull
from tests.backup.disks import CountingDisk, ForgetfulDisk, PowerCut, full, gone, read_only
from tests.backup.little_estate import Estate, open_estate, work_a_day
from tests.backup.sticks import NOON
from tests.desk.office import ODD, Desk, HandClock, desk_at
from tests.faults.disk_shim import watched_disk
from tests.faults.failing_disk import FailingDisk
from tests.faults.office_killed import copy_office, make_office
from tests.faults.power import Link
from tests.faults.seeds import few_or_many, seed_of
from tests.faults.till_day import newest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's SQLite layer")

# What fails: a kind of call, whether as a full disk, whether it goes on failing until somebody mends it.
FAILURES = {
    "a read": ("read", False, False),
    "a write": ("write", False, False),
    "every write from then on": ("write", False, True),
    "a full disk": ("write", True, False),
    "a disk that stays full": ("write", True, True),
    "a sync": ("sync", False, False),
    "every sync from then on": ("sync", False, True),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed books whose till is open."""
    return make_office(tmp_path_factory.mktemp("office"), lambda desk: desk.open(request_id="open"))


class Broken:
    """A desk on a failing disk: a little money is left with the office, and the log is moved into the books."""

    def __init__(self, path: Path, disk: FailingDisk) -> None:
        self.path, self.disk = path, disk
        self.desk: Desk = desk_at(path, HandClock())
        self._order = self.desk.order(ODD, chosen=(), to_balance=100)

    def pay(self, request: str) -> None:
        self.desk.take(self._order, request)

    def once(self, request: str) -> bool:
        sql = "SELECT count(*) FROM event WHERE request_id = ?"
        return bool(self.desk.connection.execute(sql, (request,)).fetchone()[0] == 1)

    def close(self) -> None:
        self.disk.heal()
        self.desk.books.close()


def places(calls: int, request: pytest.FixtureRequest, what: str) -> list[int]:
    """Every place in a long run, some of them by chance in an ordinary one; always the first and the last."""
    every = range(1, calls + 1)
    most = few_or_many(request, 20, calls)
    if calls <= most:
        return list(every)
    chance = random.Random(seed_of(f"places where {what} fails", 1))
    return sorted({1, calls, *chance.sample(every, most)})


@pytest.mark.parametrize("what", FAILURES)
def test_a_payment_on_a_failing_disk_is_refused_in_our_words_and_the_same_request_posts_once_later(
    office: Path, tmp_path: Path, request: pytest.FixtureRequest, what: str
) -> None:
    kind, is_full, stays = FAILURES[what]
    disk, words, refusals, tried = FailingDisk(), Words.load("en"), 0, 0
    path = copy_office(office, tmp_path)
    with watched_disk(disk):
        broken = Broken(path, disk)
        try:
            if kind == "read":
                broken.desk.connection.execute("PRAGMA cache_size = 1")  # else what is known is not read again
            broken.pay("warm-up")
            disk.count()
            broken.pay("counted")
            for place in places(disk.calls[kind], request, what):
                tried += 1
                wanted, before = f"at-{place}", newest(broken.desk)
                disk.fail(kind, place, full=is_full, stays=stays)
                fault = refused(partial(broken.pay, wanted))
                if fault is not None:
                    refusals += 1
                    assert disk.fired
                    assert isinstance(fault, DiskFull) or not is_full
                    assert explain(fault, words) is not None
                    disk.heal()
                    assert newest(broken.desk) == before, f"half saved at call {place}"
                    must_be_either(path, tmp_path / "found", before)
                disk.heal()
                broken.pay(wanted)
                assert broken.once(wanted), f"call {place}"
            assert broken.desk.findings() == []
        finally:
            broken.close()
    print(f"{tried} places tried, {refusals} refusals")
    assert refusals > (5 if kind != "sync" else 0)


def refused(act: Callable[[], object]) -> BooksFault | None:
    """Return what an act was refused with, None where it was done."""
    try:
        act()
    except BooksFault as fault:
        return fault
    return None


def must_be_either(path: Path, folder: Path, before: Link) -> None:
    """The power goes right after the refusal: the refused payment is not there, or whole where its sync failed."""
    found = desk_at(copy_office(path, folder), HandClock())
    assert newest(found)[0] in (before[0], before[0] + 1)
    assert found.findings() == []
    found.books.close()
    shutil.rmtree(folder)


@pytest.mark.parametrize("is_full", [False, True], ids=["an error", "a full disk"])
def test_moving_the_log_into_the_books_may_fail_at_any_call_and_loses_nothing(
    office: Path, tmp_path: Path, is_full: bool
) -> None:
    """It is told once and tried again after the next payments, not at every idle moment."""
    disk, path, failed = FailingDisk(), copy_office(office, tmp_path), 0
    with watched_disk(disk):
        broken = Broken(path, disk)
        try:
            for place in range(1, 60):
                broken.pay(f"before-{place}")
                before = newest(broken.desk)
                disk.fail("write" if is_full or place % 2 else "sync", (place + 1) // 2, full=is_full, only=path.name)
                fault = refused(lambda: broken.desk.books.tidy(after=1))
                if fault is not None:
                    failed += 1
                    assert isinstance(fault, DiskFull) == is_full
                    assert not broken.desk.books.tidy(after=1), "it is not tried again at once"
                disk.heal()
                assert newest(broken.desk) == before
                if place % 8 == 0:
                    must_be_either(path, tmp_path / "found", before)
            assert broken.desk.findings() == []
        finally:
            broken.close()
    assert failed > 15


def test_a_restore_point_on_a_failing_disk_is_whole_or_not_there(tmp_path: Path) -> None:
    """Both the books it is read from and the file it is written to may fail, at any call."""
    estate = open_estate(tmp_path / "home")
    work_a_day(estate)
    estate.books.close()
    disk, moment, told = FailingDisk(), NOON, 0
    good = take_snapshot(estate.path, estate.snapshots, moment)
    with watched_disk(disk):
        disk.count()
        take_snapshot(estate.path, estate.snapshots, moment + timedelta(seconds=1))
        calls = disk.calls.copy()
        for kind, is_full in (("read", False), ("write", False), ("write", True)):
            for place in range(1, calls[kind] + 1, 1 + calls[kind] // 15):
                moment += timedelta(seconds=10)
                disk.fail(kind, place, full=is_full, stays=True)
                fault = refused(partial(take_snapshot, estate.path, estate.snapshots, moment))
                assert disk.fired
                if fault is not None:
                    told += 1
                    assert isinstance(fault, DiskFull) == is_full
                disk.heal()
                assert list(estate.snapshots.glob("*.part")) == []
                assert {look_inside(path).head_hash for path in snapshots_in(estate.snapshots)} == {good.head_hash}
    assert told > 20


@pytest.mark.parametrize("fault", [full, gone, read_only])
def test_a_journal_on_a_failing_disk_is_whole_or_not_there_and_written_later(tmp_path: Path, fault: type) -> None:
    estate = open_estate(tmp_path / "home")
    closed = work_a_day(estate).id
    whole = write_journal(estate.path, closed, tmp_path / "elsewhere", program="0.1.0").path.read_bytes()
    steps = until_it_works(estate, closed, lambda place: CountingDisk(place, fault()), OSError, whole)
    estate.books.close()
    assert steps >= 4


@pytest.mark.parametrize("keeps_half", [False, True])
def test_the_power_may_go_at_any_step_of_a_journal(tmp_path: Path, keeps_half: bool) -> None:
    estate = open_estate(tmp_path / "home")
    closed = work_a_day(estate).id
    whole = write_journal(estate.path, closed, tmp_path / "elsewhere", program="0.1.0").path.read_bytes()
    steps = until_it_works(estate, closed, lambda place: ForgetfulDisk(place, keeps_half), PowerCut, whole)
    estate.books.close()
    assert steps >= 4


def until_it_works(
    estate: Estate, closed: int, disk_at: Callable[[int], CountingDisk], fault: type[BaseException], whole: bytes
) -> int:
    """Write the day's journal on disks that fail one step later each time; returns how many failed."""
    for place in range(1, 100):
        disk = disk_at(place)
        try:
            write_journal(estate.path, closed, estate.journals, program="0.1.0", disk=disk)
        except fault:
            assert disk.fired
        else:
            return place - 1
        there = list(estate.journals.glob("*.sqlite")) if estate.journals.is_dir() else []
        assert all(path.read_bytes() == whole for path in there)
        again = write_journal(estate.path, closed, estate.journals, program="0.1.0").path
        assert again.read_bytes() == whole
        assert check_journals([again]) == []
        shutil.rmtree(estate.journals)
    raise AssertionError("it never worked")
