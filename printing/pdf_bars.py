"""Pictures of bars on a sheet: labels at the left, bars on one scale, figures at their ends."""

from printing.blocks import Bars
from printing.flow import Flow
from printing.ops import MIDDLE, BoxOp

LABELS = 0.3  # of the width, at most
_GAP = 2.0  # mm between a label, its bar and its figure
_LIGHT, _DARK = 205, 95


def draw_bars(flow: Flow, block: Bars) -> None:
    """Draw the picture at the cursor; a bar never stands on another page than its label."""
    size, u = flow.form.size, flow.u
    flow.need(u * (2.6 + 1.35 * min(3, len(block.bars))))
    flow.y += 0.4 * u
    flow.text(flow.left, flow.y + u, block.title, size, bold=True)
    flow.y += 1.7 * u
    labels = min(flow.width * LABELS, max((flow.measured(each.label, size * 0.9) for each in block.bars), default=0))
    figures = max((flow.measured(each.figure, size * 0.9) for each in block.bars), default=0)
    room = flow.width - labels - figures - 2 * _GAP
    longest = max((each.length for each in block.bars), default=0) or 1
    for each in block.bars:
        flow.need(1.35 * u)
        x = flow.left + labels + _GAP
        label = flow.wrapped(each.label, labels + 0.1, size * 0.9)[0]
        flow.text(flow.left, flow.y + 0.95 * u, label, size * 0.9)
        for length, grey in ((each.length, _LIGHT), (each.dark, _DARK)):
            if length:
                flow.add(BoxOp(x, flow.y + 0.25 * u, room * length / longest, 0.85 * u, 0.0, grey))
        flow.text(x + room * each.length / longest + _GAP, flow.y + 0.95 * u, each.figure, size * 0.9)
        flow.y += 1.35 * u
    if block.legend:
        flow.text(flow.left + labels + _GAP, flow.y + 0.9 * u, block.legend, size * 0.8, grey=MIDDLE)
        flow.y += 1.4 * u
    flow.y += 0.4 * u
