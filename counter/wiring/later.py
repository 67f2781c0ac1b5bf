"""Screens and sheets that are loaded and built when first shown, so that Pay can be used soon after a start."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.wiring.parts import OfficeParts

if TYPE_CHECKING:
    from counter.presenters.approval import AskApproval
    from counter.presenters.card_backs import Backs
    from counter.presenters.journal import JournalPlaces
    from counter.presenters.settings_machine import MachineDeeds
    from counter.presenters.till import TillPresenter
    from counter.presenters.till_view import TillView
    from counter.screens.approval import ApprovalOverlay
    from counter.screens.arrears import ArrearsScreen
    from counter.screens.cases import CasesScreen
    from counter.screens.journal import JournalScreen
    from counter.screens.paper_queue import PaperQueueSheet
    from counter.screens.receipt_sheet import ReceiptSheet
    from counter.screens.settings import SettingsScreen
    from counter.screens.shell import Shell
    from counter.screens.till import TillScreen
    from counter.screens.units import UnitsScreen
    from counter.screens.worker import Worker
    from counter.wiring.timed_work import TimedWork


class Later:
    """What a window shows besides Pay; each part is built once, when somebody first asks for it.

    receipt_changed: called after an act on a receipt. restart: builds the window anew with other settings. backs: what
    the card terminal can be asked to give back.
    """

    def __init__(
        self, shell: "Shell", parts: OfficeParts, worker: "Worker", timed: "TimedWork", *,
        receipt_changed: Callable[[], None], restart: Callable[[], None],
        backs: "Backs" = lambda: None,
    ) -> None:  # fmt: skip
        self._shell, self._parts, self._session, self._worker = shell, parts, parts.session, worker
        self._timed = timed
        self._receipt_changed, self._restart, self._backs = receipt_changed, restart, backs
        self._units: UnitsScreen | None = None
        self._arrears: ArrearsScreen | None = None

    @cached_property
    def approval(self) -> "ApprovalOverlay":
        """The overlay that asks for a second person."""
        from counter.screens.approval import ApprovalOverlay

        return ApprovalOverlay(self._shell, self._session)

    @property
    def ask(self) -> "AskApproval":
        """How a screen asks a second person."""
        return lambda wish: self.approval.presenter.ask(wish)

    @cached_property
    def receipt_sheet(self) -> "ReceiptSheet":
        """The sheet of a receipt."""
        from counter.screens.receipt_sheet import ReceiptSheet

        return ReceiptSheet(self._shell, self._session, self.ask, changed=self._receipt_changed, backs=self._backs)

    def open_receipt(self, receipt_id: int) -> None:
        """Show a receipt."""
        self.receipt_sheet.open(receipt_id)

    @cached_property
    def paper_queue(self) -> "PaperQueueSheet":
        """The sheet of papers on their way."""
        from counter.screens.paper_queue import PaperQueueSheet

        return PaperQueueSheet(self._shell, self._session, self.ask, wake=self._parts.wake_spools)

    def papers_moved(self) -> None:
        """Show how far papers have come where their sheet may be open."""
        if "paper_queue" in vars(self):  # built by now
            self.paper_queue.refresh()

    def units(self, parent: Any, take_payment: Callable[[int], None]) -> "UnitsScreen":
        """Return the screen of units; take_payment opens one of them on Pay."""
        from counter.screens.units import UnitsScreen

        self._units = UnitsScreen(
            parent, self._shell, self._session, take_payment=take_payment, open_receipt=self.open_receipt,
            ask=self.ask,
        )  # fmt: skip
        return self._units

    def mask_phones(self) -> None:
        """Mask telephone numbers where they are shown: whoever comes next has not asked for them."""
        if self._units is not None:
            self._units.presenter.mask_phones()

    def till(
        self, parent: Any, run_beside: Callable[..., None], *, lock: Callable[[], None], take_up: Callable[[int], None]
    ) -> "TillScreen":
        """Return the till's screen; run_beside does long work beside the window, take_up a parked payment."""
        from counter.presenters.close_terminal import TerminalSums
        from counter.presenters.till import TillPresenter
        from counter.screens.till import TillScreen

        parts = self._parts

        def presenter(view: "TillView") -> "TillPresenter":
            made = TillPresenter(
                self._session, view, approval=self.ask, run=run_beside, steps=parts.steps(),
                find_sticks=parts.find_sticks, exports=parts.home.exports, kick=parts.kick, lock=lock,
                take_up=take_up, let_go=parts.let_go, backs=self._backs,
            )  # fmt: skip
            made.close.terminal = TerminalSums(self._session, parts.terminal, run_beside)
            return made

        return TillScreen(parent, self._shell, presenter)

    def cases(self, parent: Any, open_unit: Callable[[int], None]) -> "CasesScreen":
        """Return the screen of cases; open_unit shows a unit's card."""
        from counter.screens.cases import CasePlaces, CasesScreen

        def go_to(what: str, which: int, item_id: int) -> None:
            self._shell.show("settings").look_at(what, which, item_id)  # type: ignore[attr-defined]

        return CasesScreen(parent, self._shell, self._session, self._worker, self.ask, CasePlaces(open_unit, go_to))

    def arrears(self, parent: Any, take_payment: Callable[[int], None]) -> "ArrearsScreen":
        """Return the screen of arrears and letters; take_payment opens a unit on Pay."""
        from counter.presenters.arrears_page import ArrearsPlaces
        from counter.screens.arrears import ArrearsScreen

        modem = self._parts.modem
        places = ArrearsPlaces(
            self._parts.home.papers / "letters", take_payment, approve=self.ask,
            modem_state=lambda: modem.state() if modem is not None else None,
        )  # fmt: skip
        self._arrears = ArrearsScreen(parent, self._shell, self._session, self._worker, places)
        return self._arrears

    def finish_mails(self) -> None:
        """Give folders of e-mails whose writing was cut off their names, beside the window; nothing is loaded else."""
        session, notes = self._parts.session, self._parts.home.papers / "letters"
        if next(notes.glob("*.unfinished"), None) is None:
            return
        from counter.presenters.arrears_mails import finished_words, mail_folders
        from counter.screens.worker import Job

        def done(folders: list[Path]) -> None:
            if folders:
                self._shell.say("saved", *finished_words(folders, session.words))

        self._worker.submit(Job(lambda _ticket: mail_folders(session, notes).finish(), done, self._parts.log.log_event))

    def messages_moved(self) -> None:
        """Show how far text messages have come where their page may be open."""
        if self._arrears is not None:
            self._arrears.messages_moved()

    def journal(self, parent: Any) -> "JournalScreen":
        """Return the screen of journals and sticks."""
        from counter.screens.journal import JournalScreen

        return JournalScreen(parent, self._shell, self._session, self._worker, self._places(), self.ask)

    def settings(self, parent: Any) -> "SettingsScreen":
        """Return the screen of settings."""
        from counter.screens.settings import SettingsScreen

        return SettingsScreen(parent, self._shell, self._session, self._worker, self._deeds(), self.ask)

    def save_list(self) -> None:
        """Save the list on the screen as Excel and CSV, in a folder beside the books."""
        from counter.presenters.lists_out import ListsOut
        from counter.screens.worker import Job

        ListsOut(
            self._session, self._shell, self._parts.home.data / "lists",
            lambda work, done, failed: self._worker.submit(Job(lambda _ticket: work(), done, failed)),
        ).save()  # fmt: skip

    def _places(self) -> "JournalPlaces":
        from counter.desk.journal_files import write_again
        from counter.desk.proving_copies import try_a_restore
        from counter.desk.timed_copies import TRIAL_RESTORE
        from counter.presenters.journal import JournalPlaces
        from counter.presenters.journal_jobs import TimedCopies
        from counter.wiring.parts import program_version

        home = self._parts.home
        into = home.data / "restored"
        parts = self._parts

        def try_with(passphrase: str) -> Exception | None:
            work = partial(try_a_restore, parts.books, home.data, parts.find_sticks, passphrase)
            return self._timed.do_now(TRIAL_RESTORE, work)

        timed = TimedCopies(self._timed.facts, self._timed.do_now, try_with)
        return JournalPlaces(
            home.journals,
            home.attachments,
            into,
            parts.steps,
            parts.find_sticks,
            timed,
            self._restart,
            parts.let_go,
            partial(write_again, parts.books, home.journals, program_version()),
        )

    def _deeds(self) -> "MachineDeeds":
        from counter.desk.move_data import plan_move
        from counter.presenters.settings_machine import MachineDeeds
        from counter.screens.root import largest_scale
        from counter.settings import save_settings
        from counter.wiring.device_watch import device_deeds
        from counter.wiring.find_printers import find_deeds
        from counter.wiring.first_window import kick_now, print_now

        home = self._parts.home
        return MachineDeeds(
            save=lambda settings: save_settings(home.settings, settings),
            print_paper=lambda settings, paper: print_now(home, settings, paper),
            find_sticks=self._parts.find_sticks,
            restart=self._restart,
            devices=device_deeds(self._parts, lambda settings, paper: print_now(home, settings, paper)),
            find_printer=find_deeds(
                self._parts.settings,
                lambda settings, paper: print_now(home, settings, paper),
                lambda settings: kick_now(home, settings),
            ),
            practice=self._parts.practice,
            largest_scale=largest_scale(self._shell.root),
            plan_move=lambda folder: plan_move(
                home.root, home.data, folder, tuple(stick.path for stick in self._parts.find_sticks())
            ),
        )
