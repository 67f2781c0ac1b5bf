"""Looking for printers, for the settings and the first start."""

from collections.abc import Callable, Sequence

from counter.presenters.settings_find_printer import FindDeeds
from counter.settings import MachineSettings
from printing.blocks import Paper
from printing.find import Candidate, found_printers


def look_for_printers(settings: MachineSettings) -> Sequence[Candidate]:
    """Return what may be a printer; the ports of the other devices are left alone."""
    others = (settings.terminal, settings.display, settings.scanner, settings.modem)
    return found_printers({each.port for each in others if each.port})


def find_deeds(
    settings: MachineSettings, print_paper: Callable[[MachineSettings, Paper], object],
    kick: Callable[[MachineSettings], object],
) -> FindDeeds:  # fmt: skip
    """Return what the page that finds a printer asks for."""
    from printing.find_network import hosts_of, network_printers, own_network

    return FindDeeds(
        look=lambda: look_for_printers(settings),
        network=lambda network: network_printers(hosts_of(network)),
        own_network=own_network,
        print_paper=print_paper,
        kick=kick,
    )
