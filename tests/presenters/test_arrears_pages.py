"""The pages of the Arrears screen: who owes by age, filters, the card, a batch that is sent, calls, limitation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter.desk import standing as standing_of
from counter.desk.change_registers import save_person
from counter.desk.deliver_letter import Delivery, deliver_letter
from counter.desk.letter_settings import load_letter_settings
from counter.desk.letters import preview
from counter.desk.message_wishes import wish_messages
from counter.desk.note_contact import PUT_OFF, mark_unit, note_call
from counter.desk.note_suit import note_suit
from counter.desk.payment_order import Chosen
from counter.desk.promises import promise_to_pay
from counter.desk.send_sms import note_told
from counter.desk.sms_messages import MessageLog
from counter.desk.split_at_sale import split_at_sale
from counter.desk.write_off import write_off
from counter.presenters.approval import AskApproval
from counter.presenters.arrears_calls import CallsPage
from counter.presenters.arrears_campaign import CampaignPage
from counter.presenters.arrears_limitation import LimitationPage
from counter.presenters.arrears_list import ArrearsList
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.arrears_register import LostPage
from counter.presenters.arrears_results import ResultsPage
from counter.presenters.arrears_rules import RulesPage
from counter.presenters.arrears_sent import SentPage
from counter.presenters.session import Session
from counter.rules.call_order import is_time
from counter.rules.codes import payment_reference
from counter.rules.late_fee import Pause
from counter.words import formats
from db.queries import dunning, registers
from tests.desk.acts_at_desk import sell
from tests.desk.late_fee_office import next_day
from tests.desk.office import AUDITOR, EVEN, FINANCE, MANAGER, ODD, THIRD, Desk
from tests.desk.scans import PNG
from tests.desk.sms_office import next_of, queued
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import open_office, session_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Session]]:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        yield desk, session


def shown(
    page: type[ArrearsPage], session: Session, folder: Path, approve: AskApproval = lambda wish: None
) -> tuple[ArrearsPage, SeenPage]:
    view = SeenPage()
    made = page(session, view, ArrearsPlaces(folder / "letters", open_file=lambda path: None, approve=approve))
    view.select = made.selected
    made.show()
    return made, view


def letters_of(desk: Desk) -> list[int]:
    return [each.event_id for each in dunning.all_contacts(desk.connection) if each.kind == "letter_sent"]


def answer(view: SeenPage, **values: str) -> str:
    return view.asked[-1].answer(values)


def test_the_list_says_what_is_owed_by_age_and_why_the_next_step(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    page, view = shown(ArrearsList, session, tmp_path)
    assert view.rows[str(EVEN)].cells == (
        "3-2-1201", "张三", "751.80", "250.60", "501.20", "", "", "", "slipped once", "Reminder",
    )  # fmt: skip
    assert (view.facts["Units that owe"], view.facts["Overdue"]) == ("4", f"¥{desk.account('receivable') / 100:,.2f}")
    assert "the oldest of it for 69 days" in view.told[-1]
    page.pressed("M")
    assert answer(view, least="800") == ""
    assert view.column(0) == ["3-2-1203", "3-2-1204"]
    page.pressed("X")
    page.pressed("B")
    answer(view, choice="1")
    assert len(view.rows) == 4


def test_the_list_says_who_was_in_touch_last_and_what_came_of_it(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    note_call(desk.books, EVEN, "no_answer", request_id="c", staff=MANAGER)
    promise_to_pay(desk.books, ODD, 100, date(2027, 1, 4), request_id="p", staff=MANAGER)
    _page, view = shown(ArrearsList, session, tmp_path)
    assert view.rows[str(EVEN)].cells[7] == "11-23 call: no answer"
    assert view.rows[str(ODD)].cells[7] == "11-23 promised 1.00 by 2027-01-04: still running"
    note_call(desk.books, EVEN, PUT_OFF, request_id="d", staff=MANAGER, next_call=date(2026, 11, 30))
    note_suit(desk.books, ODD, date(2026, 11, 20), "(2026)民初1号", request_id="s", staff=MANAGER)
    _page, view = shown(ArrearsList, session, tmp_path)
    assert view.rows[str(EVEN)].cells[7] == "11-23 call put off"
    assert view.rows[str(ODD)].cells[7] == "11-20 suit filed", "a suit is no call, and has a day of its own"


def test_the_filter_shows_only_what_is_disputed(
    office: tuple[Desk, Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, session = office
    frozen = desk.charges(ODD)[0].charge_id
    monkeypatch.setattr(standing_of, "disputed_days", lambda _c, _charges: {frozen: (Pause(date(2026, 11, 1)),)})
    page, view = shown(ArrearsList, session, tmp_path)
    page.pressed("F")
    choice = next(key for key, word in view.asked[-1].choices if word == "something is disputed")
    answer(view, choice=choice)
    assert view.column(0) == ["3-2-1202"]


def test_filters_of_several_kinds_hold_together_until_all_are_taken_off(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    promise_to_pay(desk.books, ODD, 100, date(2026, 12, 1), request_id="p", staff=MANAGER)
    page, view = shown(ArrearsList, session, tmp_path)
    for kind, choice in (("2", "1"), ("3", "1"), ("4", "1")):
        page.pressed("F")
        answer(view, choice=kind)
        answer(view, choice=choice)
    assert view.column(0) == ["3-2-1202"]
    assert view.page.text == (
        "1 of 4 units with ¥752.04 open: overdue for more than 30 days, promises often, a promise: still running"
    )  # fmt: skip
    assert f"{sum(each.open for each in desk.charges(ODD)) / 100:.2f}" == "752.04"
    page.pressed("X")
    page.pressed("F")
    answer(view, choice="3")
    answer(view, choice="1")
    page.pressed("F")
    answer(view, choice="3")
    assert len(view.asked[-1].choices) == 2, "another way of paying may be chosen without taking the first off"
    page.pressed("X")
    page.pressed("F")
    answer(view, choice="6")
    assert view.said[-1] == ("plain", "No unit in the list has a steward.")
    page.pressed("X")
    assert len(view.rows) == 4


def test_the_card_tells_calls_promises_and_when_each_claim_expires(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(ArrearsList, session, tmp_path)
    page.opened(str(EVEN))
    page.pressed("C")
    answer(view, choice="1")
    page.pressed("P")
    assert answer(view, amount="900", until="2026-12-01", signed="") != ""
    assert answer(view, amount="250.60", until="2026-12-01", signed="1") == ""
    assert [row.cells[1] for row in view.rows.values()][:3] == ["Promise to pay", "Call: will pay", "Property fee"]
    page.selected(f"c{desk.charges(EVEN)[0].charge_id}")
    assert "restarted on 2026-11-23 by a signed promise" in view.told[-1]
    assert "The rest days of 2029 are not entered" in view.told[-1]
    page.pressed("S")
    assert view.said[-1] == ("plain", "No scan is kept with the selected line.")
    paper, opened = tmp_path / "paper.png", list[Path]()
    paper.write_bytes(PNG)
    session.scans = session.scans._replace(open_file=opened.append)
    page.pressed("P")
    assert [each.name for each in view.asked[-1].fields] == ["amount", "until", "signed", "renews", "scan"]
    assert answer(view, amount="250.60", until="2026-12-05", signed="1", renews="1", scan=str(paper)) == ""
    rows = list(view.rows)
    assert "replaced by a later one" in view.rows[rows[1]].cells[2]
    view.select_row(rows[0])
    page.pressed("S")
    assert [each.read_bytes() for each in opened] == [PNG]
    page.pressed("G")
    assert "The suit is not noted: the case number" in answer(view, on="2026-11-20", number="", scan="")
    assert answer(view, on="2026-11-20", number="(2026)民初1号", scan="") == ""
    assert next(row.cells[1] for row in view.rows.values()) == "Suit filed on 2026-11-20, (2026)民初1号"
    page.pressed("K")
    answer(view, choice="4")
    assert view.facts["Next"] == "Reminder"
    wish_messages(desk.books, EVEN, request_id="w", staff=MANAGER, no_sms=True)
    page.show()
    for choice, kept in (("3", (1, 1, "", 1)), ("5", (1, 1, "morning", 1)), ("1", (0, 0, "", 1))):
        page.pressed("K")
        answer(view, choice=choice)
        marks = dunning.marks(desk.connection)[EVEN]
        assert (marks.heirs, marks.call_first, marks.best_time, marks.no_sms) == kept, "what is not chosen stays"
    page.pressed("X")
    assert view.page.title == "Arrears"


def test_bad_debt_is_written_off_with_a_second_person_stays_visible_and_is_revived_with_a_reason(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(
        ArrearsList, session, tmp_path, lambda wish: wish.on_granted(replace(FINANCE, seen=wish.seen), "moved away")
    )
    page.opened(str(EVEN))
    page.pressed("W")
    assert view.asked[-1].choices == (
        ("1", "the selected one: 1 charge, ¥250.60"), ("2", "everything open: 3 charges, ¥751.80"),
    )  # fmt: skip
    answer(view, choice="2")
    assert view.said[-1] == ("saved", "¥751.80 of 3-2-1201 is written off.")
    assert view.facts["Overdue"] == "¥0.00"
    assert [row.cells[1] for row in view.rows.values()] == ["Written off", *["Property fee"] * 3]
    assert desk.body(desk.count("event"))["seen"] == "Write off ¥751.80 of 3-2-1201 as bad debt"
    register, seen = shown(LostPage, session, tmp_path)
    assert seen.column(5) == ["250.60"] * 3
    assert "Written off on 2026-11-23 by 陈静, agreed by 赵敏: moved away." in seen.told[-1]
    register.pressed("V")
    assert "reason" in answer(seen, reason="").lower()
    assert answer(seen, reason="the heirs were found") == ""
    assert (len(seen.rows), desk.owed(EVEN)) == (2, 25_060)
    register.pressed("G")
    assert seen.column(1) == ["Revived", "Written off"]
    assert desk.findings() == []


def test_a_batch_is_looked_at_sent_once_and_says_what_was_left_out(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(CampaignPage, session, tmp_path)
    page.pressed("F9")
    assert (view.facts["Letters"], view.facts["Get none now"]) == ("4", "0")
    desk.pay(EVEN, rounding=0)
    page.pressed("F9")
    answer(view, choice="1")
    assert view.said[-1][0] == "saved"
    assert "L2026-000001 to L2026-000003" in view.said[-1][1]
    assert "Left out: paid meanwhile (3-2-1201)" in view.said[-1][1]
    (written,) = (tmp_path / "letters").glob("*.pdf")
    assert written.read_bytes().startswith(b"%PDF")
    page.pressed("F9")
    assert (view.facts["Letters"], view.facts["Get none now"]) == ("0", "3")
    page.pressed("U")
    assert set(view.column(2)) == {"too soon"}


def test_single_letters_are_taken_out_of_a_batch_and_what_it_costs_follows(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(CampaignPage, session, tmp_path)
    page.pressed("F9")
    assert (view.facts["Sheets, about"], view.facts["Cost in paper"]) == ("4", "¥0.80")
    page.pressed("K")
    assert (view.column(0), view.facts["Letters"]) == (["no", "yes", "yes", "yes"], "3")
    page.pressed("N")
    page.pressed("N")
    page.pressed("F9")
    assert view.said[-1] == ("plain", "No letter is ticked.")
    page.pressed("K")
    page.pressed("F9")
    answer(view, choice="1")
    sent = [each for each in dunning.all_contacts(desk.connection) if each.kind == "letter_sent"]
    assert [each.facts["unit"] for each in sent] == [EVEN]


def test_what_became_of_a_letter_is_noted_with_its_proof(office: tuple[Desk, Session], tmp_path: Path) -> None:
    _desk, session = office
    batch, seen = shown(CampaignPage, session, tmp_path)
    batch.pressed("F9")
    batch.pressed("F9")
    answer(seen, choice="1")
    page, view = shown(SentPage, session, tmp_path)
    assert view.facts["Not noted yet"] == "4"
    page.pressed("D")
    answer(view, choice="5")
    assert "slip" in [each.name for each in view.asked[-1].fields]
    wrong = answer(view, on="2026-11-23", slip="", receiver="1", scan="")
    assert wrong.startswith("The delivery of L2026-000004 is not noted")
    assert answer(view, on="2026-11-23", slip="XA123456789CN", receiver="2", scan="") == ""
    assert view.column(5)[0] == "2026-11-23 registered mail: signed for"
    assert "XA123456789CN somebody of the family" in view.told[-1]
    assert view.facts["Signed for"] == "1"
    page.pressed("S")
    assert view.said[-1] == ("plain", "No scan is kept with L2026-000004; D notes a delivery with one.")
    page.pressed("D")
    answer(view, choice="8")
    assert "XA123456789CN somebody of the family" in view.asked[-1].title
    assert "what was wrong" in answer(view, why="")
    assert answer(view, why="another letter's slip") == ""
    assert (view.column(5)[0], view.facts["Signed for"]) == ("not noted yet", "0")
    assert "taken back, noted by mistake: another letter's slip" in view.told[-1]
    slip = tmp_path / "slip.png"
    slip.write_bytes(PNG)
    opened = list[Path]()
    session.scans = session.scans._replace(open_file=opened.append)
    page.pressed("D")
    answer(view, choice="1")
    assert answer(view, on="2026-11-23", receiver="1", scan=str(slip)) == ""
    page.pressed("S")
    assert view.said[-1] == ("plain", "delivery.png is opened by the system's viewer.")
    assert [each.read_bytes() for each in opened] == [PNG]
    assert view.rests[-2] == "", "the owner signed"
    page.pressed("D")
    answer(view, choice="1")
    assert answer(view, on="2026-11-23", receiver="3", scan="") == ""
    assert "does not restart the limitation" in view.rests[-1]
    for key in "OBN":
        page.pressed(key)
    names = {path.name for path in (tmp_path / "letters").glob("*.pdf")}
    assert {"L2026-000004.pdf", "batch-L2026-000004.pdf", "door-3-2-1204.pdf"} <= names
    assert (tmp_path / "letters" / "batch-L2026-000004.pdf").read_bytes() == (
        tmp_path / "letters" / "L2026-000001-000004.pdf"
    ).read_bytes(), "the batch is made again with the same bytes"


def test_one_key_notes_a_call_and_takes_the_unit_off_todays_list(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    page, view = shown(CallsPage, session, tmp_path)
    assert len(view.rows) == 4
    assert view.column(2)[0] == "138****8001"
    page.pressed("S")
    assert "13800138001" in view.told[-1]
    mark_unit(desk.books, ODD, request_id="m", staff=MANAGER, no_sms=True)
    page.show()
    page.pressed("E")
    (file,) = (tmp_path / "letters").glob("sms-*.csv")
    told = file.read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in told[1:]] == ["13800138001", "13800138003", "13800138004"]
    assert payment_reference(EVEN) in told[1]
    assert view.rests[-1] == (
        "It holds telephone numbers in full: pass it to nobody but the sender, then delete it. "
        "Let it be sent between 08:00 and 20:00 only."
    )
    page.pressed("N")
    assert len(view.rows) == 3
    call = dunning.contacts(desk.connection, EVEN)[0]
    assert (call.facts["outcome"], call.facts["next"]) == ("no_answer", "2026-11-24")


def test_who_was_called_comes_back_on_the_day_agreed_and_after_a_wrong_number_with_another_one(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(CallsPage, session, tmp_path)
    view.select_row(str(ODD))
    page.pressed("D")
    assert answer(view, day="tomorrow") == "Write the day as 2026-11-23."
    assert answer(view, day="2026-11-20") != ""
    assert answer(view, day="2026-11-26") == ""
    view.select_row(str(EVEN))
    page.pressed("U")
    assert {str(EVEN), str(ODD)}.isdisjoint(view.rows)
    card, seen = shown(ArrearsList, session, tmp_path)
    card.opened(str(THIRD))
    card.pressed("C")
    seen.asked[-1].answer({"choice": "4"})
    assert next(row.cells[1:3] for row in seen.rows.values()) == ("Call: no answer", "next call 2026-11-24")
    next_day(desk)
    page.show()
    assert str(THIRD) in view.rows, "a call noted on the card takes nobody off the list for ever"
    next_day(desk, 2)
    page.show()
    assert view.rows[str(ODD)].cells[4] == "never", "a call that was put off was none"
    assert str(EVEN) not in view.rows
    row = registers.person(desk.connection, EVEN)
    assert row is not None
    save_person(desk.books, row._replace(phone="13900139000"), request_id="ph", staff=MANAGER)
    page.show()
    assert str(EVEN) in view.rows
    assert desk.findings() == []


def test_whose_best_time_it_is_stands_first_on_the_phone_list(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    moment = desk.clock.now().astimezone()
    fits = next(each for each in ("morning", "afternoon", "evening") if is_time(each, moment))
    other = "morning" if fits == "evening" else "evening"
    for unit, best in ((EVEN, other), (ODD, fits)):
        mark_unit(desk.books, unit, request_id=desk.request(), staff=MANAGER, best_time=best)
    _page, view = shown(CallsPage, session, tmp_path)
    rows = list(view.rows)
    assert (rows[0], rows[-1]) == (str(ODD), str(EVEN))


def test_rest_days_are_entered_by_year_and_whoever_only_reads_changes_nothing(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(LimitationPage, session, tmp_path)
    assert view.page.rows == ()
    page.pressed("R")
    assert answer(view, year="29") == "Write the year as 2027."
    assert answer(view, year="2029") == ""
    assert "10-32" in answer(view, off="10-32", worked="")
    assert answer(view, off="", worked="09-29") == "Write at least one day off; no year is without."
    assert answer(view, off="10月1日至3日 12-31", worked="09-29") == ""
    assert view.facts["Years entered"] == "2029"
    page.pressed("R")
    answer(view, year="2029")
    assert [each.value for each in view.asked[-1].fields] == ["10-01~10-03 12-31", "09-29"]
    table = tmp_path / "days.csv"
    page.pressed("F")
    table.write_text("日期,类别\n2030-01-01,休\n2030-02-30,休\n2030/10/1,开\n", "utf-8")
    assert "3 (2030-02-30 休), 4 (2030/10/1 开)" in answer(view, path=str(table))
    table.write_text("日期,类别\n2030-01-01,休\n2031年10月1日,放假\n2031-10-11,补班\n", "utf-8")
    assert answer(view, path=str(table)) == ""
    assert view.facts["Years entered"] == "2029, 2030, 2031"
    kept = load_letter_settings(desk.connection, session.today().isoformat()).calendar
    assert (len(kept[2029].off), kept[2031].worked) == (4, frozenset({date(2031, 10, 11)}))
    session.log_in(AUDITOR)
    page.pressed("R")
    assert view.said[-1][0] == "risk"
    assert desk.findings() == []


def test_a_claim_that_was_written_off_is_listed_before_it_expires_and_left_to_the_register_after(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    first = desk.charges(EVEN)[0]
    lost = [Chosen(first.charge_id, first.open)]
    write_off(desk.books, EVEN, lost, "moved away", request_id="w", staff=FINANCE, approver=MANAGER)
    desk.clock.wait(days=990)
    page, view = shown(LimitationPage, session, tmp_path)
    row = view.rows[f"lost-{first.charge_id}"]
    assert row.cells[2] == "Property fee (written off)"
    assert view.facts["Written off"] == "¥250.60"
    page.selected(row.id)
    assert view.told[-1].endswith("It is written off; the claim stands until it expires.")
    desk.clock.wait(days=60)
    page.show()
    assert f"lost-{first.charge_id}" not in view.rows


def test_the_rules_of_the_letters_are_changed_and_their_words_are_shown_as_a_letter_says_them(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(RulesPage, session, tmp_path)
    page.selected("text.opening.reminder")
    assert "Please pay ¥751.80" in view.told[-1]
    written: list[tuple[str, str]] = []
    page.places = page.places._replace(write_letters=lambda text, language: written.append((text, language)))
    page.opened("text.personal.slipped")
    page.pressed("G")
    page.pressed("E")
    assert written == [("personal.slipped", "en"), ("opening.reminder", "zh_CN")]
    page.pressed("G")
    page.opened("term.chronic_periods")
    assert answer(view, value="3") == ""
    page.opened("term.chronic_days")
    assert answer(view, value="60") == ""
    again = preview(desk.connection, date(2026, 11, 23), desk.office, page.settings, session.paper_words).letters[0]
    assert again.segment == "chronic"
    page.opened("term.least")
    assert answer(view, value="1000.00") == ""
    batch, seen = shown(CampaignPage, session, tmp_path)
    batch.pressed("F9")
    assert seen.facts["Letters"] == "1"
    page.pressed("B")
    assert (tmp_path / "letters" / "notice-2026-11-23.pdf").exists()


def test_the_results_say_what_the_letters_brought_in_by_each_group(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    batch, seen = shown(CampaignPage, session, tmp_path)
    batch.pressed("F9")
    batch.pressed("F9")
    answer(seen, choice="1")
    for letter in letters_of(desk)[:2]:
        in_the_box = Delivery(letter, "box", "left", desk.clock.today(), witness=3)
        deliver_letter(desk.books, in_the_box, request_id=f"box {letter}", staff=MANAGER)
    desk.pay(EVEN, rounding=0)
    desk.pay(ODD, chosen=desk.charges(ODD)[:1], pay_now=10_000, rounding=0)
    page, view = shown(ResultsPage, session, tmp_path)
    demanded = desk.account("receivable") + 75_180 + 10_000
    assert view.rows["reminder"].cells[1:6] == (
        "4", "2", f"{demanded / 100:,.2f}", "851.80", formats.percent(85_180, demanded),
    )  # fmt: skip
    # Four sheets, and twice four minutes of an hour at 25.00.
    assert (view.facts["Brought in by letters"], view.facts["Cost in all"]) == ("¥851.80", "¥4.14")
    assert view.told[-1].endswith(
        "1 of 4 letters were settled whole, 0 were signed for. ¥851.80 came in for ¥4.14 spent."
    )
    by_mail = Delivery(letters_of(desk)[1], "registered", "posted", desk.clock.today(), "XA123456789CN")
    deliver_letter(desk.books, by_mail, request_id="mail", staff=MANAGER)
    rules, lines = shown(RulesPage, session, tmp_path)
    rules.opened("cost.postage")
    assert answer(lines, value="5.00") == ""
    page.show()
    # One registered letter besides, and six minutes.
    assert view.facts["Cost in all"] == "¥11.64"
    for _group in ("segment", "method", "day"):
        page.pressed("G")
        assert sum(int(row.cells[4].replace(",", "").replace(".", "")) for row in view.rows.values()) == 85_180
        assert view.page.picture is not None
        assert sum(dark for _name, _whole, dark, _figure in view.page.picture.bars) == 85_180
    page.opened("2026-11-23")
    assert (view.page.title, list(view.rows)) == ("Results of the letters of 2026-11-23", ["reminder"])
    page.pressed("C")
    assert view.page.picture is not None
    assert list(view.page.picture.bars) == [("Reminder", 85_180, 1164, "851.80 for 11.64")]
    page.pressed("D")
    assert answer(view, choice="1") == ""
    for _group in ("segment", "method", "day", "after"):
        page.pressed("G")
    assert view.rows["days 0 to 7"].cells[1:4] == ("2", "851.80", "851.80")
    assert view.rows["otherwise"].cells[2] == "0.00"
    page.pressed("P")
    assert view.said[-1] == ("plain", "What the letters brought in is being printed.")
    next_day(desk, 31)
    desk.pay(ODD, rounding=0)
    page.show()
    assert view.facts["Brought in by letters"] == "¥851.80"
    assert view.rows["otherwise"].cells[2] == "652.04"


def test_text_messages_stand_beside_the_letters_where_results_go_by_the_way(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    queued(desk, EVEN, ODD)
    first = next_of(desk)
    assert first is not None
    note_told(desk.books, MessageLog(), first.key, "sent", 7)
    second = next_of(desk)
    assert second is not None
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    page, view = shown(ResultsPage, session, tmp_path)
    assert [row.cells[:5] for row in view.rows.values()] == [("Text message", "1", "0", "751.80", "0.00")]
    note_told(desk.books, MessageLog(), second.key, "sent", 8)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    for _group in ("segment", "method"):
        page.pressed("G")
        assert [row.cells[:5] for row in view.rows.values()] == [("Text message", "1", "1", "751.80", "250.60")]
    assert view.facts["Cost in all"] == "¥0.10", "two parts of five fen; what still waits has cost nothing"


def test_whoever_left_stands_on_a_line_of_their_own_and_gets_an_address_on_their_card(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    sell(desk, EVEN, "2026-11-20")
    page, view = shown(ArrearsList, session, tmp_path)
    assert list(view.rows) == ["1-1", "2", "3", "4"], "the buyer owes nothing"
    assert view.rows["1-1"].cells[1:3] == ("张三, left", "751.80")
    assert (view.rows["1-1"].cells[-1], view.facts["Letters due"]) == ("no address", "3")
    batch, looked = shown(CampaignPage, session, tmp_path)
    batch.pressed("F9")
    batch.pressed("U")
    assert [row.cells for row in looked.rows.values()] == [("3-2-1201", "张三", "no address", "751.80")]
    assert looked.told[-1].startswith("Where does 张三 live now?")
    page.opened("1-1")
    assert view.facts["Has left"] == "张三"
    page.pressed("K")
    assert view.said[-1][1] == "How a unit is dunned is noted of its owner of today, on their line."
    page.pressed("M")
    assert answer(view, value="文一路1号") == ""
    assert view.page.text.startswith("Letters go to 文一路1号.")
    page.pressed("C")
    assert answer(view, choice="1") == ""
    page.pressed("X")
    assert view.facts["Letters due"] == "4"
    _calls, called = shown(CallsPage, session, tmp_path)
    assert list(called.rows) == ["2", "3", "4"], "they were called just now"
    batch.pressed("X")
    batch.pressed("F9")
    assert [row.cells[2] for row in looked.rows.values()][:1] == ["张三, left"]
    assert "It goes to 文一路1号." in looked.told[-1]
    batch.pressed("K")
    assert looked.rows["1-1"].muted
    batch.pressed("K")
    batch.pressed("F9")
    answer(looked, choice="1")
    sent, listed = shown(SentPage, session, tmp_path)
    first = next(str(each) for each in sorted(letters_of(desk)))
    listed.select(first)
    assert listed.told[-1].startswith("L2026-000001 to 张三, left: ")
    sent.pressed("N")
    assert listed.said[-1][1].startswith("This letter is for somebody who has left"), "the buyer's door is not theirs"


def test_the_card_of_whoever_left_never_turns_into_that_of_the_buyer(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    sell(desk, EVEN, "2026-11-01")
    split_at_sale(desk.books, EVEN, request_id="split", staff=FINANCE)
    page, view = shown(ArrearsList, session, tmp_path)
    page.opened("1-1")
    assert view.facts["Has left"] == "张三"
    theirs = [Chosen(each.charge_id, each.open) for each in desk.charges(EVEN)[:2]]
    write_off(desk.books, EVEN, theirs, "gone", request_id="w", staff=FINANCE, approver=MANAGER)
    page.show()
    assert list(view.rows) == ["1", "2", "3", "4"], "the list again"
    page.opened("1")
    assert "Has left" not in view.facts
    assert not any(key[0] == "w" for key in view.rows), "what is revived there is the buyer's own"


def test_a_large_estate_is_read_once_and_again_only_after_something_was_written(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    read = list[str]()
    session.connection.set_trace_callback(lambda sql: read.append(sql) if "'promise_made') ORDER" in sql else None)
    page, view = shown(ArrearsList, session, tmp_path)
    assert len(read) == 1
    page.pressed("F")
    answer(view, choice="2")
    answer(view, choice="1")
    page.pressed("X")
    page.pressed("B")
    assert len(read) == 1
    promise_to_pay(desk.books, ODD, 100, date(2026, 12, 1), request_id="p", staff=MANAGER)
    page.show()
    desk.clock.wait(days=1)
    page.show()
    session.connection.set_trace_callback(None)
    assert len(read) == 3
    assert view.facts["Promises running"] == "1"
