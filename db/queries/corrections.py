"""Charges as they stand with what was adjusted or waived of them, and the approvals on paper that this rests on."""

import json
from typing import Any, NamedTuple

from db.rows import Charge

_CHARGE = f"SELECT {', '.join(Charge._fields)} FROM charge WHERE id = ?"
_OF_LINE = "SELECT id FROM charge WHERE event_id = ? AND line = ?"
# What was decided of a charge has its unit, item and first day, and a revision below zero.
_CORRECTIONS = (
    "SELECT id, amount, event_id FROM charge WHERE unit_id = ? AND item_id = ? AND first = ? AND revision < 0"
    " AND json_extract(ingredients, '$.of') = ? ORDER BY id"
)
_REVERSED = "SELECT 1 FROM charge WHERE unit_id = ? AND item_id = ? AND first = ? AND revision = ?"
_LOWEST = "SELECT min(revision) FROM charge WHERE unit_id = ? AND item_id = ? AND first = ? AND revision < 0"
# What these settle of a charge is no money; what an adjustment adds may be settled in its own event by money held.
_NO_MONEY = (
    "SELECT coalesce(sum(a.amount), 0) FROM allocation a JOIN event e ON e.id = a.event_id"
    " JOIN charge c ON c.id = a.charge_id WHERE a.charge_id = ? AND a.receipt_id IS NULL AND c.event_id <> a.event_id"
    " AND e.kind IN ('charge_adjusted', 'charges_split', 'charges_taken_back',"
    " 'late_fees_corrected', 'late_fees_waived', 'late_fees_taken_back', 'debt_written_off', 'debt_revived')"
)
_SETTLED = "SELECT coalesce(sum(amount), 0) FROM allocation WHERE charge_id = ?"
_OPEN = "SELECT open FROM open_item WHERE charge_id = ?"
# The first condition is that of the index word for word; payments, nearly all of the table, are never read.
_PAPERS = (
    "SELECT e.id, e.body, (SELECT coalesce(sum(abs(json_extract(u.body, '$.amount'))), 0) FROM event u"
    " WHERE u.kind NOT IN ('payment') AND u.kind = 'charge_adjusted' AND json_extract(u.body, '$.paper') = e.id)"
    " FROM event e WHERE e.kind NOT IN ('payment') AND e.kind = 'approval_entered'"
)


class Correction(NamedTuple):
    """An adjustment or waiver of a charge; amount in minor units, negative where it lets off."""

    charge_id: int
    amount: int
    event_id: int


class PaperApproval(NamedTuple):
    """An approval on paper that was entered; amount and used in minor units, dated as ISO date."""

    event_id: int
    number: str
    dated: str
    signer: str
    reason: str
    amount: int
    used: int

    @property
    def left(self) -> int:
        """Return how much of it is not used yet."""
        return self.amount - self.used


def charge(connection: Any, charge_id: int) -> Charge | None:
    """Return one charge whole."""
    row = connection.execute(_CHARGE, (charge_id,)).fetchone()
    return Charge(*row) if row else None


def charge_of_line(connection: Any, event_id: int, line: int) -> int | None:
    """Return the id of the charge that stands on a line of an event, None where none does."""
    row = connection.execute(_OF_LINE, (event_id, line)).fetchone()
    found: int | None = row[0] if row else None
    return found


def corrections(connection: Any, of: Charge) -> list[Correction]:
    """Return what was adjusted or waived of a charge, oldest first."""
    rows = connection.execute(_CORRECTIONS, (of.unit_id, of.item_id, of.first, of.id))
    return [Correction(*row) for row in rows]


def is_reversed(connection: Any, of: Charge) -> bool:
    """Return whether a charge was taken back by the revision that follows it."""
    place = (of.unit_id, of.item_id, of.first, of.revision + 1)
    return of.revision >= 0 and connection.execute(_REVERSED, place).fetchone() is not None


def next_below(connection: Any, unit_id: int, item_id: int, first: str) -> int:
    """Return the next revision below zero of a unit, item and first day: -1, -2 …; such a charge bills no period."""
    row = connection.execute(_LOWEST, (unit_id, item_id, first)).fetchone()
    return int(row[0] or 0) - 1


def open_of(connection: Any, charge_id: int) -> int:
    """Return what is open of a charge, in minor units."""
    row = connection.execute(_OPEN, (charge_id,)).fetchone()
    return int(row[0]) if row else 0


def settled_without_money(connection: Any, charge_id: int) -> int:
    """Return what of a charge was let off, posted or taken back, split off or written off while open (minor units)."""
    found: int = connection.execute(_NO_MONEY, (charge_id,)).fetchone()[0]
    return found


def settled_by_money(connection: Any, charge_id: int) -> int:
    """Return what of a charge is settled by money that came, in minor units: receipts, balance, months paid ahead."""
    found: int = connection.execute(_SETTLED, (charge_id,)).fetchone()[0]
    return found - settled_without_money(connection, charge_id)


def paper_approvals(connection: Any) -> list[PaperApproval]:
    """Return every approval on paper, oldest first."""
    return [_paper(*row) for row in connection.execute(f"{_PAPERS} ORDER BY e.id")]


def paper_approval(connection: Any, event_id: int) -> PaperApproval | None:
    """Return one approval on paper, by the event that entered it."""
    row = connection.execute(f"{_PAPERS} AND e.id = ?", (event_id,)).fetchone()
    return _paper(*row) if row else None


def _paper(event_id: int, body: str, used: int) -> PaperApproval:
    said = json.loads(body)
    names = (said["number"], said["dated"], said["signer"], said["reason"])
    return PaperApproval(event_id, *names, said["amount"], used)
