"""The heads of the chain that lie outside the books: in journal files and on sticks."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from backup.anchor_log import Noted
from backup.journal_content import open_journal
from backup.manifest import Manifest, ManifestDamaged, ManifestTooNew, read_stick, readable_copies
from db.dialect import UNREADABLE

_ABOUT = "SELECT key, value FROM about WHERE key IN ('books_id', 'last_event', 'chain_head')"


def journal_heads(folder: Path, books_id: str) -> Iterator[Noted]:
    """Yield the last link of each journal of these books; files that cannot be read are the journal check's to name."""
    for path in sorted(folder.glob("*.sqlite")):
        try:
            with closing(open_journal(path)) as connection:
                about = dict(connection.execute(_ABOUT).fetchall())
        except UNREADABLE:
            continue
        if about.get("books_id") == books_id and str(about.get("last_event", "")).isdecimal():
            yield Noted("journal", path.name, int(about["last_event"]), str(about.get("chain_head", "")))


def copies_of(root: Path, books_id: str) -> Iterator[Manifest]:
    """Yield each copy on a stick of these books whose manifest is whole; of any other stick nothing."""
    try:
        stick = read_stick(root)
    except (ManifestDamaged, ManifestTooNew, OSError):
        return
    if stick is not None and stick.books_id == books_id:
        for _path, copy in readable_copies(root):
            yield copy


def head_of(copy: Manifest) -> Noted:
    """Return the head of a copy as an anchor."""
    return Noted("stick", copy.stick.name, copy.head_event, copy.head_hash)
