"""The acts of a unit's card (M) in the real window by keys alone, in both languages; each ends in books that hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter.desk.change_prices import Scope, save_item, set_price
from counter.desk.deposit_kinds import new_item
from counter.desk.formulas import recompute
from counter.desk.people import Person
from counter.screens.look import DARK, LIGHT
from counter.words import LANGUAGES, Language
from db.check import check_books
from db.queries import certificates, deposits, registers
from tests.desk.acts_at_desk import once_item
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import EVEN, FINANCE, MANAGER, ODD, SUPERVISOR, Desk
from tests.presenters.units_office import open_office, session_of
from tests.screens.kit import Stage
from tests.screens.test_units_window import Window

MONTH = 25_060


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


class Card(Window):
    """A unit's card, somebody at its key M."""

    def do(self, act: str, *keys: str) -> None:
        """Choose an act by its digit, then answer: a word in brackets is typed, anything else is a key."""
        self.stage.press("m", act)
        self.do_on(*keys)

    def do_on(self, *keys: str) -> None:
        """Go on in the form that is open."""
        for key in keys:
            self.whole()
            if key.startswith("["):
                self.stage.type_text(key[1:-1])
            else:
                self.stage.press(key)
        self.stage.pump()

    def agreed(self, by: Person, reason: str = "") -> None:
        """Let the second person agree to what was asked last."""
        self.second.asked[-1].granted(by, reason)
        self.stage.pump()

    def hold(self) -> None:
        report = check_books(self.desk.books.database, recompute=recompute)
        assert [str(each) for each in report.findings] == []


@contextmanager
def card_at(stage: Stage, desk: Desk, language: Language, room: str) -> Iterator[Card]:
    """The manager's window with a unit's card; its books hold when it is shut."""
    scale, palette = (1.5, DARK) if language == "zh_CN" else (1.0, LIGHT)
    with session_of(desk, MANAGER, language) as session:
        card = Card(stage, desk, session, palette, scale)
        try:
            card.find(room)
            yield card
            card.hold()
        finally:
            card.shell.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_charge_is_adjusted_and_waived_and_something_charged_once(
    stage: Stage, desk: Desk, language: Language
) -> None:
    once_item(desk)
    with card_at(stage, desk, language, "321201") as card:
        card.do("1", "2", "[10]", "Return", "[area]", "F9", "1")
        card.agreed(FINANCE)
        card.do("1", "1", "[5]", "Return", "[leak]", "F9", "1")
        card.agreed(FINANCE)
        card.do("2", "1", "[20]", "Return", "[lost]", "F9")
        assert desk.owed(EVEN) == 3 * MONTH - 1000 - 500 + 2000
        assert "235.60" in card.read()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_priced_deposit_is_taken_goes_back_in_part_and_the_rest_is_kept(
    stage: Stage, desk: Desk, language: Language
) -> None:
    item = save_item(desk.books, new_item("装修押金（全装）", "Full fit-out", 9), request_id="i", staff=MANAGER)
    day = desk.clock.today()
    set_price(desk.books, item, Scope("flat"), "area", 200_000, day, request_id="p", staff=MANAGER)
    desk.take_up(MANAGER)
    with card_at(stage, desk, language, "321201") as card:
        card.do("3", "1", "[firm]", "F9", "1", "F9")
        assert [each.amount for each in deposits.held(desk.connection)] == [179_000]
        card.do("4", "1", "1", "[12]", "Return", "Return", "Return", "[500]", "F9")
        # Whoever took it in cash gets it back in cash; the manager took it, so the supervisor agrees.
        card.do_on("1")
        card.agreed(SUPERVISOR, "first look")
        assert [each.amount for each in deposits.held(desk.connection)] == [129_000]
        card.do("4", "1", "3", "[wall torn down]", "F9")
        card.agreed(SUPERVISOR)
        assert (deposits.held(desk.connection), desk.account("other_income")) == ([], -129_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_says_all_that_is_open_and_is_issued_once_nothing_is(
    stage: Stage, desk: Desk, language: Language
) -> None:
    with_late_fee(desk)
    with card_at(stage, desk, language, "321201") as card:
        card.do("5")
        card.whole()
        assert "14.54" in card.read()
        card.do_on("1")
        desk.pay(EVEN, rounding=0)
        card.do("5", "1")
        assert [each.unit_code for each in certificates.issued(desk.connection)] == ["3-2-1201"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sale_and_a_move_are_entered_and_split_by_keys(stage: Stage, desk: Desk, language: Language) -> None:
    before = desk.owed(ODD)
    with card_at(stage, desk, language, "321202") as card:
        card.do("6", "1", "[买方甲]", "F9", "1")
        # Sold on the 23rd: 250.68 × 8/30 = 66.848
        assert (desk.owed(ODD), [each.open for each in desk.charges(ODD)][-1]) == (before, 6685)
        card.do("6", "2", "[租户甲]", "Tab", "Tab", "Tab", "[1]", "F9", "1")
        card.do("6", "3", "F9")
        card.whole()
        held = [row for row in registers.holdings(desk.connection) if row.unit_id == ODD]
        today = desk.clock.today().isoformat()
        assert [(row.role, row.until) for row in held] == [
            ("owner", "2026-11-22"),
            ("owner", None),
            ("occupier", today),
        ]
        assert desk.owed(ODD) == before
