"""The window of one office: root, shell, screens, lights, ticking; built from open parts and shut before them."""

import time
from collections.abc import Callable
from typing import Any

from counter.presenters.journal import JournalPlaces
from counter.presenters.settings_machine import MachineDeeds
from counter.presenters.till import TillPresenter
from counter.presenters.till_view import TillView
from counter.screens import theme
from counter.screens.approval import ApprovalOverlay
from counter.screens.idle import IdleWatch
from counter.screens.journal import JournalScreen
from counter.screens.log_in import LogInCover
from counter.screens.navigation import NavEntry
from counter.screens.paper_queue import PaperQueueSheet
from counter.screens.pay import PayScreen
from counter.screens.receipt_sheet import ReceiptSheet
from counter.screens.root import open_root, shut
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.ticker import Ticker
from counter.screens.till import TillScreen
from counter.screens.topbar import HeaderFacts
from counter.screens.units import UnitsScreen
from counter.screens.widgets.light import LightFacts
from counter.screens.worker import Job, Worker
from counter.settings import save_settings
from counter.wiring.come_forward import come_forward, heard
from counter.wiring.first_window import print_now
from counter.wiring.lights import Lights
from counter.wiring.parts import OfficeParts
from counter.words import dates
from counter.words.errors import explain
from counter.words.terms import ROLES, term
from db.queries import tills

TITLE = "Counterfoil"
LIGHTS_EVERY_S = 10


class MainWindow:
    """The open window; `wants_restart` is true where a setting changed that needs it built anew."""

    def __init__(self, parts: OfficeParts, family: str, moved_papers: list[tuple[int, str, str]]) -> None:
        self.parts = parts
        self.wants_restart = False
        self._moved_papers = moved_papers
        self._pay: PayScreen | None = None
        self._problems = parts.loaded.problems
        settings = parts.settings
        scale = settings.scale / 100
        self.root = open_root(TITLE, scale)
        self.look = theme.apply(self.root, theme.palette_named(settings.theme), scale, family)
        self.worker = Worker(self.root)
        self._lights_worker = Worker(self.root, "lights")
        self._build()
        self._ticker = Ticker(self.root)
        self._ticks = 0
        self._idle = IdleWatch(self.root, settings.lock_minutes * 60, self.lock, time.monotonic)
        self.root.bind("<<Tick>>", lambda _: self._tick(), add="+")
        self.root.protocol("WM_DELETE_WINDOW", self.close)

    def _build(self) -> None:
        session = self.parts.session
        w = session.words
        nav = [
            NavEntry("pay", w("Pay"), "F2"),
            NavEntry("units", w("Units"), "F3"),
            NavEntry("till", w("Till"), "F4"),
            NavEntry("journal", w("Journal"), "F7"),
            NavEntry("settings", w("Settings"), "Shift-F12"),
        ]
        self.shell = Shell(
            self.root, w, self.look, nav, log=self.parts.log.log_event, on_lock=self.lock, on_light=self._light_opened
        )
        self.approval = ApprovalOverlay(self.shell, session)
        ask = self.approval.presenter.ask
        self.receipt_sheet = ReceiptSheet(self.shell, session, ask, changed=self._receipt_changed)
        self.paper_queue = PaperQueueSheet(self.shell, session, ask, wake=self.parts.wake_spools)
        self.log_in = LogInCover(self.root, self.look, session, self._logged_in)
        self._add_screens(ask)
        self.lights = Lights(self.parts, self.shell.set_lights)

    def _add_screens(self, ask: Any) -> None:
        shell, session = self.shell, self.parts.session
        shell.add_screen("pay", self._make_pay)
        shell.add_screen(
            "units",
            lambda parent: UnitsScreen(
                parent, shell, session, take_payment=self.pay_for, open_receipt=self.receipt_sheet.open
            ),
        )

        def till(view: TillView) -> TillPresenter:
            return TillPresenter(
                session, view, approval=ask, run=self.run_beside, steps=self.parts.steps(),
                find_sticks=self.parts.find_sticks, kick=self.parts.kick, exports=self.parts.home.exports,
            )  # fmt: skip

        shell.add_screen("till", lambda parent: TillScreen(parent, shell, till))
        shell.add_screen("journal", lambda parent: JournalScreen(parent, shell, session, self.worker, self._places()))
        shell.add_screen("settings", lambda parent: SettingsScreen(parent, shell, session, self.worker, self._deeds()))

    def _make_pay(self, parent: Any) -> PayScreen:
        self._pay = PayScreen(parent, self.shell, self.parts.session, open_receipt=self.receipt_sheet.open)
        return self._pay

    def _places(self) -> JournalPlaces:
        home = self.parts.home
        into = home.data / "restored"
        return JournalPlaces(home.journals, home.attachments, into, self.parts.steps, self.parts.find_sticks)

    def _deeds(self) -> MachineDeeds:
        home = self.parts.home
        return MachineDeeds(
            save=lambda settings: save_settings(home.settings, settings),
            print_paper=lambda settings, paper: print_now(home, settings, paper),
            find_sticks=self.parts.find_sticks,
            restart=self.restart,
        )

    def run_beside(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None:
        """Do long work beside the window and hand over what came of it on the window's thread."""
        self.worker.submit(Job(lambda _ticket: work(), done, failed))

    def pay_for(self, unit_id: int) -> None:
        """Open a unit on the Pay screen."""
        screen = self.shell.show("pay")
        assert isinstance(screen, PayScreen)
        screen.presenter.open_unit(unit_id)

    def _light_opened(self, light: LightFacts) -> bool:
        """The printer's light opens the queue of papers; the others explain themselves."""
        if light.id == "printer":
            self.paper_queue.open()
        return light.id == "printer"

    def lock(self) -> None:
        """Send everybody away until a PIN is typed."""
        self.log_in.presenter.lock()

    def _logged_in(self) -> None:
        self.refresh()
        if not self.shell.current:
            self.shell.show("pay")
        self._tell_problems()

    def _tell_problems(self) -> None:
        """Say once what was wrong with the settings of this computer; the window works with what was usable."""
        session = self.parts.session
        problems, self._problems = self._problems, ()
        if problems:
            told = [explain(each, session.words) for each in problems]
            text = "\n\n".join(f"{each.sentence} {each.next_step}".strip() for each in told if each is not None)
            self.shell.notice(session.words("The settings of this computer"), text)

    def refresh(self) -> None:
        """Show again what an act may have changed, and let the printers look at their queue."""
        self.refresh_header()
        self.parts.wake_spools()

    def refresh_header(self) -> None:
        """Say who is on duty and whether the till is open."""
        session = self.parts.session
        w, someone = session.words, session.someone
        state = tills.till_state(session.connection, session.till)
        self.shell.set_header(
            HeaderFacts(
                session.office.estate(w.language),
                w("Till {number}", number=session.till),
                w("{name} · {role}", name=someone.name, role=term(someone.role, ROLES, w)) if someone else "",
                dates.day_with_weekday(session.today(), w),
                w("open since {day}", day=state.day) if state else w("till closed"),
            )
        )

    def _receipt_changed(self) -> None:
        self.refresh()
        if self.shell.current:
            self.shell.show(self.shell.current).shown()

    def _tick(self) -> None:
        self._ticks += 1
        if heard(self.parts.home):
            come_forward(self.root)
        self._tell_papers()
        self.refresh_header()
        if self._ticks % LIGHTS_EVERY_S == 1:
            self._lights_worker.submit(Job(lambda _ticket: self.lights.look(), self.lights.show, self.lights.failed))
        self.parts.books.tidy()

    def _tell_papers(self) -> None:
        """Say how far papers have come since the last tick; the spool adds to the list on its own thread."""
        if not self._moved_papers:
            return
        while self._moved_papers:
            job, state, reason = self._moved_papers.pop(0)
            self.lights.paper_moved(state, reason)
            if self._pay is not None:
                self._pay.presenter.paper_moved(job, state)
        self.paper_queue.refresh()

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
        shut(self.root)

    def restart(self) -> None:
        """Build the window anew with the settings as they are now."""
        self.wants_restart = True
        self.close()
