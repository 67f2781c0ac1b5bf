"""The late fee on the Pay screen: its lines, its row among the sums, what P and W do."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from counter.desk.late_fees import StandingFee, charged_fees
from counter.desk.payment_order import LateEntry
from counter.desk.people import Person
from counter.desk.waive_late_fees import NoLateFee, ask_for_waiver, standing_late_fees, waive_late_fees
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.basket import Basket
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import AccountLine, PayView, SumRow, WhyLines
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.words import Words, formats
from counter.words.explain_charge import composition, why
from db.queries.accounts import OpenCharge

FEE_LINE = "l"


def late_fees_of(
    session: Session, charges: Sequence[OpenCharge], late: LateEntry | None = None
) -> tuple[StandingFee, ...]:
    """Return the late fees that the window asks for besides charges today, or on the day of a handwritten receipt."""
    day = late.day if late else session.today().isoformat()
    return charged_fees(session.connection, charges, session.office, day)


def with_late_fees(
    basket: Basket, codes: Mapping[int, str], w: Words, line: Callable[[OpenCharge], AccountLine]
) -> list[AccountLine]:
    """Return the lines of the charges, each followed by the late fee that stands besides it."""
    fees = {fee.charge.charge_id: fee for fee in basket.late_fees}
    lines = []
    for charge in basket.charges:
        lines.append(line(charge))
        if charge.charge_id in fees:
            lines.append(_line(fees[charge.charge_id], basket, codes, w))
    return lines


def _line(fee: StandingFee, basket: Basket, codes: Mapping[int, str], w: Words) -> AccountLine:
    item = w("Late fee")
    if len(codes) > 1:
        item = w("{unit} {item}", unit=codes[fee.charge.unit_id], item=item)
    made_of = composition(json.loads(fee.ingredients), w)
    paid = fee in basket.chosen_fees and not basket.principal_only
    if basket.principal_only:
        made_of = w("stays open")
    return AccountLine(
        f"{FEE_LINE}{fee.charge.charge_id}", None, item, fee.charge.period, made_of, "", formats.money(fee.amount),
        muted=not paid,
    )  # fmt: skip


def late_fee_rows(basket: Basket, w: Words) -> list[SumRow]:
    """Return the row of the late fee among the sums; none where none stands."""
    total = sum(fee.amount for fee in basket.chosen_fees)
    if not total:
        return []
    word = w("late fee, stays open") if basket.principal_only else w("late fee (to date)")
    return [SumRow(word, formats.money(total))]


class PayLateFees:
    """show paints the account anew; reopen reads the units anew; approve asks a second person."""

    def __init__(
        self, session: Session, view: PayView, state: PayState, *, show: Callable[[], None],
        reopen: Callable[[], None], approve: AskApproval,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._state = state
        self._show = show
        self._reopen = reopen
        self._approve = approve

    def why(self, line_id: str) -> WhyLines | None:
        """Return why a late fee is what it is."""
        session = self._session
        fee = next((f for f in self._state.basket.late_fees if f"{FEE_LINE}{f.charge.charge_id}" == line_id), None)
        if fee is None:
            return None
        told = why(fee.amount, json.loads(fee.ingredients), None, session.words, session.currency)
        return WhyLines(told.question, told.calculation, "  ·  ".join(told.remarks))

    def principal_only(self) -> None:
        """P: let the late fee stay open, or take it with the payment again."""
        if not self._state.in_hand:
            return
        basket = self._state.basket
        changed = replace(basket, principal_only=not basket.principal_only, pay_now=None)
        if changed.total == basket.total and not basket.principal_only:
            self._view.say("plain", self._w("No late fee stands here."))
            return
        self._state.armed = False
        self._state.basket = changed
        self._show()
        if changed.principal_only:
            self._view.say("plain", self._w("Principal only: the late fee is posted and stays open. P takes it too."))
        else:
            self._view.say("plain", self._w("The late fee is paid with it again."))

    def ask_waiver(self) -> None:
        """W: let the unit off its late fees, once a second person agrees; nothing is paid by it."""
        session, state = self._session, self._state
        if not state.in_hand:
            return
        if len(state.standings) > 1 or state.basket.noted:
            self._view.say("risk", self._w("Open the unit alone, with nothing noted, to waive its late fee."))
            return
        unit = state.standings[0].unit
        total = standing_late_fees(
            session.connection, unit.id, session.office, session.today().isoformat()
        ).total  # fmt: skip
        if not total:
            self._view.say("plain", *session.told(NoLateFee()))
            return
        amount = formats.money_in_sentence(total, session.words, session.currency)
        request = session.new_request()

        def granted(approver: Person, reason: str) -> None:
            self._waive(unit.id, total, reason, request, approver)

        self._approve(Wish(
            Act.WAIVE_LATE_FEE, self._w("Waive late fee {amount} of {unit}", amount=amount, unit=unit.code),
            self._w("Its days are never charged again; the charges themselves stay as they are."),
            needs_reason=True, on_granted=granted,
            on_request=lambda reason: self._request(unit.id, reason, request),
        ))  # fmt: skip

    def _request(self, unit_id: int, reason: str, request: str) -> None:
        session = self._session
        try:
            ask_for_waiver(
                session.books, unit_id, reason, request_id=request, requester=session.person, till=session.till,
                office=session.office,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        said = self._w("Asked for: the late fee stays until a second person decides. P takes the principal alone.")
        self._view.say("saved", said)
        session.on_commit()

    def _waive(self, unit_id: int, shown: int, reason: str, request: str, approver: Person) -> None:
        """Raises what desk refuses, for the overlay to say."""
        session = self._session
        waived = waive_late_fees(
            session.books, unit_id, shown, reason, request_id=request, requester=session.person, approver=approver,
            till=session.till, office=session.office,
        )  # fmt: skip
        self._reopen()
        amount = formats.money_in_sentence(waived, session.words, session.currency)
        self._view.say("saved", self._w("Late fee {amount} waived.", amount=amount))
        session.on_commit()

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
