"""Letters about arrears: what is looked at, what is sent and kept, what pulls a letter, each sum that of the books."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.desk import standing as standing_of
from counter.desk.case_file import case_facts
from counter.desk.change_registers import add_holder, save_person
from counter.desk.letter_settings import LetterSettings, load_letter_settings
from counter.desk.letters import Campaign, CampaignStale, NothingToSend, Sent, preview, send_letters
from counter.desk.letters_file import draft_papers, sent_papers, write_letters
from counter.desk.note_contact import mark_unit
from counter.desk.open_case import Disputed
from counter.desk.owing import owing_unit
from counter.desk.promises import promise_to_pay
from counter.desk.waive_late_fees import standing_late_fees, waive_late_fees
from counter.presenters.finding import find_units
from counter.rules.arrears import Hold, Segment, Step
from counter.rules.codes import WrongCheck, payment_reference
from counter.rules.late_fee import Pause
from counter.rules.permissions import NotAllowed
from counter.words import LANGUAGES, Language, Words
from db.queries import dunning
from db.queries.registers import PersonRow
from printing.blocks import Address, Code, Paper, Sum, Table
from tests.db.tampering import without_guards
from tests.desk.case_office import bring
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import AUDITOR, CASHIER, EVEN, FUNDED, MANAGER, ODD, OWNERS, SUPERVISOR, THIRD, Desk
from tests.printing.samples import FONTS

TODAY = date(2026, 11, 23)


def look(desk: Desk, day: date = TODAY, words: Words | None = None, **more: Any) -> Campaign:
    settings = load_letter_settings(desk.connection, day.isoformat())
    return preview(desk.connection, day, desk.office, settings, words or desk.words, **more)


def send(desk: Desk, campaign: Campaign, request: str = "", words: Words | None = None) -> Sent:
    return send_letters(
        desk.books, campaign, request_id=request or desk.request(), staff=SUPERVISOR, words=words or desk.words
    )


def kept(desk: Desk, sent: Sent) -> list[Paper]:
    return sent_papers(desk.connection, dunning.letters_of_request(desk.connection, sent.request_id))


def total_of(paper: Paper) -> str:
    return next(block.amount for block in paper.blocks if isinstance(block, Sum) and block.large)


def test_every_letter_demands_to_the_fen_what_the_ledger_has_open_and_due(desk: Desk) -> None:
    desk.pay(THIRD, chosen=desk.charges(THIRD)[:1], pay_now=12_345, rounding=0)
    campaign = look(desk)
    assert [each.unit_id for each in campaign.letters] == [EVEN, ODD, THIRD, FUNDED]
    for each in campaign.letters:
        assert each.facts.total == desk.account("receivable", unit=each.unit_id) == desk.owed(each.unit_id)
        assert each.facts.total == sum(line.open for line in each.facts.lines)
        assert all(line.due < TODAY.isoformat() for line in each.facts.lines)
    assert campaign.total == desk.account("receivable")
    assert (campaign.letters[0].facts.step, campaign.letters[0].segment) == (Step.REMINDER, Segment.SLIPPED)


def test_a_batch_is_numbered_without_a_gap_kept_as_sent_and_found_again(desk: Desk) -> None:
    sent = send(desk, look(desk))
    assert sent.numbers == ("L2026-000001", "L2026-000002", "L2026-000003", "L2026-000004")
    papers = kept(desk, sent)
    assert [total_of(paper) for paper in papers] == ["¥751.80", "¥752.04", "¥1,008.00", "¥902.13"]
    letter = dunning.letter_by_number(desk.connection, "L2026-000002")
    assert letter is not None
    assert (letter.facts["unit"], letter.facts["total"], letter.facts["step"]) == (ODD, 75_204, "reminder")
    assert OWNERS[ODD] not in str(letter.facts), "names live in the register"
    code = next(block for block in papers[1].blocks if isinstance(block, Code)).content
    reader = desk.books.reader()
    assert [each.unit_id for each in find_units(reader, code)] == [ODD]
    assert [each.unit_id for each in find_units(reader, "l2026-000002")] == [ODD]
    assert [each.unit_id for each in find_units(reader, payment_reference(ODD).lower())] == [ODD]
    with pytest.raises(WrongCheck):
        find_units(reader, payment_reference(ODD).replace("U000002", "U000003"))
    reader.close()
    assert desk.findings() == []


def test_the_same_request_sends_once_and_the_next_batch_holds_everybody_back(desk: Desk) -> None:
    campaign = look(desk)
    assert send(desk, campaign, "c").numbers == send(desk, campaign, "c").numbers
    assert desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'letter_sent'").fetchone() == (4,)
    again = look(desk)
    assert again.letters == ()
    assert {each.hold for each in again.excluded} == {Hold.TOO_SOON}
    with pytest.raises(NothingToSend) as pulled:
        send(desk, campaign)
    assert pulled.value.pulled_count == 4
    assert dunning.letter_by_number(desk.connection, "L2026-000005") is None


def test_a_payment_or_a_contact_between_preview_and_print_pulls_that_letter(desk: Desk) -> None:
    campaign = look(desk)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    promise_to_pay(desk.books, ODD, 1000, TODAY, request_id="p", staff=CASHIER)
    sent = send(desk, campaign)
    assert [(each.unit_id, each.why) for each in sent.pulled] == [(EVEN, "paid"), (ODD, "contacted")]
    assert sent.numbers == ("L2026-000001", "L2026-000002")
    assert desk.findings() == []


def test_a_dispute_between_preview_and_print_pulls_that_letter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = look(desk)
    frozen = desk.charges(EVEN)[0].charge_id
    monkeypatch.setattr(standing_of, "disputed_days", lambda _c, _charges: {frozen: (Pause(date(2026, 11, 1)),)})
    assert [(each.unit_id, each.why) for each in send(desk, campaign).pulled] == [(EVEN, "disputed")]
    rest = look(desk, units={EVEN}).letters
    assert [each.facts.total for each in rest] == [50_120], "what is not disputed is demanded"


def test_a_death_or_a_waiver_between_preview_and_print_pulls_that_letter(desk: Desk) -> None:
    with_late_fee(desk)
    campaign = look(desk)
    mark_unit(desk.books, ODD, request_id="heirs", staff=MANAGER, heirs=True)
    mark_unit(desk.books, THIRD, request_id="eve", staff=MANAGER, best_time="evening")
    standing = standing_late_fees(desk.connection, EVEN, desk.office, TODAY.isoformat()).total
    waive_late_fees(desk.books, EVEN, standing, "goodwill", request_id="w", requester=CASHIER, approver=SUPERVISOR,
                    till=1, office=desk.office)  # fmt: skip
    sent = send(desk, campaign)
    assert [(each.unit_id, each.why) for each in sent.pulled] == [(EVEN, "changed"), (ODD, "contacted")]
    assert desk.findings() == []


def test_the_late_fee_of_what_is_disputed_is_not_demanded_either(desk: Desk) -> None:
    with_late_fee(desk)
    first = desk.charges(EVEN)[0]
    desk.pay(EVEN, chosen=[first], pay_now=first.open - 1000, rounding=0)
    assert [each.open for each in desk.charges(EVEN)][:2] == [1000, 865], "the rest, and the fee that was posted"
    bring(desk, Disputed(first.charge_id, 1000))
    (letter,) = look(desk, units={EVEN}).letters
    assert [each.open for each in letter.facts.lines] == [25_060, 25_060]
    owing = owing_unit(desk.connection, EVEN, TODAY, LetterSettings())
    assert owing is not None
    assert (owing.debtor.overdue, owing.debtor.frozen) == (50_120, desk.owed(EVEN) - 50_120)


def test_the_question_who_inherits_is_no_reminder(desk: Desk) -> None:
    mark_unit(desk.books, EVEN, request_id="died", staff=MANAGER, heirs=True)
    send(desk, look(desk, units={EVEN}))
    mark_unit(desk.books, EVEN, request_id="found", staff=MANAGER)
    (soon,) = look(desk, date(2026, 11, 30), units={EVEN}).excluded
    assert soon.hold is Hold.TOO_SOON
    (first,) = look(desk, date(2026, 12, 20), units={EVEN}).letters
    assert (first.facts.step, first.facts.times) == (Step.REMINDER, 2)


def test_who_objects_or_broke_a_promise_is_not_told_that_they_forgot(desk: Desk) -> None:
    promise_to_pay(desk.books, ODD, 1000, TODAY, request_id="p", staff=CASHIER)
    first = desk.charges(EVEN)[0]
    bring(desk, Disputed(first.charge_id, 1000))
    desk.clock.wait(days=1)
    said = {each.unit_id: each.facts.personal for each in look(desk, desk.clock.today()).letters}
    assert [("overlooked" in said[unit]) for unit in (EVEN, ODD, THIRD)] == [False, False, True]


def test_a_demand_does_not_take_it_for_a_slip_any_more(desk: Desk) -> None:
    first = look(desk, units={EVEN})
    assert "overlooked" in first.letters[0].facts.personal
    send(desk, first)
    (later,) = look(desk, date(2026, 12, 20), units={EVEN}).letters
    assert (later.facts.step, later.segment, later.facts.personal) == (Step.DEMAND, Segment.SLIPPED, "")


def test_a_batch_of_yesterday_is_not_sent_and_not_everybody_may_send_one(desk: Desk) -> None:
    campaign = look(desk)
    with pytest.raises(NotAllowed):
        send_letters(desk.books, campaign, request_id="n", staff=AUDITOR, words=desk.words)
    desk.clock.wait(days=1)
    with pytest.raises(CampaignStale):
        send(desk, campaign)


def test_nothing_is_asked_of_who_paid_and_due_later_is_a_friendly_word(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    assert EVEN not in {each.unit_id for each in look(desk).letters}
    before = look(desk, date(2026, 9, 12))
    assert {each.facts.step for each in before.letters} == {"friendly"}
    assert {each.facts.deadline for each in before.letters} == {"2026-09-15"}


def test_a_late_fee_is_part_of_the_sum_only_where_it_is_charged(desk: Desk) -> None:
    with_late_fee(desk, "letters")
    told = look(desk, units={EVEN}).letters[0].facts
    assert (told.late_fee, told.total) == (865 + 489 + 100, 75_180)
    desk.set_office(late_fee_mode="charged")
    assert look(desk, units={EVEN}).letters[0].facts.total == 75_180 + 865 + 489 + 100


def test_the_occupier_gets_a_copy_and_the_owner_the_letter(desk: Desk) -> None:
    person = save_person(
        desk.books, PersonRow(0, "周涛", "13900000000", None, "person", None), request_id="z", staff=MANAGER
    )
    add_holder(desk.books, EVEN, person, "occupier", request_id="h", staff=MANAGER, since=date(2026, 1, 1))
    papers = kept(desk, send(desk, look(desk, units={EVEN})))
    named = [next(b for b in paper.blocks if isinstance(b, Address)).lines[0] for paper in papers]
    assert named == [OWNERS[EVEN], "周涛"]
    assert desk.findings() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_has_the_same_bytes_again_and_the_letter_says_what_it_must(
    desk: Desk, tmp_path: Path, language: Language
) -> None:
    words = Words.load(language)
    campaign = look(desk, words=words, units={EVEN})
    paths = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for path in paths:
        write_letters(path, draft_papers(campaign, words), FONTS, TODAY)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    sent = send(desk, campaign, words=words)
    paper = kept(desk, sent)[0]
    said = str(paper.blocks)
    for wanted in (
        "L2026-000001",
        "人民币柒佰伍拾壹元捌角整",
        "2026-12-08",
        "89.50 m² × 2.80",
        payment_reference(EVEN),
    ):
        assert wanted in said, wanted
    assert len(next(block for block in paper.blocks if isinstance(block, Table)).rows) == 3


def test_a_letter_that_vanished_and_one_that_was_altered_are_found(desk: Desk) -> None:
    send(desk, look(desk))
    with without_guards(Path(desk.books.path)) as connection:
        connection.execute("UPDATE paper SET content = replace(content, '751.80', '951.80') WHERE kind = 'letter'")
        connection.execute("UPDATE event SET body = replace(body, 'L2026-000002', 'L2026-000007')")
    found = desk.findings()
    assert any("paper_differs" in each for each in found)
    assert any("certificate L2026" in each for each in found)


def test_the_rules_of_an_office_hold_from_the_day_they_were_put_into_force(desk: Desk) -> None:
    from counter.desk.change_settings import OfficeSettingWrong, change_settings

    terms = {"least": 100_000}
    change_settings(desk.books, {"arrears_terms": terms}, TODAY, request_id="s", staff=MANAGER)
    found = look(desk)
    assert [each.unit_id for each in found.letters] == [THIRD]
    assert {each.hold for each in found.excluded} == {Hold.BELOW_LEAST}
    assert load_letter_settings(desk.connection, "2026-11-01") == LetterSettings()
    for wrong in ({"arrears_terms": {"least": -1}}, {"letter_texts": {"opening.demand.en": "{nobody}"}}):
        with pytest.raises(OfficeSettingWrong):
            change_settings(desk.books, wrong, TODAY, request_id="w", staff=MANAGER)


def test_an_english_letter_names_the_account_in_english_where_the_office_wrote_it(desk: Desk) -> None:
    office = replace(desk.office, bank_account="示例银行 0001", bank_account_en="")
    settings = load_letter_settings(desk.connection, TODAY.isoformat())
    for english, told in (("", "示例银行 0001"), ("Sample Bank 0001", "Sample Bank 0001")):
        named = replace(office, bank_account_en=english)
        letters = preview(desk.connection, TODAY, named, settings, Words.load("en"), units={EVEN}).letters
        assert letters[0].facts.bank_account == told
    assert office.bank("zh_CN") == "示例银行 0001"


def test_what_nobody_disputes_of_a_charge_goes_on_being_demanded(desk: Desk) -> None:
    campaign = look(desk)
    line = desk.charges(EVEN)[0]
    bring(desk, Disputed(line.charge_id, 10_000))
    assert [(each.unit_id, each.why) for each in send(desk, campaign).pulled] == [(EVEN, "disputed")]
    (letter,) = look(desk, units={EVEN}).letters
    assert letter.facts.total == 3 * 25_060 - 10_000
    assert letter.charges[0] == (line.charge_id, 15_060)
    assert letter.facts.personal.endswith(
        "What you object to is not part of this letter; it waits until the dispute is settled."
    )
    first = letter.facts.lines[0]
    assert (first.whole, first.open) == (15_060, 15_060), "nothing of it is said to be paid"
    assert first.composition.endswith("of 250.60, 100.00 is disputed and not asked for")
    found = owing_unit(desk.connection, EVEN, TODAY, LetterSettings())
    assert found is not None
    assert (found.debtor.overdue, found.debtor.frozen, found.debtor.periods) == (3 * 25_060 - 10_000, 10_000, 3)
    file = case_facts(desk.connection, found, TODAY, desk.office, LetterSettings(), desk.words, "王芳")
    assert (file.total, file.disputed, file.lines[0].open) == (3 * 25_060 - 10_000, 10_000, 15_060)


def test_what_is_paid_meanwhile_counts_for_what_nobody_disputes_first(desk: Desk) -> None:
    line = desk.charges(EVEN)[0]
    bring(desk, Disputed(line.charge_id, 10_000))
    desk.pay(EVEN, chosen=[line], pay_now=15_060, rounding=0)
    (letter,) = look(desk, units={EVEN}).letters
    assert (letter.facts.total, len(letter.facts.lines)) == (2 * 25_060, 2)
