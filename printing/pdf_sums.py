"""Sums on a sheet: the one the eye must meet first in a band with the amount in words, the others plain."""

from collections.abc import Sequence

from printing.blocks import Pair, Sum
from printing.flow import Flow
from printing.ops import DARK, TINT, BoxOp, LineOp
from printing.pdf_table import frame

CAPITAL = "capital"
_AIR = 2.5  # mm between the band's edge and its text


def draw_band(flow: Flow, large: Sum, words: Pair | Sum | None) -> None:
    """Draw the large sum, and the amount in words (大写) in the same frame."""
    size = flow.form.size
    if flow.form.wide and words is not None and _on_one_line(flow, large, words):
        return
    lines = _in_words(flow, words)
    high = 2.5 * flow.u
    whole = high + (0.7 + 1.3 * len(lines)) * flow.u * bool(lines)
    flow.need(whole + 0.5 * flow.u)
    top = flow.y
    if not flow.form.impact:
        flow.add(BoxOp(flow.left, top, flow.width, high, 0.0, TINT))
    base = top + high / 2
    flow.text(flow.left + _AIR, base + size * 0.13, large.label, size * 1.1, bold=True)
    flow.text(flow.right - _AIR, base + size * 0.23, large.amount, size * 1.8, bold=True, align="right")
    if words is not None and lines:
        label = words.label
        flow.add(LineOp(flow.left, top + high, flow.right, top + high, 0.15))
        y = top + high + 1.3 * flow.u
        flow.text(flow.left + _AIR, y, label, size * 0.9, grey=DARK)
        for level, line in enumerate(lines):
            flow.text(flow.right - _AIR, y + 1.3 * level * flow.u, line, size * 1.15, bold=True, align="right")
    frame(flow, top, top + whole)
    flow.y = top + whole + 0.6 * flow.u


def _on_one_line(flow: Flow, large: Sum, words: Pair | Sum) -> bool:
    """Draw words and figures in one band of a wide sheet; returns whether they fit."""
    size = flow.form.size
    spoken = words.value if isinstance(words, Pair) else words.amount
    widths = (
        flow.measured(words.label, size * 0.9), flow.measured(spoken, size * 1.15, True),
        flow.measured(large.label, size * 1.1, True), flow.measured(large.amount, size * 1.7, True),
    )  # fmt: skip
    if sum(widths) + 2 * _AIR + 14 > flow.width:
        return False
    high = 2.3 * flow.u
    flow.need(high + 0.5 * flow.u)
    base = flow.y + high / 2
    flow.text(flow.left + _AIR, base + size * 0.13, words.label, size * 0.9, grey=DARK)
    flow.text(flow.left + _AIR + widths[0] + 3, base + size * 0.14, spoken, size * 1.15, bold=True)
    flow.text(flow.right - _AIR, base + size * 0.21, large.amount, size * 1.7, bold=True, align="right")
    flow.text(flow.right - _AIR - widths[3] - 4, base + size * 0.13, large.label, size * 1.1, bold=True, align="right")
    frame(flow, flow.y, flow.y + high)
    flow.y += high + 0.5 * flow.u
    return True


def _in_words(flow: Flow, words: Pair | Sum | None) -> Sequence[str]:
    if words is None:
        return []
    size = flow.form.size
    room = flow.width - 2 * _AIR - flow.measured(words.label, size * 0.9) - 3
    return flow.wrapped(words.value if isinstance(words, Pair) else words.amount, max(room, 30.0), size * 1.15, True)


def draw_sums(flow: Flow, sums: Sequence[Sum]) -> None:
    """Draw plain sums, in the right half one under another, or in three columns on a wide sheet."""
    if flow.form.wide:
        _side_by_side(flow, sums)
        return
    size = flow.form.size
    widest = max(flow.measured(each.label, size) + flow.measured(each.amount, size) for each in sums)
    x = max(min(flow.left + flow.width * 0.5, flow.right - widest - 4), flow.left)
    for each in sums:
        lines = flow.wrapped(each.label, flow.right - x - flow.measured(each.amount, size) - 3, size)
        flow.need((0.2 + 1.15 * len(lines)) * flow.u)
        for level, line in enumerate(lines):
            flow.text(x, flow.y + (0.95 + 1.15 * level) * flow.u, line, size, grey=DARK)
        last = flow.y + (0.95 + 1.15 * (len(lines) - 1)) * flow.u
        flow.text(flow.right, last, each.amount, size, align="right")
        flow.y += (0.2 + 1.15 * len(lines)) * flow.u
    flow.y += 0.3 * flow.u


def _side_by_side(flow: Flow, sums: Sequence[Sum]) -> None:
    """Sums in three columns; one whose label is too long for its column takes two or three.

    A sum by itself stands at the right, below the column of a table that it adds to.
    """
    across, gap, size = 3, 8.0, flow.form.size
    room = (flow.width - gap * (across - 1)) / across
    place = 0
    for each in sums:
        natural = flow.measured(each.label, size) + 3 + flow.measured(each.amount, size)
        span = min(across, next((n for n in range(1, across) if natural <= room * n + gap * (n - 1)), across))
        if place + span > across:
            flow.y += 1.35 * flow.u
            place = 0
        if place == 0:
            flow.need(1.35 * flow.u)
        if len(sums) == 1:
            place = across - span
        x = flow.left + place * (room + gap)
        end = x + room * span + gap * (span - 1)
        label = flow.wrapped(each.label, end - x - 3 - flow.measured(each.amount, size), size)
        for level, line in enumerate(label):
            flow.text(x, flow.y + (0.95 + 1.15 * level) * flow.u, line, size, grey=DARK)
        flow.text(end, flow.y + 0.95 * flow.u, each.amount, size, align="right")
        flow.y += 1.15 * (len(label) - 1) * flow.u
        place += span
    flow.y += 1.6 * flow.u
