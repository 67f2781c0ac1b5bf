"""Printing a unit's statement of account on the spot; it changes nothing in the books."""

import json
from collections.abc import Sequence
from typing import Any

from counter.desk.explain_charges import why_of
from counter.desk.late_fees import StandingFee, standing_fee
from counter.desk.not_paid import not_paid
from counter.desk.office import Office
from counter.desk.owed_by import owed_by
from counter.desk.payment_receipt import item_name
from counter.desk.people import Person
from counter.desk.purses import item_in
from counter.desk.standing import Standing, standing
from counter.papers.statement import (
    BalanceLine,
    ItemDay,
    KeptFor,
    OpenLine,
    PaidLine,
    Reason,
    StatementFacts,
    statement_paper,
)
from counter.rules.permissions import Act
from counter.words import Words
from counter.words.explain_charge import composition
from counter.words.formats import Currency
from db import papers
from db.books import Books
from db.queries import balance_use, history
from db.queries.accounts import OpenCharge
from db.queries.receipts import receipt_label
from printing.blocks import dump

PAYMENTS = 5


def statement_facts(
    connection: Any, unit_id: int, *, at: str, clerk: str, office: Office, words: Words, day: str = ""
) -> StatementFacts:
    """Return what the statement of a unit says at a moment (UTC text). Raises UnknownUnit.

    day: up to which day (ISO date) a late fee runs, that of the moment if left out.
    """
    found = standing(connection, unit_id)
    fees = standing_fee(connection, unit_id, day or at[:10]) if office.late_fee_mode != "off" else ()
    owner = next((each for each in found.holders if each.until is None), None)
    return StatementFacts(
        estate=office.estate(words.language),
        unit_code=found.unit.code,
        owner=(owner.name or "") if owner else "",
        area=found.unit.area,
        at=at,
        clerk=clerk,
        lines=_lines(connection, found, words),
        paid_to=tuple(ItemDay(item_name(each, words), each.day.isoformat()) for each in found.paid_to if each.day),
        balance=found.purses.get(None, 0),
        kept_for=tuple(
            KeptFor(item_in(connection, item_id, words.language), amount)
            for item_id, amount in found.purses.items()
            if item_id is not None
        ),
        ahead=sum(each.amount for each in found.ahead),
        payments=_payments(connection, unit_id),
        from_balance=tuple(BalanceLine(*each) for each in balance_use.of_unit(connection, unit_id, PAYMENTS)),
        seal_line=office.seal(words.language),
        books_kind=office.books_kind,
        renminbi=office.currency == "CNY",
        symbol=office.currency_symbol,
        late_fee=sum(fee.amount for fee in fees),
        reasons=_reasons(connection, found, fees, office, words),
        written_off=tuple(_line(connection, found, each, words) for each in found.written_off),
    )


def print_statement(
    books: Books, unit_id: int, *, request_id: str, person: Person, till: int, office: Office, words: Words,
    device: str = "receipt",
) -> str:  # fmt: skip
    """Queue the statement of a unit as it stands now and return its title. Raises NotAllowed, UnknownUnit."""
    person.require(Act.READ)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        facts = statement_facts(
            tx.connection, unit_id, at=tx.at, day=tx.day, clerk=person.name, office=office, words=words
        )
        paper = statement_paper(facts, words)
        papers.enqueue(tx, paper.kind, dump(paper), device=device)
        return paper.title


def _lines(connection: Any, found: Standing, words: Words) -> tuple[OpenLine, ...]:
    return tuple(_line(connection, found, charge, words) for charge in found.charges)


def _line(connection: Any, found: Standing, charge: OpenCharge, words: Words) -> OpenLine:
    dispute = found.disputes.get(charge.charge_id)
    made_of = composition(json.loads(charge.ingredients), words)
    return OpenLine(
        item_name(charge, words), charge.period, charge.due, owed_by(charge, (found,), made_of, words), charge.open,
        charge.amount, dispute.number if dispute else "", dispute.amount if dispute else 0,
        *not_paid(connection, charge),
    )  # fmt: skip


def _reasons(
    connection: Any, found: Standing, fees: Sequence[StandingFee], office: Office, words: Words
) -> tuple[Reason, ...]:
    """Why each open charge, and each late fee that runs, is what it is; those made alike together, oldest first."""
    currency = Currency(
        office.currency_symbol, "元" if office.currency == "CNY" else office.currency, office.currency_digits
    )
    late = words("Late fee")
    made = [(item_name(each, words), each.period, each.amount, each.tariff_id, each.ingredients)
            for each in found.charges]  # fmt: skip
    made += [(late, fee.charge.period, fee.amount, None, fee.ingredients) for fee in fees]
    periods: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for item, period, amount, tariff_id, ingredients in made:
        told = why_of(connection, amount, tariff_id, ingredients, words, currency)
        periods.setdefault((item, told.calculation, told.remarks), []).append(period)
    return tuple(
        Reason(item, tuple(alike), worked, remarks) for (item, worked, remarks), alike in periods.items()
    )  # fmt: skip


def _payments(connection: Any, unit_id: int) -> tuple[PaidLine, ...]:
    """The newest receipts that stand, read by pages because void ones do not count."""
    paid: list[PaidLine] = []
    before = history.FIRST_PAGE[0]
    while len(paid) < PAYMENTS and (page := history.unit_receipts(connection, unit_id, before)):
        paid += [
            PaidLine(each.day, receipt_label(each.series, each.number), each.total) for each in page if not each.void
        ]
        before = page[-1].id
    return tuple(paid[:PAYMENTS])
