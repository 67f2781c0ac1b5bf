"""What a verb answers: lines for a person, facts for a program, and the exit code."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from counter.platform.folders import Home
from counter.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a verb: lines are printed, facts go into the JSON object, code is the exit code."""

    lines: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    code: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """Where a verb says how far it is; a program that reads JSON hears facts alone before the end."""

    as_json: bool

    def line(self, text: str) -> None:
        """Print one line now."""
        if not self.as_json:
            print(text, flush=True)

    def fact(self, **facts: Any) -> None:
        """Tell a program now, as one JSON object on a line of its own, what it cannot wait for until the end."""
        if self.as_json:
            print(json.dumps(facts, ensure_ascii=False), flush=True)

    def progress(self, done: int, total: int) -> None:
        """Show how many of how many are done, on one line of a terminal."""
        if not self.as_json and total and sys.stdout.isatty():
            end = "\n" if done >= total else "\r"
            print(f"{done:,} / {total:,}", end=end, flush=True)


Run = Callable[[Home, argparse.Namespace, Words, Said], Answer]


class Verb(NamedTuple):
    """One verb of the command line."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], object]
    run: Run
