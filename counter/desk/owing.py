"""Who owes what, how they pay, and what is to be done next: read for the arrears list, for letters and for one unit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from counter.desk.debtor_facts import contacts_with, from_letters, from_promises, last_call, late_by, owner_since
from counter.desk.letter_settings import LetterSettings
from counter.desk.liable import liable_elsewhere
from counter.desk.promises import Promise, promises
from counter.desk.standing import disputed_with_fees
from counter.desk.unit_states import months_owed, vacant_units
from counter.rules.arrears import Debtor, Segment, Verdict, judge
from db.queries import accounts, cases, dunning, unit_states
from db.queries.accounts import Holder, OpenCharge, Unit
from db.queries.cases import Dispute
from db.queries.dunning import Contact, Marks

_OWNERS = ("owner", "developer", "co_owner")


class Owing(NamedTuple):
    """A unit with what it owes: lines are due and not frozen, coming falls due within the friendly days.

    letters: those sent about what is still open; key: what a letter rests on, to be compared when it is sent; rests:
    what is due of charges that are disputed in part and nobody disputes, which are among the frozen ones as a whole;
    former: the charges for which somebody else answers than the owner of today (counter/desk/liable.py). Where there
    are any, parts are the debtors one by one, each like a unit of their own; left: of such a part whoever left, and
    place: where a letter reaches them ('' where it does not); own_contacts: what was done about this debtor, without
    calls to others and promises of theirs.
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
    parts: tuple["Owing", ...] = ()
    left: Holder | None = None
    place: str = ""
    own_contacts: tuple[Contact, ...] = ()

    @property
    def demanded(self) -> tuple[OpenCharge, ...]:
        """Return what is due and nobody disputes, the oldest first; of a charge that is disputed in part its rest."""
        return tuple(sorted((*self.lines, *self.rests), key=lambda each: each.due)) if self.rests else self.lines

    def asked(self, *, coming: bool = False) -> tuple[OpenCharge, ...]:
        """Return what the owner of today is asked for: what is demanded or, before it is due, what is coming."""
        several = self.coming if coming else self.demanded
        return tuple(each for each in several if each.charge_id not in self.former)

    def by_debtor(self) -> tuple["Owing", ...]:
        """Return the debtors one by one: the owner of today, then whoever else answers for some of it."""
        return self.parts or (self,)

    def of(self, person_id: int) -> "Owing":
        """Return the part of one who left, or (0) of the owner of today; the whole where there is no such part.

        An owner who owes nothing while others do is shown with nothing: what those owe is never theirs.
        """
        wanted = person_id or None
        found = next((each for each in self.parts if (each.left and each.left.person_id) == wanted), self)
        if wanted is not None or found is not self or not self.parts:
            return found
        nothing = self.debtor._replace(overdue=0, days=0, periods=0, coming=0, frozen=0)
        return self._replace(lines=(), coming=(), frozen=(), rests=(), debtor=nothing)

    def debtor_of(self, charge: OpenCharge) -> Holder | None:
        """Return who answers for a charge; of one that is written off, whoever owned the unit then."""
        mine = (each for each in self.parts if charge.charge_id in {one.charge_id for one in each.charges})
        part = next(mine, None)
        if part is not None or self.left is not None:
            return (part or self).owner
        gone = (each for each in self.holders if each.until is not None and each.role in _OWNERS)
        return next((each for each in gone if each.person_id == charge.payer_id), self.owner)

    @property
    def charges(self) -> tuple[OpenCharge, ...]:
        """Return every charge that is due, coming or disputed."""
        return (*self.lines, *self.coming, *self.frozen)

    @property
    def id(self) -> str:
        """Return what tells this debtor from every other one."""
        return f"{self.unit.id}-{self.left.person_id}" if self.left else str(self.unit.id)

    @property
    def withheld(self) -> dict[int, int]:
        """Return by charge what of it is disputed, where the rest is demanded (minor units)."""
        frozen = {each.charge_id: each.open for each in self.frozen}
        return {each.charge_id: frozen[each.charge_id] - each.open for each in self.rests}

    @property
    def owner(self) -> Holder | None:
        """Return to whom a letter goes: whoever left, the owner of today, else whoever else owns it."""
        if self.left is not None:
            return self.left
        return next((each for each in self.holders if each.until is None and each.role in _OWNERS), None)

    @property
    def occupier(self) -> Holder | None:
        """Return who lives there without owning it, today; a letter to somebody who left is no business of theirs."""
        if self.left is not None:
            return None
        return next((each for each in self.holders if each.until is None and each.role == "occupier"), None)


class Key(NamedTuple):
    """What a letter rests on: (charge, open) of every open charge, what is frozen, the newest contact's event, who
    holds or held the unit, with name and address, and how the unit is to be dunned: (heirs, call first)."""

    open: tuple[tuple[int, int], ...]
    frozen: tuple[int, ...]
    contact: int
    holders: tuple[Holder, ...]
    marks: tuple[int, int]


class _Known(NamedTuple):
    """What is read once for many units."""

    frozen: frozenset[int]
    disputes: Mapping[int, Dispute]
    contacts: Mapping[int, tuple[Contact, ...]]
    marks: Mapping[int, Marks]
    vacant: Collection[int]
    day: date
    settings: LetterSettings


class _Place(NamedTuple):
    """What the debtors of one unit have in common; elsewhere: who answers for charges besides the owner of today."""

    unit: Unit
    holders: tuple[Holder, ...]
    contacts: tuple[Contact, ...]
    key: Key
    elsewhere: Mapping[int, int]


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
    holders = tuple(accounts.holders(connection, unit_id))
    return _key(
        charges, disputed_with_fees(connection, charges), contacts, holders, dunning.marks_of(connection, unit_id)
    )


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
    frozen = disputed_with_fees(connection, [each for several in charges.values() for each in several])
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
    contacts = known.contacts.get(unit_id, ())
    holders = tuple(accounts.holders(connection, unit_id))
    elsewhere = liable_elsewhere(charges, holders, known.day.isoformat())
    key = _key(charges, known.frozen, contacts, holders, known.marks.get(unit_id))
    place = _Place(unit, holders, contacts, key, elsewhere)
    whole = _debtor(connection, place, charges, known)
    if not elsewhere:
        return whole
    own = [each for each in charges if each.charge_id not in elsewhere]
    parts = [_debtor(connection, place._replace(elsewhere={}), own, known)] if own else []
    for person_id in sorted(set(elsewhere.values())):
        left = max((each for each in holders if each.person_id == person_id), key=lambda each: each.until or "")
        theirs = [each for each in charges if elsewhere.get(each.charge_id) == person_id]
        parts.append(_debtor(connection, place._replace(elsewhere={}), theirs, known, left))
    return whole._replace(parts=tuple(parts))


def _debtor(
    connection: Any, place: _Place, charges: Sequence[OpenCharge], known: _Known, left: Holder | None = None
) -> Owing:
    """Who answers for these charges of a unit: the owner of today, or whoever left."""
    unit, today, former = place.unit, known.day.isoformat(), frozenset(place.elsewhere)
    horizon = (known.day + timedelta(days=known.settings.terms.friendly_days)).isoformat()
    free = [each for each in charges if each.charge_id not in known.frozen and each.open > 0]
    frozen = tuple(each for each in charges if each.charge_id in known.frozen)
    lines = tuple(each for each in free if each.due < today)
    rests = tuple(_rests(frozen, known, today))
    demanded = sorted((*lines, *rests), key=lambda each: each.due)
    coming = tuple(each for each in free if today <= each.due <= horizon)
    own = [each for each in demanded if each.charge_id not in former] or demanded
    letters = _letters_about(place, {each.charge_id for each in charges} - former, left)
    first = owner_since(place.holders, today) if left is None else ""
    contacts = contacts_with(place.contacts, left, first)
    made = promises(connection, unit.id, contacts, today, place.holders, theirs=left is not None)
    marks = known.marks.get(unit.id) if left is None else None
    reached = _reached(connection, left) if left is not None else ""
    debtor = Debtor(
        sum(each.open for each in demanded), (known.day - date.fromisoformat(own[0].due)).days if own else 0,
        months_owed(own), sum(each.open for each in coming),
        sum(each.open for each in frozen) - sum(each.open for each in rests),
        late_by(connection, unit.id, known.day, first, left),
        developer=any(each.role == "developer" for each in ((left,) if left else _today(place.holders))),
        vacant=left is None and unit.id in known.vacant, heirs=bool(marks and marks.heirs),
        call_first=bool(marks and marks.call_first), last_call=last_call(contacts) if left is None else None,
        former=sum(each.open for each in demanded or coming if each.charge_id in former),
        unreachable=left is not None and not reached,
        heirs_asked=any(each.facts["segment"] == Segment.HEIRS for each in letters),
        **from_promises(made), **from_letters(letters),
    )  # fmt: skip
    verdict = judge(debtor, known.settings.terms, known.day)
    return Owing(
        unit, place.holders, lines, coming, frozen, place.contacts, letters, made, marks, debtor, verdict, place.key,
        rests, former, left=left, place=reached, own_contacts=contacts,
    )  # fmt: skip


def _today(holders: Sequence[Holder]) -> Iterator[Holder]:
    return (each for each in holders if each.until is None)


def _letters_about(place: _Place, still_open: Collection[int], left: Holder | None) -> tuple[Contact, ...]:
    return tuple(
        each for each in place.contacts
        if each.kind == "letter_sent" and any(charge in still_open for charge, _open in each.facts["charges"])
        and ("left" not in each.facts if left is None else each.facts["person"] == left.person_id)
    )  # fmt: skip


def _reached(connection: Any, left: Holder) -> str:
    """Where a letter reaches somebody who left: the address that is kept, else a unit of theirs on the estate."""
    return left.address or next(iter(accounts.homes(connection, left.person_id)), "")


def _rests(frozen: Sequence[OpenCharge], known: _Known, today: str) -> Iterator[OpenCharge]:
    """What nobody disputes of charges that are due: a dispute freezes its own sum and no more."""
    for each in frozen:
        dispute = known.disputes.get(each.charge_id)
        if dispute is not None and each.due < today and each.open > dispute.amount:
            yield each._replace(open=each.open - dispute.amount)


def _key(
    charges: Sequence[OpenCharge], frozen: Collection[int], contacts: Sequence[Contact], holders: tuple[Holder, ...],
    marks: Marks | None,
) -> Key:  # fmt: skip
    return Key(
        tuple((each.charge_id, each.open) for each in charges),
        tuple(sorted(each.charge_id for each in charges if each.charge_id in frozen)),
        contacts[-1].event_id if contacts else 0,
        holders,
        (marks.heirs, marks.call_first) if marks is not None else (0, 0),
    )
