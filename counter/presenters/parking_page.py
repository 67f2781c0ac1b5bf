"""Settings, tab 0: the plates and until when their parking is paid, to take out for the barrier."""

from functools import partial
from pathlib import Path

from counter.desk.export_trail import export_trail
from counter.desk.long_work import Cancel, Progress
from counter.desk.parking_list import ParkingLine, parking_list
from counter.files.lists import require_kind, write_list
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.words import Words, formats


class ParkingPresenter:
    """Every plate of today; E writes the list as a workbook or CSV."""

    def __init__(self, session: Session, view: PageView) -> None:
        self._session, self._view = session, view

    def show(self) -> None:
        """Show the plates."""
        w, lines = self._session.words, self._lines()
        titles = header(w)
        columns = (
            PageColumn("plate", titles[0], 110, 2), PageColumn("unit", titles[1], 110, 2),
            PageColumn("who", titles[2], 110, 2), PageColumn("until", titles[3], 120, 1),
            PageColumn("state", titles[4], 110, 2),
        )  # fmt: skip
        rows = tuple(PageRow(str(n), self._cells(line)) for n, line in enumerate(lines))
        good = sum(1 for line in lines if self._is_valid(line))
        facts = (
            (w("Plates"), formats.count(len(lines))), (w("Valid today"), formats.count(good)),
            (w("Expired"), formats.count(len(lines) - good)),
        )  # fmt: skip
        commands = (PageCommand("E", w("Export"), True),)
        text = w("A plate is valid up to the day to which its parking is paid.")
        empty = (w("No plate is recorded"), w("Plates come in with the estate's workbook, with their units."))
        self._view.show_page(
            Page(w("List for the barrier"), text, columns, rows, commands, empty, facts if lines else ())
        )

    def selected(self, row_id: str) -> None:
        """A plate explains itself."""

    def opened(self, row_id: str) -> None:
        """Nothing opens here."""

    def pressed(self, key: str) -> None:
        """Ask where the list is written."""
        session, w = self._session, self._session.words
        if key != "E":
            return
        if not session.allows(Act.EXPORT):
            self._view.say("risk", w("Your role may not export lists."))
            return
        file = Path(session.books.path).parent / "exports" / f"barrier-{session.today().isoformat()}.csv"
        text = w("As .csv or .xlsx, with the days as 2026-11-23. That it was taken out stands in the trail.")
        field = Asked("file", w("File"), str(file))
        self._view.ask(Form(w("List for the barrier"), text, w("Write it"), self._write, (field,)))

    def _write(self, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        path = Path(values["file"].strip()).expanduser()
        try:
            require_kind(path)
        except Exception as error:
            return session.sentence(error)
        # A guard needs no names.
        rows, titles = [_without_holder(self._cells(line)) for line in self._lines()], _without_holder(header(w))
        books, person, till, request = session.books, session.person, session.till, session.new_request()

        def work(progress: Progress, cancel: Cancel) -> int:
            return export_trail(
                books, path, titles, rows, {}, what="barrier_list", request_id=request, person=person, till=till,
                write=write_list, progress=progress, cancel=cancel,
            )  # fmt: skip

        self._view.work(w("Write {file}", file=path.name), work, partial(self._written, path), self._failed)
        return ""

    def _written(self, path: Path, count: int) -> None:
        w = self._session.words
        told = w.n("{n} plate is written to {file}.", "{n} plates are written to {file}.", count, file=path.name)
        self._view.say("saved", told)

    def _failed(self, error: Exception) -> None:
        self._view.say("risk", *self._session.told(error))

    def _lines(self) -> list[ParkingLine]:
        return parking_list(self._session.connection, self._session.today())

    def _is_valid(self, line: ParkingLine) -> bool:
        return line.valid_until is not None and line.valid_until >= self._session.today()

    def _cells(self, line: ParkingLine) -> tuple[str, ...]:
        w = self._session.words
        until = line.valid_until.isoformat() if line.valid_until is not None else ""
        state = w("valid") if self._is_valid(line) else w("expired") if until else w("never paid")
        return line.plate, line.unit.code, line.holder, until, state


def _without_holder(cells: tuple[str, ...]) -> tuple[str, ...]:
    return (*cells[:2], *cells[3:])


def header(w: Words) -> tuple[str, ...]:
    """Return the titles of the list's columns."""
    return w("Plate"), w("Place"), w("Holder"), w("Valid until"), w("State")
