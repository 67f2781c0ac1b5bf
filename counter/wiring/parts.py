"""Everything that is opened for work on one set of books, and shut again in the other order."""

import shutil
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from counter import VERSION
from counter.desk.forms import register_printed
from counter.desk.settle_card import found_sent
from counter.desk.timed_copies import timed_jobs
from counter.devices.card_terminal import CardTerminal
from counter.logs import ErrorLog
from counter.papers.marks import copy_mark
from counter.platform.folders import Home
from counter.platform.known_homes import KnownHome, note_home, notes_folder
from counter.platform.sticks import Stick, list_sticks
from counter.presenters.scan_places import places_in
from counter.presenters.session import Session
from counter.rules.clock import verdict
from counter.settings import SIMULATED, Loaded, MachineSettings, load_settings, save_settings
from counter.wiring.customer_side import CustomerSide
from counter.wiring.print_queue import PrintQueue
from counter.wiring.printers import office_printer, receipt_printer
from counter.wiring.scanner_ear import scanner_of
from counter.wiring.terminals import card_terminal
from counter.wiring.timed_work import TimedWork
from counter.words import Language, Words
from db.books import Books, Clock, ClockVerdict
from db.faults import BooksFault, BooksGone, ClockFarAhead
from db.queries.settings import founding
from db.store import SystemClock, open_books, open_reader
from printing.printers import Printer
from printing.spool import Spool

if TYPE_CHECKING:
    from counter.desk.copy_out import Folders
    from counter.desk.finish_close import Step
    from counter.desk.let_go import LetGo
    from counter.devices.practice.terminal import PracticeTerminal
    from counter.devices.scanner import SerialScanner
    from counter.devices.sms_modem import SmsModem
    from counter.wiring.sms_sender import SmsThread


def program_version() -> str:
    """Return the version of the program, also when it runs from a checkout."""
    return VERSION


@dataclass(slots=True)
class OfficeParts:
    """The open parts of one window; built by open_parts, shut by close."""

    home: Home
    settings: MachineSettings
    loaded: Loaded
    log: ErrorLog
    books: Books
    session: Session
    printer: Printer
    terminal: CardTerminal
    customer: CustomerSide
    scanner: "SerialScanner | None"
    spools: tuple[Spool, ...]
    queues: tuple[PrintQueue, ...]
    sent_found: bool = False
    modem: "SmsModem | None" = None
    messages: "SmsThread | None" = None
    practice: "PracticeTerminal | None" = None  # the simulated terminal of books for practice
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)  # by device: the last reason, and when (UTC)

    def wake_spools(self) -> None:
        """Let the printers look at the queue."""
        for spool in self.spools:
            spool.wake()

    def find_sent(self) -> None:
        """Once after a start: what the terminal was asked for before is unknown now, and settled before anything new.

        Where the books take nothing yet (a clock far ahead, a full disk) it is tried again after the log-in.
        """
        if self.sent_found:
            return
        try:
            found_sent(self.books)
            self.sent_found = True
        except (ClockFarAhead, BooksFault) as error:
            self.log.log_event(error)

    def tidy(self) -> None:
        """Tidy the books in an idle moment; of a disk that fails the log hears, and whose payment is refused."""
        try:
            self.books.tidy()
        except BooksFault as error:
            self.log.log_event(error)

    def gone(self) -> BooksGone | None:
        """Return what is told where the books were taken away while they are open, None where they stand."""
        try:
            self.books.whereabouts.must_stand()
        except BooksGone as error:
            return error
        return None

    def steps(self) -> "tuple[Step, ...]":
        """Return what brings a closed day out of the PC."""
        from counter.desk.close_steps import close_steps  # not needed before a day is closed

        return close_steps(self.books, self.folders(), self.find_sticks, program_version())

    def folders(self) -> "Folders":
        """Return where the companions of the books lie."""
        from counter.desk.copy_out import Folders

        return Folders(self.home.journals, self.home.snapshots, self.home.attachments, self.home.settings)

    def _copy_out(self) -> None:
        from counter.desk.copy_out import copy_to_what_is_there

        copy_to_what_is_there(self.books, self.folders(), self.find_sticks(), program_version())

    def timed_work(self) -> TimedWork:
        """Return the jobs that are done by themselves while a window is open."""
        jobs = timed_jobs(self.books, self.home.snapshots, self.find_sticks, self._copy_out)
        return TimedWork(self.books, jobs, self.log.log_event, lambda: datetime.now(UTC), time.monotonic)

    def find_sticks(self) -> list[Stick]:
        """Return the sticks that are there now, and the folders the settings name in place of one."""
        return list_sticks(self.settings.extra_sticks)

    def let_go(self) -> "LetGo":
        """Have the system let go of the sticks of these books; runs beside the window."""
        from counter.desk.let_go import let_go
        from counter.platform import letting_go

        return let_go(self.books, self.find_sticks, letting_go.let_go)

    def kick(self) -> None:
        """Open the drawer alone, where one hangs on the receipt printer. Raises PrinterUnreachable."""
        self.printer.kick()

    def close(self) -> None:
        """Finish the paper in hand, then shut everything."""
        for spool in self.spools:
            spool.stop()
        for queue in self.queues:
            queue.close()
        if self.messages is not None:
            self.messages.close()
        if self.modem is not None:
            self.modem.close()
        self.terminal.close()
        if self.practice is not None:
            self.practice.close()
        self.customer.close()
        if self.scanner is not None:
            self.scanner.close()
        self.session.close()
        # Copies for looking at may show persons: they do not outlive the window.
        shutil.rmtree(self.session.scans.lent, ignore_errors=True)
        self.books.close()
        self.log.close()


def judge_of(home: Home) -> Callable[[datetime, datetime], ClockVerdict]:
    """Return who judges the clock: nobody where the books are a sample or for training, and may lie for months."""
    if not home.books.exists():
        return verdict
    reader = open_reader(home.books)
    kind = founding(reader.connection()).get("books_kind", "real")
    reader.close()
    return verdict if kind == "real" else lambda last, now: "ok" if now >= last else "set_back"


def open_books_of(home: Home, clock: Clock | None = None) -> Books:
    """Open the books of a home for writing; books of an older schema are copied to a restore point first.

    Raises what db.store.open_books and backup.snapshot.take_snapshot do.
    """

    def keep() -> None:
        from backup.snapshot import take_snapshot  # only books of an older schema need it

        take_snapshot(home.books, home.snapshots, datetime.now(UTC))

    return open_books(home.books, clock or SystemClock(), judge_of(home), program_version(), before_migration=keep)


def open_parts(home: Home, *, clock: Clock | None = None, on_paper: Callable[[int, str, str], None]) -> OfficeParts:
    """Open the books of a home with everything a window needs.

    on_paper: told on the spool's thread how far a paper is (job, state, reason). Raises what db.store.open_books does.
    """
    home.make()
    log = ErrorLog(home.logs)
    loaded = load_settings(home.settings)
    books = open_books_of(home, clock)
    settings = _remember(home, loaded, books)
    words = Words.load(settings.language)
    paper_words = words if settings.papers_in == settings.language else Words.load(settings.papers_in)
    try:
        session = Session(books, settings, words, paper_words, scans=places_in(home))
    except BaseException:  # a damaged page: whoever brings a copy back needs the lock
        books.close()
        log.close()
        raise
    shutil.rmtree(session.scans.lent, ignore_errors=True)
    printer = receipt_printer(settings, home)
    queues = _queues(books, settings)
    spools = tuple(
        Spool(queue, each, on_paper, lambda number, language: copy_mark(number, Words.load(_language(language))))
        for queue, each in zip(queues, (printer, office_printer(home)), strict=True)
    )
    office, practice = session.office, _practice(home, settings, session)
    terminal = card_terminal(settings.terminal, office.currency, log.log_event, office.books_kind, practice)
    terminal.open()
    customer = CustomerSide(settings.display, session)
    scanner = scanner_of(settings.scanner)
    parts = OfficeParts(
        home, settings, loaded, log, books, session, printer, terminal, customer, scanner, spools, queues,
        practice=practice,
    )  # fmt: skip
    parts.find_sent()
    _open_modem(parts)
    session.on_commit = parts.wake_spools
    for spool in spools:
        spool.start()
    return parts


def _practice(home: Home, settings: MachineSettings, session: Session) -> "PracticeTerminal | None":
    """Let a simulated terminal run where the settings name one and the books are for practice."""
    if settings.terminal.kind not in SIMULATED:
        return None
    # The simulators are loaded only where somebody practises.
    from counter.wiring.practice_terminal import practice_terminal

    return practice_terminal(settings.terminal, session.office.books_kind, home.data)


def _open_modem(parts: OfficeParts) -> None:
    """Take the line of the SMS modem, where there is one, and let what waits go out beside the window."""
    settings = parts.settings.modem
    if settings.kind == "none":
        return
    # What sends messages is loaded only where there is something to send them with.
    from counter.wiring.sms_sender import SmsSender, SmsThread, modem_of

    parts.modem = modem_of(settings, parts.session.office.books_kind, parts.log.log_event)
    parts.modem.open()
    sender = SmsSender(parts.books, parts.modem, parts.session.paper_words, datetime.now, reports=settings.reports)
    parts.messages = SmsThread(sender, parts.log.log_event)
    parts.messages.start()


def _remember(home: Home, loaded: Loaded, books: Books) -> MachineSettings:
    """Note which books were opened here, in the home and outside of it; where that cannot be written nothing stops."""
    with closing(books.reader()) as reader:
        founded = founding(reader.connection())
    books_id = str(founded.get("books_id", ""))
    settings = replace(loaded.settings, books=books_id)
    if settings != loaded.settings and not loaded.problems:
        with suppress(OSError):
            save_settings(home.settings, settings)
    estate, kind = founded.get("estate", {}), str(founded.get("books_kind", ""))
    name, day = str(estate.get("zh") or estate.get("en") or ""), books.clock.today().isoformat()
    found = KnownHome(str(home.root), str(home.data), books_id, kind, name, settings.language, day)
    note_home(found, notes_folder())
    return settings


def _queues(books: Books, settings: MachineSettings) -> tuple[PrintQueue, PrintQueue]:
    """The papers of the receipt printer, whose pre-printed forms are registered as they are used, and of the office."""

    def register(job_id: int) -> None:
        if settings.printer.form == "preprinted":
            register_printed(books, job_id, till=settings.till)

    return PrintQueue(books, "receipt", register), PrintQueue(books, "office", lambda _job: None)


def _language(name: str) -> Language:
    return "zh_CN" if name == "zh_CN" else "en"
