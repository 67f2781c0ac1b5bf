"""A price as it was typed is put into force: at once, with a second person, or as a request that waits."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from counter.desk.approve import SecondPersonNeeded
from counter.desk.change_prices import Basis, Scope, ask_for_price, set_price
from counter.desk.people import Person
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView
from counter.rules.permissions import Act
from db.queries import registers
from db.queries.registers import TariffRow


class PriceWish(NamedTuple):
    """A new price as it was typed, in place of a row's."""

    row: TariffRow
    price: int
    since: date
    basis: Basis
    until: date | None = None

    @property
    def terms(self) -> dict[str, Any]:
        """Return what the kind of price needs besides a price."""
        return json.loads(self.row.terms) if self.row.terms else {}

    def arguments(self) -> tuple[int, Scope, str, int, date]:
        """Return what set_price and ask_for_price are given first."""
        row = self.row
        return row.item_id, Scope(row.unit_kind, row.unit_id), row.kind, self.price, self.since


class PriceSaving:
    """told says a price in words: its figures, its item, whom it is for; saved is called with the wish."""

    def __init__(
        self, session: Session, view: PageView, approval: AskApproval,
        told: Callable[[TariffRow], tuple[str, str, str]], saved: Callable[[PriceWish], None],
    ) -> None:  # fmt: skip
        self._session, self._view, self._approval = session, view, approval
        self._told, self._saved = told, saved

    def save(self, wish: PriceWish) -> str:
        """Put a price into force, with a second person where the office wants one; returns what is wrong, or ''."""
        session = self._session
        try:
            set_price(
                session.books,
                *wish.arguments(),
                request_id=session.new_request(),
                staff=session.person,
                basis=wish.basis,
                until=wish.until,
                terms=wish.terms,
            )
        except SecondPersonNeeded:
            self._ask_second(wish)
            return ""
        except Exception as error:
            return session.told(error).sentence
        self._saved(wish)
        return ""

    def _ask_second(self, wish: PriceWish) -> None:
        w = self._session.words
        price, item, whom = self._told(wish.row._replace(price=wish.price))
        self._approval(
            Wish(
                Act.APPROVE_PRICES,
                w("Price {price} for {item}, {whom}", price=price, item=item, whom=whom),
                self._before(wish),
                needs_reason=False,
                on_granted=lambda approver, _reason: self._agreed(wish, approver),
                on_request=lambda reason: self._requested(wish, reason),
            )
        )

    def _before(self, wish: PriceWish) -> str:
        w = self._session.words
        if wish.until is not None:
            return w("It ends with {day}; from the next day on no such price holds.", day=wish.until)
        rows = registers.tariffs(self._session.connection)
        before = next((row for row in rows if row.id == wish.row.id), None)
        if before is None:
            return w("It holds from {day} on. There was no such price before.", day=wish.since)
        price, _item, _whom = self._told(before)
        return w("It holds from {day} on. The price before was {price}.", day=wish.since, price=price)

    def _agreed(self, wish: PriceWish, approver: Person) -> None:
        session = self._session
        try:
            set_price(
                session.books, *wish.arguments(), request_id=session.new_request(), staff=session.person,
                basis=wish.basis, until=wish.until, terms=wish.terms, approver=approver,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._saved(wish)

    def _requested(self, wish: PriceWish, reason: str) -> None:
        session = self._session
        try:
            ask_for_price(
                session.books, *wish.arguments(), reason, request_id=session.new_request(), staff=session.person,
                basis=wish.basis, until=wish.until, terms=wish.terms,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.say("plain", session.words("The price waits for a decision; until then the one before holds."))
