"""What is learnt from the cases of a year: counted, pictured, led back to its price and bill run, printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.open_case import Disputed
from counter.desk.print_case_year import year_facts
from counter.papers.case_year import year_paper
from counter.presenters.case_figures import CaseFigures
from counter.rules.cases import Kind
from counter.words import LANGUAGES, Language, Words
from printing.blocks import Bars, dump, load
from tests.desk.case_office import bring, examined, papers_of, settle
from tests.desk.office import EVEN, MANAGER, ODD, Desk
from tests.papers.reading import cells, lines, value
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import open_office, session_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two disputes over one month of two flats, one of them settled; a repair; a complaint of the year before."""
    with open_office(tmp_path) as desk:
        mine, other = desk.charges(EVEN)[0].charge_id, desk.charges(ODD)[0].charge_id
        case = examined(desk, Disputed(mine, 10_000), raised_on="2026-11-14", topic="area")
        settle(desk, case, Disputed(mine, 4_000))
        bring(desk, Disputed(other, 100), unit_id=ODD, topic="area")
        bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck")
        bring(desk, kind=Kind.COMPLAINT, topic="noise", said="loud", raised_on="2025-12-30")
        yield desk


class At:
    def __init__(self, desk: Desk, language: Language = "en") -> None:
        self.led: list[tuple[str, int, int]] = []
        self._session = session_of(desk, MANAGER, language)
        self.session = self._session.__enter__()
        self.view = SeenPage()
        self.page = CaseFigures(self.session, self.view, lambda *cause: self.led.append(cause))
        self.view.select = self.page.selected
        self.page.show()


@pytest.fixture
def at(desk: Desk) -> Iterator[At]:
    at = At(desk)
    yield at
    at._session.__exit__(None, None, None)


def test_cases_are_counted_by_one_thing_after_the_other_with_a_picture(at: At) -> None:
    assert at.view.facts == {
        "Raised": "3", "Still open": "2", "Days to the answer": "9 days", "Per 100 households": "100.0",
        "Taken off": "40.00",
    }  # fmt: skip
    rows = [row.cells[:3] for row in at.view.page.rows]
    assert rows == [("The area is wrong", "2", "1"), ("Lift", "1", "1")]
    assert at.view.page.picture is not None
    assert list(at.view.page.picture.bars) == [("The area is wrong", 2, 1, "2"), ("Lift", 1, 1, "1")]
    assert at.view.told[-1] == "The area is wrong: Y2026-000001, Y2026-000002"
    seen = {}
    for _ in range(7):
        at.page.pressed("G")
        seen[at.view.page.columns[0].title] = at.view.column(0)
    assert seen["Fee item"] == ["Property fee"]
    assert seen["Building"] == ["Building 3"]
    assert seen["Open for"] == ["7 days at most"]
    assert seen["Answered within"] == ["8 to 30 days"]
    assert seen["Kind of case"] == ["Dispute", "Repair request"]
    assert sorted(seen["Step or result"]) == ["received", "resolved"]


def test_one_kind_and_the_year_before_can_be_looked_at_and_esc_leads_back(at: At) -> None:
    at.page.pressed("Y")
    assert (at.view.page.title, at.view.column(0)) == ("Cases of 2025", ["Noise"])
    at.page.pressed("K")
    assert (at.view.page.title, at.view.page.rows) == ("Cases of 2025: Dispute", ())
    at.page.back()
    assert at.view.facts["Raised"] == "3"
    at.page.pressed("Y")
    at.page.pressed("Y")
    assert at.view.page.title == "Cases of 2026", "behind the oldest year comes this one"


def test_what_came_back_leads_to_its_price_and_its_bill_run(at: At, desk: Desk) -> None:
    at.page.pressed("R")
    assert [row.cells for row in at.view.page.rows] == [
        ("Price", "Property fee, the price from 2020-01-01 on", "2", "40.00"),
        ("Bill run", "Bill run of 2026-09, posted on 2026-11-23", "2", "40.00"),
    ]  # fmt: skip
    assert at.view.told[-1].endswith(": Y2026-000001, Y2026-000002")
    for row in at.view.page.rows:
        at.page.opened(row.id)
    run = desk.connection.execute("SELECT min(id) FROM event WHERE kind = 'charges_billed'").fetchone()[0]
    assert at.led == [("price", 1, 1), ("run", run, 0)]
    at.page.back()
    at.page.opened(at.view.page.rows[0].id)
    assert len(at.led) == 2, "a figure leads nowhere"


def test_the_report_for_the_assembly_is_printed_and_changes_nothing(at: At, desk: Desk) -> None:
    before = desk.count("event")
    at.page.pressed("P")
    assert at.view.said[-1] == ("plain", "Cases of 2026 is being printed.")
    (paper,) = papers_of(desk, "case_year")
    assert (paper.title, desk.count("event")) == ("Cases of 2026", before)
    assert desk.findings() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_the_figures_of_the_year_and_names_no_owner(desk: Desk, language: Language) -> None:
    words = Words.load(language)
    facts = year_facts(
        desk.connection, 2026, date(2026, 11, 23), kind="", at="2026-11-23T00:30:00.000Z", clerk="王芳",
        office=desk.office, words=words,
    )  # fmt: skip
    paper = load(dump(year_paper(facts, words)))
    assert value(paper, words("Taken off in all")) == "40.00"
    assert cells(paper)[0][1:] == ("2", "1", "1", "", "", "9", "40.00"), "disputes"
    pictures = [block for block in paper.blocks if isinstance(block, Bars)]
    assert [[bar.length for bar in each.bars] for each in pictures] == [[2, 1], [2, 1]]
    assert not {"张三", "stuck"} & set(lines(paper))
    assert "Y2026-000001" in " ".join(lines(paper))
