"""The sums of a terminal's day, as the end of day (06 50) tells them."""

from counter.devices.card_terminal import Settled
from counter.devices.zvt.dialogue import Ended, Ending

_KINDS = 7
_HEAD, _PART = 4, 7  # two receipt numbers; then for each kind of card a count and a sum


def settled_of(ended: Ended) -> Settled | None:
    """Return the day's sums, None where the terminal did not close it or told none."""
    status = ended.status
    if ended.ending is not Ending.DONE or status is None:
        return None
    raw = status.totals
    if len(raw) == _HEAD + _KINDS * _PART:
        parts = [raw[at : at + _PART] for at in range(_HEAD, len(raw), _PART)]
        sums = [part[1:].hex() for part in parts]
        slips = raw[:2].hex(), raw[2:4].hex()
        if all(each.isdecimal() for each in (*sums, *slips)):
            return Settled(sum(part[0] for part in parts), sum(map(int, sums)), *map(int, slips))
    return None if status.amount is None else Settled(None, status.amount)
