"""The slips of a terminal's day against those of the books, number by number."""

from collections.abc import Collection
from typing import NamedTuple

LAST = 9999
# A terminal that says so many slips for a day is not believed: the list would help nobody.
_MOST = 500
_SOME = 3


class Unmatched(NamedTuple):
    """there: numbers that the terminal used and the books do not hold; here: numbers of the books outside its day."""

    there: tuple[int, ...]
    here: tuple[int, ...]


def left_out(numbers: Collection[int]) -> tuple[int, ...]:
    """Return what lies between the smallest and the largest of a batch's slip numbers and is not among them.

    Nothing where as much is missing as is there: such numbers are no row of one batch.
    """
    known = set(numbers)
    if not known or max(known) - min(known) + 1 >= 2 * len(known) + _SOME:
        return ()
    return tuple(each for each in range(min(known), max(known)) if each not in known)


def unmatched(first: int, last: int, held: Collection[int]) -> Unmatched:
    """Return what has no match, first and last being the terminal's own slip numbers; after 9999 comes 1."""
    if not (1 <= first <= LAST and 1 <= last <= LAST):
        return Unmatched((), ())
    size = (last - first) % LAST + 1
    if size > _MOST:
        return Unmatched((), ())
    day = [(first - 1 + step) % LAST + 1 for step in range(size)]
    known = set(held)
    return Unmatched(tuple(each for each in day if each not in known), tuple(sorted(known - set(day))))
