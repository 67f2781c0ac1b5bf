"""Payments put aside half-done, notes that are not taken: what H and R do on the Pay screen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from counter.desk.fund_taken import COUNTER
from counter.desk.parked import Parked, park, parked, unpark
from counter.desk.payment_order import LateEntry
from counter.desk.payment_postings import Ahead
from counter.desk.refuse_note import Why, refuse_note
from counter.desk.standing import standing
from counter.presenters.basket import Basket, basket_of
from counter.presenters.list_row import ListRow
from counter.presenters.pay_late_fees import late_fees_of
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.periods import period_of
from counter.words import N_, dates, formats
from db.queries import accounts

_SHOWN = 9
_WHY: tuple[tuple[Why, str, str], ...] = (
    ("suspicious", N_("The note looks suspicious"),
     N_("Give it back and ask for another note or tender; only a bank may keep it.")),
    ("torn", N_("The note is torn or unreadable"),
     N_("Give it back and ask for another one; any bank exchanges it.")),
    ("no_change", N_("There is no change at hand"),
     N_("Ask for the exact sum or another tender, or keep the odd sum as balance (B).")),
)  # fmt: skip


def parked_rows(session: Session) -> tuple[ListRow, ...]:
    """Return the payments that lie aside at this till: units, sum, when, by whom."""
    return tuple(ListRow(str(each.id), _cells(session, each)) for each in parked(session.connection, session.till))


def _cells(session: Session, each: Parked) -> tuple[str, ...]:
    found = (accounts.unit(session.connection, unit_id) for unit_id in each.what["units"])
    codes = ", ".join(unit.code for unit in found if unit is not None)
    return codes, dates.clock_time(each.what["at"]), each.cashier, formats.money(each.what["due"], session.currency)


class PayParking:
    """show paints the payment anew after it was taken up; leave empties the screen."""

    def __init__(
        self, session: Session, view: PayView, state: PayState, *, show: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        self._session = session
        self._view = view
        self._state = state
        self._show = show
        self._leave = leave

    def press(self) -> None:
        """H: put the payment in hand aside; with none in hand take one up again."""
        if self._state.in_hand:
            self._park()
        else:
            self._choose()

    def _park(self) -> None:
        session, state = self._session, self._state
        if state.basket.noted:
            self._view.say("risk", self._w("Money was noted already. Take the rest, or take it out with Esc first."))
            return
        codes = ", ".join(state.codes.values())
        try:
            park(session.books, self._kept(), cashier=session.person, till=session.till)
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._leave()
        self._view.say("plain", self._w("{unit} is put aside; nothing was taken. H takes it up again.", unit=codes))

    def _kept(self) -> dict[str, Any]:
        basket = self._state.basket
        return {
            "units": list(self._state.codes),
            "charges": [charge.charge_id for charge in basket.charges],
            "ticked": sorted(basket.ticked),
            "whole": sorted(basket.whole),
            "ahead": [list(each) for each in basket.ahead],
            "pay_now": basket.pay_now,
            "keep_change": basket.keep_change,
            "kept_for": basket.kept_for,
            "principal_only": basket.principal_only,
            "typed": self._state.typed,
            "late": list(self._state.late) if self._state.late else None,
            "paid_by": self._state.paid_by,
            "note": self._state.note,
            "due": basket.due,
            "total": basket.total,
            "at": self._session.books.clock.now().isoformat(timespec="seconds"),
        }

    def _choose(self) -> None:
        session = self._session
        rows = parked_rows(session)
        if not rows:
            self._view.say("plain", self._w("No payment is put aside."))
            return
        if len(rows) == 1:
            self.take_up(int(rows[0].id))
            return
        choices = tuple(
            (
                str(place),
                self._w("{unit}, {amount} ({time})", unit=row.cells[0], time=row.cells[1], amount=row.cells[3]),
            )
            for place, row in enumerate(rows[:_SHOWN], start=1)
        )

        def chosen(values: dict[str, str]) -> str:
            self.take_up(int(rows[int(values["choice"]) - 1].id))
            return ""

        self._view.ask(Form(self._w("Which one is taken up?"), "", "", chosen, choices=choices))

    def take_up(self, parked_id: int) -> None:
        """Go on with a parked payment as it was left, over what is owed now."""
        session, state = self._session, self._state
        if state.in_hand:
            self._view.say("risk", self._w("Finish the payment in hand first, or put it aside with H."))
            return
        try:
            found = unpark(session.books, parked_id, cashier=session.person, till=session.till)
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        kept = found.what
        state.clear(session.new_request())
        state.standings = [standing(session.connection, unit_id) for unit_id in kept["units"]]
        state.late = LateEntry(*kept["late"]) if kept.get("late") else None
        state.basket = self._basket(kept)
        state.paid_by, state.note = kept.get("paid_by", ""), kept.get("note", "")
        self._view.set_find(", ".join(state.codes.values()))
        self._view.set_received(kept["typed"])
        self._show()
        self._view.focus_received()
        self._view.say("plain", self._w("Taken up again as it was put aside."))

    def _basket(self, kept: dict[str, Any]) -> Basket:
        charges = tuple(charge for each in self._state.standings for charge in each.charges)
        fresh = basket_of(
            charges, self._state.frozen, late_fees_of(self._session, charges, self._state.late),
            takes_fund=self._session.office.maintenance_fund == COUNTER, rests=self._state.rests,
            lost=[charge for each in self._state.standings for charge in each.lost],
        )  # fmt: skip
        known, ids = set(kept["charges"]), {charge.charge_id for charge in fresh.charges}
        ticked = frozenset((fresh.ticked - known) | (set(kept["ticked"]) & ids))
        basket = replace(fresh, ticked=ticked, ahead=self._ahead(kept), keep_change=kept["keep_change"],
                         kept_for=kept.get("kept_for"))  # fmt: skip
        whole = frozenset(kept.get("whole", ())) & fresh.rests.keys()
        basket = replace(basket, principal_only=kept.get("principal_only", False), whole=whole)
        # Only a payment whose sum is still the same is paid in the same part.
        return replace(basket, pay_now=kept["pay_now"] if basket.total == kept["total"] else None)

    def _ahead(self, kept: dict[str, Any]) -> tuple[Ahead, ...]:
        """The months ahead at the price of now; a month that was billed meanwhile is no month ahead any more."""
        from counter.desk.price_ahead import price_ahead  # pricing is loaded with the first payment ahead

        wanted = [Ahead(*each) for each in kept["ahead"]]
        lines: list[Ahead] = []
        for unit_id in dict.fromkeys(each.unit_id for each in wanted):
            mine = {(each.item_id, each.first) for each in wanted if each.unit_id == unit_id}
            last = max((each for each in wanted if each.unit_id == unit_id), key=lambda each: each.last)
            priced = price_ahead(self._session.connection, unit_id, period_of(last.period))
            lines += [each for each in priced if (each.item_id, each.first) in mine]
        return tuple(lines)

    # Notes that are not taken

    def ask_refusal(self) -> None:
        """R: ask why cash is not taken; nothing of the person is recorded."""
        if not self._state.in_hand:
            return
        choices = tuple((str(place), self._w(word)) for place, (_, word, _) in enumerate(_WHY, start=1))
        text = self._w("It is only counted; nothing of the person is recorded.")
        self._view.ask(Form(self._w("Cash not taken"), text, "", self._refused, choices=choices))

    def _refused(self, values: dict[str, str]) -> str:
        session = self._session
        why, _word, advice = _WHY[int(values["choice"]) - 1]
        try:
            refuse_note(session.books, why, request_id=session.new_request(), cashier=session.person, till=session.till)
        except Exception as error:
            return session.sentence(error)
        self._view.set_received("")
        self._view.focus_received()
        self._view.say("plain", self._w(advice))
        return ""

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
