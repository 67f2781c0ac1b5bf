"""Rows against each other and against the books: what stands twice, what names something that does not exist."""

from collections.abc import Iterable, Iterator

from counter.desk.estate_rows import EstateFile, FileOpening, FilePrice, Known, Place, RowError
from counter.files.columns import OPENINGS, OWNERS, PRICES, UNITS, Sheet
from counter.rules.periods import period_of
from counter.rules.room import fold


def check(estate: EstateFile, known: Known) -> list[RowError]:
    """Return every error that only shows between rows."""
    units = known.units | {fold(unit.code) for unit in estate.units}
    items = known.items | {price.item for price in estate.prices} | {price.item_en for price in estate.prices}
    return [
        *_units_twice(estate),
        *_holders(estate, units, items),
        *_prices(estate, units),
        *_openings(estate, units, items),
    ]


def error(place: Place, sheet: Sheet, column: str, value: str, code: str) -> RowError:
    """Return an error of a cell, its column named in the language of its sheet."""
    header = next(each for each in sheet.columns if each.name == column)
    # The sheet's own language shows in its name.
    return RowError(place.sheet, place.row, header.en if place.sheet.isascii() else header.zh, value, code)


def twice(keyed: Iterable[tuple[object, RowError]]) -> Iterator[RowError]:
    """Return the errors whose key stood in an earlier row."""
    met: set[object] = set()
    for key, found in keyed:
        if key in met:
            yield found
        met.add(key)


def _units_twice(estate: EstateFile) -> Iterator[RowError]:
    return twice(
        (fold(unit.code), error(unit.place, UNITS, "code", unit.code, "import_unit_twice")) for unit in estate.units
    )


def _holders(estate: EstateFile, units: frozenset[str], items: frozenset[str]) -> Iterator[RowError]:
    for holder in estate.holders:
        if fold(holder.unit) not in units:
            yield error(holder.place, OWNERS, "unit", holder.unit, "import_unit_unknown")
        for item in holder.items:
            if item not in items:
                yield error(holder.place, OWNERS, "items", item, "import_item_unknown")
    yield from twice(
        ((fold(h.unit), h.name, h.phone, h.role), error(h.place, OWNERS, "name", h.name, "import_holder_twice"))
        for h in estate.holders
    )
    said: dict[tuple[str, str | None], str] = {}
    for h in estate.holders:  # one person at several units has one address
        if h.email and h.phone and said.setdefault((h.name, h.phone), h.email) != h.email:
            yield error(h.place, OWNERS, "email", h.email, "import_email_twice")


def _prices(estate: EstateFile, units: frozenset[str]) -> Iterator[RowError]:
    first: dict[str, FilePrice] = {}
    for price in estate.prices:
        if price.unit is not None and fold(price.unit) not in units:
            yield error(price.place, PRICES, "unit", price.unit, "import_unit_unknown")
        other = first.setdefault(price.item, price)
        if (other.months, other.fund) != (price.months, price.fund):
            yield error(price.place, PRICES, "months", str(price.months), "import_item_differs")
    yield from twice(
        (
            (p.item, p.unit_kind, fold(p.unit or ""), p.since),
            error(p.place, PRICES, "item", p.item, "import_price_twice"),
        )
        for p in estate.prices
    )


def _openings(estate: EstateFile, units: frozenset[str], items: frozenset[str]) -> Iterator[RowError]:
    months = {name: price.months for price in estate.prices for name in (price.item, price.item_en)}
    for opening in estate.openings:
        if fold(opening.unit) not in units:
            yield error(opening.place, OPENINGS, "unit", opening.unit, "import_unit_unknown")
        if opening.item is not None and opening.item not in items:
            yield error(opening.place, OPENINGS, "item", opening.item, "import_item_unknown")
        if opening.kind == "paid_ahead" and not _fits(opening, months):
            yield error(opening.place, OPENINGS, "period", opening.period or "", "import_period_mismatch")
    yield from twice(
        (
            (fold(o.unit), o.kind in ("arrears", "settled"), o.kind == "balance", o.item, o.period),
            error(o.place, OPENINGS, "unit", o.unit, "import_opening_twice"),
        )
        for o in estate.openings
    )


def _fits(opening: FileOpening, months: dict[str, int]) -> bool:
    """Money paid ahead waits for the period that will be billed, so its length must be the item's own."""
    wanted = months.get(opening.item or "")
    return wanted is None or period_of(opening.period or "").months == wanted
