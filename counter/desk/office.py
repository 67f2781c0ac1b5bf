"""The office settings that acts depend on, as one value read from the books."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from counter.rules.rounding import Rounding
from db.queries.settings import founding, in_force


@dataclass(frozen=True, slots=True)
class Office:
    """Settings in force on a day; sums in minor units, lengths in days.

    The field names are the keys in the books' setting register; what is not set has the default here.
    """

    estate_zh: str = ""
    estate_en: str = ""
    books_kind: str = "real"
    currency: str = "CNY"
    currency_symbol: str = "¥"
    currency_digits: int = 2
    collector: str = ""
    collector_en: str = ""
    seal_line: str = ""
    seal_line_en: str = ""
    rounding: Rounding = Rounding.JIAO
    allocation_order: str = "principal_first"
    over_short_limit: int = 1000
    cash_limit: int = 1_000_000
    banking_days: int = 3
    reprint_limit: int = 3
    ahead_ceiling_months: int = 12
    room_format: str = "{building}-{entrance}-{room}"
    part_month: str = "actual"
    ahead_difference: str = "asked"
    vehicle_days: str = "first_day"
    qr_channels: tuple[str, ...] = ("wechat", "alipay")
    bank_account: str = ""
    bank_account_en: str = ""
    payment_code: str = ""
    paper_language: str = "zh_CN"
    second_person: tuple[str, ...] = ()
    late_fee_mode: str = "off"
    late_fee_rate: int = 0
    late_fee_grace: int = 0
    late_fee_from_due: bool = False
    late_fee_cap: int = 100
    late_fee_warn_percent: int = 24
    maintenance_fund: str = "register"
    fund_account: str = ""
    fund_renewal_share: int = 30
    fund_renewal_to: int = 100

    def estate(self, language: str) -> str:
        """Return the estate's name for a paper or a screen of a language."""
        return (self.estate_zh if language == "zh_CN" else self.estate_en) or self.estate_zh or self.estate_en

    def seal(self, language: str) -> str:
        """Return the words where the seal is set, for a paper of a language; '' where the paper's own words stand."""
        return self.seal_line if language == "zh_CN" else self.seal_line_en

    def bank(self, language: str) -> str:
        """Return the account that transfers go to, for a paper of a language."""
        return (self.bank_account if language == "zh_CN" else self.bank_account_en) or self.bank_account

    def collected_by(self, language: str) -> str:
        """Return who receives the money, for a paper of a language."""
        own = self.collector if language == "zh_CN" else self.collector_en
        return own or self.collector or self.estate(language)

    def series(self, fund: str, day: str) -> str:
        """Return the receipt series of a fund in the year of a day: R2026, M2026 (maintenance), H2026 (held)."""
        return {"operating": "R", "maintenance": "M", "held": "H"}[fund] + day[:4]


_KEYS = frozenset(field.name for field in fields(Office))


def load_office(connection: Any, day: str) -> Office:
    """Return the settings in force on a day (ISO date)."""
    founded = founding(connection)
    estate, currency = founded.get("estate", {}), founded.get("currency", {})
    known: dict[str, Any] = {
        "estate_zh": estate.get("zh", ""),
        "estate_en": estate.get("en", ""),
        "books_kind": founded.get("books_kind", "real"),
        "currency": currency.get("code", "CNY"),
        "currency_symbol": currency.get("symbol", "¥"),
        "currency_digits": currency.get("digits", 2),
    }
    known.update(_known(in_force(connection, day)))
    return Office(**known)


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {key: value for key, value in settings.items() if key in _KEYS}
    if "rounding" in chosen:
        chosen["rounding"] = Rounding(chosen["rounding"])
    for several in ("qr_channels", "second_person"):
        if several in chosen:
            chosen[several] = tuple(chosen[several])
    return chosen
