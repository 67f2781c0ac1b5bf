"""Journals against each other: nothing missing between them, nothing twice, each tied to the one before."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from backup.journal_findings import JournalFinding
from backup.journal_z import Z
from db.chain import GENESIS


class Journal(Protocol):
    """What the comparison needs of a journal that was read."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def sha256(self) -> str:
        """Its digest, byte for byte."""

    @property
    def about(self) -> Mapping[str, str]:
        """What it says of itself."""

    @property
    def digest(self) -> str:
        """Its content digest, as computed from its rows."""

    @property
    def first_event(self) -> int:
        """Where its range begins."""

    @property
    def last_event(self) -> int:
        """Where its range ends."""

    @property
    def z(self) -> Z | None:
        """Its Z."""

    @property
    def steps(self) -> Sequence[tuple[str, str]]:
        """Journals that it says were written, with their digests."""


def check_links(journals: Sequence[Journal]) -> Iterator[JournalFinding]:
    """Compare journals that stand in the order of the chain; a range that begins later than the books is no gap."""
    if journals and journals[0].first_event == 1 and journals[0].about["previous_hash"] != GENESIS:
        first = journals[0]
        yield JournalFinding(
            "journal_link_differs", first.path, 1, "about previous_hash", GENESIS, first.about["previous_hash"]
        )
    for left, right in pairwise(journals):
        if left.about.get("books_id") != right.about.get("books_id"):
            expected, found = left.about.get("books_id", ""), right.about.get("books_id", "")
            yield JournalFinding("journal_other_books", right.path, None, "about books_id", expected, found)
        elif right.first_event <= left.last_event:
            yield JournalFinding("journal_twice", right.path, right.first_event, found=left.path.name)
        elif right.first_event > left.last_event + 1:
            yield JournalFinding(
                "journal_missing", right.path, left.last_event + 1,
                expected=str(left.last_event + 1), found=str(right.first_event),
            )  # fmt: skip
        else:
            yield from _joint(left, right)
    yield from _steps(journals)
    yield from _perpetual(journals)


def _joint(left: Journal, right: Journal) -> Iterator[JournalFinding]:
    for key, expected in (("previous_hash", left.about["chain_head"]), ("previous_content_digest", left.digest)):
        found = right.about.get(key, "")
        if found != expected:
            yield JournalFinding("journal_link_differs", right.path, right.first_event, f"about {key}", expected, found)


def _steps(journals: Sequence[Journal]) -> Iterator[JournalFinding]:
    """The chain itself carries the digest of each journal that was written."""
    by_name = {journal.path.name: journal for journal in journals}
    for journal in journals:
        for place, digest in journal.steps:
            other = by_name.get(place)
            if other is not None and digest not in (other.digest, other.sha256):
                yield JournalFinding("journal_step_differs", other.path, None, journal.path.name, digest, other.digest)


def _perpetual(journals: Sequence[Journal]) -> Iterator[JournalFinding]:
    """The perpetual total grows by what each Z declares, and Z numbers have no gap."""
    before: dict[int, Z] = {}
    for journal in journals:
        z = journal.z
        if z is None:
            continue
        last = before.get(z.till)
        before[z.till] = z
        if last is None or z.z_number != last.z_number + 1 or not z.drawer:
            continue
        received = sum(each["received"] - each["returned"] for each in z.drawer.get("tenders", {}).values())
        if z.perpetual != last.perpetual + received:
            yield JournalFinding(
                "journal_z_differs", journal.path, journal.last_event, "perpetual",
                str(last.perpetual + received), str(z.perpetual),
            )  # fmt: skip
