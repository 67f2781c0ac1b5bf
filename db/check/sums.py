"""Double entry: every account and fund is known, and the postings of an event sum to zero within each fund."""

from collections.abc import Iterator, Sequence
from typing import Any

from db.accounts import CHART, FUNDS
from db.check.findings import Finding

_KNOWN = frozenset((fund, account) for fund in FUNDS for account in CHART)


class Sums:
    """Sums of postings by fund that are not zero (yet); an event may bring its postings in several parts."""

    def __init__(self) -> None:
        self._rest: dict[tuple[int, str], int] = {}
        self._strange: dict[tuple[int, str, str], None] = {}

    def add(self, event_id: int, postings: Sequence[Any]) -> None:
        """Take rows that begin with fund, account, amount."""
        rest: dict[str, int] = {}
        for row in postings:
            fund = row[0]
            rest[fund] = rest.get(fund, 0) + row[2]
            if (fund, row[1]) not in _KNOWN:
                self._strange[event_id, fund, row[1]] = None
        for fund, amount in rest.items():
            self._note(event_id, fund, amount)

    def _note(self, event_id: int, fund: str, amount: int) -> None:
        if amount:
            self._rest[event_id, fund] = self._rest.get((event_id, fund), 0) + amount

    def take_findings(self) -> Iterator[Finding]:
        """Yield what does not balance or is not known, and begin anew; call it where events are complete."""
        for event_id, fund, account in self._strange:
            yield Finding("account_unknown", event_id, f"posting {event_id}", "", f"{fund} {account}")
        for (event_id, fund), amount in self._rest.items():
            if amount:
                yield Finding("unbalanced", event_id, f"posting {fund}", "0", str(amount))
        self._rest.clear()
        self._strange.clear()
