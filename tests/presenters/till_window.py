"""A till without a window: the office of the desk's tests, PINs included, and a view that writes down what it shows."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from counter.desk.close_steps import FindSticks
from counter.desk.drawer import drawer_of
from counter.desk.finish_close import Done, Step
from counter.desk.let_go import LetGo
from counter.desk.people import Person, hash_pin
from counter.desk.void_receipt import void_receipt
from counter.presenters.approval import ApprovalFacts, ApprovalPresenter
from counter.presenters.finance_view import FinanceFacts
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.session import Session
from counter.presenters.till import TillPresenter, no_kick
from counter.presenters.till_view import (
    CountFacts,
    DayFacts,
    DifferenceFacts,
    FinishFacts,
    ListFacts,
    OpeningFacts,
    SlipFacts,
    SlipVerdict,
    ZFacts,
)
from counter.settings import MachineSettings, PrinterSettings
from counter.words import Words, formats
from db.queries.tills import till_state
from tests.desk.office import CASHIER, EVEN, STAFF, Desk, HandClock, desk_at, furnish, open_office_books

PIN = "2468"


@cache
def pin_hash() -> str:
    """Everybody's PIN is the same: making a hash is slow on purpose."""
    return hash_pin(PIN)


@contextmanager
def till_office(folder: Path) -> Iterator[Desk]:
    """Fresh books of the office in a folder, the till still closed, every PIN `PIN`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books, {person.staff_id: pin_hash() for person in STAFF})
    books.close()
    desk = desk_at(path)
    try:
        yield desk
    finally:
        desk.books.close()


class WrittenApproval:
    """An approval overlay that writes down what it shows."""

    def __init__(self) -> None:
        self.facts: ApprovalFacts | None = None
        self.wrong, self.in_reason, self.cleared, self.confirmed = "", False, 0, False

    def open(self, facts: ApprovalFacts) -> None:
        self.facts, self.wrong, self.cleared = facts, "", 0

    def close(self) -> None:
        self.facts = None

    def clear_pin(self) -> None:
        self.cleared += 1

    def error(self, sentence: str, *, in_reason: bool = False) -> None:
        self.wrong, self.in_reason = sentence, in_reason

    def show_confirmed(self, *, so: bool) -> None:
        self.confirmed = so


class WrittenTill:
    """A Till screen that writes down what it shows; `shown` is everything in order."""

    def __init__(self) -> None:
        self.shown: list[Any] = []
        self.amounts: dict[str, str] = {}
        self.total = self.safe = ""
        self.wrong: tuple[str, str] = ("", "")
        self.verdicts: dict[str, SlipVerdict] = {}
        self.reason_wrong = ""
        self.asked: Question | None = None
        self.said: list[tuple[SayKind, str, str]] = []

    @property
    def last(self) -> Any:
        return self.shown[-1]

    def show_opening(self, facts: OpeningFacts) -> None:
        self.shown.append(facts)

    def show_day(self, facts: DayFacts) -> None:
        self.shown.append(facts)

    def show_list(self, facts: ListFacts) -> None:
        self.shown.append(facts)

    def show_drop(self, facts: CountFacts) -> None:
        self.shown.append(facts)

    def show_handover_count(self, facts: CountFacts) -> None:
        self.shown.append(facts)

    def show_handover(self, facts: DifferenceFacts) -> None:
        self.shown.append(facts)

    def show_finance(self, facts: FinanceFacts) -> None:
        self.shown.append(facts)

    def show_count(self, facts: CountFacts) -> None:
        self.shown.append(facts)

    def show_slips(self, facts: SlipFacts) -> None:
        self.shown.append(facts)

    def show_difference(self, facts: DifferenceFacts) -> None:
        self.shown.append(facts)

    def show_z(self, facts: ZFacts) -> None:
        self.shown.append(facts)

    def show_finish(self, facts: FinishFacts, *, in_close: bool) -> None:
        self.shown.append(facts)

    def into_safe(self, amount: str) -> None:
        self.safe = amount

    def grid_amount(self, row_id: str, amount: str, total: str) -> None:
        self.amounts[row_id], self.total = amount, total

    def grid_error(self, row_id: str, sentence: str) -> None:
        self.wrong = (row_id, sentence)

    def slip_verdict(self, row_id: str, verdict: SlipVerdict) -> None:
        self.verdicts[row_id] = verdict

    def slip_error(self, row_id: str, field: Literal["count", "sum"], sentence: str) -> None:
        self.wrong = (f"{row_id} {field}", sentence)

    def reason_error(self, sentence: str) -> None:
        self.reason_wrong = sentence

    def ask(self, what: Question) -> None:
        self.asked = what

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        self.said.append((kind, text, rest))


def at_once(work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]) -> object:
    """Run work where the window would run it beside itself."""
    try:
        result = work()
    except Exception as error:
        return failed(error)
    return done(result)


def good_steps(log: list[str]) -> tuple[Step, ...]:
    """Steps that succeed and write their names down."""

    def make(name: str) -> Step:
        def work(close_event: int) -> Done:
            log.append(name)
            return Done(f"{name}-{close_event}", "0123456789abcdef" * 4)

        return Step(name, work)

    return tuple(make(name) for name in ("journal", "snapshot", "stick", "check"))


class Till:
    """A till worked through its presenter, in a few words; steps: none unless given."""

    def __init__(
        self, desk: Desk, *, person: Person = CASHIER, steps: Sequence[Step] = (), sticks: FindSticks = list,
        kick: Callable[[], None] = no_kick, let_go: Callable[[], LetGo] = LetGo,
    ) -> None:  # fmt: skip
        self.desk, self.locked, self.taken_up = desk, 0, list[int]()
        words = Words.load("en")
        self.session = Session(desk.books, MachineSettings(printer=PrinterSettings("usb")), words, words)
        self.session.log_in(person)
        self.view, self.approval_view = WrittenTill(), WrittenApproval()
        self.approval = ApprovalPresenter(self.session, self.approval_view)
        self.presenter = TillPresenter(
            self.session, self.view, approval=self.approval.ask, run=at_once, steps=steps, find_sticks=sticks,
            kick=kick, lock=self._lock, take_up=self.taken_up.append,
            exports=Path(desk.books.path).parent / "exports", let_go=let_go,
        )  # fmt: skip
        self.presenter.start()

    def _lock(self) -> None:
        self.locked += 1

    @property
    def shown(self) -> Any:
        return self.view.last

    @property
    def said(self) -> str:
        return self.view.said[-1][1] if self.view.said else ""

    def begin_close(self) -> None:
        self.presenter.confirm()

    def count(self, total: int) -> None:
        """Type a total as notes and coins, largest first, and confirm it."""
        for face in (10_000, 5000, 2000, 1000, 500, 100, 50, 10):
            self.presenter.close.count_typed(str(face), str(total // face))
            total %= face
        assert total == 0, "a drawer holds no single fen"
        self.presenter.confirm()

    def cash_there(self) -> int:
        """What the postings say lies in the drawer; kept to whole jiao by cash rounding."""
        return self.desk.account("till_cash")

    def approve(self, who: Person, reason: str = "") -> None:
        self.approval.choose(str(who.staff_id))
        self.approval.grant(PIN, reason)

    def events(self, kind: str) -> int:
        found = self.desk.connection.execute("SELECT count(*) FROM event WHERE kind = ?", (kind,)).fetchone()
        return int(found[0])

    def leave(self) -> None:
        self.session.close()


def request_void(till: Till) -> None:
    """A payment whose void was asked for and waits."""
    void_receipt(
        till.desk.books, till.desk.pay(EVEN).receipts[0].id, "wrong unit", request_id="v", requester=CASHIER, till=1,
        approver=None,
    )  # fmt: skip


def through_slips(till: Till) -> None:
    """From step 2 to step 3, typing what the books say."""
    state = till_state(till.desk.connection, till.desk.till)
    assert state is not None
    sums = drawer_of(till.desk.connection, state).tenders
    for row in till.shown.rows:
        till.presenter.close.slip_typed(row.id, "count", str(sums[row.id].count))
        till.presenter.close.slip_typed(row.id, "sum", formats.money(sums[row.id].net))
    till.presenter.confirm()


def closed(till: Till, total: int) -> None:
    """Count a total and go through the close."""
    till.begin_close()
    till.count(total)
    through_slips(till)
    till.presenter.confirm()
