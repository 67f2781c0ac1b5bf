"""Reading one row: typed values come out, and everything that is wrong is noted with its column and value."""

from collections.abc import Callable
from typing import TypeVar

from counter.desk.estate_rows import Place, RowError
from counter.files.cells import BadCell, holds_identity, without_identity
from counter.files.tables import Row, Table

T = TypeVar("T")


class RowReader:
    """One row of a table under reading; errors and notes grow in the lists it was given."""

    def __init__(
        self, table: Table, row: Row, errors: list[RowError], notes: list[RowError],
        filled: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._table = table
        self._row = row
        self._errors = errors
        self._notes = notes
        self._filled = filled

    @property
    def place(self) -> Place:
        """Return where the row stands."""
        return self._row.place

    def has_column(self, name: str) -> bool:
        """Return whether the file has this column at all."""
        return name in self._table.headers

    @property
    def filled_columns(self) -> frozenset[str]:
        """Return the columns in which any row of the table has a value."""
        return self._filled

    def text(self, name: str, required: bool = False) -> str:
        """Return a cell's text, empty where there is none; identity-card numbers are taken out and noted."""
        value = self._row.cells.get(name, "")
        if value and holds_identity(value):
            value = without_identity(value)
            self._left_out(name)
        if required and not value:
            self.wrong(name, "import_missing")
        return value

    def value(self, name: str, read: Callable[[str], T], required: bool = False) -> T | None:
        """Return a cell's value, None where it is empty or wrong (and then noted)."""
        text = self.text(name, required)
        if not text:
            return None
        try:
            return read(text)
        except BadCell as bad:
            self.wrong(name, bad.reason)
            return None

    def skip_identity(self) -> None:
        """Note that an identity-card column was recognised and is not imported."""
        if self._row.cells.get("identity"):
            self._left_out("identity")

    def wrong(self, name: str, code: str, value: str | None = None) -> None:
        """Note that a cell is wrong."""
        shown = self._row.cells.get(name, "") if value is None else value
        self._errors.append(RowError(*self.place, self.header(name), shown, code))

    def header(self, name: str) -> str:
        """Return a column's header as the file has it, else as the template has it."""
        if name in self._table.headers:
            return self._table.headers[name]
        return next((column.zh for column in self._table.sheet.columns if column.name == name), name)

    def _left_out(self, name: str) -> None:
        # Said once for a column, and never with the number itself.
        header = self.header(name)
        if not any(note.sheet == self.place.sheet and note.column == header for note in self._notes):
            self._notes.append(RowError(*self.place, header, "", "import_identity_left_out"))
