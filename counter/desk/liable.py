"""Who answers for an open charge where it is not the owner of today: whoever owned the unit then, a tenant who left.

An owner answers for what tenants owe of the days on which the unit was theirs (物业管理条例 §41), a buyer for nothing
that falls on the seller's. A tenant who left is asked first as long as an address of theirs is kept.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from counter.desk.owed_by import gone_holders
from db.queries import accounts
from db.queries.accounts import Holder, OpenCharge

_OWNERS = ("owner", "co_owner")


class OfSomebody(Protocol):
    """What is asked of a charge, open or paid: who owes it by the bill, and the first day (ISO) it is for."""

    @property
    def charge_id(self) -> int:
        """Return the charge."""

    @property
    def payer_id(self) -> int | None:
        """Return whom the bill names."""

    @property
    def first(self) -> str:
        """Return its first day."""


def liable_elsewhere(charges: Iterable[OfSomebody], holders: Sequence[Holder], day: str) -> dict[int, int]:
    """Return by charge the person who answers for it on a day (ISO), where that is nobody who owns the unit then."""
    owning = [each for each in holders if each.role != "occupier"]
    gone = gone_holders(owning, day)
    owners = {each.person_id for each in owning if each.role in _OWNERS and _holds(each, day)}
    if owners:
        # What a developer owed before the handover is not the owner's, though nobody entered that they left.
        gone |= {each.person_id for each in owning if each.role == "developer"} - owners
    held = {each.person_id for each in owning}
    # Those of today stand first: a tenant who came back has not left.
    tenants = {each.person_id: each for each in reversed(holders) if each.role == "occupier"}
    tenants = {person_id: each for person_id, each in tenants.items() if person_id not in held}
    found = dict[int, int]()
    for charge in charges:
        person_id = _who(charge, owning, gone, tenants, day)
        if person_id is not None:
            found[charge.charge_id] = person_id
    return found


def answered_for(connection: Any, unit_id: int, person_id: int | None, day: str) -> list[OpenCharge]:
    """Return the open charges of a unit for which the owner of a day (None), or one who left, answers."""
    charges = accounts.open_charges(connection, (unit_id,))
    elsewhere = liable_elsewhere(charges, accounts.holders(connection, unit_id), day)
    return [each for each in charges if elsewhere.get(each.charge_id) == person_id]


def _who(
    charge: OfSomebody, owning: Sequence[Holder], gone: frozenset[int], tenants: dict[int, Holder], day: str
) -> int | None:
    if charge.payer_id in gone:
        return charge.payer_id
    tenant = tenants.get(charge.payer_id) if charge.payer_id is not None else None
    if tenant is not None and tenant.address and not _holds(tenant, day):
        return tenant.person_id
    if charge.payer_id is not None and tenant is None:
        return None
    then = [each for each in owning if _holds(each, charge.first)]
    if not then or any(each.person_id not in gone for each in then):
        return None
    return then[0].person_id


def _holds(holder: Holder, day: str) -> bool:
    return (not holder.since or holder.since <= day) and (holder.until is None or holder.until >= day)
