"""The first hour decides: the real program on an empty folder, by keys to the first receipt of the office's book."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from counter.platform.folders import Home
from counter.settings import load_settings
from counter.words import Language
from tests.journey.first_hour import CASHIER_NAME, ESTATE, MANAGER, NEXT_RECEIPT, UNIT
from tests.journey.walks import start_walk

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")
FIRST_START = (
    "language", "estate", "data", "file", "file-with-mistakes", "receipt", "manager", "printer", "test-page", "found",
    "founded",
)  # fmt: skip
FIRST_HOUR = (
    "log-in-alone", "ready", "cashier", "people", "log-in-two", "own-pin", "first-payment", "first-receipt",
)  # fmt: skip
_SCALE: dict[Language, float] = {"zh_CN": 1.0, "en": 1.5}
NUMBER = f"{date.today().year}-{int(NEXT_RECEIPT):06d}"

Verb = Callable[..., dict[str, Any]]
Hour = Callable[[Language], "Left"]


class Left(NamedTuple):
    """What the first hour left: the home, the printer's folder, and the pictures with their texts."""

    home: Path
    printed: Path
    pictures: Path


def walk(folder: Path, language: Language, data: str, scale: float = 1.0) -> Left:
    home, pictures = folder / "home", folder / "pictures"
    done = start_walk("tests.journey.first_hour", str(home), language, data, str(pictures), str(scale))
    assert done.code == 0, done.err[-3000:]
    assert done.err == "", "nothing was complained of on the way"
    return Left(home, folder / "printed", pictures)


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory, display: None) -> Hour:
    """The first hour of an office in a language, walked once; the longer English words at a larger scale."""
    walked: dict[Language, Left] = {}

    def of(language: Language) -> Left:
        if language not in walked:
            walked[language] = walk(tmp_path_factory.mktemp(f"hour-{language}"), language, "import", _SCALE[language])
        return walked[language]

    return of


def ask(left: Left, question: str) -> list[Any]:
    connection = sqlite3.connect(f"file:{left.home / 'books.sqlite'}?mode=ro", uri=True)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def read_on(left: Left, part: str, name: str) -> list[str]:
    (file,) = (left.pictures / part).glob(f"*-{name}.txt")
    return file.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_assistant_and_the_first_payment_are_walked_page_by_page(hour: Hour, language: Language) -> None:
    pictures = hour(language).pictures
    for part, pages in (("first-start", FIRST_START), ("first-hour", FIRST_HOUR)):
        assert tuple(each.stem.split("-", 1)[1] for each in sorted((pictures / part).glob("*.png"))) == pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_receipt_continues_the_receipt_book(hour: Hour, language: Language) -> None:
    left = hour(language)
    assert ask(left, "SELECT series, number, total FROM receipt") == [
        (f"R{date.today().year}", int(NEXT_RECEIPT), 50_120)
    ]
    assert any(NUMBER in line for line in read_on(left, "first-hour", "first-receipt"))
    assert any("98.80" in line for line in read_on(left, "first-hour", "first-receipt"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printer_got_the_test_page_and_the_receipt(hour: Hour, language: Language) -> None:
    left = hour(language)
    papers = [paper.read_bytes() for paper in sorted(left.printed.glob("*.bin"))]
    assert [NUMBER.encode() in paper for paper in papers] == [False, True]
    assert UNIT.encode() in papers[1]
    assert len(list(left.printed.glob("*.png"))) == len(papers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mistake_in_the_workbook_was_named_before_anything_was_saved(hour: Hour, language: Language) -> None:
    told = " ".join(read_on(hour(language), "first-start", "file-with-mistakes"))
    assert "89,5O" in told
    assert ("建筑面积" if language == "zh_CN" else "Area") in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_will_be_founded_is_shown_before_it_is(hour: Hour, language: Language) -> None:
    shown = read_on(hour(language), "first-start", "found")
    for said in (NUMBER, MANAGER[language]):
        assert said in shown
    assert any(ESTATE[language] in line for line in shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_office_has_its_people_its_prices_and_its_printer(hour: Hour, language: Language) -> None:
    left = hour(language)
    assert ask(left, "SELECT name, role FROM staff WHERE until_event IS NULL ORDER BY id") == [
        (MANAGER[language], "manager"), (CASHIER_NAME[language], "cashier")
    ]  # fmt: skip
    assert ask(left, "SELECT s.name FROM receipt r JOIN event e ON e.id = r.event_id"
                     " JOIN staff s ON s.id = e.staff_id AND s.until_event IS NULL") == [
        (CASHIER_NAME[language],)
    ]  # fmt: skip
    settings = load_settings(Home(left.home, left.home).settings).settings
    assert (settings.language, settings.printer.kind) == (language, "file")
    assert (settings.printer.offset_x, settings.printer.offset_y) == (15, -3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_books_of_the_first_hour_pass_the_check(hour: Hour, verb: Verb, language: Language) -> None:
    assert verb("check", "--home", str(hour(language).home))["findings"] == []


def test_looking_around_in_the_sample_leaves_it_as_ready_as_the_demo(display: None, verb: Verb, tmp_path: Path) -> None:
    left = walk(tmp_path, "en", "sample")
    closed = ask(left, "SELECT count(*) FROM close")[0][0]
    assert len(list((left.home / "journals").glob("*.sqlite"))) == closed > 0
    assert len(list((left.home / "sample-stick").rglob("*.json"))) > 0
    assert any(text.endswith("Till 1") for text in read_on(left, "first-hour", "ready"))
    assert json.dumps(verb("check", "--home", str(left.home))["findings"]) == "[]"
