"""The words of the Units screen for the codes of the register and of the chain."""

from collections.abc import Mapping

from counter.words import N_

UNIT_KINDS: Mapping[str, str] = {
    "flat": N_("Flat"),
    "shop": N_("Shop"),
    "parking": N_("Parking place"),
    "storage": N_("Storage room"),
}
