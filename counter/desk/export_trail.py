"""The trail or another list taken out of the books as a file: whoever may, and the taking out is an event itself."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from counter.desk.long_work import Cancel, Progress, never, no_progress
from counter.desk.people import Person
from counter.rules.permissions import Act
from db.books import Books

KIND = "exported"


class WriteTable(Protocol):
    """Writes a table into a file, whole or not at all, and returns the SHA-256 of what was read back."""

    def __call__(self, path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """Write it."""


def export_trail(
    books: Books, path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], wanted: Mapping[str, Any], *,
    request_id: str, person: Person, till: int | None, write: WriteTable, progress: Progress = no_progress,
    cancel: Cancel = never, what: str = "audit_trail",
) -> int:  # fmt: skip
    """Write rows into a file and record it; returns how many. wanted: what was looked for, what: which list.

    The event is posted first, so that nothing leaves the books without a trace, even if the disk then fails; it holds
    the file's name without its folder. Raises NotAllowed, Cancelled and what writing raises.
    """
    person.require(Act.EXPORT)
    facts = {"what": what, "file": path.name, "wanted": dict(wanted)}
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if not tx.earlier:
            tx.post(KIND, facts)
    count = 0

    def counted() -> Iterable[Sequence[str]]:
        nonlocal count
        for row in rows:
            if cancel():
                break
            count += 1
            if count % 500 == 0:
                progress(count, 0)
            yield row

    write(path, header, counted())
    return count
