"""Closing the till: the blind count, over/short, and the numbered Z that ends the day."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from backup.journal_format import FORMAT
from counter.desk import approve
from counter.desk.card_intents import refuse_unsettled
from counter.desk.drawer import drawer_of
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.desk.tills import TillNotOpen
from counter.papers.remittance import remittance_paper
from counter.papers.till_report import ReportFacts, z_report
from counter.rules.cash import count_total, over_short
from counter.rules.permissions import Act
from counter.rules.till import Drawer
from counter.words import Words
from db import papers
from db.books import Books, Event, Tx
from db.queries import accounts, drawer, people, tills
from db.queries.drawer import VoidedReceipt
from db.queries.tills import TillState
from db.rows import Approval, Close, Posting
from printing.blocks import dump


class Count(NamedTuple):
    """A confirmed count: only now are expected cash and the difference known; amounts in minor units."""

    event_id: int
    total: int
    expected: int
    difference: int
    needs_second_person: bool


class Closed(NamedTuple):
    """A till day that is closed."""

    close_event: int
    z_number: int
    day: str
    difference: int


class NotCounted(Exception):
    """The drawer has to be counted before the till is closed."""

    code = "not_counted"

    def __init__(self, till: int) -> None:
        super().__init__(till)
        self.till = till


class DifferenceUnexplained(Exception):
    """A difference above the limit needs a reason and a second person."""

    code = "difference_unexplained"

    def __init__(self, difference_minor: int, limit_minor: int) -> None:
        super().__init__(difference_minor, limit_minor)
        self.difference_minor = difference_minor
        self.limit_minor = limit_minor


class ActsPending(Exception):
    """Acts that somebody asked for must be decided before the day is closed."""

    code = "acts_pending"

    def __init__(self, waiting_count: int) -> None:
        super().__init__(waiting_count)
        self.waiting_count = waiting_count


def record_count(
    books: Books, counts: Mapping[int, int], *, request_id: str, cashier: Person, till: int, office: Office
) -> Count:
    """Record a blind count (denominations in minor units to pieces) and then say what was expected.

    Every count stays in the books, also one that is followed by another. Raises NotAllowed, TillNotOpen, BadCount.
    """
    cashier.require(Act.CLOSE_TILL)
    total = count_total(counts)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        state = _open_state(tx.connection, till)
        tx.day = state.day
        expected = drawer_of(tx.connection, state).cash_expected
        done = earlier_facts(tx, "till_counted")
        if done is not None:
            return _count(done[0], done[1]["total"], expected, office)
        event = tx.post("till_counted", {"counts": {str(d): n for d, n in sorted(counts.items()) if n}, "total": total})
        return _count(event.id, total, expected, office)


def _count(event_id: int, total: int, expected: int, office: Office) -> Count:
    difference = over_short(expected, total)
    return Count(event_id, total, expected, difference, abs(difference) > office.over_short_limit)


def close_till(
    books: Books, *, request_id: str, cashier: Person, till: int, office: Office, words: Words,
    reason: str = "", approver: Person | None = None,
) -> Closed:  # fmt: skip
    """Post the Z of the last count: cash to the safe, over/short to its account, numbers, perpetual total, papers.

    Raises NotAllowed, TillNotOpen, NotCounted, ActsPending, CardUnsettled, DifferenceUnexplained, SelfApproval,
    FullCardNumber (in the reason).
    """
    cashier.require(Act.CLOSE_TILL)
    no_card_number(reason)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        if tx.earlier:
            return _closed_before(tx)
        state = _open_state(tx.connection, till)
        tx.day = state.day
        refuse_unsettled(tx.connection, till)
        waiting = approve.holding_day(tx.connection)
        if waiting:
            raise ActsPending(len(waiting))
        day_drawer = drawer_of(tx.connection, state)
        counted = tills.last_count(tx.connection, state)
        if counted is None:
            raise NotCounted(till)
        difference = over_short(day_drawer.cash_expected, counted)
        agreed = _agreed(difference, office, state, cashier, approver, reason)
        seen = approve.seen_by(approver if agreed else None)
        return _post_z(tx, state, day_drawer, counted, agreed, cashier, office, words, reason, seen)


def _agreed(
    difference: int, office: Office, state: TillState, cashier: Person, approver: Person | None, reason: str
) -> list[Approval]:
    if abs(difference) <= office.over_short_limit:
        return []
    if approver is None or not reason.strip():
        raise DifferenceUnexplained(difference, office.over_short_limit)
    # Whoever ran the drawer does not agree to its difference, even where somebody else closes it.
    if approver.staff_id == state.cashier_id:
        raise approve.SelfApproval(approver.name, "over_short")
    subject = f"till:{state.till}"
    return [approve.approval("over_short", subject, cashier.staff_id, approver, reason)]


def _open_state(connection: Any, till: int) -> TillState:
    state = tills.till_state(connection, till)
    if state is None:
        raise TillNotOpen(till)
    return state


def _post_z(
    tx: Tx, state: TillState, day_drawer: Drawer, counted: int, agreed: list[Approval], cashier: Person,
    office: Office, words: Words, reason: str, seen: Mapping[str, str],
) -> Closed:  # fmt: skip
    before = tills.last_close(tx.connection, state.till)
    z_number = tx.take_number(f"Z{state.till}")
    difference = counted - day_drawer.cash_expected
    close = Close(
        state.till, z_number, state.day, tills.last_anchor(tx.connection) + 1, state.opened_event,
        day_drawer.cash_expected, counted, (before.perpetual if before else 0) + day_drawer.received,
    )  # fmt: skip
    voided = drawer.voided(tx.connection, state.opened_event, tx.head_id, state.till)
    facts = {
        "drawer": asdict(day_drawer),
        "difference": difference,
        "reason": reason.strip(),
        "journal_format": FORMAT,
        **seen,
    }
    cash = drawer.cash_in_till(tx.connection, state.opened_event, tx.head_id, state.till)
    event = tx.post("till_closed", facts, [close, *agreed, *_cash_postings(cash, counted)])
    tills.set_closed(tx.connection, state.till)
    report = _report(
        tx, state, close, agreed, drawer_facts=(day_drawer, tuple(voided)), event=event, cashier=cashier,
        office=office, words=words, reason=reason,
    )  # fmt: skip
    z_paper = papers.enqueue(tx, "z_report", dump(z_report(report, words)), event_id=event.id)
    papers.enqueue_again(tx, z_paper, device="office", copy_number=0)
    papers.enqueue(tx, "remittance", dump(remittance_paper(report, words)), event_id=event.id, device="office")
    return Closed(event.id, z_number, state.day, difference)


def _report(
    tx: Tx, state: TillState, close: Close, agreed: list[Approval], *,
    drawer_facts: tuple[Drawer, tuple[VoidedReceipt, ...]], event: Event, cashier: Person, office: Office,
    words: Words, reason: str,
) -> ReportFacts:  # fmt: skip
    approver = people.staff(tx.connection, agreed[0].approver_id) if agreed else None
    return ReportFacts(
        estate=office.estate(words.language),
        books_kind=office.books_kind,
        till=state.till,
        z_number=close.z_number,
        day=state.day,
        at=tx.at,
        cashier=cashier.name,
        approver=approver.name if approver else "",
        reason=reason.strip(),
        drawer=drawer_facts[0],
        counted=close.counted,
        perpetual=close.perpetual,
        chain_head=event.hash,
        chain_event=event.id,
        voided=drawer_facts[1],
        item_names=accounts.item_names(tx.connection),
        symbol=office.currency_symbol,
        renminbi=office.currency == "CNY",
    )


def _cash_postings(cash: Mapping[str, int], counted: int) -> list[Posting]:
    """Each fund's cash goes to the safe whole; what is over or short is the office's own."""
    short = sum(cash.values()) - counted
    to_safe = {**cash, "operating": cash.get("operating", 0) - short}
    postings = [
        *(Posting(fund, "safe_cash", amount, tender="cash") for fund, amount in to_safe.items()),
        *(Posting(fund, "till_cash", -amount, tender="cash") for fund, amount in cash.items()),
        Posting("operating", "over_short", short, tender="cash"),
    ]
    return [posting for posting in postings if posting.amount]


def _closed_before(tx: Tx) -> Closed:
    event = tx.earlier[-1]
    close = tills.close_of(tx.connection, event.id)
    if close is None:
        raise NotCounted(tx.till or 0)
    return Closed(event.id, close.z_number, close.day, close.counted - close.expected)
