"""Slips, codes and cheques: split, kept masked, never used twice, never a whole card number."""

import json
from pathlib import Path

import pytest

from counter.desk.copies import open_drawer
from counter.desk.take_payment import Paid
from counter.desk.tenders import SlipAlreadyUsed, SlipFieldMissing, SlipTypedTwice, TenderIn
from counter.desk.void_receipt import void_receipt
from counter.rules.tender import ChangeOnlyFromCash, FullCardNumber, NotATail, TenderKind
from tests.desk.office import CASHIER, EVEN, ODD, SUPERVISOR, THIRD, Desk, card, cash, code

WHOLE_CARD = "6222020200110050123"  # passes the card check sum
TYPED = ("6222020200110050123", "6222 0202 0011 0050 123", "６２２２０２０２００１１００５０１２３")


def void(desk: Desk, paid: Paid) -> None:
    void_receipt(
        desk.books, paid.receipts[0].id, "wrong card", request_id=desk.request(), requester=CASHIER, till=1,
        approver=SUPERVISOR,
    )  # fmt: skip


def test_cash_and_card_share_a_sum(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(card(50000), cash(25180)), received_cash=30000)
    assert paid.change == 4820
    assert desk.accounts_of(paid.receipts[0].event_id) == {
        ("operating", "card_clearing"): 50000,
        ("operating", "till_cash"): 25180,
        ("operating", "receivable"): -75180,
    }


def test_two_cards_keep_two_slips(desk: Desk) -> None:
    first, second = card(50000, "000123", card="622202****0123"), card(25180, "000124", card="621700****9999")
    paid = desk.pay(EVEN, tenders=(first, second))
    tenders = desk.body(paid.receipts[0].event_id)["rows"]["tender"]
    assert [(amount, json.loads(details)["voucher"]) for _kind, amount, _evidence, details in tenders] == [
        (50000, "000123"),
        (25180, "000124"),
    ]


def test_cash_noted_in_two_goes_is_one_tender(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(cash(30000), card(25180), cash(20000)))
    tenders = desk.body(paid.receipts[0].event_id)["rows"]["tender"]
    assert [(row[0], row[1]) for row in tenders] == [("cash", 50000), ("card", 25180)]


def test_change_comes_from_cash_only(desk: Desk) -> None:
    with pytest.raises(ChangeOnlyFromCash):
        desk.pay(EVEN, tenders=(card(80000),))


@pytest.mark.parametrize("number", TYPED, ids=["plain", "in groups", "full width"])
@pytest.mark.parametrize("place", ["card", "reference", "voucher", "merchant", "remark"])
def test_a_whole_card_number_is_refused_wherever_it_was_typed(desk: Desk, number: str, place: str) -> None:
    with pytest.raises(FullCardNumber) as refused:
        desk.pay(EVEN, tenders=(card(75180, **{"voucher": "000123", place: number}),))
    assert refused.value.masked == "622202******0123"
    assert WHOLE_CARD not in repr(refused.value)


def test_no_whole_card_number_reaches_the_disk(desk: Desk) -> None:
    slips = [card(75180, **{"voucher": "000123", place: number}) for place in ("card", "remark") for number in TYPED]
    orders = [desk.order(EVEN, tenders=(slip,)) for slip in slips]
    orders += [desk.order(EVEN, note=f"card {number}") for number in TYPED]
    orders += [desk.order(EVEN, payer_name=number) for number in TYPED]
    for order in orders:
        with pytest.raises(FullCardNumber):
            desk.take(order)
    with pytest.raises(FullCardNumber):
        open_drawer(desk.books, f"slip {WHOLE_CARD}", request_id="drawer", person=CASHIER, till=1)
    paid = desk.pay(EVEN, tenders=(card(75180, card="622202******0123"),))
    with pytest.raises(FullCardNumber):
        void_receipt(
            desk.books, paid.receipts[0].id, WHOLE_CARD, request_id="void", requester=CASHIER, till=1, approver=None
        )
    folder = desk.connection.execute("PRAGMA database_list").fetchone()[2].rsplit("/", 1)[0]
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = b"".join(path.read_bytes() for path in Path(folder).iterdir())
    assert b"622202******0123" in kept
    for number in TYPED:
        assert number.encode() not in kept


def test_numbers_of_the_slip_itself_are_not_taken_for_cards(desk: Desk) -> None:
    # Both pass the card check sum by chance, as one number in ten does.
    paid = desk.pay(EVEN, tenders=(card(75180, merchant="898110270010004", reference="123456789007"),))
    assert paid.receipts[0].total == 75180


def test_a_used_slip_is_refused_and_names_its_receipt(desk: Desk) -> None:
    desk.pay(EVEN, tenders=(card(75180),))
    with pytest.raises(SlipAlreadyUsed) as refused:
        desk.pay(THIRD, tenders=(card(desk.owed(THIRD)),))
    assert (refused.value.receipt_number, refused.value.value) == ("2026-000001", "123")
    assert desk.owed(THIRD) == 3 * 33600


@pytest.mark.parametrize("voucher", ["123", "0000123", "０００１２３", " 000123 "])
def test_another_way_of_writing_it_does_not_make_another_slip(desk: Desk, voucher: str) -> None:
    desk.pay(EVEN, tenders=(card(75180),))
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(THIRD, tenders=(card(desk.owed(THIRD), voucher),))


def test_the_next_batch_counts_its_vouchers_from_the_start(desk: Desk) -> None:
    desk.pay(EVEN, tenders=(card(75180, batch="000001"),))
    desk.pay(THIRD, tenders=(card(desk.owed(THIRD), batch="000002"),))
    assert desk.owed(THIRD) == 0


def test_without_a_batch_a_voucher_is_known_on_its_day_only(desk: Desk) -> None:
    slip = {"voucher": "000123"}
    desk.pay(EVEN, tenders=(TenderIn(TenderKind.CARD, 75180, slip),))
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(THIRD, tenders=(TenderIn(TenderKind.CARD, desk.owed(THIRD), slip),))
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    desk.pay(THIRD, tenders=(TenderIn(TenderKind.CARD, desk.owed(THIRD), slip),))
    assert desk.owed(THIRD) == 0


def test_the_same_slip_twice_in_one_payment_is_refused(desk: Desk) -> None:
    with pytest.raises(SlipTypedTwice) as refused:
        desk.pay(EVEN, tenders=(card(50000), card(25180)))
    assert refused.value.value == "123"


def test_a_slip_is_free_again_once_its_receipt_is_void(desk: Desk) -> None:
    void(desk, desk.pay(EVEN, tenders=(card(75180),)))
    again = desk.pay(EVEN, tenders=(card(75180),))
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(ODD, tenders=(card(desk.owed(ODD)),))
    void(desk, again)
    assert desk.pay(ODD, tenders=(card(75204),)).receipts[0].number == "2026-000003"


def test_the_same_figures_of_a_code_are_refused_on_one_day_and_channel(desk: Desk) -> None:
    desk.pay(EVEN, tenders=(code(75180),))
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(THIRD, tenders=(code(desk.owed(THIRD)),))
    desk.pay(THIRD, tenders=(code(desk.owed(THIRD), channel="alipay"),))
    assert desk.account("code_clearing") == 75180 + 100800


@pytest.mark.parametrize("tail", ["12345", "1234567", "12345a"])
def test_a_code_is_known_by_exactly_six_figures(desk: Desk, tail: str) -> None:
    with pytest.raises(NotATail):
        desk.pay(EVEN, tenders=(code(75180, tail),))


@pytest.mark.parametrize(
    ("tender", "field"),
    [
        (TenderIn(TenderKind.CARD, 75180, {"terminal": "1"}), "voucher"),
        (TenderIn(TenderKind.SCAN, 75180, {"voucher": "  "}), "voucher"),
        (TenderIn(TenderKind.QR_CODE, 75180, {"channel": "wechat"}), "tail"),
        (TenderIn(TenderKind.QR_CODE, 75180, {"tail": "123456"}), "channel"),
        (TenderIn(TenderKind.CHEQUE, 75180), "number"),
    ],
)
def test_a_slip_that_could_not_be_found_again_is_refused(desk: Desk, tender: TenderIn, field: str) -> None:
    with pytest.raises(SlipFieldMissing) as refused:
        desk.pay(EVEN, tenders=(tender,))
    assert refused.value.field == field


def test_a_card_over_two_funds_is_one_slip_on_two_receipts(desk: Desk) -> None:
    paid = desk.pay(4, tenders=(card(90213),))
    slips = desk.connection.execute("SELECT event_id, amount, evidence FROM tender ORDER BY event_id").fetchall()
    assert [(row[1], row[2]) for row in slips] == [
        (75204, "slip:10023457:1:123"),
        (15009, "slip:10023457:1:123"),
    ]
    void(desk, paid)
    with pytest.raises(SlipAlreadyUsed) as refused:
        desk.pay(EVEN, tenders=(card(75180),))
    assert refused.value.receipt_number == "M2026-000001"


@pytest.mark.parametrize("left_out", [("terminal",), ("batch",), ("terminal", "batch"), ("reference",)])
def test_a_slip_with_something_left_out_is_the_same_slip(desk: Desk, left_out: tuple[str, ...]) -> None:
    desk.pay(EVEN, tenders=(card(75180, reference="123456789012"),))
    again = card(desk.owed(THIRD), reference="123456789012")
    details = {name: value for name, value in again.details.items() if name not in left_out}
    with pytest.raises(SlipAlreadyUsed) as refused:
        desk.pay(THIRD, tenders=(again._replace(details=details),))
    assert refused.value.value == "123"
    with pytest.raises(SlipTypedTwice):
        desk.pay(ODD, tenders=(card(50000, "77"), TenderIn(TenderKind.CARD, 25204, {"voucher": "77"})))


def test_an_equal_reference_is_the_same_slip_whatever_else_was_typed(desk: Desk) -> None:
    desk.pay(EVEN, tenders=(card(75180, reference="123456789012"),))
    other = card(desk.owed(THIRD), "000999", terminal="20000000", batch="000009", reference="123456789012")
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(THIRD, tenders=(other,))


def test_a_slip_left_out_in_part_is_free_again_once_its_receipt_is_void(desk: Desk) -> None:
    void(desk, desk.pay(EVEN, tenders=(card(75180, reference="123456789012"),)))
    assert desk.pay(EVEN, tenders=(TenderIn(TenderKind.CARD, 75180, {"voucher": "123"}),)).receipts[0].total == 75180
