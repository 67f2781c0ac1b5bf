"""What the office decided about text messages and e-mails: quiet hours, cost, messages after payments, its address."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from counter.rules.quiet_hours import hour_and_minute, is_quiet
from db.queries.settings import in_force

QUIET_FROM, QUIET_TO, COST, RECEIPTS = "sms_quiet_from", "sms_quiet_to", "sms_cost", "sms_receipts"
ADDRESS = "office_email"
KEYS = frozenset({QUIET_FROM, QUIET_TO, COST, RECEIPTS, ADDRESS})
COSTS = range(0, 1001)
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+")


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """The settings of messages in force on a day; cost: of a part, in minor units; address: '' where there is none.

    receipts: whether owners who wish it are written to after a payment.
    """

    quiet_from: time = time(20)
    quiet_to: time = time(8)
    cost: int = 5
    receipts: bool = False
    address: str = ""

    def is_quiet(self, now: time) -> bool:
        """Whether nobody is written to at a local time."""
        return is_quiet(now, self.quiet_from, self.quiet_to)


def load_message_settings(connection: Any, day: str) -> MessageSettings:
    """Return the settings of messages in force on a day (ISO date)."""
    kept = in_force(connection, day)
    shipped = MessageSettings()
    return MessageSettings(
        hour_and_minute(kept.get(QUIET_FROM, "")) or shipped.quiet_from,
        hour_and_minute(kept.get(QUIET_TO, "")) or shipped.quiet_to,
        kept.get(COST, shipped.cost), kept.get(RECEIPTS, shipped.receipts), kept.get(ADDRESS, ""),
    )  # fmt: skip


def fits(key: str, value: Any) -> bool:
    """Whether a setting of messages can have a value."""
    if key in (QUIET_FROM, QUIET_TO):
        return isinstance(value, str) and hour_and_minute(value) is not None
    if key == COST:
        return type(value) is int and value in COSTS
    if key == RECEIPTS:
        return type(value) is bool
    return isinstance(value, str) and (not value or is_email(value))


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address that a mail program takes."""
    return len(text) <= 120 and _EMAIL.fullmatch(text) is not None
