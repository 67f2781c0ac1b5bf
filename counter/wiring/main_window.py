"""The window of one office: root, shell, screens, lights, ticking; built from open parts and shut before them."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from counter.desk.tills import hanging
from counter.presenters.pay import PayPresenter
from counter.presenters.pay_view import PayView, Sums
from counter.presenters.waiting import late_cases_mark
from counter.screens import theme
from counter.screens.idle import IdleWatch
from counter.screens.log_in import LogInCover
from counter.screens.navigation import NavEntry
from counter.screens.pay import PayScreen
from counter.screens.root import closed_by, open_root, shut
from counter.screens.scanning import Scanning
from counter.screens.shell import Shell
from counter.screens.ticker import Ticker
from counter.screens.widgets.light import LightFacts
from counter.screens.worker import Job, Worker
from counter.wiring.clock_watch import ClockWatch, set_back_words
from counter.wiring.come_forward import come_forward, heard
from counter.wiring.header import header_facts
from counter.wiring.later import Later
from counter.wiring.lights import Lights
from counter.wiring.messages_told import MessagesTold
from counter.wiring.parts import OfficeParts
from counter.wiring.scanner_ear import ScannerEar
from counter.wiring.terminal_ear import TerminalEar
from counter.wiring.told_at_log_in import ToldAtLogIn
from counter.words.device_help import shut_words
from db.queries import tills

if TYPE_CHECKING:
    from counter.screens.units import UnitsScreen

TITLE = "Counterfoil"
LIGHTS_EVERY_S = 10
COPIES_EVERY_S = 5  # the first time after so many ticks: at the start the window comes first
COPY_PATIENCE_S = 60.0


class MainWindow:
    """The open window; `wants_restart` is true where a setting changed that needs it built anew."""

    def __init__(self, parts: OfficeParts, family: str, moved_papers: list[tuple[int, str, str]]) -> None:
        self.parts = parts
        self.wants_restart = False
        self._moved_papers = moved_papers
        self._pay: PayScreen | None = None
        self._clock = ClockWatch()
        settings = parts.settings
        scale = settings.scale / 100
        self.root = open_root(TITLE, scale)
        self.look = theme.apply(self.root, theme.palette_named(settings.theme), scale, family)
        self.worker = Worker(self.root)
        self._lights_worker = Worker(self.root, "lights")
        self._copies_worker = Worker(self.root, "copies")
        self.timed = parts.timed_work()
        self._build()
        self.parts.customer.open_screen(self.root, family, self.parts.log.log_event)
        self._ticker = Ticker(self.root)
        self._ticks = 0
        self._ear = TerminalEar(self.root, parts.session, lambda: self._pay)
        locked = self.log_in.presenter
        self._scanner = ScannerEar(self.root, parts.scanner, lambda: not locked.locked, self._scanned)
        self._wedge = Scanning(self._scanned)
        self._wedge.watch_window(self.root)
        self._idle = IdleWatch(self.root, settings.lock_minutes * 60, self.lock, time.monotonic)
        self.root.bind("<<Tick>>", lambda _: self._tick(), add="+")
        closed_by(self.root, self.close)

    def _build(self) -> None:
        session = self.parts.session
        w = session.words
        nav = [
            NavEntry("pay", w("Pay"), "F2"),
            NavEntry("units", w("Units"), "F3"),
            NavEntry("till", w("Till"), "F4"),
            NavEntry("arrears", w("Arrears"), "F5"),
            NavEntry("cases", w("Cases"), "F6"),
            NavEntry("journal", w("Journal"), "F7"),
            NavEntry("settings", w("Settings"), "Shift-F12"),
        ]
        self.shell = Shell(
            self.root, w, self.look, nav, log=self.parts.log.log_event, on_lock=self.lock, on_light=self._light_opened
        )
        self.log_in = LogInCover(self.root, self.look, session, self._logged_in)
        self._later = Later(
            self.shell, self.parts, self.worker, self.timed, receipt_changed=self._receipt_changed,
            restart=self.restart, backs=lambda: self._pay.presenter.tenders.cards.outcomes.backs if self._pay else None,
        )  # fmt: skip
        self.shell.save_list = self._later.save_list
        self._messages = MessagesTold(self.parts, self.shell.say, self._later.messages_moved)
        self._add_screens()
        self.shell.turned = self.refresh_header
        self._told = ToldAtLogIn(self.parts, self.shell)
        self.lights = Lights(self.parts, self.timed, self.shell.set_lights)

    def _add_screens(self) -> None:
        shell, later = self.shell, self._later
        shell.add_screen("pay", self._make_pay)
        shell.add_screen("units", self._make_units)
        shell.add_screen(
            "till", lambda parent: later.till(parent, self.run_beside, lock=self.lock, take_up=self.take_up)
        )
        shell.add_screen("arrears", lambda parent: later.arrears(parent, self.pay_for))
        shell.add_screen("cases", lambda parent: later.cases(parent, self.unit_card))
        shell.add_screen("journal", later.journal)
        shell.add_screen("settings", later.settings)

    def _make_pay(self, parent: Any) -> PayScreen:
        def make(view: PayView) -> PayPresenter:
            return PayPresenter(
                self.parts.session, view, open_receipt=self._later.open_receipt, terminal=self.parts.terminal,
                approve=self._later.ask,
            )  # fmt: skip

        self._pay = PayScreen(parent, self.shell, make, self._mirror)
        return self._pay

    def _mirror(self, sums: Sums) -> None:
        """Let the payer see the sums, and on a monitor of their own what they are made of."""
        self.parts.customer.show_sums(sums, self._pay.presenter.payer_account if self._pay is not None else None)

    def run_beside(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None:
        """Do long work beside the window and hand over what came of it on the window's thread."""
        self.worker.submit(Job(lambda _ticket: work(), done, failed))

    def _on_pay(self) -> PayPresenter:
        screen = self.shell.show("pay")
        assert isinstance(screen, PayScreen)
        return screen.presenter

    def _make_units(self, parent: Any) -> "UnitsScreen":
        self._units = self._later.units(parent, self.pay_for)
        return self._units

    def pay_for(self, unit_id: int) -> None:
        """Open a unit on the Pay screen."""
        self._on_pay().open_unit(unit_id)

    def find(self, code: str) -> None:
        """Open what a code names, as if it were typed into Find."""
        self._on_pay().find_entered(code)

    def _scanned(self, code: str) -> None:
        """Take what a scanner read: a question that stands open is never answered by it."""
        if self.shell.overlay.is_open:
            w = self.parts.session.words
            self.shell.say("plain", w("A code was scanned. Close what is open, then scan it again."))
        else:
            self.find(code)

    def unit_card(self, unit_id: int) -> None:
        """Show a unit's card on the Units screen."""
        self.shell.show("units")
        self._units.open_unit(unit_id)

    def take_up(self, parked_id: int) -> None:
        """Go on with a parked payment on the Pay screen."""
        self._on_pay().parking.take_up(parked_id)

    @property
    def _covered(self) -> bool:
        return self.log_in.presenter.locked or self.shell.overlay.is_open

    def _light_opened(self, light: LightFacts) -> bool:
        """The printer's light opens the queue of papers, a simulated terminal's what it does next; the others explain
        themselves.
        """
        if light.id == "printer":
            self._later.paper_queue.open()
            return True
        practice = light.id == "terminal" and light.state == "ready" and self.parts.practice is not None
        if practice:
            self.shell.show("settings").look_at("practice", 0, 0)  # type: ignore[attr-defined]
        return practice

    def lock(self) -> None:
        """Send everybody away until a PIN is typed; telephone numbers are masked for whoever comes next."""
        self._later.mask_phones()
        self.log_in.presenter.lock()

    def _logged_in(self) -> None:
        self.parts.find_sent()
        self.refresh()
        self.shell.show(self._first_screen()).shown()
        self._messages.logged_in()
        self._later.finish_mails()
        self._told.tell()
        if self.log_in.presenter.told:
            self.shell.notice(self.parts.session.words("A PIN was recovered"), "\n\n".join(self.log_in.presenter.told))

    def _first_screen(self) -> str:
        """The screen at hand as it was left, but the till for whoever is to take it over."""
        session = self.parts.session
        waiting = hanging(session.connection, session.till)
        taker = waiting is not None and session.someone is not None and waiting.taker_id == session.someone.staff_id
        return "till" if taker else self.shell.current or "pay"

    def refresh(self) -> None:
        """Show again what an act may have changed, and let the printers look at their queue."""
        self.refresh_header()
        self.shell.mark("cases", late_cases_mark(self.parts.session))
        self.parts.wake_spools()

    def refresh_header(self) -> None:
        """Say who is on duty and whether the till is open."""
        self.shell.set_header(header_facts(self.parts.session))

    def _receipt_changed(self) -> None:
        self.refresh()
        if self.shell.current:
            self.shell.show(self.shell.current).shown()

    def _tick(self) -> None:
        self._ticks += 1
        if self.parts.gone() is not None:
            self.close()  # who could not save a payment should not take one; counter.app says what is safe
            return
        if heard(self.parts.home):
            come_forward(self.root)
        self._tell_papers()
        if self.shell.current == "arrears" and not self._covered:
            self._messages.look()
        self._tell_clock()
        self._ear.hear()
        self._scanner.hear()
        self.refresh_header()
        if self._ticks % LIGHTS_EVERY_S == 1:
            self._lights_worker.submit(Job(lambda _ticket: self.lights.look(), self.lights.show, self.lights.failed))
        if self._ticks % COPIES_EVERY_S == 0 and not self._copies_worker.busy:
            self._copies_worker.submit(Job(lambda _ticket: self.timed.step(), self._copied, self.parts.log.log_event))
        self.parts.tidy()

    def _copied(self, tried: list[str]) -> None:
        """Show the record of a job anew where it is on the screen."""
        if tried and self.shell.current == "journal":
            self.shell.show("journal").shown()

    def _tell_clock(self) -> None:
        """Say once that the clock was set back; the books note it themselves at the next entry."""
        if self._covered:
            return
        session = self.parts.session
        found = self._clock.look(tills.last_moment(session.connection), session.books.clock.now())
        if found is not None:
            self.shell.notice(session.words("The clock of this computer"), set_back_words(found, session.words))

    def _tell_papers(self) -> None:
        """Say how far papers have come since the last tick; the spool adds to the list on its own thread."""
        if not self._moved_papers:
            return
        while self._moved_papers:
            job, state, reason = self._moved_papers.pop(0)
            if state == "shut":
                self._tell_drawer(job, reason)
                continue
            if self._pay is not None:
                self._pay.presenter.papers.moved(job, state)
        self._later.papers_moved()

    def _tell_drawer(self, job: int, reason: str) -> None:
        """Say that the drawer did not open: beside its payment, or where the window is now."""
        if self._pay is None or not self._pay.presenter.papers.stayed_shut(job, reason):
            self.shell.say("risk", *shut_words(reason, self.parts.session.words))

    def run(self) -> None:
        """Stay until the window is closed."""
        self._ticker.start()
        self.refresh()
        self.lock()
        self.root.mainloop()

    def close(self) -> None:
        """Shut the window; what is saved is saved."""
        self._idle.close()
        self._ticker.stop()
        self.worker.close()
        self._lights_worker.close()
        # A restore point under way is small work against one that is broken off.
        self._copies_worker.close(COPY_PATIENCE_S)
        shut(self.root)

    def restart(self) -> None:
        """Build the window anew with the settings as they are now."""
        self.wants_restart = True
        self.close()
