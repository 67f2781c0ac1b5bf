"""Letting go of the sticks of these books, so that they are safe to remove: said only where the system agrees."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from backup.stick import Full, ReadOnly, Ready, look
from counter.desk.close_steps import FindSticks
from counter.desk.copy_out import ONE_AT_A_TIME
from db.books import Books
from db.queries.settings import founding


class LetGo(NamedTuple):
    """Names of the sticks that may be pulled and of those the system still holds; folders that stand in for a stick."""

    freed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def let_go(books: Books, find_sticks: FindSticks, release: Callable[[Path], bool]) -> LetGo:
    """Have the system let go of every stick of these books that is there; may take minutes, beside the window.

    release: asks the system for the stick at a path. A copy under way is waited for; what is not ours is left alone.
    """
    with closing(books.reader()) as reader:
        books_id = str(founding(reader.connection()).get("books_id", ""))
    freed, held, folders = list[str](), list[str](), list[str]()
    with ONE_AT_A_TIME:
        for place in find_sticks():
            state = look(place.path, books_id)
            if not isinstance(state, Ready | ReadOnly | Full):
                continue
            name = state.stick.name if isinstance(state, Ready) else state.name
            if not place.removable:
                folders.append(str(place.path))
            else:
                (freed if release(place.path) else held).append(name)
    return LetGo(tuple(freed), tuple(held), tuple(folders))
