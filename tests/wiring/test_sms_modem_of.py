"""Which modem a window gets: a line's, a silent one for books of practice, none unless one is set."""

import threading
from pathlib import Path

import pytest

from counter.devices.modem.line_modem import LineModem
from counter.devices.sms import submit_pdus
from counter.devices.sms_modem import ModemBusy, ModemState, PartWish
from counter.settings import MachineSettings, ModemSettings
from counter.wiring.sms_sender import SmsSender, SmsThread, modem_of
from db.queries import registers
from tests.desk.office import EVEN, Desk
from tests.desk.sms_office import every, queued
from tests.devices.modem_line import ModemLine
from tests.presenters.units_office import open_office

MODEM = ModemSettings("serial", "/dev/ttyUSB0")


def test_books_for_practice_send_over_a_simulated_modem_alone() -> None:
    for kind in ("sample", "training"):
        silent = modem_of(MODEM, kind, print)
        silent.open()
        assert (silent.state(), silent.told()) == (ModemState("practice"), ())
        with pytest.raises(ModemBusy):
            silent.send(PartWish("1-1-1", *submit_pdus("13800138000", "a")[0]))
        silent.close()
        assert isinstance(modem_of(ModemSettings("serial", "/dev/pts/3"), kind, print), LineModem)
    assert isinstance(modem_of(MODEM, "real", print), LineModem)
    assert MachineSettings().modem.kind == "none"


def test_a_fault_of_the_sender_is_logged_without_a_number_and_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.wiring.sms_sender.STEP_S", 0.01)
    monkeypatch.setattr("counter.wiring.sms_sender.AFTER_FAULT_S", 0.01)
    with open_office(tmp_path) as desk:
        queued(desk, EVEN)
        set_number(desk, "12")
        line, logged = ModemLine(), list[Exception]()
        line.pump(20)
        sender = SmsSender(desk.books, line, desk.words, lambda: desk.clock.now().replace(hour=12))
        faults = iter([OSError("once")])
        step = sender.step

        def fails_first() -> None:
            for fault in faults:
                raise fault
            step()

        monkeypatch.setattr(sender, "step", fails_first)
        thread = SmsThread(sender, logged.append)
        thread.start()
        for _ in range(400):
            if (message := next(iter(every(desk).values()))).state == "failed":
                break
            threading.Event().wait(0.01)
        thread.close()
        assert (message.state, message.reason) == ("failed", "number_unusable")
        assert [type(each) for each in logged] == [OSError]
        assert line.machine.aired == []


def set_number(desk: Desk, phone: str) -> None:
    """Give the owner of the even unit a number that nobody can be reached under."""
    row = registers.person(desk.connection, EVEN)
    assert row is not None
    with desk.books.transaction(desk.request(), staff_id=1) as tx:
        tx.change("registers_changed", {"person": EVEN}, {"person": [tuple(row._replace(phone=phone))]})


def test_the_word_about_a_part_under_way_is_waited_for_when_the_window_is_shut(tmp_path: Path) -> None:
    with open_office(tmp_path) as desk:
        (message,) = queued(desk, EVEN)
        line = ModemLine()
        line.pump(20)
        sender = SmsSender(desk.books, line, desk.words, lambda: desk.clock.now().replace(hour=12))
        sender.step()
        assert (every(desk)[message.id].state, sender.moves) == ("sending", 1)
        network = threading.Timer(0.3, lambda: line.pump(20))
        network.start()
        sender.close(5.0)
        network.join()
        assert every(desk)[message.id].parts[0].state == "sent"
