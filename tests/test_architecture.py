"""The walls of the house, read from the source of every module."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSES = ("counter", "printing", "backup", "db")
OURS = {*HOUSES, "main", "tests", "scripts"}
BETWEEN_HOUSES = {
    "main": {"counter"},
    "counter": {"printing", "backup", "db"},
    "printing": {"db"},
    "backup": {"db"},
    "db": set[str](),
}
# Rooms of counter, and the rooms of counter each may look into. Modules directly in counter are rooms of their own.
WITHIN_COUNTER = {
    "rules": set[str](),
    "devices": set[str](),
    "platform": set[str](),
    "words": {"rules"},
    "papers": {"rules", "words"},
    "desk": {"rules", "words", "papers"},
    "files": {"desk", "rules", "words"},
    "settings": {"platform", "rules", "words"},
    "logs": {"platform"},
    "presenters": {"desk", "rules", "words", "papers", "files", "devices", "platform", "settings", "logs"},
    "screens": {"presenters", "rules", "words", "platform", "settings", "logs"},
    "demo": {"desk", "rules", "words", "papers", "files", "platform", "settings", "logs"},
}
WIRING = {"cli", "app", "verbs", "wiring", "bench"}
# The bare floors of the benchmark go past our walls on purpose: bare libraries, bare SQL.
FLOORS = "counter.bench.floors"
OTHER_HOUSES = {
    "rules": set[str](),
    "devices": set[str](),
    "platform": set[str](),
    "screens": {"printing"},
}
HEAVY = ("fpdf", "escpos", "PIL", "openpyxl", "schedule", "pypinyin")
SQL = re.compile(r"\b(SELECT\s|INSERT\s+(INTO|OR)\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b)")


class Import(NamedTuple):
    """One import statement: the module that has it, the module it names, and its line."""

    here: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"{self.here}:{self.line} imports {self.target}"


class Module(NamedTuple):
    """A source file of ours."""

    name: str
    path: Path
    text: str
    tree: ast.Module


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> tuple[Module, ...]:
    paths = [*ROOT.glob("*.py"), *(path for house in HOUSES for path in sorted((ROOT / house).rglob("*.py")))]
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Module(module_name(path), path, text, ast.parse(text)) for path, text in texts)


def targets(module: Module, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
        base = package[: len(package) - node.level + 1] if node.level else []
        stem = ".".join([*base, *([node.module] if node.module else [])])
        # "from counter import rules" enters the room counter.rules.
        yield from (f"{stem}.{alias.name}" for alias in node.names)


@cache
def imports() -> tuple[Import, ...]:
    return tuple(
        Import(module.name, target, getattr(node, "lineno", 0))
        for module in modules()
        for node in ast.walk(module.tree)
        for target in targets(module, node)
    )


def house(name: str) -> str:
    return name.split(".")[0]


def room(name: str) -> str:
    """The room of a module of counter: its first folder, or its own name; "" for counter itself."""
    return [*name.split("."), ""][1]


def inside_counter(name: str) -> bool:
    return house(name) == "counter" and bool(room(name))


def test_no_house_looks_into_a_house_it_must_not_know() -> None:
    broken = [
        found
        for found in imports()
        if house(found.target) in OURS
        and house(found.target) != house(found.here)
        and house(found.target) not in BETWEEN_HOUSES[house(found.here)]
    ]
    assert not broken, "\n".join(map(str, broken))


def test_inside_the_counter_everyone_walks_only_downwards() -> None:
    broken = [
        found
        for found in imports()
        if inside_counter(found.here)
        and inside_counter(found.target)
        and room(found.here) != room(found.target)
        and room(found.here) not in WIRING
        and room(found.target) not in WITHIN_COUNTER.get(room(found.here), set())
    ]
    assert not broken, "\n".join(map(str, broken))


def test_rooms_that_know_nothing_of_storage_and_paper_stay_so() -> None:
    broken = [
        found
        for found in imports()
        if inside_counter(found.here)
        and house(found.target) in {"db", "printing", "backup"}
        and house(found.target) not in OTHER_HOUSES.get(room(found.here), {"db", "printing", "backup"})
    ]
    assert not broken, "\n".join(map(str, broken))


def test_every_room_of_the_counter_has_its_place_in_the_plan() -> None:
    rooms = {room(module.name) for module in modules() if inside_counter(module.name)}
    assert rooms <= WITHIN_COUNTER.keys() | WIRING


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Rooms that cannot be put in an order, empty when there is no circle."""
    left = {name: set(targets) for name, targets in graph.items()}
    while free := {name for name, needs in left.items() if not needs & left.keys()}:
        left = {name: needs for name, needs in left.items() if name not in free}
    return sorted(left)


def place(name: str) -> str:
    """A room of counter, or a whole house."""
    return f"counter.{room(name)}" if inside_counter(name) else house(name)


def test_no_circle_between_rooms() -> None:
    graph: dict[str, set[str]] = {place(module.name): set() for module in modules()}
    for found in imports():
        here, target = place(found.here), place(found.target)
        if target in graph and target != here:
            graph[here].add(target)
    assert circle(graph) == []


def test_a_circle_would_be_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == ["a", "b", "c", "d"]
    assert circle({"a": {"b"}, "b": set()}) == []


def test_only_the_screens_know_tk() -> None:
    broken = [
        found
        for found in imports()
        if house(found.target) in {"tkinter", "_tkinter", "customtkinter"}
        and not found.here.startswith(("counter.screens", FLOORS))
    ]
    assert not broken, "\n".join(map(str, broken))


def test_customtkinter_is_imported_in_one_place() -> None:
    users = {found.here for found in imports() if house(found.target) == "customtkinter"}
    assert users == {"counter.screens.toolkit"}, "elsewhere it would write into the person's font folder"


@pytest.mark.parametrize(("owner", "also"), [("counter.rules", set[str]()), ("counter.devices", {"serial"})])
def test_pure_rooms_use_the_standard_library_alone(owner: str, also: set[str]) -> None:
    broken = [
        found
        for found in imports()
        if found.here.startswith(owner)
        and not found.target.startswith(owner)
        and house(found.target) not in sys.stdlib_module_names | also
    ]
    assert not broken, "\n".join(map(str, broken))


def test_the_rules_read_no_clock_and_no_chance() -> None:
    forbidden = {"time", "random", "secrets", "gettext", "sqlite3", "socket", "subprocess", "os"}
    broken = [
        found for found in imports() if found.here.startswith("counter.rules") and house(found.target) in forbidden
    ]
    calls = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name.startswith("counter.rules")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
    ]
    assert not broken, "\n".join(map(str, broken))
    assert calls == []


def test_only_the_storage_knows_its_libraries() -> None:
    allowed = {"peewee": ("db",), "playhouse": ("db",), "sqlite3": ("db", "backup")}
    broken = [
        found
        for found in imports()
        if house(found.target) in allowed
        and house(found.here) not in allowed[house(found.target)]
        and not found.here.startswith(FLOORS)
    ]
    assert not broken, "\n".join(map(str, broken))


def texts(module: Module) -> Iterator[ast.Constant]:
    """String constants, docstrings left out."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def test_sql_text_lives_in_the_storage_only() -> None:
    broken = [
        f"{module.name}:{text.lineno}"
        for module in modules()
        if house(module.name) not in {"db", "backup"} and not module.name.startswith(FLOORS)
        for text in texts(module)
        if SQL.search(str(text.value))
    ]
    assert broken == []


def test_no_float_in_the_arithmetic_and_the_use_cases() -> None:
    broken = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name.startswith(("counter.rules", "counter.desk"))
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    ]
    assert broken == []


def test_the_scripted_day_presses_keys_and_calls_nothing() -> None:
    broken = [
        found
        for found in imports()
        if re.match(r"counter\.demo\.scripted", found.here)
        and found.target.startswith(("counter.desk", "counter.presenters"))
    ]
    assert not broken, "\n".join(map(str, broken))


def test_main_only_hands_over() -> None:
    assert [path.name for path in ROOT.glob("*.py")] == ["main.py"]
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 20


def test_no_module_has_outgrown_its_room() -> None:
    big = {module.name: lines for module in modules() if (lines := len(module.text.splitlines())) > 300}
    assert big == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{module.name}.{node.name}": length
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and (length := node.end_lineno - node.lineno + 1) > 50
    }
    assert long == {}


def test_tests_use_typed_fakes_and_no_mocks() -> None:
    broken = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name.startswith("unittest") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unittest"))
    ]
    assert broken == []


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = f"import counter.cli, sys; print([name for name in {(*HEAVY, 'tkinter')!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.stdout.strip(), found.stderr) == ("[]", "")
