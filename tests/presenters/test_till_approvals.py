"""A second person agrees, or does not; and who is let in at the lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.change_pin import reset_pin
from counter.desk.people import Person
from counter.presenters.approval import ApprovalPresenter, Wish
from counter.presenters.log_in import LogInFacts, LogInPresenter
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.settings import MachineSettings
from counter.words import Words
from db.queries.people import pending_acts
from tests.desk.office import CASHIER, MANAGER, OTHER_SUPERVISOR, SUPERVISOR, Desk, version
from tests.presenters.till_window import PIN, WrittenApproval, till_office


class WrittenLock:
    """A lock that writes down what it shows."""

    def __init__(self) -> None:
        self.facts: LogInFacts | None = None
        self.wrong, self.cleared, self.prompted = "", 0, ""

    def open(self, facts: LogInFacts) -> None:
        self.facts = facts

    def prompt(self, text: str) -> None:
        self.prompted = text

    def close(self) -> None:
        self.facts = None

    def clear_pin(self) -> None:
        self.cleared += 1

    def error(self, sentence: str) -> None:
        self.wrong = sentence


class Asking:
    """An approval that is being asked for, and what came of it."""

    def __init__(self, desk: Desk) -> None:
        words = Words.load("en")
        self.session = Session(desk.books, MachineSettings(), words, words)
        self.session.log_in(CASHIER)
        self.view = WrittenApproval()
        self.presenter = ApprovalPresenter(self.session, self.view)
        self.granted: list[tuple[Person, str]] = []
        self.requested: list[str] = []

    def ask(self, *, needs_reason: bool = False, later: bool = False, act: Act = Act.APPROVE_VOID) -> None:
        self.presenter.ask(Wish(
            act, "Void receipt 2026-000123, 548.40", "", needs_reason=needs_reason,
            on_granted=lambda person, reason: self.granted.append((person, reason)),
            on_request=self.requested.append if later else None,
        ))  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path) as made:
        yield made


@pytest.fixture
def asking(desk: Desk) -> Iterator[Asking]:
    made = Asking(desk)
    yield made
    made.session.close()


def names(asking: Asking) -> set[str]:
    assert asking.view.facts is not None
    return {each.name for each in asking.view.facts.people}


def test_only_those_who_may_are_listed(asking: Asking) -> None:
    asking.ask()
    assert names(asking) == {MANAGER.name, SUPERVISOR.name, OTHER_SUPERVISOR.name}


def test_nobody_is_asked_to_approve_their_own_wish(asking: Asking) -> None:
    asking.session.log_in(SUPERVISOR)
    asking.ask()
    assert SUPERVISOR.name not in names(asking)


def test_whoever_is_logged_in_and_may_decide_stands_first(asking: Asking) -> None:
    asking.session.log_in(OTHER_SUPERVISOR)
    asking.presenter.ask(Wish(
        Act.APPROVE_VOID, "Void", "", needs_reason=False, on_granted=lambda person, reason: None,
        requester=CASHIER.staff_id,
    ))  # fmt: skip
    assert asking.view.facts is not None
    assert asking.view.facts.people[0].name == OTHER_SUPERVISOR.name


def test_what_was_seen_goes_with_whoever_agreed(asking: Asking) -> None:
    asking.ask()
    asking.presenter.choose("3")
    asking.presenter.grant(PIN, "")
    assert asking.granted[0][0].seen == "Void receipt 2026-000123, 548.40"


def test_what_must_be_so_is_said_with_a_key_before_anything_is_agreed_to(asking: Asking) -> None:
    asking.presenter.ask(Wish(
        Act.APPROVE_VOID, "Void", "", needs_reason=False, confirm="Both parts lie here.",
        on_granted=lambda person, reason: asking.granted.append((person, reason)), on_request=asking.requested.append,
    ))  # fmt: skip
    asking.presenter.choose("3")
    asking.presenter.grant(PIN, "")
    assert asking.view.wrong == "First make sure, and press F8: Both parts lie here."
    asking.presenter.leave_for_later("nobody here")
    assert (asking.granted, asking.requested) == ([], [])
    asking.presenter.confirm()
    assert asking.view.confirmed
    asking.presenter.confirm()
    asking.presenter.grant(PIN, "")
    assert not asking.view.confirmed
    asking.presenter.confirm()
    asking.presenter.grant(PIN, "")
    assert asking.granted[0][0].seen == "Void · Both parts lie here."


def test_a_pin_for_one_use_agrees_to_nothing(asking: Asking, desk: Desk) -> None:
    reset_pin(desk.books, SUPERVISOR.staff_id, "9999", request_id="r", staff=MANAGER)
    asking.ask()
    asking.presenter.choose("3")
    asking.presenter.grant("9999", "")
    assert asking.granted == []
    assert "for one use" in asking.view.wrong


def test_a_right_pin_hands_the_proven_person_over(asking: Asking) -> None:
    asking.ask(needs_reason=True)
    asking.presenter.choose("3")
    asking.presenter.grant(PIN, " typed twice ")
    assert asking.granted == [(SUPERVISOR, "typed twice")]
    assert asking.view.facts is None


def test_a_wrong_pin_is_said_and_the_overlay_stays(asking: Asking) -> None:
    asking.ask()
    asking.presenter.grant("0000", "")
    assert asking.granted == []
    assert asking.view.facts is not None
    assert MANAGER.name in asking.view.wrong
    assert asking.view.cleared == 1


def test_three_wrong_pins_make_that_person_wait_and_nobody_else(asking: Asking) -> None:
    asking.ask()
    for _ in range(3):
        asking.presenter.grant("0000", "")
    asking.presenter.grant(PIN, "")
    assert "wrong too often" in asking.view.wrong
    assert "second" in asking.view.wrong
    asking.presenter.choose("3")
    asking.presenter.grant(PIN, "")
    assert [person for person, _ in asking.granted] == [SUPERVISOR]


def test_another_name_takes_the_typed_pin_away(asking: Asking) -> None:
    asking.ask()
    before = asking.view.cleared
    asking.presenter.choose("3")
    assert asking.view.cleared == before + 1
    asking.presenter.choose("3")
    assert asking.view.cleared == before + 1


def test_a_reason_that_is_needed_is_asked_before_the_pin_is_tried(asking: Asking) -> None:
    asking.ask(needs_reason=True)
    asking.presenter.grant("0000", "  ")
    assert asking.view.in_reason
    asking.presenter.grant("0000", "why")
    assert "PIN" in asking.view.wrong


def test_an_act_can_be_asked_for_and_decided_later(asking: Asking) -> None:
    asking.ask(later=True)
    asking.presenter.leave_for_later(" ")
    assert asking.view.in_reason
    assert asking.requested == []
    asking.presenter.leave_for_later("nobody here")
    assert asking.requested == ["nobody here"]
    assert asking.view.facts is None


def test_esc_is_silent_and_a_late_pin_does_nothing(asking: Asking) -> None:
    asking.ask()
    asking.presenter.cancelled()
    asking.presenter.grant(PIN, "")
    asking.presenter.leave_for_later("why")
    assert (asking.granted, asking.requested) == ([], [])


def test_where_nobody_may_approve_it_is_said(asking: Asking) -> None:
    asking.session.log_in(MANAGER)
    asking.ask(act=Act.CHANGE_STAFF)
    assert asking.view.facts is not None
    assert asking.view.facts.people == ()
    assert "Nobody" in asking.view.facts.text
    asking.presenter.grant(PIN, "")
    assert asking.granted == []


class Locked:
    """A locked window and who was let in."""

    def __init__(self, desk: Desk) -> None:
        words = Words.load("en")
        self.session = Session(desk.books, MachineSettings(), words, words)
        self.view = WrittenLock()
        self.let_in: list[Person] = []
        self.presenter = LogInPresenter(self.session, self.view, self.let_in.append)
        self.presenter.lock()


@pytest.fixture
def locked(desk: Desk) -> Iterator[Locked]:
    made = Locked(desk)
    yield made
    made.session.close()


def test_a_right_pin_lets_in_and_stands_in_the_books(locked: Locked, desk: Desk) -> None:
    locked.presenter.choose("2")
    locked.presenter.enter(PIN)
    assert locked.let_in == [CASHIER]
    assert locked.session.person == CASHIER
    assert locked.view.facts is None
    assert desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'logged_in'").fetchone() == (1,)


def test_a_wrong_pin_lets_nobody_in(locked: Locked) -> None:
    locked.presenter.choose("2")
    locked.presenter.enter("0000")
    assert locked.let_in == []
    assert locked.session.someone is None
    assert CASHIER.name in locked.view.wrong


def test_a_pin_without_a_name_is_not_tried(locked: Locked) -> None:
    locked.presenter.enter(PIN)
    assert locked.let_in == []
    assert locked.view.wrong


def test_after_locking_the_same_person_only_types_the_pin(locked: Locked) -> None:
    locked.presenter.choose("2")
    locked.presenter.enter(PIN)
    locked.presenter.lock()
    assert locked.view.facts is not None
    assert locked.view.facts.chosen == "2"
    locked.presenter.enter(PIN)
    assert locked.let_in == [CASHIER, CASHIER]


def test_another_person_may_take_over(locked: Locked) -> None:
    locked.presenter.choose("2")
    locked.presenter.enter(PIN)
    locked.presenter.lock()
    locked.presenter.choose("3")
    locked.presenter.enter(PIN)
    assert locked.session.person == SUPERVISOR


def test_who_has_left_is_not_listed(locked: Locked, desk: Desk) -> None:
    with desk.books.transaction("left", staff_id=1) as tx:
        row = version("staff", 2, name=CASHIER.name, role="cashier", pin_hash="none", since="2020-01-01",
                      until="2026-11-01")  # fmt: skip
        tx.change("staff_changed", {}, {"staff": [row]})
    locked.presenter.choose("3")
    locked.presenter.enter(PIN)
    locked.presenter.lock()
    assert locked.view.facts is not None
    assert CASHIER.name not in {each.name for each in locked.view.facts.people}


def test_whoever_is_alone_confirms_a_date_far_ahead_by_the_own_pin_once_more(desk: Desk, locked: Locked) -> None:
    desk.clock.wait(days=4)
    locked.presenter.choose("2")
    locked.presenter.enter(PIN)
    assert "If today is 2026-11-27, a second person confirms it by name and PIN" in locked.view.wrong
    assert locked.let_in == []
    locked.presenter.enter(PIN)
    assert locked.let_in == [CASHIER]
    assert [each.act for each in pending_acts(desk.connection)] == ["confirm_date"]


def test_what_can_only_be_asked_for_says_why_and_takes_no_pin(tmp_path: Path) -> None:
    with till_office(tmp_path) as desk:
        words = Words.load("en")
        session = Session(desk.books, MachineSettings(), words, words)
        session.log_in(CASHIER)
        view, granted, asked = WrittenApproval(), list[str](), list[str]()
        overlay = ApprovalPresenter(session, view)
        overlay.ask(Wish(
            Act.APPROVE_VOID, "Void receipt 1", "", needs_reason=True,
            on_granted=lambda person, reason: granted.append(reason), on_request=asked.append,
            only_asked="The till is not yours.",
        ))  # fmt: skip
        assert view.facts is not None
        assert view.facts.people == ()
        assert view.facts.text == "The till is not yours. You can ask for it; it is decided later."
        overlay.grant(PIN, "wrong")
        assert (view.facts is not None, view.wrong) == (True, "The till is not yours.")
        overlay.leave_for_later("wrong")
        assert (granted, asked) == ([], ["wrong"])
        session.close()
