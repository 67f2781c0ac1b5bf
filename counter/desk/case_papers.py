"""The papers of a case, queued in the commit that they tell of: acknowledgement, answer, corrected statement."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk.office import Office
from counter.desk.print_statement import statement_facts
from counter.papers.cases import (
    CaseFacts,
    CaseLine,
    Session,
    acknowledgement_paper,
    answer_paper,
    session_paper,
)
from counter.papers.statement import statement_paper
from counter.words import Words, formats
from counter.words.explain_late_fee import rate_a_day
from db import papers
from db.books import Tx
from db.queries import accounts, cases, corrections
from db.queries.cases import CaseRow
from db.rows import Charge
from printing.blocks import dump


class Outcome(NamedTuple):
    """What an end changed, in minor units: what was let off by charge, late fee posted back, what became balance."""

    upheld: Mapping[int, int] = {}
    late_fee_back: int = 0
    to_balance: int = 0


def queue_acknowledgement(tx: Tx, row: CaseRow, clerk: str, office: Office, words: Words) -> None:
    """Queue the acknowledgement of a case that was just opened for the receipt printer."""
    content = dump(acknowledgement_paper(_facts(tx, row, clerk, office, words), words))
    papers.enqueue(tx, "case_acknowledgement", content, event_id=tx.head_id)


def queue_session(
    tx: Tx, row: CaseRow, told: str, session: Session, clerk: str, office: Office, words: Words
) -> None:  # fmt: skip
    """Queue the invitation to a session of mediation, or its minutes, for the office printer."""
    facts = _facts(tx, row, clerk, office, words, told=told)
    papers.enqueue(tx, "case_session", dump(session_paper(facts, session, words)), event_id=tx.head_id, device="office")


def queue_answer(tx: Tx, row: CaseRow, told: str, outcome: Outcome, clerk: str, office: Office, words: Words) -> None:
    """Queue the answer of a case that just ended, and the corrected statement where charges changed."""
    notes = tuple(_notes(row, outcome, office, tx.day, words))
    facts = _facts(tx, row, clerk, office, words, told=told, notes=notes, upheld=outcome.upheld)
    papers.enqueue(tx, "case_answer", dump(answer_paper(facts, words)), event_id=tx.head_id, device="office")
    if outcome.upheld:
        statement = statement_paper(
            statement_facts(tx.connection, row.unit_id, at=tx.at, day=tx.day, clerk=clerk, office=office, words=words),
            words,
        )
        papers.enqueue(tx, statement.kind, dump(statement), device="office")


def _facts(
    tx: Tx, row: CaseRow, clerk: str, office: Office, words: Words, *, told: str = "", notes: Sequence[str] = (),
    upheld: Mapping[int, int] = {},
) -> CaseFacts:  # fmt: skip
    unit = accounts.unit(tx.connection, row.unit_id)
    owner = next((each for each in accounts.holders(tx.connection, row.unit_id) if each.until is None), None)
    return CaseFacts(
        number=row.number, kind=row.kind, topic=row.topic, step=row.step, at=tx.at, raised_on=row.raised_on,
        due=row.due or "", channel=row.channel, estate=office.estate(words.language),
        seal_line=office.seal(words.language), unit_code=unit.code if unit else "",
        owner=(owner.name or "") if owner else "", said=row.said or "", wants=row.wants or "",
        lines=tuple(_lines(tx.connection, row.id, upheld, words)), clerk=clerk, told=told, notes=tuple(notes),
        books_kind=office.books_kind,
    )  # fmt: skip


def _lines(connection: Any, case_id: int, upheld: Mapping[int, int], words: Words) -> list[CaseLine]:
    disputed = {each.charge_id: each.amount for each in cases.frozen_by(connection, case_id)}
    names = accounts.item_names(connection)
    place = 0 if words.language == "zh_CN" else 1
    return [
        CaseLine(
            names.get(each.item_id, ("", ""))[place], each.period,
            _stood(connection, each) + upheld.get(each.id, 0), disputed[each.id], upheld.get(each.id, 0),
        )
        for each in cases.charges_of(connection, case_id)
    ]  # fmt: skip


def _stood(connection: Any, charge: Charge) -> int:
    return charge.amount + sum(each.amount for each in corrections.corrections(connection, charge))


def _notes(row: CaseRow, outcome: Outcome, office: Office, day: str, w: Words) -> list[str]:
    """What an end means for the account: money that is balance now, late fee that went back, and its rule."""
    notes = []
    if outcome.to_balance:
        notes.append(w("{amount} of it was paid already and is balance now; it is paid out on request.",
                       amount=formats.money(outcome.to_balance)))  # fmt: skip
    if outcome.late_fee_back:
        notes.append(w("{amount} of late fee was posted back: it is what it would have been had the charge been right.",
                       amount=formats.money(outcome.late_fee_back)))  # fmt: skip
    if row.kind == "dispute" and office.late_fee_mode != "off" and office.late_fee_rate:
        fields = {"raised": row.raised_on, "day": day, "rate": rate_a_day(office.late_fee_rate, w)}
        notes.append(w("No late fee runs for what is owed rightly from {raised} to {day}; from the next day on it runs "
                       "again: {rate} on what is open.", **fields))  # fmt: skip
    return notes
