"""Every failure has a sentence and a next step in both languages, filled from its own fields."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pytest

from backup.journal_findings import JOURNAL_CODES
from counter.desk.estate_rows import NOTE_CODES, ROW_CODES, RowError
from counter.platform.folders import FolderNotUsable
from counter.rules.money import AbsurdAmount
from counter.settings import WrongValue
from counter.words import Words
from counter.words.errors import explain, explain_finding, explain_unknown, shown
from counter.words.sentences import ROOMS, SENTENCES
from counter.words.sentences.check import FINDINGS
from db.check.findings import CODES, Finding
from scripts.words import fields_of

ROOT = Path(__file__).resolve().parents[2]
EN, ZH = Words.load("en"), Words.load("zh_CN")


@dataclass(frozen=True)
class Told:
    """A class of the code that names itself by a code, with the fields it and its bases keep."""

    name: str
    where: str
    code: str
    fields: frozenset[str]


def _classes() -> dict[str, tuple[ast.ClassDef, str]]:
    found: dict[str, tuple[ast.ClassDef, str]] = {}
    for room in ("counter", "db", "printing", "backup"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, (node, path.relative_to(ROOT).as_posix()))
    return found


def _code_of(node: ast.ClassDef) -> str:
    for line in node.body:
        if isinstance(line, ast.Assign | ast.AnnAssign) and isinstance(line.value, ast.Constant):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target]
            if any(isinstance(each, ast.Name) and each.id == "code" for each in targets):
                return line.value.value if isinstance(line.value.value, str) else ""
    return ""


def _fields_of(node: ast.ClassDef, classes: dict[str, tuple[ast.ClassDef, str]]) -> Iterator[str]:
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from _fields_of(classes[base.id][0], classes)
    for line in ast.walk(node):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id
        if isinstance(line, ast.Attribute) and isinstance(line.ctx, ast.Store):
            yield line.attr


def _told() -> list[Told]:
    classes = _classes()
    return [
        Told(name, where, code, frozenset(_fields_of(node, classes)))
        for name, (node, where) in classes.items()
        if (code := _code_of(node))
    ]


TOLD = _told()


def test_the_failures_of_the_code_are_found() -> None:
    assert {"not_an_amount", "disk_full", "setting_wrong_value"} <= {each.code for each in TOLD}


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.name)
def test_each_failure_has_its_sentence_and_gives_the_fields_it_needs(told: Told) -> None:
    assert told.code in SENTENCES, f"{told.where}: {told.name} ({told.code}) has no sentence in counter/words/sentences"
    wanted = frozenset[str]().union(*(fields_of(text) for text in SENTENCES[told.code]))
    assert wanted <= told.fields, f"{told.name} does not keep {sorted(wanted - told.fields)}"


def test_no_two_failures_share_a_code() -> None:
    codes = [each.code for each in TOLD]
    assert sorted(codes) == sorted(set(codes))
    assert sum(map(len, ROOMS)) == len(SENTENCES)


def test_no_sentence_is_left_over_from_a_failure_that_is_gone() -> None:
    assert set(SENTENCES) <= {each.code for each in TOLD} | {*ROW_CODES, *NOTE_CODES}


def test_each_fault_of_a_file_that_comes_in_has_its_sentence_with_its_place() -> None:
    for code in (*ROW_CODES, *NOTE_CODES):
        told = explain(RowError("Owners", 12, "Area", "x", code), ZH)
        assert told is not None, code
        assert "Owners" in told.sentence
        assert "–" not in told.sentence


def test_each_finding_of_the_check_has_its_sentence_filled_whole() -> None:
    for code in CODES | JOURNAL_CODES:
        told = explain_finding(Finding(code, 7, "posting 7/0", "1", "2"), ZH)
        assert told is not None, code
        assert "–" not in told.sentence
    assert set(FINDINGS) == CODES | JOURNAL_CODES


class Row(NamedTuple):
    """A value as a named tuple, as rooms may hand one over."""

    code: str
    text: str


def test_a_named_tuple_is_explained_by_its_fields() -> None:
    told = explain(Row("not_a_month", "2613"), EN)
    assert told is not None
    assert told.sentence == "“2613” is not a month."


def test_sums_of_a_failure_are_written_as_money() -> None:
    error = AbsurdAmount("99999999999", 1_000_000_000)
    said = explain(error, EN)
    assert said is not None
    assert said.sentence == "“99999999999” is more than the ¥10,000,000.00 the counter takes at once."
    zh = explain(error, ZH)
    assert zh is not None
    assert zh.sentence == "“99999999999”超过一次收款上限 10,000,000.00 元。"


def test_a_reported_value_is_explained_like_an_error() -> None:
    said = explain(WrongValue("scale", "900", "100"), ZH)
    assert said is not None
    assert said.sentence == "设置项 scale 的值“900”无法使用。"
    assert said.next_step == "在设置中改正之前，程序暂用“100”。"


def test_a_reason_that_is_a_code_is_said_in_words() -> None:
    said = explain(FolderNotUsable(Path("books"), "read-only"), EN)
    assert said is not None
    assert said.sentence == "The folder books cannot be used: it may only be read"


def test_a_field_that_is_absent_shows_a_dash_and_never_breaks_the_sentence() -> None:
    class Bare(Exception):
        code = "not_a_month"

    said = explain(Bare(), EN)
    assert said is not None
    assert said.sentence == "“–” is not a month."


def test_an_unforeseen_error_has_no_sentence_of_its_own_and_is_told_by_its_id() -> None:
    assert explain(ZeroDivisionError(), EN) is None
    told = explain_unknown("E1123-ACDF", ZH)
    assert "E1123-ACDF" in told.sentence
    assert "E1123-ACDF" in told.next_step


class Tender(StrEnum):
    CASH = "cash"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("missing_minor", 46840, "468.40 元"),
        ("day", date(2026, 11, 23), "2026-11-23"),
        ("rows_count", 120000, "120,000"),
        ("size_bytes", 20_000_000, "20 MB"),
        ("year", 2026, "2026"),
        ("at_utc", "no moment", "no moment"),
        ("tender", Tender.CASH, "现金"),
        ("text", "cash", "cash"),
        ("field", "card", "卡号"),
        ("account", "paid_ahead", "预交款"),
        ("account", "no account", "no account"),
        ("wait_seconds", 0, "无"),
        ("wait_seconds", 119, "119 秒"),
        ("wait_seconds", 121, "3 分钟"),
        ("printed", True, "是"),
        ("path", Path("a") / "b", str(Path("a") / "b")),
        ("names", ["张三", "李四"], "张三、李四"),
        ("tenders", (Tender.CASH, "card"), "现金、刷卡"),
        ("nothing", None, "–"),
        ("empty", (), "–"),
    ],
)
def test_a_field_is_written_by_its_name_and_kind(name: str, value: object, expected: str) -> None:
    assert shown(name, value, ZH) == expected


def test_a_moment_is_shown_by_the_local_clock() -> None:
    moment = datetime(2026, 11, 23, 0, 31, tzinfo=UTC)
    local = moment.astimezone().strftime("%Y-%m-%d %H:%M")
    assert shown("at_utc", "2026-11-23T00:31:00Z", EN) == local == shown("now", moment, EN)


def test_sentences_speak_calmly_and_end_properly() -> None:
    for told in (*SENTENCES.values(), *FINDINGS.values()):
        for text in told:
            assert not re.search(r"(?i)!|\berror\b|\binvalid\b|\bfailed\b|\bfatal\b", text), text
        assert told[1].endswith((".", "?")), told[1]
