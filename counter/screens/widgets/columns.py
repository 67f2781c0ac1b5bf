"""How the columns of a table share its width, so that it never scrolls sideways."""

from collections.abc import Sequence
from typing import Literal, NamedTuple


class Column(NamedTuple):
    """One column: its title, its least width in design pixels, and its share of what is left over.

    A column that `yields` is left out where the least widths of all do not fit; what it says is then said elsewhere.
    """

    key: str
    title: str
    least: int
    share: int = 0
    align: Literal["left", "right"] = "left"
    yields: bool = False


def kept(total: int, least: Sequence[int], yields: Sequence[bool]) -> list[int]:
    """Return the places of the columns to show: all that fit, the last yielding ones left out first."""
    places = list(range(len(least)))
    for place in reversed(range(len(least))):
        if sum(least[kept_one] for kept_one in places) <= total:
            break
        if yields[place]:
            places.remove(place)
    return places


def share_widths(total: int, least: Sequence[int], shares: Sequence[int]) -> list[int]:
    """Return widths that sum to `total` exactly (largest remainder).

    What is left above the least widths goes by the shares, evenly where all shares are 0. Where even the least
    widths do not fit, columns with a share give way first, so that figures stay whole.
    """
    if not least:
        return []
    spare = total - sum(least)
    if spare < 0:
        return _squeezed(max(0, total), least, shares)
    extra = _split(spare, shares if any(shares) else [1] * len(least))
    return [width + more for width, more in zip(least, extra, strict=True)]


def _squeezed(total: int, least: Sequence[int], shares: Sequence[int]) -> list[int]:
    giving = [width if share else 0 for width, share in zip(least, shares, strict=True)]
    fixed = sum(least) - sum(giving)
    if not any(giving) or total < fixed:
        return _split(total, least)
    given = _split(total - fixed, giving)
    return [new if share else width for new, width, share in zip(given, least, shares, strict=True)]


def _split(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    if whole == 0:
        return [0 for _ in weights]
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
