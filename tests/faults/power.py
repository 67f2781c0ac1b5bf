"""What may lie on the disk after the power went: what was synced, and any part of what was not."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.faults.disk_shim import OK, Call

SECTOR = 512

Link = tuple[int, str]


class Saved(NamedTuple):
    """The person was told that everything up to this link of the chain is saved."""

    link: Link


@dataclass
class Recording:
    """The files as they lay at the beginning, and what was done to them since, in order."""

    before: dict[str, bytes]
    steps: list[Call | Saved] = field(default_factory=list)

    def watch(self, call: Call) -> int:
        """Note a call that changes something."""
        if call.what != "read":
            self.steps.append(Call(call.what, Path(call.path).name, call.offset, call.data))
        return OK

    def tell(self, link: Link) -> None:
        """Note that the person was told; an act that posts nothing tells nothing new."""
        if link not in self.links:
            self.steps.append(Saved(link))

    @property
    def syncs(self) -> int:
        return sum(isinstance(step, Call) and step.what == "sync" for step in self.steps)

    @property
    def links(self) -> list[Link]:
        """What was told as saved, in order."""
        return [step.link for step in self.steps if isinstance(step, Saved)]


class Cut(NamedTuple):
    """The power goes after so many steps; what then lies on the disk, and what the person had been told.

    told: how many of the recording's links had been told as saved.
    """

    after: int
    kind: str
    told: int
    files: dict[str, bytes]


class Medium:
    """What certainly lies on the disk, and what was asked of it since the last sync of each file."""

    def __init__(self, before: dict[str, bytes]) -> None:
        self._durable: dict[str, bytes] = dict(before)
        self._waiting: list[Call] = []

    def take(self, call: Call) -> None:
        """Let the disk be asked for something."""
        if call.what != "sync":
            self._waiting.append(call)
            return
        mine = [each for each in self._waiting if each.path == call.path]
        if mine:
            self._durable[call.path] = _done(self._durable.get(call.path), mine) or b""
            self._waiting = [each for each in self._waiting if each.path != call.path]

    def all_arrived(self) -> dict[str, bytes]:
        """Everything that was asked for had reached the medium."""
        return self._with(self._waiting)

    def nothing_arrived(self) -> dict[str, bytes]:
        """Nothing had that was not synced."""
        return dict(self._durable)

    def torn(self, chance: random.Random) -> dict[str, bytes]:
        """Any sectors of any writes had, in any order; a removal or a new length had, or had not."""
        share = chance.choice((0.1, 0.5, 0.9, 0.99))
        kept: list[Call] = []
        for call in self._waiting:
            if call.what == "write":
                kept += [part for part in _sectors(call) if chance.random() < share]
            elif chance.random() < share:
                kept.append(call)
        return self._with(kept)

    @property
    def waits(self) -> bool:
        """Whether anything is not synced."""
        return bool(self._waiting)

    def _with(self, calls: list[Call]) -> dict[str, bytes]:
        files = dict(self._durable)
        for path in {call.path for call in calls}:
            done = _done(files.pop(path, None), [call for call in calls if call.path == path])
            if done is not None:
                files[path] = done
        return files


def _done(content: bytes | None, calls: list[Call]) -> bytes | None:
    """Return a file after some calls, None where it is gone."""
    made = None if content is None else bytearray(content)
    for call in calls:
        if call.what == "delete":
            made = None
            continue
        made = bytearray() if made is None else made
        if call.what == "truncate":
            del made[call.offset :]
            continue
        if len(made) < call.offset:
            made.extend(bytes(call.offset - len(made)))
        made[call.offset : call.offset + len(call.data)] = call.data
    return None if made is None else bytes(made)


def _sectors(call: Call) -> Iterator[Call]:
    """Split a write where sectors of the disk begin."""
    start, end = call.offset, call.offset + len(call.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Call("write", call.path, start, call.data[start - call.offset : stop - call.offset])
        start = stop


def cuts(recording: Recording, seed: int, torn_at_syncs: int, torn_at_writes: int) -> Iterator[Cut]:
    """Yield cuts at every step: all and nothing arrived, and at random torn ones; more of these where a sync is asked.

    torn_at_writes: of 100 writes, how many also get a torn cut.
    """
    chance, medium, told = random.Random(seed), Medium(recording.before), 0
    for place, step in enumerate(recording.steps):
        if isinstance(step, Saved):
            told += 1
            yield Cut(place, "told", told, medium.nothing_arrived())
            continue
        if step.what == "sync":
            yield Cut(place, "nothing", told, medium.nothing_arrived())
            yield Cut(place, "all", told, medium.all_arrived())
            for _ in range(torn_at_syncs if medium.waits else 0):
                yield Cut(place, "torn", told, medium.torn(chance))
        elif chance.randrange(100) < torn_at_writes:
            yield Cut(place, "torn", told, medium.torn(chance))
        else:
            yield Cut(place, "all", told, medium.all_arrived())
        medium.take(step)
    yield Cut(len(recording.steps), "end", told, medium.nothing_arrived())
