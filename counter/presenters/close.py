"""Closing the day: count blind, check the slips, see the difference, post the Z, bring the day out of the computer."""

from typing import Literal

from counter.desk.check_slips import SlipSum, record_slips
from counter.desk.close_till import Closed, NotCounted, close_till
from counter.desk.count_till import Count, had_drawer, record_count
from counter.desk.people import Person
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.close_finish import FinishPresenter
from counter.presenters.close_float import FloatLeft
from counter.presenters.close_slips import NO_VERDICT, TypedSlips, of_the_books
from counter.presenters.close_terminal import TerminalSums
from counter.presenters.close_words import agreed_text, count_note, difference_text, reason_wanted
from counter.presenters.close_z import z_rows
from counter.presenters.session import Session
from counter.presenters.till_counts import TypedCount
from counter.presenters.till_day import day_drawer, fact_rows, is_over
from counter.presenters.till_lists import code_rows
from counter.presenters.till_view import CountFacts, DifferenceFacts, SlipFacts, TillView, ZFacts
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import tills

Step = Literal["count", "slips", "difference", "z", "finish"]


class ClosePresenter:
    """The five steps; what was typed in one is still there when one comes back to it, until the Z is posted."""

    def __init__(self, session: Session, view: TillView, approval: AskApproval, finish: FinishPresenter) -> None:
        self._session = session
        self._view = view
        self._approval = approval
        self._finish = finish
        self.terminal: TerminalSums | None = None
        self._reset()

    def _reset(self) -> None:
        self.step: Step = "count"
        self._typed = TypedCount(self._session.currency)
        self.left = FloatLeft(self._session, self._view)
        self._slips = TypedSlips(self._session.currency)
        self._count: Count | None = None
        self._counted: dict[int, int] = {}
        self._recorded: dict[str, SlipSum] = {}
        self._closed: Closed | None = None
        self._reason = ""
        self._warned = False
        self._request = self._session.new_request()
        if self.terminal is not None:
            self.terminal.forget()

    def show(self) -> None:
        """Bring up the step at hand."""
        shown = {
            "count": self._show_count, "slips": self._show_slips, "difference": self._show_difference,
            "z": self._show_z, "finish": self._finish.show,
        }  # fmt: skip
        shown[self.step]()

    def confirm(self) -> bool:
        """F9: finish the step at hand; returns whether the close is over and the screen may leave it."""
        if self.step == "count":
            self._confirm_count()
        elif self.step == "slips":
            self._confirm_slips()
        elif self.step == "difference":
            self._confirm_difference()
        elif self.step == "z":
            self.step = "finish"
            self._finish.show()
        elif not self._finish.busy:
            self._reset()
            return True
        return False

    def back(self) -> bool:
        """Esc: one step back with everything typed kept; returns whether that leaves the close."""
        if self.step == "count":
            return True
        if self.step == "slips":
            self.step = "count"
            self._show_count()
        elif self.step == "difference":
            self.step = "slips"
            self._show_slips()
        elif self.step == "finish" and not self._finish.busy:
            self._reset()
            return True
        return False

    # Step 1

    def count_typed(self, row_id: str, text: str) -> None:
        """Work out the sums while a number of pieces is typed."""
        self._typed.texts[row_id] = text
        self._view.grid_amount(row_id, self._typed.amount_text(row_id), self._typed.total_text())

    def _show_count(self) -> None:
        session, w = self._session, self._session.words
        state = tills.till_state(session.connection, session.till)
        facts = fact_rows(session.connection, state, day_drawer(session.connection, state), w) if state else ()
        note = count_note(session.office.over_short_limit, w, session.currency)
        self._view.show_count(CountFacts(self._typed.rows(), self._typed.total_text(), facts, note))

    def _confirm_count(self) -> None:
        w = self._session.words
        wrong = self._typed.wrong
        if wrong:
            self._view.grid_error(wrong, w("“{text}” is no number of notes or coins.", text=self._typed.texts[wrong]))
            return
        self.left.propose(self._typed.counts())
        self.step = "slips"
        self._show_slips()

    # Step 2

    def slip_typed(self, row_id: str, field: Literal["count", "sum"], text: str) -> None:
        """Keep a figure of a slip; how it compares is told only once it was confirmed."""
        self._warned = False
        self._slips.type(row_id, field, text)
        self._view.slip_verdict(row_id, NO_VERDICT)

    def _show_slips(self) -> None:
        session, w = self._session, self._session.words
        state = tills.till_state(session.connection, session.till)
        if state is not None:
            self._slips.here = of_the_books(session.connection, state)
        rows = self._slips.rows(w)
        typed = w("Type count and sum as the terminal's settlement slip shows them.")
        nothing = w("Nothing was paid through the terminal today.")
        note = self.terminal.note(self._slips) if self.terminal is not None else ""
        text = note or (typed if rows else nothing)
        codes = code_rows(session.connection, w, session.currency)
        lines = self.terminal.lines(self._slips) if self.terminal is not None and self._warned else ()
        can_ask = bool(rows) and self.terminal is not None and self.terminal.can_tell
        title = self.terminal.title if self.terminal is not None else ""
        self._view.show_slips(SlipFacts(rows, text, codes, lines, can_ask, title))
        for row in rows:
            self._view.slip_verdict(row.id, self._slips.verdict(row.id, w) if self._warned else NO_VERDICT)

    def ask_terminal(self) -> None:
        """F10: let the terminal close its day and tell the sums, where it can."""
        if self.step == "slips" and self.terminal is not None:
            self.terminal.ask(self._view, self._slips, self._show_slips_again, self._failed)

    def _show_slips_again(self) -> None:
        if self.step == "slips":
            self._show_slips()

    def _confirm_slips(self) -> None:
        w = self._session.words
        wrong = self._slips.wrong(w)
        if wrong is not None:
            self._view.slip_error(wrong.row_id, wrong.field, wrong.sentence)
            return
        slips = self._slips.sums()
        if slips not in ({}, self._recorded) and not self._record(slips):
            return
        if not self._warned and not all(each.agrees for each in slips.values()):
            self._warned = True
            self._show_slips()
            self._view.say(
                "risk",
                w("A slip differs: compare it with the receipts. F9 goes on; the Z tells of it."),
            )
            return
        if self._reveal():
            self.step = "difference"
            self._show_difference()

    def _reveal(self) -> bool:
        """Record the count, which tells what was expected; a count that stands is not made once more."""
        session, counts = self._session, self._typed.counts()
        if self._count is not None and counts == self._counted:
            return True
        try:
            self._count = record_count(
                session.books, counts, request_id=session.new_request(), cashier=session.person, till=session.till,
                office=session.office,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return False
        self._counted = counts
        return True

    def _record(self, slips: dict[str, SlipSum]) -> bool:
        session = self._session
        try:
            record_slips(session.books, slips, request_id=session.new_request(), cashier=session.person,
                         till=session.till)  # fmt: skip
        except Exception as error:
            self._failed(error)
            return False
        self._recorded = slips
        return True

    # Step 3

    def recount(self) -> None:
        """Count once more; the count before stays in the books, and a second person agrees at the end."""
        if self.step == "difference":
            self.step, self._count = "count", None
            self._show_count()
            self._view.say("plain", self._session.words("A further count needs a reason and a second person."))

    def reason_typed(self, text: str) -> None:
        """Keep the reason of a difference."""
        self._reason = text

    @property
    def _late(self) -> bool:
        state = tills.till_state(self._session.connection, self._session.till)
        return state is not None and is_over(state, self._session.today())

    def _show_difference(self) -> None:
        session, w, count = self._session, self._session.words, self._count
        if count is None:
            return
        currency = session.currency
        text = difference_text(count, session.office.over_short_limit, w, currency, late=self._late)
        self._view.show_difference(
            DifferenceFacts(
                formats.money(count.expected, currency), formats.money(count.total, currency),
                formats.signed_money(count.difference, currency), count.difference == 0, text,
                count.needs_second_person or self._late, self._reason, self.left.rows, self.left.total,
                self.left.into_safe,
            )
        )  # fmt: skip

    def _confirm_difference(self) -> None:
        w, count = self._session.words, self._count
        if count is None or self.left.wrong():
            return
        late = self._late
        if not count.needs_second_person and not late:
            self._close(None)
            return
        if not self._reason.strip():
            self._view.reason_error(reason_wanted(w, late=late))
            return
        session, amount = self._session, formats.signed_money(count.difference, self._session.currency)
        title = w("Close the till with a difference of {amount}", amount=amount)
        if late:
            title = w("Close the day late, with a difference of {amount}", amount=amount)
        self._approval(
            Wish(
                Act.APPROVE_LATE_CLOSE if late else Act.APPROVE_OVER_SHORT, title,
                agreed_text(count, self._reason.strip(), w, session.currency), needs_reason=False,
                on_granted=lambda person, _reason: self._close(person),
                on_owed=lambda _reason: self._close(None, alone=True),
                had=had_drawer(session.connection, tills.till_state(session.connection, session.till)),
            )
        )  # fmt: skip

    def _close(self, approver: Person | None, *, alone: bool = False) -> None:
        session = self._session
        try:
            self._closed = close_till(
                session.books, request_id=self._request, cashier=session.person, till=session.till,
                office=session.office, words=session.paper_words, reason=self._reason, approver=approver,
                left=self.left.counts, alone=alone,
            )  # fmt: skip
        except NotCounted as error:
            self.step, self._count = "count", None
            self._show_count()
            self._failed(error)
            return
        except Exception as error:
            self._failed(error)
            return
        self.step = "z"
        session.on_commit()
        self._show_z()
        self._begin_finish()

    # Steps 4 and 5

    def _show_z(self) -> None:
        w, closed = self._session.words, self._closed
        if closed is None:
            return
        text = w("The day is closed. Z report and remittance slip are printing; journal and copies are being made.")
        rows = z_rows(self._session, closed, self.left, self._reason)
        self._view.show_z(ZFacts(f"{closed.z_number:06d}", closed.day, rows, text))
        self._view.say("saved", w("The day is closed. Z report {number}", number=f"{closed.z_number:06d}"))

    def _begin_finish(self) -> None:
        close = tills.close_of(self._session.connection, self._closed.close_event) if self._closed else None
        if close is not None:
            self._finish.start([close], in_close=True, show=False)

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)
