"""An office whose till is open, broken in the middle of an act; processes that want the same thing at once."""

import json
import os
import select
import shutil
import signal
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from counter.words import Words
from counter.words.errors import explain
from tests.desk.office import Desk, HandClock, desk_at, furnish, open_office_books
from tests.faults.broken_books import log_of

Act = Callable[[Desk], object]
PATIENCE_S = 10  # a child whose parent is gone does not wait for ever


def make_office(folder: Path, prepare: Act) -> Path:
    """Return closed books of the office in which something was done before."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books)
    books.close()
    desk = desk_at(path)
    prepare(desk)
    desk.books.close()
    return path


def copy_office(path: Path, folder: Path) -> Path:
    """Copy books and their log as they lie on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (path, log_of(path)):
        if file.exists():
            shutil.copy(file, folder / file.name)
    return folder / path.name


def statements_of(path: Path, act: Act) -> list[str]:
    """Return the statements an act sends to the database, in order."""
    seen: list[str] = []
    desk = desk_at(path)
    desk.connection.set_trace_callback(seen.append)
    act(desk)
    desk.books.close()
    return [sql for sql in seen if not sql.startswith("--")]


def run_killed(path: Path, act: Act, at: int) -> int:
    """Do an act in a child that kills itself before statement number at; returns the child's wait status."""
    child = os.fork()
    if child == 0:
        try:
            desk, reached = desk_at(path), 0

            def count(sql: str) -> None:
                nonlocal reached
                if not sql.startswith("--"):
                    if reached == at:
                        os.kill(os.getpid(), signal.SIGKILL)
                    reached += 1

            desk.connection.set_trace_callback(count)
            act(desk)
            if reached == at:
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(9)
    return os.waitpid(child, 0)[1]


def count_events(path: Path) -> int:
    """Return how many events the books hold."""
    connection = sqlite3.connect(path)
    try:
        found: int = connection.execute("SELECT count(*) FROM event").fetchone()[0]
        return found
    finally:
        connection.close()


def race(path: Path, acts: Sequence[Act]) -> list[dict[str, str]]:
    """Let one process for each act want its thing at the same moment, the lock file defeated.

    Returns for each the code it was refused with ('' where it was done) and the sentence a person would read.
    """
    children = []
    for act in acts:
        # One after the other: the next one deletes the lock file only when the one before holds it.
        children.append(_start(path, act))
        assert os.read(children[-1][1], 1) == b"r", os.read(children[-1][3], 1000)
    for _child, _ready, go, _result in children:
        os.write(go, b"g")
    told = []
    for child, ready, go, result in children:
        with os.fdopen(result) as text:
            told.append(json.loads(text.read()))
        os.waitpid(child, 0)
        os.close(ready)
        os.close(go)
    return told


def _start(path: Path, act: Act) -> tuple[int, int, int, int]:
    ready_out, ready_in = os.pipe()
    go_out, go_in = os.pipe()
    result_out, result_in = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            # Whoever deletes the lock file opens the books a second time.
            path.with_name(f"{path.name}.lock").unlink(missing_ok=True)
            desk = desk_at(path)
            os.write(ready_in, b"r")
            select.select([go_out], [], [], PATIENCE_S)
            os.write(result_in, json.dumps(outcome(desk, act)).encode())
            desk.books.close()
        except BaseException as error:
            os.write(result_in, json.dumps({"code": repr(error), "sentence": ""}).encode())
        finally:
            os._exit(0)
    os.close(ready_in)
    os.close(go_out)
    os.close(result_in)
    return child, ready_out, go_in, result_out


def outcome(desk: Desk, act: Act) -> dict[str, str]:
    """Do an act and return the code of its refusal and what a person is told of it."""
    try:
        act(desk)
    except Exception as refused:
        told = explain(refused, Words.load("en"))
        return {"code": getattr(refused, "code", "?"), "sentence": told.sentence if told else ""}
    return {"code": "", "sentence": ""}
