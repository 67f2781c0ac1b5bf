"""The terminal's slips while they are typed: count and sum of each tender against the books."""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from counter.desk.check_slips import SlipSum
from counter.presenters.till_counts import pieces
from counter.presenters.till_day import day_drawer
from counter.presenters.till_view import SlipRow, SlipVerdict
from counter.rules.money import parse_amount
from counter.rules.tender import TenderKind
from counter.words import Words, formats
from counter.words.formats import Currency
from counter.words.terms import TENDERS, term
from db.queries.tenders import slips_standing
from db.queries.tills import TillState

BY_TERMINAL = (TenderKind.CARD.value, TenderKind.SCAN.value)
FieldName = Literal["count", "sum"]
NO_VERDICT = SlipVerdict("none", "")


class WrongFigure(NamedTuple):
    """A figure of a slip that cannot be read."""

    row_id: str
    field: FieldName
    sentence: str


def of_the_books(connection: Any, state: TillState) -> dict[str, tuple[int, int]]:
    """Return by tender of the terminal how many slips the books hold of an open day, and what they carry."""
    standing = slips_standing(connection, state.opened_event, state.till)
    sums = day_drawer(connection, state).tenders
    return {name: (standing.get(name, 0), sums[name].net) for name in BY_TERMINAL if name in sums}


@dataclass(slots=True)
class TypedSlips:
    """here: count and sum (minor units) that the books hold by tender; texts: what is typed, by (tender, field)."""

    currency: Currency
    here: dict[str, tuple[int, int]] = field(default_factory=dict)
    texts: dict[tuple[str, FieldName], str] = field(default_factory=dict)

    @property
    def tenders(self) -> list[str]:
        """Return the tenders of the terminal that the day has."""
        return [name for name in BY_TERMINAL if name in self.here]

    def type(self, row_id: str, name: FieldName, text: str) -> None:
        """Keep what is typed."""
        self.texts[(row_id, name)] = text

    def fill(self, count: int | None, amount: int) -> None:
        """Keep what the terminal tells of its day (count None: not said; amount in minor units).

        It adds its cards and codes together: all of it but what the books hold of the others stands in the first row.
        """
        first, *others = self.tenders
        for name in others:
            held_count, held_amount = self.here[name]
            amount -= (told := max(0, min(held_amount, amount)))
            self.type(name, "sum", formats.money(told, self.currency))
            if count is not None:
                count -= (number := min(held_count, count))
                self.type(name, "count", str(number))
        self.type(first, "count", "" if count is None else str(count))
        self.type(first, "sum", formats.money(amount, self.currency))

    def text(self, row_id: str, name: FieldName) -> str:
        """Return what is typed, without spaces at its ends."""
        return self.texts.get((row_id, name), "").strip()

    def rows(self, w: Words) -> tuple[SlipRow, ...]:
        """Return a row for each tender of the terminal."""
        return tuple(
            SlipRow(name, term(name, TENDERS, w), self.text(name, "count"), self.text(name, "sum"))
            for name in self.tenders
        )

    def verdict(self, row_id: str, w: Words) -> SlipVerdict:
        """Return how a slip compares with the books: for a slip that was confirmed, for it tells their figures."""
        number, amount = pieces(self.text(row_id, "count")), self._sum(row_id)
        if not self.text(row_id, "count") or number is None or amount is None:
            return NO_VERDICT
        books_count, books_amount = self.here[row_id]
        if (number, amount) == (books_count, books_amount):
            return SlipVerdict("same", w("agrees"), self._here(row_id, w))
        more = number - books_count
        fields = {
            "count": f"+{more}" if more > 0 else formats.count(more),
            "amount": formats.signed_money(amount - books_amount, self.currency),
        }
        return SlipVerdict("different", w("differs: {count}, {amount}", **fields), self._here(row_id, w))

    def wrong(self, w: Words) -> WrongFigure | None:
        """Return the first figure that is missing or cannot be read, None where all can."""
        for name in self.tenders:
            if not self.text(name, "count") or pieces(self.text(name, "count")) is None:
                return WrongFigure(name, "count", w("Type how many payments the slip shows, 0 for none."))
            if self._sum(name) is None:
                return WrongFigure(name, "sum", w("Type the sum as the slip shows it, 0 for none."))
        return None

    def sums(self) -> dict[str, SlipSum]:
        """Return every slip beside the books; call it where nothing is wrong."""
        return {
            name: SlipSum(pieces(self.text(name, "count")) or 0, self._sum(name) or 0, *self.here[name])
            for name in self.tenders
        }

    def _sum(self, row_id: str) -> int | None:
        try:
            return parse_amount(self.text(row_id, "sum"), self.currency.digits)
        except ValueError:
            return None

    def _here(self, name: str, w: Words) -> str:
        number, amount = self.here[name]
        return w.n("{n} payment, {amount}", "{n} payments, {amount}", number,
                   amount=formats.money(amount, self.currency))  # fmt: skip
