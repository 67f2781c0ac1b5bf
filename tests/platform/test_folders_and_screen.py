"""Where things lie, and whether a window can be opened."""

import socket
from pathlib import Path

import pytest

from counter.platform import screen
from counter.platform.folders import PORTABLE_FOLDER, PORTABLE_MARKER, FolderNotUsable, Home, find_home, usual_folder

USUAL = Path("/usual")


def test_the_named_folder_comes_first_then_the_environment_then_the_portable_one(tmp_path: Path) -> None:
    (tmp_path / PORTABLE_MARKER).touch()
    environ = {"COUNTERFOIL_HOME": str(tmp_path / "env")}
    assert find_home(environ, tmp_path, tmp_path / "named", USUAL).root == tmp_path / "named"
    assert find_home(environ, tmp_path, None, USUAL).root == tmp_path / "env"
    assert find_home({}, tmp_path, None, USUAL).root == tmp_path / PORTABLE_FOLDER


def test_without_any_of_them_the_usual_folder_applies(tmp_path: Path) -> None:
    assert find_home({"COUNTERFOIL_HOME": " "}, tmp_path, None, tmp_path / "usual").root == tmp_path / "usual"
    assert find_home({}, tmp_path).root == usual_folder().absolute()
    assert usual_folder().name == "Counterfoil"


def test_a_relative_folder_becomes_absolute_so_that_nothing_depends_on_where_we_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_home({}, tmp_path, Path("here")).root == tmp_path / "here"


def test_settings_and_logs_stay_when_the_data_moves(tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path)
    moved = home.with_data(str(tmp_path / "elsewhere"))
    assert home.with_data("") == home
    assert (moved.settings, moved.logs) == (home.settings, home.logs)
    assert moved.books == tmp_path / "elsewhere" / "books.sqlite"
    assert {moved.journals.parent, moved.papers.parent, moved.attachments.parent, moved.snapshots.parent} == {
        tmp_path / "elsewhere"
    }


def test_making_a_home_makes_its_folders_and_may_be_repeated(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "home", tmp_path / "data")
    home.make()
    home.make()
    made = (home.logs, home.cache, home.journals, home.papers, home.attachments, home.snapshots)
    assert all(folder.is_dir() for folder in made)
    assert not home.books.exists()


def test_a_home_that_cannot_be_made_names_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderNotUsable) as caught:
        Home(tmp_path / "file", tmp_path).make()
    assert caught.value.path == tmp_path / "file"
    assert caught.value.reason


@pytest.mark.parametrize(
    ("display", "parsed"),
    [
        (":0", ("", 0)),
        (":57.0", ("", 57)),
        ("unix:1", ("", 1)),
        ("pc:10.0", ("pc", 10)),
        ("", None),
        ("wayland-0", None),
        (":x", None),
    ],
)
def test_display_names_are_read(display: str, parsed: tuple[str, int] | None) -> None:
    assert screen.parse_display(display) == parsed


def test_a_display_counts_only_while_its_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr(screen, "X_PORT", port)
        assert screen.has_display({"DISPLAY": "127.0.0.1:0"}, "linux")
    assert not screen.has_display({"DISPLAY": "127.0.0.1:0"}, "linux")


def test_no_display_is_no_display_even_under_wayland_alone() -> None:
    assert not screen.has_display({}, "linux")
    assert not screen.has_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not screen.has_display({"DISPLAY": ":60999"}, "linux")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_one(platform: str) -> None:
    assert screen.has_display({}, platform)
