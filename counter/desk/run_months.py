"""Many months billed in one run: month by month in one commit, so that no more than one month is ever in memory.

All of them are posted or none; each month is an event of its own, so that one alone can be taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from counter.desk.long_work import Cancel, Progress, never, no_progress, stop_if, uncollected
from counter.desk.people import Person
from counter.desk.preview_bills import ItemTotal, Preview, preview
from counter.desk.run_bills import BillRun, PreviewOutdated, earlier_runs, post_run, prepare
from counter.rules.periods import parse_month
from counter.rules.permissions import Act
from db.books import Books


class MonthsBackwards(ValueError):
    """The last month of a run of many lies before its first."""

    code = "months_backwards"

    def __init__(self, first: str, last: str) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """What a month would bill, without its charges; sums in minor units. lacking: how many lines lack something."""

    month: str
    count: int
    total: int
    already_billed: int
    lacking: int
    by_item: tuple[ItemTotal, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """Many months computed but not posted."""

    months: tuple[MonthTotals, ...]
    item_ids: tuple[int, ...] | None

    @property
    def count(self) -> int:
        """Return how many charges there are in all."""
        return sum(each.count for each in self.months)

    @property
    def total(self) -> int:
        """Return what they come to, in minor units."""
        return sum(each.total for each in self.months)


def labels(first: str, last: str) -> list[str]:
    """Return the months between two that were typed, both included. Raises NotAMonth, MonthsBackwards."""
    month, end = parse_month(first), parse_month(last)
    if end.first < month.first:
        raise MonthsBackwards(month.label, end.label)
    found = [month]
    while found[-1] != end:
        found.append(found[-1].next())
    return [each.label for each in found]


@uncollected()
def preview_months(
    connection: Any, months: Sequence[str], items: Sequence[int] | None = None, *, progress: Progress = no_progress,
    cancel: Cancel = never,
) -> Months:  # fmt: skip
    """Compute what the months ("2026-09") would bill of the items (every open one if None), one after the other.

    Raises NotAMonth, Cancelled.
    """
    found = []
    for place, label in enumerate(months):
        progress(place, len(months))
        found.append(_totals(label, preview(connection, [label], items, compare=False, cancel=cancel)))
    return Months(tuple(found), tuple(items) if items is not None else None)


@uncollected()
def run_months(
    books: Books, shown: Months, *, request_id: str, staff: Person, progress: Progress = no_progress,
    cancel: Cancel = never,
) -> tuple[BillRun, ...]:  # fmt: skip
    """Post every month of a preview in one commit, and return what each came to; months of nothing are left out.

    Idempotent by request. What is billed is computed again under the writer's lock: nobody else posts meanwhile. Raises
    NotAllowed, PreviewOutdated where an item's total is not what was shown, Cancelled with nothing posted.
    """
    staff.require(Act.RUN_BILLS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_runs(tx)
        if done:
            return done
        posted = []
        for place, month in enumerate(shown.months):
            progress(place, len(shown.months))
            now = preview(tx.connection, [month.month], shown.item_ids, compare=False, cancel=cancel)
            if _sums(now.by_item) != _sums(month.by_item):
                raise PreviewOutdated(month.total, now.total)
            posted.append(post_run(tx, prepare(now)))
            stop_if(cancel)
        progress(len(shown.months), len(shown.months))
        return tuple(each for each in posted if each.event_id is not None)


def _totals(label: str, ready: Preview) -> MonthTotals:
    lacking = len([each for each in ready.unpriced if each.reason != "asked_once"])
    return MonthTotals(label, ready.count, ready.total, ready.already_billed, lacking, ready.by_item)


def _sums(items: Sequence[ItemTotal]) -> list[tuple[int, int]]:
    return [(each.item_id, each.total) for each in items]
