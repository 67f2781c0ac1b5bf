"""The lights of the top bar: printer, terminal, stick, each in words and with what to do."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from counter.devices.card_terminal import TerminalOffline, TerminalStatus, TerminalUnknown
from counter.rules.card_intent import CardState
from counter.screens.widgets.light import LightFacts, LightState
from counter.wiring.device_watch import note_faults
from counter.wiring.drawer_watch import DrawerWatch
from counter.wiring.parts import OfficeParts
from counter.wiring.timed_work import TimedWork
from counter.words.device_help import PRINTER_HELP
from counter.words.terms import PRINTER_REASONS, term
from db.queries import history, intents
from db.queries.settings import founding
from printing.status import Offline, Online, Status

if TYPE_CHECKING:
    from counter.wiring.copies_seen import CopiesSeen


class Seen(NamedTuple):
    """What a look at the devices showed."""

    printer: Status
    terminal: TerminalStatus
    copies: "CopiesSeen"


class Lights:
    """Looks beside the window, shows on it."""

    def __init__(self, parts: OfficeParts, timed: TimedWork, show: Callable[[Sequence[LightFacts]], None]) -> None:
        self._parts, self._timed = parts, timed
        self._show = show
        self._books_id = str(founding(parts.session.connection).get("books_id", ""))
        self._reached = True  # the printer, at the last look
        self._tells = False  # the printer has told its state since the start
        self._noted: set[tuple[str, int]] = set()
        self._drawer = DrawerWatch(parts.session, parts.log.log_event)

    def look(self) -> Seen:
        """Ask the devices; runs beside the window."""
        from counter.wiring.copies_seen import see_copies  # what knows sticks and copies comes after the window

        copies = see_copies(self._parts, self._books_id, self._noted)
        printer, terminal = self._parts.printer.status(), self._parts.terminal.status()
        note_faults(self._parts, printer, terminal)
        return Seen(printer, terminal, copies)

    def show(self, seen: Seen) -> None:
        """Show what was seen; a printer that is back goes on with what waits, and not only after the spool's pause."""
        from counter.wiring.copies_seen import copies_shown

        reached = not isinstance(seen.printer, Offline)
        if reached and not self._reached:
            self._parts.wake_spools()
        self._reached = reached
        self._tells = self._tells or isinstance(seen.printer, Online)
        copies = copies_shown(self._parts.session, seen.copies, begun=self._timed.begun)
        self._show([self._printer(seen.printer), self._terminal(seen.terminal), copies])

    def failed(self, error: Exception) -> None:
        """Log a look that failed; the lights stay as they are."""
        self._parts.log.log_event(error)

    def _printer(self, status: Status) -> LightFacts:
        w = self._parts.session.words
        if self._parts.settings.printer.kind == "none":
            return LightFacts(
                "printer", w("No printer"), "absent", w("Papers wait until a printer is chosen in the settings.")
            )
        if self._drawer.see(status) and isinstance(status, Online):
            help_text = w("Close the drawer. One that stays open is recorded.")
            return _light("printer", w("Drawer open"), "attention", help_text)
        unsure = history.unsure_papers(self._parts.session.connection)
        if unsure and not isinstance(status, Offline):
            text = w.n("Printer: {n} paper unsure", "Printer: {n} papers unsure", unsure)
            help_text = w("It broke off on the way. Look at the printer, then say whether it is out or print it again.")
            return _light("printer", text, "attention", help_text)
        if isinstance(status, Online) and not status.warning:
            return LightFacts("printer", w("Printer ready"), "ready")
        if isinstance(status, Online):
            reason = term(status.warning, PRINTER_REASONS, w)
            return _light(
                "printer", w("Printer: {reason}", reason=reason), "attention", term("paper_low", PRINTER_HELP, w)
            )
        if isinstance(status, Offline):
            reason = term(status.reason, PRINTER_REASONS, w)
            saved = w("Payments are saved; their papers print when the printer answers again.")
            help_text = term(status.reason, PRINTER_HELP, w) if status.reason in PRINTER_HELP else saved
            return _light("printer", w("Printer: {reason}", reason=reason), "fault", help_text)
        if self._tells:
            help_text = w("It told its state before. Is it switched on, is its cable plugged in?")
            return _light("printer", w("Printer silent"), "attention", help_text)
        help_text = w("This printer does not report its state. See whether papers come out.")
        return _light("printer", w("Printer unknown"), "unknown", help_text)

    def _terminal(self, status: TerminalStatus) -> LightFacts:
        w = self._parts.session.words
        if any(each.state == CardState.UNKNOWN for each in intents.unsettled(self._parts.session.connection)):
            help_text = w("Do not take the payment again. On the Pay screen Shift+F10 settles it.")
            return _light("terminal", w("Card: outcome unknown"), "attention", help_text)
        if isinstance(status, TerminalOffline):
            reason = term(status.reason, PRINTER_REASONS, w)
            help_text = w("Take payments another way until it answers again.")
            if status.reason in ("simulated_only", "practice_books"):
                help_text = w("Choose another terminal in the settings, this computer.")
            return _light("terminal", w("Terminal: {reason}", reason=reason), "fault", help_text)
        if "slip_by_hand" in self._parts.terminal.capabilities:
            help_text = w("Press F10, type the sum into the card terminal, then what its slip says.")
            return LightFacts("terminal", w("Terminal by slip"), "ready", help_text)
        if isinstance(status, TerminalUnknown):
            return _light("terminal", w("Terminal unknown"), "unknown", w("It does not report its state."))
        if self._parts.practice is not None:
            help_text = w("No real card is charged. Settings, this computer, S chooses what its next payment meets.")
            return LightFacts("terminal", w("Terminal simulated"), "ready", help_text)
        return LightFacts("terminal", w("Terminal ready"), "ready")


def _light(name: str, text: str, state: LightState, help_text: str) -> LightFacts:
    return LightFacts(name, text, state, help_text)
