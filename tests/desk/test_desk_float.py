"""The float that stays in the drawer overnight: left at the close by denomination, found again at the opening."""

from pathlib import Path

import pytest

from counter.desk.approve import ReasonMissing, SelfApproval
from counter.desk.close_till import DifferenceUnexplained, LeavesTooMuch
from counter.desk.open_till import Explained, FloatDiffers
from db.queries.tills import float_left
from tests.db.tampering import forge, without_guards
from tests.desk.office import CASHIER, CHANGE_FUND, EVEN, FLOAT, FLOAT_SUM, FUNDED, SUPERVISOR, Desk, desk_at
from tests.desk.shift import close_leaving, drawer_now, open_with

LEFT = {10_000: 1, 1000: 10}
LEFT_SUM = 20_000


@pytest.fixture
def night(desk: Desk) -> Desk:
    """The next morning: 200.00 of the float stayed in the drawer."""
    close_leaving(desk, FLOAT, LEFT)
    desk.clock.wait(days=1)
    return desk


def test_what_stays_in_the_drawer_does_not_go_to_the_safe(night: Desk) -> None:
    assert float_left(night.connection, 1) == {"1000": 10, "10000": 1}
    assert night.account("float_left") == LEFT_SUM
    assert (night.account("till_cash"), night.account("safe_cash")) == (0, CHANGE_FUND - LEFT_SUM)
    assert night.findings() == []


def test_the_next_day_begins_with_exactly_what_was_left(night: Desk) -> None:
    state = open_with(night, LEFT)
    body = night.body(state.opened_event)
    assert (body["left"], body["difference"]) == ({"1000": 10, "10000": 1}, 0)
    assert (night.account("float_left"), night.account("till_cash")) == (0, LEFT_SUM)
    assert night.account("safe_cash") == CHANGE_FUND - LEFT_SUM
    assert drawer_now(night).cash_expected == LEFT_SUM
    assert night.findings() == []


def test_other_notes_of_the_same_sum_need_no_reason(night: Desk) -> None:
    state = open_with(night, {5000: 4})
    assert night.body(state.opened_event)["difference"] == 0


def test_another_float_than_was_left_is_explained_first(night: Desk) -> None:
    with pytest.raises(FloatDiffers) as refused:
        open_with(night, {10_000: 1})
    assert (refused.value.left_minor, refused.value.found_minor) == (LEFT_SUM, 10_000)
    with pytest.raises(ReasonMissing):
        open_with(night, {10_000: 1}, Explained("safe", " "))


def test_more_float_out_of_the_safe_is_booked_from_the_safe(night: Desk) -> None:
    state = open_with(night, {10_000: 5}, Explained("safe", "busy day"))
    body = night.body(state.opened_event)
    assert (body["difference"], body["goes"], body["reason"]) == (30_000, "safe", "busy day")
    assert night.account("safe_cash") == CHANGE_FUND - LEFT_SUM - 30_000
    assert night.account("over_short") == 0
    assert night.findings() == []


def test_money_missing_in_the_morning_is_over_short_within_the_limit(night: Desk) -> None:
    open_with(night, {10_000: 1, 1000: 9}, Explained("over_short", "one note less", limit=1000))
    assert night.account("over_short") == 1000
    assert night.count("approval") == 0
    assert night.findings() == []


def test_above_the_limit_a_second_person_agrees_and_never_the_same_one(night: Desk) -> None:
    lost = {10_000: 1}
    with pytest.raises(DifferenceUnexplained):
        open_with(night, lost, Explained("over_short", "gone", limit=1000))
    with pytest.raises(SelfApproval):
        open_with(night, lost, Explained("over_short", "gone", 1000, CASHIER))
    open_with(night, lost, Explained("over_short", "gone", 1000, SUPERVISOR))
    assert night.account("over_short") == 10_000
    assert night.count("approval") == 1


def test_only_what_was_counted_can_stay(desk: Desk) -> None:
    with pytest.raises(LeavesTooMuch):
        close_leaving(desk, FLOAT, {5000: 1})
    with pytest.raises(LeavesTooMuch):
        close_leaving(desk, FLOAT, {1000: 11})
    assert desk.count("close") == 0


def test_the_float_that_stays_is_the_offices_own_also_beside_another_fund(desk: Desk) -> None:
    desk.pay(FUNDED)
    total = FLOAT_SUM + 90_210
    close_leaving(desk, {10: total // 10}, {10: 2000})
    assert desk.account("float_left", "operating") == 20_000
    assert desk.account("safe_cash", "maintenance") == 15_009
    assert desk.account("safe_cash", "operating") == CHANGE_FUND + 75_201 - 20_000
    assert desk.findings() == []


def test_a_day_after_an_empty_drawer_takes_its_float_from_the_safe(desk: Desk) -> None:
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    assert "left" not in desk.body(drawer_event(desk))
    assert desk.account("safe_cash") == CHANGE_FUND - FLOAT_SUM


def drawer_event(desk: Desk) -> int:
    found = desk.connection.execute("SELECT max(id) FROM event WHERE kind = 'till_opened'").fetchone()
    return int(found[0])


def test_a_forged_float_is_found_at_both_ends(night: Desk) -> None:
    """Somebody rewrites the whole chain so that less was left: the next Z says what was taken over."""
    open_with(night, LEFT)
    night.pay(EVEN)
    night.close()
    event = night.connection.execute("SELECT min(event_id) FROM close").fetchone()[0]
    night.books.close()
    path = Path(night.books.path)
    with without_guards(path) as connection:
        for account, less in (("float_left", -5000), ("safe_cash", 5000)):
            connection.execute(
                "UPDATE posting SET amount = amount + ? WHERE event_id = ? AND account = ?", (less, event, account)
            )
        forge(connection)
    again = desk_at(path)
    codes = [finding.split(" ", 1)[0] for finding in again.findings()]
    assert codes == ["close_differs", "close_differs"]
    again.books.close()


@pytest.mark.parametrize("column", ["expected", "counted", "perpetual", "opened_event"])
def test_a_forged_figure_of_a_z_is_found_from_the_events_of_its_day(night: Desk, column: str) -> None:
    """Whoever rewrites the whole chain still has to make the Z follow from its day."""
    night.books.close()
    path = Path(night.books.path)
    with without_guards(path) as connection:
        connection.execute(f"UPDATE close SET {column} = {column} + 1")
        forge(connection)
    again = desk_at(path)
    rows = [finding for finding in again.findings() if finding.startswith("close_differs")]
    assert any(f"close 1/1 {column}" in row for row in rows)
    again.books.close()
