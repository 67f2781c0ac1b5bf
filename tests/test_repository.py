"""What the files around the code say agrees with the code and with each other."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter import VERSION

ROOT = Path(__file__).resolve().parent.parent
MADE = {".git", ".venv", ".venv-tools", "demo", "demo-home", "build", "dist", "__pycache__", ".hypothesis"}
DECISIONS = ROOT / "docs" / "decisions"
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile("|".join(f"/{name}/" for name in ("work", "farm", "root", "opt", "tmp/bash_jobs")))
REGISTRIES = re.compile(r"\b(pypi|pythonhosted|npmjs|debian)\.(org|com|net)\b")
INDEX_OPTIONS = re.compile(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", re.MULTILINE)


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the tree that is not made by a command: its path and what it says."""
    for folder, folders, names in os.walk(ROOT):
        at_top = Path(folder) == ROOT
        skipped = MADE if at_top else {"__pycache__"}
        folders[:] = [name for name in folders if name not in skipped and not name.endswith(("_cache", ".egg-info"))]
        for name in names:
            path = Path(folder, name)
            try:
                if path.name != ".setup.log":
                    yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a font, a picture, a compiled catalogue


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def required() -> set[str]:
    project = pyproject()["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {re.split(r"[\[<>=!~; ]", line)[0] for line in lines}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, str]:
    """Package to the version and the marker it is pinned with."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {normal(name): rest for name, rest in re.findall(r"^([A-Za-z0-9_.-]+)==(\S+.*?) \\$", text, re.MULTILINE)}


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["machine", "registry"])
def test_no_file_names_one_machine_or_one_registry(pattern: re.Pattern[str]) -> None:
    found = [f"{name}: {match.group()}" for name, text in texts() for match in pattern.finditer(text)]
    assert found == []


def test_the_program_says_the_version_of_the_project() -> None:
    assert pyproject()["project"]["version"] == VERSION


def test_the_changelog_ends_at_the_version_of_the_project() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)[0] == pyproject()["project"]["version"]


@pytest.mark.parametrize("readme", sorted(path.name for path in ROOT.glob("README*.md")))
def test_every_make_command_of_the_readme_exists(readme: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    spoken = re.findall(r"(?:^ *|`)make ([a-z]+)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    assert set(spoken) <= targets


def test_every_script_that_the_makefile_calls_is_there() -> None:
    called = re.findall(r"scripts/[\w.-]+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert [name for name in called if not (ROOT / name).is_file()] == []


def test_every_decision_is_linked_and_short() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    records = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
    assert [path.name for path in records if f"]({path.name})" not in index] == []
    assert [path.name for path in records if len(path.read_text(encoding="utf-8").splitlines()) > 40] == []


def test_every_dependency_has_its_reason() -> None:
    reasons = normal((DECISIONS / "0005-dependencies.md").read_text(encoding="utf-8"))
    unexplained = {name for name in required() if normal(name) not in reasons and not name.startswith("types-")}
    assert unexplained == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not INDEX_OPTIONS.search(text)
    assert "://" not in text
    assert len(re.findall(r"^\S+==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pins(lock)) > 20


def test_the_development_lock_holds_every_pin_of_the_run_time_lock() -> None:
    assert pins(LOCKS[0]).items() <= pins(LOCKS[1]).items()


def test_everything_required_is_pinned() -> None:
    assert {normal(name) for name in required()} <= pins(LOCKS[1]).keys()


def test_every_package_on_the_disk_is_listed() -> None:
    houses = ("counter", "db", "printing", "backup")
    inits = [path.parent for house in houses for path in (ROOT / house).rglob("__init__.py")]
    packages = {path.relative_to(ROOT).as_posix().replace("/", ".") for path in inits}
    assert packages == set(pyproject()["tool"]["setuptools"]["packages"])
