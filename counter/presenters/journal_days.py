"""A closed day as the Journal screen lists it, read from its Z and from the steps that are done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from counter.desk.finish_close import steps_owed
from db.queries import tills

LISTED = 400


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One Z; sums in minor units. places: what each step that is done wrote; owed: the steps still to be done."""

    event_id: int
    first_event: int
    till: int
    z_number: int
    day: str
    receipts: int
    voids: int
    copies: int
    openings: int
    received: int
    expected: int
    counted: int
    perpetual: int
    places: Mapping[str, str]
    owed: tuple[str, ...]

    @property
    def id(self) -> str:
        """The row's id."""
        return str(self.event_id)

    @property
    def difference(self) -> int:
        """What was counted above what was expected."""
        return self.counted - self.expected

    @property
    def file_name(self) -> str:
        """The name of the day's journal file."""
        return f"{self.day}_till{self.till}_Z{self.z_number:06d}.sqlite"


def day_facts(connection: Any) -> tuple[DayFacts, ...]:
    """Return the newest closed days of all tills, newest first."""
    return tuple(_facts(connection, close) for close in tills.closes(connection, LISTED))


def _facts(connection: Any, close: tills.CloseRow) -> DayFacts:
    events = tills.till_events(connection, close.event_id, close.event_id, close.till)
    drawer: dict[str, Any] = events[0].body.get("drawer", {}) if events else {}
    done = {each.step: each.place for each in tills.steps_done(connection, close.event_id)}
    tenders = drawer.get("tenders", {}).values()
    return DayFacts(
        close.event_id, close.first_event, close.till, close.z_number, close.day,
        sum(series["count"] for series in drawer.get("receipts", {}).values()),
        drawer.get("voids", {}).get("count", 0), drawer.get("copies", 0), drawer.get("drawer_openings", 0),
        sum(total["received"] - total["returned"] for total in tenders),
        close.expected, close.counted, close.perpetual, done, steps_owed(connection, close.event_id),
    )  # fmt: skip
