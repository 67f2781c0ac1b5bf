"""What a check of journals can find: one frozen value for each wrong place."""

from dataclasses import dataclass
from pathlib import Path

from db.check.findings import Finding

# What only journals can have wrong. The other codes are those of the check of the books (db.check.findings.CODES).
JOURNAL_CODES = frozenset(
    {
        "journal_unreadable",
        "journal_format_unknown",
        "journal_schema_differs",
        "journal_about_differs",
        "journal_content_differs",
        "journal_name_differs",
        "journal_range_differs",
        "journal_z_differs",
        "journal_other_books",
        "journal_missing",
        "journal_gone",
        "journal_twice",
        "journal_link_differs",
        "journal_step_differs",
    }
)


@dataclass(frozen=True, slots=True)
class JournalFinding:
    """One wrong place in a journal file: the event (None where it belongs to none), the row, what should be and is."""

    code: str
    path: Path
    event_id: int | None = None
    row: str = ""
    expected: str = ""
    found: str = ""


def in_file(finding: Finding, path: Path) -> JournalFinding:
    """Return a finding of the books' check as one of a journal."""
    return JournalFinding(finding.code, path, finding.event_id, finding.row, finding.expected, finding.found)
