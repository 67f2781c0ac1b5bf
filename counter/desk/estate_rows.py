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
    inner_area: int | None = None
    persons: int | None = None


class FileHolder(NamedTuple):
    """A person tied to a unit; items are the names of the fee items that an occupier pays.

    email: None where the file says nothing of it.
    """

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
    email: str | None = None


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
    terms: str | None = None
    cycle: str | None = None


class FilePlate(NamedTuple):
    """A plate that belongs to a unit on these days (ISO dates)."""

    place: Place
    unit: str
    plate: str
    since: str | None = None
    until: str | None = None


class FileMeter(NamedTuple):
    """A meter of a unit and what it showed when it was put in; numbers in thousandths."""

    place: Place
    unit: str
    item: str
    serial: str
    start: int
    since: str
    multiplier: int = 1_000
    starts_over_at: int = 0


class FileReading(NamedTuple):
    """What a meter showed at the end of a period, in thousandths; serial is '' where the unit has one for the item.

    previous: what it showed before, by which a meter the books do not know yet begins.
    """

    place: Place
    unit: str
    item: str
    serial: str
    period: str
    value: int
    read_on: str
    previous: int | None = None
    previous_on: str | None = None
    estimated: bool = False
    multiplier: int = 1_000


class FileShared(NamedTuple):
    """A bill that units share: total in minor units, for one building or (None) all."""

    place: Place
    item: str
    period: str
    total: int
    building: str | None = None
    paper: str | None = None


class FileReduction(NamedTuple):
    """What a unit is let off, in ten-thousandths, of one item or (None) all; approval is the number of its paper."""

    place: Place
    unit: str
    item: str | None
    reduction: int
    since: str
    until: str | None
    reason: str
    approval: str


class FileFund(NamedTuple):
    """What moved on a unit's account with the maintenance fund's bank: a kind of EntryKind, amount in minor units."""

    place: Place
    unit: str
    kind: str
    day: str
    amount: int
    slip: str = ""


class FileOpening(NamedTuple):
    """An opening balance: arrears or paid_ahead of an item and period, or balance; amount in minor units.

    item of a balance: the fee item that it is kept for, None: for whatever will be owed.

    settled (amount 0): days that were paid before these books began; no bill run bills them again.
    """

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
    plates: tuple[FilePlate, ...] = ()
    meters: tuple[FileMeter, ...] = ()
    readings: tuple[FileReading, ...] = ()
    shared: tuple[FileShared, ...] = ()
    reductions: tuple[FileReduction, ...] = ()
    fund: tuple[FileFund, ...] = ()


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
    "import_bad_email",
    "import_bad_date",
    "import_bad_period",
    "import_bad_number",
    "import_unknown_word",
    "import_bad_plate",
    "import_unit_twice",
    "import_holder_twice",
    "import_email_twice",
    "import_price_twice",
    "import_opening_twice",
    "import_unit_unknown",
    "import_item_unknown",
    "import_owner_unknown",
    "import_dates_reversed",
    "import_area_missing",
    "import_balance_fund",
    "import_opening_differs",
    "import_period_mismatch",
    "import_item_differs",
    "import_bad_quantity",
    "import_mark_up",
    "import_bad_percent",
    "import_bad_bands",
    "import_terms_missing",
    "import_plate_twice",
    "import_meter_unknown",
    "import_meter_twice",
    "import_meter_start_differs",
    "import_reading_twice",
    "import_reading_below",
    "import_reading_beyond",
    "import_reading_billed",
    "import_shared_twice",
    "import_shared_overlaps",
    "import_shared_billed",
    "import_reduction_twice",
    "import_fund_twice",
    "import_fund_to_come",
    "import_fund_differs",
    "wide_cell_unclear",
    "wide_sum_unknown",
    "wide_sum_unusual",
    "wide_paid_to_unclear",
    "wide_row_without_unit",
    "wide_year_missing",
)
"""The codes an import can report of a cell."""

NOTE_CODES = (
    "import_identity_left_out", "import_column_unknown", "import_sheet_unknown", "import_total_left_out",
    "wide_paid_to_differs", "import_email_kept",
)  # fmt: skip
"""The codes of what an import says without refusing anything."""
