"""The slip of a hand-over: what the giver's stretch of the day brought, what was counted, who signs."""

from collections.abc import Sequence
from typing import Any

from counter.desk.count_till import CountMade
from counter.desk.drawer import stretch_of
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.tills import name_of
from counter.papers.report_counts import CountLine
from counter.papers.till_slips import HandoverFacts, SlipHead, handover_slip
from counter.words import Words
from db import papers
from db.books import Tx
from db.queries.tills import TillState
from printing.blocks import dump


def queue_slip(
    tx: Tx, state: TillState, facts: dict[str, Any], event_id: int, made: Sequence[CountMade], *, accepted: bool,
    approver: Person | None, office: Office, words: Words,
) -> None:  # fmt: skip
    """Word the slip of a hand-over that was decided, and queue it."""
    giver, taker = name_of(tx.connection, facts["giver"]), name_of(tx.connection, facts["taker"])
    head = SlipHead(
        estate=office.estate(words.language), books_kind=office.books_kind, number=facts["slip"], till=state.till,
        day=state.day, at=tx.at, cashier=giver, symbol=office.currency_symbol, renminbi=office.currency == "CNY",
    )  # fmt: skip
    slip = HandoverFacts(
        head, giver, taker, stretch_of(tx.connection, state, event_id - 1),
        {int(face): number for face, number in facts["counts"].items()}, facts["total"], facts["expected"],
        facts["reason"], approver.name if approver is not None else "", accepted,
        tuple(CountLine(each.at, each.total, each.difference) for each in made),
        "owed" in facts,
    )  # fmt: skip
    papers.enqueue(tx, "handover_slip", dump(handover_slip(slip, words)), event_id=event_id)
