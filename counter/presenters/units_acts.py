"""What is done with a unit's money outside the bill run: one key on its card, and a numbered choice."""

from collections.abc import Callable

from counter.presenters.approval import AskApproval
from counter.presenters.case_opening import RecordCase
from counter.presenters.enter_email import EnterEmail
from counter.presenters.return_deposit import ReturnDeposit
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.take_deposit import TakeDeposit
from counter.presenters.units_adjust import AdjustCharge
from counter.presenters.units_balance import UseOfBalance
from counter.presenters.units_certificate import UnitCertificate
from counter.presenters.units_move import MoveAtUnit
from counter.presenters.units_once import ChargeSomethingOnce
from counter.rules.permissions import Act
from db.queries.accounts import Unit


class UnitActs:
    """The choice of acts; done is told after each of them."""

    def __init__(self, session: Session, view: ScanView, ask: AskApproval, done: Callable[[], None]) -> None:
        self._session, self._view = session, view
        self._adjust = AdjustCharge(session, view, ask, done)
        self._once = ChargeSomethingOnce(session, view, done)
        self._certificate = UnitCertificate(session, view)
        self._move = MoveAtUnit(session, view, done)
        self._take = TakeDeposit(session, view, done)
        self._balance = UseOfBalance(session, view, ask, done)
        self._back = ReturnDeposit(session, view, ask, done)
        self._email = EnterEmail(session, view, done)
        self.record = RecordCase(session, view, done)

    def choose(self, unit: Unit, charge_id: int | None) -> None:
        """Offer what the person logged in may do for a unit; charge_id: the charge selected on its card."""
        session = self._session
        w = session.words
        moves = Act.CHANGE_REGISTERS if session.may(Act.CHANGE_REGISTERS) else Act.ADJUST_CHARGES
        acts: tuple[tuple[Act, str, Callable[[], None]], ...] = (
            (Act.ADJUST_CHARGES, w("Adjust or waive the selected charge"), lambda: self._adjust.begin(unit, charge_id)),
            (Act.CHARGE_ONCE, w("Charge something once"), lambda: self._once.begin(unit)),
            (Act.TAKE_PAYMENT, w("Take a deposit"), lambda: self._take.begin(unit)),
            (Act.REQUEST_REFUND, w("Give a deposit back, or keep it"), lambda: self._back.begin(unit)),
            (Act.CERTIFY, w("Issue a settlement certificate"), lambda: self._certificate.begin(unit)),
            (moves, w("A sale or a move: who owns it, who pays"), lambda: self._move.begin(unit)),
            (Act.CHANGE_REGISTERS, w("Let bill runs use the balance"), lambda: self._balance.begin(unit)),
            (
                Act.RECORD_CASES,
                w("Record a dispute, a complaint or a repair request"),
                lambda: self.record.begin(unit, charge_id),
            ),
            (Act.CHANGE_REGISTERS, w("Enter an e-mail address"), lambda: self._email.begin(unit)),
        )
        offered = [(begin, word) for act, word, begin in acts if session.may(act)]
        if not offered:
            self._view.say("risk", w("Your role may look at units but not change them."))
            return
        self._view.ask(choose(w("What for {unit}?", unit=unit.code), "", offered, _begin))


def _begin(begin: Callable[[], None]) -> str:
    begin()
    return ""
