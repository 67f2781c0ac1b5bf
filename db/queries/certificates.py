"""Settlement certificates that were issued: the register, newest first."""

from typing import Any, NamedTuple

# The first condition is that of the index word for word; payments, nearly all of the table, are never read.
_ISSUED = (
    "SELECT e.id, e.day, json_extract(e.body, '$.number'), json_extract(e.body, '$.unit'), u.code, p.name, s.name"
    " FROM event e LEFT JOIN unit u ON u.id = json_extract(e.body, '$.unit') AND u.until_event IS NULL"
    " LEFT JOIN person p ON p.id = json_extract(e.body, '$.person') AND p.until_event IS NULL"
    " LEFT JOIN staff s ON s.id = e.staff_id AND s.until_event IS NULL"
    " WHERE e.kind NOT IN ('payment') AND e.kind = 'certificate_issued' ORDER BY e.id DESC LIMIT ?"
)


class Certificate(NamedTuple):
    """A certificate as the register names it; names are None where they were erased."""

    event_id: int
    day: str
    number: str
    unit_id: int
    unit_code: str | None
    owner: str | None
    clerk: str | None


def issued(connection: Any, limit: int = 500) -> list[Certificate]:
    """Return the certificates that were issued, newest first."""
    return [Certificate(*row) for row in connection.execute(_ISSUED, (limit,))]
