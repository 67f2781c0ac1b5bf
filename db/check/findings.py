"""What a check can find: one frozen value for each wrong place, and the report that gathers them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from db.queries.owed import OwedRow

Progress = Callable[[int, int], None]

# Every code a finding can carry; counter/words has a sentence for each.
CODES = frozenset(
    {
        "file_damaged",
        "guard_missing",
        "schema_missing",
        "schema_changed",
        "schema_unknown",
        "event_missing",
        "chain_broken",
        "body_version_unknown",
        "body_unreadable",
        "column_differs",
        "detail_missing",
        "detail_differs",
        "detail_unknown",
        "bulk_differs",
        "register_differs",
        "version_differs",
        "version_order",
        "version_emptied",
        "erasure_unknown",
        "unbalanced",
        "fund_mixed",
        "account_unknown",
        "charge_differs",
        "over_allocated",
        "purse_overdrawn",
        "bad_debt_differs",
        "number_gap",
        "bridge_differs",
        "series_differs",
        "close_range",
        "close_differs",
        "open_item_differs",
        "till_state_differs",
        "intent_differs",
        "intent_unsettled",
        "till_aside_differs",
        "pending_differs",
        "owed_differs",
        "decided_by_own",
        "paper_missing",
        "paper_differs",
        "paper_unknown",
        "find_key_differs",
        "anchor_missing",
        "anchor_differs",
        "attachment_missing",
        "attachment_differs",
    }
)

# Codes of machine tables: what they hold follows from the books and can be made anew (db/check/repair.py).
DERIVED = frozenset(
    {
        "series_differs",
        "open_item_differs",
        "till_state_differs",
        "till_aside_differs",
        "pending_differs",
        "find_key_differs",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One wrong place: the event it belongs to (None where it belongs to none), the row, what should be and what is.

    row names table and key, as in "posting 12/0"; expected and found are language-neutral text, "" where there is none.
    """

    code: str
    event_id: int | None
    row: str
    expected: str
    found: str


class Anchor(NamedTuple):
    """A link of the chain that is known from outside: a Z on paper, a journal file, a stick's manifest."""

    event_id: int
    hash: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check saw: findings with the first wrong place first.

    events: how many links were walked; erased: register versions whose personal data was erased, which is no damage;
    confirmed_to: the newest event that an anchor confirms, 0 where none does; seconds: how long it took; owed: acts
    whose approval is owed, which is no damage.
    """

    findings: tuple[Finding, ...]
    events: int
    seconds: float
    erased: int
    confirmed_to: int
    owed: tuple[OwedRow, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing at all was found."""
        return not self.findings


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings by event, those that belong to no event last, else in the order they were made."""
    return tuple(sorted(findings, key=lambda finding: (finding.event_id is None, finding.event_id or 0)))
