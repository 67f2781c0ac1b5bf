"""What restarts the limitation and what does not, worked by hand before the program was asked.

The unit owes three charges, due on the 15th of September, October and November 2026; today is 2026-11-23, and without
a restart the claims end on the same dates of 2029.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from counter.desk.deliver_letter import MistakeUnexplained
from counter.desk.email_letters import note_results
from counter.desk.letter_settings import LetterSettings
from counter.desk.limitations import expiries
from counter.desk.note_contact import mark_unit, note_call
from counter.desk.note_suit import SuitWrong, note_suit
from counter.desk.owing import owing_unit
from counter.desk.payment_order import LateEntry
from counter.desk.promises import promise_to_pay
from counter.desk.refund_order import RefundOrder
from counter.desk.refund_payment import refund_payment
from counter.desk.send_sms import note_told
from counter.desk.sms_messages import MessageLog
from counter.desk.take_back_contact import NothingToTakeBack, take_back_contact
from counter.desk.tenders import TenderIn
from counter.rules.tender import TenderKind
from db.queries import dunning
from tests.desk.late_fee_office import next_day, void
from tests.desk.office import CASHIER, EVEN, ODD, SUPERVISOR, THIRD, Desk
from tests.desk.sms_office import next_of, queued
from tests.desk.test_desk_move import move, newest
from tests.desk.test_desk_transfers_and_codes import arrive, claim
from tests.desk.test_email_letters import Result
from tests.desk.test_letter_delivery import deliver, sent

UNTOUCHED = ["2029-09-15", "2029-10-15", "2029-11-15"]


def ends(desk: Desk) -> list[str]:
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), LetterSettings())
    assert found is not None
    by_charge = {each.charge.charge_id: each for each in expiries(desk.connection, found, {})}
    return [by_charge[each].expiry.day.isoformat() for each in sorted(by_charge)]


def proof(desk: Desk) -> str:
    """By what the first claim was restarted."""
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), LetterSettings())
    assert found is not None
    first = min(expiries(desk.connection, found, {}), key=lambda each: each.charge.charge_id).expiry.by
    return f"{first.kind} {first.evidence}" if first else ""


def pay_part(desk: Desk, **more: Any) -> int:
    """Ten yuan of the oldest charge."""
    return desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=1000, rounding=0, **more).receipts[0].id


def promise(desk: Desk, *, signed: bool) -> None:
    promise_to_pay(desk.books, EVEN, 1000, date(2026, 12, 30), request_id=desk.request(), staff=CASHIER, signed=signed)


def test_what_proves_no_arrival_restarts_nothing(desk: Desk) -> None:
    letter = sent(desk)
    for way in (("box", "left"), ("by_hand", "refused")):
        deliver(desk, letter, *way, witness=SUPERVISOR.staff_id)
    for outcome in ("posted", "returned"):
        deliver(desk, letter, "registered", outcome, slip="XA123")
    deliver(desk, letter, "by_hand", "not_met")
    results = [Result("L2026-000001", each) for each in ("arrived", "opened", "answered")]
    note_results(desk.books, results, request_id="em", staff=CASHIER)
    note_call(desk.books, EVEN, "will_pay", request_id="ca", staff=CASHIER)
    queued(desk, EVEN)
    part = next_of(desk)
    assert part is not None
    note_told(desk.books, MessageLog(), part.key, "sent", 17)
    promise(desk, signed=False)
    assert (ends(desk), proof(desk)) == (UNTOUCHED, "")


def signed_for(desk: Desk) -> None:
    deliver(desk, sent(desk), "by_hand", "signed", receiver="owner")


def returned_then_signed(desk: Desk) -> None:
    letter = sent(desk)
    deliver(desk, letter, "registered", "returned", slip="XA123")
    deliver(desk, letter, "registered", "signed", slip="XA124", receiver="family")


def letter_then_part_payment(desk: Desk) -> None:
    signed_for(desk)
    next_day(desk, 2)
    pay_part(desk)


def letter_then_voided_payment(desk: Desk) -> None:
    signed_for(desk)
    next_day(desk, 2)
    void(desk, pay_part(desk))


def handwritten(desk: Desk) -> None:
    pay_part(desk, late=LateEntry("A17", "2026-11-20", "王芳"))


def transferred(desk: Desk) -> None:
    pay_part(desk, tenders=[claim(1000, arrive(desk, 1000))])


def signed_for_by(desk: Desk, receiver: str) -> None:
    letter = sent(desk)
    deliver(desk, letter, "by_hand", "signed", receiver=receiver)
    deliver(desk, letter, "registered", "signed", slip="XA1", receiver=receiver)


def heirs_asked(desk: Desk) -> None:
    mark_unit(desk.books, EVEN, request_id="h", staff=CASHIER, heirs=True)
    signed_for_by(desk, "family")


def refunded(desk: Desk) -> None:
    paid, charge = pay_part(desk), desk.charges(EVEN)[0].charge_id
    order = RefundOrder(paid, ((f"charge:{charge}", 1000),), (TenderIn(TenderKind.CASH, 1000),), "")
    refund_payment(
        desk.books, order, "twice", request_id="r", requester=CASHIER, till=1, approver=SUPERVISOR, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def moved_away(desk: Desk) -> None:
    move(desk, pay_part(desk), THIRD)


def moved_here(desk: Desk) -> None:
    """Taken on the 23rd for another unit, moved on the 25th by way of a third one."""
    paid = desk.pay(THIRD, pay_now=1000, rounding=0).receipts[0].id
    next_day(desk, 2)
    move(desk, paid, ODD)
    move(desk, newest(desk), EVEN)


def sued(desk: Desk) -> None:
    number = "(2026)京0105民初12345号"
    for wrong in ((date(2026, 11, 24), number), (date(2026, 11, 20), " ")):
        with pytest.raises(SuitWrong):
            note_suit(desk.books, EVEN, *wrong, request_id=desk.request(), staff=SUPERVISOR)
    for _ in range(2):
        note_suit(desk.books, EVEN, date(2026, 11, 20), number, request_id="su", staff=SUPERVISOR)
    assert desk.findings() == []


def sued_by_mistake(desk: Desk) -> None:
    sued(desk)
    take_back(desk)


def promised_by_mistake(desk: Desk) -> None:
    promise(desk, signed=True)
    take_back(desk)


def take_back(desk: Desk) -> None:
    """What was noted last; told twice it is taken back once, and never twice."""
    noted = dunning.contacts(desk.connection, EVEN)[-1].event_id
    with pytest.raises(MistakeUnexplained):
        take_back_contact(desk.books, EVEN, noted, " ", request_id=desk.request(), staff=SUPERVISOR)
    for _ in range(2):
        take_back_contact(desk.books, EVEN, noted, "another unit", request_id="tb", staff=SUPERVISOR)
    for wrong in (noted, noted + 1, 99):
        with pytest.raises(NothingToTakeBack):
            take_back_contact(desk.books, EVEN, wrong, "x", request_id=desk.request(), staff=SUPERVISOR)
    assert desk.findings() == []


WORKED: dict[str, tuple[Callable[[Desk], object], list[str], str]] = {
    "a demand that was signed for: three years from its day, for every charge in it":
        (signed_for, ["2029-11-23"] * 3, "letter L2026-000001"),
    "registered mail came back, a second one was signed for":
        (returned_then_signed, ["2029-11-23"] * 3, "letter L2026-000001 XA124"),
    "a signed promise acknowledges everything open":
        (lambda desk: promise(desk, signed=True), ["2029-11-23"] * 3, "promise"),
    "part of one charge paid: that charge alone":
        (pay_part, ["2029-11-23", *UNTOUCHED[1:]], "part_payment 2026-000001"),
    "a suit was filed: everything open, by the court's number":
        (sued, ["2029-11-20"] * 3, "suit (2026)京0105民初12345号"),
    "a suit was noted of the wrong unit and taken back": (sued_by_mistake, UNTOUCHED, ""),
    "a signed promise was noted of the wrong unit and taken back": (promised_by_mistake, UNTOUCHED, ""),
    "two restarts: the later one counts, where it is one":
        (letter_then_part_payment, ["2029-11-25", "2029-11-23", "2029-11-23"], "part_payment 2026-000001"),
    "a payment that restarted it is voided: the restart before it counts again":
        (letter_then_voided_payment, ["2029-11-23"] * 3, "letter L2026-000001"),
    "a payment that restarted it alone is voided: as if nothing had been":
        (lambda desk: void(desk, pay_part(desk)), UNTOUCHED, ""),
    "a handwritten receipt entered later: from the day on it":
        (handwritten, ["2029-11-20", *UNTOUCHED[1:]], "part_payment 2026-000001"),
    "it was signed for by a tenant or a neighbour": (lambda desk: signed_for_by(desk, "occupier"), UNTOUCHED, ""),
    "it was signed for by somebody else": (lambda desk: signed_for_by(desk, "other"), UNTOUCHED, ""),
    "the family of an owner who died was asked who inherits": (heirs_asked, UNTOUCHED, ""),
    "the payment that restarted it is given back": (refunded, UNTOUCHED, ""),
    "the payment that restarted it is moved to the unit it was for": (moved_away, UNTOUCHED, ""),
    "a payment was moved here from another unit: from the day it was taken":
        (moved_here, ["2029-11-23", *UNTOUCHED[1:]], "part_payment 2026-00000"),
    "a transfer claimed later: from the day it came":
        (transferred, ["2029-11-22", *UNTOUCHED[1:]], "part_payment 2026-000001"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(WORKED))
def test_the_limitation_is_restarted_as_worked_by_hand(desk: Desk, name: str) -> None:
    act, expected, evidence = WORKED[name]
    act(desk)
    assert ends(desk) == expected
    assert proof(desk).startswith(evidence)
    assert bool(proof(desk)) == bool(evidence)
