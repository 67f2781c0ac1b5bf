"""The right column of the Pay screen: what is selected, rounded, noted, to pay, and the change."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from counter.desk.purses import item_in
from counter.desk.take_payment import Paid
from counter.desk.transfers import unclaimed
from counter.presenters.basket import Basket
from counter.presenters.pay_late_fees import late_fee_rows
from counter.presenters.pay_view import SumRow, Sums
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.words import Words, formats
from counter.words.terms import TENDERS, term

# As many as there is room for above the sum, in the smallest window.
ROWS = 5


class Typed(NamedTuple):
    """What stands in *received*: the sum in minor units (None: none or no sum), and whether F9 was pressed once."""

    amount: int | None
    anything: bool
    armed: bool


class Incoming(NamedTuple):
    """A transfer nobody has claimed whole; what is left of it in minor units."""

    id: int
    received_on: str
    left: int
    payer_name: str
    remark: str


def claimable(connection: Any) -> list[Incoming]:
    """Return the transfers that can be claimed, oldest first."""
    return [Incoming(*row) for row in unclaimed(connection)]


def incoming_text(incoming: Incoming, w: Words) -> str:
    """Return a transfer as a line to choose."""
    return w(
        "{day}  {amount}  {payer}  {remark}",
        day=incoming.received_on,
        amount=formats.money(incoming.left),
        payer=incoming.payer_name,
        remark=incoming.remark,
    )


def sums_of(basket: Basket, typed: Typed, paid: Paid | None, session: Session) -> Sums:
    """Return the right column."""
    w, currency = session.words, session.currency
    mode = session.office.rounding
    selected = w.n("{n} selected", "{n} selected", len(basket.chosen) + len(basket.ahead))
    rows = [SumRow(selected, formats.money(basket.total - basket.fee_sum)), *late_fee_rows(basket, w)]
    if basket.fund_sum:
        rows.append(SumRow(w("of it maintenance fund"), formats.money(basket.fund_sum)))
    if basket.due != basket.total:
        rows.append(SumRow(w("stays open"), formats.money(basket.total - basket.due)))
    asked = basket.rounded(mode)
    if asked.rounding:
        rows.append(SumRow(w("Rounding (cash)"), formats.money(asked.rounding)))
    if asked.to_balance:
        rows.append(SumRow(w("Odd sum to balance"), formats.money(asked.to_balance)))
    rows += [
        SumRow(w("noted: {tender}", tender=term(t.kind, TENDERS, w)), formats.money(-t.amount)) for t in basket.noted
    ]
    left = basket.left(mode, cash=True)
    kept = _kept_word(basket, session)
    panel, label, amount = _panel(basket, typed, paid, left, kept, w)
    return Sums(folded(rows, w), formats.money(left, currency), panel, label, amount, tuple(rows))


def folded(rows: Sequence[SumRow], w: Words) -> tuple[SumRow, ...]:
    """Return at most ROWS rows: those in the middle as one that says how many, and the key that shows them.

    The first ones say what is paid, the last one what was noted last, which Esc takes out again.
    """
    if len(rows) <= ROWS:
        return tuple(rows)
    begin, end = ROWS - 2, len(rows) - 1
    middle = SumRow(w.n("{n} more row: K", "{n} more rows: K", end - begin), "…")
    return (*rows[:begin], middle, rows[end])


def every_row(sums: Sums | None, w: Words) -> Form:
    """Return the question that shows every row of the right column, one line each."""
    rows = (sums.every or sums.rows) if sums is not None else ()
    text = "\n".join(w("{label}: {amount}", label=row.label, amount=row.amount) for row in rows)
    choices = (("1", w("Back to the payment")),)
    return Form(
        w("What the sum is made of"), text or w("Nothing is selected."), "", lambda _values: "", choices=choices
    )


def _kept_word(basket: Basket, session: Session) -> str:
    w, item = session.words, item_in(session.connection, basket.kept_for, session.words.language)
    return w("Kept: {item}", item=item) if item else w("To balance")


def _panel(basket: Basket, typed: Typed, paid: Paid | None, left: int, kept: str, w: Words) -> Any:
    if paid is not None:
        return "saved", w("Change"), formats.money(paid.change)
    if typed.amount is None or not typed.anything:
        return "none", w("Change"), ""
    if typed.amount >= left:
        word = kept if basket.keep_change or not basket.total else w("Change")
        return "change", word, formats.money(typed.amount - left)
    return "open", w("stays open"), formats.money(left - typed.amount)
