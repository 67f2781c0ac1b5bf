"""The shape of a journal file's tables and views: names, types, and what each means in both languages.

A format that was released is frozen, its words included: they are rows of the README table and so part of the content
digest. What comes later stands in the same lists with the number of the format that brought it (`since`), and a file of
an earlier format is written and checked without it. What a later format says otherwise stands twice, the earlier saying
with the number of the last format that has it (`until`). The Z of a day says in which format its journal is written, so
that a day exported again comes out as it did the first time.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, Self, TypeVar

FIRST_FORMAT = 1  # of every Z that names none
FORMAT = 3  # written for the days closed now
APPLICATION_ID = 0x43464A31  # "CFJ1", shown by the `file` command


class Column(NamedTuple):
    """One column: its SQL type, and what it holds; source: its name in the books where that is another."""

    name: str
    type: str
    zh: str
    en: str
    since: int = FIRST_FORMAT
    source: str = ""


class Table(NamedTuple):
    """One table: the columns of its key, and the SQL that fills it from the books (schema `books`).

    The filling takes ?1 the first and ?2 the last event of the journal's range; one that begins with FROM selects the
    columns.
    """

    name: str
    zh: str
    en: str
    key: str
    columns: tuple[Column, ...]
    source: str
    since: int = FIRST_FORMAT
    until: int | None = None

    def in_format(self, form: int) -> Self:
        """Return the table with the columns that files of a format hold."""
        kept = tuple(column for column in self.columns if column.since <= form)
        return self if kept == self.columns else self._replace(columns=kept)


class View(NamedTuple):
    """One view; columns without a type."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    sql: str
    since: int = FIRST_FORMAT
    until: int | None = None

    def in_format(self, form: int) -> Self:
        """Return the view, whose columns are the same in every format."""
        return self


class Part(Protocol):
    """What a format holds or does not hold yet."""

    @property
    def since(self) -> int:
        """Return the format that brought it."""

    def in_format(self, form: int) -> Self:
        """Return it as files of a format hold it."""

    @property
    def until(self) -> int | None:
        """Return the last format that holds it, None where that is no earlier one than the newest."""


_P = TypeVar("_P", bound=Part)


def held_by(form: int, parts: Iterable[_P]) -> tuple[_P, ...]:
    """Return those of the parts that files of a format hold, in the order given."""
    return tuple(part.in_format(form) for part in parts if part.since <= form <= (part.until or FORMAT))


def reworded(table: Table, since: int, *columns: Column) -> tuple[Table, Table]:
    """Return a table as it was until a format, and as it is since, with what some of its columns are said to hold."""
    said = {column.name: column for column in columns}
    later = tuple(said.get(column.name, column) for column in table.columns)
    return table._replace(until=since - 1), table._replace(columns=later, since=since)


def is_known(form: int) -> bool:
    """Whether files of a format can be read."""
    return FIRST_FORMAT <= form <= FORMAT


def create_table(table: Table) -> str:
    """Return the CREATE TABLE statement, each column with its explanation as a comment."""
    lines = [f"  {c.name} {c.type},  -- {c.zh} / {c.en}" for c in table.columns]
    body = "\n".join([*lines, f"  PRIMARY KEY({table.key})"])
    return f"CREATE TABLE {table.name}(  -- {table.zh} / {table.en}\n{body}\n) STRICT, WITHOUT ROWID"


def create_view(view: View) -> str:
    """Return the CREATE VIEW statement."""
    names = ", ".join(column.name for column in view.columns)
    return f"CREATE VIEW {view.name}({names}) AS  -- {view.zh} / {view.en}\n{view.sql}"


def fill_table(table: Table) -> str:
    """Return the statement that copies the table's rows out of the books, in the order of its key."""
    names = ", ".join(column.name for column in table.columns)
    chosen = f"{', '.join(c.source or c.name for c in table.columns)} " if table.source.startswith("FROM ") else ""
    return f"INSERT INTO {table.name}({names}) SELECT {chosen}{table.source}"
