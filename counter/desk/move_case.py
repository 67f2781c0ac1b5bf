"""Moving a case a step on: examined, an offer, a session of mediation, rejected, withdrawn, passed on, opened again.

Only what settles a case changes charges, and that is counter.desk.settle_case. Whatever ends a dispute lets the late
fee run again from that day on; the days it was disputed in good faith stay free.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from counter.desk.adjust_charge import standing_amount
from counter.desk.approve import written_reason
from counter.desk.case_deadlines import load_deadlines
from counter.desk.case_papers import Outcome, queue_answer, queue_session
from counter.desk.office import Office
from counter.desk.open_case import Disputed, RaisedWrong, freeze, refuse_undisputable
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.papers.cases import Session
from counter.rules.cases import Kind, Step, deadline, has_ended, next_actor, require_move, still_frozen_of
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Event, Tx
from db.queries import cases, corrections, people
from db.queries.cases import CaseRow, FrozenRow, StepRow

KIND = "case_moved"
SETTLEMENT = "dispute"  # what is asked for where a settlement lets something off
_DECIDES = frozenset({Step.REJECTED, Step.PASSED_ON, Step.SETTLED})


class StepIn(NamedTuple):
    """A step that is taken: told is what was found, offered, agreed or decided, day (ISO) what day it is about.

    members: who sits on the panel, or who does it; due: by when the next one has to act, as proposed if empty.
    """

    to: Step
    told: str
    day: str = ""
    members: str = ""
    due: str = ""


class Moved(NamedTuple):
    """A case as it stands after a step; due as ISO date, '' where it has ended."""

    case_id: int
    number: str
    step: Step
    due: str


class UnknownCase(Exception):
    """No case has this number."""

    code = "unknown_case"

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self.case_id = case_id


class SettlementWaits(Exception):
    """A settlement of this case waits for a decision; another step would leave that hanging."""

    code = "settlement_waits"


class MembersMissing(Exception):
    """A session of mediation names who sat on the panel."""

    code = "members_missing"


def move_case(
    books: Books, case_id: int, step: StepIn, *, request_id: str, staff: Person, till: int | None = None,
    office: Office, words: Words,
) -> Moved:  # fmt: skip
    """Take a step of a case that changes no charge. Idempotent by request.

    Raises NotAllowed, UnknownCase, StepNotAllowed, SettlementWaits, ReasonMissing, MembersMissing, FullCardNumber,
    RaisedWrong, and when opening a dispute again DisputedAlready.
    """
    assert step.to is not Step.SETTLED, "counter.desk.settle_case settles"
    staff.require(Act.SETTLE_CASES if step.to in _DECIDES else Act.RECORD_CASES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return Moved(case_id, done[1]["number"], Step(done[1]["to"]), done[1]["due"])
        row = require_case(tx.connection, case_id, step.to)
        refuse_waiting_settlement(tx.connection, case_id)
        if has_ended(Step(row.step)):
            staff.require(Act.SETTLE_CASES)
        moved, _event = take_step(tx, row, step, KIND, {}, {})
        if step.to is Step.REJECTED:
            queue_answer(tx, moved, step.told.strip(), Outcome(), staff.name, office, words)
        elif step.to is Step.MEDIATION:
            day = step.day or tx.day
            session = Session(day, step.members.strip(), day > tx.day)
            queue_session(tx, moved, step.told.strip(), session, staff.name, office, words)
        return Moved(case_id, row.number, step.to, moved.due or "")


def refuse_waiting_settlement(connection: Any, case_id: int) -> None:
    """Raise SettlementWaits where a settlement of a case waits for a decision."""
    if people.pending_about(connection, SETTLEMENT, f"case:{case_id}") is not None:
        raise SettlementWaits


def require_case(connection: Any, case_id: int, to: Step) -> CaseRow:
    """Return a case that may go to a step. Raises UnknownCase, StepNotAllowed."""
    row = cases.case(connection, case_id)
    if row is None:
        raise UnknownCase(case_id)
    require_move(Kind(row.kind), Step(row.step), to)
    return row


def take_step(
    tx: Tx, row: CaseRow, step: StepIn, kind: str, facts: Mapping[str, Any], upheld: Mapping[int, int],
    rows: tuple[Any, ...] = (),
) -> tuple[CaseRow, Event]:  # fmt: skip
    """Post one step with its registers; upheld: what of the disputed charges was let off (minor units)."""
    told, members = _texts(step)
    ended, reopened = has_ended(step.to), has_ended(Step(row.step))
    frozen: list[FrozenRow] = []
    if ended:
        frozen = thawed(tx, row.id, upheld)
    elif reopened:
        frozen = _frozen_again(tx, row)
    on_day = step.day or tx.day
    due = _due(tx, row, step)
    if on_day > tx.day and step.to is not Step.MEDIATION:
        raise RaisedWrong(on_day)
    moved = row._replace(step=step.to, due=due, actor=next_actor(step.to))
    taken = StepRow(tx.next_id("case_step"), row.id, step.to, on_day, told, members or None)
    changes: dict[str, list[tuple[Any, ...]]] = {"case_file": [tuple(moved)], "case_step": [tuple(taken)]}
    if frozen:
        changes["case_charge"] = [tuple(each) for each in frozen]
    said = {
        "case": row.id, "number": row.number, "unit": row.unit_id, "from_step": row.step, "to": step.to,
        "on_day": on_day, "due": due or "", **facts,
    }  # fmt: skip
    return moved, tx.change(kind, said, changes, rows)


def thawed(tx: Tx, case_id: int, upheld: Mapping[int, int]) -> list[FrozenRow]:
    """Return what a case froze with its last frozen day, and with what of it was owed all the same.

    The day of the end is still frozen: what was paid earlier on it was reckoned so.
    """
    return [
        each._replace(until=tx.day, amount=still_frozen_of(each.amount, upheld.get(each.charge_id, 0)))
        for each in cases.frozen_by(tx.connection, case_id)
        if each.until is None
    ]


def _frozen_again(tx: Tx, row: CaseRow) -> list[FrozenRow]:
    """A case that is opened again freezes what is left of its charges from that day on, or from the next where it ended
    on that day; days before stay."""
    wanted = []
    last = {each.charge_id: each for each in cases.frozen_by(tx.connection, row.id)}
    for charge in cases.charges_of(tx.connection, row.id):
        left = min(last[charge.id].amount, standing_amount(tx.connection, charge))
        if left > 0 and not corrections.is_reversed(tx.connection, charge):
            wanted.append(Disputed(charge.id, left))
    refuse_undisputable(tx.connection, row.unit_id, tuple(wanted))
    ended_today = any(each.until == tx.day for each in last.values())
    since = date.fromisoformat(tx.day) + timedelta(days=ended_today)
    return freeze(tx, row.id, tuple(wanted), since.isoformat())


def _texts(step: StepIn) -> tuple[str, str]:
    told, members = written_reason(step.told), step.members.strip()
    no_card_number(members)
    if step.to is Step.MEDIATION and not members:
        raise MembersMissing
    return told, members


def _due(tx: Tx, row: CaseRow, step: StepIn) -> str | None:
    if has_ended(step.to):
        return None
    if step.due and step.due < tx.day:
        raise RaisedWrong(step.due)
    begins, deadlines = date.fromisoformat(max(tx.day, step.day)), load_deadlines(tx.connection, tx.day)
    proposed = deadline(Kind(row.kind), step.to, begins, urgent=bool(row.urgent), deadlines=deadlines)
    return step.due or (proposed.isoformat() if proposed else None)
