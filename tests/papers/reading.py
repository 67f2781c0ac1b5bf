"""Reading a paper as a person does: its lines of text, its pairs and sums by label."""

from collections.abc import Iterator

from printing.blocks import Bars, Code, Mark, Pair, Paper, Row, Sign, Sum, Table, Text, Title


def lines(paper: Paper) -> Iterator[str]:
    """Every text that would stand on the paper, in order."""
    for block in paper.blocks:
        match block:
            case Title(text, sub):
                yield from (text, sub)
            case Mark(text) | Text(text):
                yield text
            case Pair(label, value):
                yield from (label, value)
            case Sum(label, amount):
                yield from (label, amount)
            case Code(_, caption):
                yield caption
            case Sign(labels):
                yield from labels
            case Bars(title, bars, legend):
                yield from (title, *(text for bar in bars for text in (bar.label, bar.figure)), legend)
            case Table(columns, rows):
                yield from (column.title for column in columns)
                for row in rows:
                    yield from (*row.cells, row.detail)


def rows(paper: Paper, table: int = 0) -> tuple[Row, ...]:
    return [block for block in paper.blocks if isinstance(block, Table)][table].rows


def cells(paper: Paper, table: int = 0) -> list[tuple[str, ...]]:
    return [row.cells for row in rows(paper, table)]


def value(paper: Paper, label: str) -> str:
    """What stands beside a label; the label must stand there once."""
    (found,) = values(paper, label)
    return found


def values(paper: Paper, label: str) -> list[str]:
    return [
        block.value if isinstance(block, Pair) else block.amount
        for block in paper.blocks
        if isinstance(block, Pair | Sum) and block.label == label
    ]


def marks(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Mark)]
