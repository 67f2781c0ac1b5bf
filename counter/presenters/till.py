"""The Till screen: the float in the morning, the day and its lists, the close in the evening."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from counter.desk.close_steps import FindSticks
from counter.desk.copies import open_drawer
from counter.desk.finish_close import Step
from counter.desk.open_till import open_till
from counter.desk.x_report import print_x
from counter.presenters.approval import AskApproval
from counter.presenters.close import ClosePresenter
from counter.presenters.close_finish import FinishPresenter, owed_closes, owed_text
from counter.presenters.finance import FinancePresenter
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.till_counts import TypedCount
from counter.presenters.till_day import day_drawer, fact_rows, is_over, tender_rows
from counter.presenters.till_lists import TillLists
from counter.presenters.till_view import DayFacts, ListKind, OpeningFacts, Run, TillView
from counter.words import dates
from db.queries import people, tills
from db.queries.tills import TillState

Mode = Literal["opening", "day", "list", "close", "owed", "finance"]


def no_kick() -> None:
    """Leave the drawer as it is: none hangs on the printer."""


class TillPresenter:
    """One window's till. kick opens the drawer and may raise what the printer raises; run works beside the window.

    exports: the folder of files that people take away.
    """

    def __init__(
        self, session: Session, view: TillView, *, approval: AskApproval, run: Run, steps: Sequence[Step],
        find_sticks: FindSticks, exports: Path, kick: Callable[[], None] = no_kick,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._run = run
        self._kick = kick
        self.mode: Mode = "opening"
        self._float = TypedCount(session.currency)
        self._proposed = False
        self._list: ListKind = "codes"
        self.lists = TillLists(session, view, approval, self.show)
        self.finance = FinancePresenter(session, view, approval, exports=exports)
        self.finish = FinishPresenter(session, view, run=run, steps=steps, find_sticks=find_sticks)
        self.close = ClosePresenter(session, view, approval, self.finish)

    def start(self) -> None:
        """Show the till as it is."""
        self._proposed = False
        self.mode = "day" if self._state() is not None else "opening"
        self.show()

    def shown(self) -> None:
        """Come back to the screen: what was half-done is still there, figures are read again."""
        open_now = self._state() is not None
        if (self.mode == "opening" and open_now) or (self.mode in ("day", "list") and not open_now):
            self.start()
        else:
            self.show()

    def show(self) -> None:
        """Show the pane at hand anew."""
        shown: dict[Mode, Callable[[], None]] = {
            "opening": self._show_opening, "day": self._show_day, "close": self.close.show, "owed": self.finish.show,
            "list": lambda: self._view.show_list(self.lists.facts(self._list)), "finance": self.finance.show,
        }  # fmt: skip
        try:
            shown[self.mode]()
        except Exception as error:
            self._failed(error)

    def confirm(self) -> None:
        """F9 of the pane at hand, where it does not depend on a selected line."""
        if self.mode == "opening":
            self._open()
        elif self.mode == "day":
            self.mode = "close"
            self.close.show()
        elif self.mode == "close":
            if self.close.confirm():
                self.start()
        elif self.mode == "owed":
            self.back()

    def back(self) -> None:
        """Esc: one step back; nothing typed is lost."""
        if self.mode in ("list", "finance") or (self.mode == "close" and self.close.back()):
            self.start()
        elif self.mode == "owed":
            self.finish.hide()
            self.start()

    # The closed till

    def float_typed(self, row_id: str, text: str) -> None:
        """Work out the sums while the float is typed."""
        self._float.texts[row_id] = text
        self._view.grid_amount(row_id, self._float.amount_text(row_id), self._float.total_text())

    def _show_opening(self) -> None:
        session, w = self._session, self._session.words
        if not self._proposed:
            self._float = TypedCount(session.currency)
            self._float.propose(self._last_float())
            self._proposed = True
        text = (
            w("Count the float. The last one is filled in; correct what differs.")
            if self._float.anything
            else w("Count the float that the day begins with.")
        )
        self._view.show_opening(OpeningFacts(text, self._float.rows(), self._float.total_text(), owed_text(session)))

    def _open(self) -> None:
        session, w = self._session, self._session.words
        wrong = self._float.wrong
        if wrong:
            self._view.grid_error(wrong, w("“{text}” is no number of notes or coins.", text=self._float.texts[wrong]))
            return
        try:
            state = open_till(
                session.books, self._float.counts(), request_id=session.new_request(), cashier=session.person,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        total = self._float.total_text()
        self._view.say("saved", w("The till is open for {day} with a float of {amount}.", day=state.day, amount=total))
        session.on_commit()
        self.start()

    def _last_float(self) -> dict[str, int]:
        connection, till = self._session.connection, self._session.till
        before = tills.last_close(connection, till)
        if before is None:
            return {}
        opened = tills.till_events(connection, before.opened_event, before.opened_event, till)
        found: dict[str, int] = opened[0].body.get("float", {}) if opened else {}
        return found

    # The open till

    def _show_day(self) -> None:
        session, w, state = self._session, self._session.words, self._state()
        if state is None:
            self.start()
            return
        drawer = day_drawer(session.connection, state)
        codes, transfers, requests = self.lists.counts()
        warning = ""
        if is_over(state, session.today()):
            warning = w("This till still stands on {day}. Count and close that day first.", day=state.day)
        self._view.show_day(
            DayFacts(
                w("Till {till}, {day}", till=state.till, day=state.day), self._since(state), warning,
                fact_rows(session.connection, state, drawer, w), tender_rows(drawer, w, session.currency),
                codes, transfers, requests, owed_text(session),
            )
        )  # fmt: skip

    def _since(self, state: TillState) -> str:
        connection, w = self._session.connection, self._session.words
        opened = tills.till_events(connection, state.opened_event, state.opened_event, state.till)
        who = people.staff(connection, state.cashier_id)
        at = dates.clock_time(opened[0].body["at"]) if opened else ""
        return w("open since {time}, {name}", time=at, name=who.name if who else "")

    def open_list(self, kind: ListKind) -> None:
        """Show one of the lists."""
        if self.mode in ("day", "list"):
            self.mode, self._list = "list", kind
            self.show()

    def open_finance(self) -> None:
        """F11: show the finance part; it needs no open till."""
        if self.mode in ("opening", "day"):
            self.mode = "finance"
            self.show()

    def x_report(self) -> None:
        """Print an X report; the count stays blind."""
        session = self._session
        if self.mode != "day":
            return
        try:
            print_x(
                session.books, request_id=session.new_request(), cashier=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        session.on_commit()
        self._view.say("saved", session.words("X report noted."), session.words("printing…"))

    def ask_drawer(self) -> None:
        """Ask why the drawer is opened without a payment."""
        w = self._session.words
        if self.mode == "day":
            self._view.ask(
                Form(
                    w("Open the drawer"),
                    w("Opening it without a payment is counted on the Z report. Why is it opened?"),
                    w("Open it"),
                    self._drawer_reason,
                    (Asked("reason", w("Reason")),),
                )
            )

    def _drawer_reason(self, values: dict[str, str]) -> str:
        session = self._session
        try:
            open_drawer(
                session.books, values["reason"], request_id=session.new_request(), person=session.person,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            told = session.told(error)
            return f"{told.sentence} {told.next_step}".strip()
        self._run(self._kick, lambda _done: None, self._failed)
        self._view.say("saved", session.words("Noted. The drawer opens."))
        self.show()
        return ""

    # Copies of earlier days

    def finish_owed(self) -> None:
        """Make the copies that closed days still owe."""
        owed = owed_closes(self._session)
        if owed and self.mode in ("opening", "day"):
            self.mode = "owed"
            self.finish.start(owed, in_close=False)

    def _state(self) -> TillState | None:
        return tills.till_state(self._session.connection, self._session.till)

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)
