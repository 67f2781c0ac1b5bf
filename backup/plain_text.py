"""The books as plain-text accounting, which `hledger` reads: every sum checked by a program that is not ours."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from db.accounts import CHART
from db.queries.receipts import receipt_label

_ROOTS = {
    "asset": "assets",
    "liability": "liabilities",
    "income": "revenues",
    "expense": "expenses",
    "equity": "equity",
}
# Balance that is kept for one fee item lies in an account below that of balances.
_ITEM = "iif(p.account = 'balance', coalesce(p.item_id, 0), 0)"
_POSTINGS = (
    f"SELECT e.id, e.day, e.kind, p.fund, p.account, {_ITEM}, sum(p.amount),"
    " (SELECT r.series || ' ' || r.number FROM receipt r WHERE r.event_id = e.id ORDER BY r.line LIMIT 1)"
    " FROM event e JOIN posting p ON p.event_id = e.id"
    " WHERE e.id BETWEEN ? AND ? GROUP BY 1, 4, 5, 6 ORDER BY 1, 4, 5, 6"
)
_BEFORE = f"SELECT p.fund, p.account, {_ITEM}, sum(p.amount) FROM posting p WHERE p.event_id < ? GROUP BY 1, 2, 3"
_USED = f"SELECT DISTINCT p.fund, p.account, {_ITEM} FROM posting p WHERE p.event_id BETWEEN ? AND ?"
_DAYS = (
    "SELECT min(e.day), max(e.day) FROM event e WHERE e.id BETWEEN ? AND ?"
    " AND EXISTS(SELECT 1 FROM posting p WHERE p.event_id = e.id)"
)

Key = tuple[str, str, int]  # fund, account, and the fee item that balance is kept for (0: none)


def plain_text(
    connection: Any, first_event: int, last_event: int, *, currency: str = "CNY", digits: int = 2
) -> Iterator[str]:
    """Yield the lines of a range of events as a journal for hledger, ending with assertions of every balance.

    connection: the books (what came before the range is the opening entry) or a journal file (which begins at zero).
    digits: decimal places of the currency; amounts in the books are whole minor units.
    """
    first_day, last_day = days_of(connection, first_event, last_event)
    if not first_day:
        return
    sums: defaultdict[Key, int] = defaultdict(int, booked_before(connection, first_event))
    money = Money(currency, digits)
    used = connection.execute(_USED, (first_event, last_event))
    yield from _declarations(money, {*sums, *((fund, account, item) for fund, account, item in used)})
    yield from _entry(f"{first_day} * opening balances", sums, money)
    for each in entries_of(connection, first_event, last_event):
        for key, amount in each.amounts.items():
            sums[key] += amount
        label = f" {each.receipt}" if each.receipt else ""
        yield from _entry(f"{each.day} * (e{each.event_id}) {each.kind}{label}", each.amounts, money)
    yield from _assertions(last_day, sums, money)


class Booked(NamedTuple):
    """An event that moved money: its first receipt's number as printed ('' for none), and the sums of its accounts."""

    event_id: int
    day: str
    kind: str
    receipt: str
    amounts: dict[Key, int]


def days_of(connection: Any, first_event: int, last_event: int) -> tuple[str, str]:
    """Return the first and the last day on which a range of events moved money, '' where it moved none."""
    first, last = connection.execute(_DAYS, (first_event, last_event)).fetchone()
    return first or "", last or ""


def booked_before(connection: Any, event_id: int) -> dict[Key, int]:
    """Return every account's sum before an event, in minor units."""
    rows = connection.execute(_BEFORE, (event_id,))
    return {(fund, account, item): amount for fund, account, item, amount in rows}


def entries_of(connection: Any, first_event: int, last_event: int) -> Iterator[Booked]:
    """Yield the events of a range that moved money, in order."""
    rows = connection.execute(_POSTINGS, (first_event, last_event))
    for (event_id, day, kind, receipt), lines in groupby(rows, itemgetter(0, 1, 2, 7)):
        amounts = {(fund, account, item): amount for _id, _day, _kind, fund, account, item, amount, _receipt in lines}
        yield Booked(event_id, day, kind, _label(receipt), amounts)


class Money:
    """A currency's spelling of whole minor units."""

    def __init__(self, currency: str, digits: int) -> None:
        self.currency, self.digits = currency, digits

    def spell(self, amount: int) -> str:
        """Return 12345 as "123.45 CNY"; integers only."""
        whole, rest = divmod(abs(amount), 10**self.digits)
        decimals = f".{rest:0{self.digits}d}" if self.digits else ""
        return f"{'-' if amount < 0 else ''}{whole}{decimals} {self.currency}"


def account_path(fund: str, account: str, item: int = 0) -> str:
    """Return the account's place in a tree: assets:operating:till_cash; item: the fee item that it is kept for."""
    place = f"{_ROOTS[CHART[account].account_class]}:{fund}:{account}"
    return f"{place}:item{item}" if item else place


def account_names(account: str, item: int) -> str:
    """Return what an account is called in both languages."""
    zh, en = CHART[account].zh, CHART[account].en
    return f"{zh}（收费项目 {item}） / {en} (fee item {item})" if item else f"{zh} / {en}"


def _declarations(money: Money, keys: set[Key]) -> Iterator[str]:
    decimals = f".{'0' * money.digits}" if money.digits else "."
    yield f"commodity 1000{decimals} {money.currency}"
    for fund, account, item in sorted(keys, key=lambda key: account_path(*key)):
        yield f"account {account_path(fund, account, item)}  ; {account_names(account, item)}"


def _entry(head: str, amounts: Mapping[Key, int], money: Money) -> Iterator[str]:
    lines = [f"    {account_path(*key)}  {money.spell(amount)}" for key, amount in sorted(amounts.items()) if amount]
    if lines:
        yield ""
        yield head
        yield from lines


def _assertions(day: str, sums: Mapping[Key, int], money: Money) -> Iterator[str]:
    yield ""
    yield f"{day} * balances as the books have them"
    for key, amount in sorted(sums.items()):
        yield f"    {account_path(*key)}  {money.spell(0)} = {money.spell(amount)}"


def _label(receipt: str | None) -> str:
    if receipt is None:
        return ""
    series, number = receipt.split(" ")
    return receipt_label(series, int(number))
