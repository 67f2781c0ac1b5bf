"""When the claims on a unit's charges expire, what restarted them, and where the proof lies."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from counter.desk.deliver_letter import proves, standing_deliveries
from counter.desk.note_contact import still_noted
from counter.desk.note_suit import SUIT
from counter.desk.owing import Owing
from counter.rules.arrears import Segment
from counter.rules.limitation import Calendar, Expiry, Restart, expiry
from db.queries import dunning, write_offs
from db.queries.accounts import OpenCharge, Unit

SOON_DAYS = 90
SCAN_SIGNS = 16  # by so many signs of its digest a scan is named where no number is


class ChargeExpiry(NamedTuple):
    """An open charge of a unit and when the claim on it expires."""

    unit: Unit
    owner: str
    charge: OpenCharge
    expiry: Expiry


def expiries(connection: Any, found: Owing, calendar: Calendar) -> list[ChargeExpiry]:
    """Return when each open charge of a unit expires, the earliest first; disputed ones too, for time runs on them."""
    return _expiries(connection, found, (*found.lines, *found.frozen), calendar)


def lost_expiries(connection: Any, found: Owing, calendar: Calendar) -> list[ChargeExpiry]:
    """Return when each claim of a unit that was written off expires; open of the charge is how much of it is bad."""
    return _expiries(connection, found, write_offs.written_off(connection, (found.unit.id,)), calendar)


def _expiries(connection: Any, found: Owing, charges: Iterable[OpenCharge], calendar: Calendar) -> list[ChargeExpiry]:
    made = []
    for charge in charges:
        ends = expiry(date.fromisoformat(charge.due), _restarts(connection, found, charge), calendar)
        owes = found.debtor_of(charge)
        made.append(ChargeExpiry(found.unit, owes.name or "" if owes else "", charge, ends))
    return sorted(made, key=lambda each: (each.expiry.day, each.charge.charge_id))


def expiring(connection: Any, units: Iterable[Owing], calendar: Calendar, today: date) -> list[ChargeExpiry]:
    """Return what expires within the next 90 days and what has expired, the earliest first."""
    horizon = today + timedelta(days=SOON_DAYS)
    every = (each for unit in units for each in expiries(connection, unit, calendar))
    return sorted((each for each in every if each.expiry.day <= horizon), key=lambda each: each.expiry.day)


def lost_expiring(connection: Any, units: Iterable[Owing], calendar: Calendar, today: date) -> list[ChargeExpiry]:
    """Return what of the claims that were written off expires within the next 90 days, the earliest first.

    They are still owed, and the last chance to sue is worth knowing; what has expired is left to the register.
    """
    horizon = today + timedelta(days=SOON_DAYS)
    every = (each for unit in units for each in lost_expiries(connection, unit, calendar))
    return sorted((each for each in every if today <= each.expiry.day <= horizon), key=lambda each: each.expiry.day)


def _restarts(connection: Any, found: Owing, charge: OpenCharge) -> list[Restart]:
    """What restarts the period of one charge: proved demands, signed promises, suits, payments on that very charge."""
    demanded = {
        each.event_id: str(each.facts["number"])
        for each in found.contacts
        if each.kind == "letter_sent"
        and any(one == charge.charge_id for one, _open in each.facts["charges"])
        # A family that is asked who inherits is told what is open, and nothing is demanded of it.
        and each.facts["segment"] != Segment.HEIRS
    }
    restarts = [
        Restart(date.fromisoformat(each.facts["on"]), "letter", _evidence(demanded[each.facts["letter"]], each.facts))
        for each in standing_deliveries(found.contacts)
        if each.facts["letter"] in demanded and proves(each.facts)
    ]
    noted = still_noted(found.contacts)
    restarts += [
        Restart(date.fromisoformat(each.day), "promise", str(each.facts.get("scan", ""))[:SCAN_SIGNS])
        for each in noted
        if each.kind == "promise_made" and each.facts["signed"] and charge.charge_id in each.facts["charges"]
    ]
    restarts += [
        Restart(date.fromisoformat(each.facts["on"]), SUIT, str(each.facts["slip"]))
        for each in noted
        if each.kind == "contact_noted" and each.facts["outcome"] == SUIT and charge.charge_id in each.facts["charges"]
    ]
    paid = dunning.part_payments(connection, charge.charge_id) if charge.open < charge.amount else []
    return restarts + [Restart(date.fromisoformat(each.day), "part_payment", each.receipt) for each in paid]


def _evidence(number: str, facts: dict[str, Any]) -> str:
    return f"{number} {facts['slip']}".strip()
