"""`devices simulate`: it names its port at once, shows what it does, and what is typed changes what it does next."""

import argparse
import json
import os
import sys
from pathlib import Path

import pytest

from counter.devices.display_simulator import DisplayDevice
from counter.devices.displays import Family, Shown, bytes_of, start_of
from counter.devices.scanner import ScanReader
from counter.platform.folders import Home
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.verbs.answer import Answer, Said
from counter.verbs.devices import run, toy_of
from counter.verbs.playing import Keyboard, UnknownFault, play
from counter.verbs.toys import ScannerToy, TerminalToy
from counter.words import Words
from printing.drawer import urgent_kick_bytes
from printing.profile import FontFiles
from printing.simulated_device import PrinterDevice, as_text
from printing.simulator import Printed
from printing.status import Offline, Online, Status, Unknown, confirm_printed, read_status

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo terminals")
EN = Words.load("en")


def arguments(**more: object) -> argparse.Namespace:
    usual = {
        "what": "simulate", "device": "terminal", "fault": "none", "personality": "keeps", "seed": 1,
        "power_off_at": None, "columns": 48,
    }  # fmt: skip
    return argparse.Namespace(**{**usual, "seconds": 0.0, **more})


def simulate(folder: Path, *, as_json: bool = False, **more: object) -> Answer:
    return run(Home(folder, folder), arguments(**more), EN, Said(as_json=as_json))


def test_a_simulated_terminal_names_its_port(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = simulate(tmp_path, power_off_at=5)
    assert answer.facts["standing"] == []
    assert str(answer.facts["port"]) in capsys.readouterr().out
    assert answer.lines == ("0 payments stand on the terminal.",)


@pytest.mark.parametrize("device", ["terminal", "modem", "printer", "display", "scanner"])
def test_every_device_names_its_port_and_a_program_hears_it_before_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], device: str
) -> None:
    answer = simulate(tmp_path, as_json=True, device=device)
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {"port": answer.facts["port"]}
    simulate(tmp_path, device=device)
    assert "Ctrl+C ends it" in capsys.readouterr().out


def test_a_fault_it_does_not_know_lists_those_it_knows(tmp_path: Path) -> None:
    for device, known in (("terminal", "lost_done"), ("modem", "late_answer"), ("display", "none")):
        with pytest.raises(UnknownFault) as refused:
            simulate(tmp_path, as_json=True, device=device, fault="fire")
        assert known in refused.value.faults


@pytest.mark.parametrize(
    ("device", "command"), [("terminal", "declined"), ("terminal", "reverses"), ("terminal", "off"), ("terminal", "on"),
                            ("modem", "no_sim"), ("modem", "off"), ("modem", "on"), ("printer", "paper_out"),
                            ("printer", "drawer_open"), ("display", "show")],
)  # fmt: skip
def test_what_is_typed_changes_it_and_quit_ends_it(
    capsys: pytest.CaptureFixture[str], device: str, command: str
) -> None:
    toy = toy_of(arguments(device=device))
    typed = iter([[command], ["fire", "quit"]])
    play(toy, EN, Said(as_json=False), None, lambda: iter(next(typed)))
    told = capsys.readouterr().out
    assert f"Done: {command}\n" in told
    assert "and quit.\n" in told, "what it does not know it lists"
    if isinstance(toy, TerminalToy) and command == "declined":
        assert toy.device.one_payment, "the next payment, not each"
        assert toy.device.fault == "declined"
    if command == "paper_out":
        assert getattr(toy.device, "state", "") == "paper_out"


def test_the_keyboard_gives_whole_lines_and_its_end_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = os.pipe()
    with os.fdopen(here) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        keyboard = Keyboard()
        os.write(there, b"off\n on \nlost_")
        assert list(keyboard()) == ["off", "on"]
        os.write(there, b"done\n")
        assert list(keyboard()) == ["lost_done"]
        os.close(there)
        assert list(keyboard()) == list(keyboard()) == []


class OnADevice:
    """The counter's end of a simulated printer's line."""

    def __init__(self, device: PrinterDevice) -> None:
        self.device = device

    def write(self, data: bytes, timeout_s: float) -> None:
        self.device.heard(data, 0.0)

    def read(self, timeout_s: float) -> bytes:
        self.device.tick(timeout_s)
        return self.device.outgoing(timeout_s)


@pytest.fixture
def papers() -> list[Printed]:
    return []


@pytest.fixture
def printer(papers: list[Printed]) -> PrinterDevice:
    return PrinterDevice(32, FontFiles(FONT_REGULAR, FONT_BOLD), papers.append)


@pytest.mark.parametrize(
    ("state", "seen"),
    [("ready", Online()), ("paper_low", Online("paper_low")), ("paper_out", Offline("paper_out")),
     ("cover_open", Offline("cover_open")), ("cutter", Offline("cutter")), ("mute", Unknown())],
)  # fmt: skip
def test_a_simulated_printer_says_how_it_is(printer: PrinterDevice, state: str, seen: Status) -> None:
    printer.turn(state)
    assert read_status(OnADevice(printer), 1.0) == seen


def test_a_simulated_printer_shows_its_papers_as_text_and_confirms_them(
    printer: PrinterDevice, papers: list[Printed]
) -> None:
    line, paper = OnADevice(printer), b"\x1b@\x1c&" + "物业费 250.60".encode("gb18030") + b"\n\x1dV\x01"
    line.write(b"\x1bp\x00\x19\xfa", 1.0)
    line.read(1.0)
    line.write(paper, 1.0)
    assert confirm_printed(line, 1.0)
    drawer, receipt = (as_text(each, 32) for each in papers)
    assert drawer == ("[drawer 2]",)
    assert receipt == ("-" * 32, "物业费 250.60", "[cut partial]", "-" * 32)
    assert read_status(line, 1.0) == Online(signal=True)
    printer.turn("paper_out")
    line.write(paper, 1.0)
    assert not confirm_printed(line, 1.0)
    line.write(urgent_kick_bytes(5), 1.0)
    assert as_text(papers.pop(), 32) == ("[drawer 5]",)
    assert len(papers) == 2, "without paper no paper comes out"
    printer.turn("ready")
    line.read(1.0)
    assert len(papers) == 3


@pytest.mark.parametrize(
    ("family", "text"),
    [("cd5220", f"[To pay        548.40] [{'谢谢':<20}]"), ("escpos", f"[To pay        548.40] [{'谢谢':<20}]"),
     ("led8n", "[548.40] total")],
)  # fmt: skip
def test_a_simulated_display_shows_what_each_family_is_sent(family: Family, text: str) -> None:
    device = DisplayDevice()
    shown = Shown("to_pay", "To pay        548.40", "谢谢", "548.40")
    for byte in start_of(family) + bytes_of(family, shown, "gb18030"):
        device.heard(bytes([byte]), 0.0)
    assert device.text == text


def test_a_simulated_scanner_scans_what_is_typed() -> None:
    toy = ScannerToy()
    toy.typed("CF1:R:2026-000001", 0.0)
    assert ScanReader().feed(toy.device.outgoing(0.0), 0.0) == ["CF1:R:2026-000001"]
    assert toy.device.scanned == 1
