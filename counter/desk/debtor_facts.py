"""What is read of a debtor's past for the next letter: how late they paid, calls, promises, the letters before."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from counter.desk.note_contact import SPOKEN, still_noted
from counter.rules.arrears import Segment, Step
from db.queries import dunning
from db.queries.accounts import Holder
from db.queries.dunning import Contact

if TYPE_CHECKING:
    from counter.desk.promises import Promise

_HABIT_DAYS = 730
_OWNERS = ("owner", "co_owner", "developer")
_OF_ONE = ("contact_noted", "promise_made")


def contacts_with(contacts: Sequence[Contact], left: Holder | None, since: str = "") -> tuple[Contact, ...]:
    """Return contacts without what was done about others: calls, promises and letters of those who left name them.

    since: from which day (ISO) on the owners of today own the unit, '' where nobody says. What was taken back is left
    out too.
    """
    person_id = left.person_id if left else None
    others = {each.event_id for each in contacts if each.kind == "letter_sent" and _to_another(each, person_id)}
    return tuple(
        each for each in still_noted(contacts)
        if (each.facts["letter"] not in others if each.kind == "letter_delivered" else each.event_id not in others)
        and (each.kind not in _OF_ONE or _theirs(each, left, since))
    )  # fmt: skip


def _theirs(each: Contact, left: Holder | None, since: str) -> bool:
    """Whether a call or promise is of whoever left, or of the owner of today."""
    if left is None:
        return "person" not in each.facts and each.day >= since
    if "person" in each.facts:
        return bool(each.facts["person"] == left.person_id)
    # What was said while a seller still owned it was said to them; of a tenant who was there it is what they promised.
    return (each.kind == "promise_made" or left.role != "occupier") and each.day <= (left.until or "")


def _to_another(letter: Contact, person_id: int | None) -> bool:
    return "left" in letter.facts if person_id is None else letter.facts["person"] != person_id


def owner_since(holders: Iterable[Holder], day: str) -> str:
    """Return since when the owners of a day (ISO) have held a unit, '' where the register does not say or they will."""
    owning = (each.since or "" for each in holders if each.until is None and each.role in _OWNERS)
    first = min(owning, default="")
    return first if first <= day else ""


def last_holding(holders: Iterable[Holder], person_id: int) -> Holder | None:
    """Return the newest holding of somebody who left, None where they never held anything."""
    theirs = (each for each in holders if each.person_id == person_id)
    return max(theirs, key=lambda each: each.until or "", default=None)


def late_by(connection: Any, unit_id: int, today: date, first: str, left: Holder | None = None) -> tuple[int, ...]:
    """Return by how many days what was settled in two years was late, 0 where it was not; of one who left, theirs.

    first: the day (ISO or '') before which somebody else owned the unit, whose habits are not the owner's.
    """
    since = max(first, (today - timedelta(days=_HABIT_DAYS)).isoformat())
    settled = dunning.settled_since(connection, unit_id, since, left.person_id if left else None)
    return tuple(max(0, (date.fromisoformat(paid) - date.fromisoformat(due)).days) for due, paid in settled)


def last_call(contacts: Sequence[Contact]) -> date | None:
    """Return the day of the newest call in which somebody was spoken to."""
    spoken = [each for each in contacts if each.kind == "contact_noted" and each.facts["outcome"] in SPOKEN]
    return date.fromisoformat(spoken[-1].day) if spoken else None


def from_promises(made: "Sequence[Promise]") -> dict[str, Any]:
    """Return until when a promise runs and how many were broken."""
    running = [each.until for each in made if each.state == "running"]
    until = date.fromisoformat(max(running)) if running else None
    return {"promise_until": until, "broken": sum(each.state == "broken" for each in made)}


def from_letters(letters: Sequence[Contact]) -> dict[str, Any]:
    """Return the last step, and the day of the last letter.

    The friendly word beforehand is no step, for nobody was late then; nor is the question who inherits.
    """
    sent = [each for each in letters if each.facts["step"] != Step.FRIENDLY]
    if not sent:
        return {}
    steps = [Step(each.facts["step"]) for each in sent if each.facts["segment"] != Segment.HEIRS]
    highest = max(steps, key=list(Step).index, default=None)
    return {"last_step": highest, "last_sent": date.fromisoformat(sent[-1].day)}
