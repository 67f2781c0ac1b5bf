"""What a copy of a receipt must say of what became of the receipt since it was first printed."""

from typing import Any

from counter.desk.receipt_lines import standing_lines
from counter.papers.marks import amended_mark, void_mark
from counter.words import Words
from db.queries import amendments
from db.queries.receipts import ReceiptRow, takes_money
from printing.blocks import Paper


def with_marks(connection: Any, found: ReceiptRow, paper: Paper, words: Words) -> Paper:
    """Return the paper with the marks of void, refund, reversal and returned cheque that hold now."""
    if found.voided_by is not None:
        return paper.with_mark(void_mark(words))
    if not takes_money(found.series):
        return paper
    kinds = dict.fromkeys(each.kind for each in amendments.of_receipt(connection, found.id))
    whole = bool(kinds) and not standing_lines(connection, found)
    for kind in kinds:
        paper = paper.with_mark(amended_mark(kind, words, whole=whole))
    return paper
