"""A settlement certificate: only where nothing is open, numbered without a gap, found where a number is missing."""

from pathlib import Path

import pytest

from counter.desk.issue_certificate import Issued, UnitOwes, issue_certificate
from counter.desk.standing import UnknownUnit
from counter.words import Words
from db.queries import certificates
from tests.db.tampering import without_guards
from tests.desk.office import EVEN, ODD, OWNERS, SUPERVISOR, Desk, cash
from tests.desk.test_deposits import take


def issue(desk: Desk, unit: int = EVEN, request: str = "", words: Words | None = None) -> Issued:
    return issue_certificate(
        desk.books, unit, request_id=request or desk.request(), staff=SUPERVISOR, office=desk.office,
        words=words or desk.words,
    )  # fmt: skip


def paper(desk: Desk) -> str:
    return str(desk.connection.execute("SELECT content FROM paper WHERE kind = 'certificate' ORDER BY id").fetchall())


def test_open_items_block_it_and_use_no_number(desk: Desk) -> None:
    with pytest.raises(UnitOwes) as refused:
        issue(desk)
    assert (refused.value.unit_code, refused.value.open_count, refused.value.open_minor) == ("3-2-1201", 3, 75_180)
    with pytest.raises(UnknownUnit):
        issue(desk, 99)
    desk.pay(EVEN, rounding=0)
    assert issue(desk).number == "Q2026-000001"


def test_the_same_request_issues_once_and_the_register_counts_on(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    desk.pay(ODD, rounding=0)
    for _ in range(2):
        issue(desk, request="c")
    issue(desk, ODD)
    listed = [(each.number, each.unit_code, each.owner, each.clerk) for each in certificates.issued(desk.connection)]
    assert listed == [
        ("Q2026-000002", "3-2-1202", OWNERS[ODD], SUPERVISOR.name),
        ("Q2026-000001", "3-2-1201", OWNERS[EVEN], SUPERVISOR.name),
    ]
    assert desk.findings() == []


@pytest.mark.parametrize(("language", "told"), [("en", "Still held: Fit-out deposit"), ("zh_CN", "仍在押：装修押金")])
def test_deposits_and_a_balance_stand_on_it_as_a_note(desk: Desk, language: str, told: str) -> None:
    charges = sum(each.open for each in desk.charges(EVEN))
    desk.pay(EVEN, rounding=0, to_balance=1000, tenders=(cash(charges + 1000),))
    take(desk, 2000)
    issue(desk, words=Words.load(language))  # type: ignore[arg-type]
    assert told in paper(desk)
    assert "2026-11-30" in paper(desk)
    assert "10.00" in paper(desk)


def test_a_certificate_that_vanished_is_found(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    for _ in range(3):
        issue(desk)
    with without_guards(Path(desk.books.path)) as connection:
        connection.execute("UPDATE event SET body = replace(body, 'Q2026-000002', 'Q2026-000003')")
    assert any("certificate Q2026" in each for each in desk.findings())
