"""The floor plan of a building: entrances beside each other, floors above each other, a cell for each unit."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from counter.desk.unit_states import State, UnitState, states_of_units
from counter.presenters.session import Session
from counter.presenters.unit_states_words import state_name, state_words
from counter.presenters.units_words import UNIT_KINDS
from counter.rules.floors import spot_of
from counter.rules.route import route_key
from counter.words import Words
from counter.words.terms import term
from db.queries import registers

_ROW_OF_DOORS = 8  # places without floors stand in rows of so many


class Cell(NamedTuple):
    """A unit on the plan: its place, its room, its state in a word, and the state's code for the colour."""

    unit_id: int
    row: int
    column: int
    room: str
    word: str
    state: str


class Plan(NamedTuple):
    """A building: entrances as (word, columns), the floors' words from the top, the cells, how many of each state."""

    title: str
    counts: str
    entrances: tuple[tuple[str, int], ...]
    floors: tuple[str, ...]
    cells: tuple[Cell, ...]


class PlanView(Protocol):
    """The plan as its presenter knows it."""

    def show_plan(self, plan: Plan) -> None:
        """Show a building."""

    def select_cell(self, unit_id: int, text: str) -> None:
        """Show which cell is at hand, in sight, and say what is known of it."""

    def hide_plan(self) -> None:
        """Give the room back to the list and the card."""


class FloorPlanPresenter:
    """Walks by arrow keys from cell to cell; open_unit shows the card of the one at hand."""

    def __init__(self, session: Session, view: PlanView, open_unit: Callable[[int], None]) -> None:
        self._session, self._view, self._open_unit = session, view, open_unit
        self._buildings: list[str] = []
        self._at = 0
        self._cells: dict[tuple[int, int], Cell] = {}
        self._found: dict[int, UnitState] = {}
        self._chosen: Cell | None = None

    def show(self, unit_id: int | None = None) -> None:
        """Show the building of a unit (the first one if None), with its cell at hand."""
        units = registers.units(self._session.connection)
        self._buildings = sorted({unit.building for unit in units}, key=lambda name: (not name, route_key(name)))
        mine = next((unit.building for unit in units if unit.id == unit_id), None)
        if not self._buildings:
            return
        self._at = self._buildings.index(mine) if mine is not None else min(self._at, len(self._buildings) - 1)
        self._show(unit_id)

    def turn(self, step: int) -> None:
        """Go to the next building, or to the one before."""
        if self._buildings:
            self._at = (self._at + step) % len(self._buildings)
            self._show(None)

    def walk(self, rows: int, columns: int) -> None:
        """Go to the next cell in a direction, past what is empty."""
        if self._chosen is None:
            return
        row, column = self._chosen.row, self._chosen.column

        def lies_ahead(cell: Cell) -> bool:
            if rows:
                return (cell.row - row) * rows > 0
            return cell.row == row and (cell.column - column) * columns > 0

        ahead = [cell for cell in self._cells.values() if lies_ahead(cell)]
        if ahead:
            self._choose(min(ahead, key=lambda c: (abs(c.row - row), abs(c.column - column), c.column)))

    def point(self, unit_id: int) -> None:
        """Come to the cell of a unit that was clicked."""
        cell = next((each for each in self._cells.values() if each.unit_id == unit_id), None)
        if cell is not None:
            self._choose(cell)

    def open(self) -> None:
        """Show the card of the unit at hand."""
        if self._chosen is not None:
            self._view.hide_plan()
            self._open_unit(self._chosen.unit_id)

    def _show(self, unit_id: int | None) -> None:
        session, building = self._session, self._buildings[self._at]
        found = states_of_units(session.connection, session.today(), building)
        self._found = {each.unit.id: each for each in found}
        plan = plan_of(self._title(building), found, session)
        self._cells = {(cell.row, cell.column): cell for cell in plan.cells}
        self._view.show_plan(plan)
        first = next((each for each in plan.cells if each.unit_id == unit_id), plan.cells[0] if plan.cells else None)
        if first is not None:
            self._choose(first)

    def _choose(self, cell: Cell) -> None:
        w, found = self._session.words, self._found[cell.unit_id]
        self._chosen = cell
        kind = term(found.unit.kind, UNIT_KINDS, w)
        self._view.select_cell(
            cell.unit_id, w("{unit}, {kind}: {state}", unit=found.unit.code, kind=kind, state=state_words(found, w))
        )

    def _title(self, building: str) -> str:
        w = self._session.words
        name = w("Building {name}", name=building) if building else w("Without a building")
        return w("{building} ({n} of {all})", building=name, n=self._at + 1, all=len(self._buildings))


def plan_of(title: str, found: Sequence[UnitState], session: Session) -> Plan:
    """Return the plan of a building's units; those without a floor stand below in rows."""
    w = session.words
    walked = sorted(found, key=lambda each: route_key(each.unit.entrance, each.unit.room))
    with_floor = [each for each in walked if spot_of(each.unit.room).floor is not None]
    doors: dict[str, list[str]] = {}
    for each in with_floor:
        door, known = spot_of(each.unit.room).door, doors.setdefault(each.unit.entrance, [])
        if door not in known:
            known.append(door)
            known.sort()
    floors = sorted({spot_of(each.unit.room).floor or 0 for each in with_floor}, reverse=True)
    begins, columns = {}, 0
    for entrance in doors:
        begins[entrance], columns = columns, columns + len(doors[entrance])
    cells = []
    for each in with_floor:
        floor, door = spot_of(each.unit.room)
        column = begins[each.unit.entrance] + doors[each.unit.entrance].index(door)
        cells.append(_cell(each, floors.index(floor or 0), column, w))
    others = [each for each in walked if spot_of(each.unit.room).floor is None]
    width = max(columns, _ROW_OF_DOORS)
    cells += [_cell(each, len(floors) + n // width, n % width, w) for n, each in enumerate(others)]
    rows = [w("floor {n}", n=floor) for floor in floors] + [""] * -(-len(others) // width)
    heads = tuple((w("Entrance {name}", name=name) if name else "", len(doors[name])) for name in doors)
    return Plan(title, _counts(found, session), heads or (("", width),), tuple(rows), tuple(cells))


def _cell(each: UnitState, row: int, column: int, w: Words) -> Cell:
    return Cell(each.unit.id, row, column, each.unit.room, state_words(each, w), each.state.value)


def _counts(found: Sequence[UnitState], session: Session) -> str:
    w, many = session.words, Counter(each.state for each in found)
    return "  ·  ".join(w("{state}: {n}", state=state_name(state, w), n=many[state]) for state in State if many[state])
