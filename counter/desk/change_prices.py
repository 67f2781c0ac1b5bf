"""A new price for a fee item: dated, with what it rests on; what is billed already stays as it is."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.formulas import names_of, tried
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from counter.rules.tariff import UnknownTariff
from counter.rules.tiers import Band, checked
from counter.words import Words
from db.books import Books, Tx
from db.chain import canonical
from db.queries import receipts, registers
from db.queries.people import PendingAct
from db.queries.registers import FeeItemRow, TariffRow
from db.rows import Approval

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


class PriceEndsBeforeItBegins(ValueError):
    """The last day of a price lies before its first."""

    code = "price_ends_before_it_begins"

    def __init__(self, since: str, until: str) -> None:
        super().__init__(since, until)
        self.since = since
        self.until = until


class PriceNegative(Exception):
    """A price is never below zero."""

    code = "price_negative"

    def __init__(self, price: int) -> None:
        super().__init__(price)
        self.price = price


class MarkUpOnAgency(Exception):
    """What is collected for others costs what they ask (物业管理条例 §44): no loss is added to what a meter shows."""

    code = "mark_up_on_agency"


def set_price(
    books: Books, item_id: int, scope: Scope, method: str, price: int, since: date, *, request_id: str, staff: Person,
    basis: Basis = Basis(), until: date | None = None, terms: Mapping[str, Any] | None = None,  # noqa: B008  immutable
    approver: Person | None = None,
) -> int:  # fmt: skip
    """Put a price into force from a day; one of the same scope and day is replaced. Returns the tariff's id.

    method: a kind of counter.rules.tariff; price: ten-thousandths of a yuan a month, or a unit of the meter; terms:
    what the kind needs besides (checked_terms); until: its last day; approver: who agreed, where the office wants a
    second person. Raises NotAllowed, UnknownItem, ScopeMissing, PriceNegative, PriceEndsBeforeItBegins,
    UnknownTariff, TermsMissing, BadBands, FormulaFault, MarkUpOnAgency, SecondPersonNeeded, SelfApproval.
    """
    staff.require(Act.CHANGE_PRICES)
    wished = _wished(item_id, scope, method, price, since, until, basis, terms)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["tariff"])
        _require_item(tx, wished)
        agreed: list[Approval] = []
        if approver is not None:
            approve.refuse_asker(tx, "price", _subject(wished), approver)
            agreed = [approve.approval("price", _subject(wished), staff.staff_id, approver, basis.number or "price")]
        elif approve.needs_second(tx.connection, "price", tx.day):
            raise approve.SecondPersonNeeded("price")
        return _post(tx, wished, agreed, approver)


def ask_for_price(
    books: Books, item_id: int, scope: Scope, method: str, price: int, since: date, reason: str, *, request_id: str,
    staff: Person, basis: Basis = Basis(), until: date | None = None,  # noqa: B008  immutable
    terms: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Ask for a price, which is put into force when a second person agrees to it.

    Raises NotAllowed, UnknownItem, ScopeMissing, PriceNegative, PriceEndsBeforeItBegins, UnknownTariff, TermsMissing,
    BadBands, FormulaFault, MarkUpOnAgency, ReasonMissing.
    """
    staff.require(Act.CHANGE_PRICES)
    wished = _wished(item_id, scope, method, price, since, until, basis, terms)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        _require_item(tx, wished)
        if not tx.earlier:
            approve.ask(tx, "price", _subject(wished), staff.staff_id, reason, {"tariff": list(wished)})


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, _words: Words) -> None:
    """Put the price into force that was asked for. Raises UnknownItem, SelfApproval, NotAllowed."""
    wished = wished_price(tx.connection, asked)
    _require_item(tx, wished)
    agreed = approve.approval("price", asked.subject, asked.requester_id, approver, reason)
    _post(tx, wished, [agreed], approver)


def wished_price(connection: Any, asked: PendingAct) -> TariffRow:
    """Return the price that somebody asked for (id 0), from the event that asked."""
    return TariffRow(*receipts.body(connection, asked.event_id)["wish"]["tariff"])


def _wished(
    item_id: int, scope: Scope, method: str, price: int, since: date, until: date | None, basis: Basis,
    terms: Mapping[str, Any] | None,
) -> TariffRow:  # fmt: skip
    stored = checked_terms(method, terms or {}, price)
    if (scope.unit_kind is None) == (scope.unit_id is None):
        raise ScopeMissing
    if price < 0:
        raise PriceNegative(price)
    if until is not None and until < since:
        raise PriceEndsBeforeItBegins(since.isoformat(), until.isoformat())
    last = until.isoformat() if until else None
    return TariffRow(0, item_id, *scope, method, price, since.isoformat(), last, *basis, stored)


def _subject(wished: TariffRow) -> str:
    return f"price:{wished.item_id}:{wished.unit_kind or wished.unit_id}:{wished.since}"


def _require_item(tx: Tx, wished: TariffRow) -> None:
    item = next((item for item in registers.fee_items(tx.connection) if item.id == wished.item_id), None)
    if item is None:
        raise UnknownItem(wished.item_id)
    if item.fund == "held" and "loss" in json.loads(wished.terms or "{}"):
        raise MarkUpOnAgency


def _post(tx: Tx, wished: TariffRow, agreed: list[Approval], approver: Person | None) -> int:
    key = (wished.item_id, wished.unit_kind, wished.unit_id, wished.since)
    same = (t.id for t in registers.tariffs(tx.connection) if (t.item_id, t.unit_kind, t.unit_id, t.since) == key)
    tariff_id = next(same, None) or tx.next_id("tariff")
    if not wished.basis_scan:
        wished = wished._replace(basis_scan=_known_scan(tx, wished))
    facts = {"tariff": tariff_id, **approve.seen_by(approver)}
    tx.change(KIND, facts, {"tariff": [tuple(wished._replace(id=tariff_id))]}, agreed)
    return tariff_id


def _known_scan(tx: Tx, price: TariffRow) -> str | None:
    """The scan that is kept already of the same numbered paper."""
    if not (price.basis_kind and price.basis_number):
        return None
    paper = (price.basis_kind, price.basis_number, price.basis_date)
    known = registers.tariffs(tx.connection)
    return next(
        (t.basis_scan for t in known if (t.basis_kind, t.basis_number, t.basis_date) == paper and t.basis_scan), None
    )


def checked_terms(method: str, terms: Mapping[str, Any], price: int = 0) -> str | None:
    """Return what a kind of price needs besides a price as canonical JSON, None for nothing.

    area: size "inner"; once: size "built" or "inner" where it is asked for by the square metre;
    each: of "person", "space" or "vehicle", and count where the register does not say it;
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
    "once": ("size",),
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
