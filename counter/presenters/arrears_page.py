"""What the pages of the Arrears screen have in common: the office's rules, who owes, files of letters, failures."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from counter.desk.case_file import CaseFile
from counter.desk.letter_settings import LetterSettings, load_letter_settings
from counter.desk.letters_file import write_indexed, write_letters
from counter.desk.limitations import ChargeExpiry
from counter.desk.owing import Owing
from counter.devices.sms_modem import ModemState
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.platform.viewer import open_with_system
from counter.presenters.approval import AskApproval
from counter.presenters.arrears_known import KnownOwing
from counter.presenters.pay_view import Asked, SayKind
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView
from counter.rules.fold import to_ascii
from counter.rules.permissions import Act
from counter.words import Language, formats
from printing.blocks import Paper
from printing.profile import FontFiles

MOST_TOLD = 8  # rows of a file that are named in the status line


def first_few(several: Sequence[str], w: Callable[..., str]) -> str:
    """Return the first of several texts in a row, and a sign where there are more."""
    return w(", ").join(several[:MOST_TOLD]) + (" …" if len(several) > MOST_TOLD else "")


class ArrearsPlaces(NamedTuple):
    """Where letters are written as files, and what opens one; take_payment opens a unit on the Pay screen.

    modem_state: how the SMS modem is, None where there is none. approve asks a second person; where nobody can be
    asked, nothing is agreed to. known: who owes, for all pages together. write_letters opens the editor with a text
    ("opening.demand") in a language.
    """

    folder: Path
    take_payment: Callable[[int], object] = lambda unit_id: None
    open_file: Callable[[Path], None] = open_with_system
    modem_state: Callable[[], ModemState | None] = lambda: None
    approve: AskApproval = lambda wish: None
    known: KnownOwing | None = None
    write_letters: Callable[[str, Language], object] = lambda text, language: None


class ArrearsPage(ABC):
    """One page of the screen; back shows the list of who owes."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        self.session, self.view, self.places = session, view, places
        self._known = places.known or KnownOwing()

    @abstractmethod
    def show(self) -> None:
        """Show the page as things are now."""

    def selected(self, row_id: str) -> None:
        """Explain a row; a page without a word on its rows leaves the place empty."""
        self.view.explain("", "")

    def opened(self, row_id: str) -> None:
        """Do what Enter does on a row: the same as its explanation where a page has nothing else."""
        self.selected(row_id)

    @abstractmethod
    def pressed(self, key: str) -> None:
        """Do what a command's key does."""

    @property
    def settings(self) -> LetterSettings:
        """Return the office's settings of letters today."""
        return load_letter_settings(self.session.connection, self.today.isoformat())

    @property
    def owing(self) -> list[Owing]:
        """Return every unit of which something is open, by its code."""
        return self._known.units(self.session)

    @property
    def expiring(self) -> list[ChargeExpiry]:
        """Return what expires within 90 days and what has expired, the earliest first."""
        return self._known.ends(self.session)

    @property
    def today(self) -> date:
        """Return the local date."""
        return self.session.today()

    def w(self, sentence: str, **fields: object) -> str:
        """Return a sentence in the window's language."""
        return self.session.words(sentence, **fields)

    def money(self, minor: int) -> str:
        """Return a sum as tables write it."""
        return formats.money(minor, self.session.currency)

    def symbol(self, minor: int) -> str:
        """Return a sum with the currency's sign."""
        return formats.money_with_symbol(minor, self.session.currency)

    def failed(self, error: Exception) -> None:
        """Say what went wrong."""
        told = self.session.told(error)
        self.view.say("risk", told.sentence, told.next_step)

    def saved(self, text: str, rest: str = "") -> None:
        """Say what is in the books now, and show the page anew."""
        self.view.say("saved", text, rest)
        self.session.on_commit()
        self.show()

    def may(self, act: Act) -> bool:
        """Whether the person may do an act; said where not, and recorded."""
        if self.session.allows(act):
            return True
        self.view.say("risk", self.w("Your role may look at arrears but not do this."))
        return False

    def day_of(self, text: str) -> date | None:
        """Return a typed day, None where it is none."""
        try:
            return date.fromisoformat(to_ascii(text).strip())
        except ValueError:
            return None

    def ask(
        self, title: str, text: str, confirm: str, fields: Sequence[Asked], take: Callable[[dict[str, str]], str]
    ) -> None:
        """Ask for some fields; take returns what is wrong, or ''."""
        self.view.ask(Form(title, text, confirm, take, tuple(fields)))

    def open_letters(self, name: str, papers: list[Paper], day: date, told: str = "") -> None:
        """Write letters as one PDF beside the window and open it; told: what was saved just now."""
        self._open(name, lambda path: write_letters(path, papers, FontFiles(FONT_REGULAR, FONT_BOLD), day), told)

    def open_case(self, case: CaseFile, day: date, debtor: str = "") -> None:
        """Write the case file of a unit as one PDF beside the window and open it; debtor: tells who left apart."""
        fonts = FontFiles(FONT_REGULAR, FONT_BOLD)
        name = f"case-{case.facts.unit_code}{debtor}"
        self._open(name, lambda path: write_indexed(path, case.papers, case.label, fonts, day), "")

    def _open(self, name: str, write: Callable[[Path], int], told: str) -> None:
        path = self.places.folder / f"{name}.pdf"

        def work(progress: object, cancel: object) -> Path:
            write(path)
            return path

        self.view.work(self.w("Writing letters"), work, partial(self._written, told), self._not_written)

    def _written(self, told: str, path: Path) -> None:
        written = self.w("Written: {file}", file=path)
        said: tuple[SayKind, str, str] = ("saved", told, written) if told else ("plain", written, "")
        try:
            self.places.open_file(path)
        except Exception as error:
            # The file is there: that nothing opens it here is no failure of the letters.
            self.session.sentence(error)
        self.view.say(*said)

    def _not_written(self, error: Exception) -> None:
        if isinstance(error, OSError):
            text = self.w("{file} cannot be written: {reason}", file=self.places.folder, reason=error.strerror or error)
            self.view.say("risk", text)
        else:
            self.failed(error)
