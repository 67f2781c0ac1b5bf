"""Settings, tab 1, D: every device of the window, how it is, where it is found, what went wrong last, and a test."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from counter.desk.copies import open_drawer
from counter.papers.test_page import printer_test_page
from counter.presenters.devices_seen import NAMES, DeviceName, DeviceSeen, SeenPort
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.presenters.settings_printer import printer_name
from counter.settings import MachineSettings
from counter.words import Words, dates
from counter.words.device_help import PRINTER_HELP
from counter.words.errors import together
from counter.words.message_terms import MODEM_KINDS, MODEM_REASONS
from counter.words.terms import DISPLAY_KINDS, PRINTER_REASONS, SCANNER_KINDS, TERMINAL_KINDS, term
from printing.blocks import Paper

_REASONS = {**PRINTER_REASONS, **MODEM_REASONS}


class DeviceDeeds(NamedTuple):
    """What the page cannot do itself; look and ports ask the devices and run beside the window."""

    look: Callable[[], Sequence[DeviceSeen]]
    ports: Callable[[], Sequence[SeenPort]]
    print_paper: Callable[[MachineSettings, Paper], object]
    test_display: Callable[[], object]
    kick: Callable[[], object] = lambda: None


class DevicesPresenter:
    """The devices of this window; looked at anew each time the page is shown. practice: its terminal is simulated."""

    def __init__(self, session: Session, view: PageView, deeds: DeviceDeeds, *, practice: bool = False) -> None:
        self._session, self._view, self._deeds, self._practice = session, view, deeds, practice
        self._seen: Sequence[DeviceSeen] = ()
        self._ports: Sequence[SeenPort] = ()
        self._row = "printer"

    def show(self) -> None:
        """Show what is known, and look anew beside the window."""
        self._show()
        self._look()

    def selected(self, row_id: str) -> None:
        """Say what the test of a device does."""
        self._row, w = row_id, self._session.words
        told = {
            "printer": w("T prints a test page."),
            "drawer": w("T opens it, which is noted as an opening without a payment."),
            "terminal": self._about_terminal(),
            "display": w("T shows 8888.88 on it."),
            "scanner": w("Scan a receipt on the Pay screen: its unit opens."),
            "modem": w("T asks it how it is. No message is sent."),
        }
        test = told.get(row_id) or self._about_port(row_id.removeprefix("port:"))
        seen = next((each for each in self._seen if each.name == row_id), None)
        mend = term(seen.state, PRINTER_HELP, w) if row_id == "printer" and seen and seen.state in PRINTER_HELP else ""
        name = self._name(row_id, w)
        if row_id in NAMES and " · " in (place := self._where(row_id, w)):
            name = f"{name} · {place}"  # a long port is cut in the table
        self._view.explain(name, together(mend, test) if mend else test)

    def opened(self, row_id: str) -> None:
        """Try a device."""
        self.selected(row_id)
        self.test()

    def pressed(self, key: str) -> None:
        """T: try the selected device."""
        if key == "T":
            self.test()

    def test(self) -> None:
        """Try the selected device; one that is not there is only said, and no drawer noted as opened."""
        w = self._session.words
        seen = next((each for each in self._seen if each.name == self._row), None)
        if seen is not None and seen.state == "absent":
            self._view.say("plain", f"{self._name(self._row, w)} · {seen_words(seen, w)}")
        elif self._row == "printer":
            self._test_printer()
        elif self._row == "drawer":
            self._test_drawer()
        elif self._row == "display":
            self._deeds.test_display()
            monitor = self._session.settings.display.kind == "screen"
            look = w("Look at the payer's monitor.") if monitor else w("The display is shown 8888.88. Look at it.")
            self._view.say("plain", look)
        elif self._row in NAMES:
            self._look(tell=True)

    def _test_printer(self) -> None:
        w, settings = self._session.words, self._session.settings
        printer, words = settings.printer, self._session.paper_words
        paper = printer_test_page(
            words, printer=printer_name(printer, words), columns=printer.columns, offset_x=printer.offset_x,
            offset_y=printer.offset_y,
        )  # fmt: skip
        self._view.work(
            w("Test page"),
            lambda progress, cancel: self._deeds.print_paper(settings, paper),
            lambda _: self._view.say("saved", w("The test page was sent to the printer.")),
            self._tell,
        )

    def _test_drawer(self) -> None:
        session, w = self._session, self._session.words
        try:
            open_drawer(
                session.books, w("Test of the drawer"), request_id=session.new_request(), person=session.person,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            self._tell(error)
            return
        told = w("Noted. The drawer opens.")
        self._view.work(w("Cash drawer"), lambda progress, cancel: self._deeds.kick(),
                        lambda _: self._view.say("saved", told), self._tell)  # fmt: skip

    def _look(self, *, tell: bool = False) -> None:
        def looked(found: tuple[Sequence[DeviceSeen], Sequence[SeenPort]]) -> None:
            self._seen, self._ports = found
            self._show()
            if tell:
                seen = next((each for each in self._seen if each.name == self._row), None)
                state = seen_words(seen, self._session.words) if seen else ""
                self._view.say("plain", f"{self._name(self._row, self._session.words)} · {state}")

        self._view.work(
            self._session.words("Looking at the devices"),
            lambda progress, cancel: (self._deeds.look(), self._deeds.ports()),
            looked,
            self._tell,
        )

    def _show(self) -> None:
        w = self._session.words
        seen = {each.name: each for each in self._seen}
        rows = [self._device(name, seen.get(name), w) for name in NAMES]
        rows += [
            PageRow(f"port:{each.port}", (w("Port"), each.what, each.port, ""), muted=True) for each in self._ports
        ]
        columns = (
            PageColumn("device", w("Device"), 150, 1), PageColumn("state", w("State"), 240, 3),
            PageColumn("where", w("Where"), 200, 2), PageColumn("last", w("Last fault"), 200, 2),
        )  # fmt: skip
        commands = [PageCommand("T", w("Test the device")), PageCommand("D", w("Back to the settings"))]
        if self._practice:
            commands.insert(1, PageCommand("S", w("Simulated terminal")))
        text = w("What hangs on this window, and the serial ports of this computer.")
        self._view.show_page(Page(w("Devices"), text, columns, tuple(rows), tuple(commands)))

    def _device(self, name: DeviceName, seen: DeviceSeen | None, w: Words) -> PageRow:
        state = seen_words(seen, w) if seen else w("being looked at")
        last = ""
        if seen is not None and seen.last:
            last = w("{time} {reason}", time=dates.clock_time(seen.last_at), reason=term(seen.last, _REASONS, w))
        return PageRow(name, (self._name(name, w), state, self._where(name, w), last))

    def _where(self, name: str, w: Words) -> str:
        settings = self._session.settings
        if name == "printer":
            return printer_name(settings.printer, w)
        if name == "drawer":
            return w("on the receipt printer") if settings.printer.has_drawer else ""
        kind, port, kinds = {
            "terminal": (settings.terminal.kind, settings.terminal.port, TERMINAL_KINDS),
            "display": (settings.display.kind, settings.display.port, DISPLAY_KINDS),
            "scanner": (settings.scanner.kind, settings.scanner.port, SCANNER_KINDS),
            "modem": (settings.modem.kind, settings.modem.port, MODEM_KINDS),
        }[name]
        word = term(kind, kinds, w)
        return f"{word} · {port}" if port else word

    def _about_terminal(self) -> str:
        w = self._session.words
        if self._practice:
            return w("It is simulated, no real card is charged. S chooses what its next payment meets.")
        return w("T asks it how it is. No money moves.")

    def _about_port(self, port: str) -> str:
        w, settings = self._session.words, self._session.settings
        devices = (*NAMES[:1], *NAMES[2:])  # the drawer hangs on the printer
        used = {getattr(settings, name).port: name for name in devices if getattr(settings, name).kind != "none"}
        if port in used:
            return w("Used by: {device}", device=self._name(used[port], w))
        return w("A free port can be chosen in the settings.")

    def _name(self, row_id: str, w: Words) -> str:
        names = {
            "printer": w("Receipt printer"), "drawer": w("Cash drawer"), "terminal": w("Card terminal"),
            "display": w("Customer display"), "scanner": w("Scanner"), "modem": w("SMS modem"),
        }  # fmt: skip
        return names.get(row_id, row_id.removeprefix("port:"))

    def _tell(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)


def state_words(state: str, w: Words) -> str:
    """Return how a device is, in words."""
    known = {
        "ready": w("ready"),
        "unknown": w("unknown: it does not report its state"),
        "absent": w("none is set"),
        "open": w("it is open"),
        "closed": w("it is shut"),
        "port_open": w("its port is open, it reports no state"),
        "put_away": w("it was closed; T shows it again"),
        "one_monitor": w("no second monitor: shown on this one"),
    }
    return known.get(state) or term(state, _REASONS, w)


def seen_words(seen: DeviceSeen, w: Words) -> str:
    """Return how a device was seen, with the strength of its signal where it has one."""
    state = state_words(seen.state, w)
    return state if seen.signal is None else w("{state}, signal {percent} %", state=state, percent=seen.signal)
