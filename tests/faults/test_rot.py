"""Bits flip at rest, files lose their end, are swapped or emptied: books, journals and sticks never pass for whole.

A flip in a part of a file that holds nothing (free space within a page) changes nothing that is said: then every row
still reads as before. Otherwise it is found. The check itself never breaks on what it reads.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.journal_digest import content_digest
from counter.desk.prove_books import Around, prove_all
from db import tables
from db.faults import BooksFault
from db.migrate import NewerSchema
from tests.backup.little_estate import open_estate
from tests.backup.sticks import day_closed
from tests.faults.broken_books import make_books
from tests.faults.seeds import few_or_many, seed_of

EVIDENCE = (*tables.BOOK, *tables.REGISTERS)


def harms(content: bytes, chance: random.Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield what became of a file: one bit other, a sector of zeros or of another place, its end gone."""
    for _ in range(count):
        place = chance.randrange(len(content))
        kind = chance.choice(("bit", "bit", "bit", "zeros", "misplaced", "cut"))
        if kind == "bit":
            bit = 1 << chance.randrange(8)
            yield f"bit {bit} of byte {place}", content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
            continue
        start = place // 512 * 512
        if kind == "cut":
            yield f"cut at byte {place}", content[:place]
            continue
        other = chance.randrange(max(1, len(content) // 512)) * 512
        sector = bytes(512) if kind == "zeros" else content[other : other + 512]
        yield f"{kind} sector at {start} from {other}", content[:start] + sector + content[start + 512 :]


def evidence(path: Path) -> str:
    """Every row of every table that is evidence, as text."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return repr([connection.execute(f"SELECT * FROM {table}").fetchall() for table in EVIDENCE])


def all_found(
    path: Path, whole: bytes, count: int, seed: int, wrong: Callable[[], bool], says: Callable[[], str]
) -> int:
    """Harm a file in many ways; returns how many of them are found, the rest having changed nothing that is said."""
    before, found = says(), 0
    for what, content in harms(whole, random.Random(seed), count):
        if content == whole:
            continue
        path.write_bytes(content)
        if wrong():
            found += 1
        else:
            assert says() == before, f"{path.name}: {what} is not found"
    path.write_bytes(whole)
    return found


def test_books_that_rotted_never_pass_for_whole(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path, around = make_books(tmp_path), Around(tmp_path / "journals", tmp_path / "attachments")

    def wrong() -> bool:
        try:
            return not prove_all(path, around, progress=lambda done, total: None).clean
        except (BooksFault, NewerSchema):
            return True

    count, seed = few_or_many(request, 150, 2000), seed_of("rotting books", 1)
    found = all_found(path, path.read_bytes(), count, seed, wrong, lambda: evidence(path))
    print(f"{count} harms to the books tried, {found} found, the rest in space that holds nothing")
    assert found > count // 4


def test_a_journal_that_rotted_never_passes_for_whole(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    estate = open_estate(tmp_path / "home")
    day_closed(estate)
    day_closed(estate)
    estate.books.close()
    path = min(estate.journals.iterdir())

    def says() -> str:
        with closing(sqlite3.connect(path)) as connection:
            return content_digest(connection)

    count, seed = few_or_many(request, 150, 2000), seed_of("rotting journals", 1)
    found = all_found(path, path.read_bytes(), count, seed, lambda: bool(check_journals([path])), says)
    print(f"{count} harms to a journal tried, {found} found, the rest in space that holds nothing")
    assert found > count // 4
