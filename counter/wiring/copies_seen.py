"""What the lights say of copies: the sticks that are there, and how old a copy has become; loaded after the window."""

from typing import NamedTuple

from backup.snapshot import head_in_name, snapshots_in
from backup.stick import Ready, StickState, look, room_for
from counter.desk.copy_ages import aged_copies
from counter.desk.finish_close import steps_owed
from counter.desk.stick_health import stick_health
from counter.platform.sticks import Stick
from counter.presenters.session import Session
from counter.screens.widgets.light import LightFacts
from counter.wiring.copies_light import copies_light
from counter.wiring.parts import OfficeParts
from counter.wiring.stick_light import ready_light, unusable_light
from db.queries import tills


class CopiesSeen(NamedTuple):
    """What a look at the copies showed.

    restore_point: the newest event that the newest restore point holds, 0 where there is none.
    """

    sticks: tuple[tuple[Stick, StickState], ...]
    restore_point: int


def see_copies(parts: OfficeParts, books_id: str, noted: set[tuple[str, int]]) -> CopiesSeen:
    """Look at the sticks and the restore points; runs beside the window. noted: copies whose anchors are known."""
    needed = room_for((parts.home.books.stat().st_size,))
    sticks = tuple((stick, look(stick.path, books_id, needed)) for stick in parts.find_sticks())
    for stick, state in sticks:
        _note(parts, stick, state, noted)
    newest = next(iter(snapshots_in(parts.home.snapshots)), None)
    return CopiesSeen(sticks, head_in_name(newest) if newest else 0)


def _note(parts: OfficeParts, stick: Stick, state: StickState, noted: set[tuple[str, int]]) -> None:
    """Keep the anchors of a copy that was not seen here before: later books must agree with them."""
    if isinstance(state, Ready) and state.last is not None:
        copy = (state.stick.stick_id, state.last.number)
        if copy not in noted:
            from counter.desk.known_anchors import note_stick  # what reads copies is loaded with the first one

            note_stick(parts.books, stick.path)
            noted.add(copy)


def copies_shown(session: Session, seen: CopiesSeen, *, begun: bool) -> LightFacts:
    """Return the stick's light, or how old a copy has become where that is more urgent.

    begun: the timetable is at work, so that what is missing was not just about to be made.
    """
    shown = _stick(session, seen)
    old = aged_copies(session.connection, session.books.clock.now(), seen.restore_point if begun else None)
    told = copies_light(old, session.words)
    if told is not None and (told.state == "fault" or shown.state in ("ready", "absent")):
        return told
    return shown


def _stick(session: Session, seen: CopiesSeen) -> LightFacts:
    w = session.words
    ready = next((state for _stick, state in seen.sticks if isinstance(state, Ready)), None)
    if _is_copy_owed(session):
        help_text = w("Put the stick in and finish the close (F4).")
        return LightFacts("stick", w("Stick: copy owed"), "attention", help_text)
    if ready is not None:
        return ready_light(ready.stick.name, stick_health(session.connection, ready.stick.name), w)
    told = (unusable_light(state, w) for _stick, state in seen.sticks)
    absent = LightFacts("stick", w("Stick absent"), "absent", w("It is needed when the day is closed."))
    return next((each for each in told if each is not None), absent)


def _is_copy_owed(session: Session) -> bool:
    closes = tills.closes(session.connection, limit=3)
    return any(set(steps_owed(session.connection, close.event_id)) - {"check"} for close in closes)
