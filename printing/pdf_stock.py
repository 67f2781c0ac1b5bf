"""套打: values alone, printed onto pre-printed stock at the places its description gives."""

from printing.blocks import Code, Mark, Pair, Paper, Row, Sum, Table, Text, Title
from printing.form import RowSpots, Spot, Stock
from printing.ops import CodeOp, Metrics, Op, Page, TextOp
from printing.width import wrap


def stock_pages(paper: Paper, stock: Stock, metrics: Metrics) -> list[Page]:
    """Return the sheets of stock a paper takes: values at their spots, lines that are too many on further sheets."""
    values = stock_values(paper)
    sheets = _sheets(paper, stock)
    return [
        tuple(
            [op for spot in stock.spots if values.get(spot.key) for op in _spot(spot, values[spot.key], stock, metrics)]
            + [op for line, row in enumerate(sheet) for op in _row(stock.rows, line, row, stock, metrics)]
        )
        for sheet in sheets
    ]


def sheets_of(paper: Paper, stock: Stock) -> int:
    """Return how many sheets of stock a paper takes."""
    return len(_sheets(paper, stock))


def _sheets(paper: Paper, stock: Stock) -> list[tuple[Row, ...]]:
    """Return the rows of each sheet."""
    table = next((block for block in paper.blocks if isinstance(block, Table)), None)
    rows = tuple(table.rows) if table is not None and stock.rows is not None else ()
    room = stock.rows.rows if stock.rows is not None else 1
    return [rows[start : start + room] for start in range(0, len(rows), room)] or [()]


def stock_values(paper: Paper) -> dict[str, str]:
    """Return every value of a paper by the keys a spot may name; the first of several with one key counts."""
    values: dict[str, str] = {}
    for block in paper.blocks:
        match block:
            case Title(text, sub):
                found = {"title": text, "sub": sub}
            case Mark(text):
                found = {"mark": text}
            case Pair(label, value, name):
                found = {name: value, label: value}
            case Sum(label, amount, _, name):
                found = {name: amount, label: amount}
            case Text(text):
                found = {"text": text}
            case Code(content):
                found = {"code": content}
            case _:
                found = {}
        for key, value in found.items():
            if key:
                values.setdefault(key, value)
    return values


def _spot(spot: Spot, value: str, stock: Stock, metrics: Metrics) -> list[Op]:
    x, y = spot.x + stock.dx, spot.y + stock.dy
    if spot.key == "code":
        return [CodeOp(x, y, spot.size, value)]
    lines = wrap(value, spot.width, lambda part: metrics.width(part, spot.size)) if spot.width else [value]
    part = {"left": 0.0, "center": 0.5, "right": 1.0}[spot.align]
    return [
        TextOp(x - part * metrics.width(line, spot.size), y + at * spot.pitch, line, spot.size)
        for at, line in enumerate(lines)
    ]


def _row(spots: RowSpots | None, line: int, row: Row, stock: Stock, metrics: Metrics) -> list[Op]:
    if spots is None:
        return []
    y = spots.y + line * spots.pitch + stock.dy
    ops: list[Op] = []
    for at, (x, right, text) in enumerate(zip(spots.xs, spots.right, row.cells, strict=False)):
        wide = metrics.width(text, spots.size)
        size = spots.size * max(min(1.0, spots.width / wide), 0.5) if at == 0 and wide else spots.size
        ops.append(TextOp(x + stock.dx - right * metrics.width(text, size), y, text, size))
    if spots.detail_x is not None and row.detail:
        ops.append(TextOp(spots.detail_x + stock.dx, y, row.detail, spots.size * 0.8))
    return ops
