"""The switch of the cash drawer, where the printer reports it: told to the cashier, recorded where it stays open."""

import time
import uuid
from collections.abc import Callable

from counter.desk.note_open_drawer import note_open_drawer
from counter.presenters.session import Session
from counter.rules.drawer_watch import DrawerSeen, Verdict, look, seconds_open, verdict
from counter.settings import PrinterSettings
from db.faults import BooksFault, ClockFarAhead
from printing.status import Status, Unknown


def is_open(printer: PrinterSettings, status: Status) -> bool | None:
    """Return whether the drawer is open, None where nothing tells: no switch is set, or the printer is silent."""
    if printer.drawer_sensor == "none" or isinstance(status, Unknown) or status.signal is None:
        return None
    return status.signal is (printer.drawer_sensor == "high")


class DrawerWatch:
    """Looks with the printer's light; used on the window's thread. failed hears of books that take nothing now."""

    def __init__(
        self, session: Session, failed: Callable[[Exception], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._session, self._failed, self._clock = session, failed, clock
        self._seen = DrawerSeen()

    def see(self, status: Status) -> Verdict:
        """Take what the printer says; returns what is to be said of the drawer, and records once that it was left."""
        now = int(self._clock())
        self._seen = look(self._seen, is_open(self._session.settings.printer, status), now)
        found = verdict(self._seen, now)
        if found == "left_open" and not self._seen.noted:
            self._note(seconds_open(self._seen, now))
        return found

    def _note(self, seconds: int) -> None:
        session = self._session
        someone = session.someone
        try:
            note_open_drawer(
                session.books, seconds, request_id=uuid.uuid4().hex,
                staff_id=someone.staff_id if someone is not None else None, till=session.till,
            )  # fmt: skip
        except (ClockFarAhead, BooksFault) as error:
            self._failed(error)  # tried again at the next look
        else:
            self._seen = self._seen._replace(noted=True)
