"""What is counted of cases: those raised in a year with how they ended, and where their charges came from."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from db.queries.cases import ENDED


class Raised(NamedTuple):
    """A case: building of its unit, days as ISO dates, ended_on '' while it goes on, let_off in minor units."""

    id: int
    number: str
    kind: str
    topic: str
    unit_id: int
    unit_code: str
    building: str
    raised_on: str
    step: str
    due: str | None
    rating: int | None
    ended_on: str
    let_off: int


class Origin(NamedTuple):
    """Where a charge that a case is about came from: its price, its unit's meter, the event that billed it.

    tariff_id is None where no price stands behind it; metered tells whether a meter does; run_kind: the kind of the
    event.
    """

    case_id: int
    unit_id: int
    item_id: int
    tariff_id: int | None
    metered: bool
    event_id: int
    run_kind: str


_RAISED = (
    "SELECT c.id, c.number, c.kind, c.topic, c.unit_id, u.code, u.building, c.raised_on, c.step, c.due, c.rating,"
    f" CASE WHEN c.step IN {ENDED} THEN e.day ELSE '' END,"
    " CASE WHEN e.kind = 'case_settled' AND json_valid(e.body) THEN coalesce(json_extract(e.body, '$.total'), 0)"
    " ELSE 0 END"
    " FROM case_file c JOIN event e ON e.id = c.event_id JOIN unit u ON u.id = c.unit_id AND u.until_event IS NULL"
    " WHERE c.until_event IS NULL AND c.raised_on >= ? AND c.raised_on < ? ORDER BY c.id"
)
_ORIGINS = (
    "SELECT DISTINCT f.case_id, c.unit_id, c.item_id, c.tariff_id,"
    " json_extract(c.ingredients, '$.advances') IS NOT NULL, c.event_id, e.kind"
    " FROM case_charge f JOIN charge c ON c.id = f.charge_id JOIN event e ON e.id = c.event_id"
    " WHERE f.until_event IS NULL AND f.case_id IN (SELECT value FROM json_each(?)) ORDER BY f.case_id, c.id"
)
_YEARS = "SELECT DISTINCT substr(raised_on, 1, 4) FROM case_file WHERE until_event IS NULL ORDER BY 1 DESC"


def raised_in(connection: Any, year: int) -> list[Raised]:
    """Return the cases raised in a year, as they stand now."""
    return [Raised(*row) for row in connection.execute(_RAISED, (f"{year}-01-01", f"{year + 1}-01-01"))]


def years(connection: Any) -> list[int]:
    """Return the years in which cases were raised, the newest first."""
    return [int(row[0]) for row in connection.execute(_YEARS)]


def origins(connection: Any, case_ids: Iterable[int]) -> list[Origin]:
    """Return where the charges of cases came from."""
    rows = connection.execute(_ORIGINS, (json.dumps(sorted(case_ids)),))
    return [Origin(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6]) for row in rows]


def households(connection: Any) -> int:
    """Return how many flats there are, for figures per hundred households."""
    found: int = connection.execute("SELECT count(*) FROM unit WHERE until_event IS NULL AND kind = 'flat'").fetchone()[
        0
    ]
    return found
