"""Drops made alone, on the list of what waits for a second person until somebody signs for them."""

from collections.abc import Callable
from functools import partial

from counter.desk.people import Person
from counter.desk.sign_drop import UnsignedDrop, sign_drop, unsigned
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.list_row import ListRow
from counter.presenters.session import Session
from counter.presenters.till_view import TillView
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import people

_ROW = "drop."


class UnsignedDrops:
    """The drops that wait; `refresh` is told after each signature."""

    def __init__(self, session: Session, view: TillView, approval: AskApproval, refresh: Callable[[], None]) -> None:
        self._session, self._view, self._approval, self._refresh = session, view, approval, refresh

    def rows(self) -> tuple[ListRow, ...]:
        """Return the drops that nobody has signed, the oldest first."""
        return tuple(self._row(each) for each in unsigned(self._session.connection))

    def _row(self, drop: UnsignedDrop) -> ListRow:
        w = self._session.words
        cells = (
            w("Drop made alone"), self._about(drop), formats.money(drop.amount, self._session.currency),
            self._who(drop), w("nobody saw it; F9 signs"),
        )  # fmt: skip
        return ListRow(f"{_ROW}{drop.event_id}", cells)

    def press(self, row_id: str, *, grant: bool) -> bool:
        """Let a second person sign the drop of a row; returns whether the row is one. It cannot be refused."""
        if not row_id.startswith(_ROW):
            return False
        w = self._session.words
        drop = next((each for each in unsigned(self._session.connection) if f"{_ROW}{each.event_id}" == row_id), None)
        if drop is None:
            return True
        if not grant:
            self._view.say("risk", w("A drop is not refused: where the cash is not there, finance notes a difference."))
            return True
        amount = formats.money(drop.amount, self._session.currency)
        self._approval(Wish(
            Act.WITNESS_DROP, w("Sign for {amount} in the safe: {about}", amount=amount, about=self._about(drop)),
            w("{name} was alone. Count what lies there with the slip, then type your PIN.", name=self._who(drop)),
            needs_reason=False, on_granted=partial(self._signed, drop), requester=drop.staff_id,
        ))  # fmt: skip
        return True

    def _signed(self, drop: UnsignedDrop, witness: Person, _reason: str) -> None:
        session = self._session
        try:
            sign_drop(
                session.books, drop.event_id, request_id=session.new_request(), witness=witness, till=session.till
            )
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.say("saved", session.words("Signed: {about}.", about=self._about(drop)))
        session.on_commit()
        self._refresh()

    def _about(self, drop: UnsignedDrop) -> str:
        return self._session.words("slip {number}, till {till}, {day}", number=drop.slip, till=drop.till, day=drop.day)

    def _who(self, drop: UnsignedDrop) -> str:
        row = people.staff(self._session.connection, drop.staff_id)
        return row.name if row else ""
