"""Which sticks are let go of, and what is told of it."""

from pathlib import Path
from typing import NamedTuple

from counter.desk.close_steps import take_into_use
from counter.desk.let_go import LetGo, let_go
from counter.presenters.let_go_words import let_go_words
from counter.words import Words
from tests.desk.office import MANAGER, Desk


class Place(NamedTuple):
    """A stick, or a folder in place of one."""

    path: Path
    removable: bool


def test_only_our_own_sticks_are_let_go_of_and_only_a_free_one_is_called_safe(desk: Desk, tmp_path: Path) -> None:
    places = [Place(tmp_path / name, name != "folder") for name in ("free", "busy", "folder", "a strangers")]
    for place in places:
        place.path.mkdir()
    for place in places[:3]:
        take_into_use(desk.books, lambda place=place: [place], place.path.name, person=MANAGER)  # type: ignore[misc]
    asked: list[str] = []

    def release(path: Path) -> bool:
        asked.append(path.name)
        return path.name == "free"

    done = let_go(desk.books, lambda: places, release)
    assert done == LetGo(("free",), ("busy",), (str(tmp_path / "folder"),))
    assert asked == ["free", "busy"]


def test_safe_to_remove_is_said_of_nothing_that_is_held() -> None:
    w = Words.load("en")
    assert let_go_words(LetGo(freed=("A",)), w) == ("Stick “A” is safe to remove.", "")
    for done in (LetGo(held=("A",)), LetGo(freed=("B",), held=("A",)), LetGo(folders=("/x",)), LetGo()):
        assert "safe to remove" not in " ".join(let_go_words(done, w))
    assert "“A”" in let_go_words(LetGo(freed=("B",), held=("A",)), w)[0]
