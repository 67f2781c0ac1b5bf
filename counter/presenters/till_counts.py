"""A count by denomination while it is being typed: texts in, pieces and sums out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from counter.presenters.till_view import GridRow
from counter.rules.cash import DENOMINATIONS_CNY, count_total
from counter.rules.fold import to_ascii
from counter.words import formats
from counter.words.formats import Currency

_PIECES = re.compile("[0-9]{1,6}")


def pieces(text: str) -> int | None:
    """Return a typed number of notes or coins, 0 where nothing is typed, None where it is no such number."""
    plain = to_ascii(text).strip()
    if not plain:
        return 0
    return int(plain) if _PIECES.fullmatch(plain) else None


@dataclass(slots=True)
class TypedCount:
    """The rows of one count; ids are the denominations in minor units as text."""

    currency: Currency
    denominations: tuple[int, ...] = DENOMINATIONS_CNY
    texts: dict[str, str] = field(default_factory=dict)

    def propose(self, counts: Mapping[str, int]) -> None:
        """Fill in a proposal; denominations not in use here are left out."""
        known = {str(each) for each in self.denominations}
        self.texts = {row_id: str(number) for row_id, number in counts.items() if row_id in known and number}

    @property
    def wrong(self) -> str:
        """Return the first row whose text is no number, '' where all are."""
        return next((row_id for row_id in map(str, self.denominations) if self._pieces(row_id) is None), "")

    @property
    def anything(self) -> bool:
        """Return whether anything is typed at all."""
        return any(text.strip() for text in self.texts.values())

    def counts(self) -> dict[int, int]:
        """Return pieces by denomination; a row that is no number counts as none."""
        return {each: self._pieces(str(each)) or 0 for each in self.denominations}

    def total_text(self) -> str:
        """Return the sum of every row that is a number, as it is shown."""
        return formats.money(count_total(self.counts()), self.currency)

    def amount_text(self, row_id: str) -> str:
        """Return the sum of one row as it is shown, '' where nothing or no number is typed."""
        number = self._pieces(row_id)
        if number is None or not self.texts.get(row_id, "").strip():
            return ""
        return formats.money(number * int(row_id), self.currency)

    def rows(self) -> tuple[GridRow, ...]:
        """Return all rows, largest first."""
        return tuple(self._row(each) for each in self.denominations)

    def _row(self, denomination: int) -> GridRow:
        row_id = str(denomination)
        face = formats.money(denomination, self.currency)
        return GridRow(row_id, face, self.texts.get(row_id, ""), self.amount_text(row_id))

    def _pieces(self, row_id: str) -> int | None:
        return pieces(self.texts.get(row_id, ""))
