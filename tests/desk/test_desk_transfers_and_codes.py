"""Money that is not in the drawer: transfers claimed, codes and cheques looked up in the evening."""

from datetime import date

import pytest

from counter.desk.approve import SelfApproval, TookTheMoney
from counter.desk.check_codes import AlreadyChecked, check_code, unchecked
from counter.desk.tenders import NotForThisFund, TenderIn, TransferTooSmall
from counter.desk.transfers import (
    DayToCome,
    NoSum,
    TransferClaimed,
    UnknownTransfer,
    record_transfer,
    take_back_transfer,
    unclaimed,
)
from counter.desk.void_receipt import void_receipt
from counter.rules.permissions import NotAllowed
from counter.rules.tender import FullCardNumber, TenderKind
from tests.desk.office import AUDITOR, CASHIER, EVEN, FINANCE, FUNDED, MANAGER, SUPERVISOR, THIRD, Desk, cash, code

WHOLE_CARD = "6222020200110050123"


def arrive(desk: Desk, amount: int = 100_000, request: str | None = None, remark: str = "物业费") -> int:
    return record_transfer(
        desk.books, date(2026, 11, 22), amount, "张三", remark, request_id=request or desk.request(), clerk=FINANCE
    )


def claim(amount: int, incoming: int | str) -> TenderIn:
    return TenderIn(TenderKind.TRANSFER, amount, {"incoming": str(incoming), "date": "2026-11-22"})


def void(desk: Desk, receipt_id: int) -> None:
    void_receipt(
        desk.books, receipt_id, "wrong", request_id=desk.request(), requester=CASHIER, till=1, approver=SUPERVISOR
    )


def waiting(desk: Desk) -> list[tuple[str, int]]:
    return [(each.kind, each.amount) for each in unchecked(desk.connection)]


def check(desk: Desk, *, arrived: bool, request: str | None = None) -> None:
    each = unchecked(desk.connection)[0]
    check_code(
        desk.books, each.event_id, each.line, arrived=arrived, request_id=request or desk.request(), checker=FINANCE
    )


def test_a_transfer_is_unclaimed_until_an_owner_pays_with_it(desk: Desk) -> None:
    incoming = arrive(desk)
    assert (desk.account("bank"), desk.account("unclaimed")) == (100_000, -100_000)
    assert [(each.id, each.left) for each in unclaimed(desk.connection)] == [(incoming, 100_000)]
    paid = desk.pay(EVEN, tenders=(claim(75180, incoming),))
    assert desk.accounts_of(paid.receipts[0].event_id) == {
        ("operating", "unclaimed"): 75180,
        ("operating", "receivable"): -75180,
    }
    assert [(each.id, each.left) for each in unclaimed(desk.connection)] == [(incoming, 24820)]
    assert waiting(desk) == []
    desk.pay(THIRD, tenders=(claim(24820, incoming), cash(100800 - 24820)))
    assert unclaimed(desk.connection) == []
    assert desk.account("unclaimed") == 0


@pytest.mark.parametrize("wrong", ["2", "99", "x", "", "-1", "0"])
def test_a_transfer_that_is_not_there_cannot_be_claimed(desk: Desk, wrong: str) -> None:
    incoming = arrive(desk)
    if wrong:
        with pytest.raises(TransferTooSmall) as refused:
            desk.pay(EVEN, tenders=(claim(75180, wrong),))
        assert refused.value.available_minor == 0
    else:
        # Without an id it is a transfer that nobody has seen yet: to be looked up.
        desk.pay(EVEN, tenders=(claim(75180, wrong),))
        assert waiting(desk) == [("transfer", 75180)]
    assert [(each.id, each.left) for each in unclaimed(desk.connection)] == [(incoming, 100_000)]


def test_no_more_than_is_left_of_a_transfer_can_be_claimed(desk: Desk) -> None:
    incoming = arrive(desk, 75179)
    with pytest.raises(TransferTooSmall) as refused:
        desk.pay(EVEN, tenders=(claim(75180, incoming),))
    assert (refused.value.available_minor, refused.value.wanted_minor) == (75179, 75180)
    with pytest.raises(TransferTooSmall):
        desk.pay(EVEN, tenders=(claim(40000, incoming), claim(35180, f"0{incoming}")))
    assert desk.account("unclaimed") == -75179


def test_one_transfers_claims_are_not_another_ones(desk: Desk) -> None:
    transfers = [arrive(desk, 75180) for _ in range(12)]
    desk.pay(EVEN, tenders=(claim(75180, transfers[0]),))
    assert [each.id for each in unclaimed(desk.connection)] == transfers[1:]


def test_a_void_gives_the_transfer_back_to_the_list(desk: Desk) -> None:
    incoming = arrive(desk)
    paid = desk.pay(EVEN, tenders=(claim(75180, incoming),))
    void(desk, paid.receipts[0].id)
    assert [(each.id, each.left) for each in unclaimed(desk.connection)] == [(incoming, 100_000)]
    assert desk.account("unclaimed") == -100_000
    assert desk.pay(EVEN, tenders=(claim(75180, incoming),)).receipts[0].total == 75180


def test_a_claimed_transfer_pays_the_operating_fund_alone(desk: Desk) -> None:
    incoming = arrive(desk)
    with pytest.raises(NotForThisFund):
        desk.pay(FUNDED, tenders=(claim(90213, incoming),))
    paid = desk.pay(FUNDED, tenders=(cash(15009), claim(75204, incoming)))
    assert ("maintenance", "unclaimed") not in desk.accounts_of(paid.receipts[1].event_id)
    assert desk.findings() == []


def test_a_transfer_is_recorded_once(desk: Desk) -> None:
    assert arrive(desk, request="same") == arrive(desk, request="same")
    assert desk.account("bank") == 100_000


def test_a_transfer_recorded_while_the_clock_went_back_is_found_again(desk: Desk) -> None:
    desk.clock.wait(minutes=-5)
    first = arrive(desk, request="same")
    assert desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'clock_set_back'").fetchone()[0] == 1
    assert arrive(desk, request="same") == first


def test_transfers_of_nothing_and_with_a_card_number_are_refused(desk: Desk) -> None:
    with pytest.raises(NoSum):
        arrive(desk, 0)
    with pytest.raises(FullCardNumber):
        arrive(desk, remark=f"from {WHOLE_CARD}")
    assert desk.count("incoming") == 0


def test_a_payment_by_code_waits_until_it_is_seen(desk: Desk) -> None:
    desk.pay(EVEN, tenders=(code(75180),))
    assert waiting(desk) == [("qr_code", 75180)]
    check(desk, arrived=True)
    assert waiting(desk) == []
    assert (desk.account("code_clearing"), desk.account("bank")) == (0, 75180)


def test_money_that_never_came_is_on_its_own_account_and_the_receipt_stands(desk: Desk) -> None:
    desk.pay(EVEN, tenders=(code(75180),))
    check(desk, arrived=False)
    assert (desk.account("code_clearing"), desk.account("missing_money")) == (0, 75180)
    assert desk.owed(EVEN) == 0


def test_each_is_looked_up_once(desk: Desk) -> None:
    desk.pay(EVEN, tenders=(code(75180),))
    each = unchecked(desk.connection)[0]
    check(desk, arrived=True, request="same")
    check_code(desk.books, each.event_id, each.line, arrived=True, request_id="same", checker=FINANCE)
    with pytest.raises(AlreadyChecked):
        check_code(desk.books, each.event_id, each.line, arrived=False, request_id="other", checker=FINANCE)
    with pytest.raises(NotAllowed):
        check_code(desk.books, each.event_id, each.line, arrived=False, request_id="x", checker=AUDITOR)
    assert desk.count("tender_check") == 1


def test_a_cheque_and_a_transfer_seen_by_nobody_are_looked_up_too(desk: Desk) -> None:
    cheque = TenderIn(TenderKind.CHEQUE, 50000, {"number": "00123456"})
    desk.pay(EVEN, tenders=(cheque, TenderIn(TenderKind.TRANSFER, 25180)))
    assert waiting(desk) == [("cheque", 50000), ("transfer", 25180)]


def test_a_voided_payment_is_no_longer_looked_up(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(code(75180),))
    void(desk, paid.receipts[0].id)
    assert waiting(desk) == []
    assert desk.account("code_clearing") == 0


@pytest.mark.parametrize(("arrived", "account"), [(True, "bank"), (False, "missing_money")])
def test_a_void_after_the_look_takes_the_money_from_where_it_lies(desk: Desk, arrived: bool, account: str) -> None:
    paid = desk.pay(EVEN, tenders=(code(50000), cash(25180)))
    check(desk, arrived=arrived)
    void(desk, paid.receipts[0].id)
    assert (desk.account("code_clearing"), desk.account(account)) == (0, 0)
    assert desk.account("receivable", unit=EVEN) == 75180
    assert desk.findings() == []


def test_a_code_of_another_fund_is_looked_up_in_that_fund(desk: Desk) -> None:
    desk.pay(FUNDED, tenders=(code(90213),))
    assert [(each.fund, each.amount) for each in unchecked(desk.connection)] == [
        ("operating", 75204),
        ("maintenance", 15009),
    ]
    check(desk, arrived=True)
    check(desk, arrived=True)
    assert (desk.account("bank", "operating"), desk.account("bank", "maintenance")) == (75204, 15009)


def test_whoever_took_a_code_payment_does_not_say_that_it_arrived(desk: Desk) -> None:
    desk.take_up(SUPERVISOR)
    desk.take(desk.order(EVEN, tenders=(code(75180),)), cashier=SUPERVISOR)
    each = unchecked(desk.connection)[0]
    with pytest.raises(TookTheMoney):
        check_code(desk.books, each.event_id, each.line, arrived=True, request_id="c", checker=SUPERVISOR)
    check(desk, arrived=True)
    assert waiting(desk) == []


def take_back(desk: Desk, incoming: int, request: str | None = None) -> int:
    return take_back_transfer(
        desk.books, incoming, "typed wrong", request_id=request or desk.request(), clerk=FINANCE, approver=MANAGER
    )


def test_a_transfer_that_was_typed_wrongly_is_booked_back_with_a_second_person(desk: Desk) -> None:
    incoming = arrive(desk, 9_999_999)
    with pytest.raises(SelfApproval):
        take_back_transfer(desk.books, incoming, "x", request_id="own", clerk=MANAGER, approver=MANAGER)
    assert take_back(desk, incoming, "same") == take_back(desk, incoming, "same") == 9_999_999
    assert (desk.account("bank"), desk.account("unclaimed"), unclaimed(desk.connection)) == (0, 0, [])
    with pytest.raises(TransferTooSmall):
        desk.pay(EVEN, tenders=(claim(75180, incoming),))
    with pytest.raises(UnknownTransfer):
        take_back(desk, incoming)
    assert desk.findings() == []


def test_a_transfer_that_paid_for_something_is_not_booked_back(desk: Desk) -> None:
    incoming = arrive(desk)
    paid = desk.pay(EVEN, tenders=(claim(75180, incoming),))
    with pytest.raises(TransferClaimed) as refused:
        take_back(desk, incoming)
    assert (refused.value.amount_minor, refused.value.left_minor) == (100_000, 24_820)
    void(desk, paid.receipts[0].id)
    assert take_back(desk, incoming) == 100_000


def test_a_transfer_does_not_arrive_in_days_to_come(desk: Desk) -> None:
    with pytest.raises(DayToCome) as refused:
        record_transfer(desk.books, date(2026, 11, 24), 100, "张三", "", request_id="t", clerk=FINANCE)
    assert refused.value.day == "2026-11-24"
