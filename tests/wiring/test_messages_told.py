"""What the window hears of text messages: nothing without a modem, and each move once."""

from types import SimpleNamespace
from typing import cast

from counter.wiring.messages_told import MessagesTold
from counter.wiring.parts import OfficeParts


def test_each_move_shows_the_page_once_and_without_a_modem_nothing_is_said() -> None:
    moved, said = list[int](), list[object]()
    thread = SimpleNamespace(moves=0)
    parts = cast("OfficeParts", SimpleNamespace(modem=None, messages=thread))
    told = MessagesTold(parts, lambda *what: said.append(what), lambda: moved.append(thread.moves))
    told.logged_in()
    for moves in (0, 2, 2, 3):
        thread.moves = moves
        told.look()
    assert (moved, said) == ([2, 3], [])
