"""A card payment, its void and a refund by keys, with a simulated terminal at the line and a printer of memory."""

from pathlib import Path

import pytest

from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.screens.approval import ApprovalOverlay
from counter.screens.receipt_sheet import ReceiptSheet
from counter.wiring.print_queue import PrintQueue
from counter.words import Language
from db.queries import receipts
from printing.spool import Spool
from tests.desk.office import EVEN
from tests.devices.virtual_line import VirtualLine
from tests.presenters.till_window import PIN
from tests.printing.test_printing_device import CUT, Device, printer_of
from tests.printing.test_printing_spool import copy_mark, silent
from tests.screens.kit import Stage, assert_nothing_clipped, texts
from tests.screens.test_card_by_keys import MONTHS, Counter, counter_at


class Back:
    """A counter that has taken a card payment, with the sheet of its receipt."""

    def __init__(self, stage: Stage, line: VirtualLine, counter: Counter) -> None:
        self.stage, self.line, self.counter = stage, line, counter
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        line.pump(5, counter.pay.tenders.cards.poll)
        shell, session = counter.shell, counter.session
        approval = ApprovalOverlay(shell, session)
        sheet = ReceiptSheet(
            shell, session, approval.presenter.ask, backs=lambda: counter.pay.tenders.cards.outcomes.backs
        )
        (row,) = receipts.of_unit(counter.desk.connection, EVEN)
        sheet.open(row.id)
        stage.pump()

    def agree(self, *before: str) -> None:
        self.stage.type_text("paid twice\n")
        self.stage.press("Down")
        self.stage.type_text(PIN)
        self.stage.press(*before, "F9")
        self.stage.pump()

    def hear(self) -> str:
        self.line.pump(20, self.counter.pay.tenders.cards.poll)
        self.stage.pump()
        assert_nothing_clipped(self.stage.root)
        return " ".join(texts(self.stage.root))

    def papers(self, folder: Path) -> list[bytes]:
        """Print what waits, and return each sheet."""
        device, queue = Device(), PrintQueue(self.counter.desk.books, "receipt")
        spool = Spool(queue, printer_of(device, folder), silent, copy_mark)
        while spool.step():
            pass
        queue.close()
        assert device.pulses == 0, "no cash moved"
        return bytes(device.paper).split(CUT)[:-1]


@pytest.mark.parametrize(
    ("language", "scale", "asked", "told", "paper"),
    [
        ("en", 1.5, "Let the terminal take it back now", "went back through the terminal", "went back through"),
        ("zh_CN", 1.0, "由刷卡机撤销", "已由刷卡机退回", "已由刷卡机退回"),
    ],
)
def test_a_void_goes_back_through_the_terminal_by_keys(
    stage: Stage, tmp_path: Path, language: Language, scale: float, asked: str, told: str, paper: str
) -> None:
    line = VirtualLine(Personality.KEEPS)
    line.pump(3)
    with counter_at(stage, tmp_path / "office", line.driver, language, scale) as counter:
        back = Back(stage, line, counter)
        stage.press("v")
        back.agree("F8")
        assert asked in " ".join(texts(stage.root))
        assert_nothing_clipped(stage.root)
        stage.press("1")
        assert counter.states() == ["sent", "approved", "sent"]
        assert told in back.hear()
        assert counter.states() == ["sent", "approved", "sent", "approved"]
        assert line.machine.ledger.standing == []
        assert counter.desk.owed(EVEN) == MONTHS
        sheets = back.papers(tmp_path)
        assert len(sheets) == 2
        assert paper.encode("gb18030") in sheets[1].replace(b"\n", b"")


def test_a_refund_is_given_to_the_card_by_keys(stage: Stage, tmp_path: Path) -> None:
    line = VirtualLine(Personality.KEEPS)
    line.pump(3)
    with counter_at(stage, tmp_path / "office", line.driver) as counter:
        back = Back(stage, line, counter)
        stage.press("t", "1", "1", "1")
        stage.press("F9")  # the payee that stands there
        back.agree()
        assert "Refund T2026-000001" in back.hear()
        assert [each.amount for each in line.machine.ledger.standing] == [MONTHS, -MONTHS]
        assert len(back.papers(tmp_path)) == 2


def test_a_terminal_that_refuses_leaves_the_receipt_as_it_was(stage: Stage, tmp_path: Path) -> None:
    line = VirtualLine(Personality.KEEPS)
    line.pump(3)
    with counter_at(stage, tmp_path / "office", line.driver) as counter:
        back = Back(stage, line, counter)
        line.machine.fault = Fault.DECLINED
        stage.press("v")
        back.agree("F8")
        stage.press("1")
        assert "gave nothing back" in back.hear()
        assert counter.states()[-1] == "declined"
        assert counter.desk.owed(EVEN) == 0
