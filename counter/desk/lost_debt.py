"""Posting bad debt and its revival: what a payment revives, and what a payment taken back makes bad debt again."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter.desk.payment_order import Chosen
from db.books import Event, Tx
from db.queries import corrections, receipts
from db.queries.accounts import OpenCharge
from db.queries.receipts import ReceiptRow
from db.queries.write_offs import REVIVED, WRITTEN_OFF
from db.rows import Allocation, Approval, Charge, DetailRow, Posting


def revive_paid(
    tx: Tx, chosen: Sequence[Chosen], charges: Sequence[OpenCharge], settled: Mapping[int, int]
) -> Event | None:
    """Revive exactly what a payment settles of written-off charges; called before it is posted, in its commit.

    chosen: the written-off charges among charges; settled: minor units by charge. Returns the event, None where nothing
    of them is paid.
    """
    wanted = {each.charge_id for each in chosen}
    paid = [
        (each, settled[each.charge_id]) for each in charges if each.charge_id in wanted and settled.get(each.charge_id)
    ]
    return post_lost(tx, REVIVED, paid, {"reason": ""}) if paid else None


def write_off_again(tx: Tx, found: ReceiptRow, taken_back: Sequence[Allocation]) -> Event | None:
    """Write off again what a receipt had revived and what is taken back of it (below zero), in the same commit.

    Two people decided that the debt is bad, and the money that set that aside is gone: so their word stands again.
    """
    revived = receipts.body(tx.connection, found.event_id).get("revived")
    if revived is None:
        return None
    once = {charge_id for charge_id, _amount in receipts.body(tx.connection, revived)["charges"]}
    lost = [
        (charge, -each.amount)
        for each in taken_back
        if each.charge_id in once and each.amount < 0
        if (charge := corrections.charge(tx.connection, each.charge_id)) is not None
    ]
    return post_lost(tx, WRITTEN_OFF, lost, {"reason": "", "again": revived}) if lost else None


def post_lost(
    tx: Tx, kind: str, parts: Sequence[tuple[OpenCharge | Charge, int]], more: Mapping[str, Any],
    agreed: Sequence[Approval] = (),
) -> Event:  # fmt: skip
    """Post so much (minor units) of each charge as bad debt, or as owed again; the charge stays what it was."""
    sign = 1 if kind == WRITTEN_OFF else -1
    rows: list[DetailRow] = [*agreed]
    for charge, amount in parts:
        charge_id = charge.charge_id if isinstance(charge, OpenCharge) else charge.id
        place = (charge.unit_id, charge.item_id, charge.period, charge_id)
        rows.append(Allocation(charge_id, sign * amount, None))
        rows.append(Posting(charge.fund, "bad_debt", sign * amount, *place))
        rows.append(Posting(charge.fund, "receivable", -sign * amount, *place))
    facts = {
        "units": sorted({charge.unit_id for charge, _amount in parts}),
        "charges": [[row.charge_id, abs(row.amount)] for row in rows if isinstance(row, Allocation)],
        "total": sum(amount for _charge, amount in parts), **more,
    }  # fmt: skip
    if kind == WRITTEN_OFF:
        return tx.post("debt_written_off", facts, rows)
    return tx.post("debt_revived", facts, rows)
