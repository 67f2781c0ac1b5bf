"""`letters`: drafts change nothing and are the same bytes again; sent letters are numbered; outsiders read the PDF."""

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from counter.cli import main
from counter.platform.folders import Home
from db.store import open_reader
from tests.verbs.deeds import PIN


def letters(home: Home, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = main(["--home", str(home.root), "letters", *arguments, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["exit"] == code
    return found


def read(home: Home, sql: str) -> list[tuple[Any, ...]]:
    reader = open_reader(home.books)
    try:
        return list(reader.connection().execute(sql).fetchall())
    finally:
        reader.close()


def test_drafts_are_the_ledgers_sums_the_same_bytes_again_and_change_nothing(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owed = read(home, "SELECT sum(o.open) FROM open_item o WHERE o.due < date('now', 'localtime')")[0][0]
    before = read(home, "SELECT count(*) FROM event")
    first = letters(home, capsys, "--out", str(tmp_path / "a.pdf"), "--language", "zh_CN")
    letters(home, capsys, "--out", str(tmp_path / "b.pdf"), "--language", "zh_CN")
    assert (first["total"], first["sent"], first["numbers"]) == (owed, False, [])
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert read(home, "SELECT count(*) FROM event") == before
    none = letters(home, capsys, "--out", str(tmp_path / "c.pdf"), "--step", "final")
    assert (none["letters"], none["file"], (tmp_path / "c.pdf").exists()) == (0, "", False)


def test_sent_letters_are_numbered_and_an_outsider_reads_text_and_code(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pdftotext", "pdftoppm", "qpdf"):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    path = tmp_path / "sent.pdf"
    unit = read(home, "SELECT u.code FROM unit u JOIN open_item o ON o.unit_id = u.id WHERE u.until_event IS NULL")
    sent = letters(home, capsys, "--out", str(path), "--send", "--language", "zh_CN", "--unit", unit[0][0])
    number = sent["numbers"][0]
    assert (sent["letters"], number[:1], number[-6:]) == (1, "L", "000001")
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    for wanted in (number, "缴费提醒单", "人民币", "送达回执", "缴费识别码", unit[0][0]):
        assert wanted in told, wanted
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(path), str(tmp_path / "p")]
    subprocess.run(command, check=True)
    with Image.open(tmp_path / "p.png") as picture:
        (code,) = [found.text for found in zxingcpp.read_barcodes(picture)]
    assert code.startswith(f"CF1-{number}-")


def test_a_unit_that_is_none_is_refused(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home.root), "letters", "--out", str(tmp_path / "x.pdf"), "--unit", "9-9-9"]) == 3
    assert "9-9-9" in capsys.readouterr().err
