"""The rest days of a year entered on the page of limitation: typed, or read in from a table."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from counter.desk.change_settings import change_settings
from counter.desk.letter_settings import REST_DAYS
from counter.files.rest_days import read_rest_days
from counter.presenters.arrears_page import ArrearsPage, first_few
from counter.presenters.pay_view import Asked
from counter.rules.rest_days import days_of, text_of
from db.queries.settings import value_on

_Days = Mapping[str, Iterable[date]]


def ask_year(page: ArrearsPage) -> None:
    """Ask for which year rest days are entered."""
    field = Asked("year", page.w("Year"), str(page.today.year + 1), True)
    page.ask(page.w("Rest days of a year"), "", page.w("Go on"), (field,), lambda values: _take_year(page, values))


def ask_table(page: ArrearsPage) -> None:
    """Ask for a table of rest days."""
    text = page.w("A table with the columns day and kind: off or worked. The years in it are entered anew.")
    field = Asked("path", page.w("File"), file=True)
    page.ask(page.w("Rest days from a table"), text, page.w("Read it in"), (field,),
             lambda values: _read(page, Path(values["path"].strip().strip('"')).expanduser()))  # fmt: skip


def _take_year(page: ArrearsPage, values: dict[str, str]) -> str:
    text = values["year"].strip()
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return page.w("Write the year as 2027.")
    year = int(text)
    known = page.settings.calendar.get(year)
    fields = (
        Asked("off", page.w("Days off"), text_of(known.off) if known else ""),
        Asked("worked", page.w("Weekend days that are worked"), text_of(known.worked) if known else ""),
    )
    told = page.w(
        "As the State Council publishes them, for example 01-01~01-03 10-01. A year that is not entered is said, never "
        "guessed."
    )
    title = page.w("Rest days of {year}", year=year)
    page.ask(title, told, page.w("Save"), fields, lambda typed: _take_days(page, year, typed))
    return ""


def _take_days(page: ArrearsPage, year: int, values: dict[str, str]) -> str:
    try:
        days = {part: days_of(values[part], year) for part in ("off", "worked")}
    except ValueError as error:
        return page.session.sentence(error)
    if not days["off"]:
        return page.w("Write at least one day off; no year is without.")
    told = _save(page, {year: days})
    if not told:
        page.saved(page.w("The rest days of {year} are entered.", year=year))
    return told


def _read(page: ArrearsPage, path: Path) -> str:
    try:
        found = read_rest_days(path)
    except Exception as error:
        return page.session.sentence(error)
    if found.unclear:
        rows = first_few(found.unclear, page.w)
        return page.w("Nothing was saved. Not understood, by row: {rows}.", rows=rows)
    years = sorted({each.year for each in found.off})
    strangers = sorted({each.year for each in found.worked} - set(years))
    if strangers or not years:
        return page.w("Nothing was saved. Write at least one day off; no year is without.")
    several = {
        year: {
            "off": [each for each in found.off if each.year == year],
            "worked": [each for each in found.worked if each.year == year],
        }
        for year in years
    }
    told = _save(page, several)
    if not told:
        page.saved(page.w("The rest days of {year} are entered.", year=page.w(", ").join(map(str, years))))
    return told


def _save(page: ArrearsPage, years: Mapping[int, _Days]) -> str:
    """Put the years into the office's table; returns what is wrong, or ''."""
    session = page.session
    kept: dict[str, Any] = dict(value_on(session.connection, REST_DAYS, page.today.isoformat()) or {})
    for year, days in years.items():
        kept[str(year)] = {part: sorted({each.isoformat() for each in several}) for part, several in days.items()}
    try:
        change_settings(
            session.books, {REST_DAYS: kept}, page.today, request_id=session.new_request(), staff=session.person
        )
    except Exception as error:
        return session.sentence(error)
    return ""
