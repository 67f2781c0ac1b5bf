"""Office settings change from a day on: a new version for that day, the versions before it stay as they were."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from counter.desk.approve import CHOICE_KEY, CHOICES, SecondPersonNeeded, approval, needs_second, seen_by
from counter.desk.bill_ahead import ASKED, HOLDS
from counter.desk.case_deadlines import KEYS as CASE_KEYS
from counter.desk.case_deadlines import fits as case_fits
from counter.desk.letter_settings import CONTACTS
from counter.desk.letter_settings import KEYS as LETTER_KEYS
from counter.desk.letter_settings import fits as letter_fits
from counter.desk.message_settings import KEYS as MESSAGE_KEYS
from counter.desk.message_settings import fits as message_fits
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.allocation import Order
from counter.rules.periods import PartMethod
from counter.rules.permissions import Act
from counter.rules.rounding import Rounding
from db.books import Books
from db.chain import canonical
from db.queries.late_fees import SETTINGS as TERMS
from db.queries.settings import founding, setting_id, value_on

KIND = "settings_changed"
FUND = "fund"
TEXTS = frozenset(
    {
        "estate_zh",
        "estate_en",
        "collector",
        "collector_en",
        "seal_line",
        "seal_line_en",
        "bank_account",
        "bank_account_en",
        "fund_account",
        "payment_code",
    }
) | frozenset(CONTACTS)
# The bounds of whole numbers; sums in minor units.
NUMBERS: Mapping[str, range] = {
    "over_short_limit": range(0, 10_000_001),
    "cash_limit": range(0, 1_000_000_001),
    "banking_days": range(0, 32),
    "reprint_limit": range(0, 100),
    "ahead_ceiling_months": range(0, 121),
    "late_fee_rate": range(0, 10_001),
    "late_fee_grace": range(0, 367),
    "late_fee_cap": range(0, 1001),
    "late_fee_warn_percent": range(0, 1001),
    "fund_renewal_share": range(0, 101),
    "fund_renewal_to": range(0, 201),
}
CHANNELS = ("wechat", "alipay", "unionpay")
_ONE_OF: Mapping[str, frozenset[str]] = {
    "rounding": frozenset(each.value for each in Rounding),
    "allocation_order": frozenset(each.value for each in Order),
    "part_month": frozenset(each.value for each in PartMethod),
    "ahead_difference": frozenset((ASKED, HOLDS)),
    "vehicle_days": frozenset(("first_day", "days")),
    "late_fee_mode": frozenset({"off", "letters", "charged"}),
    "maintenance_fund": frozenset({"register", "counter"}),
}


class OfficeSettingWrong(Exception):
    """A setting of the office cannot have this value."""

    code = "office_setting_wrong"

    def __init__(self, key: str, value: str) -> None:
        super().__init__(key, value)
        self.key = key
        self.value = value


def change_settings(
    books: Books, changes: Mapping[str, Any], since: date, *, request_id: str, staff: Person,
    approver: Person | None = None, reason: str = "",
) -> date:  # fmt: skip
    """Put settings of the office into force from a day; a version for the same day is replaced.

    Before the books were founded nothing was done under any setting: an earlier day means their first one, except for
    the terms of late fees, which go by the day a charge fell due. changes: by the field names of
    counter.desk.office.Office, sums in minor units. approver: the second person who agrees, with the reason, to take
    the maintenance fund at the counter or not to, where the office wants one. Returns the day they hold from.
    Idempotent by request. Raises NotAllowed, OfficeSettingWrong, SecondPersonNeeded, SelfApproval, ReasonMissing.
    """
    staff.require(Act.CHANGE_SETTINGS)
    for key, value in changes.items():
        if not _fits(key, value):
            raise OfficeSettingWrong(key, str(value))
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return date.fromisoformat(done[1]["since"])
        if not changes:
            return since
        agreed = [approval(FUND, "setting:maintenance_fund", staff.staff_id, approver, reason)] if approver else []
        if "maintenance_fund" in changes and not agreed and needs_second(tx.connection, FUND, tx.day):
            raise SecondPersonNeeded(FUND)
        asked, fresh = since.isoformat(), tx.next_id("setting")
        days = {key: _first_day(tx.connection, key, asked) for key in sorted(changes)}
        rows: list[tuple[Any, ...]] = []
        for key, value in sorted(changes.items()):
            day = days[key]
            known = setting_id(tx.connection, key, day)
            rows.append((known or fresh, key, canonical(value), day))
            fresh += known is None
        before = {key: value_on(tx.connection, key, day) for key, day in days.items()}
        facts: dict[str, Any] = {
            "keys": sorted(changes),
            "since": min(days.values()),
            "before": before,
            "after": dict(changes),
        }
        tx.change(KIND, {**facts, **seen_by(approver)}, {"setting": rows}, agreed)
        return date.fromisoformat(facts["since"])


def _first_day(connection: Any, key: str, day: str) -> str:
    return day if key in TERMS else max(day, founding(connection).get("day", day))


# Settings that another module knows: their keys, and what values they take.
_OF_OTHERS: tuple[tuple[Collection[str], Callable[[str, object], bool]], ...] = (
    (LETTER_KEYS, letter_fits), (CASE_KEYS, case_fits), (MESSAGE_KEYS, message_fits),
)  # fmt: skip


def _fits(key: str, value: object) -> bool:
    if key in TEXTS:
        return isinstance(value, str) and len(value) <= 200
    for keys, fits in _OF_OTHERS:
        if key in keys:
            return fits(key, value)
    if key in NUMBERS:
        return type(value) is int and value in NUMBERS[key]
    if key == "late_fee_from_due":
        return type(value) is bool
    if key == "qr_channels":
        return isinstance(value, list) and all(each in CHANNELS for each in value) and len(set(value)) == len(value)
    if key == CHOICE_KEY:
        return isinstance(value, list) and all(each in CHOICES for each in value) and len(set(value)) == len(value)
    return value in _ONE_OF.get(key, frozenset())
