"""Moving a unit's balance from one fee item to another, or making it general: which, whereto, how much, who agrees."""

from collections.abc import Callable
from functools import partial
from typing import Any

from counter.desk.change_purse import PurseChange, change_purse
from counter.desk.people import Person
from counter.desk.purses import earmarkable, item_in
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import purses
from db.queries.accounts import Unit

_CHOICES = 8


class MoveBalance:
    """Asks its way to the act; done is told after it."""

    def __init__(self, session: Session, view: ScanView, ask: AskApproval, done: Callable[[], None]) -> None:
        self._session, self._view, self._ask, self._done = session, view, ask, done

    def begin(self, unit: Unit) -> str:
        """Ask which of the unit's sums is moved."""
        w, held = self._session.words, purses.held(self._session.connection, unit.id)
        options: list[tuple[Any, str]] = [
            (item, w("{purse}, {amount}", purse=self._name(item), amount=self._money(amount)))
            for item, amount in list(held.items())[:_CHOICES]
        ]
        self._view.ask(choose(w("Which balance of {unit}?", unit=unit.code), "", options, partial(self._to, unit)))
        return ""

    def _to(self, unit: Unit, item: int | None) -> str:
        w = self._session.words
        places = [None, *(each.id for each in earmarkable(self._session.connection))]
        options: list[tuple[Any, str]] = [(each, self._name(each)) for each in places if each != item][:_CHOICES]
        title = w("What is it kept for then?")
        self._view.ask(choose(title, "", options, partial(self._sum, unit, item)))
        return ""

    def _sum(self, unit: Unit, from_item: int | None, to_item: int | None) -> str:
        session = self._session
        w = session.words
        held = purses.held(session.connection, unit.id).get(from_item, 0)
        field = Asked("amount", w("Amount"), formats.money(held, session.currency), True)
        typed = partial(self._typed, unit, from_item, to_item)
        text = w("From {purse} to {other}. No money is handed over.", purse=self._name(from_item),
                 other=self._name(to_item))  # fmt: skip
        self._view.ask(Form(w("Move balance of {unit}", unit=unit.code), text, w("Go on"), typed, (field,)))
        return ""

    def _typed(self, unit: Unit, from_item: int | None, to_item: int | None, values: dict[str, str]) -> str:
        session = self._session
        w = session.words
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
        except Exception as error:
            return session.sentence(error)
        title = w("Move {amount} of the balance of {unit}", amount=self._money(amount), unit=unit.code)
        text = w("From {purse} to {other}. No money is handed over.", purse=self._name(from_item),
                 other=self._name(to_item))  # fmt: skip
        wish = PurseChange(unit.id, from_item, to_item, amount)
        # One wish, one id: a second Enter moves nothing twice.
        act = partial(self._move, wish, session.new_request())
        self._ask(Wish(Act.APPROVE_REVERSAL, title, text, needs_reason=True, on_granted=act))
        return ""

    def _move(self, wish: PurseChange, request: str, approver: Person, reason: str) -> None:
        session = self._session
        try:
            change_purse(
                session.books, wish, reason, request_id=request, staff=session.person, approver=approver,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._done()
        self._view.say("saved", session.words("Moved: {amount} is {purse} now.", amount=self._money(wish.amount),
                                              purse=self._name(wish.to_item)))  # fmt: skip

    def _name(self, item_id: int | None) -> str:
        w = self._session.words
        item = item_in(self._session.connection, item_id, w.language)
        return w("balance for {item}", item=item) if item else w("general balance")

    def _money(self, amount: int) -> str:
        return formats.money_with_symbol(amount, self._session.currency)
