"""Settings, tab 1: what belongs to this computer. Saved at once, used when the window is built anew."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from counter.desk.close_steps import FindSticks, take_into_use
from counter.papers.test_page import printer_test_page
from counter.presenters.approval import AskApproval
from counter.presenters.practice_terminal import PracticePresenter, Practising
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_copies import CopyEncryption
from counter.presenters.settings_devices import DeviceDeeds, DevicesPresenter
from counter.presenters.settings_display import display_knobs
from counter.presenters.settings_find_printer import FindDeeds, FindPrinterPresenter
from counter.presenters.settings_knobs import Knob, choose, columns, rows, type_in, whole
from counter.presenters.settings_modem import modem_knobs
from counter.presenters.settings_page import Page, PageCommand, PagePresenter, PageView
from counter.presenters.settings_printer import printer_knobs, printer_name
from counter.presenters.settings_scanner import scanner_knobs
from counter.presenters.settings_terminal import terminal_knobs
from counter.rules.permissions import Act
from counter.settings import LIMITS, MachineSettings, PrinterSettings
from counter.words import Words
from printing.blocks import Paper


class MachineDeeds(NamedTuple):
    """What this tab cannot do itself: save the file, print on a printer of given settings, find sticks, build anew,
    plan that the books move into a folder. largest_scale: what this screen has room for, per cent.
    """

    save: Callable[[MachineSettings], object]
    print_paper: Callable[[MachineSettings, Paper], object]
    find_sticks: FindSticks
    restart: Callable[[], object]
    devices: DeviceDeeds | None = None
    find_printer: FindDeeds | None = None
    plan_move: Callable[[str], Path] = Path
    practice: Practising | None = None
    largest_scale: int = 200


class MachinePresenter:
    """The rows of one computer's settings, its test page and its sticks."""

    def __init__(self, session: Session, view: PageView, deeds: MachineDeeds, approval: AskApproval) -> None:
        self._session, self._view, self._deeds = session, view, deeds
        self._encryption = CopyEncryption(session, view, approval)
        self.settings = session.settings
        self._used = session.settings
        self._below: dict[str, PagePresenter] = {}
        if deeds.devices is not None:
            self._below["D"] = DevicesPresenter(session, view, deeds.devices, practice=deeds.practice is not None)
        if deeds.find_printer is not None:
            self._below["F"] = FindPrinterPresenter(session, view, deeds.find_printer, lambda: self.settings, self._use)
        if deeds.practice is not None:
            self._below["S"] = PracticePresenter(session, view, deeds.practice)
        self._at = ""
        self._moves_to = ""

    @property
    def _page(self) -> PagePresenter | None:
        """The page below this one that is at hand, None where the settings themselves are."""
        return self._below.get(self._at)

    def show(self) -> None:
        """Show the settings as they are saved, or the page below them that is at hand."""
        if self._page is not None:
            self._page.show()
            return
        w = self._session.words
        text = w("Enter changes a setting. It is saved at once.")
        encrypt = w("Encrypted copies") if self._encryption.is_on() else w("Encrypt copies")
        commands = [
            PageCommand("T", w("Print test page")), PageCommand("U", w("Use this stick")), PageCommand("E", encrypt),
        ]  # fmt: skip
        words = {"D": w("Devices"), "F": w("Find a printer"), "S": w("Simulated terminal")}
        commands += [PageCommand(key, words[key]) for key in self._below]
        if self.settings != self._used or self._moves_to:
            text = w("Saved. Press N to rebuild the window with it.")
            commands.append(PageCommand("N", w("Rebuild the window"), True))
        self._view.show_page(Page(w("This computer"), text, columns(w), rows(self._knobs(), w), tuple(commands)))

    def selected(self, row_id: str) -> None:
        """Say what a setting is for."""
        if self._page is not None:
            self._page.selected(row_id)
            return
        for knob in self._knobs():
            if knob.key == row_id:
                self._view.explain(knob.name, knob.help)

    def opened(self, row_id: str) -> None:
        """Ask for a new value; try a device."""
        if self._page is not None:
            self._page.opened(row_id)
            return
        for knob in self._knobs():
            if knob.key == row_id:
                self._view.ask(knob.ask())

    def pressed(self, key: str) -> None:
        """Do what a command does; the key of the page below leads back from it, that of another one to that."""
        if self._page is not None and key not in self._below:
            self._page.pressed(key)
        elif key in self._below:
            self._at = "" if key == self._at else key
            self.show()
        elif key == "T":
            self._test_page()
        elif key == "U":
            self._ask_stick_name()
        elif key == "E":
            self._encryption.ask()
        elif key == "N" and (self.settings != self._used or self._moves_to):
            self._deeds.restart()

    def bring_up(self, key: str) -> None:
        """Let the page below this one be at hand that a key leads to, where it is there."""
        if key in self._below:
            self._at = key

    def _use(self, printer: PrinterSettings) -> str:
        """Save a printer that was found, and go back to the settings."""
        self._at = ""
        return self.change(printer=printer)

    def change(self, **values: Any) -> str:
        """Save new values; returns what is wrong, or ''."""
        changed = replace(self.settings, **values)
        try:
            self._deeds.save(changed)
        except OSError as error:
            return self._session.words("The settings cannot be saved: {reason}", reason=error.strerror or str(error))
        self.settings = changed
        self.show()
        return ""

    def _test_page(self) -> None:
        w, settings = self._session.words, self.settings
        printer = settings.printer
        paper = printer_test_page(
            self._session.paper_words, printer=printer_name(printer, self._session.paper_words),
            columns=printer.columns, offset_x=printer.offset_x, offset_y=printer.offset_y,
        )  # fmt: skip
        self._view.work(
            w("Test page"),
            lambda progress, cancel: self._deeds.print_paper(settings, paper),
            lambda _: self._view.say("saved", w("The test page was sent to the printer.")),
            self._tell,
        )

    def _ask_stick_name(self) -> None:
        w = self._session.words
        self._view.ask(
            type_in(
                w("Name of the stick"),
                w("Plug in the stick that shall carry the copies, and give it the name that stands on its label."),
                "", self._adopt, w,
            )
        )  # fmt: skip

    def _adopt(self, name: str) -> str:
        w = self._session.words
        if not name.strip():
            return w("The stick needs a name.")
        try:
            place = take_into_use(self._session.books, self._deeds.find_sticks, name, person=self._session.person)
        except Exception as error:
            return self._session.told(error).sentence
        self._view.say("saved", w("The stick “{name}” carries copies of these books now.", name=name), place)
        return ""

    def _tell(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    def _knobs(self) -> tuple[Knob, ...]:
        w = self._session.words
        return (
            *_window_knobs(self.settings, w, self.change, self._deeds.largest_scale),
            *printer_knobs(
                self.settings.printer, w, lambda **new: self.change(printer=replace(self.settings.printer, **new))
            ),
            *terminal_knobs(
                self.settings.terminal,
                self._session.office.currency,
                self._session.office.books_kind,
                w,
                lambda **new: self.change(terminal=replace(self.settings.terminal, **new)),
            ),
            *display_knobs(
                self.settings.display, w, lambda **new: self.change(display=replace(self.settings.display, **new))
            ),
            *scanner_knobs(
                self.settings.scanner, w, lambda **new: self.change(scanner=replace(self.settings.scanner, **new))
            ),
            *modem_knobs(self.settings.modem, w, lambda **new: self.change(modem=replace(self.settings.modem, **new))),
            self._sticks_knob(w),
            self._folder_knob(w),
        )

    def _folder_knob(self, w: Words) -> Knob:
        name, here = w("Folder of the books"), str(Path(self._session.books.path).parent)
        help = w("They move there when the window is rebuilt: copied, read back, the old ones kept aside.")

        def take(text: str) -> str:
            if not self._session.allows(Act.RESTORE):
                return w("Your role may not move the books.")
            try:
                self._moves_to = str(self._deeds.plan_move(text))
            except Exception as error:
                return self._session.told(error).whole
            self.show()
            return ""

        shown = w("{here}, moves to {there}", here=here, there=self._moves_to) if self._moves_to else here
        return Knob("folder", name, shown, help, lambda: type_in(name, help, here, take, w))

    def _sticks_knob(self, w: Words) -> Knob:
        name = w("Folders that count as sticks")
        help = w("For example a network share. Separate several folders by a semicolon.")
        shown = "; ".join(self.settings.extra_sticks)

        def take(text: str) -> str:
            return self.change(extra_sticks=tuple(part.strip() for part in re.split("[;；]", text) if part.strip()))

        return Knob("sticks", name, shown, help, lambda: type_in(name, help, shown, take, w))


def _window_knobs(settings: MachineSettings, w: Words, change: Callable[..., str], largest: int) -> tuple[Knob, ...]:
    languages = (("zh_CN", "简体中文"), ("en", "English"))
    papers = (("", w("as the window")), *languages)
    themes = (("light", w("light")), ("dark", w("dark")))
    return (
        _chosen(settings, "language", w("Language"), w("The language of the window."), languages, change),
        _chosen(settings, "paper_language", w("Language of papers"),
                w("Receipts, reports and letters are printed in it."), papers, change),
        _counted(settings, "till", w("Till number"), w("Every window has a number of its own; receipts name it."),
                 w, change),
        _counted(settings, "scale", w("Size of everything, %"),
                 w("Larger is easier to read; this screen has room for {most} %.",
                   most=min(largest, LIMITS["scale"][-1])), w, change, largest),
        _chosen(settings, "theme", w("Colours"), w("Light or dark."), themes, change),
        _counted(settings, "lock_minutes", w("Lock after minutes"),
                 w("Without a key for so long the window asks for a PIN; 0 never locks."), w, change),
    )  # fmt: skip


def _chosen(
    settings: MachineSettings, key: str, name: str, help: str, options: tuple[tuple[str, str], ...],
    change: Callable[..., str],
) -> Knob:  # fmt: skip
    shown = dict(options).get(getattr(settings, key), "")
    return Knob(key, name, shown, help, lambda: choose(name, help, options, lambda value: change(**{key: value})))


def _counted(
    settings: MachineSettings, key: str, name: str, help: str, w: Words, change: Callable[..., str],
    most: int | None = None,
) -> Knob:  # fmt: skip
    now, limits = str(getattr(settings, key)), LIMITS[key]
    limits = limits if most is None else range(limits[0], min(most, limits[-1]) + 1)
    return Knob(key, name, now, help, partial(_ask_number, key, name, help, now, w, change, limits))


def _ask_number(
    key: str, name: str, help: str, now: str, w: Words, change: Callable[..., str], limits: range
) -> Form:  # fmt: skip
    def take(text: str) -> str:
        number = whole(text, limits)
        if number is None:
            return w("A whole number from {least} to {most}.", least=limits[0], most=limits[-1])
        return change(**{key: number})

    return type_in(name, help, now, take, w, number=True)
