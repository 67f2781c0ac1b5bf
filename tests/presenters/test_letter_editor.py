"""The editor of letters: what is typed stands in a real letter, slips are named, threats warned of, nothing is lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.letter_settings import load_letter_settings
from counter.desk.letters import Campaign, preview, send_letters
from counter.desk.letters_file import letters_pdf, sent_papers
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.presenters.letter_editor import LetterEditor
from counter.presenters.letter_texts_state import TEXT_IDS
from counter.presenters.session import Session
from counter.words import Words
from db.queries import dunning
from printing.profile import FontFiles
from tests.desk.office import AUDITOR, EVEN, MANAGER, Desk
from tests.presenters.editor_view import SeenEditor
from tests.presenters.units_office import open_office, session_of

DAY = date(2026, 11, 23)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Session]]:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        yield desk, session


def opened(session: Session, text: str = "opening.reminder") -> tuple[LetterEditor, SeenEditor]:
    view = SeenEditor()
    editor = LetterEditor(session, view, lambda: None)
    editor.open(text, "en")
    return editor, view


def type_in(editor: LetterEditor, view: SeenEditor, text: str) -> None:
    """Type a text, and let the keys rest."""
    view.text = text
    editor.typed(text)
    editor.draw()


def drafts(desk: Desk, session: Session) -> Campaign:
    settings = load_letter_settings(desk.connection, DAY.isoformat())
    return preview(desk.connection, DAY, desk.office, settings, session.paper_words)


def own_words(desk: Desk) -> dict[str, str]:
    return dict(load_letter_settings(desk.connection, DAY.isoformat()).texts)


def test_what_is_typed_stands_in_the_letter_to_a_real_unit_and_is_sent_once_it_is_saved(
    office: tuple[Desk, Session],
) -> None:
    desk, session = office
    editor, view = opened(session)
    assert view.captions[-1] == "3-2-1201 张三, 1 of 4"
    assert view.given["{total}"] == "¥751.80"
    type_in(editor, view, "Please pay {total}, {name}.\n\nIn two paragraphs.")
    assert view.wanted_soon
    assert view.letters[-1].mark is not None, "the text stands in the letter as it is laid out"
    assert view.rows["opening.reminder"].state == "not saved"
    assert own_words(desk) == {}
    editor.save()
    assert view.said[-1][:2] == ("saved", "Saved: 1 text holds for letters from today.")
    assert view.rows["opening.reminder"].state == "own words"
    letter = drafts(desk, session).letters[0].facts
    assert letter.opening == "Please pay ¥751.80, 张三.\n\nIn two paragraphs."
    assert desk.findings() == []


def test_every_part_of_the_letter_can_be_said_otherwise(office: tuple[Desk, Session]) -> None:
    desk, session = office
    editor, view = opened(session)
    for text in ("title.reminder", "opening.reminder", "personal.slipped", "closing.reminder", "ways.every",
                 "rights.every"):  # fmt: skip
        editor.choose(text)
        type_in(editor, view, f"{text} for {{unit}}")
        assert view.letters[-1].mark is not None, text
    editor.save()
    facts = drafts(desk, session).letters[0].facts
    said = (facts.title, facts.opening, facts.personal, facts.closing, facts.ways, facts.rights)
    assert said == tuple(f"{text} for 3-2-1201" for text in (
        "title.reminder", "opening.reminder", "personal.slipped", "closing.reminder", "ways.every", "rights.every",
    ))  # fmt: skip


def test_a_misspelt_placeholder_is_named_with_its_place_while_typing_and_is_not_saved(
    office: tuple[Desk, Session],
) -> None:
    desk, session = office
    editor, view = opened(session)
    type_in(editor, view, "Dear {name},\nplease pay {totl}.")
    assert [each.sentence for each in view.judged.told] == [
        "Line 2, character 12: {totl} is no placeholder. {total} may be meant."
    ]
    assert [view.text[start:end] for start, end in view.judged.wrong] == ["{totl}"]
    editor.choose("closing.demand")
    editor.save()
    assert view.name == "Reminder, opening", "it goes to the text that is wrong"
    assert view.text == "Dear {name},\nplease pay {totl}."
    assert view.said[-1][1] == "Not saved: Reminder, opening"
    assert own_words(desk) == {}


def test_a_threat_is_warned_of_with_the_words_and_the_law_in_both_languages_and_asked_about(
    office: tuple[Desk, Session],
) -> None:
    desk, session = office
    editor, view = opened(session)
    type_in(editor, view, "Pay {total}, or we cut off your water.")
    (told,) = view.judged.told
    assert told.level == "warning"
    assert "“cut off your water”" in told.sentence
    assert "§944" in told.sentence
    editor.other_language()
    type_in(editor, view, "逾期将停水停电。")
    assert "“停水, 停电”" in view.judged.told[0].sentence
    editor.save()
    assert "cut off your water" in view.asked[-1].text
    assert "停水" in view.asked[-1].text
    view.asked[-1].answer({"choice": "1"})
    assert own_words(desk) == {}
    editor.save()
    view.asked[-1].answer({"choice": "2"})
    assert own_words(desk).keys() == {"opening.reminder.en", "opening.reminder.zh_CN"}


def test_a_text_that_is_too_long_is_said(office: tuple[Desk, Session]) -> None:
    desk, session = office
    editor, view = opened(session, "title.reminder")
    type_in(editor, view, "One\ntwo")
    assert view.judged.told[0].sentence == "A title has one line."
    type_in(editor, view, "W" * 60)
    assert [each.sentence for each in view.judged.told] == ["It is wider than its place in the letter."]
    editor.choose("opening.reminder")
    type_in(editor, view, "\n".join(["We write at length."] * 45))
    assert "takes 2 sheets, with the shipped ones 1" in view.judged.told[-1].sentence
    type_in(editor, view, "x" * 1201)
    assert "1,201 characters are too many: 1,200 at the most." in view.judged.told[0].sentence
    editor.save()
    assert own_words(desk) == {}


def test_what_no_paper_prints_is_left_out_or_said(office: tuple[Desk, Session]) -> None:
    desk, session = office
    editor, view = opened(session)
    type_in(editor, view, "\n\u3000\u3000第一段\t\ufeff。\r\n\u3000\u3000第二段😀\n\n")
    assert view.letters[-1].missing == "😀"
    assert "No face of the paper has these characters: 😀" in [each.sentence for each in view.judged.told]
    editor.save()
    assert own_words(desk) == {"opening.reminder.en": "\u3000\u3000第一段 。\n\u3000\u3000第二段😀"}


def test_the_drawing_of_an_older_text_is_thrown_away_and_the_newest_is_drawn(office: tuple[Desk, Session]) -> None:
    _desk, session = office
    editor, view = opened(session)
    view.hold = True
    shown = len(view.letters)
    type_in(editor, view, "Old words.")
    type_in(editor, view, "New words.")
    assert len(view.held) == 1, "one drawing at a time"
    view.let_go()
    assert len(view.letters) == shown
    view.let_go()
    assert len(view.letters) == shown + 1
    assert view.held == []


def test_who_owes_is_read_anew_where_the_editor_is_shown_again_while_a_letter_is_still_drawn(
    office: tuple[Desk, Session],
) -> None:
    desk, session = office
    editor, view = opened(session)
    view.hold = True
    type_in(editor, view, "Please pay {total}.")
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    editor.show()
    view.let_go()
    view.let_go()
    assert view.given["{total}"] == "¥501.20"


def test_what_is_typed_stays_while_one_looks_elsewhere_and_the_shipped_words_come_back_by_one_key(
    office: tuple[Desk, Session],
) -> None:
    desk, session = office
    editor, view = opened(session)
    shipped = view.text
    word = max(shipped.split(), key=len)
    type_in(editor, view, shipped.replace(word, "quickly", 1))
    assert view.beside is not None
    assert [view.beside.text[start:end] for start, end in view.beside.removed] == [word]
    assert [view.text[start:end] for start, end in view.beside.added] == ["quickly"]
    editor.other_language()
    assert "截至" in view.text
    assert view.rows["opening.reminder"].state == "shipped"
    editor.leave()
    assert view.said[-1][1] == "1 text is typed and not saved; it is still there."
    session.lock()
    session.log_in(MANAGER)
    editor.open("opening.reminder", "en")
    assert "quickly" in view.text
    editor.save()
    assert own_words(desk).keys() == {"opening.reminder.en"}
    editor.back_to_shipped()
    editor.draw()
    assert view.text == shipped
    assert not view.beside
    editor.save()
    assert own_words(desk) == {}


def test_the_letter_goes_from_unit_to_unit_and_a_segment_is_shown_with_its_own_units(
    office: tuple[Desk, Session],
) -> None:
    _desk, session = office
    editor, view = opened(session)
    editor.next_unit(1)
    assert view.captions[-1].endswith("2 of 4")
    editor.next_unit(-1)
    editor.next_unit(-1)
    assert view.captions[-1].endswith("4 of 4")
    editor.choose("personal.chronic")
    assert view.captions[-1].endswith("shown with what another unit owes.")
    assert view.letters[-1].mark is not None
    for text in TEXT_IDS:
        editor.choose(str(text))
        assert view.letters[-1].mark is not None, f"{text} stands in the letter beside it"
    editor.put_in(4)
    assert view.put == ["{total}"]


def test_who_may_not_change_settings_saves_nothing_and_keeps_what_was_typed(office: tuple[Desk, Session]) -> None:
    desk, session = office
    editor, view = opened(session)
    type_in(editor, view, "Other words.")
    session.log_in(AUDITOR)
    editor.save()
    assert view.said[-1][0] == "risk"
    assert (own_words(desk), editor.unsaved) == ({}, 1)


def test_where_nobody_owes_anything_that_is_said(office: tuple[Desk, Session]) -> None:
    desk, session = office
    for unit in {each.unit_id for each in drafts(desk, session).letters}:
        desk.pay(unit, rounding=0)
    _editor, view = opened(session)
    assert view.absent == "Nobody owes anything: there is no letter to look at."


def test_a_letter_that_was_sent_stays_as_it_was_when_its_words_change(office: tuple[Desk, Session]) -> None:
    desk, session = office
    words = Words.load("en")
    send_letters(desk.books, drafts(desk, session), request_id="r-letters", staff=MANAGER, words=words)
    sent = dunning.letters_of_request(desk.connection, "r-letters")

    def kept() -> tuple[list[str], bytes]:
        contents = [content for event in sent for _id, content in dunning.papers_of(desk.connection, event)]
        return contents, letters_pdf(sent_papers(desk.connection, sent), FontFiles(FONT_REGULAR, FONT_BOLD), DAY)

    before = kept()
    editor, view = opened(session)
    for text in ("title.reminder", "opening.reminder", "closing.reminder", "ways.every", "rights.every"):
        editor.choose(text)
        type_in(editor, view, "Said otherwise now.")
    editor.save()
    assert len(own_words(desk)) == 5
    assert kept() == before
    assert desk.findings() == []
