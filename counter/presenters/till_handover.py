"""Hand-overs: the till offered to the next cashier, counted blind, accepted or rejected."""

from collections.abc import Callable
from typing import Literal

from counter.desk import handover
from counter.desk.count_till import Count
from counter.desk.handover import Handover, hanging
from counter.desk.people import Person
from counter.presenters.approval import AskApproval
from counter.presenters.close_words import agreed_text, difference_text
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.till_counts import TypedCount
from counter.presenters.till_view import CountFacts, DifferenceFacts, TillView
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.terms import ROLES, term
from db.queries import tills

_CHOICES = 9


class TillHandover:
    """What giver and taker do; lock sends everybody away, refresh shows the till anew."""

    def __init__(
        self, session: Session, view: TillView, approval: AskApproval, refresh: Callable[[], None],
        lock: Callable[[], None],
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._approval = approval
        self._refresh = refresh
        self._lock = lock
        self._begin()

    def _begin(self) -> None:
        self.step: Literal["count", "decide"] = "count"
        self._typed = TypedCount(self._session.currency)
        self._count: Count | None = None
        self._reason = ""
        self._request = self._session.new_request()
        self._event = 0

    @property
    def hanging(self) -> Handover | None:
        """Return the hand-over that hangs at this till, or None."""
        return hanging(self._session.connection, self._session.till)

    # The giver

    def ask_taker(self) -> None:
        """Ask who takes the till over."""
        session, w = self._session, self._session.words
        state = tills.till_state(session.connection, session.till)
        takers = handover.takers(session.connection, state)[:_CHOICES] if state is not None else []
        if not takers:
            self._view.say("risk", w("Nobody else who works here may run a till."))
            return
        choices = tuple(
            (str(place), w("{name} · {role}", name=each.name, role=term(each.role, ROLES, w)))
            for place, each in enumerate(takers, start=1)
        )

        def chosen(values: dict[str, str]) -> str:
            return self._offer(takers[int(values["choice"]) - 1].id, session.new_request())

        text = w("The window is locked then; whoever takes over logs in and counts the drawer.")
        self._view.ask(Form(w("Hand the till over"), text, "", chosen, choices=choices))

    def _offer(self, taker_id: int, request: str, agreed: Person | None = None) -> str:
        session = self._session
        try:
            handover.offer(
                session.books, taker_id, request_id=request, giver=session.person, till=session.till, agreed=agreed
            )
        except handover.GiverAgrees as error:
            self._ask_giver(taker_id, request, error.cashier)
            return ""
        except Exception as error:
            return session.sentence(error)
        self._begin()
        self._view.say("plain", session.words("Offered. The next cashier logs in and counts the drawer."))
        self._refresh()
        self._lock()
        return ""

    def _ask_giver(self, taker_id: int, request: str, cashier: str) -> None:
        w = self._session.words

        def granted(person: Person, _reason: str) -> None:
            wrong = self._offer(taker_id, request, person)
            if wrong:
                self._view.say("risk", wrong)

        text = w("{cashier} agrees with their PIN, or a third person does.", cashier=cashier)
        title = w("Hand over the till of {cashier}", cashier=cashier)
        self._approval(Act.HAND_OVER, title, text, needs_reason=False, on_granted=granted)

    def withdraw(self) -> None:
        """Take the offer back."""
        session = self._session
        try:
            handover.withdraw(session.books, request_id=session.new_request(), person=session.person, till=session.till)
        except Exception as error:
            self._failed(error)
            return
        self._view.say("saved", session.words("The offer is taken back; the till stays as it was."))
        self._refresh()

    # The taker

    @property
    def is_mine(self) -> bool:
        """Return whether the person at the window is the one to take over."""
        found, someone = self.hanging, self._session.someone
        return found is not None and someone is not None and found.taker_id == someone.staff_id

    def show(self) -> None:
        """Show the blind count, or what it found."""
        found = self.hanging
        if found is not None and found.event_id != self._event:
            self._begin()
            self._event = found.event_id
        if self.step == "decide":
            self._show_decision()
            return
        w = self._session.words
        note = w(
            "{name} hands the till over. Count everything in the drawer; what should be there is shown after that. "
            "Every count is kept.",
            name=found.giver if found else "",
        )
        self._view.show_handover_count(CountFacts(self._typed.rows(), self._typed.total_text(), (), note))

    def typed(self, row_id: str, text: str) -> None:
        """Work out the sums while a number of pieces is typed."""
        self._typed.texts[row_id] = text
        self._view.grid_amount(row_id, self._typed.amount_text(row_id), self._typed.total_text())

    def reason_typed(self, text: str) -> None:
        """Keep the reason of a difference."""
        self._reason = text

    def confirm(self) -> None:
        """F9: confirm the count, then take over."""
        if self.step == "decide":
            self._take_over()
        else:
            self._confirm_count()

    def back(self) -> None:
        """Esc after the count: count once more."""
        if self.step == "decide":
            self.step = "count"
            self.show()

    def _confirm_count(self) -> None:
        session, w, wrong = self._session, self._session.words, self._typed.wrong
        if wrong:
            text = w("“{text}” is no number of notes or coins.", text=self._typed.texts[wrong])
            self._view.grid_error(wrong, text)
            return
        try:
            self._count = handover.count_handover(
                session.books, self._typed.counts(), request_id=session.new_request(), taker=session.person,
                till=session.till, office=session.office,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        self.step = "decide"
        self._show_decision()

    def _show_decision(self) -> None:
        session, w, count = self._session, self._session.words, self._count
        if count is None:
            return
        currency = session.currency
        if count.needs_second_person:
            text = difference_text(count, session.office.over_short_limit, w, currency, late=False)
        elif not count.difference:
            text = w("The drawer agrees with the books.")
        else:
            text = w("Write the reason; it is booked as over/short of the cashier who hands over.")
        self._view.show_handover(
            DifferenceFacts(
                formats.money(count.expected, currency), formats.money(count.total, currency),
                formats.signed_money(count.difference, currency), count.difference == 0, text,
                bool(count.difference) or count.needs_second_person, self._reason,
            )
        )  # fmt: skip

    def _lacks_reason(self) -> bool:
        if self._reason.strip():
            return False
        self._view.reason_error(self._session.words("Write in a few words how the difference may have come about."))
        return True

    def _take_over(self) -> None:
        w, count = self._session.words, self._count
        if count is None or ((count.difference or count.needs_second_person) and self._lacks_reason()):
            return
        if not count.needs_second_person:
            self._accept(None)
            return
        found = self.hanging
        amount = formats.signed_money(count.difference, self._session.currency)
        self._approval(
            Act.APPROVE_OVER_SHORT, w("Hand over with a difference of {amount}", amount=amount),
            agreed_text(count, self._reason.strip(), w, self._session.currency), needs_reason=False,
            on_granted=lambda person, _reason: self._accept(person), 
            on_owed=lambda _reason: self._accept(None, alone=True),
            requester=found.giver_id if found else None,
        )  # fmt: skip

    def _accept(self, approver: Person | None, *, alone: bool = False) -> None:
        session = self._session
        try:
            slip = handover.accept(
                session.books, request_id=self._request, taker=session.person, till=session.till,
                office=session.office, words=session.paper_words, reason=self._reason, approver=approver,
                alone=alone,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        self._decided(session.words("You run this till now. Slip {number}", number=slip))

    def reject(self) -> None:
        """F10 after the count: leave the till with its cashier."""
        session = self._session
        if self.step != "decide":
            return
        if not self._reason.strip():
            self._ask_reason()
            return
        try:
            slip = handover.reject(
                session.books, self._reason, request_id=self._request, taker=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        self._decided(session.words("Not taken over; the till stays with its cashier. Slip {number}", number=slip))

    def _ask_reason(self) -> None:
        w = self._session.words

        def take(values: dict[str, str]) -> str:
            if not values["reason"].strip():
                return w("Write in a few words why the till is not taken over.")
            self._reason = values["reason"]
            self.reject()
            return ""

        text = w("Why is the till not taken over?")
        self._view.ask(Form(w("Not taken over"), text, w("Reject"), take, (Asked("reason", w("Reason")),)))

    def _decided(self, text: str) -> None:
        self._begin()
        self._view.say("saved", text, self._session.words("printing…"))
        self._session.on_commit()
        self._refresh()

    def _failed(self, error: Exception) -> None:
        self._view.say("risk", *self._session.told(error))
