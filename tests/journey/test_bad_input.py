"""Bad input in the real window: a sentence that names it, the focus back, what was typed still there, nothing saved."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from counter.settings import load_settings, save_settings
from tests.journey.bad_input import LATER
from tests.journey.walks import start_walk

ROOT = Path(__file__).parents[2]
Verb = Callable[..., dict[str, Any]]
OwnHome = Callable[[str], Path]
Scenes = dict[str, dict[str, Any]]


class Walked(NamedTuple):
    """What was seen on a walk, by scene, and the home it was walked in."""

    scenes: Scenes
    home: Path


def walk(home: Path, language: str, name: str) -> Walked:
    """Walk in a child process, where the system lets us in a mount namespace of its own, so that no mount stays."""
    before = ("unshare", "-m") if may_unshare() else ()
    done = start_walk("tests.journey.bad_input", str(home), language, name, before=before)
    assert done.code == 0, done.out[-1500:] + done.err[-3000:]
    return Walked({scene["scene"]: scene for scene in map(json.loads, done.out.splitlines())}, home)


def may_unshare() -> bool:
    try:
        return subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def refused(home: Path, picture: Path) -> tuple[str, int]:
    """Start the program; return what its box says and the exit code."""
    done = start_walk("tests.journey.refused_start", str(home), str(picture))
    answer = json.loads(done.out.splitlines()[-1])
    return " ".join(answer["seen"]), answer["exit"]


@pytest.fixture(scope="module")
def window(own_home: OwnHome) -> Walked:
    return walk(own_home("bad-input"), "zh_CN", "window")


@pytest.fixture(scope="module")
def clock(display: None, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    return walk(tmp_path_factory.mktemp("clock") / "home", "en", "clock")


def says(scene: dict[str, Any], *sentences: str) -> None:
    """Assert that each of these stands somewhere in the window, whole or as the beginning of a text that is cut."""
    for sentence in sentences:
        assert any(sentence in seen for seen in scene["seen"]), (sentence, scene["seen"])


def nothing_saved(scene: dict[str, Any], typed: str, focus: str = "received") -> None:
    assert (scene["focus"], scene["field"]) == (focus, typed)
    assert scene["after"] == scene["before"]


def test_a_payment_while_the_till_is_closed_says_to_open_it(window: Walked) -> None:
    scene = window.scenes["till not open"]
    says(scene, "1号收款台尚未开班。", "请按 F4 录入找零备用金开班，再收款。")
    nothing_saved(scene, "5000")


def test_a_room_that_does_not_exist_is_named(window: Walked) -> None:
    scene = window.scenes["unknown room"]
    says(scene, "没有找到“9-9-9999”。")
    nothing_saved(scene, "9-9-9999", "find")


def test_letters_in_a_sum_are_named(window: Walked) -> None:
    scene = window.scenes["letters in a sum"]
    says(scene, "“12x”不是有效金额。")
    nothing_saved(scene, "12x")


def test_three_decimals_are_named(window: Walked) -> None:
    scene = window.scenes["three decimals"]
    says(scene, "“12.345”")
    nothing_saved(scene, "12.345")


def test_a_negative_sum_is_named(window: Walked) -> None:
    scene = window.scenes["negative sum"]
    says(scene, "“-5”")
    nothing_saved(scene, "-5")


def test_an_absurd_sum_is_named_with_what_may_have_happened(window: Walked) -> None:
    scene = window.scenes["absurd sum"]
    says(scene, "“99999999999”", "10,000,000.00")
    nothing_saved(scene, "99999999999")


def test_full_width_figures_are_taken_as_figures(window: Walked) -> None:
    scene = window.scenes["full-width figures"]
    says(scene, "已保存", "1000.50")
    assert scene["after"] == scene["before"] + 1


def test_a_charge_paid_from_another_place_is_taken_once(window: Walked) -> None:
    scene = window.scenes["stale screen"]
    says(scene, "现在未缴为 0.00 元。", "本次没有收款。")
    nothing_saved(scene, "2000")


def test_another_f9_after_that_does_not_turn_the_money_into_balance_unasked(window: Walked) -> None:
    scene = window.scenes["stale screen, F9 again"]
    says(scene, "已无应缴费用：2,000.00 将转为预存。再按 F9 确认收款。")
    nothing_saved(scene, "2000")


def test_a_printer_that_is_not_there_never_holds_a_payment_up(window: Walked) -> None:
    scene = window.scenes["printer missing"]
    says(scene, "已保存", "打印机：")
    assert (scene["focus"], scene["after"]) == ("find", scene["before"] + 1)


def test_the_light_of_the_printer_opens_the_papers_that_wait_and_says_why(window: Walked) -> None:
    scene = window.scenes["queue of papers"]
    says(scene, "打印队列", "拒绝连接")
    assert sum("等待打印" in seen and "收据打印机" in seen for seen in scene["seen"]) == 3


def test_without_a_stick_the_day_is_closed_and_its_copy_owed(window: Walked) -> None:
    scene = window.scenes["stick missing"]
    says(scene, "没有插入备份U盘。", "本日已结，备份待补。")


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("stick read-only", ("U盘不能写入。", "请拨开写保护开关，或换一个U盘。")),
        ("stick full", ("U盘已满：",)),
    ],
)
def test_a_stick_that_cannot_take_the_copy_says_why_and_the_copy_stays_owed(
    window: Walked, name: str, sentences: tuple[str, ...]
) -> None:
    scene = window.scenes[name]
    if "skipped" in scene:
        pytest.skip(scene["skipped"])
    says(scene, *sentences, "本日已结，备份待补。")
    assert scene["after"] == scene["before"]


def test_once_the_right_stick_is_there_the_copy_is_made(window: Walked, verb: Verb) -> None:
    scene = window.scenes["stick again"]
    says(scene, "已读回，核对一致。拔U盘前请按 F10。")
    assert scene["after"] == scene["before"] + 1
    assert verb("check", "--home", str(window.home))["findings"] == []


def test_a_clock_set_back_is_told_and_the_payment_stands_on_the_day_of_the_till(clock: Walked) -> None:
    says(clock.scenes["clock set back"], "The clock was set back: it says")
    scene = clock.scenes["paid with the clock set back"]
    says(scene, "Saved. Receipt")
    assert scene["after"] == scene["before"] + 2, "the payment and the note of the clock"


def test_a_clock_far_ahead_takes_nothing(clock: Walked) -> None:
    scene = clock.scenes["clock far ahead"]
    says(scene, "The clock says", "let a second person confirm the date")
    nothing_saved(scene, "5000")


def test_one_pin_does_not_confirm_a_date_far_ahead(clock: Walked) -> None:
    scene = clock.scenes["clock far ahead, log-in"]
    says(scene, "a second person confirms it by name and PIN.")
    assert scene["after"] == scene["before"]


def test_a_second_person_confirms_the_date_and_what_was_typed_is_still_there(clock: Walked, verb: Verb) -> None:
    scene = clock.scenes["clock confirmed"]
    assert (scene["focus"], scene["field"]) == ("received", "5000")
    assert scene["after"] > scene["before"]
    assert verb("check", "--home", str(clock.home))["findings"] == []
    assert LATER.days > 2


def test_a_broken_settings_file_is_set_aside_and_told_at_the_first_log_in(own_home: OwnHome) -> None:
    walked = walk(own_home("broken-settings"), "zh_CN", "settings")
    scene = walked.scenes["broken settings"]
    (aside,) = scene["aside"]
    says(scene, "本机设置无法读取：", aside)
    assert (walked.home / aside).read_text("utf-8").startswith("language = \n")


def test_damaged_books_are_said_on_a_screen_and_come_back_by_keys(own_home: OwnHome, tmp_path: Path) -> None:
    home = own_home("damaged")
    books = home / "books.sqlite"
    damaged = b"\0" * 4096 + books.read_bytes()[4096:]
    books.write_bytes(damaged)
    done = start_walk("tests.journey.rescued_start", str(home), "en", str(tmp_path / "pictures"), "1.0")
    assert done.code == 0, done.out[-1500:] + done.err[-3000:]
    seen = json.loads(done.out.splitlines()[-1])
    assert any(text.startswith(f"The file of the books is damaged: {books}") for text in seen)
    assert seen[-3:] == ["log-in", "gone", "log-in"], (
        "the folder was away for a while, and nothing was made in its place"
    )
    (aside,) = home.glob("kept-aside-*")
    assert (aside / "books.sqlite").read_bytes() == damaged


def test_books_of_a_newer_program_are_left_untouched_and_said_in_a_box(own_home: OwnHome, tmp_path: Path) -> None:
    home = own_home("newer")
    speak_english(home)
    books = home / "books.sqlite"
    subprocess.run(
        [
            "sqlite3",
            str(books),
            "INSERT INTO schema_version SELECT 999, applied_at, program FROM schema_version LIMIT 1",
        ],
        check=True,
    )
    before = books.read_bytes()
    told, code = refused(home, tmp_path / "box.png")
    assert told.startswith("These books were written by a newer version of the program (schema 999,")
    assert "Install the newer version" in told
    assert (code, books.read_bytes()) == (3, before)


def speak_english(home: Path) -> None:
    settings = load_settings(home / "settings.toml").settings
    save_settings(home / "settings.toml", type(settings)(language="en", printer=settings.printer))
