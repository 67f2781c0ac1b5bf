"""A new price for a fee item: dated, with what it rests on; what is billed already stays as it is."""

from datetime import date
from typing import NamedTuple

from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import registers
from db.queries.registers import FeeItemRow, TariffRow

KIND = "prices_changed"


class Scope(NamedTuple):
    """Whom a price is for: every unit of a kind, or one unit."""

    unit_kind: str | None = None
    unit_id: int | None = None


class Basis(NamedTuple):
    """What a price rests on: contract, resolution, guide price …, its number, date (ISO) and scan (SHA-256)."""

    kind: str | None = None
    number: str | None = None
    date: str | None = None
    scan: str | None = None


class UnknownItem(Exception):
    """No fee item has this number."""

    code = "unknown_item"

    def __init__(self, item_id: int) -> None:
        super().__init__(item_id)
        self.item_id = item_id


class ScopeMissing(Exception):
    """A price is for one kind of unit or for one unit, and for exactly one of them."""

    code = "scope_missing"


class PriceNegative(Exception):
    """A price is never below zero."""

    code = "price_negative"

    def __init__(self, price: int) -> None:
        super().__init__(price)
        self.price = price


def set_price(
    books: Books, item_id: int, scope: Scope, method: str, price: int, since: date, *, request_id: str, staff: Person,
    basis: Basis = Basis(), until: date | None = None,  # noqa: B008  an immutable value
) -> int:  # fmt: skip
    """Put a price into force from a day; one of the same scope and day is replaced. Returns the tariff's id.

    method: area or fixed; price: ten-thousandths of a yuan a month. Raises NotAllowed, UnknownItem, ScopeMissing,
    PriceNegative.
    """
    staff.require(Act.CHANGE_PRICES)
    if (scope.unit_kind is None) == (scope.unit_id is None):
        raise ScopeMissing
    if price < 0:
        raise PriceNegative(price)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["tariff"])
        if all(item.id != item_id for item in registers.fee_items(tx.connection)):
            raise UnknownItem(item_id)
        key = (item_id, *scope, since.isoformat())
        same = (t.id for t in registers.tariffs(tx.connection) if (t.item_id, t.unit_kind, t.unit_id, t.since) == key)
        tariff_id = next(same, None) or tx.next_id("tariff")
        basis = basis if basis.scan else basis._replace(scan=_known_scan(tx, basis))
        row = TariffRow(
            tariff_id, item_id, *scope, method, price, since.isoformat(), until.isoformat() if until else None, *basis
        )
        tx.change(KIND, {"tariff": tariff_id}, {"tariff": [tuple(row)]})
        return tariff_id


def _known_scan(tx: Tx, basis: Basis) -> str | None:
    """The scan that is kept already of the same numbered paper."""
    if not (basis.kind and basis.number):
        return None
    paper = (basis.kind, basis.number, basis.date)
    known = registers.tariffs(tx.connection)
    return next(
        (t.basis_scan for t in known if (t.basis_kind, t.basis_number, t.basis_date) == paper and t.basis_scan), None
    )


def save_item(books: Books, item: FeeItemRow, *, request_id: str, staff: Person) -> int:
    """Add a fee item (id 0) or change one; returns its id. Raises NotAllowed, UnknownItem."""
    staff.require(Act.CHANGE_PRICES)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["item"])
        if item.id and all(known.id != item.id for known in registers.fee_items(tx.connection)):
            raise UnknownItem(item.id)
        item_id = item.id or tx.next_id("fee_item")
        tx.change(KIND, {"item": item_id}, {"fee_item": [tuple(item._replace(id=item_id))]})
        return item_id
