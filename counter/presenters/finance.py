"""Finance at the till screen: slips to receive, money to check, cheques, safe and bank, refunds, forms, batches."""

from collections.abc import Callable, Mapping
from pathlib import Path

from counter.presenters.approval import AskApproval
from counter.presenters.finance_batch import BatchSegment
from counter.presenters.finance_certificates import CertificateSegment
from counter.presenters.finance_checks import CheckSegment, ChequeSegment, RefundSegment
from counter.presenters.finance_deposits import DepositSegment
from counter.presenters.finance_forms import FormsSegment
from counter.presenters.finance_fund import FundSegment
from counter.presenters.finance_money import BagSegment, SlipSegment
from counter.presenters.finance_safe import SafeSegment
from counter.presenters.finance_view import FinanceFacts, FinanceView, Segment, SegmentName
from counter.presenters.session import Session

ORDER: tuple[SegmentName, ...] = (
    "slips", "check", "cheques", "safe", "bags", "refunds", "forms", "batch", "deposits", "certificates",
    "fund",
)  # fmt: skip
# Digits as far as they go, then letters.
KEYS = "1234567890M"


class FinancePresenter:
    """The segments of the finance part; exports: where files are written that people take away."""

    def __init__(self, session: Session, view: FinanceView, approval: AskApproval, *, exports: Path) -> None:
        self._session = session
        self._view = view
        parts: tuple[Session, FinanceView, AskApproval, Callable[[], None]] = (session, view, approval, self.show)
        self.segments: Mapping[SegmentName, Segment] = {
            "slips": SlipSegment(*parts),
            "check": CheckSegment(*parts),
            "cheques": ChequeSegment(*parts),
            "safe": SafeSegment(*parts),
            "bags": BagSegment(*parts),
            "refunds": RefundSegment(*parts),
            "forms": FormsSegment(*parts, exports),
            "batch": BatchSegment(*parts),
            "deposits": DepositSegment(*parts),
            "certificates": CertificateSegment(*parts),
            "fund": FundSegment(*parts),
        }
        self._at: SegmentName = "slips"

    def show(self) -> None:
        """Show the segment at hand anew."""
        w = self._session.words
        words: dict[SegmentName, str] = {
            "slips": w("Handed in"), "check": w("To check"), "cheques": w("Cheques"), "safe": w("Safe"),
            "bags": w("To the bank"), "refunds": w("Refunds to pay"), "forms": w("Forms"), "batch": w("Brought in"),
            "deposits": w("Deposits"), "certificates": w("Certificates"),
            "fund": w("Maintenance fund"),
        }  # fmt: skip
        part = self.segments[self._at].part()
        named = tuple((name, words[name], key) for name, key in zip(ORDER, KEYS, strict=True))
        self._view.show_finance(
            FinanceFacts(
                self._at, named, part.title, part.text, part.warning, part.columns, part.rows, part.empty, part.keys
            )
        )

    def choose(self, name: SegmentName) -> None:
        """Bring another segment up."""
        self._at = name
        self.show()

    def press(self, key: str, row_id: str) -> None:
        """Hand a key to the segment at hand; keys it does not have do nothing."""
        segment = self.segments[self._at]
        if key in {each.key for each in segment.part().keys}:
            segment.press(key, row_id)
