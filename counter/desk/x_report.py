"""The X report: the open day so far, from the same function as the Z."""

from typing import Any

from counter.desk.drawer import drawer_of, told_handovers, told_stretches, told_take_ups
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.tills import require_day
from counter.desk.told_people import told_owed
from counter.papers.till_report import ReportFacts, x_report
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from db.queries import accounts, drawer, tills
from db.queries.tills import TillState
from printing.blocks import dump


def report_facts(
    connection: Any, state: TillState, office: Office, cashier: str, at: str, language: str
) -> ReportFacts:
    """Return what the open day's report says."""
    last, head = tills.head(connection)
    before = tills.last_close(connection, state.till)
    day_drawer = drawer_of(connection, state, last)
    return ReportFacts(
        estate=office.estate(language),
        books_kind=office.books_kind,
        till=state.till,
        z_number=0,
        day=state.day,
        at=at,
        cashier=cashier,
        approver="",
        reason="",
        drawer=day_drawer,
        counted=None,
        perpetual=(before.perpetual if before else 0) + day_drawer.received,
        chain_head=head,
        chain_event=last,
        voided=tuple(drawer.voided(connection, state.opened_event, last, state.till)),
        item_names=accounts.item_names(connection),
        symbol=office.currency_symbol,
        renminbi=office.currency == "CNY",
        handovers=told_handovers(connection, state, last),
        take_ups=told_take_ups(connection, state),
        stretches=told_stretches(connection, state, last),
        owed=told_owed(connection, tills.last_anchor(connection)),
    )


def print_x(books: Books, *, request_id: str, cashier: Person, till: int, office: Office, words: Words) -> None:
    """Queue an X report and record that it was made. Raises NotAllowed, TillNotOpen, TillDayOver."""
    cashier.require(Act.CLOSE_TILL)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = require_day(tx.connection, till, tx.day)
        tx.day = state.day
        facts = report_facts(tx.connection, state, office, cashier.name, tx.at, words.language)
        event = tx.post("x_reported", {})
        papers.enqueue(tx, "x_report", dump(x_report(facts, words)), event_id=event.id)
