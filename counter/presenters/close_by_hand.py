"""The books' slips to lay beside the list of a terminal worked by hand, where its sums differ: likeliest first."""

from collections import defaultdict

from counter.presenters.close_slips import TypedSlips
from counter.presenters.list_row import ListRow
from counter.presenters.session import Session
from counter.rules.slip import read_slip_key
from counter.rules.slip_range import left_out
from counter.words import formats
from db.queries.tenders import TerminalSlip, slips_used, terminal_slips
from db.queries.tills import till_state


def slips_to_compare(session: Session, typed: TypedSlips) -> tuple[ListRow, ...]:
    """Return for each tender that differs: numbers left out, the slips of just that sum, then every other one."""
    state = till_state(session.connection, session.till)
    if state is None:
        return ()
    missing = {name: each.slip_amount - each.books_amount for name, each in typed.sums().items() if not each.agrees}
    if not missing:
        return ()
    slips = terminal_slips(session.connection, state.opened_event, session.till)
    used = slips_used(session.connection, state.opened_event, session.till)
    own = [each for each in slips if each.kind in missing]
    likely = [each for each in own if each.amount == -missing[each.kind]]
    rest = [each for each in own if each not in likely]
    return (
        *_left_out(session, used),
        *(_row(session, each, likely=True) for each in likely),
        *(_row(session, each, likely=False) for each in rest),
    )


def _left_out(session: Session, used: list[str]) -> list[ListRow]:
    """Name the numbers that no slip of their batch was typed for: card and code share the terminal's numbers."""
    w, batches = session.words, defaultdict[tuple[str, str], set[int]](set)
    for each in map(read_slip_key, used):
        if each.voucher.isdecimal():
            batches[(each.terminal, each.batch)].add(int(each.voucher))
    return [
        ListRow(f"gap:{terminal}:{batch}:{number}", ("", w("Slip {number} was left out", number=f"{number:06d}"), ""))
        for (terminal, batch), numbers in sorted(batches.items())
        for number in left_out(numbers)
    ]


def _row(session: Session, slip: TerminalSlip, *, likely: bool) -> ListRow:
    w = session.words
    text = w("Slip {number}: just the difference", number=slip.voucher)
    if not likely:
        text = w("Slip {number} in the books", number=slip.voucher)
    amount = formats.money(slip.amount, session.currency)
    return ListRow(f"slip:{slip.evidence}", (slip.receipt, text, amount))
