"""The words for what letters brought in: what they are grouped by, the groups, what a bar shows."""

from collections.abc import Mapping

from counter.words.arrears_terms import METHODS, SEGMENTS, STEPS
from counter.words.terms import term
from counter.words.words import N_, Words

AFTER = "after"
TITLES: Mapping[str, str] = {
    "step": N_("Letter"),
    "segment": N_("Pays how"),
    "method": N_("How delivered"),
    "day": N_("Sent on"),
    AFTER: N_("Days after it arrived"),
}
_NAMES: Mapping[str, Mapping[str, str]] = {"step": STEPS, "segment": SEGMENTS, "method": METHODS}


def group_name(by: str, name: str, w: Words) -> str:
    """Return a group of letters in words; by is a key of TITLES, name '' where no delivery is noted."""
    if name == "sms":
        return w("Text message")
    if not name:
        return w("not noted yet")
    return term(name, _NAMES[by], w) if by in _NAMES else name


def span_name(first: int, last: int, w: Words) -> str:
    """Return the days from the first to the last."""
    return w("days {first} to {last}", first=first, last=last)
