"""Who owes what, how they pay, and what is to be done next: read for the arrears list, for letters and for one unit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from counter.desk.letter_settings import LetterSettings
from counter.desk.note_contact import SPOKEN
from counter.desk.owed_by import gone_holders
from counter.desk.promises import Promise, promises
from counter.desk.standing import disputed
from counter.desk.unit_states import months_owed, vacant_units
from counter.rules.arrears import Debtor, Segment, Step, Verdict, judge
from db.queries import accounts, cases, dunning, unit_states
from db.queries.accounts import Holder, OpenCharge, Unit
from db.queries.cases import Dispute
from db.queries.dunning import Contact, Marks

_HABIT_DAYS = 730
_OWNERS = ("owner", "developer", "co_owner")


class Owing(NamedTuple):
    """A unit with what it owes: lines are due and not frozen, coming falls due within the friendly days.

    letters: those sent about what is still open; key: what a letter rests on, to be compared when it is sent; rests:
    what is due of charges that are disputed in part and nobody disputes, which are among the frozen ones as a whole;
    former: the charges that a seller owes (an owner is liable for tenants, but not for whoever owned it before).
    """

    unit: Unit
    holders: tuple[Holder, ...]
    lines: tuple[OpenCharge, ...]
    coming: tuple[OpenCharge, ...]
    frozen: tuple[OpenCharge, ...]
    contacts: tuple[Contact, ...]
    letters: tuple[Contact, ...]
    promises: tuple[Promise, ...]
    marks: Marks | None
    debtor: Debtor
    verdict: Verdict
    key: "Key"
    rests: tuple[OpenCharge, ...] = ()
    former: frozenset[int] = frozenset()

    @property
    def demanded(self) -> tuple[OpenCharge, ...]:
        """Return what is due and nobody disputes, the oldest first; of a charge that is disputed in part its rest."""
        return tuple(sorted((*self.lines, *self.rests), key=lambda each: each.due)) if self.rests else self.lines

    def asked(self, *, coming: bool = False) -> tuple[OpenCharge, ...]:
        """Return what the owner of today is asked for: what is demanded or, before it is due, what is coming."""
        several = self.coming if coming else self.demanded
        return tuple(each for each in several if each.charge_id not in self.former)

    @property
    def withheld(self) -> dict[int, int]:
        """Return by charge what of it is disputed, where the rest is demanded (minor units)."""
        frozen = {each.charge_id: each.open for each in self.frozen}
        return {each.charge_id: frozen[each.charge_id] - each.open for each in self.rests}

    @property
    def owner(self) -> Holder | None:
        """Return to whom a letter goes: the owner of today, else whoever else owns it."""
        return next((each for each in self.holders if each.until is None and each.role in _OWNERS), None)

    @property
    def occupier(self) -> Holder | None:
        """Return who lives there without owning it, today."""
        return next((each for each in self.holders if each.until is None and each.role == "occupier"), None)


class Key(NamedTuple):
    """What a letter rests on: (charge, open) of every open charge, what is frozen, the newest contact's event."""

    open: tuple[tuple[int, int], ...]
    frozen: tuple[int, ...]
    contact: int


class _Known(NamedTuple):
    """What is read once for many units."""

    frozen: frozenset[int]
    disputes: Mapping[int, Dispute]
    contacts: Mapping[int, tuple[Contact, ...]]
    marks: Mapping[int, Marks]
    vacant: Collection[int]
    day: date
    settings: LetterSettings


def owing_units(connection: Any, day: date, settings: LetterSettings) -> list[Owing]:
    """Return every unit of which something is open, by its code."""
    found = _owing(connection, sorted(unit_states.owing(connection)), day, settings, dunning.all_contacts(connection))
    return sorted(found, key=lambda each: (each.unit.building, each.unit.entrance, each.unit.code))


def owing_unit(connection: Any, unit_id: int, day: date, settings: LetterSettings) -> Owing | None:
    """Return one unit, or None where there is none; one that owes nothing is returned too."""
    found = _owing(connection, [unit_id], day, settings, dunning.contacts(connection, unit_id))
    return found[0] if found else None


def key_of(connection: Any, unit_id: int) -> Key:
    """Return what a letter to a unit would rest on now."""
    charges = accounts.open_charges(connection, (unit_id,))
    contacts = dunning.contacts(connection, unit_id)
    return _key(charges, disputed(connection, charges), contacts)


def _owing(
    connection: Any, unit_ids: Sequence[int], day: date, settings: LetterSettings, contacts: Sequence[Contact]
) -> list[Owing]:
    charges = {
        unit_id: list(group)
        for unit_id, group in groupby(accounts.open_charges(connection, unit_ids), key=lambda each: each.unit_id)
    }
    by_unit: dict[int, list[Contact]] = {}
    for each in contacts:
        by_unit.setdefault(int(each.facts["unit"]), []).append(each)
    frozen = disputed(connection, [each for several in charges.values() for each in several])
    known = _Known(
        frozen, cases.disputes_of(connection, frozen) if frozen else {},
        {unit_id: tuple(several) for unit_id, several in by_unit.items()},
        dunning.marks(connection), vacant_units(connection, day.isoformat()), day, settings,
    )  # fmt: skip
    found = (_unit(connection, unit_id, charges.get(unit_id, []), known) for unit_id in unit_ids)
    return [each for each in found if each is not None]


def _unit(connection: Any, unit_id: int, charges: Sequence[OpenCharge], known: _Known) -> Owing | None:
    unit = accounts.unit(connection, unit_id)
    if unit is None:
        return None
    today = known.day.isoformat()
    horizon = (known.day + timedelta(days=known.settings.terms.friendly_days)).isoformat()
    free = [each for each in charges if each.charge_id not in known.frozen and each.open > 0]
    frozen = tuple(each for each in charges if each.charge_id in known.frozen)
    lines = tuple(each for each in free if each.due < today)
    rests = tuple(_rests(frozen, known, today))
    demanded = sorted((*lines, *rests), key=lambda each: each.due)
    coming = tuple(each for each in free if today <= each.due <= horizon)
    contacts = known.contacts.get(unit_id, ())
    holders = tuple(accounts.holders(connection, unit_id))
    gone = gone_holders((each for each in holders if each.role != "occupier"), today)
    former = frozenset(each.charge_id for each in charges if each.payer_id in gone)
    own = [each for each in demanded if each.charge_id not in former] or demanded
    still_open = {each.charge_id for each in charges} - former
    letters = tuple(
        each for each in contacts
        if each.kind == "letter_sent" and still_open.intersection(charge for charge, _open in each.facts["charges"])
    )  # fmt: skip
    made = promises(connection, unit_id, contacts, today)
    marks = known.marks.get(unit_id)
    debtor = Debtor(
        sum(each.open for each in demanded), (known.day - date.fromisoformat(own[0].due)).days if own else 0,
        months_owed(own), sum(each.open for each in coming),
        sum(each.open for each in frozen) - sum(each.open for each in rests),
        _late_by(connection, unit_id, known.day),
        developer=any(each.until is None and each.role == "developer" for each in holders),
        vacant=unit_id in known.vacant, heirs=bool(marks and marks.heirs), call_first=bool(marks and marks.call_first),
        last_call=_last_call(contacts),
        former=sum(each.open for each in demanded or coming if each.charge_id in former),
        heirs_asked=any(each.facts["segment"] == Segment.HEIRS for each in letters),
        **_from_promises(made), **_from_letters(letters),
    )  # fmt: skip
    verdict = judge(debtor, known.settings.terms, known.day)
    key = _key(charges, known.frozen, contacts)
    return Owing(
        unit, holders, lines, coming, frozen, contacts, letters, made, marks, debtor, verdict, key, rests, former
    )  # fmt: skip


def _rests(frozen: Sequence[OpenCharge], known: _Known, today: str) -> Iterator[OpenCharge]:
    """What nobody disputes of charges that are due: a dispute freezes its own sum and no more."""
    for each in frozen:
        dispute = known.disputes.get(each.charge_id)
        if dispute is not None and each.due < today and each.open > dispute.amount:
            yield each._replace(open=each.open - dispute.amount)


def _key(charges: Sequence[OpenCharge], frozen: Collection[int], contacts: Sequence[Contact]) -> Key:
    return Key(
        tuple((each.charge_id, each.open) for each in charges),
        tuple(sorted(each.charge_id for each in charges if each.charge_id in frozen)),
        contacts[-1].event_id if contacts else 0,
    )


def _late_by(connection: Any, unit_id: int, today: date) -> tuple[int, ...]:
    since = (today - timedelta(days=_HABIT_DAYS)).isoformat()
    settled = dunning.settled_since(connection, unit_id, since)
    return tuple(max(0, (date.fromisoformat(paid) - date.fromisoformat(due)).days) for due, paid in settled)


def _last_call(contacts: Sequence[Contact]) -> date | None:
    """The newest call in which somebody was spoken to."""
    spoken = [each for each in contacts if each.kind == "contact_noted" and each.facts["outcome"] in SPOKEN]
    return date.fromisoformat(spoken[-1].day) if spoken else None


def _from_promises(made: Sequence[Promise]) -> dict[str, Any]:
    running = [each.until for each in made if each.state == "running"]
    until = date.fromisoformat(max(running)) if running else None
    return {"promise_until": until, "broken": sum(each.state == "broken" for each in made)}


def _from_letters(letters: Sequence[Contact]) -> dict[str, Any]:
    """The friendly word beforehand is no step of the ladder: nobody was late then."""
    sent = [each for each in letters if each.facts["step"] != Step.FRIENDLY]
    if not sent:
        return {}
    highest = max((Step(each.facts["step"]) for each in sent), key=list(Step).index)
    return {"last_step": highest, "last_sent": date.fromisoformat(sent[-1].day)}
