"""The one unit that a typed room, name or plate stands for."""

from counter.presenters.finding import find_units
from counter.presenters.session import Session
from counter.rules.room import fold


def unit_named(session: Session, text: str) -> int | None:
    """Return the unit a text names: its own number whole, or the only one that fits; None where that is not clear."""
    if not text.strip():
        return None
    hits = {hit.unit_id: hit.code for hit in find_units(session.reader, text)}
    exact = [unit_id for unit_id, code in hits.items() if fold(code) == fold(text)]
    found = exact or list(hits)
    return found[0] if len(found) == 1 else None


def not_one_unit(session: Session, text: str) -> str:
    """Return what to say of a text that names no unit, or several."""
    return session.words("“{text}” does not name one unit. Type its whole number.", text=text.strip())
