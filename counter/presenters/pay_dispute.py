"""Disputing the selected line at the window: recorded as from the unit's card, and then no longer ticked."""

from collections.abc import Callable
from dataclasses import replace

from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView
from counter.presenters.session import Session


class PayDispute:
    """D on the Pay screen; reread reads the open units again, show shows them."""

    def __init__(
        self, session: Session, view: PayView, state: PayState, reread: Callable[[], object], show: Callable[[], None]
    ) -> None:
        self._session, self._view, self._state, self._reread, self._show = session, view, state, reread, show

    def ask(self, line_id: str) -> None:
        """D: ask what the owner brings about the line that is selected, its late fee standing for the charge."""
        state = self._state
        if not state.in_hand:
            self._view.say("plain", self._session.words("Find the unit first; then its sum stands here."))
            return
        number = line_id[1:]
        charge = next((each for each in state.basket.charges if str(each.charge_id) == number), None)
        unit_id = charge.unit_id if charge is not None else state.standings[0].unit.id
        unit = next(each.unit for each in state.standings if each.unit.id == unit_id)
        from counter.presenters.case_opening import RecordCase  # a dispute is rare, and it brings what adjusts charges

        RecordCase(self._session, self._view, self._recorded).begin(
            unit, charge.charge_id if charge is not None else None
        )

    def _recorded(self) -> None:
        self._reread()
        basket = self._state.basket
        self._state.basket = replace(basket, ticked=(basket.ticked - basket.frozen) | basket.rests.keys(), pay_now=None)
        self._show()
