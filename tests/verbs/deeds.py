"""What people do with a home from the command line, and what somebody with a database tool does to it."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from counter.cli import main
from counter.platform.folders import Home
from counter.rules.clock import verdict
from db import tables
from db.check import rebuild_machine
from db.store import SystemClock, open_books
from tests.db.tampering import without_guards

PIN = "2468"


class Ran(NamedTuple):
    """The end of a command line: its exit code and all it said."""

    code: int
    text: str


def stick_of(home: Home) -> Path:
    """Return the folder that stands in for the stick."""
    return home.data / "stick"


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> Ran:
    """Run one command line in this process."""
    capsys.readouterr()
    code = main([str(each) for each in argv])
    said = capsys.readouterr()
    return Ran(code, said.out + said.err)


def closes(home: Home) -> list[int]:
    """Return the events of the Zs, oldest first."""
    return [row[0] for row in asked(home, "SELECT event_id FROM close ORDER BY event_id")]


def asked(home: Home, sql: str) -> list[tuple[int, str]]:
    """Return what the books answer."""
    connection = sqlite3.connect(home.books)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def cut_after(home: Home, event_id: int) -> None:
    """Cut the end of the books off so that nothing in them shows it: all tables, anchors seen, everything derived."""
    with without_guards(home.books) as connection:
        connection.execute("PRAGMA defer_foreign_keys = 1")
        for table in tables.REGISTERS:
            connection.execute(f"DELETE FROM {table} WHERE event_id > ?", (event_id,))
            connection.execute(f"UPDATE {table} SET until_event = NULL WHERE until_event > ?", (event_id,))
        connection.execute(
            "DELETE FROM print_job WHERE paper_id IN (SELECT id FROM paper WHERE event_id > ?)", (event_id,)
        )
        for table in (*reversed(tables.BOOK[1:]), "paper", "pending_act", "anchor_seen"):
            connection.execute(f"DELETE FROM {table} WHERE event_id > ?", (event_id,))
        connection.execute("DELETE FROM event WHERE id > ?", (event_id,))
        connection.execute("DELETE FROM series")
    books = open_books(home.books, SystemClock(), verdict, "test")
    rebuild_machine(books)
    books.close()
