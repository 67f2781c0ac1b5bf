"""Settings, tab 6: a workbook of the office comes in; it is looked at whole, asked about, and only then imported."""

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from counter.desk.compare_sheet import Difference
from counter.desk.import_estate import Imported, ImportRefused, import_estate
from counter.files.template import write_template
from counter.presenters.first_start_file import write_copy
from counter.presenters.import_file import Incoming, compared, lay_out, read_incoming, without_columns
from counter.presenters.import_pages import (
    differences_page,
    errors_page,
    imported_page,
    ready_page,
    start_page,
    unread_page,
    wide_page,
)
from counter.presenters.import_wide_words import difference_lines, layout_lines
from counter.presenters.import_words import followed, imported, told
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose, whole
from counter.presenters.settings_page import Page, PageView
from counter.rules.periods import NotAMonth, month, parse_month
from counter.rules.permissions import Act, may

YEARS = range(2000, 2100)


class ImportPresenter:
    """A file, what is wrong with it or what it brings, and the way from one to the other."""

    def __init__(self, session: Session, view: PageView) -> None:
        self._session, self._view = session, view
        self._incoming: Incoming | None = None
        self._page: Page | None = None
        self._lines: tuple[str, ...] = ()
        self._request = ""

    def show(self) -> None:
        """Show the file at hand, or ask for one."""
        if self._page is None:
            self._page = start_page(self._session.words, allowed=self._may())
        self._view.show_page(self._page)

    def selected(self, row_id: str) -> None:
        """Read a line out whole."""
        with suppress(ValueError, IndexError):
            self._view.explain("", self._lines[int(row_id)])

    def opened(self, row_id: str) -> None:
        """Read a line out whole."""
        self.selected(row_id)

    def pressed(self, key: str) -> None:
        """Do what a command says."""
        if not self._may():
            return
        if key == "F":
            self._ask_file()
        elif key == "T":
            self._write_template()
        elif self._incoming is not None:
            self._on_file(key, self._incoming)

    def _on_file(self, key: str, incoming: Incoming) -> None:
        deeds: dict[str, Callable[[Incoming], None]] = {
            "C": self._write_copy, "L": self._leave_out, "F9": self._ask_import, "M": self._ask_wide,
            "O": self._turn_meaning, "V": self._compare,
        }  # fmt: skip
        if key in deeds:
            deeds[key](incoming)

    def _may(self) -> bool:
        return may(self._session.person.role, Act.IMPORT_ESTATE)

    # A file

    def _ask_file(self) -> None:
        w = self._session.words

        def take(values: dict[str, str]) -> str:
            text = values["path"].strip().strip('"')
            if not text:
                return w("Type where the file is.")
            self._read(Path(text).expanduser())
            return ""

        text = w("An .xlsx workbook of the template, one sheet of it as CSV, or a sheet of rooms by months.")
        now = str(self._incoming.path) if self._incoming is not None else ""
        self._view.ask(
            Form(w("Which workbook?"), text, w("Read it in"), take, (Asked("path", w("File"), now, file=True),))
        )

    def _read(self, path: Path) -> None:
        today = self._session.today()
        self._beside(
            self._session.words("Reading the file"), lambda reader: read_incoming(path, reader, today), self._took
        )

    def _beside(self, what: str, work: Callable[[Any], Any], done: Callable[[Any], object]) -> None:
        """Run work with a connection of its own beside the window."""
        books = self._session.books

        def run(_progress: object, _cancel: object) -> Any:
            with closing(books.reader()) as reader:
                return work(reader.connection())

        self._view.work(what, run, done, self._failed)

    def _took(self, incoming: Incoming) -> None:
        session = self._session
        w = session.words
        self._incoming, self._request = incoming, session.new_request()
        wide = incoming.wide
        if incoming.errors:
            self._lines = told(incoming.errors, w)
            self._put(errors_page(incoming, w))
        elif incoming.unread:
            self._lines = told(incoming.unread, w)
            self._put(unread_page(incoming, w))
        elif wide is not None:
            self._lines = told(incoming.notes, w)
            self._put(wide_page(incoming, wide, w, session.currency))
        else:
            self._lines = told(incoming.notes, w)
            self._put(ready_page(incoming, w))
        if wide is not None:
            self._view.explain(
                w("How the sheet is understood"),
                "  ·  ".join(w("{name}: {value}", name=name, value=value) for name, value in layout_lines(wide, w)),
            )

    def _put(self, page: Page) -> None:
        self._page = page
        self._view.show_page(page)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ImportRefused) and self._incoming is not None:
            self._lines = told(error.errors, self._session.words)
        told_of = self._session.told(error)
        self._view.say("risk", told_of.sentence, told_of.next_step)

    # What is wrong with it

    def _write_template(self) -> None:
        w = self._session.words
        folder = Path.home() / "Documents"
        path = (folder if folder.is_dir() else Path(self._session.books.path).parent) / "counterfoil-template.xlsx"
        try:
            write_template(path, w)
        except OSError as error:
            reason = error.strerror or str(error)
            self._view.say("risk", w("The template cannot be written: {reason}", reason=reason))
        else:
            self._view.say("saved", w("The template is in {file}.", file=path))

    def _write_copy(self, incoming: Incoming) -> None:
        if incoming.errors:
            written, said = write_copy(incoming, self._session.words)
            self._view.say("saved" if written else "risk", said)

    def _leave_out(self, incoming: Incoming) -> None:
        if incoming.unread and not incoming.errors:
            self._took(without_columns(incoming, frozenset(each.column.casefold() for each in incoming.unread)))

    # A wide sheet

    def _ask_wide(self, incoming: Incoming) -> None:
        w, wide = self._session.words, incoming.wide
        if wide is None:
            return

        def take(values: dict[str, str]) -> str:
            try:
                as_of = month(parse_month(values["as_of"]).label).label
            except NotAMonth as error:
                return self._session.sentence(error)
            year = whole(values["year"], YEARS) if values["year"].strip() else None
            if values["year"].strip() and year is None:
                return w("A whole number from {least} to {most}.", least=YEARS[0], most=YEARS[-1])
            if not values["item"].strip():
                return w("Type the fee item.")
            self._again(incoming, year, as_of=as_of, item=values["item"].strip())
            return ""

        fields = (
            Asked("as_of", w("Up to month"), wide.wish.as_of), Asked("item", w("Fee item"), wide.wish.item),
            Asked("year", w("Year of the months"), str(wide.year or ""), number=True),
        )  # fmt: skip
        text = w("Empty months up to and including this one are owed; later ones are not due yet.")
        self._view.ask(Form(w("How is the sheet to be read?"), text, w("Read it in"), take, fields))

    def _turn_meaning(self, incoming: Incoming) -> None:
        if incoming.wide is not None:
            self._again(incoming, None, owed=not incoming.wide.wish.owed)

    def _again(self, incoming: Incoming, year: int | None, **wished: Any) -> None:
        wide = incoming.wide
        if wide is not None:
            wish = wide.wish._replace(**wished)
            self._beside(
                self._session.words("Reading the file"),
                lambda reader: lay_out(incoming.path, wide.grids, wish, year or wide.year, reader), self._took,
            )  # fmt: skip

    def _compare(self, incoming: Incoming) -> None:
        if incoming.wide is not None:
            self._beside(self._session.words("Comparing"), lambda reader: compared(incoming, reader), self._differ)

    def _differ(self, found: tuple[Difference, ...]) -> None:
        session = self._session
        self._lines = difference_lines(found, session.words, session.currency)
        self._put(differences_page(found, session.words, session.currency))

    # Into the books

    def _ask_import(self, incoming: Incoming) -> None:
        w, wide = self._session.words, incoming.wide
        if incoming.errors or incoming.unread:
            return
        text = w("Everything is saved together, or nothing.")
        off = len(wide.controls.differences) if wide is not None else 0
        if off:
            text = w.n(
                "{n} total of the sheet differs from its own cells.",
                "{n} totals of the sheet differ from its own cells.", off,
            )  # fmt: skip
        options = ((True, w("Import")), (False, w("Not yet")))
        self._view.ask(choose(w("Import {file}?", file=incoming.path.name), text, options, self._answered))

    def _answered(self, go: bool) -> str:
        session, incoming, request = self._session, self._incoming, self._request
        if go and incoming is not None:
            self._view.work(
                session.words("Importing"),
                lambda _progress, _cancel: import_estate(
                    session.books, incoming.estate, request_id=request, staff=session.person
                ),
                self._imported, self._failed,
            )  # fmt: skip
        return ""

    def _imported(self, done: Imported) -> None:
        session = self._session
        follows = followed(done, session.connection, session.today(), session.words)
        lines = (*imported(done, session.words, session.currency), *follows)
        self._lines = lines
        self._view.say("saved", lines[0], " ".join(lines[1:]))
        session.on_commit()
        self._incoming, self._page = None, None
        self._put(imported_page(lines, session.words))
