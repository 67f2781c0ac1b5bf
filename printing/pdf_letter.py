"""A letter on a sheet: the address where a window envelope shows it, fold marks, the counterfoil at the foot.

Places after DIN 5008 form B, which window envelopes of 220 × 110 mm (DL) are cut for: the sheet is folded twice, the
window lies 20 mm from the left and 45 mm from the top and is 85 × 45 mm.
"""

from collections.abc import Sequence
from typing import NamedTuple

from printing.blocks import Address, Block, Cut, Mark, Pair, Paper, Sign
from printing.flow import Flow
from printing.ops import BLACK, DARK, HAIR, MIDDLE, LineOp
from printing.pdf_foot import draw_sign
from printing.pdf_head import draw_marks, draw_pairs

WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH, WINDOW_HEIGHT = 20.0, 45.0, 85.0, 45.0
ADDRESS_X, ADDRESS_Y = 25.0, 58.0
FOLDS = (105.0, 210.0)
_INFO_X, _BODY_Y = 120.0, 96.0
_DASH = 2.0


class LetterParts(NamedTuple):
    """A paper taken apart as a letter."""

    marks: tuple[Mark, ...]
    address: Address
    info: tuple[Pair, ...]
    body: tuple[Block, ...]
    counterfoil: tuple[Block, ...]


def letter_parts(paper: Paper) -> LetterParts | None:
    """Return the parts of a letter, or None for a paper without an address."""
    at = next((place for place, block in enumerate(paper.blocks) if isinstance(block, Address)), None)
    if at is None:
        return None
    address = paper.blocks[at]
    assert isinstance(address, Address)
    marks = tuple(block for block in paper.blocks if isinstance(block, Mark))
    rest = tuple(block for block in paper.blocks[at + 1 :] if not isinstance(block, Mark))
    info: list[Pair] = []
    for block in rest:
        if not isinstance(block, Pair):
            break
        info.append(block)
    cut = next((place for place, block in enumerate(rest) if isinstance(block, Cut)), len(rest))
    return LetterParts(marks, address, tuple(info), rest[len(info) : cut], rest[cut:])


def draw_letterhead(flow: Flow, parts: LetterParts) -> None:
    """Draw marks, letterhead, address, the facts beside it and the fold marks; the body begins below the window."""
    draw_marks(flow, parts.marks)
    size, address = flow.form.size, parts.address
    head = size * 1.5
    while head > size and flow.measured(address.head, head, True) > flow.width:
        head -= 0.5
    flow.text(flow.left, flow.y + 4.5, address.head, head, bold=True)
    for place, line in enumerate(flow.wrapped(address.under, flow.width, size * 0.85)[:2]):
        flow.text(flow.left, flow.y + 9.5 + place * 4, line, size * 0.85, grey=DARK)
    for fold in FOLDS:
        flow.add(LineOp(4, fold, 8, fold, 0.15, HAIR))
    _draw_address(flow, address)
    _draw_info(flow, parts.info)
    flow.y = flow.began = _BODY_Y


def _draw_address(flow: Flow, address: Address) -> None:
    size = flow.form.size * 1.15
    y, room = ADDRESS_Y, WINDOW_LEFT + WINDOW_WIDTH - ADDRESS_X - 3
    for place, line in enumerate(address.lines):
        for part in flow.wrapped(line, room, size, not place):
            flow.text(ADDRESS_X, y, part, size, bold=not place)
            y += 5.6


def _draw_info(flow: Flow, info: Sequence[Pair]) -> None:
    size, y = flow.form.size, 52.0
    indent = max((flow.measured(pair.label, size * 0.88) for pair in info), default=0.0) + 3
    for pair in info:
        flow.text(_INFO_X, y, pair.label, size * 0.88, grey=MIDDLE)
        strong = pair.name == "number"
        for line in flow.wrapped(pair.value, flow.right - _INFO_X - indent, size, strong):
            flow.text(_INFO_X + indent, y, line, size, bold=strong, grey=BLACK)
            y += 5.2


def counterfoil_height(flow: Flow, blocks: Sequence[Block]) -> float:
    """Return how many mm a counterfoil takes, tried out on a sheet of its own: a long name needs lines of its own."""
    trial = Flow(flow.form, flow.metrics, lambda _flow: None, trial=True)
    _draw(trial, blocks)
    return trial.y - flow.form.margin_top + flow.u


def draw_counterfoil(flow: Flow, blocks: Sequence[Block], high: float) -> None:
    """Draw the line to cut along and what stays with the office, at the foot of the page."""
    flow.y = flow.bottom - high + flow.u
    _draw(flow, blocks)


def _draw(flow: Flow, blocks: Sequence[Block]) -> None:
    pairs = [block for block in blocks if isinstance(block, Pair)]
    for block in blocks:
        if isinstance(block, Cut):
            flow.add(LineOp(flow.left, flow.y, flow.right, flow.y, 0.2, MIDDLE, _DASH))
            flow.text(flow.left, flow.y + 1.2 * flow.u, block.text, flow.form.size * 0.9, bold=True)
            flow.y += 1.6 * flow.u
        elif isinstance(block, Sign):
            draw_sign(flow, block, flow.width)
        elif pairs and block is pairs[0]:
            draw_pairs(flow, pairs, across=2)
