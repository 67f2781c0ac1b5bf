"""The queue of papers without a window: what waits is said in words, and what may be out is never printed twice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from counter.presenters.paper_queue import PaperQueuePresenter, QueueChoice, QueueRow
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.session import Session
from db import papers
from db.queries import history
from tests.desk.office import EVEN, SUPERVISOR, Desk
from tests.presenters.units_office import SecondPerson, open_office, session_of


class FakeView:
    """A sheet that remembers what it was told to show."""

    def __init__(self) -> None:
        self.rows: list[QueueRow] = []
        self.choice: QueueChoice | None = None
        self.empty = ""
        self.said: list[tuple[SayKind, str]] = []
        self.questions: list[Question] = []
        self.opened = 0

    def open_sheet(self) -> None:
        self.opened += 1

    def show_papers(self, rows: Sequence[QueueRow], empty: str) -> None:
        self.rows, self.empty = list(rows), empty

    def show_choice(self, choice: QueueChoice) -> None:
        self.choice = choice

    def show_forms(self, text: str) -> None:
        self.forms = text

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        self.said.append((kind, text))

    def ask(self, what: Question) -> None:
        self.questions.append(what)


class Queue:
    """A presenter at its fake view over an office with one receipt on its way."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self.desk, self.session, self.view, self.second = desk, session, FakeView(), SecondPerson()
        self.woken = 0
        self.receipt_id = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1]).receipts[0].id
        self.presenter = PaperQueuePresenter(session, self.view, self.second, wake=self._wake)

    def _wake(self) -> None:
        self.woken += 1

    def becomes(self, state: str, note: str = "") -> str:
        """The receipt's job comes to a state; returns its id as the list shows it."""
        job = history.waiting_papers(self.desk.connection)[0].job_id
        papers.mark(self.desk.books, job, state, note)
        self.presenter.open()
        return str(job)

    def state(self, row_id: str) -> str:
        found = history.paper_line(self.desk.connection, int(row_id))
        assert found is not None
        return found.state

    def chosen(self, row_id: str) -> QueueChoice:
        self.presenter.selected(row_id)
        assert self.view.choice is not None
        return self.view.choice


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with open_office(tmp_path) as desk, session_of(desk) as session:
        yield Queue(desk, session)


def test_a_waiting_paper_says_what_it_is_and_why_it_waits(queue: Queue) -> None:
    job = queue.becomes("queued", "paper_out")
    row = queue.view.rows[0]
    assert (row.title, row.device, row.state) == (
        "Receipt 2026-000001", "Receipt printer", "waits: the paper has run out",
    )  # fmt: skip
    assert queue.chosen(job).advice == "Put in a new roll; it then goes on by itself."


@pytest.mark.parametrize(
    ("state", "word"),
    [("sending", "being printed"), ("sent", "sent, not confirmed"), ("unsure", "unsure: is it on paper?")],
)
def test_every_state_has_its_word(queue: Queue, state: str, word: str) -> None:
    queue.becomes(state)
    assert queue.view.rows[0].state == word


def test_what_never_left_is_simply_tried_again(queue: Queue) -> None:
    job = queue.becomes("queued", "unreachable")
    queue.presenter.retry(job)
    assert (queue.state(job), queue.desk.count("copy"), queue.woken) == ("queued", 0, 1)


@pytest.mark.parametrize("state", ["unsure", "sent"])
def test_what_reached_the_printer_is_asked_about_and_printed_again_as_a_counted_copy(queue: Queue, state: str) -> None:
    job = queue.becomes(state)
    queue.presenter.retry(job)
    assert queue.desk.count("copy") == 0
    question = queue.view.questions[-1]
    assert question.title == "Is it on paper?"
    assert question.answer({"choice": "2"}) == ""
    assert (queue.state(job), queue.desk.count("copy")) == ("dropped", 1)
    assert queue.view.rows[0].title == "Receipt 2026-000001 (copy no. 1)"
    assert queue.view.said[-1] == ("plain", "Copy no. 1 is being printed.")


def test_the_same_answer_twice_makes_one_copy(queue: Queue) -> None:
    queue.presenter.retry(queue.becomes("unsure"))
    question = queue.view.questions[-1]
    question.answer({"choice": "2"})
    question.answer({"choice": "2"})
    assert queue.desk.count("copy") == 1


def test_a_paper_that_is_there_is_confirmed_by_hand(queue: Queue) -> None:
    job = queue.becomes("unsure")
    queue.presenter.retry(job)
    queue.view.questions[-1].answer({"choice": "1"})
    assert (queue.state(job), queue.desk.count("copy")) == ("confirmed", 0)
    assert (queue.view.rows, queue.view.empty) == ([], "Every paper is printed.")


def test_another_paper_than_a_receipt_is_printed_again_as_a_marked_copy_of_itself(queue: Queue) -> None:
    with queue.desk.books.transaction("statement", staff_id=2) as tx:
        paper = history.waiting_papers(tx.connection)[0]
        made = papers.enqueue(tx, "statement", paper.content)
    job = str(history.waiting_papers(queue.desk.connection)[-1].job_id)
    papers.mark(queue.desk.books, int(job), "unsure", "broken_off")
    queue.presenter.open()
    queue.presenter.retry(job)
    queue.view.questions[-1].answer({"choice": "2"})
    assert (history.last_copy(queue.desk.connection, made), queue.desk.count("copy")) == (1, 0)


def test_nothing_is_done_with_a_paper_under_way(queue: Queue) -> None:
    job = queue.becomes("sending")
    assert queue.chosen(job)[1:] == (False, False, False)
    queue.presenter.retry(job)
    queue.presenter.give_up(job)
    queue.presenter.confirm(job)
    assert (queue.state(job), queue.view.questions) == ("sending", [])


def test_a_paper_is_given_up_only_after_asking_and_the_money_stays(queue: Queue) -> None:
    job = queue.becomes("queued")
    events = queue.desk.count("event")
    queue.presenter.give_up(job)
    assert queue.state(job) == "queued"
    assert queue.view.questions[-1].answer({"choice": "1"}) == ""
    assert (queue.state(job), queue.desk.count("event"), queue.view.rows) == ("dropped", events, [])


def test_a_paper_that_the_printer_took_while_the_question_stood_is_not_said_to_be_given_up(queue: Queue) -> None:
    job = queue.becomes("queued")
    queue.presenter.give_up(job)
    queue.becomes("sending")
    assert queue.view.questions[-1].answer({"choice": "1"}) == ""
    assert (queue.state(job), queue.view.said[-1][1]) == ("sending", "The printer is printing already.")


@pytest.mark.parametrize("meanwhile", ["sending", "sent", "confirmed"])
def test_a_paper_that_went_out_while_it_was_asked_for_again_is_not_queued_once_more(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    job = queue.becomes("queued")
    before = history.paper_line(queue.desk.connection, int(job))
    queue.becomes(meanwhile)
    monkeypatch.setattr("counter.desk.retry_print._job", lambda _books, _job: before)  # read before the printer took it
    queue.presenter.retry(job)
    assert queue.state(job) == meanwhile


def test_beyond_the_limit_of_copies_a_second_person_is_asked(queue: Queue) -> None:
    queue.session.office = replace(queue.session.office, reprint_limit=0)
    queue.presenter.retry(queue.becomes("unsure"))
    queue.view.questions[-1].answer({"choice": "2"})
    assert queue.desk.count("copy") == 0
    queue.second.asked[-1].granted(SUPERVISOR, "the line broke")
    assert (queue.desk.count("copy"), queue.desk.count("approval")) == (1, 1)
