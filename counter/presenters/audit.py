"""The audit trail: who did what, when and where, before and after, who agreed; found, paged, taken out as a file."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from counter.desk.export_trail import export_trail
from counter.desk.long_work import Cancel, Progress, no_progress
from counter.files.lists import require_kind, write_list
from counter.presenters.audit_find import read_filter
from counter.presenters.audit_words import AuditWords
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.words import Words, formats
from db.books import Books
from db.queries import audit, tills
from db.queries.audit import FIRST, PAGE, AuditFilter, AuditRow

_EXPORT_PAGE = 1000
_LINES_TOLD = 30


class AuditPresenter:
    """One window's look into the trail, a page at a time; exports is the folder that files are offered in."""

    def __init__(self, session: Session, view: PageView, exports: Path) -> None:
        self._session, self._view, self._exports = session, view, exports
        self._typed: dict[str, str] = {}
        self._filter = AuditFilter()
        self._starts = [FIRST]
        self._rows: tuple[AuditRow, ...] = ()

    def show(self) -> None:
        """Show the page at hand as the books are now."""
        if self._filter == AuditFilter():
            self._shown(audit.page(self._session.connection, self._filter, self._starts[-1]))
        else:
            self._search()

    def selected(self, row_id: str) -> None:
        """Say of an event what it was about."""
        row = self._row(row_id)
        if row is not None:
            words = self._audit_words()
            self._view.explain(f"{row.id} · {words.what(row.kind)}", words.about(row))

    def opened(self, row_id: str) -> None:
        """Open everything known of an event."""
        row = self._row(row_id)
        if row is not None:
            words = self._audit_words()
            lines = [f"{label}: {value}" for label, value in words.everything(row)]
            if len(lines) > _LINES_TOLD:
                more = self._session.words("{count} lines more", count=len(lines) - _LINES_TOLD)
                lines = [*lines[:_LINES_TOLD], more]
            self._view.notice(f"{row.id} · {words.what(row.kind)}", "\n".join(lines))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if key == "F":
            self._ask()
        elif key == "X":
            self._look_for({}, AuditFilter())
        elif key == "O" and len(self._rows) == PAGE:
            self._starts.append(self._rows[-1].id)
            self.show()
        elif key == "N" and len(self._starts) > 1:
            self._starts.pop()
            self.show()
        elif key == "E":
            self._ask_export()

    # Finding

    def _ask(self) -> None:
        w = self._session.words
        captions = (
            ("text", w("Text")), ("who", w("Person")), ("kind", w("What happened")), ("first", w("From day")),
            ("last", w("To day")), ("receipt", w("Receipt no.")), ("unit", w("Unit")),
        )  # fmt: skip
        fields = tuple(Asked(name, caption, self._typed.get(name, "")) for name, caption in captions)
        text = w("Empty fields are not looked at. A text may be any part of what was written.")
        self._view.ask(Form(w("Find in the audit trail"), text, w("Find"), self._find, fields))

    def _find(self, values: dict[str, str]) -> str:
        try:
            wanted = read_filter(self._session.connection, values, self._session.words)
        except Exception as error:
            return self._session.sentence(error)
        self._look_for({name: text.strip() for name, text in values.items() if text.strip()}, wanted)
        return ""

    def _look_for(self, typed: dict[str, str], wanted: AuditFilter) -> None:
        self._typed, self._filter, self._starts = typed, wanted, [FIRST]
        self.show()

    def _search(self) -> None:
        books, wanted, before = self._session.books, self._filter, self._starts[-1]
        self._view.work(
            self._session.words("Looking through the trail"),
            lambda progress, cancel: _found(books, wanted, before, progress, cancel),
            self._shown, self._failed,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    # Taking out

    def _ask_export(self) -> None:
        w, session = self._session.words, self._session
        if not session.allows(Act.EXPORT):
            self._view.say("risk", w("Your role may not export lists."))
            return
        name = f"audit-trail-{session.today().isoformat()}.xlsx"
        text = w("Everything that was found is written as .xlsx or .csv. The export itself is recorded in the trail.")
        field = Asked("file", w("File"), str(self._exports / name))
        self._view.ask(Form(w("Export the audit trail"), text, w("Write it"), self._export, (field,)))

    def _export(self, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        path = Path(values["file"].strip()).expanduser()
        try:
            require_kind(path)
        except Exception as error:
            return session.sentence(error)
        books, wanted, typed, person = session.books, self._filter, self._typed, session.person
        request, till, currency = session.new_request(), session.till, session.currency
        # What was found is written, and not the event that says so.
        below = tills.head(session.connection)[0] + 1

        def work(progress: Progress, cancel: Cancel) -> int:
            return export_trail(
                books, path, header(w), _all_cells(books, wanted, w, currency, below), typed, request_id=request,
                person=person, till=till, write=write_list, progress=progress, cancel=cancel,
            )  # fmt: skip

        self._view.work(w("Write {file}", file=path.name), work, partial(self._exported, path), self._failed)
        return ""

    def _exported(self, path: Path, count: int) -> None:
        w = self._session.words
        self.show()
        self._view.say("saved", w("{count} events are written to {file}.", count=formats.count(count), file=path.name))

    # Showing

    def _shown(self, rows: list[AuditRow]) -> None:
        w = self._session.words
        self._rows = tuple(rows)
        words = self._audit_words()
        widths = (76, 134, 84, 48, 150, 220)
        shares = (0, 0, 1, 0, 2, 6)
        names = ("id", "at", "who", "till", "what", "about")
        columns = tuple(
            PageColumn(name, title, width, share)
            for name, title, width, share in zip(names, header(w), widths, shares, strict=True)
        )
        commands = [PageCommand("F", w("Find"), True)]
        if self._filter != AuditFilter():
            commands.append(PageCommand("X", w("Show everything")))
        if len(self._rows) == PAGE:
            commands.append(PageCommand("O", w("Older")))
        if len(self._starts) > 1:
            commands.append(PageCommand("N", w("Newer")))
        commands.append(PageCommand("E", w("Export")))
        empty = (w("Nothing was found"), w("Leave more fields empty, or press X for everything."))
        page_rows = tuple(PageRow(str(row.id), words.cells(row)) for row in self._rows)
        self._view.show_page(Page(w("Audit trail"), self._looked_for(), columns, page_rows, tuple(commands), empty))

    def _looked_for(self) -> str:
        w = self._session.words
        if not self._typed:
            return w("Everything that happened, the newest first. Nothing here can be changed or taken away.")
        return w("Looked for: {what}. The newest first.", what=w(", ").join(self._typed.values()))

    def _row(self, row_id: str) -> AuditRow | None:
        return next((row for row in self._rows if str(row.id) == row_id), None)

    def _audit_words(self) -> AuditWords:
        session = self._session
        return AuditWords(session.connection, session.words, session.currency)


def header(w: Words) -> tuple[str, ...]:
    """Return the titles of the trail's columns."""
    return w("No."), w("When"), w("Who"), w("Till"), w("What happened"), w("About")


def _found(books: Books, wanted: AuditFilter, before: int, progress: Progress, cancel: Cancel) -> list[AuditRow]:
    reader = books.reader()
    try:
        return audit.page(reader.connection(), wanted, before, PAGE, progress, cancel)
    finally:
        reader.close()


def _all_cells(
    books: Books, wanted: AuditFilter, w: Words, currency: formats.Currency, below: int
) -> Iterator[tuple[str, ...]]:
    """Every event below one that fits, the newest first, as cells; read with a connection of its own."""
    reader = books.reader()
    try:
        connection = reader.connection()
        words, before = AuditWords(connection, w, currency), below
        while rows := audit.page(connection, wanted, before, _EXPORT_PAGE, no_progress):
            yield from (words.cells(row) for row in rows)
            before = rows[-1].id
    finally:
        reader.close()
