"""Units, people, who holds what, and plates of a file, laid over the registers by unit code.

An e-mail address that was entered, changed or taken away in the books themselves is never replaced by a file.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from counter.desk.estate_rows import EstateFile, FileHolder, FilePlate, FileUnit, RowError
from counter.desk.import_prices import unit_prices
from counter.desk.initials import initials
from counter.desk.register_state import RegisterState
from counter.rules.room import fold, index_keys
from db.queries.registers import HoldingRow, PersonRow, UnitRow, VehicleRow

# Roles that only one set of people has at a time: those the file no longer names have left.
_REPLACED = ("owner", "co_owner", "developer")


def people_and_units(state: RegisterState, estate: EstateFile, kept_emails: Collection[int] = ()) -> list[RowError]:
    """Put what a file says of units, their plates, the people tied to them, and prices of single units.

    kept_emails: the people whose address was last changed by hand. Returns a note for each that the file has otherwise.
    """
    people = _People(state)
    stewards: dict[str, int] = {}
    known = frozenset(state.unit_ids)
    for unit in estate.units:
        if unit.steward and unit.steward not in stewards:
            stewards[unit.steward] = people.named(unit.steward, None, "steward", None)
        _unit(state, unit, stewards)
    _plates(state, estate, known)
    _dated_plates(state, estate.plates)
    unit_prices(state, estate.prices)
    return _holders(state, people, estate.holders, kept_emails)


def _unit(state: RegisterState, unit: FileUnit, stewards: dict[str, int]) -> None:
    key = fold(unit.code)
    unit_id = state.unit_ids.get(key) or state.units.new_id()
    state.unit_ids[key] = unit_id
    old = state.units.rows.get(unit_id)
    steward = stewards[unit.steward] if unit.steward else None
    # What only some files have columns for stays where a file is silent.
    inner = unit.inner_area if unit.inner_area is not None or old is None else old.inner_area
    persons = unit.persons if unit.persons is not None or old is None else old.persons
    state.units.put(
        UnitRow(
            unit_id, unit.building, unit.entrance, unit.room, unit.code, unit.kind, unit.area, unit.handed_over,
            steward, unit.note, " ".join(index_keys(unit.code)), inner, persons,
        )
    )  # fmt: skip


def _plates(state: RegisterState, estate: EstateFile, known: Collection[str]) -> None:
    """A file with a plates column says which plates a unit has now; the others have gone.

    Those that its sheet of parking places names have their days from there. A unit that comes in with its plates (it is
    not known yet) had them before: the month in which the file was read is billed whole.
    """
    dated = {(fold(row.unit), row.plate) for row in estate.plates}
    by_unit: defaultdict[int, dict[str, VehicleRow]] = defaultdict(dict)
    for row in state.vehicles.rows.values():
        if row.plate and row.until is None:
            by_unit[row.unit_id][row.plate] = row
    for unit in estate.units:
        if unit.plates is None:
            continue
        unit_id = state.unit_ids[fold(unit.code)]
        for plate in unit.plates:
            if plate not in by_unit[unit_id]:
                since = state.day if fold(unit.code) in known else None
                state.vehicles.put(VehicleRow(state.vehicles.new_id(), unit_id, plate, since, None))
        for plate, row in by_unit[unit_id].items():
            if plate not in unit.plates and (fold(unit.code), plate) not in dated:
                state.vehicles.put(row._replace(until=state.day))


def _dated_plates(state: RegisterState, plates: Iterable[FilePlate]) -> None:
    """Plates of a sheet of their own come with their days; what such a sheet does not name stays."""
    known = {(row.unit_id, row.plate): row for row in state.vehicles.rows.values()}
    for plate in plates:
        unit_id = state.unit_ids[fold(plate.unit)]
        old = known.get((unit_id, plate.plate))
        since = plate.since or (old.since if old else state.day)
        number = old.id if old else state.vehicles.new_id()
        state.vehicles.put(VehicleRow(number, unit_id, plate.plate, since, plate.until))


class _People:
    """The people of the register by name and phone, so that one payer for many units stays one person."""

    def __init__(self, state: RegisterState) -> None:
        self._state = state
        self._known: dict[tuple[str | None, str | None, str | None], int] = {}
        for row in state.people.rows.values():
            self._known.setdefault((row.name, row.phone, row.kind), row.id)

    def named(
        self, name: str, phone: str | None, kind: str, note: str | None, of_unit: Iterable[HoldingRow] = ()
    ) -> int:
        """Return the id of a person; who holds the unit under this name already keeps it with a changed phone."""
        held = (self._state.people.rows[row.person_id] for row in of_unit)
        same = next((p.id for p in held if p.name == name and p.kind == kind), None)
        person_id = same or self._same(name, phone, kind) or self._state.people.new_id()
        old = self._state.people.rows.get(person_id)
        letters = old.initials if old is not None and old.name == name else initials(name)
        kept_note = note if note is not None or old is None else old.note
        kept = (old.email, old.address) if old is not None else (None, None)
        self._state.people.put(PersonRow(person_id, name, phone, letters, kind, kept_note, *kept))
        self._known[name, phone, kind] = person_id
        return person_id

    def write_to(self, person_id: int, email: str, kept: Collection[int]) -> bool:
        """Put the e-mail address of a person; False where another one stays because somebody entered it by hand."""
        row = self._state.people.rows[person_id]
        if person_id in kept and (row.email or "") != email:
            return False
        self._state.people.put(row._replace(email=email))
        return True

    def _same(self, name: str, phone: str | None, kind: str) -> int | None:
        # Without a phone only companies and stewards are taken to be the same by name alone.
        return self._known.get((name, phone, kind)) if phone or kind != "person" else None


def _holders(
    state: RegisterState, people: _People, holders: Iterable[FileHolder], kept_emails: Collection[int]
) -> list[RowError]:
    kept = list[RowError]()
    by_unit: defaultdict[int, list[HoldingRow]] = defaultdict(list)
    for row in state.holdings.rows.values():
        if row.until is None or row.until >= state.day:
            by_unit[row.unit_id].append(row)
    named: defaultdict[tuple[int, str], list[HoldingRow]] = defaultdict(list)
    for holder in holders:
        unit_id = state.unit_ids[fold(holder.unit)]
        person_id = people.named(holder.name, holder.phone, holder.kind, holder.note, by_unit[unit_id])
        if holder.email and not people.write_to(person_id, holder.email, kept_emails):
            place = holder.place
            kept.append(RowError(place.sheet, place.row, "", holder.name, "import_email_kept"))
        old = next((h for h in by_unit[unit_id] if (h.person_id, h.role) == (person_id, holder.role)), None)
        row = HoldingRow(
            old.id if old else state.holdings.new_id(), unit_id, person_id, holder.role,
            holder.since or _begins(state, by_unit[unit_id], holder.role, old), holder.until,
            _item_list(state, holder),
        )  # fmt: skip
        named[unit_id, holder.role].append(state.holdings.put(row))
    for (unit_id, role), rows in named.items():
        if role in _REPLACED:
            _end_others(state, [h for h in by_unit[unit_id] if h.role == role], rows)
    return kept


def _begins(state: RegisterState, before: Iterable[HoldingRow], role: str, old: HoldingRow | None) -> str | None:
    """The first day of somebody whom the file gives none: as it was, or today where they follow somebody."""
    if old is not None:
        return old.since
    return state.day if role in _REPLACED and any(row.role == role for row in before) else None


def _item_list(state: RegisterState, holder: FileHolder) -> str | None:
    return json.dumps(sorted(state.item_ids[name] for name in holder.items)) if holder.items else None


def _end_others(state: RegisterState, before: Iterable[HoldingRow], now: list[HoldingRow]) -> None:
    """Those who held the unit in this role and are not named any more left the day before the first new one came."""
    kept = {row.id for row in now}
    since = min((row.since for row in now if row.since), default=state.day)
    last = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
    for row in before:
        if row.id not in kept and row.until is None:
            state.holdings.put(row._replace(until=max(last, row.since or "")))
