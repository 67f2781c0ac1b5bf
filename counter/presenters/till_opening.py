"""The closed till: the float counted in the morning, and where it differs from the one left in the evening."""

from collections.abc import Callable
from typing import Literal

from counter.desk.open_till import Explained, FloatDiffers, open_till
from counter.desk.people import Person
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.till_counts import TypedCount
from counter.presenters.till_view import OpeningFacts, TillView
from counter.rules.cash import count_total
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.errors import together
from db.queries import tills

Goes = Literal["safe", "over_short"]


class Opening:
    """Counts the float and opens the till; done is called once it is open."""

    def __init__(self, session: Session, view: TillView, approval: AskApproval, done: Callable[[], None]) -> None:
        self._session = session
        self._view = view
        self._approval = approval
        self._done = done
        self._typed = TypedCount(session.currency)
        self._proposed = False
        self._request = session.new_request()

    def begin(self) -> None:
        """Forget what was typed: the next showing proposes the float anew."""
        self._proposed = False
        self._request = self._session.new_request()

    def typed(self, row_id: str, text: str) -> None:
        """Work out the sums while the float is typed."""
        self._typed.texts[row_id] = text
        self._view.grid_amount(row_id, self._typed.amount_text(row_id), self._typed.total_text())

    def facts(self, owed: str, requests: int, approvals: str = "") -> OpeningFacts:
        """Return the float as it is typed so far; owed: copies that earlier days still owe; requests: how many wait.

        approvals: what was done without one, in words.
        """
        w, left = self._session.words, self._left()
        if not self._proposed:
            self._typed = TypedCount(self._session.currency)
            self._typed.propose(left or self._last_float())
            self._proposed = True
        if left:
            text = w("The last close left this float in the drawer. Count it; correct what differs.")
        elif self._typed.anything:
            text = w("Count the float. The last one is filled in; correct what differs.")
        else:
            text = w("Count the float that the day begins with.")
        if approvals:
            text = together(text, w("Approval owed: {what}.", what=approvals))
        return OpeningFacts(text, self._typed.rows(), self._typed.total_text(), owed, requests)

    def open(self) -> None:
        """Open the till with the float as it is typed."""
        wrong = self._typed.wrong
        if wrong:
            text = self._session.words("“{text}” is no number of notes or coins.", text=self._typed.texts[wrong])
            self._view.grid_error(wrong, text)
            return
        try:
            self._open(None)
        except FloatDiffers as error:
            self._ask_why(error)
        except Exception as error:
            self._view.say("risk", *self._session.told(error))

    def _open(self, explained: Explained | None) -> None:
        session = self._session
        state = open_till(
            session.books, self._typed.counts(), request_id=self._request, cashier=session.person, till=session.till,
            explained=explained,
        )  # fmt: skip
        text = session.words(
            "The till is open for {day} with a float of {amount}.", day=state.day, amount=self._typed.total_text()
        )
        self._view.say("saved", text)
        session.on_commit()
        self._done()

    # A float that is not the one that was left

    def _ask_why(self, error: FloatDiffers) -> None:
        w, told = self._session.words, self._session.told(error)
        self._view.ask(
            Form(
                w("The float differs"),
                told.sentence,
                "",
                self._chosen,
                choices=(
                    ("1", w("The safe explains it")),
                    ("2", w("Nobody can explain it: over/short")),
                ),
            )
        )

    def _chosen(self, values: dict[str, str]) -> str:
        w = self._session.words
        goes: Goes = "safe" if values["choice"] == "1" else "over_short"
        text = (
            w("What was taken from the safe or put into it this morning, and why?")
            if goes == "safe"
            else w("It is booked as over/short. How may it have come about?")
        )
        self._view.ask(
            Form(w("The float differs"), text, w("Open the till"), lambda said: self._explained(goes, said["reason"]),
                 (Asked("reason", w("Reason")),))
        )  # fmt: skip
        return ""

    def _explained(self, goes: Goes, reason: str) -> str:
        limit = self._session.office.over_short_limit
        difference = count_total(self._typed.counts()) - self._left_sum()
        seen_by_two = goes == "over_short" or difference < 0
        if seen_by_two and abs(difference) > limit and reason.strip():
            self._ask_second(goes, difference, reason)
            return ""
        return self._finish(Explained(goes, reason, limit))

    def _ask_second(self, goes: Goes, difference: int, reason: str) -> None:
        session, w = self._session, self._session.words

        def go_on(approver: Person | None) -> None:
            limit = session.office.over_short_limit
            wrong = self._finish(Explained(goes, reason, limit, approver, alone=approver is None))
            if wrong:
                self._view.say("risk", wrong)

        amount = formats.signed_money(difference, session.currency)
        self._approval(Wish(
            Act.APPROVE_OVER_SHORT, w("Open the till with a difference of {amount}", amount=amount),
            w("Reason: {reason}", reason=reason.strip()), needs_reason=False,
            on_granted=lambda approver, _reason: go_on(approver), on_owed=lambda _reason: go_on(None),
        ))  # fmt: skip

    def _finish(self, explained: Explained) -> str:
        try:
            self._open(explained)
        except Exception as error:
            return self._session.sentence(error)
        return ""

    def _left(self) -> dict[str, int]:
        return tills.float_left(self._session.connection, self._session.till)

    def _left_sum(self) -> int:
        return count_total({int(face): number for face, number in self._left().items()})

    def _last_float(self) -> dict[str, int]:
        connection, till = self._session.connection, self._session.till
        before = tills.last_close(connection, till)
        if before is None:
            return {}
        opened = tills.till_events(connection, before.opened_event, before.opened_event, till)
        found: dict[str, int] = opened[0].body.get("float", {}) if opened else {}
        return found
