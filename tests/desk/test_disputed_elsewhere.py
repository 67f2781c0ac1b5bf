"""What is disputed stays disputed: no split and no bill run taken back makes a sum of it that no dispute protects."""

import pytest

from counter.desk.open_case import Disputed
from counter.desk.preview_bills import preview
from counter.desk.run_bills import run
from counter.desk.split_at_sale import NothingToSplit, Split, SplitWaits, split_at_sale
from counter.desk.take_back_bills import TakenBack, take_back
from tests.desk.acts_at_desk import sell
from tests.desk.case_office import bring, examined, settle
from tests.desk.late_fee_office import next_day, running, with_late_fee
from tests.desk.office import EVEN, FINANCE, MANAGER, Desk

MONTH = 25_060


def split(desk: Desk) -> Split:
    return split_at_sale(desk.books, EVEN, request_id=desk.request(), staff=FINANCE)


def back(desk: Desk, event: int | None) -> TakenBack:
    assert event is not None
    return take_back(desk.books, event, reason="wrong", request_id=desk.request(), staff=MANAGER)


def test_a_disputed_charge_is_split_once_the_dispute_has_ended(desk: Desk) -> None:
    with_late_fee(desk)
    november = desk.charges(EVEN)[-1].charge_id
    case = examined(desk, Disputed(november, MONTH))
    sell(desk, EVEN, "2026-11-11")
    with pytest.raises(SplitWaits) as waits:
        split(desk)
    assert waits.value.open_count == 1
    before = running(desk, EVEN)[2:]
    next_day(desk, 30)
    assert running(desk, EVEN)[2:] == before, "nobody is late with what is disputed"
    settle(desk, case)
    assert split(desk) == (1, 16_707)
    with pytest.raises(NothingToSplit):
        split(desk)


def test_what_nobody_disputes_is_split_meanwhile(desk: Desk) -> None:
    october, november = (each.charge_id for each in desk.charges(EVEN)[1:])
    bring(desk, Disputed(november, 1))
    sell(desk, EVEN, "2026-10-16")
    assert split(desk).charges == 1
    assert {each.charge_id: each.open for each in desk.charges(EVEN)}[november] == MONTH
    assert {each.charge_id: each.open for each in desk.charges(EVEN)}[october] < MONTH


def test_a_disputed_charge_stays_when_its_run_is_taken_back(desk: Desk) -> None:
    done = run(desk.books, preview(desk.connection, ["2026-12"]), request_id="r", staff=MANAGER)
    december = desk.charges(EVEN)[-1].charge_id
    case = examined(desk, Disputed(december, 10_000))
    first = back(desk, done.event_id)
    assert [(kept.charge_id, kept.reason) for kept in first.kept] == [(december, "disputed")]
    settle(desk, case)
    assert (back(desk, done.event_id).count, desk.findings()) == (1, [])
