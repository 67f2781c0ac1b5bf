"""A unit's register and account worded for the head of its card."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from counter.desk.bill_prices import Prices
from counter.desk.office import Office
from counter.desk.standing import PaidTo, Standing
from counter.presenters.pay_lines import purse_words
from counter.presenters.price_words import price_cell
from counter.presenters.units_balance import balance_pill
from counter.presenters.units_view import SegmentRow, UnitCard
from counter.presenters.units_words import UNIT_KINDS
from counter.rules.periods import PartMethod, month_of
from counter.words import Words, formats
from counter.words.masks import mask_address, mask_email, mask_phone
from counter.words.terms import BASES, HOLDERS, term
from db.queries import accounts, registers
from db.queries.accounts import Holder
from db.queries.registers import FeeItemRow, TariffRow

SEPARATOR = "  ·  "


class CardWords(NamedTuple):
    """What a card is worded with: phones in clear only where clear is set."""

    words: Words
    currency: formats.Currency
    office: Office
    today: date
    clear: bool = False


def card_of(connection: Any, found: Standing, say: CardWords) -> UnitCard:
    """Return the head of a unit's card."""
    w = say.words
    payer = found.payer
    current = [each for each in found.holders if each.until is None]
    facts = [term(found.unit.kind, UNIT_KINDS, w)]
    if found.unit.area:
        facts.append(formats.area(found.unit.area))
    return UnitCard(
        found.unit.code,
        (payer.name or "") if payer else w("no owner recorded"),
        SEPARATOR.join(facts),
        tuple(_pills(connection, found, say)),
        (*(person_line(each, connection, say) for each in current), *_steward(connection, found, w)),
        tuple(_item_lines(connection, found, say)),
    )


def _pills(connection: Any, found: Standing, say: CardWords) -> Iterator[str]:
    w = say.words
    owed = sum(charge.open for charge in found.charges)
    yield w("owes {amount}", amount=formats.money(owed, say.currency)) if owed else w("owes nothing")
    frozen = sum(each.amount for each in found.disputes.values())
    if frozen:
        yield w("disputed {amount}", amount=formats.money(frozen, say.currency))
    lost = sum(charge.open for charge in found.written_off)
    if lost:
        yield w("written off {amount}", amount=formats.money(lost, say.currency))
    yield from purse_words((found.purses,), accounts.item_names(connection), w, say.currency)
    use = balance_pill(connection, found.unit.id, say.today, w)
    if use:
        yield use
    ahead = sum(each.amount for each in found.ahead)
    if ahead:
        yield w("paid ahead {amount}", amount=formats.money(ahead, say.currency))


def phone_of(holder: Holder, say: CardWords) -> str:
    """Return a phone number as it may be shown now."""
    if not holder.phone:
        return ""
    return holder.phone if say.clear else mask_phone(holder.phone)


def _email_of(holder: Holder, connection: Any, say: CardWords) -> str:
    """An e-mail address as it may be shown now: in clear together with the telephone numbers."""
    row = registers.person(connection, holder.person_id)
    address = row.email or "" if row is not None else ""
    return address if say.clear or not address else mask_email(address)


def person_line(holder: Holder, connection: Any, say: CardWords) -> str:
    """Return who somebody is to the unit, in one line."""
    w = say.words
    name = holder.name or w("erased")
    parts = [w("{role} {name}", role=term(holder.role, HOLDERS, w), name=name), phone_of(holder, say)]
    parts.append(_email_of(holder, connection, say))
    if holder.since:
        parts.append(w("since {day}", day=holder.since))
    parts.append(_pays(holder, connection, w))
    return SEPARATOR.join(part for part in parts if part)


def people_rows(connection: Any, found: Standing, say: CardWords) -> list[SegmentRow]:
    """Return everybody tied to the unit now or before, those of today first."""
    w = say.words
    return [
        SegmentRow(
            f"p{place}",
            (
                term(each.role, HOLDERS, w), each.name or w("erased"), phone_of(each, say), each.since or "",
                each.until or "", SEPARATOR.join(filter(None, (_pays(each, connection, w), _letters_to(each, say)))),
            ),
            muted=each.until is not None,
        )
        for place, each in enumerate(found.holders)
    ]  # fmt: skip


def _letters_to(holder: Holder, say: CardWords) -> str:
    """Where letters reach somebody who left; in clear together with the telephone numbers."""
    if not holder.address:
        return ""
    return say.words("letters to {place}", place=holder.address if say.clear else mask_address(holder.address))


def _pays(holder: Holder, connection: Any, w: Words) -> str:
    ids = json.loads(holder.items) if holder.items else []
    if not ids:
        return ""
    names = accounts.item_names(connection)
    place = 0 if w.language == "zh_CN" else 1
    return w("pays {items}", items=w(", ").join(names[each][place] for each in ids if each in names))


def _steward(connection: Any, found: Standing, w: Words) -> Iterator[str]:
    steward = registers.person(connection, found.unit.steward_id) if found.unit.steward_id else None
    if steward is not None and steward.name:
        yield w("Steward {name}", name=steward.name)


def _item_lines(connection: Any, found: Standing, say: CardWords) -> Iterator[str]:
    prices = Prices(registers.tariffs(connection), PartMethod(say.office.part_month))
    paid = {each.item_id: each for each in found.paid_to}
    for item in registers.fee_items(connection):
        tariff = price_today(prices, item.id, found, say.today)
        if (tariff is None or item.closed) and item.id not in paid:
            continue
        basis = _basis(tariff, say.words) if tariff is not None else ""
        parts = (_priced(item, tariff, say), *_reached(paid.get(item.id), found, item.id, say), basis)
        yield SEPARATOR.join(part for part in parts if part)


def price_today(prices: Prices, item_id: int, found: Standing, today: date) -> TariffRow | None:
    """Return the price of an item that holds for a unit on a day, or None."""
    text = today.isoformat()
    stretches: Iterable[Any] = prices.stretches(item_id, found.unit.kind, found.unit.id, month_of(today))
    return next((each.price for each in stretches if each.first <= text <= each.last), None)


def _priced(item: FeeItemRow, tariff: TariffRow | None, say: CardWords) -> str:
    w = say.words
    name = (item.name_zh if w.language == "zh_CN" else item.name_en) or item.name_zh
    if tariff is None:
        return w("{item}: no price in force", item=name)
    price = formats.price_in_sentence(tariff.price, w, say.currency)
    if tariff.kind == "area":
        return w("{item}: {price} per m² and month", item=name, price=price)
    if tariff.kind == "fixed":
        return w("{item}: {price} per month", item=name, price=price)
    return w("{item}: {price}", item=name, price=price_cell(tariff, w, say.currency))


def _basis(tariff: TariffRow, w: Words) -> str:
    if not tariff.basis_kind:
        return w("from {day}", day=tariff.since)
    paper = term(tariff.basis_kind, BASES, w)
    if not tariff.basis_number:
        return w("{paper}, from {day}", paper=paper, day=tariff.since)
    return w("{paper} {number}, from {day}", paper=paper, number=tariff.basis_number, day=tariff.since)


def _reached(paid: PaidTo | None, found: Standing, item_id: int, say: CardWords) -> Iterator[str]:
    w = say.words
    if paid is not None and paid.day is not None:
        yield w("paid up to {month}", month=paid.day.isoformat())
    periods = [each for each in found.ahead if each.item_id == item_id]
    if periods:
        amount = formats.money(sum(each.amount for each in periods), say.currency)
        yield w.n("{n} period ahead, {amount}", "{n} periods ahead, {amount}", len(periods), amount=amount)
