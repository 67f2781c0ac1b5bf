"""The empty workbook template that an estate fills in: its sheets with example rows, and a sheet of help."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.files.columns import EXAMPLE_MARKS, HELP_SHEETS, Sheet
from counter.files.sheets import EXAMPLES, LEFT_OUT, SHEETS
from counter.words.words import N_, Language, Words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# What the help sheet says, a line each; the first of them is its heading.
HELP = (
    N_("How to fill in this workbook"),
    N_("Keep the header rows. A row that begins with the word Example is never imported; delete it or leave it."),
    N_("Sheet Units: one row for each flat, shop or parking place; area in square metres with at most two decimals."),
    N_("Sheet Owners: one row for each person and unit; write a tenant as occupier and name the items they pay."),
    N_("Sheet Prices: a price holds from its first day; write area for price by area and fixed for a price per unit."),
    N_("Price with at most four decimals, per month; months says for how many months one charge is made."),
    N_("Methods: area, fixed, each (per person, space or vehicle), metered, tiered, share and once."),
    N_("Bands of a tiered price: where each begins and its price, for example 0:0.55 200:0.60 400:0.85."),
    N_("Sheet Parking: a row for each plate; a place becomes a unit, a plate without place belongs to a unit."),
    N_("Sheet Meters: what a meter showed when it was put in; a new meter ends the one before it."),
    N_("Sheet Readings: what a meter showed at the end of a period; a new meter begins at its previous reading."),
    N_("Sheet Shared bills: one row for each bill; without a building all units share it."),
    N_("Sheet Reductions: how much of the price is let off, from when to when, and the number of the approval."),
    N_("Sheet Maintenance fund: what was paid in at the fund's bank, interest, and what repairs took (optional)."),
    N_("Sheet Opening balances: what was owed, kept as balance or paid ahead when these books begin."),
    N_("A balance with a fee item is kept for that item only; without one it pays whatever is owed."),
    N_("Identity-card numbers are recognised and never imported."),
    N_("Rows of totals are left out; a column that is not understood is asked about, never dropped in silence."),
    N_("The file is checked whole before anything is saved; every error is shown with its row."),
    N_("Importing the same file again changes nothing; a changed row replaces what the books hold for its unit."),
)
_WIDTH = 16


def write_template(path: Path, words: Words) -> None:
    """Write the template in the language of the words; an existing file is replaced whole (raises OSError)."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in SHEETS:
        _write_sheet(workbook.create_sheet(_of(sheet, words.language)), sheet, words.language)
    _write_help(workbook.create_sheet(HELP_SHEETS[words.language == "en"]), words)
    part = path.with_name(f"{path.name}.part")
    workbook.save(part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, path)


def _of(sheet: Sheet, language: Language) -> str:
    return sheet.zh if language == "zh_CN" else sheet.en


def _write_sheet(worksheet: "Worksheet", sheet: Sheet, language: Language) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    chinese = language == "zh_CN"
    columns = [column for column in sheet.columns if column.name not in LEFT_OUT.get(sheet.name, ())]
    for place, column in enumerate(columns, start=1):
        head = worksheet.cell(1, place, column.zh if chinese else column.en)
        head.font = Font(bold=True, color="FF1F6FD1" if column.required else "FF1D2430")
        head.fill = PatternFill("solid", fgColor="FFF0F6FE")
        further = [row.get(column.name, ("", "")) for row in EXAMPLES.get(sheet.name, ())]
        for line, examples in enumerate(((column.example_zh, column.example_en), *further), start=2):
            example = examples[not chinese]
            cell: Any = worksheet.cell(
                line, place, f"{EXAMPLE_MARKS[not chinese]} {example}" if place == 1 else example
            )
            cell.font = Font(italic=True, color="FF667180")
            cell.number_format = "@"
        letter = get_column_letter(place)
        worksheet.column_dimensions[letter].width = _WIDTH
        # As text, so that 01 stays 01 and a phone number is not shown as 1.38E+10.
        worksheet.column_dimensions[letter].number_format = "@"
    worksheet.freeze_panes = "A2"


def _write_help(worksheet: "Worksheet", words: Words) -> None:
    from openpyxl.styles import Alignment, Font

    worksheet.column_dimensions["A"].width = 100
    for row, sentence in enumerate(HELP, start=1):
        cell: Any = worksheet.cell(row, 1, words(sentence))
        cell.alignment = Alignment(wrap_text=True)
        if row == 1:
            cell.font = Font(bold=True, size=14)
