"""The register of forms (票据领用簿): books received and issued, what became of every number, print and workbook."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from counter.desk.form_register import Book, issue_forms, outside, receive_forms, register, void_form
from counter.desk.print_forms import print_forms
from counter.files.form_register import write_form_register
from counter.presenters.approval import AskApproval
from counter.presenters.finance_view import FinanceColumn, FinanceKey, FinanceView, Part, Segment
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.forms import ranges
from counter.rules.permissions import Act

_NAMED = 4


class FormsSegment(Segment):
    """Every book with what is left of it; skipped numbers are named."""

    def __init__(
        self, session: Session, view: FinanceView, approval: AskApproval, refresh: Callable[[], None], exports: Path
    ) -> None:
        super().__init__(session, view, approval, refresh)
        self._exports = exports

    def part(self) -> Part:
        """Return the books, the newest first."""
        columns = (
            FinanceColumn(self.w("From"), 96), FinanceColumn(self.w("To"), 96),
            FinanceColumn(self.w("Issued to"), 100, 3), FinanceColumn(self.w("Used"), 56, 0, "right"),
            FinanceColumn(self.w("Spoiled"), 64, 0, "right"), FinanceColumn(self.w("Void"), 50, 0, "right"),
            FinanceColumn(self.w("Left"), 60, 0, "right"), FinanceColumn(self.w("Skipped"), 90, 2),
        )  # fmt: skip
        books = register(self.session.connection)
        strange = outside(self.session.connection) if books else []
        warning = ""
        if strange:
            named = self.w(", ").join(each.printed_number for each in strange[:_NAMED])
            warning = self.w("Used, but in no book that was received: {numbers}", numbers=named)
        keys = (
            FinanceKey(self.w("Workbook"), "X"), FinanceKey(self.w("Print"), "P"),
            FinanceKey(self.w("Void a form"), "F11"),
            FinanceKey(self.w("Issue"), "F10"), FinanceKey(self.w("Receive a book"), "F9"),
        )  # fmt: skip
        return Part(
            self.w("Register of forms"), self.w("Each form is used once; a number that was skipped is named."), columns,
            tuple(self._row(book) for book in reversed(books)), self.w("No book of forms was received yet"), keys,
            warning,
        )  # fmt: skip

    def _row(self, book: Book) -> ListRow:
        cells = (
            book.printed(book.first), book.printed(book.last), issued_text(book, self.session.words.language),
            str(book.used), str(book.spoiled), str(book.void), str(book.left), skipped_text(book),
        )  # fmt: skip
        return ListRow(str(book.event_id), cells)

    def press(self, key: str, row_id: str) -> None:
        """F9 receives a book, F10 issues forms, F11 voids one, P prints, X writes the workbook."""
        if key in ("P", "X"):
            self._take_away(key)
            return
        try:
            self.session.person.require(Act.KEEP_FORMS)
        except Exception as error:
            self.tell(error)
            return
        request = self.session.new_request()
        {"F9": self._ask_book, "F10": self._ask_issue, "F11": self._ask_void}[key](request, row_id)

    def _ask_book(self, request: str, _row_id: str) -> None:
        self.view.ask(
            Form(
                self.w("A book of forms received"), self.w("The first and the last number, as they are printed."),
                self.w("Enter the book"), partial(self._received, request),
                (
                    Asked("first", self.w("First number")), Asked("last", self.w("Last number")),
                    Asked("supplier", self.w("From whom")),
                ),
            )
        )  # fmt: skip

    def _received(self, request: str, values: dict[str, str]) -> str:
        session = self.session
        try:
            receive_forms(
                session.books, values["first"], values["last"], values["supplier"], request_id=request,
                clerk=session.person,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self.saved(self.w("Received: {first} to {last}.", first=values["first"], last=values["last"]))
        return ""

    def _ask_issue(self, request: str, row_id: str) -> None:
        books = register(self.session.connection)
        book = next((each for each in books if str(each.event_id) == row_id), None)
        begin = ""
        if book is not None:
            begin = book.printed(max((issue.last + 1 for issue in book.issues), default=book.first))
        self.view.ask(
            Form(
                self.w("Forms issued"), self.w("Whoever gets them answers for every number."), self.w("Issue them"),
                partial(self._issued, request),
                (
                    Asked("first", self.w("First number"), begin), Asked("last", self.w("Last number")),
                    Asked("to", self.w("To (name or till)")),
                ),
            )
        )  # fmt: skip

    def _issued(self, request: str, values: dict[str, str]) -> str:
        session = self.session
        try:
            issue_forms(
                session.books, values["first"], values["last"], values["to"], request_id=request, clerk=session.person
            )
        except Exception as error:
            return session.sentence(error)
        self.saved(self.w("Issued to {name}: {first} to {last}.", name=values["to"].strip(), first=values["first"],
                          last=values["last"]))  # fmt: skip
        return ""

    def _ask_void(self, request: str, _row_id: str) -> None:
        self.view.ask(
            Form(
                self.w("A form declared void"), self.w("Keep it with the stubs, all parts marked VOID."),
                self.w("Declare it void"), partial(self._voided, request),
                (Asked("number", self.w("Number printed on the form")), Asked("reason", self.w("Reason"))),
            )
        )  # fmt: skip

    def _voided(self, request: str, values: dict[str, str]) -> str:
        session = self.session
        try:
            number = void_form(
                session.books, values["number"], values["reason"], request_id=request, clerk=session.person
            )
        except Exception as error:
            return session.sentence(error)
        self.saved(self.w("Form {number} is void.", number=number))
        return ""

    def _take_away(self, key: str) -> None:
        session = self.session
        try:
            session.person.require(Act.READ)
            if key == "P":
                print_forms(
                    session.books, request_id=session.new_request(), person=session.person, office=session.office,
                    words=session.paper_words,
                )  # fmt: skip
                self.saved(self.w("The register is being printed."))
                return
            path = self._exports / f"forms-{session.today().isoformat()}.xlsx"
            write_form_register(path, session.connection, session.words)
        except OSError as error:
            self.view.say("risk", self.w("The workbook could not be written: {reason}", reason=error.strerror or ""))
            return
        except Exception as error:
            self.tell(error)
            return
        self.view.say("saved", self.w("Written: {path}", path=path))


def issued_text(book: Book, language: str) -> str:
    """Return who got which numbers of a book."""
    between = "；" if language == "zh_CN" else "; "
    return between.join(f"{each.to} {book.printed(each.first)}–{book.printed(each.last)}" for each in book.issues)


def skipped_text(book: Book) -> str:
    """Return the numbers nobody accounts for, stretches of them as from–to."""
    found = ranges(book.skipped)
    told = [book.printed(a) if a == b else f"{book.printed(a)}–{book.printed(b)}" for a, b in found[:_NAMED]]
    return ", ".join([*told, "…"] if len(found) > _NAMED else told)
