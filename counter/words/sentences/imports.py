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
    "import_bad_email": (N_("Sheet {sheet}, row {row}, {column}: “{value}” is no e-mail address."), _CORRECT),
    "import_email_twice": (
        N_("Sheet {sheet}, row {row}, {column}: another row gives this person another address than “{value}”."),
        _CORRECT,
    ),
    "import_email_kept": (
        N_("Sheet {sheet}, row {row}: the e-mail address of {value} was changed by hand and stays as it is."),
        N_("To take the one of the file, enter it on the card of the unit."),
    ),
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
    "import_fund_twice": (
        N_("Sheet {sheet}, row {row}, {column}: the slip {value} stands twice for the same unit and day."),
        _CORRECT,
    ),
    "import_fund_to_come": (
        N_("Sheet {sheet}, row {row}, {column}: {value} is still to come."),
        _CORRECT,
    ),
    "import_fund_differs": (
        N_("Sheet {sheet}, row {row}, {column}: the register holds the slip {value} with another day or sum."),
        N_("Take the wrong entry back in the register, or correct the cell, and read the file in again."),
    ),
    "import_dates_reversed": (
        N_("Sheet {sheet}, row {row}, {column}: {value} lies before the first day."),
        _CORRECT,
    ),
    "import_area_missing": (
        N_("Sheet {sheet}, row {row}: the {column} is missing, and a price is charged by area."),
        _CORRECT,
    ),
    "import_balance_fund": (
        N_("Sheet {sheet}, row {row}, {column}: no balance is kept for {value}, which is not the office's own income."),
        N_("Leave the fee item empty, or enter the sum as paid ahead with its period."),
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
    "import_column_unknown": (
        N_("Sheet {sheet}: the column {column} (for example “{value}”) is not understood."),
        N_("Give it the header of the template, or say that it is left out."),
    ),
    "import_sheet_unknown": (N_("Sheet {sheet} is not known and was passed over."), _JUST_SAID),
    "import_total_left_out": (N_("Sheet {sheet}, row {row}: “{value}” is a total and was left out."), _JUST_SAID),
    "sheet_too_long": (
        N_("Sheet {sheet} has more than {limit_count} rows."),
        N_("Split it into several files and read them in one after the other."),
    ),
    "results_not_stored": (
        N_("The file {path} has formulas whose results are not stored in it."),
        N_("Open it in the spreadsheet program, save it there, and read it in again."),
    ),
    "import_mark_up": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” may not be added to what is collected for others."),
        _CORRECT,
    ),
    "import_bad_quantity": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a number with at most three decimals."),
        _CORRECT,
    ),
    "import_bad_percent": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not a share between 0 and 100 %."),
        N_("Write it with its sign, for example 30%, and read the file in again."),
    ),
    "import_bad_bands": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” are no bands of a tiered price."),
        N_("Write where each band begins and its price, the first from 0, for example 0:0.55 200:0.60."),
    ),
    "import_terms_missing": (
        N_("Sheet {sheet}, row {row}: this way of charging also needs {column}."),
        N_("Fill in the column, or choose another way of charging, and read the file in again."),
    ),
    "import_plate_twice": (N_("Sheet {sheet}, row {row}: the plate {value} stands twice for the same unit."), _CORRECT),
    "import_meter_unknown": (
        N_("Sheet {sheet}, row {row}, {column}: no single meter is known for {value}."),
        N_("Add the meter to the sheet of meters, name its number, or give the previous reading."),
    ),
    "import_meter_twice": (N_("Sheet {sheet}, row {row}: the meter {value} stands twice for the same unit."), _CORRECT),
    "import_meter_start_differs": (
        N_("Sheet {sheet}, row {row}, {column}: the books have another first reading of this meter than {value}."),
        N_("Compare it with the books; a meter that is put in keeps what it showed then."),
    ),
    "import_reading_twice": (N_("Sheet {sheet}, row {row}: the same meter is read twice for {value}."), _CORRECT),
    "import_reading_below": (
        N_("Sheet {sheet}, row {row}, {column}: {value} is less than the meter showed before."),
        N_("Look at the meter again; a new meter or a counter that starts over belongs in the sheet of meters."),
    ),
    "import_reading_beyond": (
        N_("Sheet {sheet}, row {row}, {column}: {value} is more than the counter of this meter can show."),
        _CORRECT,
    ),
    "import_reading_billed": (
        N_("Sheet {sheet}, row {row}, {column}: the period of the reading {value} is billed already."),
        N_("Take the bill back first, or correct it with the next reading."),
    ),
    "import_shared_twice": (N_("Sheet {sheet}, row {row}: the same shared bill of {value} stands twice."), _CORRECT),
    "import_shared_overlaps": (
        N_("Sheet {sheet}, row {row}, {column}: the bill over {value} would be shared twice by the same units."),
        N_("Bill either all buildings or single ones for one item and period."),
    ),
    "import_shared_billed": (
        N_("Sheet {sheet}, row {row}, {column}: the bill over {value} differs from one that is spread already."),
        N_("Take that bill run back first, then read the file in again."),
    ),
    "import_reduction_twice": (
        N_("Sheet {sheet}, row {row}: {value} has two reductions of the same item from the same day."),
        _CORRECT,
    ),
    "wide_cell_unclear": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” does not say whether the month is paid."),
        N_("Write a sum, √ or a date where it is paid, and nothing where it is not; then read the file in again."),
    ),
    "wide_sum_unknown": (
        N_("Sheet {sheet}, row {row}, {column}: nothing says what the unit pays for this time."),
        N_("Fill in area and price, or the sum of a month, and read the file in again."),
    ),
    "wide_sum_unusual": (
        N_("Sheet {sheet}, row {row}, {column}: {value} is neither the price of a month nor of several months."),
        N_("Spread it over the months it pays for, and read the file in again."),
    ),
    "wide_paid_to_unclear": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not the end of a month."),
        N_("Write it as 2025-12 or 2025-12-31; days of a part month go into the sheet of opening balances."),
    ),
    "wide_paid_to_differs": (
        N_("Sheet {sheet}, row {row}, {column}: “{value}” is not what the months of the row show; the months count."),
        N_("Look at the row before you import; correct the one or the other."),
    ),
    "wide_row_without_unit": (
        N_("Sheet {sheet}, row {row}: there are values, but no unit in column {column}."),
        N_("Write the unit's number into the row, or delete the row, and read the file in again."),
    ),
    "wide_year_missing": (
        N_("Sheet {sheet}, row {row}: nothing says of which year the months are."),
        N_("Say the year, or write it into the title of the sheet."),
    ),
}
