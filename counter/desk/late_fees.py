"""Late fees (违约金) as they stand on a day: of each charge what is owed by the contract and was not posted before.

The terms are those in force on the day a charge fell due, so that a later change never touches what was due before.
Only the office's own income bears a fee: nothing is ever added to the maintenance fund or to what is collected for
others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from counter.desk.office import Office
from counter.desk.standing import disputed_days, fee_of
from counter.desk.undo import came_in
from counter.rules.freeze import frozen_days
from counter.rules.late_fee import LateFee, Paid, Pause, Terms, late_fee, runs_from, to_post
from db.chain import canonical
from db.queries import corrections, late_fees, receipts
from db.queries.accounts import OpenCharge, open_charges
from db.queries.late_fees import Posted, Settled
from db.rows import Charge

_NAMES = {"late_fee_rate": "rate", "late_fee_grace": "grace", "late_fee_from_due": "from_due", "late_fee_cap": "cap"}
_NO_RATE = Terms(0)


class Overposted(NamedTuple):
    """A late fee of which more is posted than a charge bears: how much more (minor units), and what was posted."""

    charge: Charge
    amount: int
    posted: tuple[Charge, ...]
    ingredients: str


class StandingFee(NamedTuple):
    """The late fee of a charge that is not posted yet: its days as ISO dates, amount in minor units.

    first is the day after what was posted before; ingredients is what counter.rules.tariff computes it again from.
    """

    charge: OpenCharge
    first: str
    last: str
    amount: int
    ingredients: str


def charged_fees(
    connection: Any, charges: Sequence[OpenCharge], office: Office, day: str, reserved: Iterable[int] = ()
) -> tuple[StandingFee, ...]:
    """Return the fees the window asks for together with charges, on a day (ISO); none unless the office charges them.

    reserved: charges whose fee is left alone.
    """
    if office.late_fee_mode != "charged":
        return ()
    left_alone = frozenset(reserved)
    return fees_on(connection, [charge for charge in charges if charge.charge_id not in left_alone], day)


def standing_fee(connection: Any, unit_id: int, day: str) -> tuple[StandingFee, ...]:
    """Return the fees of a unit as they stand on a day (ISO), for letters; it posts nothing and asks no mode."""
    return fees_on(connection, open_charges(connection, (unit_id,)), day)


def fees_on(connection: Any, charges: Sequence[OpenCharge], day: str) -> tuple[StandingFee, ...]:
    """Return the fee of each charge as it stands on a day (ISO date), what was posted of it left out."""
    late = [charge for charge in charges if _can_bear(charge) and charge.due < day]
    if not late:
        return ()
    versions = late_fees.terms_versions(connection)
    days = disputed_days(connection, [charge.charge_id for charge in late])
    posted = _posted(connection, late)
    found = (_fee(connection, each, day, _terms(versions, each.due), days, posted[each.charge_id]) for each in late)
    return tuple(fee for fee in found if fee is not None)


def overposted(connection: Any, charge_ids: Iterable[int], day: str) -> tuple[Overposted, ...]:
    """Return the late fees of charges (settled ones too) of which more is posted than they bear up to a day (ISO)."""
    item = late_fees.late_fee_item(connection)
    if item is None:
        return ()
    several = [each for one in dict.fromkeys(charge_ids) if (each := corrections.charge(connection, one)) is not None]
    charges = [each for each in several if each.item_id != item.id and each.fund == "operating" and each.amount > 0]
    if not charges:
        return ()
    posted, versions = _posted(connection, charges), late_fees.terms_versions(connection)
    days = disputed_days(connection, [each.id for each in charges])
    found = []
    for charge in charges:
        already = sum(each.charge.amount for each in posted[charge.id])
        if already <= 0:
            continue
        terms = _terms(versions, charge.due)
        principal, fee = _as_of(connection, charge, day, terms, frozen_days(charge.id, days))
        if to_post(fee, already) < 0:
            made = _ingredients(charge.id, principal, fee, terms, already)
            rows = tuple(each.charge for each in posted[charge.id])
            found.append(Overposted(charge, -to_post(fee, already), rows, made))
    return tuple(found)


def _can_bear(charge: OpenCharge) -> bool:
    return charge.fund == "operating" and charge.amount > 0 and fee_of(charge) is None


def _terms(versions: Sequence[tuple[str, str, Any]], due: str) -> Terms:
    in_force = {_NAMES[key]: value for key, since, value in versions if since <= due}
    return _NO_RATE._replace(**in_force)


def _posted(connection: Any, charges: Sequence[OpenCharge] | Sequence[Charge]) -> defaultdict[int, list[Posted]]:
    """Return what was posted, by the charge it is the fee of."""
    found: defaultdict[int, list[Posted]] = defaultdict(list)
    item = late_fees.late_fee_item(connection)
    for unit_id in {charge.unit_id for charge in charges} if item else ():
        for each in late_fees.posted(connection, unit_id, item.id if item else 0):
            found[each.of].append(each)
    return found


def _fee(
    connection: Any, charge: OpenCharge, day: str, terms: Terms, days: Mapping[int, Sequence[Pause]],
    posted: Sequence[Posted],
) -> StandingFee | None:  # fmt: skip
    if not terms.rate or date.fromisoformat(day) < runs_from(date.fromisoformat(charge.due), terms):
        return None
    whole = corrections.charge(connection, charge.charge_id)
    if whole is None:
        return None
    principal, fee = _as_of(connection, whole, day, terms, frozen_days(charge.charge_id, days))
    already = sum(each.charge.amount for each in posted)
    amount = to_post(fee, already)
    if amount <= 0:
        return None
    made = _ingredients(charge.charge_id, principal, fee, terms, already)
    return StandingFee(charge, _first(fee, posted, day), day, amount, made)


def _as_of(
    connection: Any, charge: Charge, day: str, terms: Terms, pauses: Sequence[Pause]
) -> tuple[int, LateFee]:  # fmt: skip
    """Return what a charge comes to without what was let off of it (minor units), and its fee up to a day."""
    let_off = sum(min(0, each.amount) for each in corrections.corrections(connection, charge))
    due, principal = date.fromisoformat(charge.due), max(0, charge.amount + let_off)
    paid = [Paid(_day_of(connection, each, due), each.amount) for each in late_fees.settled(connection, charge.id)]
    return principal, late_fee(principal, due, paid, date.fromisoformat(day), terms, pauses)


def _ingredients(of: int, principal: int, fee: LateFee, terms: Terms, already: int) -> str:
    stretches = [[each.first.isoformat(), each.last.isoformat(), each.open] for each in fee.stretches]
    return canonical(
        {
            "kind": late_fees.KIND, "of": of, "charge": principal, "stretches": stretches,
            "rate": terms.rate, "cap": terms.cap, "already": already,
        }
    )  # fmt: skip


def _first(fee: LateFee, posted: Sequence[Posted], day: str) -> str:
    """Return the day after the last one that is posted and was not taken back, the first late day where none is."""
    stands: Counter[tuple[str, str]] = Counter()
    for each in posted:
        stands[each.charge.first, each.charge.last] += each.charge.amount
    lasts = [last for (_first_day, last), amount in stands.items() if amount > 0]
    if not lasts:
        return fee.stretches[0].first.isoformat()
    return min(day, (date.fromisoformat(max(lasts)) + timedelta(days=1)).isoformat())


def _day_of(connection: Any, settled: Settled, due: date) -> date:
    """Return the day from which a settlement counts.

    Money counts from the day it came in, even where it was booked on the wrong unit or line first, or entered later;
    what was refunded is owed again from the refund on. What was never owed (adjusted, let off, taken back) counts from
    the beginning. A deposit pays from the day it was set against the charge, not from the day it was taken.
    """
    if settled.receipt_id is None:
        by_its_day = settled.kind in (*late_fees.BY_RUN, *late_fees.BAD_DEBT)
        return date.fromisoformat(settled.day) if by_its_day else due
    receipt = receipts.receipt(connection, settled.receipt_id)
    if receipt is None or settled.kind in (late_fees.REFUND, late_fees.DEPOSIT_KEPT):
        return date.fromisoformat(settled.day)
    return date.fromisoformat(came_in(connection, receipt))
