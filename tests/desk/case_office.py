"""Cases at the desk in a few words: brought by an owner, moved on, settled under the manager's agreement."""

import json
from typing import Any

from counter.desk.move_case import Moved, StepIn, move_case
from counter.desk.open_case import CaseIn, Disputed, Opened, open_case
from counter.desk.settle_case import Settled, settle_case
from counter.rules.cases import Kind, Step
from db.queries import cases
from printing.blocks import Pair, Paper, Table, Text, load
from tests.desk.office import CASHIER, EVEN, FINANCE, MANAGER, Desk


def bring(desk: Desk, *charges: Disputed, **more: Any) -> Opened:
    """A dispute over charges of the first flat, or whatever else is named."""
    case = CaseIn(**{
        "kind": Kind.DISPUTE, "topic": "amount", "unit_id": EVEN, "said": "the area is 79.50", "wants": "less",
        "charges": charges, **more,
    })  # fmt: skip
    return open_case(
        desk.books, case, request_id=desk.request(), staff=CASHIER, till=1, office=desk.office, words=desk.words
    )


def move(desk: Desk, case_id: int, to: Step, told: str = "measured", **more: Any) -> Moved:
    step = StepIn(to, told, **more)
    return move_case(
        desk.books, case_id, step, request_id=desk.request(), staff=FINANCE, office=desk.office, words=desk.words
    )


def settle(desk: Desk, case_id: int, *upheld: Disputed, **more: Any) -> Settled:
    arguments = {"request_id": desk.request(), "approver": MANAGER, **more}
    return settle_case(
        desk.books, case_id, "the area was wrong", upheld, staff=FINANCE, office=desk.office, words=desk.words,
        **arguments,
    )  # fmt: skip


def examined(desk: Desk, *charges: Disputed, **more: Any) -> int:
    """A dispute that was examined, so that it can be decided; returns its id."""
    opened = bring(desk, *charges, **more)
    move(desk, opened.case_id, Step.EXAMINED)
    return opened.case_id


def frozen_sum(desk: Desk) -> int:
    """What is frozen in all, in fen."""
    rows = desk.connection.execute("SELECT DISTINCT charge_id FROM case_charge").fetchall()
    return sum(each.amount for each in cases.frozen_of(desk.connection, [row[0] for row in rows]) if each.until is None)


def papers_of(desk: Desk, kind: str) -> list[Paper]:
    rows = desk.connection.execute("SELECT content FROM paper WHERE kind = ? ORDER BY id", (kind,))
    return [load(row[0]) for row in rows]


def reads(paper: Paper) -> str:
    """Everything a paper says, in one line."""
    said: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Pair):
            said.append(f"{block.label}: {block.value}")
        elif isinstance(block, Text):
            said.append(block.text)
        elif isinstance(block, Table):
            said += [" ".join(row.cells) for row in block.rows]
    return json.dumps(said, ensure_ascii=False)
