"""The worker that takes papers from the queue to the printer, apart from everything a cashier waits for.

A job goes queued → sending → sent → confirmed. What cannot even begin goes back to queued with its reason and is tried
again after a growing pause. What broke off after its first byte is *unsure*: it may be on paper, so it is never sent
again from here; whoever asks for it again gets a marked copy.

The pulse that opens the drawer is a job of its own, before every paper: a sale's drawer opens also where papers wait
for a roll. It is tried once and never again; where it did not reach the drawer, that is told.
"""

import logging
import threading
from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from printing.blocks import Paper, load
from printing.printers import Printer
from printing.transport import PrinterUnreachable

State = Literal["queued", "sending", "sent", "confirmed", "unsure", "dropped"]
Moved = State | Literal["shut"]  # shut: the drawer was to open and did not
PAUSES_S = (2.0, 5.0, 15.0, 30.0, 60.0)
IDLE_S = 30.0  # a safety net behind `wake`

_log = logging.getLogger(__name__)


class Job(Protocol):
    """A paper on its way; content is the paper as JSON, copy_number 0 the original."""

    @property
    def id(self) -> int:
        """The job's number."""

    @property
    def content(self) -> str:
        """The worded paper as JSON."""

    @property
    def copy_number(self) -> int:
        """Which copy this is, 0 for the original."""


class Pulse(NamedTuple):
    """A drawer to open for the paper of a job; late: its moment is over, and it stays shut."""

    job_id: int
    late: bool = False


class Jobs(Protocol):
    """The queue, kept in the books' machine tables; all are called on the spool's thread only."""

    def next_pulse(self) -> Pulse | None:
        """Return the oldest pulse that waits, recorded as taken before it is returned: it is never returned again."""

    def next_queued(self) -> Job | None:
        """Return the oldest job that waits to be sent."""

    def mark(self, job_id: int, state: State, note: str = "") -> None:
        """Record how far a job has come."""


OnChange = Callable[[int, Moved, str], None]
CopyMark = Callable[[int, str], str]


class Spool:
    """Prints what waits, on a thread of its own; faults stay here and are told through `on_change`.

    on_change(job id, state, reason) is called on the spool's thread, with the state "shut" where a drawer did not open.
    copy_mark(copy number, language) words the mark of a copy (补打 第N次).
    """

    def __init__(
        self, jobs: Jobs, printer: Printer, on_change: OnChange, copy_mark: CopyMark,
        pauses_s: tuple[float, ...] = PAUSES_S,
    ) -> None:  # fmt: skip
        self._jobs = jobs
        self._printer = printer
        self._on_change = on_change
        self._copy_mark = copy_mark
        self._pauses_s = pauses_s
        self._failed = 0
        self._woken = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="spool", daemon=True)

    def start(self) -> None:
        """Begin to print what waits."""
        self._thread.start()

    def wake(self) -> None:
        """Look at the queue now, also in the middle of a pause."""
        self._woken.set()

    def stop(self, timeout_s: float = 30.0) -> bool:
        """Finish the paper in hand and end the thread; returns False where it did not end in time."""
        self._stopping = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                worked = self.step()
            except Exception:  # the queue itself failed: papers wait, the counter goes on
                _log.exception("spool")
                self._failed += 1
                worked = False
            if not worked:
                self._woken.wait(self.pause_s())

    def pause_s(self) -> float:
        """Return how long to wait before looking again, longer with every failure in a row."""
        return self._pauses_s[min(self._failed, len(self._pauses_s)) - 1] if self._failed else IDLE_S

    def step(self) -> bool:
        """Open the drawers that wait, then take one job as far as it goes; returns whether to go on at once."""
        while (pulse := self._jobs.next_pulse()) is not None:
            self._open_drawer(pulse)
        job = self._jobs.next_queued()
        if job is None:
            return False
        try:
            paper = self._paper(job)
        except (KeyError, ValueError, TypeError, AttributeError):
            _log.exception("job %d is no paper", job.id)
            self._mark(job, "dropped", "unreadable")
            return True
        return self._send(job, paper)

    def _open_drawer(self, pulse: Pulse) -> None:
        if pulse.late:
            self._tell(pulse.job_id, "shut", "late")
            return
        try:
            self._printer.kick()
        except PrinterUnreachable as error:
            self._tell(pulse.job_id, "shut", error.reason)

    def _paper(self, job: Job) -> Paper:
        paper = load(job.content)
        return paper.with_mark(self._copy_mark(job.copy_number, paper.language)) if job.copy_number else paper

    def _send(self, job: Job, paper: Paper) -> bool:
        self._mark(job, "sending")
        try:
            self._printer.print(paper, job.id)
        except PrinterUnreachable as error:
            self._failed += 1
            self._mark(job, "unsure" if error.begun else "queued", error.reason)
            return False
        except Exception:  # a paper that cannot be laid out must not hold up the others
            _log.exception("job %d", job.id)
            self._mark(job, "dropped", "unprintable")
            return True
        self._failed = 0
        self._mark(job, "sent")
        try:
            if self._printer.confirm():
                self._mark(job, "confirmed")
        except PrinterUnreachable as error:  # it took everything and stopped before it was out
            self._failed += 1
            self._mark(job, "unsure", error.reason)
            return False
        return True

    def _mark(self, job: Job, state: State, note: str = "") -> None:
        self._jobs.mark(job.id, state, note)
        self._tell(job.id, state, note)

    def _tell(self, job_id: int, state: Moved, note: str) -> None:
        try:
            self._on_change(job_id, state, note)
        except Exception:  # a listener's fault is not the paper's
            _log.exception("on_change")
