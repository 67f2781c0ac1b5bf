"""The log names each event and never keeps a secret."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter import logs


def _read(folder: Path) -> str:
    return (folder / logs.FILE_NAME).read_text(encoding="utf-8")


def _raised(message: str) -> Exception:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_an_event_is_found_again_by_its_id_with_its_traceback(tmp_path: Path) -> None:
    log = logs.ErrorLog(tmp_path / "logs")
    event = log.log_event(_raised("the printer spoke Greek"), "printing")
    log.close()
    written = _read(tmp_path / "logs")
    assert re.fullmatch(r"E\d{4}-[A-Z]{4}", event)
    assert f"ERROR {event} ValueError printing" in written
    assert "ValueError: the printer spoke" in written
    assert "in _raised" in written


def test_ids_differ(tmp_path: Path) -> None:
    log = logs.ErrorLog(tmp_path)
    ids = {log.log_event(_raised("again")) for _ in range(20)}
    log.close()
    assert len(ids) > 15


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("card 6222021234567890123 refused", "6222021234567890123"),
        ("card 6222 0212 3456 7890 refused", "3456"),
        ("card 6222-0212-3456-7890", "7890"),
        ("x='4111111111111111'", "4111111111111111"),
        ("pin=4711", "4711"),
        ("{'pin': '4711'}", "4711"),
        ('{"PIN": "4711", "name": "x"}', "4711"),
        ("new_pin: 4711", "4711"),
        ("the PIN 4711 is wrong", "4711"),
    ],
)
def test_card_numbers_and_pins_never_reach_the_file(tmp_path: Path, text: str, hidden: str) -> None:
    log = logs.ErrorLog(tmp_path)
    log.log_event(_raised(text), text)
    log.log_note(text)
    log.close()
    assert hidden not in _read(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["receipt 2026-000123 of 2026-11-23", "3-2-1201", "6222****1234", "spinning pinyin", "at 2026-11-23T08:31:07"],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    assert logs.redact(text) == text


@given(st.text(alphabet="0123456789 -x", max_size=60))
def test_no_run_of_twelve_to_nineteen_figures_survives(text: str) -> None:
    runs = re.findall(r"(?<!\d)\d(?:[ -]?\d)*(?!\d)", logs.redact(text))
    assert not [run for run in runs if 12 <= sum(sign.isdigit() for sign in run) <= 19]


FAMILY = st.sampled_from(["张", "欧阳", "Zhang", "O'Brien", "Müller", "司马"])
GIVEN = st.sampled_from(["三", "娜娜", "San", "Élodie", "Jean-Luc", "志强"])
MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
FIXED = st.from_regex(r"0[1-9][0-9]{1,2}-[2-8][0-9]{6,7}", fullmatch=True)
CARD = st.from_regex(r"62[0-9]{14,17}", fullmatch=True)


def _spaced(number: str, gap: str) -> str:
    return gap.join((number[:3], number[3:7], number[7:]))


@given(
    FAMILY, GIVEN, MOBILE, FIXED, CARD, st.sampled_from(["", " ", "-"]),
    st.sampled_from([ValueError, KeyError, RuntimeError, OSError, TypeError, LookupError, Exception]),
)  # fmt: skip
def test_no_name_and_no_number_of_anybody_reaches_the_file(
    tmp_path_factory: pytest.TempPathFactory, family: str, given: str, mobile: str, fixed: str, card: str, gap: str,
    kind: type[Exception],
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("log")
    log = logs.ErrorLog(folder)
    name = f"{family}{given}" if family in ("张", "欧阳", "司马") else f"{family} {given}"
    try:
        try:
            raise kind(name, f"{name} of {_spaced(mobile, gap)}")
        except kind as first:
            raise ValueError(f"“{name}” ({fixed}) paid with '{card}' and {_spaced(mobile, gap)}") from first
    except ValueError as error:
        log.log_event(error, f"asked by {mobile}")
    log.close()
    written = _read(folder)
    message = [line for line in written.splitlines() if not line.startswith("  ")]
    assert not any(part in line for part in (*name.split(), mobile, fixed, card) for line in message)
    assert not any(_spaced(mobile, gap) in line for line in message)
    assert "ValueError" in written


def test_paths_outside_the_program_keep_no_folder_of_a_person(tmp_path: Path) -> None:
    log = logs.ErrorLog(tmp_path / "logs")
    try:
        (tmp_path / "王芳" / "books").read_text()
    except OSError as error:
        log.log_event(error)
    log.close()
    written = _read(tmp_path / "logs")
    assert "No such file" in written
    assert "王芳" not in written
    assert str(tmp_path) not in written


def test_an_error_of_the_program_still_names_what_was_missing(tmp_path: Path) -> None:
    log = logs.ErrorLog(tmp_path)
    try:
        None.settle  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError as error:
        log.log_event(error)
    log.close()
    assert "'NoneType' object has no attribute 'settle'" in _read(tmp_path)


def test_the_log_rolls_over_and_keeps_a_few_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 500)
    log = logs.ErrorLog(tmp_path)
    for number in range(40):
        log.log_note(f"note {number} " + "." * 80)
    log.close()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [logs.FILE_NAME, *(f"{logs.FILE_NAME}.{n}" for n in range(1, logs.KEPT_FILES + 1))]
    assert "note 39" in _read(tmp_path)


def test_a_log_that_cannot_be_written_still_gives_an_id(tmp_path: Path) -> None:
    log = logs.ErrorLog(tmp_path)
    (tmp_path / logs.FILE_NAME).mkdir()
    assert log.log_event(_raised("nowhere to say it")).startswith("E")
    log.close()
