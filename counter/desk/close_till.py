"""Closing the till: over/short of the last count, and the numbered Z that ends the day."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from backup.journal_format import FORMAT
from counter.desk import approve
from counter.desk.card_intents import refuse_unsettled
from counter.desk.check_slips import differing
from counter.desk.count_till import CountMade, asks_second, counts_made, open_state
from counter.desk.drawer import drawer_of, told_handovers, told_stretches, told_take_ups
from counter.desk.office import Office
from counter.desk.owed import Agreement, agree_or_owe
from counter.desk.parked import refuse_parked
from counter.desk.people import Person
from counter.desk.tenders import no_card_number
from counter.desk.tills import ran_by, require_to_end
from counter.desk.told_people import told_alone, told_owed, told_staff_changes
from counter.papers.remittance import remittance_paper
from counter.papers.report_counts import CountLine
from counter.papers.till_report import ReportFacts, z_report
from counter.rules.cash import count_total, over_short
from counter.rules.permissions import Act
from counter.rules.remittance import cash_to_safe
from counter.rules.till import Drawer
from counter.words import Words
from db import papers
from db.books import Books, Event, Tx
from db.queries import accounts, drawer, people, safe, tills
from db.queries.drawer import VoidedReceipt
from db.queries.tills import LastCount, TillState
from db.rows import Close, Posting
from printing.blocks import dump


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


class CountedAgain(Exception):
    """The drawer was counted again after it had been shown what was expected: a second person agrees to that."""

    code = "counted_again"

    def __init__(self, times: int) -> None:
        super().__init__(times)
        self.times = times


class LateCloseUnapproved(Exception):
    """A day that was forgotten is closed late only with a reason and a second person."""

    code = "late_close_unapproved"

    def __init__(self, till: int, open_day: str) -> None:
        super().__init__(till, open_day)
        self.till = till
        self.open_day = open_day


class LeavesTooMuch(Exception):
    """More is to stay in the drawer than was counted in it."""

    code = "leaves_too_much"

    def __init__(self, left_minor: int, counted_minor: int) -> None:
        super().__init__(left_minor, counted_minor)
        self.left_minor = left_minor
        self.counted_minor = counted_minor


class ActsPending(Exception):
    """Acts that somebody asked for must be decided before the day is closed."""

    code = "acts_pending"

    def __init__(self, waiting_count: int) -> None:
        super().__init__(waiting_count)
        self.waiting_count = waiting_count


def close_till(
    books: Books, *, request_id: str, cashier: Person, till: int, office: Office, words: Words,
    reason: str = "", approver: Person | None = None, left: Mapping[int, int] | None = None, alone: bool = False,
) -> Closed:  # fmt: skip
    """Post the Z of the last count: cash to the safe, over/short to its account, numbers, perpetual total, papers.

    left: the float that stays in the drawer, denominations in minor units to pieces; the rest goes to the safe. A day
    before today is closed late, dated by its opening. alone: nobody is there who may agree; then the approval is owed.
    Raises NotAllowed, TillNotOpen, NotYourTill, TillSuspended, HandoverHangs, ParkedPayments, NotCounted,
    ActsPending, CardUnsettled, LeavesTooMuch, LateCloseUnapproved, DifferenceUnexplained, CountedAgain, SelfApproval,
    HadTheDrawer, FullCardNumber (in the reason).
    """
    cashier.require(Act.CLOSE_TILL)
    no_card_number(reason)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        if tx.earlier:
            return _closed_before(tx)
        state = _ready_to_close(tx.connection, till)
        require_to_end(tx.connection, state, cashier, tx.day)
        late = state.day < tx.day
        tx.day = state.day
        day_drawer = drawer_of(tx.connection, state)
        counted = tills.last_count(tx.connection, state)
        if counted is None:
            raise NotCounted(till)
        stays = _stays(left or {}, counted)
        difference = over_short(day_drawer.cash_expected, counted.total)
        counts = counts_made(tx.connection, state)
        acts = _asked_of_a_second(counts, difference, office, state, late=late)
        if acts and not (reason.strip() and (approver or alone)):
            raise acts[0][1]
        z_number = tx.take_number(f"Z{till}")
        agreed = agree_or_owe(
            tx, [act for act, _why in acts], f"z:{till}:{z_number}", cashier.staff_id, approver, reason,
            {*ran_by(tx.connection, state), *(each.staff_id for each in counts)},
        )  # fmt: skip
        ending = Ending(
            z_number, day_drawer, counted.total, stays, reason.strip(), late, agreed, approve.seen_by(approver), counts
        )  # fmt: skip
        return _post_z(tx, state, ending, cashier, office, words)


class Ending(NamedTuple):
    """What a day ends with: its drawer, the count (minor units), the float that stays, and who agreed to what."""

    z_number: int
    drawer: Drawer
    counted: int
    left: dict[int, int]
    reason: str
    late: bool
    agreed: Agreement
    seen: Mapping[str, str]
    counts: Sequence[CountMade]


def _ready_to_close(connection: Any, till: int) -> TillState:
    state = open_state(connection, till)
    refuse_unsettled(connection, till)
    refuse_parked(connection, till)
    waiting = approve.holding_day(connection)
    if waiting:
        raise ActsPending(len(waiting))
    return state


def _stays(left: Mapping[int, int], counted: LastCount) -> dict[int, int]:
    total = count_total(left)
    if any(number > counted.counts.get(face, 0) for face, number in left.items()):
        raise LeavesTooMuch(total, counted.total)
    return {face: number for face, number in sorted(left.items()) if number}


def _asked_of_a_second(
    counts: Sequence[CountMade], difference: int, office: Office, state: TillState, *, late: bool
) -> list[tuple[str, Exception]]:
    """Return the acts that a second person agrees to, each with what is said while nobody does."""
    limit = office.over_short_limit
    worst = max((difference, *(each.difference for each in counts)), key=abs)
    acts: list[tuple[str, Exception]] = []
    if abs(worst) > limit:
        acts.append(("over_short", DifferenceUnexplained(worst, limit)))
    elif asks_second(counts, limit):
        acts.append(("over_short", CountedAgain(len(counts))))
    if late:
        acts.append(("late_close", LateCloseUnapproved(state.till, state.day)))
    return acts


def _post_z(tx: Tx, state: TillState, ending: Ending, cashier: Person, office: Office, words: Words) -> Closed:
    before = tills.last_close(tx.connection, state.till)
    difference = ending.counted - ending.drawer.cash_expected
    close = Close(
        state.till, ending.z_number, state.day, tills.last_anchor(tx.connection) + 1, state.opened_event,
        ending.drawer.cash_expected, ending.counted, (before.perpetual if before else 0) + ending.drawer.received,
    )  # fmt: skip
    voided = drawer.voided(tx.connection, state.opened_event, tx.head_id, state.till)
    facts: dict[str, Any] = {
        "drawer": ending.drawer.facts(),
        "difference": difference,
        "reason": ending.reason,
        "journal_format": FORMAT,
        **ending.seen,
        **ending.agreed.facts,
    }
    stays = count_total(ending.left)
    if stays:
        facts |= {"left": {str(face): number for face, number in ending.left.items()}, "left_amount": stays}
    if ending.late:
        facts["late"] = True
    cash = drawer.cash_in_till(tx.connection, state.opened_event, tx.head_id, state.till)
    event = tx.post("till_closed", facts, [close, *ending.agreed.rows, *_cash_postings(cash, ending.counted, stays)])
    tills.set_closed(tx.connection, state.till)
    report = _report(
        tx, state, close, ending, voided=tuple(voided), event=event, cashier=cashier, office=office, words=words
    )
    z_paper = papers.enqueue(tx, "z_report", dump(z_report(report, words)), event_id=event.id)
    papers.enqueue_again(tx, z_paper, device="office", copy_number=0)
    papers.enqueue(tx, "remittance", dump(remittance_paper(report, words)), event_id=event.id, device="office")
    return Closed(event.id, close.z_number, state.day, difference)


def _report(
    tx: Tx, state: TillState, close: Close, ending: Ending, *, voided: tuple[VoidedReceipt, ...], event: Event,
    cashier: Person, office: Office, words: Words,
) -> ReportFacts:  # fmt: skip
    approver = people.staff(tx.connection, ending.agreed.rows[0].approver_id) if ending.agreed.rows else None
    closed = tills.CloseRow(event.id, *close)
    return ReportFacts(
        estate=office.estate(words.language),
        books_kind=office.books_kind,
        till=state.till,
        z_number=close.z_number,
        day=state.day,
        at=tx.at,
        cashier=cashier.name,
        approver=approver.name if approver else "",
        reason=ending.reason,
        drawer=ending.drawer,
        counted=close.counted,
        perpetual=close.perpetual,
        chain_head=event.hash,
        chain_event=event.id,
        voided=voided,
        item_names=accounts.item_names(tx.connection),
        symbol=office.currency_symbol,
        renminbi=office.currency == "CNY",
        left=count_total(ending.left),
        handed=cash_to_safe(safe.moves_of(tx.connection, [closed])[event.id]),
        late=ending.late,
        handovers=told_handovers(tx.connection, state, event.id - 1),
        take_ups=told_take_ups(tx.connection, state),
        stretches=told_stretches(tx.connection, state, event.id - 1),
        slips=differing(tx.connection, state),
        counts=tuple(CountLine(each.at, each.total, each.difference) for each in ending.counts),
        staff_changes=told_staff_changes(tx.connection, state.opened_event, event.id - 1),
        alone=told_alone(tx.connection, state.opened_event, event.id - 1),
        owed=told_owed(tx.connection, close.first_event - 1),
    )


def _cash_postings(cash: Mapping[str, int], counted: int, left: int) -> list[Posting]:
    """Each fund's cash goes to the safe but for the float that stays; what is over or short is the office's own."""
    short = sum(cash.values()) - counted
    to_safe = {**cash, "operating": cash.get("operating", 0) - short - left}
    postings = [
        *(Posting(fund, "safe_cash", amount, tender="cash") for fund, amount in to_safe.items()),
        *(Posting(fund, "till_cash", -amount, tender="cash") for fund, amount in cash.items()),
        Posting("operating", "float_left", left, tender="cash"),
        Posting("operating", "over_short", short, tender="cash"),
    ]
    return [posting for posting in postings if posting.amount]


def _closed_before(tx: Tx) -> Closed:
    event = tx.earlier[-1]
    close = tills.close_of(tx.connection, event.id)
    if close is None:
        raise NotCounted(tx.till or 0)
    return Closed(event.id, close.z_number, close.day, close.counted - close.expected)
