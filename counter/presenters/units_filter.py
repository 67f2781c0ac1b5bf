"""Which units the list shows: all, or those in one state or of one kind."""

from collections.abc import Callable
from typing import Any

from counter.desk.unit_states import State, UnitState, states_of_units
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.route import route_key
from db.queries import history
from db.queries.history import UnitLine

_LONG_OWED = 3
_KINDS = ("flat", "shop", "parking", "storage")


class UnitFilter:
    """Asks for a filter and pages through its units; told says in the end what is listed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: list[int] = []
        self._chosen: list[int] = []
        self.told = ""

    def question(self, take: Callable[[bool], None]) -> Form:
        """Return the question; take hears whether only some units are listed."""
        w = self._session.words
        options: list[tuple[Any, str]] = [
            (None, w("All units")),
            (lambda each: each.state is State.OWES, w("Owing")),
            (lambda each: each.months >= _LONG_OWED, w("Owing three months or more")),
            (lambda each: each.state is State.PAID, w("Paid up")),
            (lambda each: each.state is State.AHEAD, w("Paid ahead")),
            (lambda each: each.state is State.VACANT, w("Vacant")),
            (lambda each: each.unit.kind == "parking", w("Parking places")),
        ]

        def chosen(wanted: Callable[[UnitState], bool] | None) -> str:
            name = next(word for value, word in options if value is wanted)
            found = self._found(wanted)
            self._chosen = found or []
            self.told = w("Listed: {which}", which=name)
            if found is not None:
                self.told = w("Listed: {which}, {n}", which=name, n=len(found))
            take(found is not None)
            return ""

        return choose(w("Which units?"), "", options, chosen)

    def begin(self) -> list[UnitLine]:
        """Return the first page of what was chosen."""
        self._waiting = self._chosen
        return self.next_page()

    def next_page(self) -> list[UnitLine]:
        """Return the units that follow, in the order of the buildings."""
        page, self._waiting = self._waiting[: history.PAGE], self._waiting[history.PAGE :]
        return history.unit_lines(self._session.connection, page)

    def end(self) -> None:
        """List no more of what was chosen."""
        self._waiting = []

    def _found(self, wanted: Callable[[UnitState], bool] | None) -> list[int] | None:
        if wanted is None:
            return None
        session = self._session
        found = [each for each in states_of_units(session.connection, session.today()) if wanted(each)]
        found.sort(key=_place)
        return [each.unit.id for each in found]


def _place(each: UnitState) -> tuple[int, Any]:
    unit = each.unit
    kind = _KINDS.index(unit.kind) if unit.kind in _KINDS else len(_KINDS)
    return kind, route_key(unit.building, unit.entrance, unit.room)
