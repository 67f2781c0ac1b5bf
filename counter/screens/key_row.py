"""One row of the table of keys, and the rows of the Cases screen."""

from typing import NamedTuple

from counter.words import N_

CASES = "cases"
CASE = "case"


class KeyRow(NamedTuple):
    """One key: where it works, its name, what is printed on it, the sentence of what it does."""

    scope: str
    key: str
    shown: str
    does: str


CASE_KEYS: tuple[KeyRow, ...] = (
    KeyRow(CASES, "1", "1", N_("Open cases")),
    KeyRow(CASES, "2", "2", N_("Ended cases")),
    KeyRow(CASES, "K", "K", N_("Only one kind of case, the next one each time")),
    KeyRow(CASES, "P", "P", N_("Print the register")),
    KeyRow(CASE, "1", "1", N_("Open cases")),
    KeyRow(CASE, "2", "2", N_("Ended cases")),
    KeyRow(CASE, "E", "E", N_("Examine it, or open it again")),
    KeyRow(CASE, "O", "O", N_("Make an offer")),
    KeyRow(CASE, "M", "M", N_("Mediation: members, session, minutes, result")),
    KeyRow(CASE, "H", "H", N_("Take it in hand, or open it again")),
    KeyRow(CASE, "S", "S", N_("Settle it; what was wrong is let off by itself")),
    KeyRow(CASE, "R", "R", N_("Reject it with reasons")),
    KeyRow(CASE, "W", "W", N_("The owner withdraws it")),
    KeyRow(CASE, "C", "C", N_("Pass on to arbitration or court")),
    KeyRow(CASE, "A", "A", N_("Keep a scan with the case")),
    KeyRow(CASE, "B", "B", N_("Charge the unit for the repair")),
    KeyRow(CASE, "U", "U", N_("Go to the unit's card")),
)
