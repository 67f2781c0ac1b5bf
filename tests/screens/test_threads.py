"""The ticker and the worker: threads beside a window."""

import threading

from counter.screens.ticker import TICK, Ticker
from counter.screens.worker import Job, Ticket, Worker
from tests.screens.kit import Stage


def unwanted(error: Exception) -> None:
    raise AssertionError("a job that should have ended well failed") from error


def test_ticks_arrive_in_the_window_until_it_is_stopped(stage: Stage) -> None:
    ticks: list[threading.Thread] = []
    stage.root.bind(TICK, lambda _: ticks.append(threading.current_thread()))
    with Ticker(stage.root, seconds=0.01):
        stage.pump(lambda: len(ticks) >= 3)
    after = len(ticks)
    stage.pump()
    assert set(ticks) == {threading.main_thread()}
    assert len(ticks) == after
    assert "ticker" not in {thread.name for thread in threading.enumerate()}


def test_a_result_is_handed_over_on_the_thread_of_the_window(stage: Stage) -> None:
    heard: list[tuple[int, str]] = []
    worker = Worker(stage.root)
    where: list[str] = []

    def work(_: Ticket) -> int:
        where.append(threading.current_thread().name)
        return 42

    worker.submit(Job(work, lambda n: heard.append((n, threading.current_thread().name)), unwanted))
    stage.pump(lambda: heard)
    assert heard == [(42, "MainThread")]
    assert where == ["worker"]
    assert not worker.busy
    assert worker.close()


def test_a_failure_is_told_and_the_next_job_still_runs(stage: Stage) -> None:
    heard: list[object] = []
    worker = Worker(stage.root)
    worker.submit(Job(lambda _: 1 // 0, unwanted, lambda error: heard.append(type(error))))
    worker.submit(Job(lambda _: "paper", heard.append, unwanted))
    stage.pump(lambda: len(heard) == 2)
    assert heard == [ZeroDivisionError, "paper"]
    worker.close()


def test_progress_ends_with_the_last_figure(stage: Stage) -> None:
    figures: list[tuple[int, int]] = []
    done: list[None] = []

    def work(ticket: Ticket) -> None:
        for number in range(1, 5001):
            ticket.report(number, 5000)

    worker = Worker(stage.root)
    worker.submit(Job(work, done.append, unwanted, lambda n, total: figures.append((n, total))))
    stage.pump(lambda: done)
    assert figures[-1] == (5000, 5000)
    assert len(figures) < 5000
    worker.close()


def test_a_cancelled_job_ends_itself_and_tells_how_far_it_came(stage: Stage) -> None:
    heard: list[str] = []
    began = threading.Event()

    def work(ticket: Ticket) -> str:
        began.set()
        while not ticket.cancelled:
            threading.Event().wait(0.001)
        return "left in order"

    worker = Worker(stage.root)
    ticket = worker.submit(Job(work, heard.append, unwanted))
    assert began.wait(5)
    ticket.cancel()
    stage.pump(lambda: heard)
    assert heard == ["left in order"]
    worker.close()


def test_closing_cancels_waits_and_tells_nobody_any_more(stage: Stage) -> None:
    heard: list[object] = []
    seen: list[bool] = []

    def work(ticket: Ticket) -> None:
        while not ticket.cancelled:
            threading.Event().wait(0.001)
        seen.append(True)

    worker = Worker(stage.root)
    worker.submit(Job(work, heard.append, heard.append))
    assert worker.close()
    stage.pump()
    assert seen == [True]
    assert heard == []


def test_a_tick_hands_results_over_when_the_clock_of_after_stands_still(stage: Stage) -> None:
    heard: list[str] = []
    worker = Worker(stage.root)
    worker.submit(Job(lambda _: "saved", heard.append, unwanted))
    stage.root.after_cancel(worker._drain_id)
    ready = threading.Event()
    worker.submit(Job(lambda _: ready.set(), lambda _: None, unwanted))
    assert ready.wait(5)
    stage.root.event_generate(TICK)
    assert heard == ["saved"]
    worker.close()
