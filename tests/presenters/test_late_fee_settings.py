"""The late fee among the office's settings: off as shipped, each term dated, a warning where it is high."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.presenters.session import Session
from counter.presenters.settings_late_fee import millionths
from counter.presenters.settings_office import OfficePresenter
from counter.settings import MachineSettings
from tests.desk.late_fee_office import running
from tests.desk.office import EVEN, MANAGER, Desk
from tests.presenters.test_settings_and_journal import Seen, agreeing
from tests.presenters.units_office import open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def session(office: Desk) -> Iterator[Session]:
    session = Session(office.books, MachineSettings(language="en"), office.words, office.words)
    session.log_in(MANAGER)
    yield session
    session.close()


def test_it_is_off_as_shipped_and_every_term_is_a_row(session: Session) -> None:
    view = Seen()
    OfficePresenter(session, view, agreeing(MANAGER)).show()
    assert {key: value for key, value in view.values.items() if key.startswith("late_fee")} == {
        "late_fee_mode": "not taken",
        "late_fee_rate": "none",
        "late_fee_grace": "0",
        "late_fee_from_due": "no, they stay free",
        "late_fee_cap": "100",
        "late_fee_warn_percent": "24",
    }


def test_the_terms_hold_from_their_day_and_the_mode_at_once(office: Desk, session: Session) -> None:
    view = Seen()
    page = OfficePresenter(session, view, agreeing(MANAGER))
    page.show()
    page.opened("late_fee_rate")
    assert view.answer(value="0.05", since="2026-10-01") == ""
    assert view.said[-1][0] == "saved"
    page.opened("late_fee_mode")
    view.answer(choice="3")
    assert view.answer(since="2026-11-23") == ""
    assert (view.values["late_fee_mode"], view.values["late_fee_rate"]) == (
        "charged at the window", "0.05 %/day, 19 % a year",
    )  # fmt: skip
    assert session.office.late_fee_mode == "charged"
    assert running(office, EVEN) == [489, 100], "September fell due before"


def test_a_rate_above_the_limit_is_saved_with_a_warning(session: Session) -> None:
    view = Seen()
    page = OfficePresenter(session, view, agreeing(MANAGER))
    page.opened("late_fee_rate")
    assert view.answer(value="0.1", since="2026-11-23") == ""
    assert (view.said[-1][0], view.rests[-1]) == (
        "risk", "0.10 %/day is 37 % a year, more than 24 %: a court may lower it.",
    )  # fmt: skip
    assert view.values["late_fee_rate"] == "0.10 %/day, 37 % a year: above 24 %"
    page.opened("late_fee_warn_percent")
    view.answer(value="40", since="2026-11-23")
    assert (view.said[-1][0], view.values["late_fee_rate"]) == ("saved", "0.10 %/day, 37 % a year")


def test_a_rate_that_is_none_changes_nothing(session: Session) -> None:
    view = Seen()
    page = OfficePresenter(session, view, agreeing(MANAGER))
    page.opened("late_fee_rate")
    assert view.answer(value="5", since="2026-11-23").startswith("Write the rate in percent a day")
    assert session.office.late_fee_rate == 0


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("0.05", 500), (" 0.05 % ", 500), (".5", 5000), ("1", 10_000), ("0", 0), ("1.0001", None), ("0.00005", None),
     ("", None), ("-1", None), ("x", None), ("０.０５", None)],
)  # fmt: skip
def test_a_rate_is_read_in_percent_a_day(typed: str, rate: int | None) -> None:
    assert millionths(typed) == rate
