"""A new price for a fee item: dated, with what it rests on; what is billed already stays as it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from counter.desk.formulas import names_of, tried
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from counter.rules.tariff import UnknownTariff
from counter.rules.tiers import Band, checked
from db.books import Books, Tx
from db.chain import canonical
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


class TermsMissing(Exception):
    """A price of this kind needs more than a price."""

    code = "terms_missing"

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(kind, field)
        self.kind = kind
        self.field = field


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
    basis: Basis = Basis(), until: date | None = None, terms: Mapping[str, Any] | None = None,  # noqa: B008  immutable
) -> int:  # fmt: skip
    """Put a price into force from a day; one of the same scope and day is replaced. Returns the tariff's id.

    method: a kind of counter.rules.tariff; price: ten-thousandths of a yuan a month, or a unit of the meter; terms:
    what the kind needs besides (checked_terms). Raises NotAllowed, UnknownItem, ScopeMissing, PriceNegative,
    UnknownTariff, TermsMissing, BadBands, FormulaFault.
    """
    staff.require(Act.CHANGE_PRICES)
    stored = checked_terms(method, terms or {}, price)
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
            tariff_id, item_id, *scope, method, price, since.isoformat(), until.isoformat() if until else None, *basis,
            stored,
        )  # fmt: skip
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


def checked_terms(method: str, terms: Mapping[str, Any], price: int = 0) -> str | None:
    """Return what a kind of price needs besides a price as canonical JSON, None for nothing.

    area: size "inner"; each: of "person", "space" or "vehicle", and count where the register does not say it;
    metered: unit, loss in ten-thousandths; tiered: the same, bands [[begins, price]], span "year" where they go by
    the calendar year; share: by "area", "unit" or "share", weight; formula: its text, tried with an ordinary flat
    at the price, and unit, loss where it names usage. Raises UnknownTariff, TermsMissing, BadBands, FormulaFault.
    """
    if method not in _TERMS:
        raise UnknownTariff(method)
    kept = {name: terms[name] for name in _TERMS[method] if terms.get(name) not in (None, "")}
    for name in _NEEDED.get(method, ()):
        if name not in kept:
            raise TermsMissing(method, name)
    if "bands" in kept:
        checked([Band(*band) for band in kept["bands"]])
    if "formula" in kept:
        tried(kept["formula"], price)
        kept["names"] = sorted(names_of(kept["formula"]))
    return canonical(kept) if kept else None


_TERMS: Mapping[str, tuple[str, ...]] = {
    "area": ("size",),
    "fixed": (),
    "each": ("of", "count"),
    "metered": ("unit", "loss"),
    "tiered": ("unit", "loss", "bands", "span"),
    "share": ("by", "weight"),
    "once": (),
    "formula": ("formula", "unit", "loss"),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "each": ("of",),
    "tiered": ("bands",),
    "share": ("by",),
    "formula": ("formula",),
}


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
