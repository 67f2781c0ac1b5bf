"""Which copies stay: the last ones, and the last of days, weeks, months and years; older ones are read in turn."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backup.disk import REAL_DISK
from backup.generations import Generations, staying
from backup.manifest import FOLDER, Entry, Manifest, StickId, manifest_files
from backup.stick_rota import reread_older
from tests.backup.little_estate import Estate
from tests.backup.sticks import adopted, copy, day_closed

START = datetime(2024, 1, 1, 10, tzinfo=UTC)


def made(number: int, moment: datetime) -> Manifest:
    created = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    books = f"books/{number}.sqlite"
    stick = StickId("s", "A", "b")
    return Manifest(number, stick, "real", "test", created, number, "", books, (Entry(books, "", 1),))


def daily(days: int) -> list[Manifest]:
    return [made(day + 1, START + timedelta(days=day)) for day in reversed(range(days))]


def test_two_years_of_daily_copies_leave_days_weeks_months_and_years() -> None:
    copies = daily(731)
    stay = staying(copies, Generations(2, daily=7, weekly=4, monthly=12, yearly=10))
    days = sorted(each.created[:10] for each in copies if each.number in stay)
    assert days[-7:] == [f"2025-12-{day}" for day in range(25, 32)]
    assert {"2025-12-14", "2025-12-21", "2025-12-28"} <= set(days), "the Sundays before"
    assert {f"2025-{month:02d}" for month in range(1, 13)} <= {day[:7] for day in days}
    assert "2024-12-31" in days
    assert len(days) < 7 + 4 + 12 + 10


@given(st.lists(st.integers(0, 900), min_size=1, max_size=30), st.integers(0, 3), st.integers(0, 9))
def test_the_newest_copy_always_stays_and_no_more_than_wanted(ages: list[int], last: int, each: int) -> None:
    copies = [made(n, START + timedelta(days=day)) for n, day in enumerate(sorted(ages), 1)][::-1]
    stay = staying(copies, Generations(last, each, each, each, each))
    assert copies[0].number in stay
    assert len(stay) <= max(last, 1) + 4 * each
    assert stay <= {copy.number for copy in copies}


def test_older_copies_are_read_again_in_turn_and_damage_is_named(estate: Estate, tmp_path: Path) -> None:
    root = adopted(tmp_path / "stick")
    assert reread_older(root, REAL_DISK) == (0, "")
    for _day in range(4):
        copy(root, day_closed(estate), keep=10)
    assert len(manifest_files(root)) == 4
    number, read = 0, list[int]()
    for _night in range(4):
        number, damaged = reread_older(root, REAL_DISK, number)
        assert damaged == ""
        read.append(number)
    assert read == [3, 2, 1, 3], "each in its turn, and then anew"
    books = sorted((root / FOLDER / "books").iterdir())[1]
    books.write_bytes(books.read_bytes()[:-1] + b"?")
    assert reread_older(root, REAL_DISK, 3) == (2, f"books/{books.name}")
