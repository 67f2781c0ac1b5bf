"""The copies and restore points that are there, as the Journal screen lists them: what each holds, and the way back."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from counter.desk.begin_epoch import Loss, loss_since
from counter.desk.bring_back import FoundCopy, bring, copies_on, go_on, points_of, verified
from counter.desk.close_steps import FindSticks
from counter.desk.long_work import Cancel, Progress
from counter.desk.people import Person
from counter.desk.prove_books import Alone, Verdict
from counter.desk.restore_copy import approve_restore
from counter.presenters.approval import AskApproval
from counter.presenters.copy_passphrase import with_passphrase
from counter.presenters.copy_words import loss_in_words
from counter.presenters.journal_checks import go_on_or_stop, told
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.words import dates, formats
from db.queries.settings import founding


class CopiesPage:
    """The page of the copies; restart builds the window anew, on the books that were brought back.

    look: asks where a copy is to be brought only to look at it.
    """

    def __init__(
        self, session: Session, view: PageView, find_sticks: FindSticks, approval: AskApproval,
        look: Callable[[], None], restart: Callable[[], object],
    ) -> None:  # fmt: skip
        self._session, self._view, self._find, self._approval = session, view, find_sticks, approval
        self._look, self._restart = look, restart
        self._copies: list[FoundCopy] = []
        self._chosen = ""

    def show(self) -> None:
        """List the copies of these books and the restore points, the newest first."""
        w = self._session.words
        books_id = str(founding(self._session.connection).get("books_id", ""))
        points = points_of(Path(self._session.books.path).parent / "snapshots", w("this computer"))
        found = [*copies_on([place.path for place in self._find()], books_id), *points]
        self._copies = sorted(found, key=lambda each: each.manifest.created, reverse=True)
        columns = (
            PageColumn("stick", w("Where"), 120, 1), PageColumn("number", w("Copy"), 64, 0, "right"),
            PageColumn("made", w("Made"), 150, 0), PageColumn("day", w("Last closed day"), 120, 0),
            PageColumn("events", w("Events"), 90, 0, "right"), PageColumn("lost", w("Not in it"), 200, 2),
        )  # fmt: skip
        rows = tuple(PageRow(str(place), self._cells(each)) for place, each in enumerate(self._copies))
        commands = (
            PageCommand("G", w("Go on with this copy"), True), PageCommand("V", w("Verify it")),
            PageCommand("L", w("Only look at it")), PageCommand("R", w("Back to the days")),
        )  # fmt: skip
        text = w("A copy is read again whole before anything else is done with it.")
        empty = (w("No copy of these books is here"), w("Put in a backup stick, then press R twice."))
        self._view.show_page(Page(w("Copies and restore points"), text, columns, rows, commands, empty))

    def selected(self, row_id: str) -> None:
        """Say what a copy holds, and what it does not."""
        self._chosen = row_id
        copy = self._copy()
        if copy is not None:
            self._view.explain(self._name(copy), self._lost(copy))

    def opened(self, row_id: str) -> None:
        """Verify a copy."""
        self._chosen = row_id
        self.pressed("V")

    def pressed(self, key: str) -> None:
        """Do what a command's key does."""
        w, copy = self._session.words, self._copy()
        if key == "L":
            self._look()
        elif copy is None or key not in ("V", "G"):
            return
        elif not self._session.allows(Act.RESTORE):
            self._view.say("risk", w("Your role may not restore a copy."))
        else:
            done = self._verified if key == "V" else self._ask
            self._view.work(
                w("Verify the copy"),
                lambda progress, cancel: verified(copy, go_on_or_stop(progress, cancel)),
                partial(done, copy), self._failed,
            )  # fmt: skip

    def _verified(self, copy: FoundCopy, damaged: tuple[str, ...]) -> bool:
        w = self._session.words
        if damaged:
            names = w(", ").join(damaged[:6])
            self._view.say("risk", w("{n} files of this copy are damaged: {names}", n=len(damaged), names=names))
            return False
        self._view.say("saved", w("{name} is whole: every file was read again.", name=self._name(copy)))
        return True

    def _ask(self, copy: FoundCopy, damaged: tuple[str, ...]) -> None:
        if copy.manifest.books in damaged:
            self._verified(copy, damaged)
            return
        self._verified(copy, damaged)
        with_passphrase(self._session, self._view, copy.root, copy.manifest, partial(self._ask_whether, copy))

    def _ask_whether(self, copy: FoundCopy, passphrase: str) -> None:
        w = self._session.words
        text = w(
            "{lost} The present books are not deleted: they are kept aside in a folder of their own. Afterwards it is "
            "asked which numbers were given out since, so that none is given twice.",
            lost=self._lost(copy),
        )  # fmt: skip
        title = w("Go on with {name}?", name=self._name(copy))
        ways = (("1", w("Ask a second person")),)
        self._view.ask(Form(title, text, "", partial(self._to_approve, copy, passphrase), choices=ways))

    def _to_approve(self, copy: FoundCopy, passphrase: str, _values: dict[str, str]) -> str:
        w = self._session.words
        self._approval(
            Act.APPROVE_RESTORE, w("Go on with {name}?", name=self._name(copy)),
            self._lost(copy), needs_reason=True,
            on_granted=partial(self._agreed, self._session.new_request(), copy, passphrase),
            on_owed=partial(self._agreed, self._session.new_request(), copy, passphrase, None),
        )  # fmt: skip
        return ""

    def _agreed(self, request: str, copy: FoundCopy, passphrase: str, approver: Person | None, reason: str) -> None:
        w, session = self._session.words, self._session
        try:
            approve_restore(
                session.books, copy.root.name, reason, request_id=request, person=session.person, approver=approver
            )
        except Exception as error:
            self._failed(error)
            return
        data, person = Path(session.books.path).parent, session.person
        owed = None if approver else Alone(person, request, reason)

        def work(progress: Progress, cancel: Cancel) -> Verdict:
            step = go_on_or_stop(progress, cancel)
            return go_on(
                bring(copy, data, step, passphrase=passphrase), copy, data, person.staff_id, step, owed=owed
            )  # fmt: skip

        self._view.work(w("Restore"), work, self._brought, self._failed)

    def _brought(self, verdict: Verdict) -> None:
        if verdict.restored:
            self._restart()
            return
        w = self._session.words
        self._view.say("risk", w("Something is wrong in this copy; the present books stay."))
        self._view.notice(
            w("What the check found, the first wrong place first"),
            "\n\n".join(told(verdict, w, self._session.currency)),
        )

    def _failed(self, error: Exception) -> None:
        told_of = self._session.told(error)
        self._view.say("risk", told_of.sentence, told_of.next_step)

    def _cells(self, copy: FoundCopy) -> tuple[str, ...]:
        w, manifest, loss = self._session.words, copy.manifest, self._loss(copy)
        lost = w("not known")
        if loss.readable:
            lost = w.n("{n} receipt", "{n} receipts", loss.receipts) if loss.receipts else w("nothing")
        return (
            w("{name}, encrypted", name=manifest.stick.name) if copy.encrypted else manifest.stick.name,
            str(manifest.number or ""), _moment(manifest.created),
            copy.last_day if copy.point is None else "",
            formats.count(manifest.head_event), lost,
        )  # fmt: skip

    def _lost(self, copy: FoundCopy) -> str:
        return loss_in_words(self._loss(copy), self._session.words, self._session.currency)

    def _loss(self, copy: FoundCopy) -> Loss:
        return loss_since(Path(self._session.books.path), copy.manifest.head_event, copy.manifest.head_hash)

    def _name(self, copy: FoundCopy) -> str:
        if copy.point is not None:
            moment = _moment(copy.manifest.created)
            return self._session.words("the restore point of {moment} on this computer", moment=moment)
        return self._session.words("copy {number} on stick “{stick}” of {moment}", number=copy.manifest.number,
                                   stick=copy.manifest.stick.name, moment=_moment(copy.manifest.created))  # fmt: skip

    def _copy(self) -> FoundCopy | None:
        at = int(self._chosen) if self._chosen.isdecimal() else 0
        return self._copies[at] if at < len(self._copies) else None


def _moment(text: str) -> str:
    return dates.moment(datetime.fromisoformat(text).astimezone(UTC).isoformat())
