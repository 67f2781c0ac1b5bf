"""Long work on a thread beside the window: results come back through a queue that the window empties."""

import queue
import threading
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from counter.screens.ticker import TICK

T = TypeVar("T")
DRAIN_MS = 25


class Ticket:
    """What a job holds of the window: whether it was cancelled, and where to say how far it is."""

    def __init__(self, say: Callable[[int, int], None]) -> None:
        self._cancelled = threading.Event()
        self._say = say

    @property
    def cancelled(self) -> bool:
        """Whether the person cancelled; the job looks at it between two steps that may be left undone."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next look."""
        self._cancelled.set()

    def report(self, done: int, total: int) -> None:
        """Say how many of how many are done; may be called as often as one likes, from the job's thread."""
        self._say(done, total)


def _nothing(_done: int, _total: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """A piece of work and who hears of it; `work` runs on the thread, the other three on the window's thread."""

    work: Callable[[Ticket], T]
    done: Callable[[T], object]
    failed: Callable[[Exception], object]
    progress: Callable[[int, int], object] = field(default=_nothing)


class _Latest:
    """The newest figure of a job: one that reports every line must not flood the window."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._figure = (0, 0)
        self._waiting = False

    def put(self, done: int, total: int) -> bool:
        """Keep the figure; return whether nobody has been told to come and take it."""
        with self._lock:
            first, self._waiting, self._figure = not self._waiting, True, (done, total)
            return first

    def take(self) -> tuple[int, int]:
        with self._lock:
            self._waiting = False
            return self._figure


class Worker:
    """One thread that runs jobs in the order given; it never touches Tk."""

    def __init__(self, root: tk.Tk, name: str = "worker") -> None:
        self._root = root
        self._jobs: queue.SimpleQueue[tuple[Job[Any], Ticket] | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._open: set[Ticket] = set()
        self._drain_id = ""
        self._closed = False
        self._root.bind(TICK, lambda _: self.drain(), add="+")
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a job is running, waiting or not yet heard of."""
        return bool(self._open)

    def submit(self, job: Job[T]) -> Ticket:
        """Queue a job and return its ticket, by which it can be cancelled."""
        latest = _Latest()

        def say(done: int, total: int) -> None:
            if latest.put(done, total):
                self._results.put(lambda: job.progress(*latest.take()))

        ticket = Ticket(say)
        self._open.add(ticket)
        self._jobs.put((job, ticket))
        self._poll()
        return ticket

    def drain(self) -> None:
        """Hand over what has come back; runs on the window's thread."""
        while not self._closed:
            try:
                hand_over = self._results.get_nowait()
            except queue.Empty:
                return
            hand_over()

    def close(self, seconds: float = 10.0) -> bool:
        """Cancel everything and wait for the thread; return whether it ended in time."""
        self._closed = True
        if self._drain_id:
            self._root.after_cancel(self._drain_id)
        for ticket in self._open:
            ticket.cancel()
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _poll(self) -> None:
        if not self._drain_id:
            self._drain_id = self._root.after(DRAIN_MS, self._polled)

    def _polled(self) -> None:
        self._drain_id = ""
        try:
            self.drain()
        finally:
            if self._open and not self._closed:
                self._poll()

    def _run(self) -> None:
        while (entry := self._jobs.get()) is not None:
            job, ticket = entry
            try:
                result = job.work(ticket)
            except Exception as error:
                self._results.put(lambda j=job, t=ticket, e=error: self._finish(t, lambda: j.failed(e)))  # type: ignore[misc]
            else:
                self._results.put(lambda j=job, t=ticket, r=result: self._finish(t, lambda: j.done(r)))  # type: ignore[misc]

    def _finish(self, ticket: Ticket, tell: Callable[[], object]) -> None:
        self._open.discard(ticket)
        tell()
