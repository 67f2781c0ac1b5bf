"""The simulated terminal of books for practice: built where the settings name one, its payments kept in a file."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from counter.devices.practice.machine import PracticeMachine
from counter.devices.practice.terminal import PracticeTerminal
from counter.settings import SIMULATED, TerminalSettings

MEMORY = "simulated-terminal-{protocol}.json"


def practice_terminal(settings: TerminalSettings, books_kind: str, folder: Path) -> PracticeTerminal | None:
    """Return the simulated terminal, None where the settings name none or the books are real.

    folder: where it keeps what it has taken, so that an outcome can be asked for after a restart too.
    """
    if settings.kind not in SIMULATED or books_kind == "real":
        return None
    protocol = settings.kind.removeprefix("simulated_")
    memory, machine = folder / MEMORY.format(protocol=protocol), _machine(protocol)
    # What cannot be read is begun anew: it is no money, and a terminal that is exchanged knows nothing either.
    with suppress(OSError, KeyError, TypeError, ValueError):
        machine.remember(json.loads(memory.read_text(encoding="utf-8")))
    return PracticeTerminal(machine, lambda facts: _keep(memory, facts))


def _machine(protocol: str) -> PracticeMachine:
    if protocol == "transbank":
        from counter.devices.transbank_simulator.machine import TransbankMachine

        return TransbankMachine()
    from counter.devices.zvt_simulator.practice import ZvtPractice

    return ZvtPractice()


def _keep(memory: Path, facts: Mapping[str, Any]) -> None:
    part = memory.with_suffix(".part")
    with suppress(OSError):  # practice goes on; after a restart it is a terminal that was exchanged
        part.write_text(json.dumps(facts), encoding="utf-8")
        part.replace(memory)
