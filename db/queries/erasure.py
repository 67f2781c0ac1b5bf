"""What stands in the way of erasing a person's data: open charges, money and units held; and what names them."""

from typing import Any

from db.queries.cases import ENDED

# Units the person is tied to today, and those they left that nobody holds now: money on these is theirs.
_THEIR_UNITS = (
    "SELECT h.unit_id FROM holding h WHERE h.person_id = ?1 AND h.until_event IS NULL"
    " AND (h.until IS NULL OR NOT EXISTS (SELECT 1 FROM holding o"
    " WHERE o.unit_id = h.unit_id AND o.person_id <> ?1 AND o.until_event IS NULL"
    " AND o.until IS NULL))"
)
_UNIT = "JOIN unit u ON u.id = {unit} AND u.until_event IS NULL"
# Bad debt is owed all the same; the condition on the account is that of its index word for word.
_OWING = (
    "SELECT unit_id, charge_id, open FROM open_item UNION ALL"
    " SELECT p.unit_id, p.charge_id, sum(p.amount) FROM posting p WHERE p.account = 'bad_debt'"
    " GROUP BY p.unit_id, p.charge_id"
)
_OWED = (
    f"SELECT u.code, sum(o.open) FROM ({_OWING}) o JOIN charge c ON c.id = o.charge_id"
    f" {_UNIT.format(unit='o.unit_id')}"
    f" WHERE c.payer_id = ?1 OR (c.payer_id IS NULL AND o.unit_id IN ({_THEIR_UNITS}))"
    " GROUP BY u.id HAVING sum(o.open) <> 0 ORDER BY u.id"
)
_HELD = (
    f"SELECT u.code, p.account, -sum(p.amount) FROM posting p {_UNIT.format(unit='p.unit_id')}"
    " WHERE p.account IN ('balance', 'paid_ahead', 'deposits_held')"
    f" AND p.unit_id IN ({_THEIR_UNITS}) GROUP BY u.id, p.account HAVING sum(p.amount) <> 0 ORDER BY u.id, p.account"
)
_TIES = (
    "SELECT u.code, h.role FROM holding h JOIN unit u ON u.id = h.unit_id AND u.until_event IS NULL"
    " WHERE h.person_id = ?1 AND h.until_event IS NULL AND h.until IS NULL"
    " UNION ALL SELECT code, 'steward' FROM unit WHERE steward_id = ?1 AND until_event IS NULL"
)
_LEFT = (
    "SELECT DISTINCT u.id, u.code FROM holding h JOIN unit u ON u.id = h.unit_id AND u.until_event IS NULL"
    " WHERE h.person_id = ? AND h.until_event IS NULL AND h.until IS NOT NULL ORDER BY u.id"
)
_CASES = f"SELECT number FROM case_file WHERE person_id = ? AND until_event IS NULL AND step NOT IN {ENDED} ORDER BY id"
_TRACES = (
    "SELECT name FROM person WHERE id = ?1 AND name <> '' UNION SELECT phone FROM person WHERE id = ?1 AND phone <> ''"
    " UNION SELECT email FROM person WHERE id = ?1 AND email <> ''"
    " UNION SELECT address FROM person WHERE id = ?1 AND address <> ''"
)


def owed_by(connection: Any, person_id: int) -> list[tuple[str, int]]:
    """Return (unit code, minor units) of every unit for which the person still owes something, bad debt included."""
    return connection.execute(_OWED, (person_id,)).fetchall()  # type: ignore[no-any-return]


def units_left(connection: Any, person_id: int) -> list[tuple[int, str]]:
    """Return (unit, code) of what the person held once."""
    return connection.execute(_LEFT, (person_id,)).fetchall()  # type: ignore[no-any-return]


def held_for(connection: Any, person_id: int) -> list[tuple[str, str, int]]:
    """Return (unit code, account, minor units) of balances, deposits and months ahead that are the person's."""
    return connection.execute(_HELD, (person_id,)).fetchall()  # type: ignore[no-any-return]


def ties_of(connection: Any, person_id: int) -> list[tuple[str, str]]:
    """Return (unit code, role) of what the person holds or looks after today."""
    return connection.execute(_TIES, (person_id,)).fetchall()  # type: ignore[no-any-return]


def open_cases_of(connection: Any, person_id: int) -> list[str]:
    """Return the numbers of the person's cases that have not ended."""
    return [row[0] for row in connection.execute(_CASES, (person_id,))]


def traces_of(connection: Any, person_id: int) -> list[str]:
    """Return every name, telephone number, e-mail and postal address the register has had for the person."""
    return [row[0] for row in connection.execute(_TRACES, (person_id,))]
