"""The modem's driver against a simulated modem, in virtual time: what each fault is told as."""

import pytest

from counter.devices.modem.core import ModemCore
from counter.devices.modem.report import read_report
from counter.devices.modem_simulator.faults import ModemFault, Personality
from counter.devices.sms import submit_pdus
from counter.devices.sms_modem import ModemBusy, ModemState, PartEnd, PartTold, PartWish
from tests.devices.modem_line import ModemLine

WISH = PartWish("1-1-1", *submit_pdus("+8613800138000", "您好")[0])


def sent_over(line: ModemLine, seconds: float = 200.0) -> list[PartTold]:
    """What is told of one part."""
    line.pump(20)
    line.core.send(WISH)
    told: list[PartTold] = []
    line.pump(seconds, lambda: told.extend(line.told()))
    return told


@pytest.mark.parametrize("personality", list(Personality))
def test_a_part_goes_out_once_with_the_networks_reference(personality: Personality) -> None:
    line = ModemLine(personality=personality)
    assert sent_over(line) == [PartTold("1-1-1", PartEnd.SENT, 17)]
    assert line.machine.aired == [WISH.pdu]
    assert line.state() == ModemState("", 67)


STATES = {
    ModemFault.NO_SIM: "no_sim", ModemFault.PIN_NEEDED: "pin_needed", ModemFault.NO_NETWORK: "no_network",
}  # fmt: skip


@pytest.mark.parametrize("fault", list(STATES))
def test_a_modem_that_cannot_send_says_why_and_takes_nothing(fault: ModemFault) -> None:
    line = ModemLine(fault)
    line.pump(30)
    assert line.state().reason == STATES[fault]
    with pytest.raises(ModemBusy) as refused:
        line.core.send(WISH)
    assert refused.value.modem_reason == STATES[fault]
    assert line.machine.struck


ENDS = {
    ModemFault.REFUSED: [(PartEnd.FAILED, "network_out_of_order")],
    ModemFault.MAYBE: [(PartEnd.UNKNOWN, "unsaid")],
    ModemFault.MEMORY_FULL: [(PartEnd.NOT_ASKED, "memory_full")],
    ModemFault.NETWORK_LOST: [(PartEnd.NOT_ASKED, "no_network")],
    ModemFault.NO_PROMPT: [(PartEnd.NOT_ASKED, "timeout")],
    ModemFault.LATE_PROMPT: [(PartEnd.NOT_ASKED, "timeout")],
    ModemFault.SILENT: [(PartEnd.UNKNOWN, "timeout")],
    ModemFault.LATE_ANSWER: [(PartEnd.UNKNOWN, "timeout"), (PartEnd.SENT, "")],
    ModemFault.SLOW: [(PartEnd.SENT, "")],
    ModemFault.UNPLUGGED: [(PartEnd.UNKNOWN, "broken_off")],
    ModemFault.GARBAGE: [(PartEnd.SENT, "")],
    ModemFault.SPLIT_READS: [(PartEnd.SENT, "")],
}


@pytest.mark.parametrize("personality", list(Personality))
@pytest.mark.parametrize("fault", list(ENDS))
def test_each_fault_is_told_as_what_is_certain_of_it(fault: ModemFault, personality: Personality) -> None:
    line = ModemLine(fault, personality, seed=3)
    assert [(each.end, each.reason) for each in sent_over(line)] == ENDS[fault]
    assert line.machine.struck, f"{fault} did not come to pass"
    assert len(line.machine.aired) <= 1


def test_after_a_prompt_that_came_too_late_the_next_part_is_sent_whole() -> None:
    line = ModemLine(ModemFault.LATE_PROMPT)
    sent_over(line, 60)
    line.core.send(WISH._replace(key="1-1-2"))
    line.pump(20)
    assert [(each.key, each.end) for each in line.told()] == [("1-1-2", PartEnd.SENT)]
    assert line.machine.aired == [WISH.pdu]


@pytest.mark.parametrize(("fault", "end"), [(ModemFault.NONE, PartEnd.DELIVERED),
                                            (ModemFault.NOT_DELIVERED, PartEnd.UNDELIVERED)])  # fmt: skip
def test_a_report_says_whether_the_part_arrived(fault: ModemFault, end: PartEnd) -> None:
    told = sent_over(ModemLine(fault, reports=True), 30)
    assert told == [PartTold("1-1-1", PartEnd.SENT, 17), PartTold("1-1-1", end, 17)]


def test_after_a_part_that_did_not_go_nothing_is_taken_before_the_modem_was_looked_at() -> None:
    line = ModemLine(ModemFault.NETWORK_LOST)
    assert [each.end for each in sent_over(line, 8)] == [PartEnd.NOT_ASKED]
    assert line.state().reason == "no_network"
    with pytest.raises(ModemBusy):
        line.core.send(WISH)
    line.pump(60)
    assert line.state().reason == ""


def test_a_part_that_is_in_hand_lets_no_second_one_in() -> None:
    line = ModemLine()
    line.pump(20)
    line.core.send(WISH)
    with pytest.raises(ModemBusy):
        line.core.send(WISH)


def test_a_prompt_left_open_by_an_earlier_program_swallows_no_command() -> None:
    line = ModemLine()
    line.pump(20)
    line.machine.heard(b"AT+CMGS=18\r", line.now)
    line.machine.heard(b"0001000D9168", line.now)
    line.start_counter_again()
    assert [each.end for each in sent_over(line, 20)] == [PartEnd.SENT]
    assert line.machine.aired == [WISH.pdu]


def test_a_modem_that_lost_its_power_is_put_into_pdu_mode_again_before_the_next_part() -> None:
    line = ModemLine()
    line.pump(20)
    line.machine.switch_on()
    line.core.send(WISH)
    line.pump(20)
    assert [each.end for each in line.told()] == [PartEnd.SENT]


def test_noise_without_an_end_of_line_is_forgotten_and_nothing_is_made_of_it() -> None:
    core = ModemCore()
    core.line_up(0.0)
    for at in range(20):
        core.heard(b"\xff#" * 4000, float(at))
    core.heard(b"\r\n+CMGS: 5\r\nOK\r\n", 30.0)
    assert core.told() == ()


def test_a_line_that_is_no_report_is_taken_for_none() -> None:
    for wrong in ("", "zz", "00", "0006", "0001000D91683108108300F000080460A8597D", "07"):
        assert read_report(wrong) is None
