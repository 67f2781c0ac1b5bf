"""Standing and basket worded for the Pay screen."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from counter.desk.payment_postings import Ahead
from counter.desk.payment_receipt import item_name
from counter.desk.standing import Standing
from counter.presenters.basket import Basket
from counter.presenters.pay_view import AccountHead, AccountLine, WhyLines
from counter.words import Words, dates, formats
from counter.words.explain_charge import Basis, composition, why
from counter.words.masks import mask_phone
from db.queries import accounts
from db.queries.accounts import OpenCharge
from db.rows import Charge


def head_of(standings: Iterable[Standing], w: Words, currency: formats.Currency) -> AccountHead:
    """Return the head of the units that are open, the first one named."""
    several = list(standings)
    first = several[0]
    payer = first.payer
    code = first.unit.code if len(several) == 1 else w("{code} and {n} more", code=first.unit.code, n=len(several) - 1)
    return AccountHead(
        code,
        (payer.name or "") if payer else w("no owner recorded"),
        mask_phone(payer.phone) if payer and payer.phone else "",
        formats.area(first.unit.area) if first.unit.area else "",
        tuple(_pills(several, w, currency)),
    )


def _pills(several: list[Standing], w: Words, currency: formats.Currency) -> Iterable[str]:
    balance = sum(each.balance for each in several)
    if balance:
        yield w("balance {amount}", amount=formats.money(balance, currency))
    lost = sum(charge.open for each in several for charge in each.written_off)
    if lost:
        yield w("written off {amount}", amount=formats.money(lost, currency))
    reached = [(each.day, each) for each in several[0].paid_to if each.day is not None]
    if len(several) == 1 and reached:
        day, least = min(reached, key=lambda pair: pair[0])
        month = day.strftime("%Y-%m")
        if all(other == day for other, _item in reached):
            yield w("paid up to {month}", month=month)
        else:
            yield w("{item} paid up to {month}", item=item_name(least, w), month=month)


def charge_line(charge: OpenCharge, basket: Basket, codes: Mapping[int, str], today: date, w: Words) -> AccountLine:
    """Return the line of an open charge."""
    frozen = basket.is_frozen(charge.charge_id)
    made_of = composition(json.loads(charge.ingredients), w)
    elsewhere = basket.is_elsewhere(charge)
    if elsewhere:
        made_of = w("not taken here")
    elif charge.charge_id in basket.lost:
        made_of = w("written off · owed all the same")
    elif frozen:
        made_of = w("disputed · frozen")
    elif charge.open != charge.amount:
        made_of = w("{composition}, {open} left", composition=made_of, open=formats.money(charge.open))
    item = _of_unit(codes, charge.unit_id, item_name(charge, w), w)
    due = dates.short_day(date.fromisoformat(charge.due), today)
    ticked = basket.is_ticked(charge)
    return AccountLine(
        f"c{charge.charge_id}", ticked, item, charge.period, made_of, due, formats.money(charge.open),
        muted=frozen or elsewhere or charge.charge_id in basket.lost,
    )  # fmt: skip


def ahead_line(
    each: Ahead, place: int, names: Mapping[int, tuple[str, str]], codes: Mapping[int, str], w: Words
) -> AccountLine:
    """Return the line of a month paid ahead."""
    item = _of_unit(codes, each.unit_id, names[each.item_id][0 if w.language == "zh_CN" else 1], w)
    return AccountLine(f"a{place}", None, item, each.period, w("paid ahead"), "", formats.money(each.amount))


def _of_unit(codes: Mapping[int, str], unit_id: int, item: str, w: Words) -> str:
    """Return the name of an item, with its unit where several are open."""
    return w("{unit} {item}", unit=codes[unit_id], item=item) if len(codes) > 1 else item


def why_line(connection: Any, charge: OpenCharge | Charge, w: Words, currency: formats.Currency) -> WhyLines:
    """Return why a charge costs what it costs."""
    basis = None
    found = accounts.basis(connection, charge.tariff_id) if charge.tariff_id else None
    if found is not None and found.kind and found.since:
        basis = Basis(found.kind, found.number or "", date.fromisoformat(found.since))
    told = why(charge.amount, json.loads(charge.ingredients), basis, w, currency)
    return WhyLines(told.question, told.calculation, "  ·  ".join(told.remarks))


def nothing_due(w: Words) -> WhyLines:
    """Return what can be done where nothing is open."""
    return WhyLines(
        w("Nothing is due."), w("F pays ahead to a month; a sum typed and taken with F9 is kept as balance."), ""
    )
