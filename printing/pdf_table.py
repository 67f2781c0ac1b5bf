"""Tables on a sheet: figures keep their width and right edge, text wraps, headings come again on every page."""

from collections.abc import Sequence
from typing import NamedTuple

from printing.blocks import Row, Table
from printing.flow import Align, Flow
from printing.ops import DARK, HAIR, MIDDLE, LineOp
from printing.width import is_amount, pieces

PAD = 1.2  # mm of air at both sides of a column
ROUNDING = 0.01  # mm: a column as wide as its text holds it, however its width was summed up
LEAST_TEXT = 22.0
KEPT = 2  # rows that stay together at the beginning and the end of a page
INLINE_SHARE = 1.6  # of the text's room, for compositions set beside their line


class _Column(NamedTuple):
    x: float
    width: float
    align: Align
    title: str
    edge: float  # where aligned text is anchored; flush with the rules at both ends of the table

    @property
    def room(self) -> float:
        """Return the width in mm that text has in the column."""
        return self.width - 2 * PAD + ROUNDING


class _Set(NamedTuple):
    """A row broken into its lines; high in mm."""

    cells: list[Sequence[str]]
    detail: Sequence[str]
    high: float


def draw_table(flow: Flow, table: Table, tail: float = 0.0) -> None:
    """Draw the table at the cursor, on as many pages as it takes; no page begins or ends with one row alone.

    tail: how many mm follow that belong to its last rows: where they do not fit below, rows go with them.
    """
    inline = flow.form.wide and any(row.detail for row in table.rows)
    size = _size(flow, table)
    columns = _columns(flow, table, size, inline)
    rows = [_set(flow, columns, row, size, inline) for row in table.rows]
    high = [each.high for each in rows]
    flow.y += flow.u * 0.25
    flow.need(min(_head_height(flow, columns, size) + sum(high[:KEPT]), flow.page_height))
    _head(flow, columns, size)
    flow.rows += len(rows)
    done = 0
    while True:
        taken = _taken(flow, high[done:], tail)
        for place, row in enumerate(rows[done : done + taken]):
            if place:
                flow.rule(0.08, HAIR)
            _row(flow, columns, row.cells, row.detail, size)
        flow.rule(0.3)
        done += taken
        if done >= len(rows):
            break
        flow.new_page()
        _head(flow, columns, size)
    flow.y += flow.u * 0.5


def _taken(flow: Flow, high: Sequence[float], tail: float) -> int:
    """How many of the rows that are left stand on this page, at least one."""
    room, count = flow.bottom - flow.y + ROUNDING, 0
    while count < len(high) and room >= high[count]:
        room -= high[count]
        count += 1
    left = len(high) - count
    if left or tail > room:
        left = max(left, KEPT)
    taken = len(high) - left
    return taken if taken >= KEPT else max(count, 1)


def _set(flow: Flow, columns: Sequence[_Column], row: Row, size: float, inline: bool) -> _Set:
    cells = _cells(flow, columns, row, size, inline)
    detail: Sequence[str] = () if inline or not row.detail else _detail(flow, row, size)
    beats = max(map(len, cells)) * 1.25 + flow.form.air + len(detail) * 1.05
    return _Set(cells, detail, beats * flow.u)


def _numeric(table: Table, index: int) -> bool:
    values = [row.cells[index] for row in table.rows]
    return any(values) and all(is_amount(value) or not value for value in values)


def _natural(flow: Flow, table: Table, index: int, size: float) -> float:
    """The width in mm at which nothing in a column breaks; figures cannot do with less."""
    title = flow.measured(table.columns[index].title, size * 0.88, True)
    return max((title, *(flow.measured(row.cells[index], size) for row in table.rows))) + 2 * PAD


def _widest_piece(flow: Flow, table: Table, index: int, size: float) -> float:
    """The width in mm at which no word, day or room number of a column is broken in itself."""
    cells = {row.cells[index] for row in table.rows}
    widest = max((flow.measured(piece, size) for cell in cells for piece in pieces(cell)), default=0.0)
    titles = (flow.measured(piece, size * 0.88, True) for piece in pieces(table.columns[index].title))
    return max(widest, *titles) + 2 * PAD


def _figures(flow: Flow, table: Table, index: int, size: float) -> float:
    """The width in mm of a column of figures whose heading stands in two lines."""
    parts = pieces(table.columns[index].title)
    halves = (("".join(parts[:at]).rstrip(), "".join(parts[at:]).lstrip()) for at in range(1, len(parts) + 1))
    title = min(max(flow.measured(half, size * 0.88, True) for half in both) for both in halves)
    return max(title, *(flow.measured(row.cells[index], size) for row in table.rows)) + 2 * PAD


def _size(flow: Flow, table: Table) -> float:
    """The size of type at which all figures stand side by side, never above the form's."""
    size = flow.form.size
    figures = [index for index in range(len(table.columns)) if _numeric(table, index)]
    natural = sum(_natural(flow, table, index, size) for index in figures)
    room = flow.width - LEAST_TEXT * bool(len(table.columns) - len(figures))
    return size * min(1.0, room / natural) if natural else size


def _columns(flow: Flow, table: Table, size: float, inline: bool) -> list[_Column]:
    count = len(table.columns)
    natural = [_natural(flow, table, i, size) for i in range(count)]
    beside = max(flow.measured(row.detail, size * 0.88) for row in table.rows) + 2 * PAD if inline else 0.0
    if sum(natural) + beside <= flow.width:
        least = list(natural)
    else:
        least, beside = _broken(flow, table, size, natural, beside)
    shares = [float(max(column.share, 1)) for column in table.columns]
    aligns: list[Align] = ["right" if _numeric(table, i) else table.columns[i].align for i in range(count)]
    titles = [column.title for column in table.columns]
    if inline:
        after = max((i + 1 for i in range(count) if not _numeric(table, i)), default=count)
        least.insert(after, beside)
        shares.insert(after, sum(shares) * INLINE_SHARE / 2)
        aligns.insert(after, "left")
        titles.insert(after, "")
    widths = _shared(flow.width, least, shares)
    xs = [flow.left + sum(widths[:i]) for i in range(len(widths))]
    edges = [_edge(flow, x, width, align) for x, width, align in zip(xs, widths, aligns, strict=True)]
    return [_Column(*each) for each in zip(xs, widths, aligns, titles, edges, strict=True)]


def _broken(
    flow: Flow, table: Table, size: float, natural: Sequence[float], beside: float
) -> tuple[list[float], float]:
    """The least widths where not everything stands unbroken, and that of the compositions beside their lines.

    Compositions are broken first, then headings of figures, then text between its words; a day or a word in itself only
    where nothing else helps.
    """
    count = len(natural)
    slim = [_figures(flow, table, i, size) if _numeric(table, i) else natural[i] for i in range(count)]
    if beside and sum(slim) + LEAST_TEXT <= flow.width:
        return slim, min(beside, flow.width - sum(slim))
    least = [natural[i] if _numeric(table, i) else 0.0 for i in range(count)]
    whole = [each or _widest_piece(flow, table, i, size) for i, each in enumerate(least)]
    return (whole if sum(whole) + LEAST_TEXT * bool(beside) <= flow.width else least), 0.0


def _edge(flow: Flow, x: float, width: float, align: Align) -> float:
    if align == "center":
        return x + width / 2
    if align == "right":
        return x + width if abs(x + width - flow.right) < 0.01 else x + width - PAD
    return x if abs(x - flow.left) < 0.01 else x + PAD


def _shared(room: float, least: Sequence[float], shares: Sequence[float]) -> list[float]:
    """Divide the room by shares, raising what would fall below its least and taking that from the others."""
    raised: set[int] = set()
    while True:
        left = room - sum(least[i] for i in raised)
        whole = sum(share for i, share in enumerate(shares) if i not in raised) or 1.0
        widths = [least[i] if i in raised else left * share / whole for i, share in enumerate(shares)]
        short = {i for i, width in enumerate(widths) if i not in raised and width < least[i]}
        if not short:
            return widths
        raised |= short


def _head(flow: Flow, columns: Sequence[_Column], size: float) -> None:
    flow.rule(0.4)
    lines = [flow.wrapped(each.title, each.room, size * 0.88, True) for each in columns]
    for each, titles in zip(columns, lines, strict=True):
        for level, title in enumerate(titles):
            y = flow.y + (1.12 + level) * flow.u
            flow.text(each.edge, y, title, size * 0.88, bold=True, grey=DARK, align=each.align)
    flow.y += _head_height(flow, columns, size)
    flow.rule(0.2)


def _head_height(flow: Flow, columns: Sequence[_Column], size: float) -> float:
    return (0.6 + max(len(flow.wrapped(each.title, each.room, size * 0.88, True)) for each in columns)) * flow.u


def _cells(flow: Flow, columns: Sequence[_Column], row: Row, size: float, inline: bool) -> list[Sequence[str]]:
    texts = list(row.cells)
    if inline:
        texts.insert(next(i for i, each in enumerate(columns) if not each.title and each.align == "left"), row.detail)
    return [
        [text]
        if each.align == "right" and is_amount(text)
        else flow.wrapped(text, each.room, size if each.title else size * 0.88)
        for text, each in zip(texts, columns, strict=True)
    ]


def _detail(flow: Flow, row: Row, size: float) -> Sequence[str]:
    return flow.wrapped(row.detail, flow.width - 4 * PAD, size * 0.82)


def _row(
    flow: Flow, columns: Sequence[_Column], lines: Sequence[Sequence[str]], detail: Sequence[str], size: float
) -> None:
    # Close rows have as much air above the characters as below them.
    y = flow.y + (1.05 + 0.325 * flow.form.air) * flow.u
    for each, texts in zip(columns, lines, strict=True):
        beside = not each.title
        for level, text in enumerate(texts):
            flow.text(
                each.edge, y + level * 1.25 * flow.u, text, size * 0.88 if beside else size,
                grey=MIDDLE if beside else 0, align=each.align,
            )  # fmt: skip
    flow.y += (max(map(len, lines)) * 1.25 + flow.form.air) * flow.u
    for text in detail:
        flow.text(columns[0].x + PAD, flow.y + 0.55 * flow.u, text, size * 0.82, grey=MIDDLE)
        flow.y += 1.05 * flow.u


def frame(flow: Flow, top: float, bottom: float, line: float = 0.3) -> None:
    """Draw the two sides and the two ends of a box between the margins."""
    for y in (top, bottom):
        flow.add(LineOp(flow.left, y, flow.right, y, line))
    for x in (flow.left, flow.right):
        flow.add(LineOp(x, top, x, bottom, line))
