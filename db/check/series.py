"""Numbers without gaps: receipts by series, Z by till, and the next number of each."""

from collections.abc import Iterator
from typing import Any

from db.check.findings import Finding

_RECEIPTS = "SELECT series, min(number), max(number), count(*) FROM receipt GROUP BY series"
_CLOSES = "SELECT 'Z' || till, min(z_number), max(z_number), count(*) FROM close GROUP BY till"
# The first number that is missing after one that is there.
_GAP = {
    "receipt": "SELECT min(r.number) + 1 FROM receipt r WHERE r.series = ?1 AND r.number < ?2 AND NOT EXISTS"
    " (SELECT 1 FROM receipt n WHERE n.series = ?1 AND n.number = r.number + 1)",
    "close": "SELECT min(c.z_number) + 1 FROM close c WHERE 'Z' || c.till = ?1 AND c.z_number < ?2 AND NOT EXISTS"
    " (SELECT 1 FROM close n WHERE n.till = c.till AND n.z_number = c.z_number + 1)",
}
USED = f"{_RECEIPTS} UNION ALL {_CLOSES}"


def check_series(connection: Any) -> Iterator[Finding]:
    """Compare the numbers given out with the numbers there are, and with the next one of each series."""
    following = dict(connection.execute("SELECT series, next FROM series"))
    for table, used in (("receipt", _RECEIPTS), ("close", _CLOSES)):
        for series, lowest, highest, count in connection.execute(used).fetchall():
            if count != highest - lowest + 1:
                missing = connection.execute(_GAP[table], (series, highest)).fetchone()[0]
                yield Finding("number_gap", None, f"{table} {series}", str(missing), "")
            if following.get(series) != highest + 1:
                found = str(following.get(series, ""))
                yield Finding("series_differs", None, f"series {series}", str(highest + 1), found)
