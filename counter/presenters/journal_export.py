"""Closed days taken out from the Journal screen: the ending of the file's name says as what."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from counter.desk.export_range import SHEETS, TEXTS, events_of, text_lines, write_lines
from counter.desk.export_trail import export_trail
from counter.desk.long_work import Cancel, Progress
from counter.files.list_out import write_list
from counter.presenters.day_sheet import sheet_table
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView
from counter.rules.permissions import Act


class RangeExport:
    """The form that asks for two days and a file, and the work that writes it; exports: the folder offered."""

    def __init__(self, session: Session, view: PageView, exports: Path) -> None:
        self._session, self._view, self._exports = session, view, exports

    def ask(self, day: str) -> None:
        """Ask which days go into which file; day: the one that is selected (ISO date)."""
        w = self._session.words
        if not self._session.allows(Act.EXPORT):
            self._view.say("risk", w("Your role may not export lists."))
            return
        file = str(self._exports / f"counterfoil-{day}.xlsx")
        fields = (Asked("first", w("From day"), day), Asked("last", w("To day"), day), Asked("file", w("File"), file))
        text = w(
            "The end of the name says as what: {sheet} a daily sheet, the same as {csv} beside it; {hledger} or "
            "{beancount} plain-text accounting.",
            sheet=".xlsx", csv=".csv", hledger=".journal", beancount=".beancount",
        )  # fmt: skip
        self._view.ask(Form(w("Export closed days"), text, w("Write it"), self._take, fields))

    def _take(self, values: dict[str, str]) -> str:
        w, session = self._session.words, self._session
        path = Path(values["file"].strip()).expanduser()
        kind = path.suffix.lower()
        try:
            first, last = (date.fromisoformat(values[each].strip()).isoformat() for each in ("first", "last"))
        except ValueError:
            return w("Write a day as 2026-11-23.")
        if kind not in (*TEXTS, *SHEETS):
            return w("Name a file that ends in {endings}.", endings=w(", ").join((".xlsx", *TEXTS)))
        try:
            events = events_of(session.connection, first, last)
        except Exception as error:
            return session.told(error).sentence
        request, person, till = session.new_request(), session.person, session.till

        def work(progress: Progress, cancel: Cancel) -> str:
            reader = session.books.reader()
            try:
                connection, table = reader.connection(), None
                if kind in SHEETS:
                    table = sheet_table(connection, *events, w, session.currency, f"{first} – {last}")
                rows: Iterable[Sequence[str]] = (
                    table.rows if table else ((line,) for line in text_lines(connection, kind, *events))
                )

                def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
                    if table is None:
                        return write_lines(path, header, rows)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_list(path.with_suffix(".xlsx"), table._replace(rows=list(rows)))
                    return ""

                export_trail(
                    session.books, path, (), rows, {"from": first, "to": last}, request_id=request, person=person,
                    till=till, write=write, progress=progress, cancel=cancel, what="closed_days",
                )  # fmt: skip
            finally:
                reader.close()
            return str(path)

        self._view.work(
            w("Export closed days"), work, lambda file: self._view.say("saved", w("Written: {file}", file=file)),
            self._failed,
        )  # fmt: skip
        return ""

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)
