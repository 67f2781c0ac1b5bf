"""The catalogue says in Chinese everything the code says, with the same fields, compiled as it stands."""

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages import mofile

from scripts import words as catalogue


def test_every_sentence_of_the_code_is_translated_and_gets_its_fields() -> None:
    assert catalogue.problems(catalogue.extract_tree(), catalogue.read_po()) == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with catalogue.MO.open("rb") as file:
        compiled = mofile.read_mo(file)
    said = {(_first(message.id), _text(message.context)): _first(message.string) for message in compiled if message.id}
    assert said == {key: entry.chinese for key, entry in catalogue.read_po().items() if entry.chinese}


def _text(context: str | bytes | None) -> str:
    """Babel gives the context back as the bytes of the file."""
    return context.decode() if isinstance(context, bytes) else context or ""


def _first(text: str | Sequence[str] | None) -> str:
    return text if isinstance(text, str) else (text or [""])[0]


def test_the_catalogue_is_sorted_and_written_as_the_script_writes_it(tmp_path: Path) -> None:
    copy = tmp_path / "copy.po"
    catalogue.write_po(catalogue.read_po(), copy)
    assert copy.read_text(encoding="utf-8") == catalogue.PO.read_text(encoding="utf-8")


SOURCE = """
def speak(w, self, n):
    w("Saved. Receipt {number}", number=1)
    self.w("Ready")
    self._w.n("{n} form", "{n} forms", n)
    w.c("money handed back", "Change")
    table = {"x": N_("Later {field}")}
    w(table["x"], field=2)
    other("not a sentence")
    w("dynamic {a}", **fields)
"""


def test_the_calls_that_speak_are_found_and_others_are_not() -> None:
    found = {(each.context, each.singular, each.plural, each.fields) for each in catalogue.extract(SOURCE, "x.py")}
    assert found == {
        ("", "Saved. Receipt {number}", "", frozenset({"number"})),
        ("", "Ready", "", frozenset()),
        ("", "{n} form", "{n} forms", frozenset({"n"})),
        ("money handed back", "Change", "", frozenset()),
        ("", "Later {field}", "", None),
        ("", "dynamic {a}", "", None),
    }


def _entries(english: str, chinese: str) -> catalogue.Entries:
    return {(english, ""): catalogue.Entry("", english, "", chinese)}


@pytest.mark.parametrize(
    ("source", "english", "chinese", "wrong"),
    [
        ('w("Hello")', "Hello", "", "no translation"),
        ('w("Take {sum}", sum=1)', "Take {sum}", "收 {amount}", "fields differ"),
        ('w("Take {sum}", total=1)', "Take {sum}", "收 {sum}", "wants ['sum'] and is given ['total']"),
        ('w("Press Enter on the printer")', "Press Enter on the printer", "在 printer 上按 Enter", "English left"),
        ('w("Other")', "Hello", "你好", "no longer said"),
    ],
)
def test_each_fault_of_a_catalogue_is_named(source: str, english: str, chinese: str, wrong: str) -> None:
    found = catalogue.problems(catalogue.extract(source, "x.py"), _entries(english, chinese))
    assert any(wrong in line for line in found), found


def test_a_fuzzy_entry_is_refused(tmp_path: Path) -> None:
    po = tmp_path / "fuzzy.po"
    po.write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "Hello"\nmsgstr "你好"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="fuzzy"):
        catalogue.read_po(po)


def test_added_translations_survive_writing_and_reading_with_quotes_lines_and_contexts(tmp_path: Path) -> None:
    given = {'Say "{x}"\nnow': "说“{x}”\n“现在”\\", "money handed back\u0004Change": "找零"}
    entries = catalogue.add({}, json.loads(json.dumps(given)))
    po = tmp_path / "some.po"
    catalogue.write_po(entries, po)
    assert catalogue.read_po(po) == entries
    assert set(entries) == {('Say "{x}"\nnow', ""), ("Change", "money handed back")}


def test_updating_keeps_translations_and_drops_the_unsaid_only_when_told() -> None:
    entries = _entries("Old", "旧")
    sentences = list(catalogue.extract('w("New")', "x.py"))
    assert set(catalogue.merge(entries, sentences, prune=False)) == {("Old", ""), ("New", "")}
    assert set(catalogue.merge(entries, sentences, prune=True)) == {("New", "")}


def test_the_same_sentences_compile_to_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.mo", tmp_path / "2.mo"
    catalogue.compile_mo(catalogue.read_po(), first)
    catalogue.compile_mo(catalogue.read_po(), second)
    assert first.read_bytes() == second.read_bytes() == catalogue.MO.read_bytes()


def test_adding_from_standard_input_asks_for_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    po, mo = tmp_path / "a.po", tmp_path / "a.mo"
    kept: list[catalogue.Entries] = []
    monkeypatch.setattr("sys.stdin", io.StringIO('{"Hello {who}": "{who}，您好"}'))
    monkeypatch.setattr(catalogue, "extract_tree", lambda: list(catalogue.extract('w("Hello {who}", who=1)', "x.py")))
    monkeypatch.setattr(catalogue, "read_po", lambda: {})
    monkeypatch.setattr(catalogue, "write_po", kept.append)
    monkeypatch.setattr(catalogue, "compile_mo", lambda entries: None)
    assert catalogue.main(["add"]) == 0
    assert kept == [{("Hello {who}", ""): catalogue.Entry("", "Hello {who}", "", "{who}，您好")}]
    assert not po.exists()
    assert not mo.exists()
