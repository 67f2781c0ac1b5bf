"""The last day of a price, asked on the page of prices: not before what is billed, or open again."""

from collections.abc import Callable
from datetime import date
from functools import partial

from counter.desk.change_prices import Basis
from counter.presenters.pay_view import Asked
from counter.presenters.price_saving import PriceSaving, PriceWish
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView
from db.queries.registers import TariffRow


class PriceEnd:
    """last_billed says up to which day the units of a price are billed."""

    def __init__(
        self, session: Session, view: PageView, saving: PriceSaving, last_billed: Callable[[TariffRow], date | None]
    ) -> None:
        self._session, self._view, self._saving = session, view, saving
        self._last_billed = last_billed

    def begin(self, row: TariffRow, name: str) -> None:
        """Ask for the last day of a price; an empty field lets it hold on."""
        w = self._session.words
        text = w("From the next day on the units are listed in the bill run as without a price, until another holds.")
        field = Asked("until", w("Last day (empty: it holds on)"), row.until or self._session.today().isoformat())
        self._view.ask(
            Form(w("End of the price: {item}", item=name), text, w("Save"), partial(self._take, row), (field,))
        )

    def _take(self, row: TariffRow, values: dict[str, str]) -> str:
        w, typed = self._session.words, values["until"].strip()
        try:
            until = date.fromisoformat(typed) if typed else None
        except ValueError:
            return w("Write the day as 2026-11-23.")
        last = self._last_billed(row)
        if until is not None and last is not None and until < last:
            return w("Charges are billed up to {last}; a price ends on that day or later.", last=last.isoformat())
        basis = Basis(row.basis_kind, row.basis_number, row.basis_date, row.basis_scan)
        return self._saving.save(PriceWish(row, row.price, date.fromisoformat(row.since), basis, until))
