"""Charging what a unit owes the maintenance fund, where the counter takes it: its first deposit or a renewal."""

from typing import Any

from counter.desk.charge_once import KIND, ChargedOnce, post_once
from counter.desk.fund_register import FundLine, fund_lines
from counter.desk.fund_taken import require_collected
from counter.desk.office import load_office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.maintenance_fund import Due
from counter.rules.permissions import Act
from counter.rules.tariff import Charged
from db.books import Books, Tx


class FundPaidUp(Exception):
    """The unit owes the fund nothing that is not charged already, or nothing says what it owes."""

    code = "fund_paid_up"

    def __init__(self, unit_code: str, open_minor: int) -> None:
        super().__init__(unit_code, open_minor)
        self.unit_code = unit_code
        self.open_minor = open_minor


def charge_fund(
    books: Books, unit_id: int, *, request_id: str, staff: Person, till: int | None = None
) -> ChargedOnce:  # fmt: skip
    """Charge what a unit owes the fund now by the rules; what is open of it already is not charged again.

    Idempotent by request. Raises NotAllowed, FundNotCollected, UnknownUnit, FundPaidUp.
    """
    staff.require(Act.CHARGE_ONCE)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return ChargedOnce(done[1]["charge"], done[1]["amount"])
        return _charge(tx, unit_id)


def _charge(tx: Tx, unit_id: int) -> ChargedOnce:
    office = load_office(tx.connection, tx.day)
    require_collected(office)
    found = fund_lines(tx.connection, office, tx.day, unit_id)
    if not found:
        raise UnknownUnit(str(unit_id))
    line = found[0]
    if line.item is None or line.price is None or not line.owed.amount or line.open:
        raise FundPaidUp(line.unit.code, line.open)
    facts = fund_ingredients(line, office.fund_renewal_share, office.fund_renewal_to)
    if office.currency_digits != 2:
        facts["digits"] = office.currency_digits
    return post_once(tx, line.unit, line.item, Charged(line.owed.amount, facts), tariff_id=line.price.id)


def fund_ingredients(line: FundLine, share: int, to: int) -> dict[str, Any]:
    """Return what a unit's debt to the fund is made of; where nothing was paid in it is simply the first deposit."""
    assert line.charged is not None
    account = line.account
    if line.owed.due is Due.FIRST and not account.paid_in:
        return dict(line.charged.ingredients)
    made = {key: value for key, value in line.charged.ingredients.items() if key in ("price", "area")}
    facts: dict[str, Any] = {"kind": "fund", "due": line.owed.due.value, "first": account.first, **made}
    if line.owed.due is Due.FIRST:
        return facts | {"paid_in": account.paid_in}
    return facts | {"balance": account.balance, "share": share, "to": to}
