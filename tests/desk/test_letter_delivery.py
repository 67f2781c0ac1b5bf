"""What became of letters: deliveries with their proof restart the limitation, promises are judged by the books."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.desk.deliver_letter import (
    Delivery,
    DeliveryWrong,
    MistakeUnexplained,
    NothingNoted,
    UnknownLetter,
    deliver_letter,
    standing_deliveries,
    take_back_delivery,
)
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview, send_letters
from counter.desk.limitations import expiries, expiring
from counter.desk.note_contact import CallWrong, mark_unit, note_call
from counter.desk.owing import Owing, owing_unit, owing_units
from counter.desk.promises import PromiseWrong, promise_to_pay
from counter.papers.letter import letter_paper
from counter.rules.arrears import Hold, Segment
from db.queries import dunning
from printing.blocks import dump
from tests.desk.late_fee_office import next_day
from tests.desk.office import CASHIER, EVEN, ODD, SUPERVISOR, Desk
from tests.desk.scans import PNG
from tests.desk.test_desk_cheques import cheque, come_back

SETTINGS = LetterSettings()


def sent(desk: Desk, unit: int = EVEN) -> int:
    campaign = preview(desk.connection, desk.clock.today(), desk.office, SETTINGS, desk.words, units={unit})
    batch = send_letters(desk.books, campaign, request_id=desk.request(), staff=SUPERVISOR, words=desk.words)
    return dunning.letters_of_request(desk.connection, batch.request_id)[0]


def deliver(desk: Desk, letter: int, method: str, outcome: str, day: str = "2026-11-23", **more: Any) -> int:
    on = date.fromisoformat(day)
    extra = {name: more.pop(name) for name in ("store", "scan") if name in more}
    return deliver_letter(
        desk.books, Delivery(letter, method, outcome, on, **more), request_id=desk.request(), staff=CASHIER, **extra
    )


def of(desk: Desk, unit: int = EVEN) -> Owing:
    found = owing_unit(desk.connection, unit, desk.clock.today(), SETTINGS)
    assert found is not None
    return found


def ends(desk: Desk, unit: int = EVEN) -> list[str]:
    return [each.expiry.day.isoformat() for each in expiries(desk.connection, of(desk, unit), {})]


def test_only_a_signature_restarts_the_limitation_of_the_charges_in_the_letter(desk: Desk) -> None:
    assert ends(desk) == ["2029-09-15", "2029-10-15", "2029-11-15"]
    letter = sent(desk)
    deliver(desk, letter, "box", "left", witness=SUPERVISOR.staff_id)
    deliver(desk, letter, "registered", "posted", slip="XA123")
    deliver(desk, letter, "registered", "returned", slip="XA123")
    assert ends(desk) == ["2029-09-15", "2029-10-15", "2029-11-15"]
    deliver(desk, letter, "by_hand", "signed", receiver="family")
    assert ends(desk) == ["2029-11-23"] * 3
    by = expiries(desk.connection, of(desk), {})[0].expiry.by
    assert by is not None
    assert (by.kind, by.evidence) == ("letter", "L2026-000001")
    assert desk.findings() == []


def test_a_signature_noted_by_mistake_is_taken_back_and_restarts_nothing_any_more(desk: Desk) -> None:
    letter = sent(desk)

    def take_back(why: str, request: str) -> int:
        return take_back_delivery(desk.books, letter, why, request_id=request, staff=CASHIER)

    with pytest.raises(NothingNoted):
        take_back("x", "none")
    deliver(desk, letter, "by_hand", "not_met")
    wrong = deliver(desk, letter, "by_hand", "signed", receiver="owner")
    with pytest.raises(MistakeUnexplained):
        take_back(" ", "why")
    assert take_back("the slip of 3-2-1202", "t") == take_back("the slip of 3-2-1202", "t")
    assert ends(desk) == ["2029-09-15", "2029-10-15", "2029-11-15"]
    noted = [each for each in of(desk).contacts if each.kind == "letter_delivered"]
    assert (len(noted), noted[-1].facts["takes_back"]) == (3, wrong), "both notes stay in the books"
    assert [each.facts["outcome"] for each in standing_deliveries(of(desk).contacts)] == ["not_met"]
    deliver(desk, letter, "registered", "signed", slip="XA1", receiver="owner")
    assert ends(desk) == ["2029-11-23"] * 3
    assert desk.findings() == []


def test_a_part_payment_restarts_its_own_charge_only(desk: Desk) -> None:
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=1000, rounding=0)
    assert ends(desk) == ["2029-10-15", "2029-11-15", "2029-11-23"]


def test_what_expires_within_ninety_days_is_listed_the_earliest_first(desk: Desk) -> None:
    day = date(2029, 8, 1)
    units = owing_units(desk.connection, day, SETTINGS)
    found = expiring(desk.connection, units, {}, day)
    assert {each.expiry.day.isoformat() for each in found} == {"2029-09-15", "2029-10-15"}
    assert expiring(desk.connection, units, {}, date(2029, 6, 1)) == []


@pytest.mark.parametrize(
    ("method", "outcome", "more", "missing"),
    [
        ("by_hand", "left", {}, "outcome"),
        ("by_hand", "signed", {"receiver": "owner", "day": "2026-11-24"}, "day"),
        ("by_hand", "signed", {"receiver": "owner", "day": "2026-11-22"}, "day"),
        ("registered", "posted", {}, "slip"),
        ("by_hand", "signed", {}, "receiver"),
        ("box", "left", {}, "witness"),
        ("by_hand", "refused", {"witness": 99}, "witness"),
    ],
)
def test_a_delivery_without_its_proof_is_refused(
    desk: Desk, method: str, outcome: str, more: dict[str, Any], missing: str
) -> None:
    letter = sent(desk)
    with pytest.raises(DeliveryWrong) as refused:
        deliver(desk, letter, method, outcome, **more)
    assert refused.value.missing == missing
    with pytest.raises(UnknownLetter):
        deliver(desk, 1, "box", "left", witness=1)


def test_the_signed_counterfoil_is_kept_with_the_delivery(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "slip.png"
    scan.write_bytes(PNG)
    event = deliver(
        desk, sent(desk), "by_hand", "signed", receiver="owner", store=desk.books_folder() / "attachments", scan=scan
    )
    body = desk.body(event)
    assert len(body["scan"]) == 64
    kept = desk.connection.execute("SELECT name, subject FROM attachment WHERE sha256 = ?", (body["scan"],)).fetchone()
    assert kept == ("delivery.png", f"unit:{EVEN}")
    assert "slip" not in kept[0], "the file's own name is not taken over"


def test_a_promise_is_kept_or_broken_by_the_books_themselves(desk: Desk) -> None:
    promise_to_pay(desk.books, EVEN, 25_060, date(2026, 11, 25), request_id="p", staff=CASHIER)
    promise_to_pay(desk.books, ODD, 25_068, date(2026, 11, 25), request_id="q", staff=CASHIER, signed=True)
    assert (of(desk).verdict.segment, of(desk).verdict.hold) == (Segment.PROMISER, Hold.PROMISED)
    assert ends(desk, ODD)[0] == "2029-11-23", "a signed promise acknowledges the debt"
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    assert of(desk).promises[0].state == "kept"
    desk.clock.wait(days=3)
    broken = of(desk, ODD)
    assert (broken.promises[0].state, broken.promises[0].received) == ("broken", 0)
    assert broken.verdict.hold is None
    assert broken.debtor.broken == 1


def test_a_promise_is_broken_when_its_cheque_comes_back_after_its_day(desk: Desk) -> None:
    promise_to_pay(desk.books, EVEN, 25_060, date(2026, 11, 25), request_id="p", staff=CASHIER)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0, tenders=[cheque(25_060)])
    assert of(desk).promises[0].state == "kept"
    next_day(desk, 4)
    come_back(desk)
    assert (of(desk).promises[0].state, of(desk).promises[0].received) == ("broken", 0)


@pytest.mark.parametrize(("amount", "until"), [(0, "2026-12-01"), (75_181, "2026-12-01"), (100, "2026-11-22")])
def test_a_promise_of_nothing_too_much_or_yesterday_is_refused(desk: Desk, amount: int, until: str) -> None:
    with pytest.raises(PromiseWrong):
        promise_to_pay(desk.books, EVEN, amount, date.fromisoformat(until), request_id="p", staff=CASHIER)


def test_who_is_to_be_called_first_gets_a_letter_only_after_a_call_that_was_answered(desk: Desk) -> None:
    mark_unit(desk.books, EVEN, request_id="m", staff=CASHIER, call_first=True, best_time="afternoon")
    assert of(desk).verdict.hold is Hold.CALL_FIRST
    note_call(desk.books, EVEN, "no_answer", request_id="1", staff=CASHIER, next_call=date(2026, 11, 24))
    assert of(desk).verdict.hold is Hold.CALL_FIRST
    note_call(desk.books, EVEN, "will_pay", request_id="2", staff=CASHIER)
    assert (of(desk).verdict.segment, of(desk).verdict.hold) == (Segment.ELDERLY, None)
    with pytest.raises(CallWrong):
        note_call(desk.books, EVEN, "maybe", request_id="3", staff=CASHIER)
    assert desk.findings() == []


def test_the_family_of_a_dead_owner_is_asked_once_without_a_deadline_and_no_tenant_hears_of_it(desk: Desk) -> None:
    mark_unit(desk.books, EVEN, request_id="n", staff=CASHIER, heirs=True)
    assert (of(desk).verdict.segment, of(desk).verdict.hold) == (Segment.HEIRS, None)
    look = preview(desk.connection, desk.clock.today(), desk.office, SETTINGS, desk.words, units={EVEN})
    (letter,) = look.letters
    told = dump(letter_paper(letter.facts, desk.words))
    assert (letter.occupier, letter.facts.personal) == ("", "")
    assert f"Dear family of {letter.facts.owner}," in told
    assert "We are sorry for your loss." in told
    assert "Pay by" not in told
    assert "Payment reminder" not in told
    sent(desk)
    desk.clock.wait(days=40)
    assert of(desk).verdict.hold is Hold.HEIRS
