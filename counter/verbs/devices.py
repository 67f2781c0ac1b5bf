"""`devices simulate`: a simulated device on a line of its own, to play with and to learn on."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from counter.verbs.playing import Toy


def _arguments(parser: argparse.ArgumentParser) -> None:
    # The names are those of the simulators' faults.py, which are imported only where they are needed.
    parser.add_argument("what", choices=("simulate",), help="simulate: a device that is not there")
    parser.add_argument("--device", default="terminal", choices=("terminal", "modem", "printer", "display", "scanner"),
                        help="a card terminal that speaks ZVT (terminal), an SMS modem, a receipt printer, a customer "
                             "display, a scanner on a serial port")  # fmt: skip
    parser.add_argument("--fault", default="none",
                        help="what goes wrong during a payment or a message; an unknown name lists them")  # fmt: skip
    parser.add_argument("--personality", default="keeps", choices=("keeps", "reverses"),
                        help="what a terminal does with a payment whose telling is not answered (keeps)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="chance that can be had again (1)")
    parser.add_argument("--power-off-at", type=int, metavar="N", help="lose the power after N bytes, for ten seconds")
    parser.add_argument("--columns", type=int, default=48, choices=(32, 42, 48), help="width of a printer's paper (48)")
    parser.add_argument("--seconds", type=float, metavar="S", help="stop after so long (until Ctrl+C)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Run a simulated device until it is stopped. Raises UnknownFault, NoPseudoTerminals."""
    from counter.verbs.playing import Keyboard, play

    toy = toy_of(arguments)
    port = play(toy, w, said, arguments.seconds, Keyboard())
    line, facts = _end(toy, w)
    return Answer((line,), {"port": port, **facts})


def toy_of(arguments: argparse.Namespace) -> "Toy":
    """Return the device of the command line. Raises UnknownFault."""
    from counter.devices.modem_simulator.faults import ModemFault
    from counter.devices.modem_simulator.machine import Modem
    from counter.devices.zvt_simulator.faults import Fault, Personality
    from counter.devices.zvt_simulator.machine import Machine
    from counter.verbs import toys
    from counter.verbs.playing import UnknownFault

    device, fault = arguments.device, arguments.fault
    faults: list[str] = list(ModemFault) if device == "modem" else list(Fault) if device == "terminal" else ["none"]
    if fault not in faults:
        raise UnknownFault(fault, ", ".join(faults))
    if device == "modem":
        return toys.ModemToy(Modem(fault=ModemFault(fault), seed=arguments.seed, power_at=arguments.power_off_at))
    if device == "terminal":
        machine = Machine(Personality(arguments.personality), Fault(fault), arguments.seed)
        machine.ledger.begin_at(datetime.now())
        if arguments.power_off_at is not None:
            machine.switch_off_after(arguments.power_off_at)
        return toys.TerminalToy(machine)
    if device == "printer":
        return toys.PrinterToy(arguments.columns)
    return toys.DisplayToy() if device == "display" else toys.ScannerToy()


def _end(toy: "Toy", w: Words) -> tuple[str, dict[str, Any]]:
    """Return the last line, and what a program is told."""
    from counter.verbs import toys

    if isinstance(toy, toys.TerminalToy):
        standing = [each.amount for each in toy.device.ledger.standing]
        text = w.n("{n} payment stands on the terminal.", "{n} payments stand on the terminal.", len(standing))
        return text, {"asked": toy.device.payments, "standing": standing}
    if isinstance(toy, toys.ModemToy):
        parts = len(toy.device.aired)
        return w.n("{n} part went out.", "{n} parts went out.", parts), {"asked": toy.device.asked, "parts": parts}
    if isinstance(toy, toys.PrinterToy):
        return w.n("{n} paper came out.", "{n} papers came out.", toy.papers), {"papers": toy.papers}
    if isinstance(toy, toys.ScannerToy):
        scanned = toy.device.scanned
        return w.n("{n} code was scanned.", "{n} codes were scanned.", scanned), {"scanned": scanned}
    return w("The display is switched off."), {}


VERB = Verb("simulate a card terminal, a printer or another device on a line of its own", _arguments, run)
