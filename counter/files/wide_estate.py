"""A wide sheet as rows to import: new units with their owners, what they owe, what they have paid ahead, a price."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counter.desk.compare_sheet import SheetStanding
from counter.desk.estate_rows import EstateFile, FileHolder, FileOpening, FilePrice, FileUnit, Known, Place, RowError
from counter.files import cells, codes
from counter.files.cells import BadCell, without_identity
from counter.files.check_rows import check
from counter.files.read_rows import kind_of
from counter.files.wide_layout import Layout
from counter.files.wide_months import Account, account_of, month_cost
from counter.files.wide_rows import WideRow, WideSheet
from counter.rules.periods import DAY, Period, period_of
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


class Part(NamedTuple):
    """One sheet of a workbook of wide sheets, with its layout."""

    sheet: WideSheet
    layout: Layout


def turn(parts: Sequence[Part], wish: Wish, known: Known = Known()) -> Turned:  # noqa: B008  an immutable value
    """Return the import of the wide sheets of a workbook; units that the books know are left as they are there.

    A unit may stand in several sheets, one for each year.
    """
    drafts = [_draft(part, wish, known) for part in parts]
    units: dict[str, FileUnit] = {}
    holders: list[FileHolder] = []
    for draft in drafts:
        new = [unit for unit in draft.units if fold(unit.code) not in units]
        # Twice in one sheet is an error that the check tells; in another sheet it is another year of the same unit.
        holders += [each for each in draft.holders if fold(each.unit) not in units]
        for unit in new:
            key = fold(unit.code)
            units[key if key not in units else f"{key} {unit.place.row}"] = unit
    prices = () if wish.item in known.items else tuple(_prices(parts, wish))
    openings = tuple(opening for draft in drafts for opening in draft.openings)
    estate = EstateFile(tuple(units.values()), tuple(holders), prices, openings)
    errors = [error for draft in drafts for error in draft.errors]
    if not any(error.code == "wide_year_missing" for error in errors):
        errors += check(estate, known)
    order = {part.layout.sheet: n for n, part in enumerate(parts)}
    told = tuple(sorted(errors, key=lambda each: (order.get(each.sheet, 0), each.row)))
    return Turned(estate, _merged(drafts), told, tuple(note for draft in drafts for note in draft.notes))


class _Draft(NamedTuple):
    """What one sheet brings."""

    units: list[FileUnit]
    holders: list[FileHolder]
    openings: list[FileOpening]
    standings: list[SheetStanding]
    errors: list[RowError]
    notes: list[RowError]


def _draft(part: Part, wish: Wish, known: Known) -> _Draft:
    sheet, layout = part
    found = _Draft([], [], [], [], [], [])
    found.errors.extend(_of_row(layout, number, "unit", "", "wide_row_without_unit") for number in sheet.unclear)
    if layout.years_missing:
        year = _of_row(layout, layout.header_row + 1, layout.months[0].header, "", "wide_year_missing")
        return found._replace(errors=[*found.errors, year])
    for row in sheet.rows:
        account = account_of(row, layout, wish.as_of, owed=wish.owed)
        found.errors.extend(_of_row(layout, row.row, *trouble) for trouble in account.troubles)
        found.errors.extend(_numbers(row, layout))
        found.notes.extend(_of_row(layout, row.row, *trouble) for trouble in account.notes)
        if fold(row.code) not in known.units:
            found.units.append(_unit(row, layout))
            found.holders.extend(_holders(row, layout, found.errors))
        found.openings.extend(_openings(row, layout, account, wish.item))
        ahead = sum(each.amount for each in account.owed if each.ahead)
        found.standings.append(SheetStanding(row.row, row.code, account.paid_to, account.debt, ahead))
    return found


def _merged(drafts: Sequence[_Draft]) -> tuple[SheetStanding, ...]:
    """The standing of each unit over all sheets: a debt of any year ends what is paid without a gap."""
    found: dict[str, SheetStanding] = {}
    for standing in (each for draft in drafts for each in draft.standings):
        before = found.get(fold(standing.code))
        if before is None:
            found[fold(standing.code)] = standing
            continue
        both = (before, standing)
        reached = [each.paid_to for each in both if each.paid_to and each.debt]
        settled = [each.paid_to for each in both if each.paid_to]
        paid_to = min(reached) if reached else max(settled, default=None)
        debt, ahead = before.debt + standing.debt, before.ahead + standing.ahead
        found[fold(standing.code)] = SheetStanding(before.row, before.code, paid_to, debt, ahead)
    return tuple(found.values())


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
    if phone and not row.texts.get("owner"):
        errors.append(_of_row(layout, row.row, "owner", "", "import_missing"))
    names = cells.names(without_identity(row.texts.get("owner", "")))
    for rank, name in enumerate(names):
        yield FileHolder(place, row.code, name, phone if rank == 0 else None, "co_owner" if rank else "owner")


def _openings(row: WideRow, layout: Layout, account: Account, item: str) -> Iterable[FileOpening]:
    place = Place(layout.sheet, row.row)
    for each in account.owed:
        yield FileOpening(place, row.code, "paid_ahead" if each.ahead else "arrears", each.amount, item, each.period)
    for label in _runs(account.settled):
        yield FileOpening(place, row.code, "settled", 0, item, label)


def _runs(labels: Iterable[str]) -> list[str]:
    """Periods that follow on each other, as one."""
    found: list[Period] = []
    for period in sorted(period_of(label) for label in labels):
        if found and found[-1].last + DAY == period.first:
            found[-1] = Period(found[-1].first, period.last)
        else:
            found.append(period)
    return [each.label for each in found]


def _prices(parts: Sequence[Part], wish: Wish) -> Iterable[FilePrice]:
    """The price of the sheets from the month after as_of: the commonest of each kind of unit, others for their units.

    Of a unit in several sheets the last one counts; where no price by area stands there, the sum of a month is fixed.
    """
    priced = {
        fold(row.code): (row, quote, Place(part.layout.sheet, row.row))
        for part in parts for row in part.sheet.rows if (quote := _quote(row)) is not None
    }  # fmt: skip
    since = period_of(wish.as_of).next().first.isoformat()
    usual: dict[str, tuple[str, int]] = {}
    for row, _, place in priced.values():
        kind = kind_of(row.code)
        if kind not in usual:
            same = Counter(quote for each, quote, _ in priced.values() if kind_of(each.code) == kind)
            method, price = usual[kind] = same.most_common(1)[0][0]
            yield FilePrice(place, wish.item, wish.item, kind, None, method, price, since)
    for row, (method, price), place in priced.values():
        if (method, price) != usual[kind_of(row.code)]:
            yield FilePrice(place, wish.item, wish.item, None, row.code, method, price, since)


def _quote(row: WideRow) -> tuple[str, int] | None:
    """How a unit is charged, as method and price in ten-thousandths."""
    if row.price is not None and row.area is not None:
        return "area", row.price
    cost = month_cost(row)
    return None if not cost else ("fixed", cost * 100)
