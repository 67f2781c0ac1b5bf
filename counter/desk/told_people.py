"""What a Z tells of people: who came, left, got another role or PIN, who agreed alone, whose approval is owed."""

import json
from typing import Any

from counter.desk.tills import name_of
from counter.papers.report_people import AloneLine, OwedLine, StaffLine
from db.queries import aside, owed, tills
from db.queries.owed import OwedRow
from db.queries.staff_events import agreed_alone, done_at_till, staff_changes
from db.queries.tills import TillState


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


def told_others(connection: Any, state: TillState, last_event: int) -> tuple[AloneLine, ...]:
    """Return the voids, refunds, reversals and drawer openings of a day by others than those who ran the till."""
    handed = tills.till_events_of(connection, "handover_accepted", state.opened_event, last_event, state.till)
    ran = {state.cashier_id, *(each.body[side] for each in handed for side in ("giver", "taker"))}
    ran |= {each.staff_id for each in aside.taken_up(connection, state.till, state.opened_event)}
    rows = done_at_till(connection, state.opened_event, last_event, state.till)
    return tuple(AloneLine(name_of(connection, who), kind) for kind, who, _body in rows if who and who not in ran)


def told_owed(connection: Any, first_event: int) -> tuple[OwedLine, ...]:
    """Return the approvals that are owed now, of whatever day, and those decided since an event."""
    return tuple(
        owed_line(connection, each) for each in (*owed.waiting(connection), *owed.decided(connection, first_event))
    )


def owed_line(connection: Any, row: OwedRow) -> OwedLine:
    """Return an approval that is or was owed, with names."""
    by = name_of(connection, row.approver_id) if row.approver_id else ""
    return OwedLine(row.act, name_of(connection, row.staff_id), row.day, row.outcome, by, row.answer)


def _bodies(rows: list[tuple[str, int | None, str]]) -> list[tuple[str, int | None, dict[str, Any]]]:
    return [(kind, staff_id, json.loads(body)) for kind, staff_id, body in rows]
