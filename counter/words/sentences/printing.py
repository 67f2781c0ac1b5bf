"""Sentences for printers that cannot be reached or are set wrongly."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "printer_setting_wrong": (
        N_("The connection “{port}” does not fit a printer of the kind {kind}."),
        N_("Correct it in the settings: a device file or COM port, host:port, a queue's name, a folder, or USB ids."),
    ),
    "printer_unreachable": (
        N_("The printer {device} did not take the whole paper: {reason}."),
        N_("What was posted is saved. Look at the printer; the paper waits in the queue and can be printed again."),
    ),
}
