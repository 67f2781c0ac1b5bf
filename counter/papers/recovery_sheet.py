"""The recovery sheet of encrypted copies: how they come back, and their sealed key as text and as a code.

Without the passphrase it opens nothing, and the passphrase does not stand on it.
"""

from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.words import Words, dates
from printing.blocks import Block, Code, Pair, Paper, Rule, Sign, Text, Title


class RecoveryFacts(NamedTuple):
    """Everything the sheet says; at in UTC; key_id: the figures in the names of files; sealed: armoured text."""

    at: str
    estate: str
    key_id: str
    recipient: str
    sealed: str
    clerk: str
    books_kind: str = "real"


def recovery_paper(facts: RecoveryFacts, w: Words) -> Paper:
    """Return the worded sheet, made for A4."""
    key, copy = f"{facts.key_id}.age", "books/….sqlite"
    ways = (
        w("With Counterfoil: on a new computer choose “Bring a copy back from a backup stick” at the first start, or "
          "F7, R on this one. The passphrase is asked for."),
        w("Without Counterfoil: copy the text below, or what the code says, into a file {key} and decrypt a file of "
          "the stick with the free program {program}:", key=key, program="age"),
    )  # fmt: skip
    command = f"age -d -i {key} -o books.sqlite {copy}.{facts.key_id}.age"
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Recovery sheet of the encrypted copies"), facts.estate),
        Pair(w("Key"), facts.key_id, "number"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Text(w("Whoever has a backup stick and the passphrase can read the copies; nobody can without the passphrase, "
               "and nobody can reset it.")),
        Text(w("The passphrase does not stand here. Write it by hand on another sheet, seal it in an envelope, and "
               "keep the two in different places.")),
        Rule(),
        *(Text(each) for each in ways),
        Text(command, small=True),
        Rule(),
        Pair(w("Encrypted for"), facts.recipient),
        *(Text(line) for line in facts.sealed.splitlines()),
        Code(facts.sealed, w("the text above: the sealed key")),
        Pair(w("Printed by"), facts.clerk),
        Sign((w("Kept by (signature, date)"), w("Second person (signature)"))),
    )  # fmt: skip
    return Paper("recovery_sheet", w("Recovery sheet {key}", key=facts.key_id), w.language, blocks)
