"""The cards of figures above a list: one size for all of them, the largest at which none is cut."""

import tkinter as tk
from tkinter.font import Font

import pytest

from counter.screens.settings_facts import FactCards
from tests.screens.kit import Stage, assert_nothing_clipped

FACTS = (("Units that owe", "133"), ("Overdue", "¥12,188,986.78"), ("Letters due", "126"), ("Promises", "5"))


@pytest.mark.parametrize("width", [700, 1000])
def test_all_figures_have_one_size_and_none_is_cut(stage: Stage, width: int) -> None:
    look = stage.dress(scale=1.0)
    frame = tk.Frame(stage.root, width=width, height=120)
    frame.grid_columnconfigure(0, weight=1)
    frame.grid_propagate(False)
    frame.pack()
    stage.pump(lambda: frame.winfo_width() == width)
    cards = FactCards(frame, look)
    cards.show(FACTS)
    stage.pump(lambda: cards.winfo_width() == width)
    sizes = {_size(each) for each in _labels(cards) if str(each.cget("text")) in dict(FACTS).values()}
    assert len(sizes) == 1
    assert_nothing_clipped(stage.root)


def _size(label: tk.Label) -> int:
    return int(Font(font=label.cget("font")).actual("size"))


def _labels(parent: tk.Misc) -> list[tk.Label]:
    found: list[tk.Label] = []
    for child in parent.winfo_children():
        found += [child] if isinstance(child, tk.Label) else _labels(child)
    return found
