"""Sentences for this computer's folders and settings."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "nothing_asked": (
        N_("No card payment is in hand that this slip could belong to."),
        N_("Begin the payment again with F10, then type the slip."),
    ),
    "terminal_cannot_do": (
        N_("This card terminal cannot be asked for that from here."),
        N_("Do it on the terminal itself, then void the receipt or type the settlement slip."),
    ),
    "line_broken": (
        N_("The card terminal cannot be reached: {reason}."),
        N_("Check its cable and power, then the port in the settings."),
    ),
    "terminal_told_no_sums": (
        N_("The terminal did not tell the sums of its day."),
        N_("Type them from its settlement slip, or try again with F10."),
    ),
    "terminal_amount_too_large": (
        N_("The card terminal cannot be asked for {amount_minor}."),
        N_("Take it in several payments, or another way."),
    ),
    "zvt_cannot_encode": (
        N_("The card terminal cannot be asked for “{value}”."),
        N_("Work this terminal by hand, and type its slip."),
    ),
    "no_pseudo_terminals": (
        N_("This system has no pseudo terminals, so a simulated device cannot run here."),
        N_("Try it on Linux or macOS."),
    ),
    "unknown_fault": (
        N_("The simulated device has no fault “{fault}”."),
        N_("Choose one of these: {faults}."),
    ),
    "folder_not_usable": (
        N_("The folder {path} cannot be used: {reason}"),
        N_("Choose another folder, or ask whoever looks after this computer for the right to write there."),
    ),
    "setting_wrong_value": (
        N_("The setting {key} has the value “{value}”, which cannot be used."),
        N_("The program works with “{used}” until it is changed in the settings."),
    ),
    "settings_broken": (
        N_("The settings of this computer could not be read: {reason}"),
        N_("The program works with its own defaults. The old file was kept as {aside}; check the settings now."),
    ),
    "settings_unreadable": (
        N_("The settings of this computer could not be read from {path}: {reason}"),
        N_("The program works with its own defaults. Check that the file may be read and written."),
    ),
}
