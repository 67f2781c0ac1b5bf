"""Write-offs and revivals in words, from what their events say."""

from collections.abc import Mapping

from counter.words import Words
from db.queries.write_offs import WRITTEN_OFF, WriteOffEvent


def event_name(each: WriteOffEvent, w: Words) -> str:
    """Return what a write-off or revival is called."""
    return w("Written off") if each.kind == WRITTEN_OFF else w("Revived")


def why_of(each: WriteOffEvent, w: Words) -> str:
    """Return the reason a person gave, or what it came with."""
    if each.facts["reason"]:
        return str(each.facts["reason"])
    return w("the payment was taken back") if each.facts.get("again") else w("paid at the window")


def told_of(each: WriteOffEvent, names: Mapping[int, str], w: Words) -> str:
    """Return one write-off or revival as a sentence: day, who, who agreed, and why; names of staff by number."""
    who, reason = names.get(each.staff_id or 0, "–"), why_of(each, w)
    if each.kind == WRITTEN_OFF and "again" in each.facts:
        return w("Written off again on {day}: {reason}.", day=each.day, reason=reason)
    if each.kind == WRITTEN_OFF:
        second = names.get(each.approver_id or 0, "–")
        return w("Written off on {day} by {who}, agreed by {second}: {reason}.", day=each.day, who=who, second=second,
                 reason=reason)  # fmt: skip
    return w("Revived on {day} by {who}: {reason}.", day=each.day, who=who, reason=reason)
