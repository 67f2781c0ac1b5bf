"""The power goes at any write and any sync of a whole till day: what was told as saved is there, and all is whole.

What lay on the disk is made from the recording: what was synced is there, of what was not any sectors are. The books
are then opened with the product's own SQLite. A seed other than the usual one comes from COUNTERFOIL_SEED.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from db.queries.tills import till_state
from tests.desk.office import FUNDED, HandClock, desk_at
from tests.faults.office_killed import make_office
from tests.faults.power import Cut, Recording, cuts
from tests.faults.program import start_anew, start_warm
from tests.faults.recovery import Recovery, keep
from tests.faults.seeds import seed_of
from tests.faults.till_day import PAYMENTS, newest, record_day

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's SQLite layer")

AFTER = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SAMPLED, STARTED_ANEW = 50, 2


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed books of an office before its day."""
    return make_office(tmp_path_factory.mktemp("office"), lambda desk: None)


@pytest.fixture(scope="module")
def day(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return record_day(whole, tmp_path_factory.mktemp("day") / "home")


def must_hold(cut: Cut, found: tuple[int, str], recording: Recording) -> None:
    """Whatever was told is there; beyond it there is nothing but the whole act that was under way, or not even that."""
    links = recording.links
    assert found in links, f"{cut.kind} cut after step {cut.after}: half an act, up to event {found[0]}"
    place = links.index(found) + 1
    assert place >= cut.told, f"{cut.kind} cut after step {cut.after}: {cut.told - place} acts told as saved are lost"
    assert place <= cut.told + 1


def survive(recording: Recording, made: Iterator[Cut], recovery: Recovery) -> None:
    for cut in made:
        must_hold(cut, recovery.open(cut), recording)


def test_the_recording_is_a_whole_day(day: Recording) -> None:
    assert len(PAYMENTS) == 20
    assert len(day.links) >= 25
    assert day.syncs > len(day.links)
    done = {step.what for step in day.steps if not hasattr(step, "link")}
    assert done == {"write", "sync", "truncate", "delete"}


def test_the_power_may_go_at_any_write_and_sync_of_a_day(day: Recording, tmp_path: Path) -> None:
    seed, recovery = seed_of("power cuts", 1), Recovery(tmp_path / "cut")
    survive(day, cuts(day, seed, torn_at_syncs=30, torn_at_writes=20), recovery)
    print(f"{recovery.cuts} cuts, {recovery.contents} different contents, each checked whole")
    assert recovery.cuts > 2_000
    assert recovery.contents == len(day.links), "each act was seen whole, and nothing between two of them"


@pytest.mark.torture
@pytest.mark.parametrize("round_", range(20))
def test_the_power_may_go_at_any_write_and_sync_of_a_day_many_times(
    day: Recording, tmp_path: Path, round_: int
) -> None:
    seed, recovery = seed_of("power cuts", 1000 + round_), Recovery(tmp_path / "cut")
    survive(day, cuts(day, seed, torn_at_syncs=40, torn_at_writes=100), recovery)
    print(f"{recovery.cuts} cuts, {recovery.contents} different contents, each checked whole")


def test_without_the_sync_of_each_payment_what_was_told_is_lost(whole: Path, tmp_path: Path) -> None:
    """The same day with the database's lesser durability: the cuts above would find it out."""
    recording, recovery = record_day(whole, tmp_path / "home", synchronous="NORMAL"), Recovery(tmp_path / "cut")
    told = [cut for cut in cuts(recording, 1, 0, 0) if cut.kind == "told"]
    lost = [cut for cut in told if recording.links.index(recovery.open(cut)) + 1 < cut.told]
    assert len(lost) > 10


def sampled(day: Recording, seed: int, count: int) -> list[Cut]:
    made = list(cuts(day, seed, torn_at_syncs=10, torn_at_writes=20))
    return random.Random(seed).sample(made, count)


def test_the_program_itself_starts_after_cuts(day: Recording, tmp_path: Path) -> None:
    seed = seed_of("cuts the program is started after", 7)
    for number, cut in enumerate(sampled(day, seed, SAMPLED)):
        home = keep(cut, tmp_path / "home")
        start = start_anew if number < STARTED_ANEW else partial(start_warm, tmp_path)
        code, answer = start("check", "--home", str(home))
        assert (code, answer["findings"]) == (0, []), f"{cut.kind} cut after step {cut.after}: {answer}"
        events = [event for event, _hash in day.links]
        assert answer["events"] in events
        assert events.index(answer["events"]) + 1 >= cut.told


@pytest.mark.torture
def test_the_program_itself_starts_anew_after_many_cuts(day: Recording, tmp_path: Path) -> None:
    for cut in sampled(day, seed_of("cuts the program is started anew after", 8), 100):
        code, answer = start_anew("check", "--home", str(keep(cut, tmp_path / "home")))
        assert (code, answer["findings"]) == (0, []), f"{cut.kind} cut after step {cut.after}: {answer}"
        must_hold(cut, next(link for link in day.links if link[0] == answer["events"]), day)


def test_after_a_cut_the_window_goes_on_with_the_same_books(day: Recording, tmp_path: Path) -> None:
    """Whoever opens the books for writing finds the same as a reader, and the next payment follows it."""
    for cut in sampled(day, seed_of("cuts the desk goes on after", 9), 30):
        home = keep(cut, tmp_path / "home")
        desk = desk_at(home / "books.sqlite", HandClock(AFTER))
        must_hold(cut, newest(desk), day)
        if till_state(desk.connection, 1) is None:
            desk.open(request_id="morning")
        desk.take(desk.order(FUNDED, chosen=(), to_balance=1000), "after the cut")
        assert desk.findings() == []
        desk.books.close()
