"""The balance keys of the Pay screen: keep the change, for which fee item, and pay from what is kept."""

from collections.abc import Callable
from dataclasses import replace

from counter.desk.pay_from_purses import payable_from_balance
from counter.desk.payment_order import PaymentOrder
from counter.desk.purses import earmarkable, item_in
from counter.desk.settlement import settlement
from counter.desk.tenders import TenderIn
from counter.presenters.pay_ready import PayReady
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView
from counter.presenters.session import Session
from counter.rules.tender import TenderKind


class PayBalance:
    """What B, E and Y do with the payment that is being put together.

    order returns what desk would be asked for so much (minor units) with no tender yet; note takes a tender down.
    """

    def __init__(
        self, session: Session, view: PayView, state: PayState, ready: PayReady, *,
        order: Callable[[int], PaymentOrder], note: Callable[[TenderIn], None], refresh: Callable[[], None],
    ) -> None:  # fmt: skip
        self._session, self._view, self._state, self._ready = session, view, state, ready
        self._order, self._note, self._refresh = order, note, refresh

    def keep_change(self) -> None:
        """B: keep what is handed over beyond the sum as balance instead of giving change."""
        if not self._state.in_hand:
            return
        kept = not self._state.basket.keep_change
        self._state.basket = replace(self._state.basket, keep_change=kept, kept_for=None)
        text = (
            self._w("What is handed over beyond the sum becomes balance; E keeps it for one fee item only.")
            if kept
            else self._w("What is handed over beyond the sum is given back as change.")
        )
        self._view.say("plain", text)
        self._refresh()

    def earmark(self) -> None:
        """E: keep it for the next of the unit's fee items, after the last one for whatever will be owed."""
        if not self._state.in_hand:
            return
        items = [None, *self._items()]
        now = self._state.basket.kept_for
        following = items[(items.index(now) + 1) % len(items)] if now in items else None
        self._state.basket = replace(self._state.basket, keep_change=True, kept_for=following)
        if following is None:
            text = self._w("What is handed over beyond the sum becomes general balance.")
        else:
            item = item_in(self._session.connection, following, self._session.words.language)
            text = self._w("What is handed over beyond the sum is kept for {item} only. E: the next item.", item=item)
        self._view.say("plain", text)
        self._refresh()

    def use_balance(self) -> None:
        """Y: note as much as possible from the units' balance; a tender key takes the payment."""
        if not self._ready.ready():
            return
        left = self._ready.left()
        if left <= 0 or not any(each.balance for each in self._state.standings):
            self._view.say("risk", self._w("There is no balance to pay from."))
            return
        try:
            amount = min(self._payable(), left)
        except Exception as error:
            self._view.say("risk", *self._session.told(error))
            return
        if amount <= 0:
            self._view.say("risk", self._w("The balance is kept for other fee items and pays nothing of this."))
            return
        self._note(TenderIn(TenderKind.BALANCE, amount))
        if self._ready.left() == 0:
            self._view.say("plain", self._w("The balance pays it all. F9 saves it."))

    def _payable(self) -> int:
        """What the purses can give for what is chosen, less what is noted of them already."""
        session, basket = self._session, self._state.basket
        order = self._order(basket.due)
        settled = settlement(session.connection, order, session.office, session.today().isoformat())
        used = sum(tender.amount for tender in basket.noted if tender.kind is TenderKind.BALANCE)
        return payable_from_balance(session.connection, order, settled) - used

    def _items(self) -> list[int]:
        """The fee items of the first unit that money can be kept for; all there are where it has none yet."""
        items = earmarkable(self._session.connection)
        first = self._state.standings[0]
        own = {each.item_id for each in first.paid_to} | {each.item_id for each in first.charges} | set(first.purses)
        return [item.id for item in items if item.id in own] or [item.id for item in items]

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
