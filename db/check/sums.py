"""Double entry: every account and fund is known, and the postings of an event sum to zero within each fund."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from db.accounts import CHART, FUNDS
from db.check.findings import Finding

_KNOWN = frozenset((fund, account) for fund in FUNDS for account in CHART)
_names = itemgetter(0, 1)


class Sums:
    """Sums of postings by fund that are not zero (yet); an event may bring its postings in several parts."""

    def __init__(self) -> None:
        self._rest: dict[tuple[int, str], int] = {}
        self._strange: list[Finding] = []

    def add(self, event_id: int, postings: Sequence[Any]) -> None:
        """Take rows that begin with fund, account, amount."""
        names = set(map(_names, postings))
        funds = {fund for fund, _account in names}
        if len(funds) == 1:
            self._note(event_id, funds.pop(), sum([row[2] for row in postings]))
        else:
            for fund in sorted(funds):
                self._note(event_id, fund, sum(row[2] for row in postings if row[0] == fund))
        for fund, account in sorted(names - _KNOWN):
            self._strange.append(Finding("account_unknown", event_id, f"posting {event_id}", "", f"{fund} {account}"))

    def _note(self, event_id: int, fund: str, amount: int) -> None:
        if amount:
            self._rest[event_id, fund] = self._rest.get((event_id, fund), 0) + amount

    def take_findings(self) -> Iterator[Finding]:
        """Yield what does not balance or is not known, and begin anew; call it where events are complete."""
        yield from self._strange
        for (event_id, fund), amount in self._rest.items():
            if amount:
                yield Finding("unbalanced", event_id, f"posting {fund}", "0", str(amount))
        self._rest.clear()
        self._strange.clear()
