"""Numbers without gaps: receipts, Z, slips, certificates, notices, letters, and the next number of each series."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from db.check.findings import Finding
from db.queries.bridges import bridged

_RECEIPTS = "SELECT series, min(number), max(number), count(*) FROM receipt GROUP BY series"
_CLOSES = "SELECT 'Z' || till, min(z_number), max(z_number), count(*) FROM close GROUP BY till"
_SLIP_KINDS = "kind IN ('paid_in', 'paid_out', 'cash_dropped', 'handover_accepted', 'handover_rejected')"
# A body that was damaged is named by the walk along the chain; here it has no number.
_SLIP_ROWS = (
    "SELECT till, CASE WHEN json_valid(body) THEN json_extract(body, '$.slip') END AS number FROM event"
    f" WHERE {_SLIP_KINDS} AND kind NOT IN ('payment')"
)
_SLIPS = (
    f"SELECT 'S' || till, min(number), max(number), count(DISTINCT number) FROM ({_SLIP_ROWS})"
    " WHERE number IS NOT NULL GROUP BY till"
)
_CERTIFICATE_ROWS = (
    "SELECT substr(n, 1, instr(n, '-') - 1) AS series, CAST(substr(n, instr(n, '-') + 1) AS INTEGER) AS number FROM"
    " (SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.number') END AS n FROM event"
    " WHERE kind IN ('certificate_issued', 'fund_notice_issued', 'case_opened', 'letter_sent')"
    " AND kind NOT IN ('payment'))"
)
_CERTIFICATES = (
    f"SELECT series, min(number), max(number), count(DISTINCT number) FROM ({_CERTIFICATE_ROWS})"
    " WHERE number IS NOT NULL GROUP BY series"
)
# The first number that is missing after one that is there.
_GAP = {
    "receipt": "SELECT min(r.number) + 1 FROM receipt r WHERE r.series = ?1 AND r.number < ?2 AND NOT EXISTS"
    " (SELECT 1 FROM receipt n WHERE n.series = ?1 AND n.number = r.number + 1)",
    "close": "SELECT min(c.z_number) + 1 FROM close c WHERE 'Z' || c.till = ?1 AND c.z_number < ?2 AND NOT EXISTS"
    " (SELECT 1 FROM close n WHERE n.till = c.till AND n.z_number = c.z_number + 1)",
    "slip": f"SELECT min(s.number) + 1 FROM ({_SLIP_ROWS}) s WHERE 'S' || s.till = ?1 AND s.number < ?2 AND NOT EXISTS"
    f" (SELECT 1 FROM ({_SLIP_ROWS}) n WHERE n.till = s.till AND n.number = s.number + 1)",
    "certificate": f"SELECT min(c.number) + 1 FROM ({_CERTIFICATE_ROWS}) c WHERE c.series = ?1 AND c.number < ?2 AND"
    f" NOT EXISTS (SELECT 1 FROM ({_CERTIFICATE_ROWS}) n WHERE n.series = c.series AND n.number = c.number + 1)",
}
USED = f"{_RECEIPTS} UNION ALL {_CLOSES} UNION ALL {_SLIPS} UNION ALL {_CERTIFICATES}"


_USED_BY = {"receipt": _RECEIPTS, "close": _CLOSES, "slip": _SLIPS, "certificate": _CERTIFICATES}
_NUMBERS = {
    "receipt": "SELECT number FROM receipt WHERE series = ?",
    "close": "SELECT z_number FROM close WHERE 'Z' || till = ?",
    "slip": f"SELECT number FROM ({_SLIP_ROWS}) WHERE number IS NOT NULL AND 'S' || till = ?",
    "certificate": f"SELECT number FROM ({_CERTIFICATE_ROWS}) WHERE series = ?",
}


def check_series(connection: Any) -> Iterator[Finding]:
    """Compare the numbers given out with the numbers there are, and with the next one of each series.

    A number that was declared lost when the books went on from a copy is no gap; one that nobody declared is.
    """
    following = dict(connection.execute("SELECT series, next FROM series"))
    lost = bridged(connection)
    for table, used in _USED_BY.items():
        for series, lowest, highest, count in connection.execute(used).fetchall():
            last = highest
            if series in lost:
                there = {row[0] for row in connection.execute(_NUMBERS[table], (series,))}
                records = lost.pop(series)
                yield from _with_bridges(table, series, there, records.keys())
                last = max([highest, *records])
            elif count != highest - lowest + 1:
                missing = connection.execute(_GAP[table], (series, highest)).fetchone()[0]
                yield Finding("number_gap", None, f"{table} {series}", str(missing), "")
            yield from _goes_on(series, last, following)
    for series, records in lost.items():  # nothing of it is in the books but what was lost
        yield from _with_bridges("bridge", series, set(), records.keys())
        yield from _goes_on(series, max(records, default=0), following)


def last_numbers(connection: Any) -> dict[str, int]:
    """Return the highest number of each series, given out or declared lost."""
    last = {series: highest for series, _lowest, highest, _count in connection.execute(USED).fetchall()}
    for series, records in bridged(connection).items():
        last[series] = max([last.get(series, 0), *records])
    return last


def _with_bridges(table: str, series: str, there: set[int], lost: Collection[int]) -> Iterator[Finding]:
    for number in sorted(there.intersection(lost)):
        yield Finding("bridge_differs", None, f"{table} {series}", "", str(number))
    whole = there.union(lost)
    missing = next((n for n in range(min(whole, default=1), max(whole, default=0)) if n not in whole), None)
    if missing is not None:
        yield Finding("number_gap", None, f"{table} {series}", str(missing), "")


def _goes_on(series: str, last: int, following: Mapping[str, int]) -> Iterator[Finding]:
    if following.get(series) != last + 1:
        yield Finding("series_differs", None, f"series {series}", str(last + 1), str(following.get(series, "")))
