"""The books as plain-text accounting for `beancount`, as backup.plain_text is for `hledger`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from backup.plain_text import Key, Money, account_names, booked_before, days_of, entries_of
from db.accounts import CHART

_ROOTS = {"asset": "Assets", "liability": "Liabilities", "income": "Income", "expense": "Expenses", "equity": "Equity"}


def beancount_text(
    connection: Any, first_event: int, last_event: int, *, currency: str = "CNY", digits: int = 2
) -> Iterator[str]:
    """Yield the lines of a range of events for beancount, ending with the balance of every account.

    connection: the books or a journal file, as in backup.plain_text. What came before the range is one entry on its
    first day; the balances hold at the beginning of the day after its last one.
    """
    first_day, last_day = days_of(connection, first_event, last_event)
    if not first_day:
        return
    sums: defaultdict[Key, int] = defaultdict(int, booked_before(connection, first_event))
    money, before = Money(currency, digits), dict(sums)
    entries = list(entries_of(connection, first_event, last_event))
    keys = sorted({*before, *(key for entry in entries for key in entry.amounts)}, key=lambda key: account_name(*key))
    yield f'option "operating_currency" "{currency}"'
    for key in keys:
        yield f"{first_day} open {account_name(*key)} {currency} ; {account_names(*key[1:])}"
    yield from _entry(f'{first_day} * "opening balances"', before, money)
    for entry in entries:
        for key, amount in entry.amounts.items():
            sums[key] += amount
        yield from _entry(
            f'{entry.day} * "{entry.kind}" "{entry.receipt or f"e{entry.event_id}"}"', entry.amounts, money
        )
    yield ""
    following = date.fromisoformat(last_day) + timedelta(days=1)
    for key in keys:
        # What lies below an account counts with it.
        below = sum(sums[each] for each in keys if each[:2] == key[:2] and (each == key or not key[2]))
        yield f"{following} balance {account_name(*key)} {money.spell(below)}"


def account_name(fund: str, account: str, item: int = 0) -> str:
    """Return the account's place in beancount's tree: Assets:Operating:Till-Cash."""
    parts = (fund, account, f"item{item}") if item else (fund, account)
    return ":".join((_ROOTS[CHART[account].account_class], *("-".join(map(str.title, p.split("_"))) for p in parts)))


def _entry(head: str, amounts: Mapping[Key, int], money: Money) -> Iterator[str]:
    lines = [f"  {account_name(*key)}  {money.spell(amount)}" for key, amount in sorted(amounts.items()) if amount]
    if lines:
        yield ""
        yield head
        yield from lines
