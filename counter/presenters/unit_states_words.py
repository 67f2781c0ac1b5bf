"""The states of units in words."""

from counter.desk.unit_states import State, UnitState
from counter.words import Words


def state_words(found: UnitState, w: Words) -> str:
    """Return the state of a unit as short as a cell wants it."""
    return (
        w.n("owes {n} month", "owes {n} months", found.months)
        if found.state is State.OWES
        else state_name(found.state, w)
    )


def state_name(state: State, w: Words) -> str:
    """Return the name of a state."""
    return {
        State.DISPUTED: w("disputed"), State.OWES: w("owes"), State.VACANT: w("vacant"), State.AHEAD: w("paid ahead"),
        State.PAID: w("paid up"),
    }[state]  # fmt: skip
