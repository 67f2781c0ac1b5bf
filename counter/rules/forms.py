"""Numbers of pre-printed forms (票据印刷号): a prefix and figures of a fixed width, in books."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counter.rules.form_number import check_form_number, parts

LARGEST_BOOK = 10_000


class FormNumber(NamedTuple):
    """A number as the stock carries it: A0012345 is prefix A, number 12345, width 7."""

    prefix: str
    number: int
    width: int

    @property
    def text(self) -> str:
        """Return the number as it is printed on the stock."""
        return f"{self.prefix}{self.number:0{self.width}d}"


class NotABook(ValueError):
    """Two numbers that are not the first and the last of one book of forms."""

    code = "not_a_book"

    def __init__(self, first: str, last: str, most_count: int) -> None:
        super().__init__(first, last, most_count)
        self.first = first
        self.last = last
        self.most_count = most_count


def parse_form_number(text: str) -> FormNumber:
    """Read a number as typed, in any width and case, spaces dropped; raises NotAFormNumber."""
    number = check_form_number(text)
    prefix, running = parts(number)
    return FormNumber(prefix, running, len(number) - len(prefix))


def book_of(first: str, last: str) -> tuple[FormNumber, FormNumber]:
    """Return the two ends of a book; raises NotAFormNumber, NotABook."""
    start, end = parse_form_number(first), parse_form_number(last)
    same = (start.prefix, start.width) == (end.prefix, end.width)
    if not same or not 0 <= end.number - start.number < LARGEST_BOOK:
        raise NotABook(first, last, LARGEST_BOOK)
    return start, end


def gaps(touched: Iterable[int], first: int, last: int) -> list[int]:
    """Return the numbers from first on that nobody accounted for although a later one of the range was."""
    known = {number for number in touched if first <= number <= last}
    return [number for number in range(first, max(known, default=first)) if number not in known]


def ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as stretches without a hole: 3, 4, 5, 9 → (3, 5), (9, 9)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
