"""Settings, F, after the test page came out right: the drawer on that printer is tried, pin by pin, each time noted."""

from collections.abc import Callable
from dataclasses import replace

from counter.desk.copies import open_drawer
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import PageView
from counter.settings import PrinterSettings
from counter.words.device_help import shut_words
from printing.transport import PrinterUnreachable

Kick = Callable[[PrinterSettings], object]


class TryDrawer:
    """kick: opens the drawer of a printer, beside the window; use: saves a printer, returns what is wrong, or ''."""

    def __init__(self, session: Session, view: PageView, kick: Kick, use: Callable[[PrinterSettings], str]) -> None:
        self._session, self._view, self._kick, self._use = session, view, kick, use

    def ask(self, printer: PrinterSettings) -> None:
        """Ask whether a drawer hangs on a printer that was just set."""
        w = self._session.words

        def take(there: bool) -> str:
            if there:
                self._open(replace(printer, drawer_pin=printer.drawer_pin or 2))
                return ""
            return self._set(replace(printer, drawer_pin=0))

        self._view.ask(choose(
            w("Does a cash drawer hang on this printer?"),
            w("Opening it now is noted as an opening without a payment."),
            ((True, w("Yes, open it")), (False, w("No drawer"))), take,
        ))  # fmt: skip

    def _open(self, printer: PrinterSettings) -> None:
        session, w = self._session, self._session.words
        try:
            open_drawer(
                session.books, w("Test of the drawer"), request_id=session.new_request(), person=session.person,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.work(
            w("Cash drawer"), lambda progress, cancel: self._kick(printer), lambda _: self._opened(printer), self._shut
        )

    def _opened(self, printer: PrinterSettings) -> None:
        w = self._session.words

        def take(answer: str) -> str:
            if answer == "other":
                self._open(replace(printer, drawer_pin=5 if printer.drawer_pin == 2 else 2))
                return ""
            return self._set(printer if answer == "yes" else replace(printer, drawer_pin=0))

        self._view.ask(choose(
            w("Did the drawer open?"), w("Its lock must not be turned to shut."),
            (("yes", w("Yes")), ("other", w("No, try the other pin")), ("no", w("No; it is opened with its key"))),
            take,
        ))  # fmt: skip

    def _set(self, printer: PrinterSettings) -> str:
        wrong = self._use(printer)
        if not wrong:
            w = self._session.words
            self._view.say("saved", w("The drawer is set.") if printer.drawer_pin else w("No drawer is set."))
        return wrong

    def _shut(self, error: Exception) -> None:
        if isinstance(error, PrinterUnreachable):
            self._view.say("risk", *shut_words(error.reason, self._session.words))
        else:
            self._view.say("risk", *self._session.told(error))
