"""`devices simulate`: a simulated card terminal on a line of its own, to play with and to learn on."""

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from counter.devices.zvt_simulator.machine import Machine


def _arguments(parser: argparse.ArgumentParser) -> None:
    # The names are those of counter/devices/zvt_simulator/faults.py, which is imported only where it is needed.
    parser.add_argument("what", choices=("simulate",), help="simulate: a card terminal that speaks ZVT")
    parser.add_argument("--fault", default="none", help="what goes wrong during a payment; an unknown name lists them")
    parser.add_argument("--personality", default="keeps", choices=("keeps", "reverses"),
                        help="what it does with a payment whose telling is not answered (keeps)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="chance that can be had again (1)")
    parser.add_argument("--power-off-at", type=int, metavar="N", help="lose the power after N bytes, for ten seconds")
    parser.add_argument("--seconds", type=float, metavar="S", help="stop after so long (until Ctrl+C)")


class UnknownFault(Exception):
    """The simulator has no such fault."""

    code = "unknown_fault"

    def __init__(self, fault: str, faults: str) -> None:
        super().__init__(fault, faults)
        self.fault = fault
        self.faults = faults


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Run a simulated terminal until it is stopped. Raises UnknownFault, NoPseudoTerminals."""
    from counter.devices.zvt_simulator.faults import Fault, Personality
    from counter.devices.zvt_simulator.machine import Machine
    from counter.devices.zvt_simulator.runner import PtyRunner

    if arguments.fault not in list(Fault):
        raise UnknownFault(arguments.fault, ", ".join(Fault))
    machine = Machine(Personality(arguments.personality), Fault(arguments.fault), arguments.seed)
    if arguments.power_off_at is not None:
        machine.switch_off_after(arguments.power_off_at)
    runner = PtyRunner(machine)
    said.line(w("The simulated terminal is at {port}. Set it in the settings as “{kind}”, 9600 baud.",
                port=runner.port, kind=w("ZVT on a serial port")))  # fmt: skip
    said.line(w("It takes every card after two seconds. Ctrl+C ends it."))
    try:
        runner.run(_until(machine, arguments.seconds), lambda moved: said.line(_told(moved, w)))
    except KeyboardInterrupt:
        pass
    finally:
        runner.close()
    standing = [each.amount for each in machine.ledger.standing]
    text = w.n("{n} payment stands on the terminal.", "{n} payments stand on the terminal.", len(standing))
    return Answer((text,), {"port": runner.port, "asked": machine.payments, "standing": standing})


def _until(machine: "Machine", seconds: float | None) -> Callable[[], bool]:
    began, off_at = time.monotonic(), 0.0

    def over() -> bool:
        nonlocal off_at
        now = time.monotonic()
        if machine.line.power:
            off_at = 0.0
        elif not off_at:
            off_at = now
        elif now - off_at >= 10 and machine.line.power_at is not None:
            machine.switch_on(now)
        return seconds is not None and now - began >= seconds

    return over


def _told(machine: "Machine", w: Words) -> str:
    from counter.words import formats

    last = machine.ledger.last()
    if last is None:
        return w("It is asked for a payment.")
    words = w("taken back") if last.reversed else w("given back") if last.amount < 0 else w("taken")
    return w("Receipt {number} on the terminal: {amount}, {what}", number=f"{last.receipt:04d}",
             amount=formats.money(abs(last.amount)), what=words)  # fmt: skip


VERB = Verb("simulate a card terminal on a line of its own", _arguments, run)
