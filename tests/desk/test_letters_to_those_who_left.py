"""Letters to sellers, tenants and developers who left: each is asked for what they answer for, and no more."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.case_file import case_facts
from counter.desk.change_registers import end_holding, save_person
from counter.desk.change_settings import change_settings
from counter.desk.email_letters import preview_mails, save_email
from counter.desk.erase_person import PersonOwes, erase_person, require_erasable
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import Campaign, Pulled, Sent, preview, send_letters
from counter.desk.letters_file import sent_papers
from counter.desk.liable import answered_for
from counter.desk.limitations import expiries
from counter.desk.message_wishes import wish_messages
from counter.desk.move_in import OCCUPIER, OWNER, MoveIn, move_in
from counter.desk.note_contact import mark_unit, note_call
from counter.desk.open_case import Disputed, DisputedAlready, NotDisputable
from counter.desk.owed_by import gone_holders
from counter.desk.owing import Owing, owing_unit, owing_units
from counter.desk.payment_order import Chosen, LateEntry
from counter.desk.promises import PromiseWrong, promise_to_pay
from counter.desk.queue_sms import queue_receipts
from counter.desk.save_address import AddressTooLong, save_address
from counter.desk.split_at_sale import NothingToSplit, SplitWaits, split_at_sale
from counter.desk.transfers import record_transfer
from counter.desk.write_off import write_off
from counter.devices.sms import count_parts
from counter.papers.case_file import CaseFacts
from counter.rules.arrears import Hold, Segment
from db.queries import dunning, registers
from db.queries.dunning import Marks
from db.queries.registers import HoldingRow
from printing.blocks import Address
from tests.desk.case_office import bring
from tests.desk.late_fee_office import next_day
from tests.desk.office import EVEN, FEE, FINANCE, MANAGER, ODD, SUPERVISOR, THIRD, Desk, bill
from tests.desk.sms_office import every
from tests.desk.test_desk_transfers_and_codes import claim
from tests.desk.test_late_fees_corrected import adjust
from tests.presenters.units_office import open_office

MONTH = 25_060
HOME = "杭州市西湖区文一路1号"


def look(desk: Desk, *units: int) -> Campaign:
    return preview(
        desk.connection, desk.clock.today(), desk.office, LetterSettings(), desk.words, units=set(units) or None
    )


def send(desk: Desk, campaign: Campaign) -> Sent:
    return send_letters(desk.books, campaign, request_id=desk.request(), staff=MANAGER, words=desk.words)


def comes(desk: Desk, role: str, since: str, unit: int = EVEN, name: str = "买方甲") -> None:
    items = (FEE,) if role == OCCUPIER else ()
    who = MoveIn(unit, role, name, f"139{unit:08d}", date.fromisoformat(since), items)
    move_in(desk.books, who, request_id=desk.request(), staff=MANAGER)


def sold(desk: Desk, since: str, unit: int = EVEN) -> None:
    comes(desk, OWNER, since, unit)
    try:
        split_at_sale(desk.books, unit, request_id=desk.request(), staff=FINANCE)
    except (NothingToSplit, SplitWaits):
        return


def reach(desk: Desk, person_id: int, address: str = HOME) -> None:
    save_address(desk.books, person_id, address, request_id=desk.request(), staff=MANAGER)


def tenant(desk: Desk, first: str, last: str | None = None, unit: int = EVEN) -> int:
    """A tenant who pays the fee on these days, and owes what is billed of them; returns the person."""
    comes(desk, OCCUPIER, first, unit, "租客乙")
    row = next(each for each in registers.holdings(desk.connection) if each.role == OCCUPIER and each.unit_id == unit)
    if last is not None:
        end_holding(desk.books, row.id, date.fromisoformat(last), request_id=desk.request(), staff=MANAGER)
    split_at_sale(desk.books, unit, request_id=desk.request(), staff=FINANCE)
    return row.person_id


def found(desk: Desk, unit: int = EVEN) -> Owing:
    owing = owing_unit(desk.connection, unit, desk.clock.today(), LetterSettings())
    assert owing is not None
    return owing


def letters_of(campaign: Campaign) -> list[tuple[str, int]]:
    return [(each.facts.owner, each.facts.total) for each in campaign.letters]


def test_the_seller_gets_a_letter_of_their_own_at_their_address(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    reach(desk, EVEN)
    next_day(desk)
    campaign = look(desk, EVEN)
    assert letters_of(campaign) == [("买方甲", MONTH), ("张三", 2 * MONTH)]
    assert sum(each.facts.total for each in campaign.letters) == desk.account("receivable", unit=EVEN)
    sent = send(desk, campaign)
    assert sent.pulled == (), "the letter to the buyer is no news about the one to the seller"
    buyers, sellers = sent_papers(desk.connection, dunning.letters_of_request(desk.connection, sent.request_id))
    windows = [next(each for each in paper.blocks if isinstance(each, Address)).lines for paper in (buyers, sellers)]
    assert windows == [("买方甲", "Sunshine Garden", "3-2-1201"), ("张三", HOME)]
    assert "张三" not in str(buyers), "a buyer is told nothing of the seller's debt"
    assert "买方甲" not in str(sellers)
    assert "which was yours until 2026-10-31" in str(sellers)
    assert [each.hold for each in look(desk, EVEN).excluded] == [Hold.TOO_SOON, Hold.TOO_SOON]
    assert desk.findings() == []


def test_without_an_address_nobody_is_written_to_and_the_reason_names_the_seller(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    next_day(desk)
    campaign = look(desk, EVEN)
    assert letters_of(campaign) == [("买方甲", MONTH)]
    assert [(each.name, each.hold, each.amount) for each in campaign.excluded] == [("张三", Hold.NO_ADDRESS, 2 * MONTH)]


def test_a_seller_who_has_another_flat_here_is_reached_there(desk: Desk) -> None:
    other = HoldingRow(90, ODD, EVEN, "co_owner", "2020-01-01", None, None)
    with desk.books.transaction("other", staff_id=1) as tx:
        tx.change("registers_changed", {"holding": 90}, {"holding": [tuple(other)]})
    sold(desk, "2026-11-20")
    _buyers, letter = look(desk, EVEN).letters
    assert (letter.facts.owner, letter.facts.place) == ("张三", "Sunshine Garden 3-2-1202")


def test_a_tenant_who_left_is_asked_where_an_address_is_kept_else_the_owner_answers(desk: Desk) -> None:
    person = tenant(desk, "2026-09-01", "2026-10-31")
    next_day(desk)
    assert letters_of(look(desk, EVEN)) == [("张三", 3 * MONTH)]
    reach(desk, person)
    campaign = look(desk, EVEN)
    assert letters_of(campaign) == [("张三", MONTH), ("租客乙", 2 * MONTH)]
    assert "where you lived until 2026-10-31" in str(sent_papers(desk.connection, dunning.letters_of_request(
        desk.connection, send(desk, campaign).request_id))[1])  # fmt: skip


def test_the_owner_is_not_reminded_by_a_letter_to_their_tenant(desk: Desk) -> None:
    person = tenant(desk, "2026-09-01", "2026-10-31")
    desk.pay(EVEN, chosen=[each for each in desk.charges(EVEN) if each.payer_id != person], rounding=0)
    reach(desk, person)
    assert letters_of(look(desk, EVEN)) == [("租客乙", 2 * MONTH)]
    send(desk, look(desk, EVEN))
    reach(desk, person, "")
    (first,) = preview(
        desk.connection,
        desk.clock.today() + timedelta(days=60),
        desk.office,
        LetterSettings(),
        desk.words,
        units={EVEN},
    ).letters
    assert (first.facts.owner, first.facts.step, first.facts.times) == ("张三", "reminder", 1)


def test_a_tenant_who_came_back_has_not_left(desk: Desk) -> None:
    person = tenant(desk, "2026-09-01", "2026-10-31")
    reach(desk, person)
    comes(desk, OCCUPIER, "2026-11-20", EVEN, "租客乙")
    next_day(desk)
    assert {each.person_id for each in found(desk).holders if each.role == OCCUPIER} == {person}
    assert letters_of(look(desk, EVEN)) == [("张三", 3 * MONTH)]


def test_a_buyer_does_not_answer_for_the_tenants_of_the_sellers_time(desk: Desk) -> None:
    tenant(desk, "2026-09-01")
    sold(desk, "2026-11-01")
    reach(desk, EVEN)
    next_day(desk)
    assert letters_of(look(desk, EVEN)) == [("买方甲", MONTH), ("张三", 2 * MONTH)]


def test_a_co_owner_who_stays_answers_for_the_time_of_both_and_a_buyer_does_not(desk: Desk) -> None:
    both = HoldingRow(90, EVEN, ODD, "co_owner", "2020-01-01", None, None)
    with desk.books.transaction("both", staff_id=1) as tx:
        tx.change("registers_changed", {"holding": 90}, {"holding": [tuple(both)]})
    end_holding(desk.books, EVEN, date(2026, 10, 31), request_id="gone", staff=MANAGER)
    assert letters_of(look(desk, EVEN)) == [("欧阳娜娜", 3 * MONTH)]
    half = HoldingRow(91, EVEN, THIRD, "owner", "2026-11-01", None, None)
    with desk.books.transaction("half", staff_id=1) as tx:
        tx.change("registers_changed", {"holding": 91}, {"holding": [tuple(half)]})
    assert [(each.name, each.hold) for each in look(desk, EVEN).excluded] == [("张三", Hold.NO_ADDRESS)]


def test_what_a_developer_owed_before_the_handover_is_not_asked_of_the_owner(desk: Desk) -> None:
    with desk.books.transaction("developer", staff_id=1) as tx:
        held = [
            HoldingRow(EVEN, EVEN, EVEN, "developer", "2020-01-01", None, None),
            HoldingRow(91, EVEN, ODD, "owner", "2026-11-01", None, None),
        ]
        tx.change("registers_changed", {"holding": 91}, {"holding": [tuple(each) for each in held]})
    reach(desk, EVEN)
    assert letters_of(look(desk, EVEN)) == [("张三", 3 * MONTH)]
    assert [each.facts.held_until for each in look(desk, EVEN).letters] == [""]


def test_what_happens_between_preview_and_print_pulls_the_letters_of_the_unit(desk: Desk) -> None:
    sold(desk, "2026-11-01", THIRD)
    reach(desk, THIRD)
    next_day(desk)
    campaign = look(desk)
    desk.pay(ODD, chosen=desk.charges(ODD)[:1], rounding=0)
    adjust(desk, desk.charges(THIRD)[0].charge_id, -1000)
    sold(desk, "2026-11-20", EVEN)
    assert send(desk, campaign).pulled == (
        Pulled(EVEN, "3-2-1201", "register"), Pulled(ODD, "3-2-1202", "paid"),
        Pulled(THIRD, "3-2-1203", "changed"), Pulled(THIRD, "3-2-1203", "changed"),
    )  # fmt: skip


def test_a_new_address_between_preview_and_print_pulls_the_letter(desk: Desk) -> None:
    sold(desk, "2026-11-20")
    reach(desk, EVEN)
    campaign = look(desk, EVEN, ODD)
    reach(desk, EVEN, "上海市南京路2号")
    assert send(desk, campaign).pulled == (Pulled(EVEN, "3-2-1201", "register"),) * 2


def test_a_dispute_of_the_seller_holds_back_their_letter_alone(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    reach(desk, EVEN)
    for charge in desk.charges(EVEN)[:2]:
        bring(desk, Disputed(charge.charge_id, charge.amount))
    next_day(desk)
    campaign = look(desk, EVEN)
    assert letters_of(campaign) == [("买方甲", MONTH)]
    assert [(each.name, each.hold, each.amount) for each in campaign.excluded] == [("张三", Hold.DISPUTED, 2 * MONTH)]


def test_calls_files_and_claims_name_who_answers(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    reach(desk, EVEN)
    next_day(desk)
    note_call(desk.books, EVEN, "refuses", request_id="c", staff=MANAGER, person_id=EVEN)
    whole = found(desk)
    buyer, seller = whole.by_debtor()
    assert ([each.kind for each in buyer.own_contacts], [each.kind for each in seller.own_contacts]) == (
        [],
        ["contact_noted"],
    )
    assert [each.owner for each in expiries(desk.connection, whole, {})] == ["张三", "张三", "买方甲"]
    facts = case_facts(desk.connection, seller, desk.clock.today(), desk.office, LetterSettings(), desk.words, "王芳")
    assert (facts.owner, facts.total, facts.place) == ("张三", 2 * MONTH, HOME)


def case_of(desk: Desk, part: Owing) -> CaseFacts:
    return case_facts(desk.connection, part, desk.clock.today(), desk.office, LetterSettings(), desk.words, "王芳")


def test_a_buyers_case_file_names_nothing_of_what_the_seller_owes_or_never_paid(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    reach(desk, EVEN)
    next_day(desk)
    first = desk.charges(EVEN)[0]
    write_off(desk.books, EVEN, [Chosen(first.charge_id, first.open)], "gone", request_id="w", staff=FINANCE,
              approver=MANAGER)  # fmt: skip
    cases = [case_of(desk, each) for each in found(desk).by_debtor()]
    assert [(each.owner, each.total, each.written_off) for each in cases] == [
        ("买方甲", MONTH, 0),
        ("张三", MONTH, MONTH),
    ]
    desk.pay(EVEN, chosen=desk.charges(EVEN)[-1:], rounding=0)
    buyer = found(desk).of(0)
    facts = case_of(desk, buyer)
    assert (facts.owner, facts.total, facts.written_off, buyer.debtor.overdue) == ("买方甲", 0, 0, 0)
    assert found(desk).of(EVEN).debtor.overdue == MONTH


def test_a_promise_is_kept_by_the_money_of_whoever_gave_it(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    reach(desk, EVEN)
    next_day(desk)
    until = desk.clock.today() + timedelta(days=9)
    promise_to_pay(desk.books, EVEN, MONTH, until, request_id="s", staff=MANAGER, signed=True, person_id=EVEN)
    with pytest.raises(PromiseWrong):
        promise_to_pay(desk.books, EVEN, 2 * MONTH, until, request_id="b", staff=MANAGER)
    buyer, seller = found(desk).by_debtor()
    assert (buyer.promises, [each.state for each in seller.promises]) == ((), ["running"])
    assert (buyer.verdict.hold, seller.verdict.hold) == (None, Hold.PROMISED)
    restarted = [each.expiry.by is not None for each in expiries(desk.connection, found(desk), {})]
    assert sorted(restarted) == [False, True, True], "the seller's word acknowledges no debt of the buyer's"
    desk.pay(EVEN, chosen=desk.charges(EVEN)[-1:], rounding=0)
    assert found(desk).of(EVEN).promises[0].state == "running"
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    assert found(desk).of(EVEN).promises[0].state == "kept"


def test_a_new_promise_takes_the_place_of_ones_own_and_not_of_anothers(desk: Desk) -> None:
    until = desk.clock.today() + timedelta(days=9)
    promise_to_pay(desk.books, EVEN, MONTH, until, request_id="as owner", staff=MANAGER)
    next_day(desk)
    sold(desk, "2026-11-24")
    reach(desk, EVEN)
    bill(desk.books, "2026-12")
    assert [len(each.promises) for each in found(desk).by_debtor()] == [0, 1]
    promise_to_pay(desk.books, EVEN, 100, until, request_id="buyer", staff=MANAGER, renews=True)
    assert [each.state for each in found(desk).of(EVEN).promises] == ["running"], "the seller's word stands"
    promise_to_pay(desk.books, EVEN, MONTH, until, request_id="s", staff=MANAGER, renews=True, person_id=EVEN)
    states = [[promise.state for promise in each.promises] for each in found(desk).by_debtor()]
    assert states == [["running"], ["renewed", "running"]]


def test_a_sellers_promise_is_kept_by_a_transfer_that_came_in_time(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    reach(desk, EVEN)
    today = desk.clock.today()
    promise_to_pay(desk.books, EVEN, MONTH, today, request_id="s", staff=MANAGER, person_id=EVEN)
    next_day(desk)
    assert found(desk).of(EVEN).promises[0].state == "broken"
    incoming = record_transfer(desk.books, today, MONTH, "张三", "", request_id="t", clerk=FINANCE)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], tenders=(claim(MONTH, incoming),), rounding=0)
    assert found(desk).of(EVEN).promises[0].state == "kept"


def test_a_buyer_is_not_written_to_as_the_heirs_of_themselves(desk: Desk) -> None:
    mark_unit(desk.books, EVEN, request_id="m", staff=MANAGER, heirs=True, call_first=True, no_sms=True)
    wish_messages(desk.books, EVEN, request_id="w", staff=MANAGER, sms_receipt=True)
    comes(desk, OCCUPIER, "2026-11-01", EVEN, "租客乙")
    assert found(desk).debtor.heirs, "an occupier changes nothing about it"
    sold(desk, "2026-11-01")
    (letter,) = look(desk, EVEN).letters
    assert (letter.facts.owner, letter.facts.heirs, letter.segment) == ("买方甲", False, Segment.SLIPPED)
    assert EVEN not in dunning.marks(desk.connection)


def test_what_a_seller_broke_or_paid_late_is_not_the_buyers_habit(desk: Desk) -> None:
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    day = desk.clock.today()
    for request in ("a", "b"):
        promise_to_pay(desk.books, EVEN, MONTH, day, request_id=request, staff=MANAGER)
    next_day(desk)
    assert found(desk).verdict.segment is Segment.PROMISER
    sold(desk, "2026-11-24")
    reach(desk, EVEN)
    next_day(desk)
    buyer, seller = found(desk).by_debtor()
    assert (buyer.verdict.segment, seller.verdict.segment) == (Segment.SLIPPED, Segment.PROMISER)
    assert (buyer.debtor.late_by, seller.debtor.late_by) == ((), (69,))


def test_whoever_left_and_answers_for_something_is_not_erased(desk: Desk) -> None:
    tenant(desk, "2026-09-01")
    sold(desk, "2026-11-01")
    theirs = answered_for(desk.connection, EVEN, EVEN, "2026-11-23")
    assert EVEN not in {each.payer_id for each in theirs}, "what the tenant of that time did not pay"
    with pytest.raises(PersonOwes) as refused:
        require_erasable(desk.connection, EVEN, "2026-11-23")
    assert refused.value.open_minor == 2 * MONTH
    desk.pay(EVEN, chosen=theirs, rounding=0)
    require_erasable(desk.connection, EVEN, "2026-11-23")


def test_a_letter_to_somebody_who_left_goes_to_their_mailbox_too(desk: Desk) -> None:
    change_settings(
        desk.books, {"office_email": "office@example.net"}, desk.clock.today(), request_id="o", staff=MANAGER
    )
    sold(desk, "2026-11-20")
    reach(desk, EVEN)
    save_email(desk.books, EVEN, "zhang@example.net", request_id="e", staff=MANAGER)
    sent = send(desk, look(desk, EVEN))
    mails = preview_mails(
        desk.connection, dunning.letters_of_request(desk.connection, sent.request_id), desk.clock.today().isoformat()
    )
    assert [each.to for each in mails.mails] == ["zhang@example.net"]
    assert mails.left_out == {"no_address": 1}, "the buyer's"


def test_an_address_is_kept_in_one_line_erased_with_its_person_and_fits_the_window(desk: Desk) -> None:
    with pytest.raises(AddressTooLong):
        reach(desk, EVEN, "路" * 81)
    reach(desk, EVEN, "  文一路\n1号 ")
    row = registers.person(desk.connection, EVEN)
    assert row is not None
    assert row.address == "文一路 1号"
    save_person(desk.books, row._replace(phone="13900000000"), request_id="p", staff=MANAGER)
    desk.pay(EVEN, rounding=0)
    sold(desk, "2026-11-23")
    erase_person(desk.books, EVEN, "asked for it", request_id="x", requester=MANAGER, approver=SUPERVISOR)
    row = registers.person(desk.connection, EVEN)
    assert row is not None
    assert row.address is None
    assert desk.findings() == []


ACTS = st.lists(
    st.tuples(st.sampled_from(("sale", "tenant", "pay", "address", "dispute")), st.integers(0, 29)),
    min_size=1, max_size=6,
)  # fmt: skip


@given(ACTS)
@settings(max_examples=12)
def test_the_letters_of_a_unit_and_who_gets_none_are_its_ledger_to_the_fen(acts: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder, open_office(Path(folder)) as desk:
        for act, which in acts:
            day, unit = f"2026-{9 + which % 3:02d}-{1 + which % 20:02d}", (EVEN, ODD)[which % 2]
            try:
                if act == "sale":
                    sold(desk, day, unit)
                elif act == "tenant":
                    tenant(desk, day, unit=unit)
                elif act == "pay":
                    desk.pay(unit, pay_now=9_000 + which, rounding=0)
                elif act == "dispute":
                    bring(desk, Disputed(desk.charges(EVEN)[0].charge_id, 5_000))
                else:
                    reach(desk, unit)
            except (ValueError, NothingToSplit, SplitWaits, DisputedAlready, NotDisputable):
                continue  # sold before it was bought, disputed twice: refused, and no matter here
        next_day(desk)
        campaign = look(desk)
        for whole in owing_units(desk.connection, desk.clock.today(), LetterSettings()):
            unit = whole.unit.id
            for part in whole.by_debtor():
                owners = {each.person_id for each in part.holders if each.until is None and each.role != OCCUPIER}
                gone = gone_holders((each for each in part.holders if each.role != OCCUPIER), "2026-11-24")
                others = owners if part.left else gone
                assert not others.intersection(charge.payer_id for charge in part.charges if charge.payer_id)
            parts = [charge.charge_id for part in whole.by_debtor() for charge in part.charges]
            assert sorted(parts) == sorted(each.charge_id for each in whole.charges), "nothing twice, nothing left out"
            asked = sum(each.facts.total for each in campaign.letters if each.unit_id == unit)
            none = sum(each.amount for each in campaign.excluded if each.unit_id == unit)
            frozen = sum(part.debtor.frozen for part in whole.by_debtor() if part.verdict.hold is not Hold.DISPUTED)
            assert asked + none + frozen == desk.account("receivable", unit=unit)


def test_what_a_seller_wished_and_what_was_noted_of_them_is_not_the_buyers(desk: Desk) -> None:
    change_settings(desk.books, {"sms_receipts": True}, desk.clock.today(), request_id="o", staff=MANAGER)
    mark_unit(desk.books, EVEN, request_id="h", staff=MANAGER, heirs=True, best_time="evening")
    wish_messages(desk.books, EVEN, request_id="w", staff=MANAGER, sms_receipt=True, no_email=True)
    before = found(desk).marks
    assert before is not None
    sold(desk, "2026-11-01")
    next_day(desk)
    buyer, _seller = found(desk).by_debtor()
    assert (buyer.marks, buyer.verdict.segment is Segment.HEIRS) == (None, False)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[-1:], rounding=0)
    queue_receipts(desk.books, desk.connection, 0, desk.office, desk.words, count_parts)
    assert every(desk) == {}, "the buyer never asked for messages"
    wish_messages(desk.books, EVEN, request_id="b", staff=MANAGER, no_sms=True)
    assert dunning.marks(desk.connection)[EVEN] == Marks(before.id, EVEN, 0, 0, "", 1, 0, 0)
    assert desk.findings() == []


def test_what_was_noted_stands_while_somebody_of_then_still_owns_the_unit(desk: Desk) -> None:
    wish_messages(desk.books, EVEN, request_id="w", staff=MANAGER, no_sms=True)
    other = HoldingRow(90, EVEN, ODD, "co_owner", "2020-01-01", "2026-11-20", None)
    with desk.books.transaction("other", staff_id=1) as tx:
        tx.change("registers_changed", {"holding": 90}, {"holding": [tuple(other)]})
    assert found(desk).marks is not None


def test_what_was_said_to_the_seller_before_the_sale_stays_with_the_seller(desk: Desk) -> None:
    until = desk.clock.today() + timedelta(days=9)
    promise_to_pay(desk.books, EVEN, MONTH, until, request_id="s", staff=MANAGER)
    note_call(desk.books, EVEN, "refuses", request_id="c", staff=MANAGER)
    next_day(desk)
    sold(desk, desk.clock.today().isoformat())
    reach(desk, EVEN)
    buyer, seller = found(desk).by_debtor()
    assert [each.kind for each in seller.own_contacts] == ["promise_made", "contact_noted"]
    assert (seller.verdict.hold, buyer.own_contacts, buyer.debtor.promise_until) == (Hold.PROMISED, (), None)


def test_the_money_of_the_seller_keeps_no_promise_of_the_buyer(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    next_day(desk)
    until = desk.clock.today() + timedelta(days=9)
    promise_to_pay(desk.books, EVEN, MONTH, until, request_id="b", staff=MANAGER)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    assert [each.state for each in found(desk).of(0).promises] == ["running"]
    desk.pay(EVEN, chosen=desk.charges(EVEN)[-1:], rounding=0)
    assert [each.state for each in found(desk).promises] == ["kept"]


def test_a_seller_who_paid_on_a_handwritten_receipt_in_time_kept_their_promise(desk: Desk) -> None:
    sold(desk, "2026-11-01")
    next_day(desk)
    promise_to_pay(desk.books, EVEN, MONTH, desk.clock.today(), request_id="s", staff=MANAGER, person_id=EVEN)
    written = desk.clock.today().isoformat()
    next_day(desk, 2)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0, late=LateEntry("A17", written, "王芳"))
    assert [each.state for each in found(desk).of(EVEN).promises] == ["kept"]
