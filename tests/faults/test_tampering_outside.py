"""Somebody with an editor at the files outside the books: lists of contents, the stick's own file, journals.

Each value edited, emptied and left out; the same by somebody who also writes the digests that fit. Each is found and
named, or brings back the books of before; what a list alone says, and nothing else, is named here.
"""

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backup.check_journal import check_journals
from backup.journal import write_journal
from backup.journal_digest import OUTSIDE, TABLES
from backup.manifest import (
    FOLDER,
    ManifestDamaged,
    ManifestTooNew,
    manifest_path,
    read_manifest,
    read_stick,
    wrong_manifests,
)
from backup.restore import NothingToRestore, damaged_files, restore
from backup.stick import Ready, look
from db.chain import canonical
from tests.backup.little_estate import BOOKS_ID, next_day, open_estate, step_done, work_a_day
from tests.backup.sticks import adopted, copy, day_closed, resealed
from tests.faults.seeds import few_or_many, seed_of

# Of these a list of contents is the only witness; none of them changes what comes back.
SAID_BY_IT_ALONE = {"created", "program", "stick.name", "version"}


class World(NamedTuple):
    """A stick with two copies, and a folder with the journals of two days."""

    stick: Path
    journals: Path


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("outside")
    estate = open_estate(folder / "home")
    root = adopted(folder / "stick")
    copy(root, day_closed(estate))
    copy(root, day_closed(estate))
    written = write_journal(estate.path, work_a_day(estate).id, estate.journals, program="0.1.0")
    step_done(estate, written.last_event, written.path.name, written.content_digest)
    next_day(estate)
    estate.books.close()
    return World(root, estate.journals)


@pytest.fixture
def stick(world: World, tmp_path: Path) -> Path:
    return Path(shutil.copytree(world.stick, tmp_path / "stick"))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value of a JSON document, and to each list and table of them."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places(each, (*path, key))


def edits(said: Any) -> Iterator[tuple[str, Any]]:
    """Yield each edit of a document by its name: another value, an empty one, none at all."""
    for path in places(said):
        name = ".".join("0" if isinstance(each, int) else str(each) for each in path)
        for how in ("other", "empty", "gone"):
            edited = deepcopy(said)
            inside = edited
            for each in path[:-1]:
                inside = inside[each]
            old = inside[path[-1]]
            if how == "gone":
                del inside[path[-1]]
            elif how == "empty":
                inside[path[-1]] = type(old)()
            elif isinstance(old, int):
                inside[path[-1]] = old + 1
            elif isinstance(old, str):
                inside[path[-1]] = old + "x"
            else:
                continue
            if edited != said:
                yield f"{name} {how}", edited


def brought_back(stick: Path, into: Path) -> str:
    """Return the head that comes back, '' where a restore names what is wrong."""
    try:
        back = restore(stick, into)
    except NothingToRestore:
        return ""
    finally:
        shutil.rmtree(into, ignore_errors=True)
    return "" if back.passed_over or back.missing else back.manifest.head_hash


def test_whatever_is_edited_in_a_list_of_contents_is_named_and_the_copy_before_comes_back(
    stick: Path, tmp_path: Path
) -> None:
    path, tried = manifest_path(stick, 2), 0
    whole = path.read_bytes()
    older = read_manifest(manifest_path(stick, 1)).head_hash
    for what, edited in edits(json.loads(whole)):
        path.write_bytes(canonical(edited).encode())
        assert wrong_manifests(stick) == ["copies/000002.json"], what
        if tried % 25 == 0:
            back = restore(stick, tmp_path / "back")
            assert (back.passed_over, back.manifest.head_hash) == (("copies/000002.json",), older), what
            shutil.rmtree(tmp_path / "back")
        tried += 1
    for content in (b"", whole[: len(whole) // 2], b"{}", b"[]", b"null", whole + b"x"):
        path.write_bytes(content)
        assert wrong_manifests(stick) == ["copies/000002.json"], content
        tried += 1
    print(f"{tried} edits of a list of contents tried")
    assert tried > 90


def test_who_also_writes_the_digest_that_fits_is_found_by_the_files_and_by_the_books_in_them(
    stick: Path, tmp_path: Path
) -> None:
    path, tried, silent = manifest_path(stick, 2), 0, set[str]()
    whole = path.read_bytes()
    head = read_manifest(path).head_hash
    # One entry of its files stands for all of them.
    for what, edited in {what: edited for what, edited in edits(json.loads(whole)["said"])}.items():
        path.write_bytes(whole)
        said = json.loads(path.read_bytes())
        said["said"] = edited
        path.write_bytes(canonical(said).encode())
        resealed(path)
        tried += 1
        name = what.rsplit(" ", 1)[0]
        try:
            manifest = read_manifest(path)
        except (ManifestDamaged, ManifestTooNew):
            continue
        if wrong_manifests(stick) or damaged_files(stick, manifest):
            continue
        back = brought_back(stick, tmp_path / "back")
        if name.startswith("files") and back == head:
            continue  # a file that is on the list no more: the books come back, and the check misses the journal
        if back:
            assert back == head, what
            silent.add(name)
    print(f"{tried} edits with the digest that fits tried, of {len(silent)} values the list is the only witness")
    assert silent == SAID_BY_IT_ALONE
    assert tried > 50


def test_whatever_is_edited_in_the_sticks_own_file_makes_it_unreadable_and_no_copy_is_lost(
    stick: Path, tmp_path: Path
) -> None:
    path, tried = stick / FOLDER / "stick.json", 0
    whole = path.read_bytes()
    head = read_manifest(manifest_path(stick, 2)).head_hash
    assert isinstance(look(stick, BOOKS_ID), Ready)
    for what, edited in edits(json.loads(whole)):
        path.write_bytes(canonical(edited).encode())
        assert not isinstance(look(stick, BOOKS_ID), Ready), what
        with pytest.raises((ManifestDamaged, ManifestTooNew)):
            read_stick(stick)
        tried += 1
    print(f"{tried} edits of the stick's own file tried")
    assert tried > 15
    assert brought_back(stick, tmp_path / "back") == head, "the copies say for themselves what they are"


def test_lists_that_are_swapped_or_come_from_another_stick_are_named(stick: Path, world: World) -> None:
    first, second = (manifest_path(stick, number) for number in (1, 2))
    contents = first.read_bytes(), second.read_bytes()
    first.write_bytes(contents[1])
    second.write_bytes(contents[0])
    assert wrong_manifests(stick) == ["copies/000002.json", "copies/000001.json"]
    first.write_bytes(contents[0])
    resealed(second, number=2, stick={**json.loads(contents[1])["said"]["stick"], "stick_id": "0" * 16})
    assert wrong_manifests(stick) == ["copies/000002.json"]


def test_every_column_of_a_journal_that_is_emptied_is_found(
    world: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = Path(shutil.copy(sorted(world.journals.iterdir())[0], tmp_path))
    whole, tried, refused = path.read_bytes(), 0, 0
    columns = [(table.name, column) for table in TABLES for column in table.columns]
    chance = random.Random(seed_of("emptied columns of a journal", 1))
    for table, column in chance.sample(columns, few_or_many(request, 40, len(columns))):
        for value in ("NULL", "0" if column.type.startswith("INTEGER") else "''"):
            changed = emptied(path, table, column.name, value)
            if changed:
                assert check_journals([path]), f"{table}.{column.name} becomes {value}"
                tried += 1
            refused += changed is None
            path.write_bytes(whole)
    print(f"{tried} emptied columns of a journal tried, {refused} more refused by the file itself")
    assert tried > 15


def emptied(path: Path, table: str, column: str, value: str) -> int | None:
    """Empty a column of every row that says something else; returns how many rows, None where SQLite refuses."""
    outside = f" AND key NOT IN ({', '.join(repr(key) for key in OUTSIDE)})" if table == "about" else ""
    sql = f"UPDATE {table} SET {column} = {value} WHERE {column} IS NOT {value}{outside}"
    with closing(sqlite3.connect(path)) as connection:
        try:
            changed = connection.execute(sql).rowcount
        except sqlite3.IntegrityError:
            return None
        connection.commit()
        return changed
