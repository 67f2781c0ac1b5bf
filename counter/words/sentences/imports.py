"""Sentences for files that come in: what is wrong with the file, and what is wrong in one of its cells."""

from collections.abc import Mapping

from counter.words.words import N_

_CORRECT = N_("Correct it in the file and read the file in again; nothing was changed so far.")
_ONE_OF = N_("Choose one of the words of the template for this column and read the file in again.")
_JUST_SAID = N_("Nothing has to be done; everything else is read.")

SENTENCES: Mapping[str, tuple[str, str]] = {
    "bad_cell": (N_("A cell cannot be read ({reason})."), _CORRECT),
    "file_unreadable": (
        N_("The file {path} cannot be read: {reason}"),
        N_("Save it as .xlsx or as CSV, close it in the other program, and read it in again."),
    ),
    "no_known_sheet": (
        N_("No sheet of {path} has headers that are known."),
        N_("Copy the rows into the template, whose first line names the columns, and read that file in."),
    ),
    "import_missing": (N_("Sheet {sheet}, row {row}: {column} is missing."), _CORRECT),
    "import_headers_missing": (
        N_("Sheet {sheet} has a known name, but its headers are not those of the template."),
        N_("Copy the first line of the template into the sheet and read the file in again."),
    ),
    "import_not_an_area": (N_("Sheet {sheet}, row {row}, {column}: “{value}” is not an area."), _CORRECT),
    "import_area_too_precise": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” has more than two decimals."),
        _CORRECT,
    ),
    "import_not_a_price": (N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a price."), _CORRECT),
    "import_price_too_precise": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” has more than four decimals."),
        _CORRECT,
    ),
    "import_not_an_amount": (N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a sum of money."), _CORRECT),
    "import_amount_too_precise": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” has more decimals than the currency."),
        _CORRECT,
    ),
    "import_bad_phone": (N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a telephone number."), _CORRECT),
    "import_bad_date": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a day."),
        N_("Write it as 2026-11-23 and read the file in again; nothing was changed so far."),
    ),
    "import_bad_period": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a period."),
        N_("Write it as 2026-09, 2026-Q3 or 2026 and read the file in again; nothing was changed so far."),
    ),
    "import_bad_number": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a number that fits here."),
        _CORRECT,
    ),
    "import_unknown_word": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not one of the known words."),
        _ONE_OF,
    ),
    "import_bad_plate": (N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a number plate."), _CORRECT),
    "import_unit_twice": (N_("Sheet {sheet}, row {row}: the unit {value} stands twice in the file."), _CORRECT),
    "import_holder_twice": (N_("Sheet {sheet}, row {row}: {value} stands twice for the same unit."), _CORRECT),
    "import_price_twice": (
        N_("Sheet {sheet}, row {row}: {value} has two prices for the same units from the same day."),
        _CORRECT,
    ),
    "import_opening_twice": (
        N_("Sheet {sheet}, row {row}: the same opening balance of {value} stands twice."),
        _CORRECT,
    ),
    "import_unit_unknown": (
        N_("Sheet {sheet}, row {row}, {column}: there is no unit {value}."),
        N_("Add the unit to the sheet of units, or correct the number, and read the file in again."),
    ),
    "import_item_unknown": (
        N_("Sheet {sheet}, row {row}, {column}: there is no fee item {value}."),
        N_("Add the fee item to the sheet of prices, or correct its name, and read the file in again."),
    ),
    "import_owner_unknown": (
        N_("Sheet {sheet}, row {row}, {column}: no owner is known under {value}."),
        _CORRECT,
    ),
    "import_dates_reversed": (
        N_("Sheet {sheet}, row {row}, {column}: {value} lies before the first day."),
        _CORRECT,
    ),
    "import_area_missing": (
        N_("Sheet {sheet}, row {row}: the {column} is missing, and a price is charged by area."),
        _CORRECT,
    ),
    "import_opening_differs": (
        N_("Sheet {sheet}, row {row}, {column}: the books already hold another opening balance than {value}."),
        N_("Compare it with the books; an opening balance that is posted is corrected by an adjustment."),
    ),
    "import_period_mismatch": (
        N_("Sheet {sheet}, row {row}, {column}: the period “{value}” does not go with its days."),
        _CORRECT,
    ),
    "import_item_differs": (
        N_("Sheet {sheet}, row {row}, {column}: {value} differs from another row of the same fee item."),
        _CORRECT,
    ),
    "import_identity_left_out": (
        N_("Sheet {sheet}, {column}: identity-card numbers were recognised and left out."),
        _JUST_SAID,
    ),
    "import_column_unknown": (N_("Sheet {sheet}: the column {column} is not known and was passed over."), _JUST_SAID),
    "import_sheet_unknown": (N_("Sheet {sheet} is not known and was passed over."), _JUST_SAID),
}
