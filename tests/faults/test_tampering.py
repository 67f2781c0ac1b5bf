"""Somebody with a database tool: every column of every table edited, rows taken away or slipped in, the tail cut off.

Each is found and named by the check. Who also rewrites the chain is found by the last link that is known outside.
"""

import random
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from peewee import SqliteDatabase

from db import tables
from db.check import Anchor, Finding, check_books
from tests.db.small_books import SUPERVISOR, fill, new_books, recompute, version
from tests.db.tampering import forge
from tests.faults.seeds import seed_of

EVIDENCE = (*tables.BOOK, *tables.REGISTERS)
HANGING = tuple(table for table in EVIDENCE if table != "event")
COMPUTED = re.compile(r"^(event\.(hash|body)|\w+\.digest) ")
# Registers that the small books leave empty, and something to stand in each.
MORE: dict[str, dict[str, object]] = {
    "meter": {"unit_id": 1, "item_id": 1, "serial": "M-1", "starts_over_at": 99999000, "multiplier": 1000},
    "reading": {"meter_id": 1, "period": "2026-10", "kind": "read", "read_on": "2026-10-31", "value": 12000},
    "shared_cost": {"item_id": 1, "period": "2026-10", "total": 50000, "paper": "E-1"},
    "reduction": {"unit_id": 2, "item_id": 1, "reduction": 3000, "since": "2026-12-01", "reason": "vacant"},
    "case_file": {
        "number": "Y2026-000001",
        "kind": "dispute",
        "topic": "amount",
        "unit_id": 1,
        "person_id": 1,
        "channel": "window",
        "raised_on": "2026-11-23",
        "said": "too much",
        "wants": "the right sum",
        "urgent": 0,
        "step": "received",
        "due": "2026-12-08",
        "actor": "office",
        "rating": 2,
    },
    "case_step": {"case_id": 1, "step": "received", "on_day": "2026-11-23", "told": "heard", "members": "周敏"},
    "case_charge": {
        "case_id": 1,
        "charge_id": 1,
        "amount": 1000,
        "since": "2026-11-23",
        "until": "2026-12-01",
    },
    "dunning": {
        "unit_id": 1,
        "heirs": 0,
        "call_first": 1,
        "best_time": "evening",
        "no_sms": 0,
        "no_email": 0,
        "sms_receipt": 1,
    },
    "balance_use": {"unit_id": 1, "person_id": 1, "used": 1, "items": "[]", "since": "2026-12-01"},
    "incoming": {"received_on": "2026-11-23", "amount": 25060, "payer_name": "陈静", "remark": "1201"},
}


class Edit(NamedTuple):
    """One change somebody makes: of which table, what is said of it, the statement and its values."""

    table: str
    what: str
    sql: str
    values: tuple[object, ...] = ()


class Victim:
    """Books in memory; what is done to them is given up after each look."""

    def __init__(self, database: SqliteDatabase, attachments: Path) -> None:
        self.database, self._attachments = database, attachments
        self.connection: Any = database.connection()
        self.tried = 0

    def rows(self, table: str) -> list[dict[str, object]]:
        found = self.connection.execute(f"SELECT * FROM {table} ORDER BY {key_of(table)}")
        names = [each[0] for each in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def columns(self, table: str) -> list[tuple[str, bool]]:
        """The name of each column, and whether it holds a number."""
        return [(row[1], row[2] == "INTEGER") for row in self.connection.execute(f"PRAGMA table_info({table})")]

    def found(
        self, edits: Sequence[Edit], *, forged: bool = False, anchors: Sequence[Anchor] = ()
    ) -> tuple[Finding, ...] | None:
        """Return what the check finds after edits, their tables' guards put back; None where SQLite refuses one.

        forged: every body, hash and derived table is rewritten so that it all fits.
        """
        self.connection.execute("BEGIN")
        try:
            guards = self._without_guards({each.table for each in edits} if not forged else set(EVIDENCE))
            if not sum(self.connection.execute(each.sql, each.values).rowcount for each in edits):
                return None
            if forged:
                self.connection.execute("DELETE FROM anchor_seen")
                forge(self.connection)
            for sql in guards:
                self.connection.execute(sql)
            self.tried += 1
            return check_books(
                self.database, recompute=recompute, attachments=self._attachments, anchors=anchors
            ).findings
        except sqlite3.IntegrityError:
            return None
        finally:
            self.connection.execute("ROLLBACK")

    def _without_guards(self, named: set[str]) -> list[str]:
        guards = self.connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        mine = [(name, sql) for name, table, sql in guards.fetchall() if table in named]
        for name, _sql in mine:
            self.connection.execute(f"DROP TRIGGER {name}")
        return [sql for _name, sql in mine]


def key_of(table: str) -> str:
    return "id" if table == "event" else "event_id, line" if table in tables.BOOK else "row_id"


def at(table: str, row: dict[str, object]) -> tuple[str, tuple[object, ...]]:
    """The condition that finds a row."""
    names = key_of(table).split(", ")
    return " AND ".join(f"{name} = ?" for name in names), tuple(row[name] for name in names)


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    folder = tmp_path_factory.mktemp("victim")
    books = new_books(folder / "books.sqlite")
    fill(books, folder / "attachments")
    with books.transaction("more registers", staff_id=SUPERVISOR) as tx:
        tx.change("registers_changed", {}, {name: [version(name, 1, **more)] for name, more in MORE.items()})
    database = SqliteDatabase(":memory:", autoconnect=False)
    database.connect()
    books.database.connection().backup(database.connection())
    books.close()
    made = Victim(database, folder / "attachments")
    made.connection.isolation_level = None
    assert made.found([Edit("event", "nothing", "UPDATE event SET id = id")]) == ()
    yield made
    database.close()


def cell_edits(victim: Victim, table: str) -> Iterator[Edit]:
    """Each column of the first and of the last row: another value, and none."""
    rows = victim.rows(table)
    for row in (rows[0], rows[-1]) if len(rows) > 1 else rows:
        where, key = at(table, row)
        for column, is_number in victim.columns(table):
            if column == "row_id":  # where a version lies in its table says nothing
                continue
            old = row[column]
            values: list[object] = [int(str(old or 0)) + 1_000_001 if is_number else f"{old or ''}x"]
            values += [None] if old is not None else []
            for value in values:
                what = f"{table}.{column} of {key} becomes {value!r}"
                yield Edit(table, what, f"UPDATE {table} SET {column} = ? WHERE {where}", (value, *key))


def row_edits(victim: Victim, table: str) -> Iterator[Edit]:
    """Every row taken away, the whole table emptied, a row slipped in."""
    rows = victim.rows(table)
    for row in rows:
        where, key = at(table, row)
        yield Edit(table, f"{table} {key} removed", f"DELETE FROM {table} WHERE {where}", key)
    yield Edit(table, f"{table} emptied", f"DELETE FROM {table}")
    copied = {name: value for name, value in rows[-1].items() if name not in ("line", "row_id")}
    if table in ("event", "charge", "receipt"):
        copied["id"] = 1_000_001
    for name, value in (("number", 1_000_001), ("revision", 7), ("request_line", 9)):
        copied |= {name: value} if name in copied else {}
    if table in tables.BOOK and table != "event":
        copied["line"] = int(str(rows[-1]["line"])) + 1
    marks = ", ".join("?" * len(copied))
    yield Edit(table, f"a row slipped into {table}", f"INSERT INTO {table}({', '.join(copied)}) VALUES ({marks})",
               tuple(copied.values()))  # fmt: skip


def names_it(findings: Sequence[Finding], edit: Edit) -> bool:
    """Whether a finding names the table; that an event is missing is told at its place, or by what hung on it."""
    return edit.table == "event" or any(each.row.split(" ")[0] == edit.table for each in findings)


def test_the_books_to_be_broken_hold_something_in_every_table(victim: Victim) -> None:
    assert [table for table in EVIDENCE if not victim.rows(table)] == []


def look_for(victim: Victim, edits: Iterable[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Make each edit; returns those that were made and those that SQLite or the schema refuses."""
    made, refused = [], []
    for edit in edits:
        found = victim.found([edit])
        if found is None:
            refused.append(edit)
            continue
        made.append(edit)
        assert found, f"not found: {edit.what}"
        assert names_it(found, edit), f"{edit.what} is told as {found}"
    return made, refused


def test_an_edited_value_of_any_column_of_any_table_is_found_and_its_table_named(victim: Victim) -> None:
    made, refused = look_for(victim, (edit for table in EVIDENCE for edit in cell_edits(victim, table)))
    watched = {edit.what.split(" ")[0] for edit in made}
    print(f"{len(made)} edits of {len(watched)} columns tried, {len(refused)} more refused by the schema itself")
    every = {f"{table}.{column}" for table in EVIDENCE for column, _number in victim.columns(table)}
    assert every - watched == {f"{table}.row_id" for table in tables.REGISTERS}
    assert len(made) > 480


def test_a_row_taken_from_or_slipped_into_any_table_is_found_and_its_table_named(victim: Victim) -> None:
    made, refused = look_for(victim, (edit for table in EVIDENCE for edit in row_edits(victim, table)))
    print(f"{len(made)} removed and slipped-in rows tried, {len(refused)} more refused by the schema itself")
    assert all("slipped" in edit.what for edit in refused)
    assert len(made) > 170


def links(victim: Victim) -> list[Anchor]:
    return [Anchor(row["id"], row["hash"], "outside") for row in victim.rows("event")]  # type: ignore[arg-type]


def test_who_rewrites_the_chain_over_an_edit_of_any_table_is_found_by_the_newest_link_known_outside(
    victim: Victim,
) -> None:
    """Every body, digest and hash is made to fit the lie: often the check itself has nothing left to say."""
    newest, tried, silent = links(victim)[-1], 0, 0
    chance = random.Random(seed_of("forged edits", 1))
    for table in EVIDENCE:
        # What forging computes anew from the rest becomes true again.
        edits = [edit for edit in cell_edits(victim, table) if not COMPUTED.search(edit.what)]
        for edit in chance.sample(edits, min(3, len(edits))):
            found = victim.found([edit], forged=True, anchors=[newest])
            if found is not None:
                tried += 1
                assert found, f"not found: {edit.what}"
                silent += {each.code for each in found} == {"anchor_differs"}
    print(f"{tried} forged edits tried, {silent} of them told by the anchor alone")
    assert silent > 10


def test_a_tail_cut_off_anywhere_is_found_back_to_the_newest_link_known_outside(victim: Victim) -> None:
    every = links(victim)
    for cut in every[:-1]:
        edits = [Edit("event", "a cut tail", "DELETE FROM anchor_seen")]
        edits += [
            Edit(table, "a cut tail", f"DELETE FROM {table} WHERE event_id > {cut.event_id}") for table in HANGING
        ]
        edits.append(Edit("event", "a cut tail", f"DELETE FROM event WHERE id > {cut.event_id}"))
        found = victim.found(edits, anchors=every)
        assert found is not None
        told = {each.event_id for each in found if each.code == "anchor_missing"}
        assert told == {anchor.event_id for anchor in every if anchor.event_id > cut.event_id}
    print(f"{len(every) - 1} cut tails tried")
