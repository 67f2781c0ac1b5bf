"""Cases: what was brought to the window, its steps, and which charges are or were frozen by a dispute."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from db.rows import Charge


class CaseRow(NamedTuple):
    """A case as it stands: days as ISO dates, urgent 1 or 0; kind, step, actor and rating of counter.rules.cases."""

    id: int
    number: str
    kind: str
    topic: str
    unit_id: int
    person_id: int | None
    channel: str
    raised_on: str
    said: str | None
    wants: str | None
    urgent: int
    step: str
    due: str | None
    actor: str
    rating: int | None = None


class StepRow(NamedTuple):
    """A step of a case: what day it is about, what was found, offered or decided, who sat on the panel or does it."""

    id: int
    case_id: int
    step: str
    on_day: str | None
    told: str | None
    members: str | None


class FrozenRow(NamedTuple):
    """A charge that a case froze, from and to which day (until None: still), and how much of it, in minor units."""

    id: int
    case_id: int
    charge_id: int
    amount: int
    since: str
    until: str | None


class Dispute(NamedTuple):
    """A dispute over a charge that has not ended: its case, number and step, how much of the charge (minor units)."""

    case_id: int
    number: str
    step: str
    amount: int


class Told(NamedTuple):
    """A step with the business day it was taken on and who took it."""

    step: StepRow
    day: str
    staff_id: int | None


class Ended(NamedTuple):
    """A case that has ended: when it was raised and when it ended (ISO), and what was let off by it, in minor units."""

    kind: str
    topic: str
    step: str
    raised_on: str
    ended_on: str
    let_off: int
    rating: int | None


class Listed(NamedTuple):
    """A case in a list, with its unit's number, what is disputed now (minor units), and whom its last step names."""

    case: CaseRow
    unit_code: str
    frozen: int
    named: str = ""


_CASE = f"SELECT {', '.join(CaseRow._fields)} FROM case_file WHERE until_event IS NULL"
_COLUMNS = ", ".join(f"c.{name}" for name in CaseRow._fields)
_LIST = (
    f"SELECT {_COLUMNS}, u.code, (SELECT coalesce(sum(f.amount), 0) FROM case_charge f WHERE f.case_id = c.id"
    " AND f.until_event IS NULL AND f.until IS NULL), coalesce((SELECT s.members FROM case_step s"
    " WHERE s.case_id = c.id AND s.until_event IS NULL ORDER BY s.id DESC LIMIT 1), '')"
    " FROM case_file c JOIN unit u ON u.id = c.unit_id"
    " AND u.until_event IS NULL WHERE c.until_event IS NULL"
)
_STEPS = (
    f"SELECT {', '.join(f's.{name}' for name in StepRow._fields)}, e.day, e.staff_id FROM case_step s JOIN event e"
    " ON e.id = s.event_id WHERE s.case_id = ? AND s.until_event IS NULL ORDER BY s.id"
)
_FROZEN = f"SELECT {', '.join(FrozenRow._fields)} FROM case_charge WHERE until_event IS NULL"
_OF_CHARGES = f"{_FROZEN} AND charge_id IN (SELECT value FROM json_each(?)) ORDER BY id"
_DISPUTES = (
    "SELECT f.charge_id, c.id, c.number, c.step, f.amount FROM case_charge f JOIN case_file c ON c.id = f.case_id"
    " AND c.until_event IS NULL WHERE f.until_event IS NULL AND f.until IS NULL"
    " AND f.charge_id IN (SELECT value FROM json_each(?)) ORDER BY f.id"
)
_CHARGES = (
    f"SELECT {', '.join(f'c.{name}' for name in Charge._fields)} FROM charge c WHERE c.id IN"
    " (SELECT charge_id FROM case_charge WHERE case_id = ? AND until_event IS NULL) ORDER BY c.id"
)
_ENDED = (
    "SELECT c.kind, c.topic, c.step, c.raised_on, e.day, coalesce(CASE WHEN json_valid(e.body) THEN"
    " json_extract(e.body, '$.total') END, 0), c.rating FROM case_file c JOIN event e ON e.id = c.event_id"
    " WHERE c.until_event IS NULL AND c.step IN ('settled', 'rejected', 'withdrawn') AND e.day >= ? AND e.day < ?"
    " ORDER BY c.id"
)
_LATE = (
    "SELECT count(*) FROM case_file WHERE until_event IS NULL AND due < ?"
    " AND step NOT IN ('settled', 'rejected', 'withdrawn')"
)
_AFTER = "SELECT body FROM event WHERE id > ? AND kind = ? AND kind NOT IN ('payment') ORDER BY id"
ENDED = "('settled', 'rejected', 'withdrawn')"


def case(connection: Any, case_id: int) -> CaseRow | None:
    """Return one case."""
    row = connection.execute(f"{_CASE} AND id = ?", (case_id,)).fetchone()
    return CaseRow(*row) if row else None


def number_of(connection: Any, case_id: int) -> str:
    """Return the number of a case as papers carry it."""
    found = case(connection, case_id)
    return found.number if found else str(case_id)


def cases(
    connection: Any, *, ended: bool | None = None, kind: str = "", unit_id: int | None = None, today: str = ""
) -> list[Listed]:
    """Return cases: those past their deadline first, then urgent ones, then by deadline; ended ones last, newest first.

    ended: only those that have ended, or only those that have not; kind and unit_id: only of these; today: the day
    (ISO) after whose beginning a deadline of an earlier day is over.
    """
    sql, values = _LIST, list[Any]()
    if ended is not None:
        sql += f" AND c.step {'' if ended else 'NOT '}IN {ENDED}"
    for column, value in (("kind", kind), ("unit_id", unit_id)):
        if value:
            sql += f" AND c.{column} = ?"
            values.append(value)
    sql += (
        f" ORDER BY c.step IN {ENDED}, CASE WHEN c.step IN {ENDED} THEN -c.id END, c.due >= ?, -c.urgent, c.due, c.id"
    )
    values.append(today)
    width = len(CaseRow._fields)
    return [Listed(CaseRow(*row[:width]), *row[width:]) for row in connection.execute(sql, values)]


def late(connection: Any, today: str) -> int:
    """Return how many cases are past their deadline on a day (ISO)."""
    found: int = connection.execute(_LATE, (today,)).fetchone()[0]
    return found


def steps(connection: Any, case_id: int) -> list[Told]:
    """Return the steps of a case in the order in which they were taken."""
    width = len(StepRow._fields)
    rows = connection.execute(_STEPS, (case_id,))
    return [Told(StepRow(*row[:width]), row[width], row[width + 1]) for row in rows]


def frozen_by(connection: Any, case_id: int) -> list[FrozenRow]:
    """Return what a case froze, days that are over included."""
    rows = connection.execute(f"{_FROZEN} AND case_id = ? ORDER BY id", (case_id,))
    return [FrozenRow(*row) for row in rows]


def frozen_of(connection: Any, charge_ids: Iterable[int]) -> list[FrozenRow]:
    """Return on which days charges are or were frozen, and by which case."""
    rows = connection.execute(_OF_CHARGES, (json.dumps(sorted(charge_ids)),))
    return [FrozenRow(*row) for row in rows]


def disputes_of(connection: Any, charge_ids: Iterable[int]) -> dict[int, Dispute]:
    """Return by charge the dispute that freezes it now; a charge is in one at most."""
    rows = connection.execute(_DISPUTES, (json.dumps(sorted(charge_ids)),))
    return {row[0]: Dispute(*row[1:]) for row in rows}


def charges_of(connection: Any, case_id: int) -> list[Charge]:
    """Return the charges a case is about."""
    return [Charge(*row) for row in connection.execute(_CHARGES, (case_id,))]


def ended_in(connection: Any, year: int) -> list[Ended]:
    """Return the cases that ended in a year and were not opened again since."""
    return [Ended(*row) for row in connection.execute(_ENDED, (f"{year}-01-01", f"{year + 1}-01-01"))]


def bodies_after(connection: Any, event_id: int, kind: str) -> list[str]:
    """Return the bodies of the events of a kind after an event."""
    return [row[0] for row in connection.execute(_AFTER, (event_id, kind))]
