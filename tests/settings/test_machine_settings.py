"""The machine's settings survive writing, breaking and versions, and say what was wrong with them."""

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.settings import (
    BrokenFile,
    Loaded,
    MachineSettings,
    PrinterSettings,
    TerminalSettings,
    UnreadableFile,
    WrongValue,
    load_settings,
    save_settings,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.toml"


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_apply_and_nothing_is_wrong(file: Path) -> None:
    assert load_settings(file) == Loaded(MachineSettings())
    assert not file.exists()


@given(
    st.builds(
        MachineSettings,
        data_folder=st.text(alphabet=st.characters(codec="utf-8"), max_size=20),
        till=st.integers(1, 99),
        language=st.sampled_from(["zh_CN", "en"]),
        scale=st.integers(100, 200),
        sample=st.booleans(),
        extra_sticks=st.lists(st.text(max_size=8)).map(tuple),
        printer=st.builds(PrinterSettings, port=st.text(max_size=8), offset_x=st.integers(-500, 500)),
    )
)
def test_what_is_saved_is_what_is_loaded(tmp_path_factory: pytest.TempPathFactory, settings: MachineSettings) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    save_settings(file, settings)
    assert load_settings(file) == Loaded(settings)


def test_a_broken_file_is_set_aside_and_told(file: Path) -> None:
    _write(file, "till = 1\nlanguage zh\n")
    loaded = load_settings(file, NOON)
    aside = file.with_name("settings.toml.broken-20261123T120000")
    assert loaded.settings == MachineSettings()
    problem = loaded.problems[0]
    assert isinstance(problem, BrokenFile)
    assert problem.aside == aside
    assert "line 2" in problem.reason
    assert aside.read_text(encoding="utf-8").startswith("till = 1")
    assert not file.exists()


def test_bytes_that_are_no_text_are_set_aside_too(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\x00")
    assert isinstance(load_settings(file, NOON).problems[0], BrokenFile)


def test_a_file_that_cannot_be_read_is_told_and_left_alone(file: Path) -> None:
    file.mkdir(parents=True)
    loaded = load_settings(file)
    assert loaded.settings == MachineSettings()
    problem = loaded.problems[0]
    assert isinstance(problem, UnreadableFile)
    assert problem.path == file
    assert file.is_dir()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("scale = 900", WrongValue("scale", "900", "100")),
        ("scale = 1.5", WrongValue("scale", "1.5", "100")),
        ("scale = true", WrongValue("scale", "True", "100")),
        ('till = "one"', WrongValue("till", "one", "1")),
        ('language = "fr"', WrongValue("language", "fr", "zh_CN")),
        ("sample = 1", WrongValue("sample", "1", "False")),
        ("extra_sticks = [1]", WrongValue("extra_sticks", "[1]", "()")),
        ("printer = 3", WrongValue("printer", "3", "none")),
        ("[printer]\ncolumns = 40", WrongValue("printer.columns", "40", "48")),
        ("[printer]\noffset_x = 501", WrongValue("printer.offset_x", "501", "0")),
    ],
)
def test_a_wrong_value_is_told_with_its_key_and_the_default_is_used(file: Path, line: str, problem: WrongValue) -> None:
    loaded = load_settings(_write(file, line))
    assert loaded == Loaded(MachineSettings(), (problem,))


def test_one_wrong_value_does_not_spoil_the_others(file: Path) -> None:
    loaded = load_settings(_write(file, 'till = 0\nlanguage = "en"\n[printer]\nkind = "usb"\nbaud = 1\n'))
    assert [each.key for each in loaded.problems if isinstance(each, WrongValue)] == ["till", "printer.baud"]
    assert (loaded.settings.till, loaded.settings.language, loaded.settings.printer.kind) == (1, "en", "usb")


def test_keys_of_a_newer_version_are_kept(file: Path) -> None:
    loaded = load_settings(_write(file, 'till = 2\nmoon = "full"\n[printer]\ncolour = true\n[kiosk]\nport = "COM3"\n'))
    assert loaded.problems == ()
    save_settings(file, loaded.settings)
    kept = tomllib.loads(file.read_text(encoding="utf-8"))
    assert (kept["till"], kept["moon"], kept["kiosk"], kept["printer"]["colour"]) == (
        2,
        "full",
        {"port": "COM3"},
        True,
    )


def test_a_power_cut_before_the_exchange_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(file, MachineSettings(till=1))

    def cut(source: Path, target: Path) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(OSError, match="power cut"):
        save_settings(file, MachineSettings(till=2))
    assert load_settings(file).settings.till == 1


def test_the_new_file_is_on_the_disk_before_it_takes_the_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    sync, exchange = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        steps.append("sync")
        sync(handle)

    def noted_exchange(source: Path, target: Path) -> None:
        steps.append("replace")
        exchange(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_exchange)
    save_settings(file, MachineSettings())
    assert steps == (["sync", "replace"] if os.name == "nt" else ["sync", "replace", "sync"])


def test_papers_follow_the_window_unless_told_otherwise() -> None:
    assert MachineSettings(language="en").papers_in == "en"
    assert MachineSettings(language="en", paper_language="zh_CN").papers_in == "zh_CN"


def test_the_card_terminal_is_kept_with_its_port_and_a_wrong_speed_is_told(file: Path) -> None:
    wanted = TerminalSettings("zvt_serial", "/dev/ttyUSB0", 115_200)
    save_settings(file, MachineSettings(terminal=wanted))
    assert load_settings(file) == Loaded(MachineSettings(terminal=wanted))
    loaded = load_settings(_write(file, '[terminal]\nkind = "zvt_network"\nbaud = 1200\n'))
    assert loaded.settings.terminal == TerminalSettings("zvt_network")
    assert loaded.problems == (WrongValue("terminal.baud", "1200", "9600"),)
