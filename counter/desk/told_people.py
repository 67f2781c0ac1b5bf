"""What a Z tells of the people of its day: who came, left, got another role or PIN, and who agreed alone."""

import json
from typing import Any

from counter.desk.tills import name_of
from counter.papers.report_people import AloneLine, StaffLine
from db.queries.staff_events import agreed_alone, staff_changes


def told_staff_changes(connection: Any, first_event: int, last_event: int) -> tuple[StaffLine, ...]:
    """Return the changes of staff in a range of the chain, whoever made them and wherever."""
    return tuple(
        StaffLine(
            name_of(connection, body["who"]) if body.get("who") else "",
            tuple(body.get("what", ())) or (kind,),
            name_of(connection, staff_id) if staff_id else "",
        )
        for kind, staff_id, body in _bodies(staff_changes(connection, first_event, last_event))
    )


def told_alone(connection: Any, first_event: int, last_event: int) -> tuple[AloneLine, ...]:
    """Return what somebody agreed to who had taken the money themselves, because nobody else works here who may."""
    return tuple(
        AloneLine(name_of(connection, body["nobody_else"]), kind)
        for kind, _staff, body in _bodies(agreed_alone(connection, first_event, last_event))
    )


def _bodies(rows: list[tuple[str, int | None, str]]) -> list[tuple[str, int | None, dict[str, Any]]]:
    return [(kind, staff_id, json.loads(body)) for kind, staff_id, body in rows]
