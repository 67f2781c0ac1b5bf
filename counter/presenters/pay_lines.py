"""Standing and basket worded for the Pay screen."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from counter.desk.explain_charges import why_of
from counter.desk.owed_by import owed_by
from counter.desk.payment_postings import Ahead
from counter.desk.payment_receipt import item_name
from counter.desk.standing import Standing
from counter.presenters.case_remarks import dispute_remarks, disputed_words
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import AccountHead, AccountLine, WhyLines
from counter.words import Words, dates, formats
from counter.words.explain_charge import composition
from counter.words.masks import mask_phone
from db.queries.accounts import OpenCharge
from db.rows import Charge

_PURSES_NAMED = 3


def head_of(
    standings: Iterable[Standing], names: Mapping[int, tuple[str, str]], w: Words, currency: formats.Currency
) -> AccountHead:
    """Return the head of the units that are open, the first one named; names: of the fee items, by number."""
    several = list(standings)
    first = several[0]
    payer = first.payer
    code = first.unit.code if len(several) == 1 else w("{code} and {n} more", code=first.unit.code, n=len(several) - 1)
    return AccountHead(
        code,
        (payer.name or "") if payer else w("no owner recorded"),
        mask_phone(payer.phone) if payer and payer.phone else "",
        formats.area(first.unit.area) if first.unit.area else "",
        tuple(_pills(several, names, w, currency)),
    )


def purse_words(
    purses: Iterable[Mapping[int | None, int]], names: Mapping[int, tuple[str, str]], w: Words,
    currency: formats.Currency,
) -> list[str]:  # fmt: skip
    """Return what purses hold in all: general money first, then what is kept for each fee item, a few by name."""
    sums: dict[int, int] = {}
    for each in purses:
        for item_id, amount in each.items():
            sums[item_id or 0] = sums.get(item_id or 0, 0) + amount
    told = [w("balance {amount}", amount=formats.money(sums.pop(0), currency))] if sums.get(0) else []
    place, kept = 0 if w.language == "zh_CN" else 1, [each for each in sums.items() if each[0] and each[1]]
    told += [
        w("balance for {item} {amount}", item=names[item_id][place], amount=formats.money(amount, currency))
        for item_id, amount in kept[:_PURSES_NAMED]
    ]
    if rest := kept[_PURSES_NAMED:]:
        more = formats.money(sum(amount for _item, amount in rest), currency)
        told.append(w.n("balance for {n} more item {amount}", "balance for {n} more items {amount}", len(rest),
                        amount=more))  # fmt: skip
    return told


def _pills(
    several: list[Standing], names: Mapping[int, tuple[str, str]], w: Words, currency: formats.Currency
) -> Iterable[str]:
    yield from purse_words((each.purses for each in several), names, w, currency)
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


def charge_line(charge: OpenCharge, state: PayState, today: date, w: Words) -> AccountLine:
    """Return the line of an open charge."""
    basket, dispute = state.basket, state.disputes.get(charge.charge_id)
    frozen = basket.is_frozen(charge.charge_id)
    made_of = owed_by(charge, state.standings, composition(json.loads(charge.ingredients), w), w)
    elsewhere = basket.is_elsewhere(charge)
    if elsewhere:
        made_of = w("not taken here")
    elif charge.charge_id in basket.lost:
        made_of = owed_by(charge, state.standings, w("written off · owed all the same"), w)
    elif dispute is not None:
        reserved = basket.is_ticked(charge) and basket.pays(charge) == charge.open
        made_of = owed_by(charge, state.standings, disputed_words(dispute, w, reserved=reserved), w)
    elif charge.open != charge.amount:
        made_of = w("{composition}, {open} left", composition=made_of, open=formats.money(charge.open))
    item = _of_unit(state.codes, charge.unit_id, item_name(charge, w), w)
    due = dates.short_day(date.fromisoformat(charge.due), today)
    ticked = basket.is_ticked(charge)
    amount = basket.pays(charge) if ticked else charge.open
    return AccountLine(
        f"c{charge.charge_id}", ticked, item, charge.period, made_of, due, formats.money(amount),
        muted=(frozen and not ticked) or elsewhere or charge.charge_id in basket.lost,
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


def why_line(
    connection: Any, charge: OpenCharge | Charge, w: Words, currency: formats.Currency, *, paying: bool = False
) -> WhyLines:
    """Return why a charge costs what it costs; paying: on the Pay screen, where a key takes what is disputed too."""
    told = why_of(connection, charge.amount, charge.tariff_id, charge.ingredients, w, currency)
    remarks = (*told.remarks, *dispute_remarks(connection, charge, w, currency, paying=paying))
    return WhyLines(told.question, told.calculation, "  ·  ".join(remarks))


def nothing_due(w: Words) -> WhyLines:
    """Return what can be done where nothing is open."""
    return WhyLines(
        w("Nothing is due."),
        w("F pays ahead to a month; a sum typed and taken with F9 is kept as balance (E: for one fee item only)."),
        "",
    )
