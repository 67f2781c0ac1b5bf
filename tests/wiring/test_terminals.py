"""Which driver the settings ask for."""

import pytest

from counter.devices.card_terminal import CardTerminal, ManualSlip, TerminalOffline
from counter.devices.line_terminal import LineTerminal
from counter.settings import TerminalSettings
from counter.wiring.terminals import address, card_terminal


def terminal(kind: TerminalSettings, currency: str = "CNY") -> CardTerminal:
    return card_terminal(kind, currency, fail_loudly)


def fail_loudly(error: Exception) -> None:
    raise AssertionError("the driver met what it did not foresee") from error


def test_without_a_setting_the_cashier_types_the_slips() -> None:
    assert isinstance(terminal(TerminalSettings()), ManualSlip)


@pytest.mark.parametrize(
    "kind", [TerminalSettings("zvt_serial", "COM3"), TerminalSettings("zvt_network", "terminal:1")]
)
def test_a_zvt_terminal_is_offline_until_its_line_is_there(kind: TerminalSettings) -> None:
    made = terminal(kind)
    assert isinstance(made, LineTerminal)
    assert made.status() == TerminalOffline("not_found")
    assert "settle" in made.capabilities
    made.close()


def test_transbank_takes_pesos_and_nothing_else() -> None:
    kind = TerminalSettings("transbank", "COM3", 115_200)
    assert isinstance(terminal(kind, "CLP"), LineTerminal)
    assert isinstance(terminal(kind), ManualSlip)


def test_a_currency_the_protocol_does_not_know_is_worked_by_hand() -> None:
    assert isinstance(terminal(TerminalSettings("zvt_serial", "COM3"), "XXX"), ManualSlip)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("192.168.1.60:20007", "192.168.1.60", 20007), ("192.168.1.60", "192.168.1.60", 20007), ("pos:", "pos", 20007),
     (" pos:7 ", "pos", 7), ("pos:99999", "pos:99999", 20007)],
)  # fmt: skip
def test_an_address_has_the_usual_port_unless_it_names_one(text: str, host: str, port: int) -> None:
    assert address(text) == (host, port)
