"""What an import brings: typed rows of a workbook's sheets that know where they stand, and what is wrong with them."""

from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """Where a row stands in the file; rows count from 1 as the spreadsheet shows them."""

    sheet: str
    row: int


class FileUnit(NamedTuple):
    """A unit; area in hundredths of a square metre; plates None where the file has no such column."""

    place: Place
    code: str
    building: str
    entrance: str
    room: str
    kind: str
    area: int | None = None
    handed_over: str | None = None
    plates: tuple[str, ...] | None = None
    steward: str | None = None
    note: str | None = None


class FileHolder(NamedTuple):
    """A person tied to a unit; items are the names of the fee items that an occupier pays."""

    place: Place
    unit: str
    name: str
    phone: str | None = None
    role: str = "owner"
    kind: str = "person"
    since: str | None = None
    until: str | None = None
    items: tuple[str, ...] = ()
    note: str | None = None


class FilePrice(NamedTuple):
    """A price of a fee item for a kind of unit, or for one unit; price in ten-thousandths of a yuan a month."""

    place: Place
    item: str
    item_en: str
    unit_kind: str | None
    unit: str | None
    method: str
    price: int
    since: str
    until: str | None = None
    months: int = 1
    due_day: int = 15
    due_after: int = 0
    fund: str = "operating"
    basis_kind: str | None = None
    basis_number: str | None = None
    basis_date: str | None = None


class FileOpening(NamedTuple):
    """An opening balance: arrears or paid_ahead of an item and period, or free balance; amount in minor units."""

    place: Place
    unit: str
    kind: str
    amount: int
    item: str | None = None
    period: str | None = None
    due: str | None = None
    note: str | None = None


class EstateFile(NamedTuple):
    """Everything that one file brings."""

    units: tuple[FileUnit, ...] = ()
    holders: tuple[FileHolder, ...] = ()
    prices: tuple[FilePrice, ...] = ()
    openings: tuple[FileOpening, ...] = ()


@dataclass(frozen=True, slots=True)
class RowError:
    """Something wrong in one cell; column is its header as the file has it, value what stands there.

    code names the sentence that tells it: one of ROW_CODES.
    """

    sheet: str
    row: int
    column: str
    value: str
    code: str


class Known(NamedTuple):
    """What the books know already: folded unit codes and the names of fee items."""

    units: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()


ROW_CODES = (
    "import_missing",
    "import_headers_missing",
    "import_not_an_area",
    "import_area_too_precise",
    "import_not_a_price",
    "import_price_too_precise",
    "import_not_an_amount",
    "import_amount_too_precise",
    "import_bad_phone",
    "import_bad_date",
    "import_bad_period",
    "import_bad_number",
    "import_unknown_word",
    "import_bad_plate",
    "import_unit_twice",
    "import_holder_twice",
    "import_price_twice",
    "import_opening_twice",
    "import_unit_unknown",
    "import_item_unknown",
    "import_owner_unknown",
    "import_dates_reversed",
    "import_area_missing",
    "import_opening_differs",
    "import_period_mismatch",
    "import_item_differs",
)
"""The codes an import can report of a cell."""

NOTE_CODES = ("import_identity_left_out", "import_column_unknown", "import_sheet_unknown")
"""The codes of what an import says without refusing anything."""
