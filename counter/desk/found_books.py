"""Founding the books of an estate: event 1, the first manager, and the settings the office starts with."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from counter.desk.requests import earlier_facts
from counter.rules.permissions import Role
from db import numbers
from db.books import Books, Tx
from db.chain import canonical

BooksKind = Literal["real", "training", "sample"]

# The office's settings before anybody changed one; sums in minor units. What they mean: counter/desk/office.py.
DEFAULTS: Mapping[str, Any] = {
    "rounding": "jiao",
    "allocation_order": "principal_first",
    "late_fee_mode": "off",
    "over_short_limit": 1000,
    "cash_limit": 1_000_000,
    "reprint_limit": 3,
    "ahead_ceiling_months": 12,
    "room_format": "{building}-{entrance}-{room}",
    "part_month": "actual",
    "vehicle_days": "days",
    "due_day": 15,
    "qr_channels": ["wechat", "alipay"],
}


class AlreadyFounded(Exception):
    """These books have a first event already."""

    code = "already_founded"

    def __init__(self, estate: str) -> None:
        super().__init__(estate)
        self.estate = estate


class Founded(NamedTuple):
    """What founding made."""

    books_id: str
    manager_id: int


class FirstReceipt(NamedTuple):
    """Where the receipt numbers of a year begin, so that they continue the office's receipt book."""

    year: int
    number: int = 1


def found_books(
    books: Books, *, request_id: str, kind: BooksKind, estate_zh: str, estate_en: str, manager_name: str,
    pin_hash: str, books_id: str | None = None, settings: Mapping[str, Any] | None = None,
    first_receipt: FirstReceipt | None = None, currency: tuple[str, int, str] = ("CNY", 2, "¥"),
) -> Founded:  # fmt: skip
    """Post event 1 (books_founded), the first manager and the first settings in one commit.

    pin_hash: counter.desk.people.hash_pin; books_id: the request id if left out; settings: what differs from
    DEFAULTS; currency: code, minor-unit digits, symbol. Idempotent by request. Raises AlreadyFounded.
    """
    identity = books_id or request_id
    with books.transaction(request_id, staff_id=None) as tx:
        done = earlier_facts(tx, "books_founded")
        if done is not None:
            return Founded(done[1]["books_id"], done[1]["manager"])
        if tx.head_id:
            raise AlreadyFounded(_estate_of(tx))
        facts: dict[str, Any] = {
            "books_id": identity,
            "books_kind": kind,
            "estate": {"zh": estate_zh, "en": estate_en},
            "currency": dict(zip(("code", "digits", "symbol"), currency, strict=True)),
            "manager": 1,
        }
        if first_receipt is not None:
            series = f"R{first_receipt.year}"
            facts["first_receipt"] = {"series": series, "number": first_receipt.number}
            numbers.start_at(tx.connection, series, first_receipt.number)
        tx.post("books_founded", facts)
        day = books.clock.today().isoformat()
        tx.change("staff_changed", {}, {"staff": [(1, manager_name, Role.MANAGER.value, pin_hash, day, None)]})
        chosen = {**DEFAULTS, **(settings or {})}
        rows = [(n, key, canonical(value), day) for n, (key, value) in enumerate(sorted(chosen.items()), start=1)]
        tx.change("settings_changed", {"keys": sorted(chosen)}, {"setting": rows})
        return Founded(identity, 1)


def _estate_of(tx: Tx) -> str:
    from db.queries.settings import founding

    estate = founding(tx.connection).get("estate", {})
    return str(estate.get("zh") or estate.get("en") or "")
