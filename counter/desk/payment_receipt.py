"""The receipt of a payment, worded inside the payment's own commit."""

import json
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from counter.desk.late_entry import form_text
from counter.desk.office import Office
from counter.desk.payment_order import PaymentOrder
from counter.desk.payment_postings import FundPart
from counter.desk.people import Person
from counter.desk.purses import item_in
from counter.desk.standing import paid_to
from counter.papers.marks import late_mark
from counter.papers.receipt import KeptLine, PaidTo, ReceiptFacts, ReceiptLine, TenderLine, receipt_paper
from counter.rules.codes import receipt_code
from counter.rules.purses import Draw, Purse
from counter.words import Words, formats
from counter.words.explain_charge import composition
from counter.words.formats import money
from db import papers
from db.books import Event, Tx
from db.queries import accounts, cases, corrections, registers
from db.queries.receipts import ReceiptRow, receipt_label
from db.rows import Receipt, Tender
from printing.blocks import Pair, dump, load


class Cash(NamedTuple):
    """What was handed over for one receipt and what went back; both 0 where no cash was."""

    received: int
    change: int


def queue_receipt(
    tx: Tx, receipt: Receipt, event: Event, part: FundPart, tenders: Sequence[Tender], *, order: PaymentOrder,
    draws: Sequence[Draw], cash: Cash, office: Office, cashier: Person, words: Words, opens: bool,
) -> None:  # fmt: skip
    """Word the receipt of one fund's part of a payment and queue it; opens: the drawer, where cash was taken for it."""
    facts = _facts(
        tx, receipt, event, part, unit_ids=order.unit_ids, payer=order.payer_name,
        note=_notes(tx.connection, part, order, words),
        tenders=tenders, draws=draws, cash=cash, office=office, cashier=cashier, words=words,
    )  # fmt: skip
    takes_cash = opens and order.opens_drawer and any(tender.kind == "cash" for tender in tenders)
    mark = late_mark(words) if order.late else ""
    _queue(tx, receipt, event, facts, words, drawer=takes_cash, mark=mark)


def _notes(connection: Any, part: FundPart, order: PaymentOrder, words: Words) -> str:
    several = (late_note(order, words), reserved_note(connection, part, words), revived_note(part, order, words))
    return " ".join(each for each in several if each)


def revived_note(part: FundPart, order: PaymentOrder, words: Words) -> str:
    """Return how much of a payment was bad debt that the office had written off before; or ''."""
    lost = {each.charge_id for each in order.written_off}
    paid = sum(amount for charge_id, amount in part.allocations if charge_id in lost)
    return words("Of it {amount} had been written off and is paid now.", amount=formats.money(paid)) if paid else ""


def reserved_note(connection: Any, part: FundPart, words: Words) -> str:
    """Return which of the charges that are settled are disputed, so that they are paid under reservation; or ''.

    Where no less stays open than what is disputed, only what nobody disputes was paid.
    """
    settled = [charge_id for charge_id, _amount in part.allocations]
    frozen = {
        each.charge_id: each.case_id
        for each in cases.frozen_of(connection, settled)
        if each.until is None and corrections.open_of(connection, each.charge_id) < each.amount
    }
    if not frozen:
        return ""
    told = [
        words(
            "{item} {period}, case {number}", item=item_name(part.charges[charge_id], words),
            period=part.charges[charge_id].period, number=cases.number_of(connection, case_id),
        )
        for charge_id, case_id in frozen.items()
    ]  # fmt: skip
    return words("Paid under reservation, because it is disputed: {lines}.", lines=words("; ").join(told))


def late_note(order: PaymentOrder, words: Words) -> str:
    """Return the note of a payment, with the handwritten receipt it was taken on where it is entered later."""
    late = order.late
    if late is None:
        return order.note
    told = words(
        "Entered later: handwritten receipt {form} of {day}, written by {name}.",
        form=form_text(late),
        day=late.written_on,
        name=late.writer,
    )
    return f"{told} {order.note}".strip()


def queue_moved_receipt(
    tx: Tx, receipt: Receipt, event: Event, part: FundPart, *, unit_id: int, old_number: str, payer_name: str,
    office: Office, cashier: Person, words: Words,
) -> None:  # fmt: skip
    """Word the receipt that a moved payment has on its right unit; it names the receipt it replaces."""
    note = words("Moved to the right unit; replaces receipt {number}.", number=old_number)
    facts = _facts(
        tx, receipt, event, part, unit_ids=(unit_id,), payer=payer_name, note=note, tenders=(), draws=(),
        cash=Cash(0, 0), office=office, cashier=cashier, words=words,
    )  # fmt: skip
    _queue(tx, receipt, event, facts, words, drawer=False)


def payer_of(connection: Any, found: ReceiptRow) -> str:
    """Return who paid, as the receipt names them; where its paper is not kept, by the register."""
    with suppress(papers.PaperAltered):
        kept = papers.paper_of_receipt(connection, found.id)
        blocks = load(kept[1]).blocks if kept else ()
        named = [block.value for block in blocks if isinstance(block, Pair) and block.name == "payer"]
        if named:
            return named[0]
    row = registers.person(connection, found.payer_id) if found.payer_id else None
    return row.name or "" if row else ""


def _queue(
    tx: Tx, receipt: Receipt, event: Event, facts: ReceiptFacts, words: Words, *, drawer: bool, mark: str = ""
) -> None:
    paper = receipt_paper(facts, words)
    content = dump(paper.with_mark(mark) if mark else paper)
    papers.enqueue(tx, "receipt", content, receipt_id=receipt.id, event_id=event.id, drawer=drawer)


def _facts(
    tx: Tx, receipt: Receipt, event: Event, part: FundPart, *, unit_ids: Sequence[int], payer: str, note: str,
    tenders: Sequence[Tender], draws: Sequence[Draw], cash: Cash, office: Office, cashier: Person, words: Words,
) -> ReceiptFacts:  # fmt: skip
    units = [found for unit_id in unit_ids if (found := accounts.unit(tx.connection, unit_id))]
    codes = {unit.id: unit.code for unit in units}
    purses = _Purses(tx.connection, draws, words)
    return ReceiptFacts(
        number=receipt_label(receipt.series, receipt.number),
        at=tx.at,
        estate=office.estate(words.language),
        collector=office.collected_by(words.language),
        seal_line=office.seal(words.language),
        unit_codes=tuple(codes.values()),
        payer=payer,
        lines=(*_settled(part, codes, words), *_ahead(tx.connection, part, codes, words)),
        kept=tuple([purses.kept(codes, purse, amount) for purse, amount in part.kept.items() if amount]),
        rounding=part.rounding,
        total=receipt.total,
        tenders=tuple([TenderLine(t.kind, t.amount, purses.used(t) or _slip_text(t.details, words)) for t in tenders]),
        received=cash.received,
        change=cash.change,
        paid_to=tuple(_paid_to(tx.connection, part, codes, words)),
        cashier=cashier.name,
        till=tx.till or 0,
        code=receipt_code(receipt.series, receipt.number, event.hash),
        books_kind=office.books_kind,
        renminbi=office.currency == "CNY",
        symbol=office.currency_symbol,
        note=note,
    )


class _Purses:
    """Names the purses that money came out of or goes into; the items are read only where one is earmarked."""

    def __init__(self, connection: Any, draws: Sequence[Draw], words: Words) -> None:
        self._connection, self._draws, self._words = connection, draws, words

    def kept(self, codes: dict[int, str], purse: Purse, amount: int) -> KeptLine:
        return KeptLine(codes.get(purse.unit_id, ""), amount, self._item(purse.item_id))

    def used(self, tender: Tender) -> str:
        """What of a payment from balance each item's purse gave, '' where it was general money only."""
        given: dict[int, int] = {}
        for _need, purse, amount in self._draws if tender.kind == "balance" else ():
            given[purse.item_id or 0] = given.get(purse.item_id or 0, 0) + amount
        general = given.pop(0, 0)
        w = self._words
        told = [w("{item} {amount}", item=self._item(item), amount=money(each)) for item, each in given.items()]
        if general and told:
            told.append(w("general {amount}", amount=money(general)))
        return w(", ").join(told)

    def _item(self, item_id: int | None) -> str:
        return item_in(self._connection, item_id, self._words.language)


def item_name(item: Any, words: Words) -> str:
    """Return a fee item's name in the language of the words; item has item_zh and item_en."""
    name: str = (item.item_zh if words.language == "zh_CN" else item.item_en) or item.item_zh or item.item_en
    return name


def slip_text(details: dict[str, str], words: Words) -> str:
    """Return the few figures of a slip that let it be found again."""
    channels = {"wechat": words("WeChat"), "alipay": words("Alipay"), "unionpay": words("UnionPay")}
    parts = [details[name] for name in ("channel", "card", "voucher", "tail", "number", "date") if details.get(name)]
    return words(", ").join(channels.get(part, part) for part in parts)


def _slip_text(details: str, words: Words) -> str:
    return "" if details == "{}" else slip_text(json.loads(details), words)


# Flats of one layout share their ingredients, so the same few compositions are worded over and over.
@lru_cache(maxsize=1024)
def _made_of(ingredients: str, words: Words) -> str:
    return composition(json.loads(ingredients), words)


def _settled(part: FundPart, codes: dict[int, str], words: Words) -> list[ReceiptLine]:
    lines = []
    for charge_id, amount in part.allocations:
        charge = part.charges[charge_id]
        made_of = _made_of(charge.ingredients, words)
        lines.append(
            ReceiptLine(
                item_name(charge, words), charge.period, codes.get(charge.unit_id, ""), made_of, amount, charge.amount
            )
        )
    return lines


def _ahead(connection: Any, part: FundPart, codes: dict[int, str], words: Words) -> list[ReceiptLine]:
    """Consecutive months at one price become one line, so that a year ahead stays readable."""
    if not part.ahead:
        return []
    names = accounts.item_names(connection)
    lines: list[ReceiptLine] = []
    runs: list[list[Any]] = []
    for each in part.ahead:
        run = runs[-1] if runs else []
        if run and (run[-1].unit_id, run[-1].item_id, run[-1].amount) == (each.unit_id, each.item_id, each.amount):
            run.append(each)
        else:
            runs.append([each])
    for run in runs:
        first, last, total = run[0], run[-1], sum(each.amount for each in run)
        period = first.period if len(run) == 1 else words("{first} to {last}", first=first.period, last=last.period)
        name = names[first.item_id][0 if words.language == "zh_CN" else 1]
        detail = words.n("paid ahead, {n} period", "paid ahead, {n} periods", len(run))
        lines.append(ReceiptLine(name, period, codes.get(first.unit_id, ""), detail, total, total))
    return lines


def _paid_to(connection: Any, part: FundPart, codes: dict[int, str], words: Words) -> list[PaidTo]:
    items = {part.charges[charge_id].item_id for charge_id, _ in part.allocations} | {a.item_id for a in part.ahead}
    return [
        PaidTo(item_name(each, words), codes[unit_id], each.day.isoformat())
        for unit_id in codes
        for each in paid_to(connection, unit_id)
        if each.item_id in items and each.day is not None
    ]
