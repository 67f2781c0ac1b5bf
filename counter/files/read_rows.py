"""The rows of each sheet as typed values; what cannot be read is noted, and the row left out."""

from counter.desk.estate_rows import FileHolder, FileOpening, FilePrice, FileUnit
from counter.files import cells, codes
from counter.files.columns import (
    BASES,
    CYCLES,
    FUNDS,
    METHODS,
    MONTHS,
    OPENING_KINDS,
    PERSON_KINDS,
    ROLES,
    UNIT_KINDS,
    plain,
)
from counter.files.read_terms import read_terms
from counter.files.row_reader import RowReader


def read_unit(row: RowReader) -> FileUnit | None:
    """Return the unit of a row; its code from the code column, or from building, entrance and room."""
    row.skip_identity()
    building, entrance, room = (row.text(name) for name in ("building", "entrance", "room"))
    written = row.text("code")
    code = codes.unit_code(written) if written else codes.joined(building, entrance, room)
    if not code:
        row.wrong("code", "import_missing")
        return None
    if not written and "building" in row.filled_columns and not building:
        # Only the first cell of a merged one holds its value: a room without its building would be another unit.
        row.wrong("building", "import_missing")
        return None
    if not room or not (building or entrance):
        building, entrance, room = codes.parts(code)
    kind = row.value("kind", cells.choice(UNIT_KINDS)) or kind_of(code)
    area = row.value("area", cells.area)
    if area is None and kind in ("flat", "shop") and not row.text("area"):
        row.wrong("area", "import_area_missing")
    plates = row.value("plates", cells.plates) if row.has_column("plates") else None
    return FileUnit(
        row.place, code, building, entrance, room, kind, area,
        row.value("handed_over", cells.day),
        (plates or ()) if row.has_column("plates") else None,
        row.text("steward") or None, row.text("note") or None,
        row.value("inner_area", cells.area), row.value("persons", cells.whole(0, 99)),
    )  # fmt: skip


def read_holder(row: RowReader, unit: str | None = None) -> FileHolder | None:
    """Return the person of a row; unit: its code where the file ties people to units elsewhere."""
    row.skip_identity()
    written = unit or row.text("unit", required=True)
    name = row.text("name", required=True)
    since, until = row.value("since", cells.day), row.value("until", cells.day)
    if since and until and until < since:
        row.wrong("until", "import_dates_reversed")
    role = row.value("role", cells.choice(ROLES)) or "owner"
    kind = row.value("kind", cells.choice(PERSON_KINDS)) or ("developer" if role == "developer" else "person")
    phone, email = row.value("phone", cells.phone), row.value("email", cells.email)
    items = row.value("items", cells.names) or ()
    if not written or not name:
        return None
    return FileHolder(
        row.place, codes.unit_code(written), name, phone, role, kind, since, until, items, row.text("note") or None,
        email,
    )  # fmt: skip


def owners_in_unit_row(row: RowReader, unit: FileUnit) -> tuple[FileHolder, ...]:
    """Return the owners that a row of units names itself, as other systems' room lists do; phone and
    e-mail address are the first's."""
    names = row.value("owner_name", cells.names) or ()
    phone, email = row.value("owner_phone", cells.phone), row.value("owner_email", cells.email)
    if (phone or email) and not names:
        row.wrong("owner_name", "import_missing")
    return tuple(
        FileHolder(
            row.place, unit.code, name, None if rank else phone, "co_owner" if rank else "owner",
            since=unit.handed_over, email=None if rank else email,
        )
        for rank, name in enumerate(names)
    )  # fmt: skip


def read_price(row: RowReader) -> FilePrice | None:
    """Return the price of a row; every price needs its item, a method, a sum and the day from which it holds."""
    item = row.text("item", required=True)
    method = row.value("method", cells.choice(METHODS), required=True)
    # The bands of a tiered price, and the bill of a shared one, are all there is to pay.
    price = row.value("price", cells.price, required=method not in ("tiered", "share"))
    since, until = row.value("since", cells.day, required=True), row.value("until", cells.day)
    unit, unit_kind = row.text("unit"), row.value("unit_kind", cells.choice(UNIT_KINDS))
    if not unit and not row.text("unit_kind"):
        row.wrong("unit_kind", "import_missing")
    if since and until and until < since:
        row.wrong("until", "import_dates_reversed")
    months = row.value("months", cells.choice(MONTHS))
    due_day, due_after = row.value("due_day", cells.whole(1, 31)), row.value("due_after", cells.whole(-12, 12))
    fund, basis = row.value("fund", cells.choice(FUNDS)), row.value("basis_kind", cells.choice(BASES))
    basis_date = row.value("basis_date", cells.day)
    right, terms = read_terms(row, method) if method else (False, None)
    if fund == "held" and right and row.text("loss"):
        row.wrong("loss", "import_mark_up")
    if method in ("tiered", "share") and price is None:
        price = 0
    if not item or method is None or price is None or not right or since is None or not (unit or unit_kind):
        return None
    return FilePrice(
        row.place, item, row.text("item_en") or item, None if unit else unit_kind,
        codes.unit_code(unit) if unit else None, method, price, since, until, int(months or "1"), due_day or 15,
        due_after or 0, fund or "operating", basis, row.text("basis_number") or None, basis_date, terms,
        row.value("cycle", cells.choice(CYCLES)),
    )  # fmt: skip


def read_opening(row: RowReader) -> FileOpening | None:
    """Return the opening balance of a row; arrears and payments ahead need their item and period.

    Money kept as balance may name the item it is kept for.
    """
    unit = row.text("unit", required=True)
    kind = row.value("kind", cells.choice(OPENING_KINDS)) or "arrears"
    dated = kind != "balance"
    item = row.text("item", required=dated)
    period = row.value("period", cells.period, required=dated)
    amount = row.value("amount", cells.amount, required=True)
    due = row.value("due", cells.day)
    if not unit or amount is None or (dated and (not item or period is None)):
        return None
    return FileOpening(
        row.place, codes.unit_code(unit), kind, amount, item or None, period if dated else None, due,
        row.text("note") or None,
    )  # fmt: skip


def kind_of(code: str) -> str:
    """Return what a code without a kind says of itself: 商铺 and 车位 in words, B1-… is a place below ground."""
    if "铺" in code or "商" in code:
        return "shop"
    head = plain(code)[:1]
    return "parking" if "车位" in code or (head == "b" and code[1:2].isdigit()) else "flat"
