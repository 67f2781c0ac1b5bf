"""What a hurried hand, a missing device or a wrong clock does to the real window; each scene is a line of JSON.

A program of its own: customtkinter keeps one scale for the whole process. Arguments: the home, the language, the walk.
A line says what could be read, which field had the focus and what stood in it, and how many events there were before
and after.
"""

import json
import shutil
import socket
import subprocess
import sys
import tkinter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from counter.app import run_window
from counter.demo.team import CASHIER, SUPERVISOR
from counter.desk.change_staff import save_staff
from counter.desk.long_work import never, no_progress
from counter.desk.people import Person, hash_pin
from counter.files.workbook import read_estate
from counter.platform.folders import Home
from counter.presenters.first_start import Answers
from counter.presenters.session import Session
from counter.rules.cash import DENOMINATIONS_CNY
from counter.rules.clock import verdict
from counter.screens.pay import PayScreen
from counter.settings import MachineSettings, PrinterSettings, load_settings, save_settings
from counter.verbs.day import world_of
from counter.wiring import parts as wired
from counter.wiring.first_window import founding
from counter.wiring.hands import Hands, texts
from counter.wiring.main_window import MainWindow
from counter.words import LANGUAGES, Language, Words
from db.queries.people import StaffRow
from db.store import SystemClock, open_books
from tests.journey.first_hour import ESTATE, MANAGER, MANAGER_PIN, UNIT, write_workbook
from tests.presenters.pay_window import Sheet, presenter

LATER = timedelta(days=40)


class Walk:
    """A person at the window, who is told what became of it."""

    def __init__(self, window: MainWindow, language: Language) -> None:
        self.window, self.home = window, window.parts.home
        self.keys = Hands(window.root, self.home.cache / "pictures")
        self.w = Words.load(language)
        self.world = world_of(window)

    def events(self) -> int:
        """How many events are in the books."""
        connection = self.window.parts.session.connection
        return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])

    def tell(self, scene: str, before: int, **more: object) -> None:
        """Print what can be seen of a scene now."""
        self.keys.look(scene)
        seen = [" ".join(text.split()) for text in texts(self.window.root)]
        facts = {"seen": seen, "focus": self.focus(), "field": self.field(), "before": before, "after": self.events()}
        print(json.dumps({"scene": scene, **facts, **more}, ensure_ascii=False), flush=True)

    def focus(self) -> str:
        """Which field of the Pay screen has the focus, '' where none has."""
        screen = self.window.shell.show("pay") if self.window.shell.current == "pay" else None
        if not isinstance(screen, PayScreen):
            return ""
        at = self.window.root.focus_get()
        places = {"find": screen._find.entry, "received": screen._sums.received.entry}
        return next((name for name, entry in places.items() if entry is at), "")

    def field(self) -> str:
        """What stands in the field that has the focus."""
        at = self.window.root.focus_get()
        return at.get() if isinstance(at, tkinter.Entry) else ""

    def log_in(self, digit: str, pin: str) -> None:
        """Choose a name by its number and type the PIN."""
        self.keys.wait_for(self.w("PIN"))
        self.keys.type(digit)
        self.keys.type(pin)
        self.keys.press("Return")

    def open_unit(self, room: str, received: str = "") -> None:
        """Empty the screen, find a unit, and type what is handed over."""
        self.keys.press("Escape", "Escape", "F2")
        self.keys.type(room)
        self.keys.press("Return")
        self.keys.type(received)


def at_the_window(walk: Walk) -> None:
    """A cashier's day of mistakes, with a printer that is not there and a stick that will not do."""
    keys, w, room = walk.keys, walk.w, walk.world.rooms[-1]
    walk.log_in("2", CASHIER.pin)
    keys.wait_for(w("Who is paying?"))
    before = walk.events()
    walk.open_unit(room, "5000")
    keys.press("F9")
    walk.tell("till not open", before)
    keys.press("F4")
    keys.wait_for(w("Opening float"))
    keys.press("F9")
    keys.wait_for(w("X report"))
    keys.press("F2", "Escape", "Escape")
    before = walk.events()
    keys.type("9-9-9999")
    keys.press("Return")
    walk.tell("unknown room", before)
    for scene, typed in (
        ("letters in a sum", "12x"), ("three decimals", "12.345"), ("negative sum", "-5"),
        ("absurd sum", "99999999999"),
    ):  # fmt: skip
        walk.open_unit(room, typed)
        keys.press("F9")
        walk.tell(scene, before)
    walk.open_unit(walk.world.rooms[0], "１０００．５０")
    keys.press("F9")
    keys.wait_for(w("Saved. Receipt {number}", number=""))
    walk.tell("full-width figures", before)
    stale_screen(walk)
    printer_missing(walk)
    sticks(walk)


def stale_screen(walk: Walk) -> None:
    """What is on the screen is paid from another place before F9."""
    keys, room, parts = walk.keys, walk.world.rooms[1], walk.window.parts
    walk.open_unit(room, "2000")
    elsewhere = Session(parts.books, parts.settings, parts.session.words, parts.session.paper_words)
    elsewhere.log_in(parts.session.person)
    unit = parts.session.connection.execute("SELECT id FROM unit WHERE code = ?", (room,)).fetchone()[0]
    other = presenter(elsewhere, Sheet())
    other.open_unit(unit)
    other.tenders.cash()
    elsewhere.close()
    before = walk.events()
    keys.press("F9")
    walk.tell("stale screen", before)
    keys.press("F9")
    walk.tell("stale screen, F9 again", before)


def printer_missing(walk: Walk) -> None:
    """A payment while nothing answers where the printer should be; its light opens the queue."""
    keys, w = walk.keys, walk.w
    before = walk.events()
    walk.open_unit(walk.world.rooms[2])
    keys.press("F9")
    keys.wait_for(w("Saved. Receipt {number}", number=""))
    keys.wait_for(w("Printer: {reason}", reason=""), 30)
    walk.tell("printer missing", before)
    for _ in range(40):
        keys.press("Tab")
        if focused_light(walk) == "printer":
            break
    keys.press("Return")
    keys.wait_for(w("Print queue"))
    walk.tell("queue of papers", before)
    keys.press("Escape")


def focused_light(walk: Walk) -> str:
    """Which light of the top bar has the focus."""
    at, bar = str(walk.window.root.focus_get() or ""), walk.window.shell._bar
    lights = zip(bar._lights_facts, bar._lights, strict=False)
    return next((facts.id for facts, light in lights if at.startswith(str(light))), "")


# Stands over the steps once all of them were tried; until then F10 does nothing.
OWED = "The day is closed; a copy is owed. Bring the stick, then try again. It is shown here until done."
# What the first words say of a stick, by language.
SAID = {
    "ro": {"zh_CN": "U盘不能写入", "en": "cannot be written"},
    "full": {"zh_CN": "U盘已满", "en": "The stick is full"},
}


def sticks(walk: Walk) -> None:
    """Close the day without a stick, then with one that cannot be written, one that is full, and a good one."""
    keys, w = walk.keys, walk.w
    stick = Path(walk.window.parts.settings.extra_sticks[0])
    good = stick.with_name("stick-in-the-drawer")
    keys.press("F4")
    keys.wait_for(w("X report"))
    keys.press("F9")
    keys.wait_for(w("Cash count (blind)"))
    left = walk.world.cash()
    for denomination in DENOMINATIONS_CNY:
        pieces, left = divmod(left, denomination)
        keys.type(str(pieces))
        keys.press("Return")
    keys.press("F9")
    keys.wait_for(w("Card and code slips"))
    keys.press("F9")
    keys.wait_for(w("Expected and counted"))
    keys.press("F9")
    keys.wait_for(w("Z report"))
    keys.press("F9")
    keys.wait_for(w(OWED), 60)
    walk.tell("stick missing", walk.events())
    for scene, mount in (("stick read-only", "ro"), ("stick full", "full")):
        if not mounted(good, stick, mount):
            print(json.dumps({"scene": scene, "skipped": "no tmpfs may be mounted here"}), flush=True)
            continue
        before = walk.events()
        keys.press("F10")
        keys.wait_for(SAID[mount][w.language], 60)
        keys.wait_for(w(OWED), 60)
        walk.tell(scene, before)
        subprocess.run(["umount", str(stick)], check=True)
        stick.rmdir()
    good.rename(stick)
    before = walk.events()
    keys.press("F10")
    keys.wait_for(w("Read back and the same. Press F10 before you pull the stick."), 60)
    walk.tell("stick again", before)


def mounted(good: Path, stick: Path, how: str) -> bool:
    """Put a volume in the stick's place: one that cannot be written, or one with no room left."""
    stick.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(stick)], capture_output=True).returncode:
        stick.rmdir()
        return False
    (stick / "COUNTERFOIL").mkdir()
    shutil.copy2(good / "COUNTERFOIL" / "stick.json", stick / "COUNTERFOIL")
    if how == "ro":
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    return True


class ShiftedClock:
    """The computer's clock as somebody has set it."""

    by = timedelta()

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC) + self.by

    def today(self) -> date:
        """Return the local date."""
        return (datetime.now() + self.by).date()


def with_a_wrong_clock(walk: Walk) -> None:
    """Somebody sets the clock back during the day, then far ahead; walked in real books, which mind it."""
    keys, w = walk.keys, walk.w
    clock = walk.window.parts.books.clock
    assert isinstance(clock, ShiftedClock)
    walk.log_in("2", CASHIER.pin)
    keys.press("F4")
    keys.wait_for(w("Opening float"))
    keys.press("F9")
    keys.wait_for(w("X report"))
    keys.press("F2")
    before = walk.events()
    walk.open_unit(UNIT, "100")
    clock.by = -timedelta(days=3)
    keys.wait_for(w("The clock of this computer"))
    walk.tell("clock set back", before)
    keys.press("Escape", "F9", "F9")
    keys.wait_for("Saved. Receipt")
    walk.tell("paid with the clock set back", before)
    clock.by = LATER
    before = walk.events()
    walk.open_unit(UNIT, "5000")
    keys.press("F9")
    keys.rest(1.2)
    walk.tell("clock far ahead", before)
    keys.press("F12")
    keys.wait_for(w("The window is locked. What was typed is still there."))
    keys.type(CASHIER.pin)
    keys.press("Return")
    walk.tell("clock far ahead, log-in", before)
    keys.press("Down")
    keys.type(SUPERVISOR.pin)
    keys.press("Return")
    keys.rest(0.3)
    walk.tell("clock confirmed", before)


def with_broken_settings(walk: Walk) -> None:
    """The first log-in after the settings file could not be read."""
    keys = walk.keys
    before = walk.events()
    walk.log_in("2", CASHIER.pin)
    keys.wait_for(Words.load("zh_CN")("The settings of this computer"))  # the language is forgotten with the rest
    aside = [file.name for file in walk.home.root.glob("settings.toml.broken-*")]
    walk.tell("broken settings", before, aside=aside)


WALKS: dict[str, Callable[[Walk], None]] = {
    "window": at_the_window, "clock": with_a_wrong_clock, "settings": with_broken_settings
}  # fmt: skip


def found(home: Home, language: Language) -> None:
    """Found real books, which mind the clock: one flat that owes, a cashier and a supervisor."""
    home.make()
    reading = read_estate(write_workbook(home.root / "estate.xlsx", language, area="89.50"))
    answers = Answers(
        language, ESTATE[language], "file", estate_file=reading.estate, manager=MANAGER[language],
        pin_hash=hash_pin(MANAGER_PIN),
    )  # fmt: skip
    founding(home, answers, MachineSettings())(no_progress, never)
    books = open_books(home.books, SystemClock(), verdict, "test")
    manager, today = Person(1, MANAGER[language], "manager"), date.today().isoformat()
    for member in (CASHIER, SUPERVISOR):
        row = StaffRow(0, member.name, member.role, hash_pin(member.pin), today, None)
        save_staff(books, row, request_id=member.role, staff=manager)
    books.close()


def prepare(home: Home, language: Language, walk: str) -> None:
    """Make ready what goes wrong."""
    if walk == "clock":
        found(home, language)
        return
    if walk == "settings":
        home.settings.write_text("language = \n[printer", "utf-8")
        return
    settings = replace(load_settings(home.settings).settings, language=language)
    if walk == "window":
        with socket.socket() as nobody:  # a port where nothing listens
            nobody.bind(("127.0.0.1", 0))
            port = nobody.getsockname()[1]
        settings = replace(settings, printer=PrinterSettings(kind="network", port=f"127.0.0.1:{port}"))
        stick = Path(settings.extra_sticks[0])
        stick.rename(stick.with_name("stick-in-the-drawer"))
    save_settings(home.settings, settings)


def main(home: Home, language: Language, name: str) -> None:
    """Open the window of a home and walk; the window's own trouble ends the program."""
    trouble: list[BaseException] = []
    prepare(home, language, name)
    if name == "clock":
        wired.SystemClock = ShiftedClock  # type: ignore[assignment,attr-defined]

    def ready(window: MainWindow) -> None:
        try:
            WALKS[name](Walk(window, language))
        except BaseException as error:
            trouble.append(error)
        finally:
            with suppress(Exception):
                window.close()

    run_window(home, on_ready=ready)
    if trouble:
        raise trouble[0]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    main(Home(folder, folder), next(each for each in LANGUAGES if each == sys.argv[2]), sys.argv[3])
