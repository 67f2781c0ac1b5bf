"""W6, and the painted half of W3: windows in processes of their own; nothing is told where there is no display."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from counter.bench.figures import Figure, Sample, clock
from counter.bench.floors.books import copy_books
from counter.bench.shelf import Shelf
from db.queries import registers
from db.store import open_reader

TIME_GOAL, MEMORY_GOAL, PAINT_GOAL = 2.5, 2.0, 2.0
_PROGRAM = Path(__file__).resolve().parents[2]


def has_display() -> bool:
    """Return whether a window can be opened here."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY"))


def cold_start(shelf: Shelf) -> Iterator[Figure]:
    """Start the program until the Pay screen can be used (no PIN is typed), beside an empty window, in turn."""
    if not has_display():
        return
    path, grown = shelf.history(shelf.scale.history)
    home = _home(shelf.folder / "home-start", path)
    compiled = shelf.folder / "compiled"
    runs = [(_child(compiled, "window", str(home)), _child(compiled, "empty")) for _ in range(shelf.scale.starts + 1)]
    del runs[0]  # compiled and read from the disk for the first time
    size = f"{grown.payments:,} payments, {shelf.scale.starts} starts"
    ours, floor = (Sample(tuple(run[side][0] for run in runs)) for side in (0, 1))
    yield Figure("W6", "start until Pay can be used", size, ours, floor, TIME_GOAL)
    ours, floor = (Sample(tuple(run[side][1]["memory"] for run in runs), "MB") for side in (0, 1))
    yield Figure("W6", "memory with the books open", size, ours, floor, MEMORY_GOAL)


def find_painted(shelf: Shelf) -> Iterator[Figure]:
    """Type into Find among many people, from the key to painted rows."""
    if not has_display():
        return
    path = shelf.folder / "people.sqlite"
    reader = open_reader(path)
    people = registers.persons(reader.connection())
    reader.close()
    chance = Random("painted")
    texts = [(chance.choice(people).name or "")[-1] for _ in range(shelf.scale.finds)]
    _seconds, facts = _child(shelf.folder / "compiled", "find", str(_home(shelf.folder / "home-find", path)), *texts)
    ours, floor = Sample(tuple(facts["ours"])), Sample(tuple(facts["floor"]))
    yield Figure("W3", "from a key to painted rows", f"{len(people):,} people", ours, floor, PAINT_GOAL)


def _home(folder: Path, books: Path) -> Path:
    folder.mkdir()
    copy_books(books, folder / "books.sqlite")
    return folder


def _child(compiled: Path, *arguments: str) -> tuple[float, dict[str, Any]]:
    """Run a child; returns the seconds until it told its line, and the line. compiled: where its modules are kept."""
    command = [sys.executable, "-m", "counter.bench.child", *arguments]
    # As an installed program both sides find their modules compiled, even where this process may not write them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = clock()
    with subprocess.Popen(
        command, cwd=_PROGRAM, stdout=subprocess.PIPE,
        env={**environment, "PYTHONPYCACHEPREFIX": str(compiled), "COUNTERFOIL_NOTES": str(compiled)},
        stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        if child.stdout is None or child.stderr is None:
            raise AssertionError("both are pipes")
        line = child.stdout.readline()
        taken = clock() - begun
        _rest, said = child.communicate()
    if not line:
        raise subprocess.CalledProcessError(child.returncode, command, stderr=said)
    facts: dict[str, Any] = json.loads(line)
    return taken, facts
