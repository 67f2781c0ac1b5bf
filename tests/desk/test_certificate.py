"""A settlement certificate: only where nothing is open, numbered without a gap, found where a number is missing."""

from datetime import date
from pathlib import Path

import pytest

from counter.desk import standing as standing_of
from counter.desk.adjust_charge import Wish, ask_for_adjustment
from counter.desk.certificate_obstacles import (
    DecisionWaits,
    LateFeeStands,
    PaidButNotSeen,
    UnitDisputes,
    UnitOwes,
    obstacles,
)
from counter.desk.check_codes import check_code
from counter.desk.issue_certificate import Issued, issue_certificate
from counter.desk.reverse_payment import reverse_payment
from counter.desk.standing import UnknownUnit, standing
from counter.desk.tenders import TenderIn
from counter.rules.late_fee import Pause
from counter.rules.tender import TenderKind
from counter.words import Words
from db.queries import certificates
from tests.db.tampering import without_guards
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import CASHIER, EVEN, FINANCE, ODD, OWNERS, SUPERVISOR, THIRD, Desk, cash, code
from tests.desk.test_deposits import take


def issue(desk: Desk, unit: int = EVEN, request: str = "", words: Words | None = None) -> Issued:
    return issue_certificate(
        desk.books, unit, request_id=request or desk.request(), staff=SUPERVISOR, office=desk.office,
        words=words or desk.words,
    )  # fmt: skip


def paper(desk: Desk) -> str:
    return str(desk.connection.execute("SELECT content FROM paper WHERE kind = 'certificate' ORDER BY id").fetchall())


def test_open_items_block_it_and_use_no_number(desk: Desk) -> None:
    with pytest.raises(UnitOwes) as refused:
        issue(desk)
    assert (refused.value.unit_code, refused.value.open_count, refused.value.open_minor) == ("3-2-1201", 3, 75_180)
    with pytest.raises(UnknownUnit):
        issue(desk, 99)
    desk.pay(EVEN, rounding=0)
    assert issue(desk).number == "Q2026-000001"


def in_the_way(desk: Desk, unit: int = EVEN) -> list[str]:
    found = obstacles(desk.connection, standing(desk.connection, unit), desk.office, "2026-11-23")
    return [type(each).__name__ for each in found]


def test_the_late_fee_of_the_day_stands_in_the_way_posted_or_not(desk: Desk) -> None:
    with_late_fee(desk)
    found = obstacles(desk.connection, standing(desk.connection, EVEN), desk.office, "2026-11-23")
    assert [each.args for each in found] == [("3-2-1201", 3, 75_180), ("3-2-1201", "2026-11-23", 865 + 489 + 100)]
    assert isinstance(found[1], LateFeeStands)
    desk.pay(EVEN, principal_only=True, rounding=0)
    with pytest.raises(UnitOwes) as refused:
        issue(desk)
    assert refused.value.open_minor == 865 + 489 + 100
    desk.pay(EVEN, rounding=0)
    assert issue(desk).number == "Q2026-000001"


def test_a_code_or_cheque_that_nobody_has_seen_arrive_stands_in_the_way(desk: Desk) -> None:
    owed = sum(each.open for each in desk.charges(EVEN))
    paid = desk.pay(EVEN, rounding=0, tenders=(code(owed),)).receipts[0]
    with pytest.raises(PaidButNotSeen) as refused:
        issue(desk)
    assert refused.value.args == (paid.number, owed, "qr_code")
    assert in_the_way(desk, ODD) == ["UnitOwes"], "it is no matter of another unit"
    check_code(desk.books, paid.event_id, 0, arrived=True, request_id="k", checker=FINANCE)
    assert issue(desk).number == "Q2026-000001"
    owed = sum(each.open for each in desk.charges(THIRD))
    slip = {"number": "1", "bank": "b", "drawer": "d", "date": "2026-11-23"}
    desk.pay(THIRD, rounding=0, tenders=(TenderIn(TenderKind.CHEQUE, owed, slip),))
    assert in_the_way(desk, THIRD) == ["PaidButNotSeen"]


def test_money_that_never_came_stands_in_the_way_until_its_receipt_stands_for_nothing(desk: Desk) -> None:
    owed = sum(each.open for each in desk.charges(EVEN))
    paid = desk.pay(EVEN, rounding=0, tenders=(code(owed),)).receipts[0]
    check_code(desk.books, paid.event_id, 0, arrived=False, request_id="k", checker=FINANCE)
    assert in_the_way(desk) == ["PaidButNotSeen"]
    reverse_payment(
        desk.books, paid.id, "charge:1", 25_060, None, "never came", request_id="r", requester=CASHIER,
        approver=SUPERVISOR, till=1, office=desk.office, words=desk.words,
    )  # fmt: skip
    assert in_the_way(desk) == ["UnitOwes", "PaidButNotSeen"]


def test_what_was_asked_for_and_not_decided_stands_in_the_way(desk: Desk) -> None:
    charge = desk.charges(EVEN)[0].charge_id
    desk.pay(EVEN, rounding=0)
    ask_for_adjustment(desk.books, Wish(charge, "adjustment", 100), "x", request_id="a", staff=FINANCE)
    assert (in_the_way(desk), in_the_way(desk, ODD)) == (["DecisionWaits"], ["UnitOwes"])
    with pytest.raises(DecisionWaits):
        issue(desk)


def test_a_dispute_stands_in_the_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    days = {desk.charges(EVEN)[0].charge_id: (Pause(date(2026, 11, 1)),)}
    monkeypatch.setattr(standing_of, "disputed_days", lambda _connection, _charges: days)
    with pytest.raises(UnitDisputes):
        issue(desk)


def test_the_same_request_issues_once_and_the_register_counts_on(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    desk.pay(ODD, rounding=0)
    for _ in range(2):
        issue(desk, request="c")
    issue(desk, ODD)
    listed = [(each.number, each.unit_code, each.owner, each.clerk) for each in certificates.issued(desk.connection)]
    assert listed == [
        ("Q2026-000002", "3-2-1202", OWNERS[ODD], SUPERVISOR.name),
        ("Q2026-000001", "3-2-1201", OWNERS[EVEN], SUPERVISOR.name),
    ]
    assert desk.findings() == []


@pytest.mark.parametrize(("language", "told"), [("en", "Still held: Fit-out deposit"), ("zh_CN", "仍在押：装修押金")])
def test_deposits_and_a_balance_stand_on_it_as_a_note(desk: Desk, language: str, told: str) -> None:
    charges = sum(each.open for each in desk.charges(EVEN))
    desk.pay(EVEN, rounding=0, to_balance=1000, tenders=(cash(charges + 1000),))
    take(desk, 2000)
    issue(desk, words=Words.load(language))  # type: ignore[arg-type]
    assert told in paper(desk)
    assert "2026-11-30" in paper(desk)
    assert "10.00" in paper(desk)


def test_a_certificate_that_vanished_is_found(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    for _ in range(3):
        issue(desk)
    with without_guards(Path(desk.books.path)) as connection:
        connection.execute("UPDATE event SET body = replace(body, 'Q2026-000002', 'Q2026-000003')")
    assert any("certificate Q2026" in each for each in desk.findings())
