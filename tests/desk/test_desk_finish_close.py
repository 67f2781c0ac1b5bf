"""After the Z: each step is done once, and what failed stays owed."""

import pytest

from counter.desk.finish_close import Done, Step, finish_close, steps_owed
from tests.desk.office import Desk


class StickMissing(Exception):
    """The fault of this test."""


class Work:
    """What a step does, noted; it fails as long as it is told to."""

    def __init__(self, name: str, done: list[str], *, fails: bool = False) -> None:
        self.name, self.done, self.fails = name, done, fails

    def __call__(self, close_event: int) -> Done:
        if self.fails:
            raise StickMissing
        self.done.append(f"{self.name} {close_event}")
        return Done(f"{self.name}.file", "0" * 64)


def steps(done: list[str], *, stick_fails: bool = False) -> list[Step]:
    return [
        Step("journal", Work("journal", done)),
        Step("snapshot", Work("snapshot", done)),
        Step("stick", Work("stick", done, fails=stick_fails)),
        Step("check", Work("check", done)),
    ]


def test_a_missing_stick_leaves_the_day_closed_and_the_copy_owed(desk: Desk) -> None:
    event, done = desk.close().close_event, list[str]()
    with pytest.raises(StickMissing):
        finish_close(desk.books, event, steps(done, stick_fails=True), staff_id=2)
    assert done == [f"journal {event}", f"snapshot {event}"]
    assert steps_owed(desk.connection, event) == ("stick", "check")


def test_the_next_run_does_only_what_is_owed(desk: Desk) -> None:
    event, done, shown = desk.close().close_event, list[str](), list[str]()
    with pytest.raises(StickMissing):
        finish_close(desk.books, event, steps([], stick_fails=True), staff_id=2)
    assert finish_close(desk.books, event, steps(done), staff_id=2, progress=shown.append) == ("stick", "check")
    assert (done, shown, steps_owed(desk.connection, event)) == (
        [f"stick {event}", f"check {event}"], ["stick", "check"], ()
    )  # fmt: skip
    assert finish_close(desk.books, event, steps(done), staff_id=2) == ()
    assert desk.count("close_step") == 4


def test_one_days_steps_are_not_another_days(desk: Desk) -> None:
    first = desk.close().close_event
    finish_close(desk.books, first, steps([]), staff_id=2)
    desk.open()
    second = desk.close().close_event
    assert steps_owed(desk.connection, second) == ("journal", "snapshot", "stick", "check")
