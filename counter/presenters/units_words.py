"""The words of the Units screen for the codes of the register and of the chain."""

from collections.abc import Mapping

from counter.words import N_

UNIT_KINDS: Mapping[str, str] = {
    "flat": N_("Flat"),
    "shop": N_("Shop"),
    "parking": N_("Parking place"),
    "storage": N_("Storage room"),
}
# What is said where a segment of a unit's card has no rows.
EMPTY: Mapping[str, str] = {
    "open": N_("Nothing is open."),
    "history": N_("Nothing has happened yet."),
    "receipts": N_("There is no receipt yet."),
    "people": N_("Nobody is recorded."),
    "scans": N_("No scan is kept with this unit; A keeps one."),
    "facts": N_("No meter, plate, reduction or gap is recorded."),
}
