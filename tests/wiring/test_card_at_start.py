"""A start after a power cut: what the terminal was asked for is unknown, and the light says what to do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter.desk.card_intents import ask_terminal
from counter.desk.tenders import TenderIn
from counter.platform.folders import Home
from counter.rules.tender import TenderKind
from counter.screens.widgets.light import LightFacts
from counter.wiring.lights import Lights
from counter.wiring.parts import OfficeParts, open_parts
from db.queries.intents import unsettled
from tests.desk.office import CASHIER, EVEN, HandClock, desk_at
from tests.presenters.units_office import open_office


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose power went while the terminal was asked."""
    made = Home(tmp_path, tmp_path)
    made.make()
    with open_office(tmp_path):
        pass
    desk = desk_at(made.books)
    tender = TenderIn(TenderKind.CARD, desk.owed(EVEN), {}, "intent-1")
    ask_terminal(desk.books, desk.order(EVEN, tenders=(tender,)), cashier=CASHIER, till=1, office=desk.office)
    desk.books.close()
    return made


@contextmanager
def started(home: Home, clock: HandClock) -> Iterator[OfficeParts]:
    parts = open_parts(home, clock=clock, on_paper=lambda *_moved: None)
    try:
        yield parts
    finally:
        parts.close()


def states(parts: OfficeParts) -> list[str]:
    return [each.state for each in unsettled(parts.session.connection)]


def terminal_light(parts: OfficeParts) -> LightFacts:
    shown: list[LightFacts] = []

    def show(lights: Sequence[LightFacts]) -> None:
        shown.extend(lights)

    lights = Lights(parts, parts.timed_work(), show)
    lights.show(lights.look())
    return next(each for each in shown if each.id == "terminal")


def test_a_start_makes_it_unknown_and_the_light_says_what_to_do(home: Home) -> None:
    with started(home, HandClock()) as parts:
        assert states(parts) == ["unknown"]
        light = terminal_light(parts)
        assert (light.text, light.state) == ("刷卡结果不明", "attention")
        assert light.help == "请勿再次收款。请在收款界面按 Shift+F10 核实这一笔。"
    with started(home, HandClock()) as parts:
        assert states(parts) == ["unknown"], "a second start changes nothing"


def test_a_clock_far_ahead_keeps_no_window_shut_and_it_is_found_once_the_date_is_confirmed(home: Home) -> None:
    clock = HandClock()
    clock.wait(days=30)
    with started(home, clock) as parts:
        assert states(parts) == ["sent"]
        with parts.books.transaction("date", staff_id=1, confirms_date=True) as tx:
            tx.post("date_confirmed", {"date": "2026-12-23"})
        parts.find_sent()
        assert states(parts) == ["unknown"]
