"""What the documents say is true: commands, files, keys and PINs exist, and the recipes of the formats work."""

import argparse
import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from backup.journal import write_journal
from backup.journal_content import readme
from backup.journal_format import FORMAT
from backup.manifest import FOLDER
from counter.demo.team import AUDITOR, CASHIER, FINANCE, MANAGER, SUPERVISOR
from counter.desk.approve import ACTS
from counter.screens.key_row import PAY
from counter.screens.keys import KEYS
from counter.verbs.table import VERBS
from tests.backup.little_estate import Estate, open_estate, work_a_day
from tests.backup.sticks import adopted, copy, day_closed

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
MANUALS = ("docs/manual/en.md", "docs/manual/zh-CN.md")
FORMATS = ("docs/formats/journal.md", "docs/formats/stick.md", "docs/formats/events.md")
RELIABILITY = "docs/reliability.md"
DOCUMENTS = (*READMES, *MANUALS, *FORMATS, RELIABILITY, "docs/README.md", "CHANGELOG.md")
COMMAND = re.compile(r"(?:\bpython |`)main\.py((?: [^`;&|>\n]*)?)")


class Link(NamedTuple):
    """A link or picture of a document: the document and where it leads."""

    document: str
    target: str


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def links() -> list[Link]:
    return [
        Link(document, target)
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)\s]+)\)", text_of(document))
        if "://" not in target
    ]


def commands() -> Iterator[str]:
    """The arguments of every main.py that a document shows."""
    for document in DOCUMENTS:
        for found in COMMAND.finditer(text_of(document)):
            yield found.group(1).strip()


def headings(document: str) -> list[int]:
    prose = re.sub(r"^```.*?^```", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    return [len(found) for found in re.findall(r"^(#+) ", prose, re.MULTILINE)]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(exit_on_error=False)
    made.add_argument("--home", type=Path)
    made.add_argument("--json", action="store_true")
    verbs = made.add_subparsers()
    for name, verb in VERBS.items():
        sub = verbs.add_parser(name)
        sub.add_argument("--home", type=Path)
        sub.add_argument("--json", action="store_true")
        verb.arguments(sub)
    return made


def blocks(document: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(document), re.MULTILINE | re.DOTALL)


def indented(document: str, beginning: str) -> str:
    """The indented block of a document that begins with a text."""
    found = re.search(rf"^    {re.escape(beginning)}.*\n(?:    .*\n)*", text_of(document), re.MULTILINE)
    assert found is not None, beginning
    return "".join(line[4:] for line in found.group().splitlines(keepends=True))


def table(document: str, columns: int) -> list[list[str]]:
    """The cells of every row with so many columns, heads and rules left out."""
    lines = [line.strip() for line in text_of(document).splitlines() if line.startswith("| ")]
    rows = [re.split(r"(?<!\\)\|", line[1:-1]) for line in lines]
    return [[cell.strip() for cell in row] for row in rows if len(row) == columns]


@pytest.mark.parametrize("link", links(), ids=str)
def test_every_link_and_picture_leads_somewhere(link: Link) -> None:
    assert ((ROOT / link.document).parent / link.target.partition("#")[0]).exists()


@pytest.mark.parametrize("pair", [READMES, MANUALS], ids=["readme", "manual"])
def test_both_languages_have_the_same_headings(pair: tuple[str, str]) -> None:
    english, chinese = map(headings, pair)
    assert english == chinese
    assert len(english) > 8


@pytest.mark.parametrize("pair", [READMES, MANUALS], ids=["readme", "manual"])
def test_both_languages_show_the_same_commands(pair: tuple[str, str]) -> None:
    shown = [re.findall(r"^    (\S.*?)(?: +#.*)?$", text_of(document), re.MULTILINE) for document in pair]
    assert shown[0] == shown[1]
    assert shown[0]


def test_every_make_target_that_is_named_exists() -> None:
    named = {
        target for document in DOCUMENTS for target in re.findall(r"(?:`|^    )make ([a-z]+)", text_of(document), re.M)
    }
    assert named <= targets()
    assert {"run", "test"} <= named


@pytest.mark.parametrize("document", READMES)
def test_the_readme_names_every_make_target(document: str) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)", text_of(document)))
    assert targets() - {"run", "test"} <= named


@pytest.mark.parametrize("arguments", sorted(set(commands())))
def test_every_command_line_that_is_shown_is_understood(arguments: str) -> None:
    words = shlex.split(arguments)
    if len(words) == 1:  # a verb named in a sentence
        assert words[0] in VERBS
    else:
        parser().parse_args(words)  # ends with SystemExit where anything is unknown


@pytest.mark.parametrize("document", READMES)
def test_the_readme_lists_every_verb_with_every_option(document: str) -> None:
    rows = {cells[0]: cells[2] for cells in table(document, 3) if cells[0] in VERBS}
    assert list(rows) == list(VERBS)
    for name, verb in VERBS.items():
        alone = argparse.ArgumentParser(add_help=False)
        verb.arguments(alone)
        taken = set(re.findall(r"--[a-z-]+", alone.format_usage()))
        assert set(re.findall(r"--[a-z-]+", rows[name])) == taken, name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_of_the_tree_that_is_named_exists(document: str) -> None:
    houses = "counter|db|printing|backup|scripts|docs|tests"
    named = re.findall(rf"`((?:{houses})/[\w./-]+|main\.py|LICENSE|Makefile)`", text_of(document))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_proof_names_tests_that_exist_and_commands_that_collect_some() -> None:
    said = text_of(RELIABILITY)
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "faults").glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", said)
    assert named
    assert [name for name in named if f"def {name}(" not in source] == []
    shown = re.findall(r"^    (?:COUNTERFOIL_SEED=\d+ )?\.venv/bin/python -m pytest (\S+) ", said, re.MULTILINE)
    assert len(shown) >= 3
    for folder in shown:
        assert list((ROOT / folder).glob("test_*.py")) or (ROOT / folder).is_file(), folder
    assert "COUNTERFOIL_SEED" in text_of("tests/faults/seeds.py")


@pytest.mark.parametrize("document", READMES)
def test_the_pins_of_the_sample_are_those_it_is_made_with(document: str) -> None:
    staff = [MANAGER, CASHIER, SUPERVISOR, FINANCE, AUDITOR]
    shown = [(cells[0], cells[1], cells[3]) for cells in table(document, 4) if cells[0].isdigit()]
    assert shown == [(str(place), each.name, each.pin) for place, each in enumerate(staff, 1)]


@pytest.mark.parametrize("document", MANUALS)
def test_the_manual_tells_every_key_of_a_payment(document: str) -> None:
    told = {cells[0] for cells in table(document, 2)}
    assert {row.shown for row in KEYS if row.scope == PAY} <= told


def test_the_journal_document_holds_what_every_journal_says_of_itself() -> None:
    rows = [(name, zh, en) for name, _type, en, zh in table(FORMATS[0], 4) if name != "column" and name.strip("-")]
    said = [(column, zh, en) for _place, _table, column, zh, en in readme(2, FORMAT) if column]
    assert [(name, zh.replace("\\|", "|"), en.replace("\\|", "|")) for name, zh, en in rows] == said


def kinds_posted() -> set[str]:
    """The first argument of every post, post_bulk and change; KIND and an f-string of an act are looked through."""
    found: set[str] = set()
    for path in [*(ROOT / "counter" / "desk").glob("*.py"), ROOT / "db" / "books.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "KIND" for t in node.targets):
                found.add(ast.literal_eval(node.value))
            posts = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if not posts or not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in ("post", "post_bulk", "change") or not node.args:
                continue
            kind = node.args[0]
            if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                found.add(kind.value)
            elif isinstance(kind, ast.JoinedStr):
                found |= {f"{act}_requested" for act, each in ACTS.items() if each.parks or each.owes}
    return found


def test_the_events_document_lists_every_kind_that_is_posted() -> None:
    head = "## Kinds of this release"
    part = text_of(FORMATS[2]).partition(head)[2].partition("\n## ")[0]
    listed = {name for name in re.findall(r"^\| (\w+) \|", part, re.MULTILINE) if name != "kind"}
    assert listed == kinds_posted()


def python(code: str, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Estate]:
    opened = open_estate(tmp_path / "home")
    yield opened
    opened.books.close()


def test_the_recipe_for_the_content_digest_gives_it(estate: Estate, tmp_path: Path) -> None:
    written = write_journal(estate.path, work_a_day(estate).id, tmp_path / "journals", program="0.1.0")
    (recipe,) = blocks(FORMATS[0], "python")
    assert python(recipe, tmp_path, str(written.path)).stdout.strip() == written.content_digest


def test_the_recipe_for_a_journals_chain_finds_it_whole_and_one_changed_body_not(
    estate: Estate, tmp_path: Path
) -> None:
    written = write_journal(estate.path, work_a_day(estate).id, tmp_path / "journals", program="0.1.0")
    recipe = re.sub(r"file=\S+", f"file={shlex.quote(str(written.path))}", indented(FORMATS[0], "file="))
    whole = subprocess.run(["bash", "-c", recipe], capture_output=True, text=True, check=True).stdout.splitlines()
    assert whole == [*(f"{event}|same" for event in range(1, written.last_event + 1)), "head: same"]
    subprocess.run(
        ["sqlite3", str(written.path), "UPDATE event SET body = replace(body, '}', ' }') WHERE id = 2"], check=True
    )
    changed = subprocess.run(["bash", "-c", recipe], capture_output=True, text=True, check=True).stdout.splitlines()
    assert changed[:2] == ["1|same", "2|DIFFERENT"]
    assert changed[-1] == "head: DIFFERENT"


def test_the_recipe_for_the_chain_of_the_books_walks_all_of_it(estate: Estate) -> None:
    closed = work_a_day(estate)
    (recipe,) = blocks(FORMATS[2], "python")
    told = python(recipe.replace("books.sqlite", estate.path.name), estate.path.parent).stdout
    assert told == f"{closed.id} events, head {closed.hash}\n"


def test_the_recipe_for_a_stick_finds_seal_and_files_the_same(estate: Estate, tmp_path: Path) -> None:
    root = adopted(tmp_path / "stick")
    copy(root, day_closed(estate))
    (recipe,) = blocks(FORMATS[1], "python")
    listed = python(recipe, root / FOLDER)
    assert listed.stderr == "seal same\n"
    checked = subprocess.run(["sha256sum", "--check", "--quiet"], input=listed.stdout, cwd=root / FOLDER, text=True)
    assert checked.returncode == 0
    assert len(listed.stdout.splitlines()) >= 2
