"""The bands of a tiered price as rows: from which quantity on a unit costs what."""

from collections.abc import Callable
from functools import partial

from counter.presenters.pay_view import Asked
from counter.presenters.price_words import ten_thousandths, terms_of
from counter.presenters.questions import Form
from counter.presenters.readings_words import reading, thousandths
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.words import formats
from counter.words.terms import METER_UNITS, term
from db.chain import canonical
from db.queries.registers import TariffRow


class BandsPage:
    """Rows of one price until they are right; done gets the row with its bands, or None where it is given up."""

    def __init__(
        self, session: Session, view: PageView, row: TariffRow, item: str, done: Callable[[TariffRow | None], None]
    ) -> None:
        self._session, self._view, self._row, self._item, self._done = session, view, row, item, done
        self._bands: list[list[int]] = [list(band) for band in terms_of(row).get("bands", ())]
        self._chosen = ""

    def show(self) -> None:
        """Show the bands from the lowest on."""
        w, currency = self._session.words, self._session.currency
        unit = term(str(terms_of(self._row).get("unit", "")), METER_UNITS, w)
        columns = (
            PageColumn("from", w("From"), 120, 2, "right"), PageColumn("to", w("Up to"), 120, 2, "right"),
            PageColumn("price", w("Price"), 120, 2, "right"), PageColumn("unit", w("per"), 80, 2),
        )  # fmt: skip
        ends = [*(reading(band[0]) for band in self._bands[1:]), w("without end")]
        rows = tuple(
            PageRow(str(band[0]), (reading(band[0]), end, formats.price(band[1], currency), unit))
            for band, end in zip(self._bands, ends, strict=False)
        )
        go_on = (PageCommand("F9", w("Go on"), True),) if self._bands else ()
        commands = (
            *go_on, PageCommand("A", w("Add a band"), not self._bands), PageCommand("D", w("Take the band out")),
            PageCommand("X", w("Back")),
        )  # fmt: skip
        empty = (w("No band yet"), w("A adds the first one, from 0."))
        text = w("Only what lies within a band costs its price. Enter changes a band.")
        self._view.show_page(Page(w("Bands: {item}", item=self._item), text, columns, rows, commands, empty))

    def selected(self, row_id: str) -> None:
        """Remember which band is at hand."""
        self._chosen = row_id

    def opened(self, row_id: str) -> None:
        """Change a band."""
        band = next(each for each in self._bands if str(each[0]) == row_id)
        self._ask(band)

    def pressed(self, key: str) -> None:
        """Add or take out a band, go on or give up."""
        if key == "A":
            self._ask(None)
        elif key == "D" and self._bands:
            self._take_out()
        elif key == "X":
            self._done(None)
        elif key == "F9" and self._bands:
            self._done(self._row._replace(terms=canonical({**terms_of(self._row), "bands": self._bands})))

    def _ask(self, band: list[int] | None) -> None:
        w, currency = self._session.words, self._session.currency
        begins = reading(band[0]) if band else "0" if not self._bands else ""
        price = formats.price(band[1], currency) if band else ""
        fields = (Asked("from", w("From"), begins.replace(",", ""), True), Asked("price", w("Price"), price, True))
        self._view.ask(Form(w("A band"), w("It holds up to where the next one begins."), w("Take it"),
                            partial(self._typed, band), fields))  # fmt: skip

    def _typed(self, band: list[int] | None, values: dict[str, str]) -> str:
        w = self._session.words
        begins, price = thousandths(values["from"]), ten_thousandths(values["price"])
        if begins is None:
            return w("A quantity has figures and at most three decimals, for example 180.")
        if price is None:
            return w("A price has figures and at most four decimals, for example 2.80.")
        others = [each for each in self._bands if each is not band]
        if any(each[0] == begins for each in others):
            return w("A band begins there already.")
        changed = sorted([*others, [begins, price]])
        if changed[0][0] != 0:
            return w("The first band begins at 0.")
        self._bands = changed
        self.show()
        return ""

    def _take_out(self) -> None:
        left = [each for each in self._bands if str(each[0]) != self._chosen]
        if left and left[0][0] != 0:
            self._view.say("risk", self._session.words("The first band begins at 0."))
            return
        self._bands = left
        self.show()
