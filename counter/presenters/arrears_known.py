"""Who owes, read once for all pages of the Arrears screen, and again once anything was written or another day came."""

from counter.desk.letter_settings import LetterSettings, load_letter_settings
from counter.desk.limitations import ChargeExpiry, expiring
from counter.desk.long_work import uncollected
from counter.desk.owing import Owing, owing_units
from counter.presenters.session import Session
from db.queries.tills import head

_Key = tuple[object, ...]


class KnownOwing:
    """What was read last, with the newest event and the day for which it holds; every change of the books is an event.

    A large estate takes seconds to be read whole: a filter, a page turned, a key typed into a letter must not.
    """

    def __init__(self) -> None:
        self._key: _Key = ()
        self._units: list[Owing] = []
        self._ends_key: _Key = ()
        self._ends: list[ChargeExpiry] = []

    def units(self, session: Session) -> list[Owing]:
        """Return every unit of which something is open, by its code."""
        key = self._now(session)
        if key != self._key:
            with uncollected():
                self._units = owing_units(session.connection, session.today(), _settings(session))
            self._key = key
        return self._units

    def ends(self, session: Session) -> list[ChargeExpiry]:
        """Return what expires within the next 90 days and what has expired, the earliest first."""
        units = self.units(session)
        if self._ends_key != self._key:
            calendar = _settings(session).calendar
            with uncollected():
                self._ends = expiring(session.connection, units, calendar, session.today())
            self._ends_key = self._key
        return self._ends

    @staticmethod
    def _now(session: Session) -> _Key:
        return session.books.path, session.today(), head(session.connection)


def _settings(session: Session) -> LetterSettings:
    return load_letter_settings(session.connection, session.today().isoformat())
