"""Writing off and reviving the charges of one unit, asked for from its card or from the register of bad debt."""

from collections.abc import Sequence
from functools import partial

from counter.desk.payment_order import Chosen
from counter.desk.people import Person
from counter.desk.write_off import ask_for_write_off, revive, write_off
from counter.presenters.approval import Wish
from counter.presenters.arrears_page import ArrearsPage
from counter.presenters.pay_view import Asked
from counter.presenters.settings_knobs import choose
from counter.rules.permissions import Act
from db.queries.accounts import OpenCharge, Unit


class LostActs:
    """What a page does about bad debt; every wish has a request of its own."""

    def __init__(self, page: ArrearsPage) -> None:
        self._page = page

    def ask_write_off(
        self, unit: Unit, charges: Sequence[OpenCharge], expired: Sequence[OpenCharge], selected: Sequence[OpenCharge]
    ) -> None:
        """Ask which charges are bad debt: the selected one, those whose claim has expired, or everything open."""
        page = self._page
        if not page.may(Act.ADJUST_CHARGES):
            return
        w = page.session.words
        options = [
            (several, w.n("{word}: {n} charge, {amount}", "{word}: {n} charges, {amount}", len(several), word=word,
                          amount=page.symbol(sum(each.open for each in several))))
            for several, word in (
                (tuple(selected), page.w("the selected one")), (tuple(expired), page.w("whose claim has expired")),
                (tuple(charges), page.w("everything open")),
            )
            if several
        ]  # fmt: skip
        if not options:
            page.view.say("plain", page.w("Nothing is open that could be written off."))
            return
        text = page.w("It is not dunned any more and bears no late fee, and it is owed all the same.")
        title = page.w("What of {unit} is bad debt?", unit=unit.code)
        page.view.ask(choose(title, text, options, partial(self._approve, unit)))

    def ask_revival(self, unit: Unit, charges: Sequence[OpenCharge]) -> None:
        """Ask why written-off charges are owed again like any other."""
        page = self._page
        if not charges:
            page.view.say("plain", page.w("Nothing of this unit is written off."))
        elif page.may(Act.ADJUST_CHARGES):
            amount = page.symbol(sum(each.open for each in charges))
            page.ask(
                page.w("Revive {amount} of {unit}", amount=amount, unit=unit.code),
                page.w("It is open again, is dunned and bears its late fee from today."),
                page.w("Revive it"), (Asked("reason", page.w("Reason")),),
                partial(self._revive, unit, charges, page.session.new_request()),
            )  # fmt: skip

    def _approve(self, unit: Unit, charges: Sequence[OpenCharge]) -> str:
        page, chosen = self._page, [Chosen(each.charge_id, each.open) for each in charges]
        request = page.session.new_request()
        amount = page.symbol(sum(each.open for each in charges))
        page.places.approve(Wish(
            Act.APPROVE_ADJUSTMENT, page.w("Write off {amount} of {unit} as bad debt", amount=amount, unit=unit.code),
            page.w("It stays owed: a payment revives what it pays."),
            needs_reason=True, on_granted=partial(self._write_off, unit, chosen, request),
            on_request=partial(self._request, unit, chosen, request),
        ))  # fmt: skip
        return ""

    def _write_off(self, unit: Unit, chosen: Sequence[Chosen], request: str, approver: Person, reason: str) -> None:
        page, session = self._page, self._page.session
        try:
            done = write_off(
                session.books, unit.id, chosen, reason, request_id=request, staff=session.person, approver=approver,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            page.failed(error)
            return
        page.saved(page.w("{amount} of {unit} is written off.", amount=page.symbol(done.total), unit=unit.code))

    def _request(self, unit: Unit, chosen: Sequence[Chosen], request: str, reason: str) -> None:
        page, session = self._page, self._page.session
        try:
            done = ask_for_write_off(
                session.books, unit.id, chosen, reason, request_id=request, staff=session.person, till=session.till
            )
        except Exception as error:
            page.failed(error)
            return
        amount = page.symbol(done.total)
        page.saved(page.w("Asked for: {amount} of {unit} waits for a decision at the till, list 3.", amount=amount,
                          unit=unit.code))  # fmt: skip

    def _revive(self, unit: Unit, charges: Sequence[OpenCharge], request: str, values: dict[str, str]) -> str:
        page, session = self._page, self._page.session
        try:
            done = revive(
                session.books, unit.id, [each.charge_id for each in charges], values["reason"], request_id=request,
                staff=session.person, till=session.till,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        page.saved(page.w("{amount} of {unit} is owed again.", amount=page.symbol(done.total), unit=unit.code))
        return ""
