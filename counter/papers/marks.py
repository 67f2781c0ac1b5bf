"""The marks every paper may carry: what kind of books it comes from, copies, voids, late entries."""

from counter.words import Words
from printing.blocks import Mark


def books_mark(books_kind: str, w: Words) -> tuple[Mark, ...]:
    """Return the mark of training and sample books, none for real ones."""
    if books_kind == "training":
        return (Mark(w("TRAINING")),)
    if books_kind == "sample":
        return (Mark(w("SAMPLE")),)
    return ()


def copy_mark(copy_number: int, w: Words) -> str:
    """Return the mark of the n-th copy (补打 第N次)."""
    return w("COPY no. {number}", number=copy_number)


def void_mark(w: Words) -> str:
    """Return the mark of a void receipt (作废)."""
    return w("VOID")


def late_mark(w: Words) -> str:
    """Return the mark of a receipt that was written by hand and entered later (补录)."""
    return w("ENTERED LATER")


def amended_mark(kind: str, w: Words, *, whole: bool) -> str:
    """Return the mark of a receipt that was refunded, reversed in part, or whose cheque came back."""
    if kind == "cheque_returned":
        return w("CHEQUE RETURNED")
    if kind == "payment_reversed":
        return w("LINE REVERSED")
    return w("REFUNDED") if whole else w("PARTLY REFUNDED")
