"""Everything that explains a charge: its ingredients, the price and paper it rests on, the readings it goes by."""

import json
from datetime import date
from typing import Any, NamedTuple

from counter.desk.purses import earmarked_of
from counter.rules import tariff
from counter.rules.periods import months_read, period_of
from counter.words import Words, explain_charge
from counter.words.explain_charge import Why
from counter.words.formats import Currency
from db.queries import accounts, charges, receipts
from db.queries.accounts import Basis
from db.queries.charges import MeterReading, WholeCharge
from db.queries.purses import OfCharge


class UnknownCharge(Exception):
    """No charge, receipt or unit goes by this text."""

    code = "unknown_charge"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class ChargeFacts(NamedTuple):
    """A charge with what it is made of; agrees: its sum is what its ingredients come to, computed again just now.

    agrees is None where it was entered as it is. basis: what its price rests on, None without a price. earmarked: what
    of it was paid from balance kept for its fee item, in minor units.
    """

    charge: WholeCharge
    ingredients: dict[str, Any]
    agrees: bool | None
    basis: Basis | None
    readings: tuple[MeterReading, ...]
    earmarked: int = 0

    @property
    def takes_back(self) -> bool:
        """Return whether this charge reverses an earlier one."""
        return bool(self.ingredients.get("reversed"))


def charge_facts(connection: Any, found: WholeCharge) -> ChargeFacts:
    """Return what explains a charge."""
    charge = found.charge
    ingredients = json.loads(charge.ingredients)
    basis = accounts.basis(connection, charge.tariff_id) if charge.tariff_id else None
    metered = ingredients.get("kind") in ("metered", "tiered")
    months = months_read(period_of(charge.period))
    readings = charges.readings_of(connection, charge.unit_id, charge.item_id, months) if metered else []
    earmarked = earmarked_of(connection, OfCharge(charge.id, charge.unit_id, charge.item_id, charge.period))
    return ChargeFacts(found, ingredients, _agrees(charge.amount, ingredients), basis, tuple(readings), earmarked)


def why_of(
    connection: Any, amount: int, tariff_id: int | None, ingredients: str, w: Words, currency: Currency
) -> Why:  # fmt: skip
    """Return in words why a charge of so many minor units is what it is, with what its price rests on."""
    found = accounts.basis(connection, tariff_id) if tariff_id else None
    basis = None
    if found is not None and found.kind and found.since:
        basis = explain_charge.Basis(found.kind, found.number or "", date.fromisoformat(found.since))
    return explain_charge.why(amount, json.loads(ingredients), basis, w, currency)


def charges_named(connection: Any, text: str, receipt: tuple[str, int] | None, unit_id: int | None,
                  period: str | None = None) -> list[WholeCharge]:  # fmt: skip
    """Return the charges a person names: by the charge's number, by a receipt (series, number), or by a unit.

    Raises UnknownCharge.
    """
    plain = text.strip().removeprefix("#")
    one = charges.charge(connection, int(plain)) if plain.isascii() and plain.isdigit() and len(plain) < 16 else None
    if one is not None and period is None:
        return [one]
    known = receipts.receipt_by_number(connection, *receipt) if receipt is not None else None
    found: list[WholeCharge] = []
    if known is not None:
        found = charges.of_receipt(connection, known.id)
    elif unit_id is not None:
        found = charges.of_unit(connection, unit_id, period)
    if not found:
        raise UnknownCharge(text)
    return found


def _agrees(amount: int, ingredients: dict[str, Any]) -> bool | None:
    try:
        return tariff.recompute(ingredients) == amount
    except (tariff.UnknownTariff, KeyError):
        return None
