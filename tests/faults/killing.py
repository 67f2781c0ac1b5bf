"""Killing a child of this program at any of its steps: before a statement, a sync, or a file getting its name."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.desk.office import Desk, HandClock, desk_at

Act = Callable[[Desk], object]
NEVER = 1_000_000
FINISHED = 9


class Steps:
    """Counts the steps of an act and kills the process before one of them.

    every_statement: else only where a transaction begins and ends; disk: also what is asked of the disk.
    """

    def __init__(self, kill_at: int, *, every_statement: bool, disk: bool) -> None:
        self.seen: list[str] = []
        self._kill_at = kill_at
        self._every_statement, self._disk = every_statement, disk

    def watch(self, desk: Desk) -> None:
        """Begin to count."""
        desk.connection.set_trace_callback(self._statement)
        if self._disk:
            for name in ("replace", "fsync"):
                setattr(os, name, self._watched(name, getattr(os, name)))

    def reached(self, step: str) -> None:
        """Note a step, or die before it."""
        if len(self.seen) == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.seen.append(step)

    def _statement(self, sql: str) -> None:
        # The database also reports the statements inside its triggers, as comments.
        if not sql.startswith("--") and (self._every_statement or sql in ("BEGIN IMMEDIATE", "COMMIT")):
            self.reached(sql)

    def _watched(self, name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **more: Any) -> Any:
            self.reached(name)
            return do(*arguments, **more)

        return watched


def run_killed(path: Path, clock: HandClock, act: Act, steps: Steps) -> int:
    """Run an act on the books in a child; returns its wait status. The steps after its last one kill it too."""
    child = os.fork()
    if child == 0:
        try:
            desk = desk_at(path, clock)
            steps.watch(desk)
            act(desk)
            steps.reached("end")
        finally:
            os._exit(FINISHED)
    return os.waitpid(child, 0)[1]


def steps_of(path: Path, clock: HandClock, act: Act, *, every_statement: bool, disk: bool) -> list[str]:
    """Return the steps of an act, done in a child so that nothing here is watched; the last one is its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            steps = Steps(NEVER, every_statement=every_statement, disk=disk)
            desk = desk_at(path, clock)
            steps.watch(desk)
            act(desk)
            steps.reached("end")
            text = "\0".join(steps.seen).encode()
            while text:
                text = text[os.write(writing, text) :]
        finally:
            os._exit(FINISHED)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        content = file.read()
    os.waitpid(child, 0)
    return content.decode().split("\0")


def was_killed(status: int) -> bool:
    """Return whether the child died by the kill and not in any other way."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
