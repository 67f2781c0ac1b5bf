"""Whether a charge is frozen, and on which days it was: the one place that answers."""

from collections.abc import Collection, Mapping, Sequence

from counter.rules.late_fee import Pause


def is_frozen(charge_id: int, disputed: Collection[int]) -> bool:
    """A charge is frozen while it is disputed: no reminder, no late fee, and settled only when chosen by name."""
    return charge_id in disputed


def still_frozen(days: Mapping[int, Sequence[Pause]]) -> frozenset[int]:
    """The charges of which a dispute has not ended, by the days on which each was disputed."""
    return frozenset(charge_id for charge_id, each in days.items() if any(pause.last is None for pause in each))


def frozen_days(charge_id: int, days: Mapping[int, Sequence[Pause]]) -> tuple[Pause, ...]:
    """The days on which a charge was disputed, so that no late fee runs on them."""
    return tuple(days.get(charge_id, ()))
