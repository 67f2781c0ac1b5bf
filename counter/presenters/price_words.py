"""A price worded: what it is called, what it is per, what it needs besides, and how its figures are typed."""

import json
from collections.abc import Mapping
from typing import Any

from counter.rules.metering import LOSS_SCALE
from counter.words import N_, Words, formats
from counter.words.terms import METER_UNITS, WEIGHTS, term
from db.queries.registers import TariffRow

PRICE_DIGITS = 4
KINDS: Mapping[str, str] = {
    "area": N_("By area"),
    "fixed": N_("Fixed, per unit"),
    "each": N_("By count: persons, spaces, vehicles"),
    "metered": N_("By meter"),
    "tiered": N_("By meter, in tiers"),
    "share": N_("A share of a bill"),
    "once": N_("Asked for once"),
    "formula": N_("By a formula of the office"),
}
COUNTED: Mapping[str, str] = {"person": N_("head"), "space": N_("parking space"), "vehicle": N_("vehicle")}
_WITHOUT_PRICE = frozenset({"tiered", "share"})
_READING_DIGITS = 3


def no_price(kind: str) -> bool:
    """Return whether a kind has no price of its own: its bands have, or the bill that is shared."""
    return kind in _WITHOUT_PRICE


def terms_of(row: TariffRow) -> dict[str, Any]:
    """Return what a price needs besides a price."""
    return json.loads(row.terms) if row.terms else {}


def price_cell(row: TariffRow, w: Words, currency: formats.Currency) -> str:
    """Return a price as short as a table wants it."""
    price, terms = formats.price(row.price, currency), terms_of(row)
    if row.kind == "area":
        return w("{price} / m² inside", price=price) if terms.get("size") == "inner" else w("{price} / m²", price=price)
    if row.kind == "each":
        return w("{price} per {counted}", price=price, counted=term(str(terms.get("of", "")), COUNTED, w))
    if row.kind == "metered":
        unit = term(str(terms.get("unit", "")), METER_UNITS, w)
        return w("{price} / {unit}", price=price, unit=unit) if unit else price
    if row.kind == "tiered":
        return " → ".join(formats.price(each[1], currency) for each in terms.get("bands", ()))
    if row.kind == "share":
        return w("shared {how}", how=term(str(terms.get("by", "")), WEIGHTS, w))
    if row.kind == "once":
        return w("{price} / m² once", price=price) if terms.get("size") else w("{price} once", price=price)
    if row.kind == "formula":
        return str(terms.get("formula", ""))
    return price if row.kind == "fixed" else w(KINDS.get(row.kind, row.kind))


def price_terms(row: TariffRow, w: Words, currency: formats.Currency) -> str:
    """Return what a price needs besides a price in one line, '' for nothing."""
    terms, parts = terms_of(row), []
    unit = term(str(terms.get("unit", "")), METER_UNITS, w)
    if "bands" in terms:
        parts.append(w("; ").join(band_words(each, unit, w, currency) for each in terms["bands"]))
    if terms.get("span") == "year":
        parts.append(w("the bands count from 1 January"))
    if terms.get("loss"):
        parts.append(w("with {percent} loss", percent=formats.percent(int(terms["loss"]), LOSS_SCALE, 2)))
    if "count" in terms:
        parts.append(w("{n} for every unit", n=terms["count"]))
    if "weight" in terms:
        parts.append(w("weight {n}", n=terms["weight"]))
    return "  ·  ".join(parts)


def band_words(band: list[int], unit: str, w: Words, currency: formats.Currency) -> str:
    """Return one band of a tiered price: from 180 m³ 7.00."""
    begins = formats.scaled(band[0], _READING_DIGITS, keep=0)
    from_where = f"{begins} {unit}".strip()
    return w("from {quantity}: {price}", quantity=from_where, price=formats.price(band[1], currency))


def priced_by(row: TariffRow, w: Words) -> str:
    """Return what the figures of a price are per."""
    terms = terms_of(row)
    counted = term(str(terms.get("of", "")), COUNTED, w)
    unit = term(str(terms.get("unit", "")), METER_UNITS, w) or w("unit of the meter")
    return {
        "area": w("per m² and month"),
        "fixed": w("per unit and month"),
        "each": w("per {counted} and month", counted=counted),
        "metered": w("per {unit}", unit=unit),
        "tiered": w("Each band has its price."),
        "share": w("The bill itself is entered under Shared bills, for each period."),
        "once": w("Asked for once; no bill run repeats it."),
    }.get(row.kind, "")


def ten_thousandths(text: str) -> int | None:
    """Return a typed price in ten-thousandths, None where it is none or finer."""
    before, _point, after = text.strip().removeprefix("¥").partition(".")
    figures = before + after
    if not (figures.isascii() and figures.isdigit()) or len(before) > 7 or len(after) > PRICE_DIGITS:
        return None
    return int(before or "0") * 10_000 + int(after.ljust(PRICE_DIGITS, "0"))
