"""What of a till's day is the maintenance fund's, tender by tender: a part of its own on the Z and the slip."""

from counter.rules.till import Drawer
from counter.words import Words, formats
from counter.words.terms import TENDERS, term
from printing.blocks import Block, Column, Row, Table


def fund_table(drawer: Drawer, w: Words) -> tuple[Block, ...]:
    """Return the fund's net sums by tender and their total; nothing where the fund was not touched."""
    if not drawer.fund_tenders:
        return ()
    columns = (Column(w("Of it the maintenance fund"), "left", 6), Column(w("Net"), "right", 4))
    rows = [Row((term(name, TENDERS, w), formats.money(amount))) for name, amount in drawer.fund_tenders.items()]
    total = Row((w("Maintenance fund, in all"), formats.money(sum(drawer.fund_tenders.values()))))
    return (Table(columns, (*rows, total)),)
