"""`restore` hides nothing that a copy lacks, and `backup` asks who makes it."""

import io
import json
import shutil
from pathlib import Path

import pytest

from counter.platform.folders import Home
from counter.settings import MachineSettings, save_settings
from tests.verbs.deeds import PIN, asked, closes, run, stick_of

Capsys = pytest.CaptureFixture[str]


def test_a_whole_copy_comes_back_without_a_finding(home: Home, tmp_path: Path, capsys: Capsys) -> None:
    ran = run(capsys, "restore", stick_of(home), tmp_path / "back", "--home", home.root)
    assert ran.code == 0, ran.text
    assert "0 findings" in ran.text


def test_a_journal_that_is_gone_from_the_stick_is_named_and_no_success(
    home: Home, tmp_path: Path, capsys: Capsys
) -> None:
    folder = stick_of(home) / "COUNTERFOIL" / "journals"
    gone = min(folder.iterdir())
    gone.unlink()
    ran = run(capsys, "restore", stick_of(home), tmp_path / "back", "--home", home.root)
    assert ran.code == 1
    assert f"Missing or damaged on the stick: journals/{gone.name}" in ran.text
    shutil.rmtree(tmp_path / "back")
    facts = json.loads(run(capsys, "restore", stick_of(home), tmp_path / "back", "--json", "--home", home.root).text)
    assert (facts["exit"], facts["missing"]) == (1, [f"journals/{gone.name}"])


def test_a_damaged_newest_copy_is_passed_over_and_told(home: Home, tmp_path: Path, capsys: Capsys) -> None:
    newest = max((stick_of(home) / "COUNTERFOIL" / "books").iterdir())
    newest.write_bytes(newest.read_bytes()[:-4096])
    ran = run(capsys, "restore", stick_of(home), tmp_path / "back", "--home", home.root)
    assert ran.code == 1
    assert newest.name in ran.text


def test_books_that_go_on_from_an_older_copy_are_not_called_cut_off_for_ever(
    home: Home, tmp_path: Path, capsys: Capsys
) -> None:
    """What was lost with the damaged copy is given up in the chain; any other head beyond it is still a finding."""
    newest = max((stick_of(home) / "COUNTERFOIL" / "books").iterdir())
    newest.write_bytes(newest.read_bytes()[:-4096])
    back = Home(tmp_path / "back", tmp_path / "back")
    run(capsys, "restore", stick_of(home), back.root, "--home", home.root)
    save_settings(back.settings, MachineSettings(language="en", extra_sticks=(str(stick_of(home)),)))
    assert asked(back, "SELECT id, kind FROM event ORDER BY id DESC LIMIT 1")[0][1] == "copy_restored"
    ran = run(capsys, "check", "--home", back.root)
    assert ran.code == 0, ran.text
    shutil.copy(max(home.journals.iterdir()), back.journals)
    ran = run(capsys, "check", "--home", back.root)
    assert ran.code == 1
    assert f"names event {closes(home)[-1]}" in ran.text


def test_a_backup_asks_for_a_person_who_may_make_it(
    home: Home, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = stick_of(home) / "COUNTERFOIL" / "copies"
    before = sorted(path.name for path in copies.iterdir())
    monkeypatch.setattr("sys.stdin", io.StringIO("0000\n"))
    assert run(capsys, "backup", stick_of(home), "--home", home.root).code == 3
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    auditor = run(capsys, "backup", stick_of(home), "--staff", 5, "--home", home.root)
    assert auditor.code == 3
    assert sorted(path.name for path in copies.iterdir()) == before
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    ran = run(capsys, "backup", stick_of(home), "--staff", 2, "--home", home.root)
    assert ran.code == 0, ran.text
    assert "written and read back" in ran.text
    assert len(list(copies.iterdir())) == 3, "the last copy of each day stays"
