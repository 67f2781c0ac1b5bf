"""The shift worked by keys in the real window: cash in, a drop, a break, a hand-over, and nothing cut anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.words import Language, Words
from tests.desk.office import CASHIER, EVEN, FLOAT_SUM, OTHER_CASHIER
from tests.desk.shift import state_of
from tests.presenters.parking import put_aside
from tests.presenters.till_window import PIN
from tests.screens.kit import Stage, assert_nothing_clipped
from tests.screens.test_till_by_keys import Counter, counter_at


@pytest.fixture
def counter(stage: Stage, tmp_path: Path) -> Iterator[Counter]:
    with counter_at(stage, tmp_path / "office") as made:
        made.desk.open()
        made.desk.pay(EVEN)
        made.shell.show("till")
        yield made


def test_cash_is_paid_in_by_keys_alone(counter: Counter) -> None:
    counter.press("6", "2")
    counter.type_text("50")
    counter.press("Return")
    counter.type_text("change")
    counter.press("F9")
    assert counter.events("paid_in") == 1
    assert counter.desk.account("till_cash") == FLOAT_SUM + 75_180 + 5000


def test_a_drop_is_counted_by_keys_alone(counter: Counter) -> None:
    counter.press("8")
    counter.count_pieces("5", "1")
    counter.press("F9", "2")
    assert counter.events("cash_dropped") == 1
    assert counter.desk.account("till_cash") == FLOAT_SUM + 75_180 - 55_000


def test_a_break_and_its_end_are_two_keys(counter: Counter) -> None:
    counter.press("0", "F9")
    assert (counter.events("till_suspended"), counter.events("till_resumed")) == (1, 1)


def test_the_till_is_handed_over_by_keys_alone(counter: Counter) -> None:
    counter.press("9", "3")
    counter.press("F12", "Tab")
    counter.type_text("6" + PIN)
    counter.press("Return")
    assert counter.session.person == OTHER_CASHIER
    counter.shell.show("till").shown()
    counter.count_pieces("10", "", "", "5", "", "1", "1", "3")
    counter.press("F9")
    assert "0.00" in counter.texts()
    counter.press("F9")
    assert counter.events("handover_accepted") == 1
    assert state_of(counter.desk).cashier_id == OTHER_CASHIER.staff_id


def test_a_parked_payment_is_discarded_by_one_key(counter: Counter) -> None:
    put_aside(counter.desk, EVEN)
    counter.press("p", "F10")
    assert counter.texts().count("3-2-1201") == 0
    counter.press("Escape", "F9")
    assert "Cash count (blind)" in counter.texts()


@pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("zh_CN", 1.0), ("en", 1.5), ("zh_CN", 1.5)])
def test_nothing_is_cut_on_any_pane_of_the_shift(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    w = Words.load(language)
    with counter_at(stage, tmp_path / "office", language, scale) as counter:
        counter.desk.open()
        counter.desk.pay(EVEN)
        counter.shell.show("till")

        def after(*keys: str) -> None:
            counter.press(*keys)
            assert_nothing_clipped(stage.root)

        after("6")
        after("1")
        after("Escape")
        after("7")
        after("Escape")
        after("8")
        counter.count_pieces("3")
        after("F9")
        after("Escape", "Escape")
        after("p")
        after("Escape")
        after("0")
        after("F9")
        after("F9")
        counter.count_pieces("10", "", "", "5", "", "1", "1", "3")
        after("F9")
        after("F9")
        assert w("Stays in the drawer") in counter.texts()
        after("Escape", "Escape", "Escape")
        after("9")
        after("3")
        counter.session.log_in(OTHER_CASHIER)
        counter.shell.show("till").shown()
        counter.stage.pump()
        assert_nothing_clipped(stage.root)
        counter.count_pieces("9")
        after("F9")
        assert w("Take the till over") in counter.texts()
        assert counter.session.person != CASHIER
