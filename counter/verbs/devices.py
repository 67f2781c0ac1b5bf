"""`devices simulate`: a simulated card terminal or SMS modem on a line of its own, to play with and to learn on."""

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from counter.devices.zvt_simulator.machine import Machine


def _arguments(parser: argparse.ArgumentParser) -> None:
    # The names are those of the simulators' faults.py, which are imported only where they are needed.
    parser.add_argument("what", choices=("simulate",), help="simulate: a device that is not there")
    parser.add_argument("--device", default="terminal", choices=("terminal", "modem"),
                        help="a card terminal that speaks ZVT (terminal), or an SMS modem")  # fmt: skip
    parser.add_argument("--fault", default="none",
                        help="what goes wrong during a payment or a message; an unknown name lists them")  # fmt: skip
    parser.add_argument("--personality", default="keeps", choices=("keeps", "reverses"),
                        help="what a terminal does with a payment whose telling is not answered (keeps)")  # fmt: skip
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
    """Run a simulated device until it is stopped. Raises UnknownFault, NoPseudoTerminals."""
    if arguments.device == "modem":
        return _modem(arguments, w, said)
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
        runner.run(_until(machine.line, machine.switch_on, arguments.seconds), lambda moved: said.line(_told(moved, w)))
    except KeyboardInterrupt:
        pass
    finally:
        runner.close()
    standing = [each.amount for each in machine.ledger.standing]
    text = w.n("{n} payment stands on the terminal.", "{n} payments stand on the terminal.", len(standing))
    return Answer((text,), {"port": runner.port, "asked": machine.payments, "standing": standing})


def _modem(arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    from counter.devices.modem_simulator.faults import ModemFault
    from counter.devices.modem_simulator.machine import Modem
    from counter.devices.pseudo_line import PseudoLine

    if arguments.fault not in list(ModemFault):
        raise UnknownFault(arguments.fault, ", ".join(ModemFault))
    modem = Modem(fault=ModemFault(arguments.fault), seed=arguments.seed, power_at=arguments.power_off_at)
    line = PseudoLine(modem)
    said.line(w("The simulated modem is at {port}. Set it in the settings as “{kind}”, 9600 baud.",
                port=line.port, kind=w("on a serial port")))  # fmt: skip
    said.line(w("No message leaves this computer. Ctrl+C ends it."))
    over, aired = _until(modem, lambda _now: modem.switch_on(), arguments.seconds), 0
    try:
        while not over():
            line.step()
            if len(modem.aired) > aired:
                aired = len(modem.aired)
                said.line(w("Message part {number} went out.", number=aired))
    except KeyboardInterrupt:
        pass
    finally:
        line.close()
    text = w.n("{n} part went out.", "{n} parts went out.", len(modem.aired))
    return Answer((text,), {"port": line.port, "asked": modem.asked, "parts": len(modem.aired)})


class _Powered(Protocol):
    """What may have lost its power; power_at: None where it was never to lose any."""

    power: bool
    power_at: int | None


def _until(device: _Powered, switch_on: Callable[[float], object], seconds: float | None) -> Callable[[], bool]:
    began, off_at = time.monotonic(), 0.0

    def over() -> bool:
        nonlocal off_at
        now = time.monotonic()
        if device.power:
            off_at = 0.0
        elif not off_at:
            off_at = now
        elif now - off_at >= 10 and device.power_at is not None:
            switch_on(now)
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


VERB = Verb("simulate a card terminal or an SMS modem on a line of its own", _arguments, run)
