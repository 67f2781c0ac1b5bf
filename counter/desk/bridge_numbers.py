"""After a copy was brought back: which numbers had been given out since, so that none is ever given twice.

Each lost number becomes a bridged record: with the sum on its paper where that was seen, unknown where it was not.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.people import Person
from counter.rules.permissions import Act
from db import numbers
from db.books import Books, Tx
from db.queries import bridges

KIND = "numbers_bridged"
MOST = 5000


class NothingToBridge(Exception):
    """These books do not go on from a copy, or its lost numbers are declared already."""

    code = "nothing_to_bridge"


class NotAfterTheCopy(Exception):
    """A number that is said to be lost is in the copy; last: the last number the copy holds."""

    code = "not_after_the_copy"

    def __init__(self, series: str, number: int, last: int) -> None:
        super().__init__(series, number, last)
        self.series = series
        self.number = number
        self.last = last


class TooManyLost(Exception):
    """So many numbers of a series cannot have been lost: probably a slip of the keys."""

    code = "too_many_lost"

    def __init__(self, series: str, count: int, most: int) -> None:
        super().__init__(series, count, most)
        self.series = series
        self.count = count
        self.most = most


class Lost(NamedTuple):
    """The last number of a series that was given out, and the sums (minor units) on the papers that were seen."""

    series: str
    last: int
    papers: Mapping[int, int]


def bridge_numbers(
    books: Books, lost: Sequence[Lost], reason: str, *, request_id: str, person: Person, approver: Person
) -> int:
    """Declare every number up to the last ones as lost and go on behind them; returns how many were declared.

    An empty list declares that nothing was lost. Raises NotAllowed, SelfApproval, PinMustChange, ReasonMissing,
    FullCardNumber, NothingToBridge, NotAfterTheCopy, TooManyLost.
    """
    person.require(Act.RESTORE)
    agreed = approve.approval("bridge", "numbers", person.staff_id, approver, reason)
    with books.transaction(request_id, staff_id=person.staff_id) as tx:
        restored = bridges.open_epoch(tx.connection)
        if tx.earlier:
            return 0
        if not restored:
            raise NothingToBridge
        records = _records(tx, lost)
        for series, found in records.items():
            numbers.skip_to(tx.connection, series, found[-1][0] + 1)
        facts: dict[str, Any] = {"restored": restored, "bridged": records, "reason": agreed.reason}
        tx.post(KIND, {**facts, **approve.seen_by(approver)}, [agreed])
    return sum(map(len, records.values()))


def _records(tx: Tx, lost: Sequence[Lost]) -> dict[str, list[tuple[int, int | None]]]:
    following, records = bridges.next_numbers(tx.connection), dict[str, list[tuple[int, int | None]]]()
    for each in lost:
        first = following.get(each.series, 1)
        for number in (each.last, *each.papers):
            if number < first - (number == each.last):
                raise NotAfterTheCopy(each.series, number, first - 1)
        last = max(each.last, *each.papers, first - 1)
        if last - first + 1 > MOST:
            raise TooManyLost(each.series, last - first + 1, MOST)
        if last >= first:
            records[each.series] = [(number, each.papers.get(number)) for number in range(first, last + 1)]
    return records
