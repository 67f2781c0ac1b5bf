"""A wide sheet as rows to import: new units with their owners, what they owe, what they have paid ahead, a price."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from counter.desk.compare_sheet import SheetStanding
from counter.desk.estate_rows import EstateFile, FileHolder, FileOpening, FilePrice, FileUnit, Known, Place, RowError
from counter.files import cells, codes
from counter.files.cells import BadCell, without_identity
from counter.files.check_rows import check
from counter.files.read_rows import kind_of
from counter.files.wide_layout import Layout
from counter.files.wide_months import Account, account_of
from counter.files.wide_rows import WideRow, WideSheet
from counter.rules.periods import period_of
from counter.rules.room import fold


class Wish(NamedTuple):
    """How a person wants a wide sheet to be read: up to which month, for which fee item, and what its sums say."""

    as_of: str
    item: str
    owed: bool


class Turned(NamedTuple):
    """A wide sheet as an import, what every unit comes to, and everything that is wrong or worth knowing."""

    estate: EstateFile
    standings: tuple[SheetStanding, ...]
    errors: tuple[RowError, ...]
    notes: tuple[RowError, ...]


def turn(sheet: WideSheet, layout: Layout, wish: Wish, known: Known = Known()) -> Turned:  # noqa: B008  immutable
    """Return the import of a wide sheet; units that the books know are left as they are there."""
    errors = [_of_row(layout, number, "unit", "", "wide_row_without_unit") for number in sheet.unclear]
    if layout.years_missing:
        errors.append(_of_row(layout, layout.header_row + 1, layout.months[0].header, "", "wide_year_missing"))
        return Turned(EstateFile(), (), tuple(errors), ())
    notes: list[RowError] = []
    units: list[FileUnit] = []
    holders: list[FileHolder] = []
    openings: list[FileOpening] = []
    standings: list[SheetStanding] = []
    for row in sheet.rows:
        account = account_of(row, layout, wish.as_of, owed=wish.owed)
        errors += [_of_row(layout, row.row, *trouble) for trouble in account.troubles]
        notes += [_of_row(layout, row.row, *trouble) for trouble in account.notes]
        errors += _numbers(row, layout)
        if fold(row.code) not in known.units:
            units.append(_unit(row, layout))
            holders += _holders(row, layout, errors)
        openings += _openings(row, layout, account, wish.item)
        ahead = sum(each.amount for each in account.owed if each.ahead)
        standings.append(SheetStanding(row.row, row.code, account.paid_to, account.debt, ahead))
    prices = () if wish.item in known.items else tuple(_prices(sheet.rows, layout, wish))
    estate = EstateFile(tuple(units), tuple(holders), prices, tuple(openings))
    errors += check(estate, known)
    return Turned(estate, tuple(standings), tuple(sorted(errors, key=lambda each: each.row)), tuple(notes))


def _numbers(row: WideRow, layout: Layout) -> Iterable[RowError]:
    """Areas and prices that stand there and cannot be read."""
    if row.texts.get("area") and row.area is None:
        yield _of_row(layout, row.row, "area", row.texts["area"], "import_not_an_area")
    if row.texts.get("price") and row.price is None:
        yield _of_row(layout, row.row, "price", row.texts["price"], "import_not_a_price")


def _of_row(layout: Layout, number: int, column: str, value: str, code: str) -> RowError:
    return RowError(layout.sheet, number, _header(layout, column), without_identity(value), code)


def _header(layout: Layout, column: str) -> str:
    return layout.headers.get(column, column)


def _unit(row: WideRow, layout: Layout) -> FileUnit:
    code, place = row.code, Place(layout.sheet, row.row)
    return FileUnit(place, code, *codes.parts(code), kind_of(code), row.area, note=row.texts.get("note") or None)


def _holders(row: WideRow, layout: Layout, errors: list[RowError]) -> Iterable[FileHolder]:
    place = Place(layout.sheet, row.row)
    text = row.texts.get("phone", "")
    phone: str | None = None
    try:
        phone = cells.phone(text) if text else None
    except BadCell as bad:
        errors.append(_of_row(layout, row.row, "phone", text, bad.reason))
    names = cells.names(without_identity(row.texts.get("owner", "")))
    for rank, name in enumerate(names):
        yield FileHolder(place, row.code, name, phone if rank == 0 else None, "co_owner" if rank else "owner")


def _openings(row: WideRow, layout: Layout, account: Account, item: str) -> Iterable[FileOpening]:
    place = Place(layout.sheet, row.row)
    for each in account.owed:
        yield FileOpening(place, row.code, "paid_ahead" if each.ahead else "arrears", each.amount, item, each.period)


def _prices(rows: Iterable[WideRow], layout: Layout, wish: Wish) -> Iterable[FilePrice]:
    """The price of the sheet from the month after as_of: the commonest of each kind of unit, others for their units."""
    priced = [row for row in rows if row.price is not None]
    since = period_of(wish.as_of).next().first.isoformat()
    usual: dict[str, int] = {}
    for kind in dict.fromkeys(kind_of(row.code) for row in priced):
        usual[kind] = Counter(row.price or 0 for row in priced if kind_of(row.code) == kind).most_common(1)[0][0]
        place = Place(layout.sheet, layout.header_row + 1)
        yield FilePrice(place, wish.item, wish.item, kind, None, "area", usual[kind], since)
    for row in priced:
        if row.price != usual[kind_of(row.code)]:
            place = Place(layout.sheet, row.row)
            yield FilePrice(place, wish.item, wish.item, None, row.code, "area", row.price or 0, since)
