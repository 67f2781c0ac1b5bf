"""Settings, tab 1, F: the printers this computer knows of; Enter prints a test page, the right one is used."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from counter.papers.test_page import printer_test_page
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_drawer import TryDrawer
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.presenters.settings_printer import printer_name
from counter.settings import MachineSettings, PrinterSettings
from counter.words import Words
from counter.words.terms import PRINTER_KINDS, term
from printing.blocks import Paper
from printing.find import Candidate

SPEEDS = (9600, 19_200, 38_400, 115_200)


class FindDeeds(NamedTuple):
    """What the page cannot do itself; look, network and kick run beside the window.

    kick: opens the drawer of a printer, raises PrinterUnreachable. network: looks at the addresses of a network named
    by its first three figures, raises ValueError for another text; own_network: the one this computer is on, '' where
    it is on none.
    """

    look: Callable[[], Sequence[Candidate]]
    network: Callable[[str], Sequence[Candidate]]
    own_network: Callable[[], str]
    print_paper: Callable[[MachineSettings, Paper], object]
    kick: Callable[[MachineSettings], object] = lambda settings: None


def candidate_text(found: Candidate, w: Words) -> str:
    """Return a printer that was found in words: what it is, what the system calls it, where it is found."""
    return " · ".join(each for each in (_kind(found, w), found.name, found.port) if each)


def _kind(found: Candidate, w: Words) -> str:
    """Return what was found; a bare port is not called a printer before one has printed there."""
    return w("serial port") if found.kind == "serial" else term(found.kind, PRINTER_KINDS, w)


class FindPrinterPresenter:
    """settings: gives the settings as they are saved now; use: saves a printer, returns what is wrong, or ''."""

    def __init__(
        self, session: Session, view: PageView, deeds: FindDeeds, settings: Callable[[], MachineSettings],
        use: Callable[[PrinterSettings], str],
    ) -> None:  # fmt: skip
        self._session, self._view, self._deeds = session, view, deeds
        self._settings, self._use = settings, use
        self._found: tuple[Candidate, ...] | None = None
        self._drawer = TryDrawer(
            session, view, lambda printer: deeds.kick(replace(settings(), printer=printer)), self._use
        )

    def show(self) -> None:
        """Show what was found; the first time, look beside the window."""
        self._show()
        if self._found is None:
            self.look_again()

    def selected(self, row_id: str) -> None:
        """Say what Enter does, and what a serial port may be."""
        found, w = self._candidate(row_id), self._session.words
        if found is None:
            return
        text = w("Enter prints a test page on it; then you say whether it came out right.")
        if found.kind == "serial":
            text = w("Only the test page tells whether a printer is at this port. Enter prints one.")
        self._view.explain(candidate_text(found, w), text)

    def opened(self, row_id: str) -> None:
        """Print a test page on a printer that was found, then ask whether it is the one."""
        found = self._candidate(row_id)
        if found is not None:
            self._try(replace(self._settings().printer, kind=found.kind, port=found.port))

    def pressed(self, key: str) -> None:
        """L: look again; A: look at the addresses of a network."""
        if key == "L":
            self.look_again()
        elif key == "A":
            self._ask_network()

    def look_again(self) -> None:
        """Look for printers beside the window."""

        def looked(found: Sequence[Candidate]) -> None:
            self._found = tuple(found)
            self._show()

        self._view.work(
            self._session.words("Looking for printers"), lambda progress, cancel: self._deeds.look(), looked, self._tell
        )

    def _ask_network(self) -> None:
        w = self._session.words
        self._view.ask(Form(
            w("Look for printers in the network"),
            w("Each address from 1 to 254 is asked for port 9100; nothing is sent. Type the first three figures of the "
              "office's own network, for example 192.168.1."),
            w("Look"), lambda values: self._look_at(values["network"]),
            (Asked("network", w("Network"), self._deeds.own_network()),),
        ))  # fmt: skip

    def _look_at(self, text: str) -> str:
        def looked(found: Sequence[Candidate]) -> None:
            known = [each for each in self._found or () if each not in found]
            self._found = (*found, *known)
            self._show()
            w = self._session.words
            told = w.n("{n} address takes papers.", "{n} addresses take papers.", len(found))
            self._view.say("plain", told if found else w("No address there takes papers at port 9100."))

        def failed(error: Exception) -> None:
            if isinstance(error, ValueError):
                self._view.say("risk", self._session.words("A private network, for example 192.168.1."))
            else:
                self._tell(error)

        title = self._session.words("Looking for printers")
        self._view.work(title, lambda progress, cancel: self._deeds.network(text), looked, failed)
        return ""

    # The test page

    def _try(self, printer: PrinterSettings) -> None:
        w, paper_words = self._session.words, self._session.paper_words
        settings = replace(self._settings(), printer=printer)
        paper = printer_test_page(
            paper_words, printer=printer_name(printer, paper_words), columns=printer.columns,
            offset_x=printer.offset_x, offset_y=printer.offset_y,
        )  # fmt: skip
        self._view.work(
            w("Test page"), lambda progress, cancel: self._deeds.print_paper(settings, paper),
            lambda _: self._ask(printer), self._tell,
        )  # fmt: skip

    def _ask(self, printer: PrinterSettings) -> None:
        w = self._session.words
        options: list[tuple[PrinterSettings | None, str]] = [
            (printer, w("Yes, use this printer")), (None, w("No, go on with the printer as it is set")),
        ]  # fmt: skip
        if printer.kind == "serial" and (faster := _next_speed(printer.baud)):
            options.append((replace(printer, baud=faster), w("No, try {baud} baud", baud=faster)))
        if printer.kind == "queue" and printer.form == "thermal":
            options.append((replace(printer, form="a4"), w("It is a page printer: try A4")))

        def take(chosen: PrinterSettings | None) -> str:
            if chosen is None:
                return ""
            if chosen != printer:
                self._try(chosen)
                return ""
            wrong = self._use(chosen)
            if not wrong:
                self._view.say("saved", w("The printer is set."), printer_name(chosen, w))
                if replace(chosen, drawer_pin=2).has_drawer:
                    self._drawer.ask(chosen)
            return wrong

        self._view.ask(choose(
            w("Did the test page come out right?"),
            w("Look at the width of its ruler, the Chinese, the code and the cut."), options, take,
        ))  # fmt: skip

    # Showing

    def _candidate(self, row_id: str) -> Candidate | None:
        place = int(row_id) if row_id.isdecimal() else -1
        found = self._found or ()
        return found[place] if 0 <= place < len(found) else None

    def _show(self) -> None:
        w, found, now = self._session.words, self._found or (), self._settings().printer
        columns = (
            PageColumn("kind", w("Printer"), 150, 1), PageColumn("name", w("What the computer says of it"), 240, 3),
            PageColumn("where", w("Where"), 200, 2), PageColumn("set", w("Set"), 80, 0),
        )  # fmt: skip
        rows = tuple(
            PageRow(str(place), (
                _kind(each, w), each.name, each.port,
                w("in use") if (each.kind, each.port) == (now.kind, now.port) else "",
            )) for place, each in enumerate(found)
        )  # fmt: skip
        commands = (
            PageCommand("L", w("Look again")), PageCommand("A", w("Look in the network")),
            PageCommand("F", w("Back to the settings")),
        )  # fmt: skip
        empty = (
            (w("No printer was found"), w("Is it switched on and plugged in? L looks again, A looks in the network."))
            if self._found is not None
            else (w("Looking for printers"), "")
        )
        text = w("Enter prints a test page on the selected one.")
        self._view.show_page(Page(w("Find a printer"), text, columns, rows, commands, empty))

    def _tell(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)


def _next_speed(baud: int) -> int | None:
    return next((each for each in SPEEDS if each > baud), None)
