"""What every screen works with: the open books, who is at the window, the words, and the settings in force."""

import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from counter.desk.office import Office, load_office
from counter.desk.people import Person, as_of_now
from counter.desk.refusals import note_refusal
from counter.platform.folders import Home
from counter.presenters.scan_places import ScanPlaces, places_in
from counter.rules.permissions import Act, NotAllowed
from counter.settings import MachineSettings
from counter.words import Words
from counter.words.errors import Explained, explain
from counter.words.formats import Currency
from db.books import Books


class Session:
    """One window's work on one set of books; the person changes with each log-in."""

    def __init__(
        self,
        books: Books,
        settings: MachineSettings,
        words: Words,
        paper_words: Words,
        *,
        on_commit: Callable[[], None] = lambda: None,
        scans: ScanPlaces | None = None,
    ) -> None:
        """scans: where scans are kept; beside the books unless told."""
        self.books = books
        self.settings = settings
        self.words = words
        self.paper_words = paper_words
        self.on_commit = on_commit
        beside = Path(books.path).parent
        self.scans = scans or places_in(Home(beside, beside))
        self._reader = books.reader()
        self._person: Person | None = None
        self.office: Office = load_office(self.connection, self.today().isoformat())

    @property
    def connection(self) -> Any:
        """Return the window's own read-only connection."""
        return self._reader.connection()

    @property
    def reader(self) -> Any:
        """Return the read-only database the connection belongs to."""
        return self._reader

    @property
    def till(self) -> int:
        """Return the number of this window's till."""
        return self.settings.till

    @property
    def person(self) -> Person:
        """Return who is logged in, with the role and the permissions in force; nobody works before (RuntimeError)."""
        if self._person is None:
            raise RuntimeError("nobody is logged in")
        return as_of_now(self.connection, self._person, self.today().isoformat())

    def may(self, act: Act) -> bool:
        """Whether the person logged in may do an act: for what a screen offers."""
        return self.person.may(act)

    def allows(self, act: Act) -> bool:
        """Whether the person logged in may do an act that was tried just now; a refusal is recorded."""
        allowed = self.may(act)
        if not allowed:
            note_refusal(self.books, NotAllowed(self.person.role, act), self.person, self.till)
        return allowed

    @property
    def someone(self) -> Person | None:
        """Return who is logged in, or None while the window is locked."""
        return self._person

    def log_in(self, person: Person) -> None:
        """Let a person work whose PIN was proved."""
        self._person = person

    def lock(self) -> None:
        """Send everybody away; what is half-typed stays where it is."""
        self._person = None

    def refresh_office(self) -> None:
        """Read the office settings again after they were changed."""
        self.office = load_office(self.connection, self.today().isoformat())

    def today(self) -> date:
        """Return the local date."""
        return self.books.clock.today()

    @property
    def currency(self) -> Currency:
        """Return the books' currency as sums are written."""
        name = "元" if self.office.currency == "CNY" else self.office.currency
        return Currency(self.office.currency_symbol, name, self.office.currency_digits)

    def new_request(self) -> str:
        """Return an id for one wish of the person; a second Enter carries the same one."""
        return uuid.uuid4().hex

    def told(self, error: Exception) -> Explained:
        """Return what to tell a person of a failure; one that has no sentence is raised again for the log.

        That somebody was refused what their role does not include is recorded.
        """
        if self._person is not None:
            note_refusal(self.books, error, self._person, self.till)
        found = explain(error, self.words, self.currency)
        if found is None:
            raise error
        return found

    def sentence(self, error: Exception) -> str:
        """Return in one piece what to tell a person of a failure, and what to do; unknown ones are raised again."""
        told = self.told(error)
        # Between Chinese sentences stands no space.
        return ("" if self.words.language == "zh_CN" else " ").join(each for each in told if each)

    def close(self) -> None:
        """Close the window's read-only connection."""
        self._reader.close()
