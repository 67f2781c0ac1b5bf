"""Sticks take turns: the one just written goes to the safe, the one used the longest ago is next."""

from counter.rules.stick_rota import Turn, next_turn


def test_sticks_take_turns() -> None:
    assert next_turn([]) is None
    assert next_turn(["A", "A"]) == Turn("A", "")
    assert next_turn(["A", "B", "A", "B"]) == Turn("A", "B")
    assert next_turn(["B", "A", "C", "B"]) == Turn("B", "C")
