"""The queue of papers: what waits, how far each has come, and what a person can do about it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from counter.desk.copies import TooManyCopies
from counter.desk.people import Person
from counter.desk.retry_print import MAY_BE_OUT, NOT_SENT, Retried, give_up, is_on_paper, retry_print
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.next_form import NextForm
from counter.presenters.paper_queue_words import advice, device_words, state_words, title_of
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.words import dates
from db.queries import history
from db.queries.history import PaperLine


class QueueRow(NamedTuple):
    """A paper in the list: when it was queued, what it is, for which printer, how far it has come."""

    id: str
    since: str
    title: str
    device: str
    state: str
    muted: bool


class QueueChoice(NamedTuple):
    """What can be done with the selected paper, and what to do about its printer."""

    advice: str
    can_retry: bool
    can_confirm: bool
    can_give_up: bool


class QueueView(Protocol):
    """The sheet as its presenter knows it."""

    def open_sheet(self) -> None:
        """Lay the sheet above the window."""

    def show_papers(self, rows: Sequence[QueueRow], empty: str) -> None:
        """List the papers, the selected one staying selected; empty is said where there are none."""

    def show_choice(self, choice: QueueChoice) -> None:
        """Show what can be done with the selected paper."""

    def show_forms(self, text: str) -> None:
        """Say which numbered form lies next in the printer; empty where the printer has none."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak on the sheet."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question above the sheet."""


class PaperQueuePresenter:
    """One window's view of the papers on their way; wake is called when a paper may be sent again."""

    def __init__(self, session: Session, view: QueueView, approve: AskApproval, *, wake: Callable[[], None]) -> None:
        self._session = session
        self._view = view
        self._approve = approve
        self._wake = wake
        self._papers: dict[str, PaperLine] = {}
        self._forms = NextForm(session, view)

    def open(self) -> None:
        """Show the queue as it is now."""
        self._view.say("plain", "")
        self.refresh()
        self._view.open_sheet()

    def refresh(self) -> None:
        """Read the queue again: the printer goes on while the sheet is open."""
        connection = self._session.connection
        papers = [*history.waiting_papers(connection), *history.unconfirmed_papers(connection)]
        self._papers = {str(each.job_id): each for each in papers}
        self._view.show_papers([self._row(each) for each in papers], self._w("Every paper is printed."))
        self._view.show_forms(self._forms.text() if self._forms.in_use else "")
        if not papers:
            self._view.show_choice(QueueChoice("", False, False, False))

    def selected(self, row_id: str) -> None:
        """Say what can be done with a paper."""
        paper = self._papers.get(row_id)
        if paper is None:
            return
        free = paper.state in NOT_SENT | MAY_BE_OUT
        told = advice(paper.state, paper.note, self._session.words)
        self._view.show_choice(QueueChoice(told, free, paper.state in MAY_BE_OUT, free))

    def retry(self, row_id: str) -> None:
        """R: print again; what may be on paper already is asked about first, and printed as a marked copy."""
        paper = self._papers.get(row_id)
        if paper is None:
            return
        if paper.state not in MAY_BE_OUT:
            self._retry(paper, self._session.new_request())
            return
        self._view.ask(
            Form(
                self._w("Is it on paper?"),
                self._w("{paper} was sent. Look at the printer first.", paper=title_of(paper, self._session.words)),
                "",
                partial(self._answered, paper, self._session.new_request()),
                choices=(("1", self._w("Yes, it is there")), ("2", self._w("No, print a marked copy"))),
            )
        )

    def confirm(self, row_id: str) -> None:
        """O: a person sees the paper."""
        paper = self._papers.get(row_id)
        if paper is not None and is_on_paper(self._session.books, paper.job_id, person=self._session.person):
            self._forms.printed(paper)
            self._done("saved", self._w("Noted: the paper is out."))

    def next_form(self) -> None:
        """N: say which numbered form lies next in the printer."""
        self._forms.ask(self.refresh)

    def give_up(self, row_id: str) -> None:
        """X: take a paper off the queue, after asking; what it says stays in the books."""
        paper = self._papers.get(row_id)
        if paper is None or paper.state not in NOT_SENT | MAY_BE_OUT:
            return
        self._view.ask(
            Form(
                self._w("Give up printing {paper}?", paper=title_of(paper, self._session.words)),
                self._w("What was posted stays. A receipt can be printed later as a marked copy."),
                "",
                lambda _answer: self._give_up(paper),
                choices=(("1", self._w("Give it up")),),
            )
        )

    def _give_up(self, paper: PaperLine) -> str:
        try:
            gone = give_up(self._session.books, paper.job_id, person=self._session.person)
        except Exception as error:
            return self._session.told(error).sentence
        printing = self._w("The printer is printing already.")
        self._done("plain", self._w("Taken off the queue.") if gone else printing)
        return ""

    def _answered(self, paper: PaperLine, request: str, answer: dict[str, str]) -> str:
        if answer["choice"] == "1":
            self.confirm(str(paper.job_id))
        else:
            self._retry(paper, request)
        return ""

    def _retry(self, paper: PaperLine, request: str) -> None:
        try:
            told = self._printed(self._print(paper, request))
        except TooManyCopies:
            self._ask_beyond_limit(paper, request)
            return
        except Exception as error:
            self._view.say("risk", *self._session.told(error))
            return
        self._done("plain", told)

    def _print(self, paper: PaperLine, request: str, approver: Person | None = None, reason: str = "") -> Retried:
        session = self._session
        return retry_print(
            session.books, paper.job_id, request_id=request, person=session.person, till=session.till,
            office=session.office, words=session.paper_words, approver=approver, reason=reason,
        )  # fmt: skip

    def _ask_beyond_limit(self, paper: PaperLine, request: str) -> None:
        limit = self._session.office.reprint_limit
        self._approve(
            Wish(
                Act.APPROVE_COPY,
                self._w("Print {paper} again", paper=title_of(paper, self._session.words)),
                self._w("The office allows {limit} copies; a further one needs a second person.", limit=limit),
                needs_reason=True,
                on_granted=partial(self._granted, paper, request),
            )
        )

    def _granted(self, paper: PaperLine, request: str, approver: Person, reason: str) -> None:
        try:
            told = self._printed(self._print(paper, request, approver, reason))
        except Exception as error:
            self._view.say("risk", *self._session.told(error))
            return
        self._done("plain", told)

    def _printed(self, result: Retried) -> str:
        if result.how == "copy":
            return self._w("Copy no. {number} is being printed.", number=result.copy_number)
        if result.how == "queued":
            return self._w("The printer is tried again now.")
        return self._w("The printer is printing already.")

    def _done(self, kind: SayKind, told: str) -> None:
        self._wake()
        self.refresh()
        self._view.say(kind, told)

    def _row(self, paper: PaperLine) -> QueueRow:
        w = self._session.words
        return QueueRow(
            str(paper.job_id),
            dates.moment(paper.queued_at),
            title_of(paper, w),
            device_words(paper.device, w),
            state_words(paper, w),
            paper.state == "sent",
        )

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
