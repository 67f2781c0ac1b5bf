"""The register of settlement certificates (结清证明登记): number, day, unit, for whom, by whom."""

from counter.presenters.finance_view import FinanceColumn, FinanceKey, Part, Segment
from counter.presenters.list_row import ListRow
from db.queries import certificates


class CertificateSegment(Segment):
    """Every certificate that was issued, the newest first."""

    def part(self) -> Part:
        """Return the register."""
        columns = (
            FinanceColumn(self.w("Number"), 130), FinanceColumn(self.w("Date"), 104),
            FinanceColumn(self.w("Unit"), 100, 1), FinanceColumn(self.w("Owner"), 100, 2),
            FinanceColumn(self.w("By"), 90, 1),
        )  # fmt: skip
        rows = tuple(
            ListRow(
                str(each.event_id), (each.number, each.day, each.unit_code or "–", each.owner or "–", each.clerk or "")
            )
            for each in certificates.issued(self.session.connection)
        )
        text = self.w("Issued on a unit's card (F3, M), where nothing of the unit is open.")
        keys = (FinanceKey(self.w("Refresh"), "F9"),)
        return Part(self.w("Settlement certificates"), text, columns, rows, self.w("No certificate was issued"), keys)

    def press(self, key: str, row_id: str) -> None:
        """F9 reads the register again."""
        self.refresh()
