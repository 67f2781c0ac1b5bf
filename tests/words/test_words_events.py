"""Every kind of event that the program posts has its words, in both languages, and so has what its body says."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.approve import ACTS
from counter.words import LANGUAGES, Words
from counter.words.event_kinds import KINDS
from counter.words.events import FACTS, VALUES

ROOT = Path(__file__).resolve().parents[2]
POSTING = {"post", "post_bulk", "change"}


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _posted() -> Iterator[tuple[str, str]]:
    """(kind, where) of every event that somebody posts; a kind made from an act stands for every act that can wait."""
    for folder in ("counter/desk", "db"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = _constants(tree)
            for node in ast.walk(tree):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                    continue
                first = node.args[0]
                if node.func.attr not in POSTING or not isinstance(node.func.value, ast.Name | ast.Attribute):
                    continue
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, where
                elif isinstance(first, ast.Name) and first.id in names:
                    yield names[first.id], where
                elif isinstance(first, ast.JoinedStr):
                    yield from ((f"{act}_requested", where) for act, each in ACTS.items() if each.parks or each.owes)


POSTED = sorted({kind for kind, _where in _posted()})


def test_the_kinds_that_are_posted_are_found() -> None:
    assert {"payment", "staff_changed", "void_requested", "clock_set_back", "act_refused", "charges_billed"} <= set(
        POSTED
    )


@pytest.mark.parametrize("kind", POSTED)
def test_every_kind_of_event_has_words(kind: str) -> None:
    assert kind in KINDS, f"{kind} has no words in counter/words/events.py"
    english, chinese = Words.load("en")(KINDS[kind]), Words.load("zh_CN")(KINDS[kind])
    assert english != chinese
    assert not any(sign in chinese for sign in "abcdefghijklmnopqrstuvwxyz_")


def test_every_kind_stands_in_the_description_of_events() -> None:
    told = (ROOT / "docs" / "formats" / "events.md").read_text(encoding="utf-8")
    assert [kind for kind in POSTED if f"| {kind} |" not in told] == []


def test_no_two_kinds_are_called_the_same() -> None:
    for language in LANGUAGES:
        words = Words.load(language)
        said = [words(text) for text in KINDS.values()]
        assert len(said) == len(set(said))


def test_facts_and_values_have_words_in_chinese() -> None:
    words = Words.load("zh_CN")
    same = [text for table in (FACTS, VALUES) for text in table.values() if words(text) == text and text != "PIN"]
    assert same == []
