"""What one unit owes, has paid ahead, and holds as balance."""

from collections.abc import Sequence
from typing import Any, NamedTuple

_OPEN = (
    "SELECT o.charge_id, o.unit_id, c.item_id, f.name_zh, f.name_en, f.rank, c.fund, c.first, c.last, c.period, c.due,"
    " c.amount, o.open, c.payer_id, c.tariff_id, c.ingredients"
    " FROM open_item o JOIN charge c ON c.id = o.charge_id"
    " JOIN fee_item f ON f.id = c.item_id AND f.until_event IS NULL"
    " WHERE o.unit_id = ? ORDER BY c.due, f.rank, c.first, c.id"
)
# Charges of one unit and item never overlap, so the newest is the one that reaches farthest: two steps into an index
# for each item, however many years of charges there are.
# What stands is an even revision that no later one took back; adjustments have revisions below zero.
_OF_ITEM = (
    "FROM charge c WHERE c.unit_id = ?1 AND c.item_id = f.id AND c.revision >= 0 AND c.revision % 2 = 0"
    " AND NOT EXISTS(SELECT 1 FROM charge n WHERE n.unit_id = ?1 AND n.item_id = f.id AND n.first = c.first"
    " AND n.revision = c.revision + 1)"
)
_PAID_TO = (
    "SELECT f.id, f.name_zh, f.name_en,"
    f" (SELECT c.last {_OF_ITEM} ORDER BY c.first DESC LIMIT 1),"
    " (SELECT min(x.first) FROM open_item o JOIN charge x ON x.id = o.charge_id"
    " WHERE o.unit_id = ?1 AND o.item_id = f.id),"
    f" (SELECT min(c.first) {_OF_ITEM}),"
    " EXISTS(SELECT 1 FROM posting WHERE unit_id = ?1 AND account IN ('balance', 'paid_ahead', 'deposits_held')"
    " AND account = 'paid_ahead')"
    " FROM fee_item f WHERE f.until_event IS NULL ORDER BY f.rank"
)
_LIABILITY = (
    "SELECT item_id, period, -sum(amount) FROM posting WHERE unit_id = ? AND account IN"
    " ('balance', 'paid_ahead', 'deposits_held') AND account = ?"
    " GROUP BY item_id, period HAVING sum(amount) <> 0 ORDER BY item_id, period"
)
_BALANCE = (
    "SELECT coalesce(-sum(amount), 0) FROM posting WHERE unit_id = ? AND account IN"
    " ('balance', 'paid_ahead', 'deposits_held') AND account = 'balance' AND fund = ?"
)
_UNIT = (
    "SELECT id, code, kind, building, entrance, room, area, handed_over, steward_id, note FROM unit"
    " WHERE id = ? AND until_event IS NULL"
)
_PEOPLE = (
    "SELECT p.id, h.role, p.name, p.phone, p.kind, h.since, h.until, h.items, p.address FROM holding h JOIN person p"
    " ON p.id = h.person_id AND p.until_event IS NULL WHERE h.unit_id = ? AND h.until_event IS NULL"
    " ORDER BY h.until IS NOT NULL, CASE h.role WHEN 'owner' THEN 0 WHEN 'developer' THEN 1 WHEN 'co_owner' THEN 2"
    " ELSE 3 END, h.id"
)
_HOMES = (
    "SELECT DISTINCT u.code FROM holding h JOIN unit u ON u.id = h.unit_id AND u.until_event IS NULL"
    " WHERE h.person_id = ? AND h.until_event IS NULL AND h.until IS NULL AND h.role <> 'developer' ORDER BY u.code"
)
_BASIS = (
    "SELECT basis_kind, basis_number, basis_date, since, kind, price FROM tariff WHERE id = ?"
    " ORDER BY row_id DESC LIMIT 1"
)


class OpenCharge(NamedTuple):
    """A charge of which something is still open; amounts in minor units, days as ISO dates."""

    charge_id: int
    unit_id: int
    item_id: int
    item_zh: str
    item_en: str
    rank: int
    fund: str
    first: str
    last: str
    period: str
    due: str
    amount: int
    open: int
    payer_id: int | None
    tariff_id: int | None
    ingredients: str


class ItemStanding(NamedTuple):
    """From when to when an item of a unit is billed, and from when something of it is open; days as ISO dates.

    ahead: whether the unit ever paid a period of any item ahead, 1 or 0.
    """

    item_id: int
    item_zh: str
    item_en: str
    billed_to: str
    open_from: str | None
    billed_from: str
    ahead: int


class AheadPeriod(NamedTuple):
    """Money paid for a period that is not billed yet."""

    item_id: int
    period: str
    amount: int


class Unit(NamedTuple):
    """A unit as the register has it now; area in hundredths of a square metre."""

    id: int
    code: str
    kind: str
    building: str
    entrance: str
    room: str
    area: int | None
    handed_over: str | None
    steward_id: int | None
    note: str | None


class Holder(NamedTuple):
    """A person tied to a unit; name, phone and address are None where they were erased or are not known."""

    person_id: int
    role: str
    name: str | None
    phone: str | None
    kind: str | None
    since: str | None
    until: str | None
    items: str | None
    address: str | None = None


class Basis(NamedTuple):
    """What a price rests on."""

    kind: str | None
    number: str | None
    date: str | None
    since: str | None
    tariff_kind: str
    price: int


def open_charges(connection: Any, unit_ids: Sequence[int]) -> list[OpenCharge]:
    """Return what is open of the units, oldest due first within each unit."""
    return [OpenCharge(*row) for unit_id in unit_ids for row in connection.execute(_OPEN, (unit_id,))]


def standings(connection: Any, unit_id: int) -> list[ItemStanding]:
    """Return how far each item of a unit is billed and from when it is open."""
    rows = connection.execute(_PAID_TO, (unit_id,))
    return [ItemStanding(*row) for row in rows if row[3] is not None]


def paid_ahead(connection: Any, unit_id: int) -> list[AheadPeriod]:
    """Return what was paid for periods that are not billed yet."""
    return [AheadPeriod(*row) for row in connection.execute(_LIABILITY, (unit_id, "paid_ahead"))]


def balance(connection: Any, unit_id: int, fund: str = "operating") -> int:
    """Return all that is held for a unit as balance, in minor units; no fund's balance pays for another.

    What of it is kept for a fee item says db/queries/purses.py.
    """
    found: int = connection.execute(_BALANCE, (unit_id, fund)).fetchone()[0]
    return found


def unit(connection: Any, unit_id: int) -> Unit | None:
    """Return a unit as it is now."""
    row = connection.execute(_UNIT, (unit_id,)).fetchone()
    return Unit(*row) if row else None


def unit_by_code(connection: Any, code: str) -> Unit | None:
    """Return the unit with exactly this code."""
    row = connection.execute("SELECT id FROM unit WHERE code = ? AND until_event IS NULL", (code,)).fetchone()
    return unit(connection, row[0]) if row else None


def holders(connection: Any, unit_id: int) -> list[Holder]:
    """Return who is or was tied to a unit: those of today first, the owner before the others."""
    return [Holder(*row) for row in connection.execute(_PEOPLE, (unit_id,))]


def homes(connection: Any, person_id: int) -> list[str]:
    """Return the numbers of the units that a person owns or lives in today."""
    return [row[0] for row in connection.execute(_HOMES, (person_id,))]


def basis(connection: Any, tariff_id: int) -> Basis | None:
    """Return what the price of a tariff rests on."""
    row = connection.execute(_BASIS, (tariff_id,)).fetchone()
    return Basis(*row) if row else None


def item_names(connection: Any) -> dict[int, tuple[str, str]]:
    """Return the Chinese and English name of every fee item, closed ones included."""
    rows = connection.execute("SELECT id, name_zh, name_en FROM fee_item WHERE until_event IS NULL")
    return {item_id: (zh or en, en or zh) for item_id, zh, en in rows}
