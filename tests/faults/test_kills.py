"""kill -9 at random moments of whatever the program does to its files: nothing is half, and it can be done again.

A moment is a call or a return anywhere in the program, counted; so a seed gives the same moments on any machine.
"""

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pytest

from backup.check_journal import check_journals
from backup.disk import sha256_of
from backup.journal import write_journal
from backup.restore import RestoreTargetNotEmpty, restore
from backup.snapshot import look_inside, snapshots_in, take_snapshot
from backup.stick_plan import Source
from counter.desk.formulas import recompute
from counter.settings import DisplaySettings, Loaded, MachineSettings, TerminalSettings, load_settings, save_settings
from db.check import check_books
from db.store import open_books, open_reader
from tests.backup.little_estate import Clock, judge, open_estate
from tests.backup.sticks import NOON, adopted, copy, day_closed
from tests.desk.office import EVEN, HandClock, desk_at
from tests.faults.killing import FINISHED, was_killed
from tests.faults.office_killed import make_office
from tests.faults.seeds import few_or_many, seed_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

DATA = Path(__file__).parents[1] / "data"
NEVER = 1 << 60
LATER = NOON.replace(hour=9)


class Deed(NamedTuple):
    """Something done to the files of a folder; what must be true after a kill, and after doing it once more."""

    prepare: Callable[[Path], object]
    do: Callable[[Path], object]
    must_be: Callable[[Path], object]
    done: Callable[[Path], object]


def run(deed: Deed, folder: Path, kill_at: int) -> tuple[int, int]:
    """Do it in a child that kills itself at a moment; returns its wait status and the moments it counted."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            moments = 0

            def count(frame: FrameType, what: str, argument: object) -> None:
                nonlocal moments
                moments += 1
                if moments == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.setprofile(count)
            deed.do(folder)
            sys.setprofile(None)
            os.write(writing, str(moments).encode())
        finally:
            os._exit(FINISHED)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        told = file.read()
    return os.waitpid(child, 0)[1], int(told or 0)


# A payment and a close

ORDERS: dict[str, object] = {}


def an_open_till(folder: Path) -> None:
    path = make_office(folder, lambda desk: desk.open(request_id="open"))
    desk = desk_at(path)
    ORDERS["order"] = desk.order(EVEN)
    desk.books.close()


def pays(folder: Path) -> None:
    desk = desk_at(folder / "books.sqlite", HandClock())
    desk.take(ORDERS["order"], "paid")  # type: ignore[arg-type]
    desk.books.close()


def closes(folder: Path) -> None:
    desk = desk_at(folder / "books.sqlite", HandClock())
    if not requested(folder, "closed"):
        desk.count_drawer(desk.account("till_cash"), request_id="counted")
    desk.close_counted(request_id="closed")
    desk.books.close()


def requested(folder: Path, request: str) -> int:
    reader = open_reader(folder / "books.sqlite")
    sql = "SELECT count(*) FROM event WHERE request_id = ?"
    found: int = reader.connection().execute(sql, (request,)).fetchone()[0]
    reader.close()
    return found


def whole_books(folder: Path) -> None:
    reader = open_reader(folder / "books.sqlite")
    assert check_books(reader, recompute=recompute).findings == ()
    reader.close()


def once(*requests: str) -> Callable[[Path], None]:
    def holds(folder: Path) -> None:
        whole_books(folder)
        assert [requested(folder, request) for request in requests] == [1] * len(requests)

    return holds


# Journal, restore point, stick, and the way back


def a_closed_day(folder: Path) -> None:
    estate = open_estate(folder)
    copy(adopted(folder / "stick"), day_closed(estate))
    day_closed(estate)
    estate.books.close()


def exports(folder: Path) -> None:
    reader = open_reader(folder / "books.sqlite")
    closes_ = [row[0] for row in reader.connection().execute("SELECT event_id FROM close ORDER BY event_id")]
    reader.close()
    for event in closes_:
        write_journal(folder / "books.sqlite", event, folder / "exported", program="0.1.0")


def whole_journals(folder: Path) -> None:
    there = sorted((folder / "exported").glob("*.sqlite")) if (folder / "exported").is_dir() else []
    assert all(path.read_bytes() == (folder / "journals" / path.name).read_bytes() for path in there)


def both_journals(folder: Path) -> None:
    assert check_journals([folder / "exported"]) == []
    assert len(list((folder / "exported").iterdir())) == 2


def backs_up(folder: Path) -> None:
    point = take_snapshot(folder / "books.sqlite", folder / "snapshots", LATER)
    source = Source(point, folder / "journals", folder / "attachments")
    copy(folder / "stick", source, now=LATER)


def whole_copies(folder: Path) -> None:
    for point in snapshots_in(folder / "snapshots"):
        look_inside(point)
    back = restore(folder / "stick", folder / "back")
    assert (back.missing, back.passed_over) == ((), ())
    shutil.rmtree(folder / "back")


def newest_copy(folder: Path) -> None:
    whole_copies(folder)
    back = restore(folder / "stick", folder / "back")
    assert back.manifest.head_event == look_inside(snapshots_in(folder / "snapshots")[0]).head_event
    assert not list((folder / "stick").rglob("*.part"))
    shutil.rmtree(folder / "back")


def brings_back(folder: Path) -> None:
    """Into a new folder, as the refusal of one that holds something tells to."""
    try:
        restore(folder / "stick", folder / "new")
    except RestoreTargetNotEmpty:
        restore(folder / "stick", folder / "newer")


def no_half_books(folder: Path) -> None:
    for path in folder.glob("new*/books.sqlite"):
        assert sha256_of(path) == sha256_of(next((folder / "stick").rglob("books/*.sqlite")))


def some_books(folder: Path) -> None:
    no_half_books(folder)
    assert list(folder.glob("new*/books.sqlite"))


# Books of an older program


def old_books(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(DATA / "books-schema-1.sqlite", folder / "books.sqlite")


def migrates(folder: Path) -> None:
    open_books(folder / "books.sqlite", Clock(), judge, "0.2.0").close()


# The settings of the computer

PORTS = ("/dev/ttyUSB0", "/dev/ttyUSB1")


def settings_with(port: str) -> MachineSettings:
    return MachineSettings(terminal=TerminalSettings("zvt_serial", port), display=DisplaySettings("cd5220", port))


def a_port(folder: Path) -> None:
    save_settings(folder / "settings.toml", settings_with(PORTS[0]))


def changes_the_port(folder: Path) -> None:
    for _ in range(3):
        save_settings(folder / "settings.toml", settings_with(PORTS[1]))


def old_or_new_port(folder: Path) -> None:
    assert load_settings(folder / "settings.toml") in [Loaded(settings_with(port)) for port in PORTS]


def new_port(folder: Path) -> None:
    assert load_settings(folder / "settings.toml") == Loaded(settings_with(PORTS[1]))


DEEDS = {
    "a payment": Deed(an_open_till, pays, whole_books, once("paid")),
    "a close": Deed(an_open_till, closes, whole_books, once("counted", "closed")),
    "an export": Deed(a_closed_day, exports, whole_journals, both_journals),
    "a backup": Deed(a_closed_day, backs_up, whole_copies, newest_copy),
    "a restore": Deed(a_closed_day, brings_back, no_half_books, some_books),
    "a migration": Deed(old_books, migrates, whole_books, whole_books),
    "settings": Deed(a_port, changes_the_port, old_or_new_port, new_port),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_kill_at_a_random_moment_leaves_nothing_half_and_it_is_done_again(
    tmp_path: Path, request: pytest.FixtureRequest, name: str
) -> None:
    deed, chance = DEEDS[name], random.Random(seed_of(f"kills of {name}", 1))
    deed.prepare(tmp_path / "before")
    deed.do(Path(shutil.copytree(tmp_path / "before", tmp_path / "warm")))  # what is loaded once is loaded now
    status, moments = run(deed, Path(shutil.copytree(tmp_path / "before", tmp_path / "counted")), NEVER)
    assert not was_killed(status)
    assert moments > 100
    killed, rounds = 0, few_or_many(request, 8, 100)
    for _ in range(rounds):
        moment = chance.randint(1, moments)
        folder = Path(shutil.copytree(tmp_path / "before", tmp_path / "killed"))
        status, _counted = run(deed, folder, moment)
        killed += was_killed(status)
        assert was_killed(status) or moment > moments * 0.9, f"the kill did not fire at moment {moment}"
        deed.must_be(folder)
        deed.do(folder)
        deed.done(folder)
        shutil.rmtree(folder)
    print(f"{killed} kills")
    assert killed > rounds // 2
