"""The stick's light in the top bar: ready, slow, failing, full, wrong, read-only, each with what to do."""

from backup.stick import Failing, Full, ReadOnly, StickState, Stranger, Unreadable, Wrong
from counter.desk.stick_health import Health
from counter.screens.widgets.light import LightFacts
from counter.words import Words, formats


def ready_light(name: str, health: Health, w: Words) -> LightFacts:
    """Return the light of a stick that takes copies, with how it did the last times."""
    if health.damaged:
        text = w(
            "Read again, {path} was not as it was written. Make a copy on another stick today.", path=health.damaged
        )
        return LightFacts("stick", w("Stick {name} failing", name=name), "fault", text)
    if health.failed:
        text = w("The last copy on it failed at {path}. Make a copy on another stick today.", path=health.failed)
        return LightFacts("stick", w("Stick {name} failing", name=name), "fault", text)
    if health.slow:
        text = w("The last copy went at {speed} a second. Try another socket, or take a newer stick.",
                 speed=formats.file_size(health.slow))  # fmt: skip
        return LightFacts("stick", w("Stick {name} slow", name=name), "attention", text)
    return LightFacts("stick", w("Backup: {name} ready", name=name), "ready")


def unusable_light(state: StickState, w: Words) -> LightFacts | None:
    """Return the light of a stick that does not take a copy as it is, None for one that is absent."""
    match state:
        case Stranger():
            text, kind, help_text = w("Stick unknown"), "attention", w("Take it into use on the till screen (F4).")
        case Wrong(name):
            text, kind = w("Wrong stick"), "fault"
            help_text = w("This stick belongs to other books: {name}.", name=name)
        case ReadOnly():
            text, kind, help_text = w("Stick read-only"), "fault", w("Move its switch, or take another one.")
        case Unreadable():
            text, kind = w("Stick unreadable"), "fault"
            help_text = w("What it says of itself is damaged. Take another stick and keep this one.")
        case Failing():
            text, kind = w("Stick failing"), "fault"
            help_text = w("It answers with errors. Try another socket once; otherwise take another stick today.")
        case Full():
            return _full(state, w)
        case _:
            return None
    return LightFacts("stick", text, "fault" if kind == "fault" else "attention", help_text)


def _full(state: Full, w: Words) -> LightFacts:
    needed, free = formats.file_size(state.needed_bytes), formats.file_size(state.free_bytes)
    freed = formats.file_size(state.would_free_bytes)
    if state.needed_bytes > state.free_bytes + state.would_free_bytes:
        text = w("{needed} are needed and {free} are free; without the older copies it would be {freed} more. Take a "
                 "larger stick.", needed=needed, free=free, freed=freed)  # fmt: skip
        return LightFacts("stick", w("Stick full"), "fault", text)
    text = w("{needed} are needed and {free} are free. The next copy reads the newest one again and then removes older "
             "ones, {freed}.", needed=needed, free=free, freed=freed)  # fmt: skip
    return LightFacts("stick", w("Stick full, makes room"), "attention", text)
