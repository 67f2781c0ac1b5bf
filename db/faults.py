"""What can go wrong with the file itself, each told apart so that a sentence can say what to do."""

import errno
import sqlite3
from datetime import datetime

StorageError = sqlite3.DatabaseError
"""What the storage raises by itself where nobody has made a fault of ours of it."""


class BooksInUse(Exception):
    """Another program holds the writer's lock."""

    code = "books_in_use"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class BooksMissing(Exception):
    """There are no books in this folder."""

    code = "books_missing"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class ClockFarAhead(Exception):
    """The clock is days ahead of the last known time; a second person must confirm the date first."""

    code = "clock_far_ahead"

    def __init__(self, last: datetime, now: datetime) -> None:
        super().__init__(last, now)
        self.last = last
        self.now = now


class BooksFault(Exception):
    """The storage failed; nothing of the request was kept."""

    code = "books_fault"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class DiskFull(BooksFault):
    """No room is left on the disk of the books."""

    code = "disk_full"


class BooksReadOnly(BooksFault):
    """The books or their disk may not be written."""

    code = "books_read_only"


class BooksDamaged(BooksFault):
    """The file is not a whole database any more."""

    code = "books_damaged"


class BooksGone(BooksFault):
    """While the books were open their file was deleted, replaced, or its disk taken away."""

    code = "books_gone"

    def __init__(self, path: str, reason: str = "") -> None:
        super().__init__(path, reason)


_BY_CODE: dict[int, type[BooksFault]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: BooksReadOnly,
    sqlite3.SQLITE_CANTOPEN: BooksReadOnly,
    sqlite3.SQLITE_CORRUPT: BooksDamaged,
    sqlite3.SQLITE_NOTADB: BooksDamaged,
}


def books_fault(error: sqlite3.Error, path: str) -> BooksFault:
    """Return our own fault for what SQLite raised."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # the index of the log could not grow
        return DiskFull(path, str(error))
    return _BY_CODE.get(code & 0xFF, BooksFault)(path, str(error))


def opening_fault(error: Exception, path: str) -> BooksFault:
    """Return our own fault for what SQLite, or peewee around it, raised while the books were opened."""
    cause = error if isinstance(error, sqlite3.Error) else error.__cause__ or error.__context__
    if not isinstance(cause, sqlite3.Error):
        return BooksDamaged(path, str(error))
    if getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_ERROR:  # a schema that is not ours
        return BooksDamaged(path, str(error))
    return books_fault(cause, path)


_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_TO_BE_WRITTEN = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR)


def folder_fault(error: OSError, path: str) -> BooksFault:
    """Return our own fault for a folder in which nothing can be written; a disk that fails is neither full nor ours."""
    if error.errno in _FULL:
        return DiskFull(path, str(error))
    return (BooksReadOnly if error.errno in _NOT_TO_BE_WRITTEN else BooksFault)(path, error.strerror or str(error))
