"""The long segments of a unit's card, history and receipts, read page by page."""

from typing import Literal

from counter.presenters.session import Session
from counter.presenters.units_lines import history_row, receipt_row
from counter.presenters.units_view import SegmentRow
from db.queries import accounts, history
from db.queries.history import HistoryLine, ReceiptLine


class UnitPages:
    """Where the reading has come to; receipts says which receipt a row leads to."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last: HistoryLine | ReceiptLine | None = None
        self.receipts: dict[str, int] = {}

    def begin(self) -> None:
        """Begin again at the newest line."""
        self._last = None
        self.receipts = {}

    @property
    def under_way(self) -> bool:
        """Whether a page was read that another may follow."""
        return self._last is not None

    def page(self, segment: Literal["history", "receipts"], unit_id: int) -> list[SegmentRow]:
        """Return the page that follows."""
        return self._history_page(unit_id) if segment == "history" else self._receipt_page(unit_id)

    def _history_page(self, unit_id: int) -> list[SegmentRow]:
        connection, last = self._session.connection, self._last
        before = (last.event_id, last.seq) if isinstance(last, HistoryLine) else history.FIRST_PAGE
        page = history.history(connection, unit_id, before)
        self._last = page[-1] if page else None
        names = accounts.item_names(connection)
        for each in page:
            receipt_id = each.receipt_id or each.undone_id
            if receipt_id:
                self.receipts[f"h{each.event_id}-{each.seq}"] = receipt_id
        return [history_row(each, names, connection, self._session.words) for each in page]

    def _receipt_page(self, unit_id: int) -> list[SegmentRow]:
        last = self._last
        before = last.id if isinstance(last, ReceiptLine) else history.FIRST_PAGE[0]
        page = history.unit_receipts(self._session.connection, unit_id, before)
        self._last = page[-1] if page else None
        self.receipts |= {f"r{each.id}": each.id for each in page}
        return [receipt_row(each, self._session.words) for each in page]
