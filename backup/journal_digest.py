"""What a journal says, as one digest that does not depend on the program's version or on how SQLite lays out pages."""

import hashlib
from typing import Any

from backup.journal_book import DETAILS, EVENT
from backup.journal_format import Table, held_by
from backup.journal_master import ABOUT, ACCOUNT, MASTER, README, VERSION

# In the order of the content digest; a file has those of its format.
TABLES = (README, ABOUT, EVENT, *DETAILS, *MASTER, VERSION, ACCOUNT)
# These keys of `about` are not part of what is said: who wrote the file, and the digests themselves.
OUTSIDE = ("program", "content_digest", "previous_content_digest")
_STRIDE = 4096


def content_digest(connection: Any) -> str:
    """Return the SHA-256 over all rows of a journal, whichever format it says it has.

    Each table in the order of TABLES gives a line with its name, then a line for each row in the order of its key:
    its values between commas, texts quoted as SQL does, an absent text as NULL and an absent number as nothing. The
    sqlite3 shell can do the same with printf; JSON would not do, its escapes change between versions of SQLite.
    """
    digest = hashlib.sha256()
    form = connection.execute("PRAGMA user_version").fetchone()[0]
    for table in held_by(form, TABLES):
        digest.update(f"{table.name}\n".encode())
        rows = connection.execute(_lines_of(table))
        while block := rows.fetchmany(_STRIDE):
            digest.update(b"".join([row[0] for row in block]))
    return digest.hexdigest()


def _lines_of(table: Table) -> str:
    shape = ",".join("%Q" if column.type.startswith("TEXT") else "%s" for column in table.columns)
    values = ", ".join(column.name for column in table.columns)
    names = ", ".join(f"'{key}'" for key in OUTSIDE)
    said = f" WHERE key NOT IN ({names})" if table is ABOUT else ""
    # As bytes: they need not become text and bytes again.
    return f"SELECT CAST(printf('{shape}\n', {values}) AS BLOB) FROM {table.name}{said} ORDER BY {table.key}"
