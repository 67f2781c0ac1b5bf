"""Books for practice have a simulated terminal inside the program and reach no real one; real books never have it."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from counter.desk.found_books import found_books
from counter.desk.long_work import no_progress
from counter.desk.people import hash_pin
from counter.devices.card_terminal import (
    CardTerminal,
    Enquiry,
    IntentState,
    ManualSlip,
    Outcome,
    TerminalOffline,
    TerminalReady,
)
from counter.devices.line_terminal import LineTerminal
from counter.devices.practice.line import LoopbackLine, own_line
from counter.devices.practice.terminal import PracticeTerminal
from counter.devices.zvt_simulator.machine import Machine
from counter.devices.zvt_simulator.practice import ZvtPractice
from counter.platform.folders import Home
from counter.presenters.first_start_answers import Answers
from counter.settings import MachineSettings, TerminalSettings, load_settings, save_settings
from counter.wiring.first_window import founding
from counter.wiring.header import header_facts
from counter.wiring.parts import judge_of
from counter.wiring.practice_terminal import practice_terminal
from counter.wiring.sample_home import furnish
from counter.wiring.terminals import card_terminal
from db.store import open_books
from tests.desk.office import EVEN, HandClock
from tests.presenters.pay_window import pay_window
from tests.presenters.units_office import open_office
from tests.wiring.test_card_at_start import started, terminal_light
from tests.wiring.test_terminals import fail_loudly

SIMULATED = TerminalSettings("simulated_zvt")
LINES = [LoopbackLine] if sys.platform == "win32" else [own_line, LoopbackLine]


@pytest.mark.parametrize("kind", ["simulated_zvt", "simulated_transbank"])
def test_real_books_are_refused_a_simulated_terminal(tmp_path: Path, kind: Any) -> None:
    settings = TerminalSettings(kind)
    assert practice_terminal(settings, "real", tmp_path) is None
    terminal = card_terminal(settings, "CNY", fail_loudly)
    assert terminal.status() == TerminalOffline("simulated_only")
    assert terminal.begin("i", 1, "CNY").state is IntentState.DECLINED
    assert (terminal.events(), terminal.last_transaction(Enquiry("i", 1, datetime(2026, 11, 23)))) == ((), None)


@pytest.mark.parametrize(
    "kind", [TerminalSettings("zvt_serial", "/dev/pts/7"), TerminalSettings("transbank", "/dev/ttys004")]
)
def test_real_books_are_refused_a_simulated_terminal_at_a_port_too(kind: TerminalSettings) -> None:
    assert card_terminal(kind, "CNY", fail_loudly).status() == TerminalOffline("simulated_only")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such ports")
def test_another_name_of_a_simulated_port_hides_it_from_no_books(tmp_path: Path) -> None:
    named = tmp_path / "ttyTerminal"
    named.symlink_to("/dev/pts/7")
    kind = TerminalSettings("zvt_serial", str(named))
    assert card_terminal(kind, "CNY", fail_loudly).status() == TerminalOffline("simulated_only")
    assert isinstance(card_terminal(kind, "CNY", fail_loudly, "sample"), LineTerminal)


@pytest.mark.parametrize("books", ["sample", "training"])
def test_books_for_practice_never_open_a_real_line(books: str) -> None:
    for kind in (
        TerminalSettings("zvt_serial", "COM3"), TerminalSettings("zvt_network", "10.0.0.9"),
        TerminalSettings("transbank", "/dev/ttyUSB0"),
    ):  # fmt: skip
        assert card_terminal(kind, "CNY", fail_loudly, books).status() == TerminalOffline("practice_books")
    assert isinstance(card_terminal(TerminalSettings(), "CNY", fail_loudly, books), ManualSlip)
    simulated = card_terminal(TerminalSettings("zvt_serial", "/dev/pts/7"), "CNY", fail_loudly, books)
    assert isinstance(simulated, LineTerminal)


def test_the_sample_estate_has_a_simulated_terminal_and_real_books_after_it_none(tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path)
    home.make()
    furnish(home)
    settings = load_settings(home.settings).settings
    assert settings.terminal == SIMULATED
    answers = Answers(name="阳光花园", source="empty", manager="陈静", pin_hash=hash_pin("3333"))
    founding(home, answers, settings)(no_progress, lambda: False)
    assert load_settings(home.settings).settings.terminal == TerminalSettings(), "real books take real cards"
    save_settings(home.settings, MachineSettings(terminal=TerminalSettings("zvt_serial", "COM3")))
    furnish(home)
    assert load_settings(home.settings).settings.terminal.kind == "zvt_serial", "what was chosen stays"


@contextmanager
def practising(
    machine: ZvtPractice, line: Callable[..., Any]
) -> Iterator[tuple[PracticeTerminal, CardTerminal, list[Mapping[str, Any]]]]:
    kept: list[Mapping[str, Any]] = []
    practice = PracticeTerminal(machine, kept.append, line=line)
    terminal = card_terminal(SIMULATED, "CNY", fail_loudly, "sample", practice)
    terminal.open()
    try:
        yield practice, terminal, kept
    finally:
        terminal.close()
        practice.close()


def heard(terminal: CardTerminal, wanted: int) -> list[Outcome]:
    known: list[Outcome] = []
    end = time.monotonic() + 10
    while len(known) < wanted:
        assert time.monotonic() < end, known
        for each in terminal.events():
            known.append(each)
            if each.state is IntentState.APPROVED:
                terminal.acknowledge(each.intent_id)
        threading.Event().wait(0.005)
    return known


@pytest.mark.parametrize("line", LINES)
def test_the_driver_of_real_terminals_takes_a_payment_on_it_and_then_one_goes_wrong(line: Callable[..., Any]) -> None:
    machine = ZvtPractice(Machine(card_after_s=0.05))
    with practising(machine, line) as (practice, terminal, kept):
        end = time.monotonic() + 5
        while terminal.status() != TerminalReady():
            assert time.monotonic() < end
            threading.Event().wait(0.005)
        terminal.begin("i", 75_180, "CNY")
        assert [each.state for each in heard(terminal, 1)] == [IntentState.APPROVED]
        practice.choose("declined")
        assert practice.look().lesson == "declined"
        end = time.monotonic() + 5
        while terminal.begin("j", 500, "CNY").state is not IntentState.SENT:  # it may still hear our answer
            assert time.monotonic() < end
            threading.Event().wait(0.005)
        assert [(each.intent_id, each.state) for each in heard(terminal, 1)] == [("j", IntentState.DECLINED)]
        assert practice.look().lesson == "none", "after it all goes well again"
    assert [each["amount"] for each in kept[-1]["bookings"]] == [75_180]


def test_what_it_has_taken_is_known_after_a_restart_and_a_damaged_memory_begins_anew(tmp_path: Path) -> None:
    memory = tmp_path / "simulated-terminal-zvt.json"
    machine = Machine()
    machine.ledger.book(4_200, b"\x01\x56", machine.wall(), machine.card)
    memory.write_text(json.dumps(ZvtPractice(machine).remembered()), encoding="utf-8")
    for text, amounts in ((None, [4_200]), ("{", []), ('{"closed": 1}', [])):
        if text is not None:
            memory.write_text(text, encoding="utf-8")
        practice = practice_terminal(SIMULATED, "training", tmp_path)
        assert practice is not None
        try:
            assert [each.amount for each in practice.look().taken] == amounts
        finally:
            practice.close()


def test_a_file_changed_by_hand_gives_real_books_no_simulated_terminal_and_the_light_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path)
    home.make()
    with open_office(tmp_path):
        pass
    save_settings(home.settings, MachineSettings(terminal=SIMULATED))
    with started(home, HandClock()) as parts:
        assert parts.practice is None
        assert header_facts(parts.session).till == "1号收款台"
        light = terminal_light(parts)
        assert light.text == "刷卡机：这是模拟刷卡机，而本账套是正式账套"
        assert light.help == "请在设置的本机页另选刷卡机。"


def test_training_books_run_it_and_the_light_calls_it_simulated(tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path)
    home.make()
    books = open_books(home.books, HandClock(), judge_of(home), "1")
    found_books(
        books, request_id="found", kind="training", estate_zh="阳光花园", estate_en="", manager_name="陈静",
        pin_hash=hash_pin("3333"),
    )  # fmt: skip
    books.close()
    save_settings(home.settings, MachineSettings(terminal=SIMULATED))
    with started(home, HandClock()) as parts:
        assert parts.practice is not None
        end = time.monotonic() + 5
        while parts.terminal.status() != TerminalReady():
            assert time.monotonic() < end
            threading.Event().wait(0.005)
        light = terminal_light(parts)
        assert (light.text, light.state) == ("模拟刷卡机", "ready")
        assert header_facts(parts.session).till == "培训 · 1号收款台", "nobody takes them for the real ones"


def test_at_the_window_of_real_books_f10_refuses_it_and_nothing_is_asked_for(tmp_path: Path) -> None:
    with pay_window(tmp_path, card_terminal(SIMULATED, "CNY", fail_loudly)) as window:
        window.open(EVEN)
        window.keys.slips.card()
        assert window.sheet.said[1] == (
            "The card terminal cannot take a payment: it is simulated, and these books are real."
        )
        assert window.desk.connection.execute("SELECT count(*) FROM card_intent").fetchone() == (0,)
