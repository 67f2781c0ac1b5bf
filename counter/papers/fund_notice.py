"""The payment notice (缴款通知单) of the maintenance fund: what a unit owes the fund, why, and where it is paid."""

from dataclasses import dataclass

from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from counter.words.terms import FUND_DUES, term
from printing.blocks import Block, Code, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Everything the notice says; amounts in minor units, area in hundredths of a square metre, at in UTC.

    due: first_deposit or renewal; share in per cent; worked: how the sum comes about; basis: what its price rests on;
    account: the fund's own account, '' where nobody has entered it; collected: whether the counter takes it.
    """

    number: str
    at: str
    estate: str
    issuer: str
    unit_code: str
    owner: str
    area: int | None
    due: str
    first: int
    paid_in: int
    interest: int
    drawn: int
    balance: int
    amount: int
    worked: str
    basis: str
    share: int
    account: str
    collected: bool
    clerk: str
    code: str
    seal_line: str = ""
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"


def fund_notice_paper(facts: NoticeFacts, w: Words) -> Paper:
    """Return the worded notice, made for A4."""
    area = (Pair(w("Built area"), formats.area(facts.area)),) if facts.area else ()
    capitals = (Sum(w("In capitals"), to_capital(facts.amount), name="capital"),) if facts.renminbi else ()
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Payment notice of the maintenance fund"), facts.estate),
        Pair(w("Number"), facts.number, "number"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Pair(w("Unit"), facts.unit_code, "unit"),
        Pair(w("Owner"), facts.owner, "payer"),
        *area,
        Rule(),
        Text(_why(facts, w)),
        _account(facts, w),
        Sum(
            w("To pay: {due}", due=term(facts.due, FUND_DUES, w)), facts.symbol + formats.money(facts.amount),
            large=True,
        ),
        *capitals,
        Text(facts.worked, small=True),
        *((Text(facts.basis, small=True),) if facts.basis else ()),
        Rule(),
        *_where(facts, w),
        Rule(),
        Text(w("The fund belongs to the owners jointly and is spent on repairs alone. Nothing is let off it, nothing"
               " is offset against it, and no late fee is added. When the flat is sold it goes with the flat."),
             small=True),
        Text(w("This notice is no receipt. If it has been paid, please show us the slip."), small=True),
        Pair(w("Issued by"), w("{issuer}, {name}", issuer=facts.issuer, name=facts.clerk)),
        Code(facts.code, facts.code),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Received by (signature, date)"))),
    )  # fmt: skip
    return Paper("fund_notice", w("Payment notice {number}", number=facts.number), w.language, blocks)


def _why(facts: NoticeFacts, w: Words) -> str:
    if facts.due == "first_deposit":
        return w("The first deposit of this unit is not paid in whole. Please pay what is missing.")
    return w("Less than {share} of the first deposit is left on this unit's account. Please pay the renewal.",
             share=formats.percent(facts.share, 100, 0))  # fmt: skip


def _account(facts: NoticeFacts, w: Words) -> Table:
    """How the account stands; what never moved is left out."""
    lines = (
        (w("First deposit, in all"), facts.first, True), (w("Paid in so far"), facts.paid_in, True),
        (w("Interest"), facts.interest, bool(facts.interest)), (w("Spent on repairs"), -facts.drawn, bool(facts.drawn)),
        (w("Left on the account"), facts.balance, True),
    )  # fmt: skip
    columns = (Column(w("Account of the unit"), "left", 6), Column(w("Amount"), "right", 4))
    return Table(columns, tuple(Row((name, formats.signed_money(amount) if amount < 0 else formats.money(amount)))
                                for name, amount, is_told in lines if is_told))  # fmt: skip


def _where(facts: NoticeFacts, w: Words) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if facts.account:
        blocks.append(Pair(w("Pay into the fund's own account"), facts.account))
    else:
        blocks.append(Text(w("Pay into the fund's own account, as the housing authority has named it.")))
    blocks.append(Text(w("Name the unit in the remark, and bring us the bank's slip: then it is entered.")))
    if facts.collected:
        text = w("We are entrusted with collecting: it can be paid at our counter too, on a receipt of its own series.")
        blocks.append(Text(text))
    return tuple(blocks)
