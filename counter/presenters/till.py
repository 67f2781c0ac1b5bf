"""The Till screen: the float in the morning, the day and its lists, the close in the evening."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from counter.desk.close_steps import FindSticks
from counter.desk.drawer import drop_is_due
from counter.desk.finish_close import Step
from counter.desk.let_go import LetGo
from counter.presenters.approval import AskApproval
from counter.presenters.card_backs import Backs
from counter.presenters.close import ClosePresenter
from counter.presenters.close_finish import FinishPresenter, owed_closes, owed_text
from counter.presenters.finance import FinancePresenter
from counter.presenters.request_owed import owed_facts, owed_rows
from counter.presenters.session import Session
from counter.presenters.till_breaks import TillBreaks
from counter.presenters.till_cash import TillCash
from counter.presenters.till_day import day_drawer, fact_rows, is_over, tender_rows
from counter.presenters.till_drawer import TillDrawer
from counter.presenters.till_handover import TillHandover
from counter.presenters.till_lists import TillLists
from counter.presenters.till_opening import Opening
from counter.presenters.till_take_up import TillTakeUp
from counter.presenters.till_view import DayFacts, ListKind, Run, TillView
from counter.words import dates
from db.queries import people, tills
from db.queries.tills import TillState

Mode = Literal["opening", "day", "list", "drop", "handover", "close", "owed", "finance"]


def no_kick() -> None:
    """Leave the drawer as it is: none hangs on the printer."""


def no_lock() -> None:
    """Leave the window open: it has no lock."""


def nowhere(_parked: int) -> None:
    """Leave a parked payment where it is: there is no screen to take it up on."""


class TillPresenter:
    """One window's till. kick opens the drawer and may raise what the printer raises; run works beside the window.

    lock sends everybody away; take_up goes on with a parked payment on the Pay screen; exports: the folder of files
    that people take away; let_go: has the system let go of the sticks; backs: what the card terminal can be asked to
    give back.
    """

    def __init__(
        self, session: Session, view: TillView, *, approval: AskApproval, run: Run, steps: Sequence[Step],
        find_sticks: FindSticks, exports: Path, kick: Callable[[], None] = no_kick,
        lock: Callable[[], None] = no_lock, take_up: Callable[[int], None] = nowhere,
        let_go: Callable[[], LetGo] = LetGo, backs: Backs = lambda: None,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self.mode: Mode = "opening"
        self._list: ListKind = "codes"
        self.opening = Opening(session, view, approval, self.start)
        self.lists = TillLists(session, view, approval, self.show, take_up, backs)
        self.cash = TillCash(session, view, approval, self.show, self.start)
        self.handover = TillHandover(session, view, approval, self.start, lock)
        self.breaks = TillBreaks(session, view, self.start, lock)
        self.drawer = TillDrawer(session, view, approval, run, kick, self.show)
        self.take_up = TillTakeUp(session, view, self.start)
        self.finance = FinancePresenter(session, view, approval, exports=exports)
        self.finish = FinishPresenter(session, view, run=run, steps=steps, find_sticks=find_sticks, let_go=let_go)
        self.close = ClosePresenter(session, view, approval, self.finish)

    def start(self) -> None:
        """Show the till as it is."""
        self.opening.begin()
        self.mode = "opening" if self._state() is None else "handover" if self.handover.is_mine else "day"
        self.show()

    def shown(self) -> None:
        """Come back to the screen: what was half-done is still there, figures are read again."""
        open_now, mine = self._state() is not None, self.handover.is_mine
        needs_open = self.mode in ("day", "drop") or (self.mode == "list" and self._list != "requests")
        outdated = (self.mode == "opening" and open_now) or (needs_open and not open_now)
        if outdated or mine is not (self.mode == "handover"):
            self.start()
        else:
            self.show()

    def show(self) -> None:
        """Show the pane at hand anew."""
        shown: dict[Mode, Callable[[], None]] = {
            "opening": self._show_opening, "day": self._show_day, "close": self.close.show, "owed": self.finish.show,
            "list": lambda: self._view.show_list(self.lists.facts(self._list)), "drop": self.cash.show_drop,
            "handover": self.handover.show, "finance": self.finance.show,
        }  # fmt: skip
        try:
            shown[self.mode]()
        except Exception as error:
            self._failed(error)

    def confirm(self) -> None:
        """F9 of the pane at hand, where it does not depend on a selected line."""
        if self.mode == "opening":
            self.opening.open()
        elif self.mode == "day":
            self._confirm_day()
        elif self.mode == "drop":
            self.cash.confirm_drop()
        elif self.mode == "handover":
            self.handover.confirm()
        elif self.mode == "close":
            if self.close.confirm():
                self.start()
        elif self.mode == "owed":
            self.back()

    def back(self) -> None:
        """Esc: one step back; nothing typed is lost."""
        if self.mode == "list" and self._state() is None:
            self.mode = "opening"
            self.show()
        elif self.mode in ("list", "drop", "finance") or (self.mode == "close" and self.close.back()):
            self.start()
        elif self.mode == "handover":
            self.handover.back()
        elif self.mode == "owed":
            self.finish.hide()
            self.start()

    # The closed till

    def float_typed(self, row_id: str, text: str) -> None:
        """Work out the sums while the float is typed."""
        self.opening.typed(row_id, text)

    def _show_opening(self) -> None:
        self._view.show_opening(
            self.opening.facts(owed_text(self._session), self.lists.counts()[2], owed_facts(self._session))
        )

    # The open till

    def _show_day(self) -> None:
        session, w, state = self._session, self._session.words, self._state()
        if state is None:
            self.start()
            return
        drawer = day_drawer(session.connection, state)
        codes, transfers, requests, parked = self.lists.counts()
        held, warning, confirm = self._held(state)
        self._view.show_day(
            DayFacts(
                w("Till {till}, {day}", till=state.till, day=state.day), self._since(state), warning,
                (*fact_rows(session.connection, state, drawer, w), *owed_rows(session)),
                tender_rows(drawer, w, session.currency), codes, transfers, requests, owed_text(session), parked,
                confirm, held,
            )
        )  # fmt: skip

    def _held(self, state: TillState) -> tuple[bool, str, str]:
        """Return whether the till may not move money, what to say of it, and the word on F9."""
        session, w, found = self._session, self._session.words, self.handover.hanging
        close = w("Count and close the day")
        if found is not None:
            text = w(
                "{giver} hands the till over to {taker}, who logs in and counts.", giver=found.giver, taker=found.taker
            )
            return True, text, w("Take the offer back")
        if self.take_up.foreign(state):
            return self.take_up.held(state)
        if self.breaks.suspended:
            return True, w("The till is on a break; its money stays as it is."), w("Go on after the break")
        if is_over(state, session.today()):
            text = w("This till still stands on {day}. Count and close that day first.", day=state.day)
            return False, text, close
        if drop_is_due(session.connection, state, session.office):
            return False, w("There is much cash in the drawer: drop some into the safe now."), close
        return False, "", close

    def _confirm_day(self) -> None:
        state = self._state()
        if self.handover.hanging is not None:
            self.handover.withdraw()
        elif self.take_up.foreign(state):
            self.take_up.take_up()
        elif self.breaks.suspended:
            self.breaks.resume()
        else:
            self.mode = "close"
            self.close.show()

    def drop(self) -> None:
        """Count what goes into the safe."""
        if self.mode == "day" and self.cash.begin_drop():
            self.mode = "drop"
            self.cash.show_drop()

    def in_day(self, act: Callable[[], None]) -> None:
        """Do one of the acts that begin from the open day, and nothing anywhere else."""
        if self.mode == "day":
            act()

    def _since(self, state: TillState) -> str:
        connection, w = self._session.connection, self._session.words
        opened = tills.till_events(connection, state.opened_event, state.opened_event, state.till)
        who = people.staff(connection, state.cashier_id)
        at = dates.clock_time(opened[0].body["at"]) if opened else ""
        return w("open since {time}, {name}", time=at, name=who.name if who else "")

    def open_list(self, kind: ListKind) -> None:
        """Show one of the lists; requests are decided while the till is closed too."""
        if self.mode in ("day", "list") or (self.mode == "opening" and kind == "requests"):
            self.mode, self._list = "list", kind
            self.show()

    def open_finance(self) -> None:
        """F: show the finance part; it needs no open till."""
        if self.mode in ("opening", "day"):
            self.mode = "finance"
            self.show()

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
