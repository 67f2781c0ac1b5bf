"""The lights of the top bar: printer, terminal, stick, each in words and with what to do."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from backup.snapshot import head_in_name, snapshots_in
from backup.stick import Ready, StickState, look, room_for
from counter.desk.copy_ages import aged_copies
from counter.desk.finish_close import steps_owed
from counter.desk.stick_health import stick_health
from counter.devices.card_terminal import TerminalOffline, TerminalStatus, TerminalUnknown
from counter.platform.sticks import Stick
from counter.rules.card_intent import CardState
from counter.screens.widgets.light import LightFacts, LightState
from counter.wiring.copies_light import copies_light
from counter.wiring.device_watch import note_faults
from counter.wiring.drawer_watch import DrawerWatch
from counter.wiring.parts import OfficeParts
from counter.wiring.stick_light import ready_light, unusable_light
from counter.wiring.timed_work import TimedWork
from counter.words.device_help import PRINTER_HELP
from counter.words.terms import PRINTER_REASONS, term
from db.queries import intents, tills
from db.queries.settings import founding
from printing.status import Offline, Online, Status


class Seen(NamedTuple):
    """What a look at the devices showed."""

    printer: Status
    terminal: TerminalStatus
    sticks: tuple[tuple[Stick, StickState], ...]
    restore_point: int  # the newest event that the newest restore point holds, 0 where there is none


class Lights:
    """Looks beside the window, shows on it."""

    def __init__(self, parts: OfficeParts, timed: TimedWork, show: Callable[[Sequence[LightFacts]], None]) -> None:
        self._parts, self._timed = parts, timed
        self._show = show
        self._books_id = str(founding(parts.session.connection).get("books_id", ""))
        self._waiting = ""
        self._noted: set[tuple[str, int]] = set()
        self._drawer = DrawerWatch(parts.session, parts.log.log_event)

    def look(self) -> Seen:
        """Ask the devices; runs beside the window."""
        needed = room_for((self._parts.home.books.stat().st_size,))
        sticks = tuple((stick, look(stick.path, self._books_id, needed)) for stick in self._parts.find_sticks())
        for stick, state in sticks:
            self._note(stick, state)
        newest = next(iter(snapshots_in(self._parts.home.snapshots)), None)
        held = head_in_name(newest) if newest else 0
        printer, terminal = self._parts.printer.status(), self._parts.terminal.status()
        note_faults(self._parts, printer, terminal)
        return Seen(printer, terminal, sticks, held)

    def _note(self, stick: Stick, state: StickState) -> None:
        """Keep the anchors of a copy that was not seen here before: later books must agree with them."""
        if isinstance(state, Ready) and state.last is not None:
            copy = (state.stick.stick_id, state.last.number)
            if copy not in self._noted:
                from counter.desk.known_anchors import note_stick  # what reads copies is loaded with the first one

                note_stick(self._parts.books, stick.path)
                self._noted.add(copy)

    def show(self, seen: Seen) -> None:
        """Show what was seen."""
        self._show([self._printer(seen.printer), self._terminal(seen.terminal), self._copies(seen)])

    def failed(self, error: Exception) -> None:
        """Log a look that failed; the lights stay as they are."""
        self._parts.log.log_event(error)

    def paper_moved(self, state: str, reason: str) -> None:
        """Remember that a paper waits, and why."""
        self._waiting = reason if state in ("queued", "unsure", "failed") else ""

    def _printer(self, status: Status) -> LightFacts:
        w = self._parts.session.words
        if self._parts.settings.printer.kind == "none":
            return LightFacts(
                "printer", w("No printer"), "absent", w("Papers wait until a printer is chosen in the settings.")
            )
        if self._drawer.see(status) and isinstance(status, Online):
            help_text = w("Close the drawer. One that stays open is recorded.")
            return _light("printer", w("Drawer open"), "attention", help_text)
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

    def _copies(self, seen: Seen) -> LightFacts:
        """The stick's light, or how old a copy has become where that is more urgent."""
        session, shown = self._parts.session, self._stick(seen.sticks)
        old = aged_copies(
            session.connection, session.books.clock.now(), seen.restore_point if self._timed.begun else None
        )
        told = copies_light(old, session.words)
        if told is not None and (told.state == "fault" or shown.state in ("ready", "absent")):
            return told
        return shown

    def _stick(self, sticks: Sequence[tuple[Stick, StickState]]) -> LightFacts:
        w = self._parts.session.words
        owed = self._owed()
        ready = next((state for _stick, state in sticks if isinstance(state, Ready)), None)
        if owed:
            return _light("stick", w("Stick: copy owed"), "attention", w("Put the stick in and finish the close (F4)."))
        if ready is not None:
            return ready_light(ready.stick.name, stick_health(self._parts.session.connection, ready.stick.name), w)
        told = (unusable_light(state, w) for _stick, state in sticks)
        absent = _light("stick", w("Stick absent"), "absent", w("It is needed when the day is closed."))
        return next((each for each in told if each is not None), absent)

    def _owed(self) -> bool:
        connection = self._parts.session.connection
        closes = tills.closes(connection, limit=3)
        return any(set(steps_owed(connection, close.event_id)) - {"check"} for close in closes)


def _light(name: str, text: str, state: LightState, help_text: str) -> LightFacts:
    return LightFacts(name, text, state, help_text)
