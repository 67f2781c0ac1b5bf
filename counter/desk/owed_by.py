"""Who owes an open charge where it is not the person at the head of the unit: a seller, a tenant."""

from collections.abc import Iterable

from counter.desk.standing import Standing
from counter.words import Words
from db.queries.accounts import Holder, OpenCharge


def gone_holders(holders: Iterable[Holder], day: str) -> frozenset[int]:
    """Return the persons who held a unit and do so no more on a day (ISO date)."""
    held: dict[int, bool] = {}
    for each in holders:
        held[each.person_id] = held.get(each.person_id, False) or each.until is None or each.until >= day
    return frozenset(person_id for person_id, still in held.items() if not still)


def owed_by(charge: OpenCharge, standings: Iterable[Standing], made_of: str, w: Words) -> str:
    """Return what a charge is made of, after the name of who owes it where that is somebody else."""
    found = next((each for each in standings if each.unit.id == charge.unit_id), None)
    if found is None or charge.payer_id is None:
        return made_of
    if found.payer is not None and found.payer.person_id == charge.payer_id:
        return made_of
    name = next((each.name for each in found.holders if each.person_id == charge.payer_id), None)
    return w("{name}: {composition}", name=name, composition=made_of) if name else made_of
