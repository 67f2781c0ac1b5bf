"""The foot of a sheet: places to sign and seal, the note, and the code in the lower right corner."""

from collections.abc import Sequence

from printing.blocks import Block, Code, Sign, Text
from printing.flow import Flow
from printing.ops import MIDDLE, CodeOp, LineOp

GAP = 5.0


def draw_foot(flow: Flow, blocks: Sequence[Block], codes: Sequence[Code]) -> None:
    """Draw the foot at the bottom of the current page, or of the next where too little room is left."""
    beside = flow.width - sum(_code_width(flow) for _ in codes)
    signs = [block for block in blocks if isinstance(block, Sign)]
    lines = _note_lines(flow, blocks, beside)
    high = foot_height(flow, blocks, codes)
    if not high:
        return
    flow.y += 0.5 * flow.u
    flow.need(high)
    flow.spare = max(0.0, flow.bottom - high - flow.y)
    flow.y = max(flow.y, flow.bottom - high)
    _codes(flow, codes)
    flow.y = flow.bottom - len(signs) * _SIGN * flow.u - len(lines) * flow.u
    for sign in signs:
        draw_sign(flow, sign, beside)
    for line in lines:
        flow.text(flow.left, flow.y + 0.85 * flow.u, line, flow.form.size * 0.8, grey=MIDDLE)
        flow.y += flow.u


def foot_height(flow: Flow, blocks: Sequence[Block], codes: Sequence[Code]) -> float:
    """Return how many mm the foot takes."""
    beside = flow.width - sum(_code_width(flow) for _ in codes)
    signs = sum(isinstance(block, Sign) for block in blocks)
    return max(signs * _SIGN * flow.u + len(_note_lines(flow, blocks, beside)) * flow.u, _code_height(flow, codes))


def _note_lines(flow: Flow, blocks: Sequence[Block], beside: float) -> list[str]:
    notes = [block for block in blocks if isinstance(block, Text)]
    return [line for note in notes for line in flow.wrapped(note.text, beside, flow.form.size * 0.8)]


_SIGN = 4.2  # beats: room for a seal above the line, the label under it


def _code_width(flow: Flow) -> float:
    return flow.form.code + GAP


def _code_height(flow: Flow, codes: Sequence[Code]) -> float:
    if not codes:
        return 0.0
    return flow.form.code + (flow.u if any(code.caption for code in codes) else 0.0)


def _codes(flow: Flow, codes: Sequence[Code]) -> None:
    """Codes from the right corner leftwards, captions under them on the last line of the page."""
    side = flow.form.code
    top = flow.bottom - _code_height(flow, codes)
    for index, code in enumerate(reversed(codes)):
        x = flow.right - side - index * _code_width(flow)
        flow.add(CodeOp(x, top, side, code.content))
        size = flow.form.size * 0.7
        widest = flow.measured(code.caption, size) if code.caption else 0.0
        size *= min(1.0, (side + GAP - 2) / widest) if widest else 1.0
        y = flow.bottom - 0.05 * flow.u
        if widest > side:
            flow.text(x + side, y, code.caption, size, grey=MIDDLE, align="right")
        else:
            flow.text(x + side / 2, y, code.caption, size, grey=MIDDLE, align="center")


def draw_sign(flow: Flow, sign: Sign, width: float) -> None:
    """Draw lines to sign on, side by side in so many mm, each with its label under it."""
    flow.need(_SIGN * flow.u)
    gap = 4.0
    each = (width - gap * (len(sign.labels) - 1)) / max(len(sign.labels), 1)
    y = flow.y + 2.6 * flow.u
    for index, label in enumerate(sign.labels):
        x = flow.left + index * (each + gap)
        flow.add(LineOp(x, y, x + each, y, 0.2))
        size = flow.form.size * 0.88
        widest = flow.measured(label, size)
        size *= min(1.0, each / widest) if widest else 1.0
        flow.text(x, y + 0.95 * flow.u, label, size, grey=MIDDLE)
    flow.y += _SIGN * flow.u
