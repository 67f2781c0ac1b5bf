"""Posting a bill run: what the person saw, computed and sealed outside the lock, inserted under it, exactly once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from counter.desk.apply_balance import KIND as BALANCE_APPLIED
from counter.desk.apply_balance import apply_balances
from counter.desk.long_work import Cancel, Progress, never, no_progress, stop_if, uncollected
from counter.desk.office import load_office
from counter.desk.people import Person
from counter.desk.preview_bills import Preview, preview
from counter.rules.permissions import Act
from db.books import Books, Bulk, Tx, prepare_bulk
from db.queries import billing
from db.queries.billing import Ahead
from db.registers import next_id
from db.rows import Allocation, Charge, Posting

_ATTEMPTS = 3
KIND = "charges_billed"

# What a charge of each fund is to the office: its own income, or money owed to somebody else.
CREDIT = {"operating": "income", "maintenance": "fund_owed", "held": "collected_for_others"}


class PreviewOutdated(Exception):
    """Units or prices changed since the preview: the run would bill something else than was shown."""

    code = "preview_outdated"

    def __init__(self, shown_minor: int, now_minor: int) -> None:
        super().__init__(shown_minor, now_minor)
        self.shown_minor = shown_minor
        self.now_minor = now_minor


@dataclass(frozen=True, slots=True)
class BillRun:
    """A bill run that is posted; sums in minor units; event_id is None where there was nothing to bill.

    applied was paid ahead for its periods; from_balance was settled from the balances of units that wish it.
    """

    event_id: int | None
    count: int
    total: int
    applied: int
    from_balance: int = 0


class Prepared(NamedTuple):
    """The facts of a run's event and its sealed rows."""

    facts: dict[str, Any]
    bulk: Bulk


@uncollected()
def run(
    books: Books, shown: Preview, *, request_id: str, staff: Person, progress: Progress = no_progress,
    cancel: Cancel = never,
) -> BillRun:  # fmt: skip
    """Post the charges of a preview in one commit, settle what was paid ahead for their periods, then from balances.

    Idempotent by request, and by unit, item and first day: what is billed stays. Raises NotAllowed, PreviewOutdated
    where the registers changed so that an item's total differs, Cancelled before anything was posted.
    """
    staff.require(Act.RUN_BILLS)
    fresh = shown
    for attempt in range(_ATTEMPTS):
        fresh = _as_of_now(books, shown, fresh)
        prepared = prepare(fresh)
        stop_if(cancel)
        progress(attempt, _ATTEMPTS)
        with books.transaction(request_id, staff_id=staff.staff_id) as tx:
            done = earlier_runs(tx)
            if done:
                return done[0]
            if attempt == _ATTEMPTS - 1 and _outdated(tx.connection, fresh):
                # The office is busy: computed once more while nobody else can post.
                fresh = _same_as_shown(shown, preview(tx.connection, shown.months, shown.item_ids, compare=False))
                prepared = prepare(fresh)
            if not _outdated(tx.connection, fresh):
                progress(_ATTEMPTS, _ATTEMPTS)
                return post_run(tx, prepared)
    raise AssertionError("the last attempt posts or raises")


def post_run(tx: Tx, prepared: Prepared) -> BillRun:
    """Post what was prepared of a run, nothing where there is nothing, and settle from balances."""
    facts = prepared.facts
    if not facts["count"]:
        return BillRun(None, 0, 0, 0)
    event = tx.post_bulk(KIND, facts, prepared.bulk)
    used = apply_balances(tx, load_office(tx.connection, tx.day), event.id)
    return BillRun(event.id, facts["count"], facts["total"], facts["applied"], used.total)


def earlier_runs(tx: Tx) -> tuple[BillRun, ...]:
    """Return what this request billed before, one run for each month it posted."""
    bodies = {each.id: json.loads(each.body) for each in tx.earlier if each.kind in (KIND, BALANCE_APPLIED)}
    used = {facts["run"]: facts["total"] for facts in bodies.values() if facts["kind"] == BALANCE_APPLIED}
    return tuple(
        BillRun(event_id, facts["count"], facts["total"], facts["applied"], used.get(event_id, 0))
        for event_id, facts in bodies.items()
        if facts["kind"] == KIND
    )


def _as_of_now(books: Books, shown: Preview, newest: Preview) -> Preview:
    reader = books.reader()
    try:
        if not _outdated(reader.connection(), newest):
            return newest
        return _same_as_shown(shown, preview(reader.connection(), shown.months, shown.item_ids, compare=False))
    finally:
        reader.close()


def _outdated(connection: Any, ready: Preview) -> bool:
    """Whether anything that a run was computed from has changed, the charge ids it took for itself included."""
    if billing.changed_since(connection, ready.head_id):
        return True
    return bool(ready.charges) and next_id(connection, "charge") != ready.charges[0].id


def _same_as_shown(shown: Preview, now: Preview) -> Preview:
    """The sums of each item are what was looked at; who owes them may have changed, and so a period may be in parts."""
    if [(each.item_id, each.total) for each in now.by_item] != [(each.item_id, each.total) for each in shown.by_item]:
        raise PreviewOutdated(shown.total, now.total)
    return now


def prepare(ready: Preview) -> Prepared:
    """Return the facts and the sealed rows of a run: charges, their postings, what was paid ahead applied to them."""
    postings = _sides(ready.charges)
    applied, allocations = apply_ahead(ready.charges, ready.ahead)
    credited, credits = credit_to_balance(ready.charges)
    postings += [*applied, *credited]
    rows: dict[type, Sequence[Any]] = {Charge: ready.charges, Posting: postings}
    if allocations or credits:
        rows[Allocation] = [*allocations, *credits]
    facts = {
        "months": list(ready.months),
        "items": _by_period(ready.charges),
        "count": ready.count,
        "total": ready.total,
        "applied": sum(allocation.amount for allocation in allocations),
    }
    return Prepared(facts, prepare_bulk(rows))


def charge_postings(charges: Iterable[Charge]) -> list[Posting]:
    """Return both sides of each charge; a charge of nothing has none."""
    return list(map(Posting._make, _sides(charges)))


def _sides(charges: Iterable[Charge]) -> list[tuple[Any, ...]]:
    """The postings of charges as bare rows: a run has tens of thousands, and names cost more than the sums."""
    sides: list[tuple[Any, ...]] = []
    for charge in charges:
        amount, fund = charge.amount, charge.fund
        if amount:
            unit_id, item_id, period, charge_id = charge.unit_id, charge.item_id, charge.period, charge.id
            sides.append((fund, "receivable", amount, unit_id, item_id, period, charge_id, None))
            sides.append((fund, CREDIT[fund], -amount, unit_id, item_id, period, charge_id, None))
    return sides


def apply_ahead(charges: Iterable[Charge], ahead: Iterable[Ahead]) -> tuple[list[Posting], list[Allocation]]:
    """Settle charges from what was paid ahead for their unit, item, period and fund.

    What is left once every charge of the period is settled becomes the unit's balance, the item's purse first getting
    back what it gave, or is owed back where the fund is not the office's own: nothing stays promised to a period that
    is billed, and no fund pays for another.
    """
    paid = list(ahead)
    left = {(row.unit_id, row.item_id, row.period, row.fund): row.amount for row in paid}
    earmarked = {(row.unit_id, row.item_id, row.period, row.fund): row.earmarked for row in paid}
    postings: list[Posting] = []
    allocations: list[Allocation] = []
    met: set[tuple[int, int, str, str]] = set()
    if not left:
        return postings, allocations
    for charge in charges:
        key = (charge.unit_id, charge.item_id, charge.period, charge.fund)
        if key not in left:
            continue
        met.add(key)
        used = min(left[key], charge.amount)
        if used:
            left[key] -= used
            place = (charge.unit_id, charge.item_id, charge.period)
            postings.append(Posting(charge.fund, "paid_ahead", used, *place))
            postings.append(Posting(charge.fund, "receivable", -used, *place, charge.id))
            allocations.append(Allocation(charge.id, used, None))
    for (unit_id, item_id, period, fund), rest in left.items():
        if rest and (unit_id, item_id, period, fund) in met:
            postings.append(Posting(fund, "paid_ahead", rest, unit_id, item_id, period))
            own = min(rest, earmarked[unit_id, item_id, period, fund])
            if own:
                postings.append(Posting(fund, "balance", -own, unit_id, item_id, period))
            if rest - own:
                account = "balance" if fund == "operating" else "refunds_payable"
                postings.append(Posting(fund, account, own - rest, unit_id))
    return postings, allocations


def credit_to_balance(charges: Iterable[Charge]) -> tuple[list[Posting], list[Allocation]]:
    """Settle each charge below zero at once: what was billed too much is the unit's balance, never an open debt.

    Where the fund is not the office's own it is owed back.
    """
    postings: list[Posting] = []
    allocations: list[Allocation] = []
    for charge in charges:
        if charge.amount < 0:
            account = "balance" if charge.fund == "operating" else "refunds_payable"
            place = (charge.unit_id, charge.item_id, charge.period, charge.id)
            postings.append(Posting(charge.fund, "receivable", -charge.amount, *place))
            postings.append(Posting(charge.fund, account, charge.amount, charge.unit_id))
            allocations.append(Allocation(charge.id, charge.amount, None))
    return postings, allocations


def _by_period(charges: Iterable[Charge]) -> dict[str, dict[str, dict[str, int]]]:
    """For each item and period how many charges there are and their sum, as the event's body says it."""
    amounts: dict[tuple[int, str], list[int]] = {}
    for charge in charges:
        amounts.setdefault((charge.item_id, charge.period), []).append(charge.amount)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for (item_id, period), each in amounts.items():
        found.setdefault(str(item_id), {})[period] = {"count": len(each), "total": sum(each)}
    return found
