"""The head of a sheet: marks, title, number at the top right, and the pairs that say whose paper it is."""

from collections.abc import Sequence

from printing.blocks import Mark, Pair, Paper, Title
from printing.flow import Flow
from printing.ops import BLACK, DARK, HAIR, MIDDLE, BoxOp

NUMBER, FORM_NUMBER = "number", "form_number"


def number_pairs(paper: Paper) -> tuple[Pair, ...]:
    """Return the pairs that stand at the top right: the paper's number and the stock's printed number.

    Where no pair is named so, the first pair whose value the paper's own title speaks of is its number.
    """
    pairs = [block for block in paper.blocks if isinstance(block, Pair)]
    named = tuple(pair for name in (NUMBER, FORM_NUMBER) for pair in pairs if pair.name == name)
    if any(pair.name == NUMBER for pair in named):
        return named
    told = next((pair for pair in pairs if pair.value and pair.value in paper.title.split()), None)
    return (told, *named) if told else named


def draw_marks(flow: Flow, marks: Sequence[Mark]) -> None:
    """Draw the marks in boxes side by side across the sheet."""
    if not marks:
        return
    gap, high = 3.0, 2.2 * flow.u
    each = (flow.width - gap * (len(marks) - 1)) / len(marks)
    size = flow.form.size * 1.3
    widest = max(flow.measured(mark.text, size, True) for mark in marks)
    size *= min(1.0, (each - 4) / widest) if widest else 1.0
    for index, mark in enumerate(marks):
        x = flow.left + index * (each + gap)
        flow.add(BoxOp(x, flow.y, each, high, 0.6))
        flow.text(x + each / 2, flow.y + high / 2 + size * 0.125, mark.text, size, bold=True, align="center")
    flow.y += high + 0.8 * flow.u


def draw_title(flow: Flow, title: Title, numbers: Sequence[Pair]) -> None:
    """Draw the title in the middle, the numbers at the right, a strong line under both."""
    size = flow.form.size * 1.85
    while size > flow.form.size and flow.measured(title.text, size, True) > flow.width * 0.96:
        size -= 0.5
    middle = (flow.left + flow.right) / 2
    flow.text(middle, flow.y + 1.5 * flow.u, title.text, size, bold=True, align="center")
    end = middle + flow.measured(title.text, size, True) / 2
    free = all(flow.right - _number_width(flow, pair) > end + 4 for pair in numbers)
    y = flow.y + (0.75 if len(numbers) > 1 else 1.5) * flow.u
    flow.y += 2.1 * flow.u
    beside = flow.form.wide and flow.measured(title.sub, size * 0.6) < middle - flow.left - (end - middle) - 4
    if beside:
        flow.text(flow.left, flow.y - 0.6 * flow.u, title.sub, size * 0.6, grey=DARK)
    elif title.sub:
        flow.text(middle, flow.y + 0.75 * flow.u, title.sub, flow.form.size, grey=DARK, align="center")
        flow.y += 1.3 * flow.u
    y = y if free else flow.y + 0.6 * flow.u
    for pair in numbers:
        _number(flow, pair, y)
        y += 1.25 * flow.u
    flow.y = max(flow.y + 0.35 * flow.u, y - 0.75 * flow.u if not free else 0)
    flow.rule(0.5)
    flow.y += 0.6 * flow.u


def _number_width(flow: Flow, pair: Pair) -> float:
    size = flow.form.size
    return flow.measured(pair.label, size * 0.85) + 1.5 + flow.measured(pair.value, size * 1.1, True)


def _number(flow: Flow, pair: Pair, y: float) -> None:
    size = flow.form.size
    strong = pair.name != FORM_NUMBER
    flow.text(flow.right, y, pair.value, size * (1.1 if strong else 0.9), bold=strong, align="right")
    x = flow.right - flow.measured(pair.value, size * (1.1 if strong else 0.9), strong) - 1.5
    flow.text(x, y, pair.label, size * 0.85, grey=MIDDLE, align="right")


def draw_pairs(flow: Flow, pairs: Sequence[Pair], across: int = 0) -> None:
    """Draw pairs two (three on wide sheets) in a row, labels of a column in one width; long values take whole rows.

    across: how many in a row, 0 where the sheet decides.
    """
    across = across or (3 if flow.form.wide else 2)
    room = flow.width / across
    size = flow.form.size
    indent = min(max(flow.measured(pair.label, size * 0.88) for pair in pairs) + 2.5, room * 0.6)
    rows = _rows(flow, pairs, across, room, indent)
    for row in rows:
        lines = [flow.balanced(pair.value, _value_room(flow, row, room, indent), size) for pair in row]
        labels = [flow.wrapped(pair.label, indent - 1, size * 0.88) for pair in row]
        deep = max(max(map(len, lines)), max(map(len, labels)))
        flow.need((0.35 + 1.15 * deep) * flow.u)
        for index, _ in enumerate(row):
            x = flow.left + index * room
            for level, label in enumerate(labels[index]):
                flow.text(x, flow.y + (1 + 1.15 * level) * flow.u, label, size * 0.88, grey=MIDDLE)
            for level, text in enumerate(lines[index]):
                flow.text(x + indent, flow.y + (1 + 1.15 * level) * flow.u, text, size, grey=BLACK)
        flow.y += (0.35 + 1.15 * deep) * flow.u


def _value_room(flow: Flow, row: Sequence[Pair], room: float, indent: float) -> float:
    return (flow.width if len(row) == 1 else room - 2) - indent


def _rows(flow: Flow, pairs: Sequence[Pair], across: int, room: float, indent: float) -> list[list[Pair]]:
    rows: list[list[Pair]] = []
    open_row: list[Pair] = []
    for pair in pairs:
        if flow.measured(pair.value, flow.form.size) > room - 2 - indent:
            rows += [open_row, [pair]] if open_row else [[pair]]
            open_row = []
            continue
        open_row.append(pair)
        if len(open_row) == across:
            rows.append(open_row)
            open_row = []
    return [*rows, open_row] if open_row else rows


def draw_continuation(flow: Flow, paper: Paper) -> None:
    """Head a further page with the paper's own name."""
    flow.text(flow.left, flow.y + 0.8 * flow.u, paper.title, flow.form.size * 0.9, grey=MIDDLE)
    flow.y += 1.3 * flow.u
    flow.rule(0.15, HAIR)
    flow.y += 0.7 * flow.u
