"""The check of the books, and the rebuilding of what can be derived from them."""

from db.check.findings import CODES, DERIVED, Anchor, Finding, Report
from db.check.repair import rebuild_machine
from db.check.whole import check_books

__all__ = ["CODES", "DERIVED", "Anchor", "Finding", "Report", "check_books", "rebuild_machine"]
