"""A Pay screen of paper over real books: what its view was told is written down, and keys are calls."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from counter.devices.card_terminal import CardTerminal, ManualSlip
from counter.presenters.approval import AskApproval
from counter.presenters.pay import PayPresenter
from counter.presenters.pay_view import AccountHead, AccountLine, HitLine, PayView, Question, SayKind, Sums, WhyLines
from counter.presenters.session import Session
from db.queries import accounts, receipts
from tests.desk.office import EVEN, Desk
from tests.presenters.units_office import SecondPerson, open_office, session_of

FIVE = 25_060  # one month of the first flat, in fen


class Sheet:
    """A Pay screen of paper."""

    def __init__(self) -> None:
        self.hits: Sequence[HitLine] = ()
        self.lines: list[AccountLine] = []
        self.sums = Sums((), "", "none", "", "")
        self.said: tuple[str, str, str] = ("", "", "")
        self.wrong = ""
        self.wrong_find = ""
        self.received = ""
        self.find = ""
        self.focus = ""
        self.head: AccountHead | None = None
        self.asked: Question | None = None
        self.why: WhyLines | None = None

    def show_hits(self, hits: Sequence[HitLine]) -> None:
        self.hits = hits

    def show_empty(self, title: str, text: str) -> None:
        self.lines = []

    def show_account(self, head: AccountHead, lines: Sequence[AccountLine]) -> None:
        self.head, self.lines = head, list(lines)

    def show_line(self, line: AccountLine) -> None:
        self.lines = [line if each.id == line.id else each for each in self.lines]

    def show_why(self, why: WhyLines | None) -> None:
        self.why = why

    def show_sums(self, sums: Sums) -> None:
        self.sums = sums

    def set_received(self, text: str) -> None:
        self.received = text

    def set_find(self, text: str) -> None:
        self.find = text
        self.hits = ()

    def focus_find(self) -> None:
        self.focus = "find"

    def focus_received(self) -> None:
        self.focus = "received"

    def received_error(self, sentence: str) -> None:
        self.wrong = sentence

    def find_error(self, sentence: str) -> None:
        self.wrong_find = sentence

    def ask(self, what: Question) -> None:
        self.asked = what

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        self.said = (kind, text, rest)

    def say_how_far(self, text: str, rest: str) -> None:
        if self.said[1] == text:
            self.said = ("saved", text, rest)

    def chips(self, chips: Sequence[tuple[str, str]]) -> None:
        return None


class Window:
    """The presenter with its sheet and the books behind them."""

    def __init__(self, desk: Desk, session: Session, terminal: CardTerminal | None = None) -> None:
        self.desk, self.session = desk, session
        self.sheet = Sheet()
        self.terminal: CardTerminal = terminal or ManualSlip()
        self.second_person = SecondPerson()
        self.pay = presenter(session, self.sheet, self.terminal, self.second_person)
        self.keys = self.pay.tenders

    def open(self, unit_id: int = EVEN) -> None:
        self.pay.open_unit(unit_id)

    def type(self, text: str) -> None:
        self.keys.received_changed(text)

    def answer(self, **values: str) -> str:
        assert self.sheet.asked is not None, "a question stands on the screen"
        return self.sheet.asked.answer(values)

    def drop(self) -> None:
        """Press Esc on the form."""
        assert self.sheet.asked is not None, "a question stands on the screen"
        self.sheet.asked.dropped()

    def search(self, text: str) -> None:
        """Type into Find and press Enter."""
        self.pay.find_changed(text)
        self.pay.find_entered(text)

    def totals(self, unit_id: int = EVEN) -> list[int]:
        return [row.total for row in receipts.of_unit(self.session.connection, unit_id)]

    def balance(self, unit_id: int = EVEN) -> int:
        return accounts.balance(self.session.connection, unit_id)


def presenter(
    session: Session, view: PayView, terminal: CardTerminal | None = None, approve: AskApproval | None = None
) -> PayPresenter:
    """A Pay screen of its own, with a terminal worked by slip unless told otherwise."""
    return PayPresenter(
        session, view, open_receipt=lambda _receipt: None, terminal=terminal or ManualSlip(),
        approve=approve or SecondPerson(),
    )  # fmt: skip


@contextmanager
def pay_window(folder: Path, terminal: CardTerminal | None = None) -> Iterator[Window]:
    """A window with the till open and somebody logged in."""
    with open_office(folder) as desk, session_of(desk) as session:
        yield Window(desk, session, terminal)
