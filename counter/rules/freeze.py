"""Whether a charge is frozen: the one function that answers."""

from collections.abc import Collection


def is_frozen(charge_id: int, disputed: Collection[int]) -> bool:
    """A charge is frozen while it is disputed: no reminder, no late fee, and settled only when chosen by name."""
    return charge_id in disputed
