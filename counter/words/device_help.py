"""What to do about a device that is not ready, under the codes that PRINTER_REASONS has the words of."""

from collections.abc import Mapping

from counter.words.terms import PRINTER_REASONS, term
from counter.words.words import N_, Words

PRINTER_HELP: Mapping[str, str] = {
    "paper_out": N_("Put in a new roll and close the cover; what waits prints by itself."),
    "paper_low": N_("Put in a new roll soon."),
    "cover_open": N_("Close the cover; what waits prints by itself."),
    "cutter": N_("Switch the printer off, free the paper at the cutter, and switch it on again."),
    "error": N_("Look at its lamps, switch it off and on again; what waits prints by itself."),
    "unreachable": N_("Is it switched on, is its cable plugged in? What waits prints by itself once it answers."),
    "not_found": N_("Is it switched on, is its cable plugged in? What waits prints by itself once it answers."),
    "no_permission": N_("This computer's user needs the right to print: see the manual, Printers."),
    "busy": N_("Close the other program that uses it."),
}


def shut_words(reason: str, w: Words) -> tuple[str, str]:
    """Return that the drawer did not open, with the reason (its code), and what to do."""
    told = w("The drawer did not open: {reason}.", reason=term(reason, PRINTER_REASONS, w))
    return told, w("Open the drawer with its key.")
