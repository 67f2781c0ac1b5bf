"""The float that stays in the drawer overnight while it is typed: proposed from this morning's and the count."""

from typing import Any

from counter.presenters.session import Session
from counter.presenters.till_counts import TypedCount
from counter.presenters.till_view import GridRow, TillView
from counter.rules.cash import count_total
from counter.words import formats
from db.queries import tills


class FloatLeft:
    """The pieces that stay; what else was counted goes into the safe."""

    def __init__(self, session: Session, view: TillView) -> None:
        self._session = session
        self._view = view
        self._typed = TypedCount(session.currency)
        self._counted = 0

    def propose(self, counted: dict[int, int]) -> None:
        """This morning's float stays for tomorrow as far as it was counted; the cashier corrects it."""
        self._counted = count_total(counted)
        begun = {int(face): number for face, number in self._opened().get("float", {}).items()}
        stays = {face: min(number, counted.get(face, 0)) for face, number in begun.items()}
        rest, others = count_total(begun) - count_total(stays), dict[int, int]()
        for face in sorted(counted, reverse=True):
            others[face] = min(rest // face, counted[face] - stays.get(face, 0))
            rest -= others[face] * face
        if not rest:
            # Other notes make up the same sum; where they cannot, no odd coins are kept for it.
            stays = {face: stays.get(face, 0) + others.get(face, 0) for face in counted}
        self._typed.propose({str(face): number for face, number in stays.items()})

    def typed(self, row_id: str, text: str) -> None:
        """Work out the sums while the pieces are typed."""
        self._typed.texts[row_id] = text
        self._view.grid_amount(row_id, self._typed.amount_text(row_id), self._typed.total_text())
        self._view.into_safe(self.into_safe)

    def wrong(self) -> bool:
        """Say which number is none; returns whether one is."""
        row = self._typed.wrong
        if row:
            text = self._session.words("“{text}” is no number of notes or coins.", text=self._typed.texts[row])
            self._view.grid_error(row, text)
        return bool(row)

    @property
    def counts(self) -> dict[int, int]:
        """Return the pieces that stay, by denomination."""
        return self._typed.counts()

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """Return all rows, largest first."""
        return self._typed.rows()

    @property
    def total(self) -> str:
        """Return the sum that stays, as it is shown."""
        return self._typed.total_text()

    @property
    def into_safe(self) -> str:
        """Return the sum that goes into the safe, as it is shown."""
        return formats.money(self._counted - count_total(self._typed.counts()), self._session.currency)

    def _opened(self) -> dict[str, Any]:
        session = self._session
        state = tills.till_state(session.connection, session.till)
        if state is None:
            return {}
        events = tills.till_events(session.connection, state.opened_event, state.opened_event, state.till)
        return events[0].body if events else {}
