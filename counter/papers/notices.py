"""Notices that anybody may read: at a door and on the board, without a name and without a sum."""

from collections.abc import Sequence

from counter.papers.marks import books_mark
from counter.words import Words
from printing.blocks import Block, Paper, Sign, Text, Title


def door_notice(unit_code: str, day: str, estate: str, contact: str, seal: str, books_kind: str, w: Words) -> Paper:
    """Return the notice left at a door where nobody was met: that a letter waits, and nothing of what it says."""
    blocks: tuple[Block, ...] = (
        *books_mark(books_kind, w),
        Title(w("A letter waits for you"), estate),
        Text(w("To the owner of {unit}:", unit=unit_code)),
        Text(
            w("We wanted to hand you a letter on {day} and met nobody. Please fetch it at the service centre.", day=day)
        ),
        *((Text(contact),) if contact else ()),
        Sign((seal or w("Service centre (seal)"), w("Date"))),
    )
    return Paper("notice", w("Door notice {unit}", unit=unit_code), w.language, blocks)


def board_notice(
    months: Sequence[str], day: str, estate: str, contact: str, seal: str, books_kind: str, w: Words
) -> Paper:
    """Return the notice for the board: that fees of some months are due, to everybody and about nobody."""
    told = w(
        "The fees up to {month} are due. Whoever has not paid yet, please do so at the service centre; whoever has "
        "paid is thanked. The window tells every owner what is open and what it is made of.",
        month=max(months, default=day[:7]),
    )
    blocks: tuple[Block, ...] = (
        *books_mark(books_kind, w),
        Title(w("Notice to all owners"), estate),
        Text(told),
        *((Text(contact),) if contact else ()),
        Sign((seal or w("Service centre (seal)"), day)),
    )
    return Paper("notice", w("Notice for the board"), w.language, blocks)
