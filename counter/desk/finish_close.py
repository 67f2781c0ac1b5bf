"""After the Z: the steps that bring the day out of the PC and prove it, each done once and marked in the books.

A step that cannot be done now (no stick) leaves the day closed and the copy owed; the next call goes on from there.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from backup.anchor_log import Noted
from counter.desk.note_anchor import note_anchor
from db.books import Books
from db.queries import tills
from db.rows import CloseStep

STEPS = ("journal", "snapshot", "stick", "check")
# These hold the whole books, so that a later day's covers every day before it.
WHOLE = frozenset({"snapshot", "stick", "check"})


class Done(NamedTuple):
    """What a step wrote: the file or stick and the SHA-256 that was read back; for a check, the events and the head.

    outside: the link of the chain that lies outside the books now, as (kind, place, event, hash).
    """

    place: str
    digest: str
    outside: Noted | None = None


class Step(NamedTuple):
    """One step of the close: its name and what does it; `work` takes the close's event."""

    name: str
    work: Callable[[int], Done]


def steps_owed(connection: object, close_event: int) -> tuple[str, ...]:
    """Return which steps of a close are still to be done, in their order."""
    done = {each.step for each in tills.steps_done(connection, close_event)}
    return tuple(
        step
        for step in STEPS
        if step not in done and not (step in WHOLE and tills.done_up_to(connection, step) > close_event)
    )


def finish_close(
    books: Books, close_event: int, steps: Sequence[Step], *, staff_id: int | None,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[str, ...]:  # fmt: skip
    """Do the steps that are owed, in order, and return their names; a step that raises is not marked."""
    reader = books.reader()
    try:
        owed = steps_owed(reader.connection(), close_event)
    finally:
        reader.close()
    finished = []
    for step in steps:
        if step.name not in owed:
            continue
        progress(step.name)
        done = step.work(close_event)
        mark_done(books, close_event, step.name, done, staff_id)
        finished.append(step.name)
    return tuple(finished)


def mark_done(books: Books, close_event: int, step: str, done: Done, staff_id: int | None) -> None:
    """Record in the books that a step of a close is done, and the anchor it left; recording it again changes nothing.

    Raises what note_anchor.note_anchor does.
    """
    with books.transaction(f"close-{close_event}-{step}", staff_id=staff_id) as tx:
        if not tx.earlier:
            if done.outside is not None:
                note_anchor(books, tx.connection, done.outside)
            tx.post("step_done", {}, [CloseStep(close_event, step, done.place, done.digest)])
