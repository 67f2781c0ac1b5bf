"""The way back where no books are open: on a new computer from the stick alone, or where the present books are damaged.

What is known, which copies there are, whether the chosen one is whole and what is not in it, whose PIN agrees (checked
against the staff of the copy), and then it takes over; the present books are kept aside.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from backup.restore import Restored
from counter.desk.begin_epoch import Loss, loss_since
from counter.desk.bring_back import (
    FoundCopy,
    bring,
    copies_on,
    go_on,
    points_of,
    prove_in,
    staff_of,
    verified,
)
from counter.desk.long_work import Cancel, Progress
from counter.desk.people import Person
from counter.desk.prove_books import Verdict
from counter.desk.take_over import take_over
from counter.presenters.copy_words import loss_in_words
from counter.presenters.first_start_pages import FirstField, FirstPage
from counter.presenters.journal_checks import go_on_or_stop, told
from counter.presenters.settings_page import Work
from counter.rules.permissions import Act, may
from counter.words import Words, dates, formats
from counter.words.errors import explain

Step = Literal["trouble", "copies", "folder", "check", "who", "done"]
SHOWN = 8


class RescueView(Protocol):
    """The window as this presenter knows it."""

    def show(self, page: FirstPage) -> None:
        """Show a page."""

    def wrong(self, sentence: str) -> None:
        """Say what is wrong with the answer; '' takes it away."""

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        """Run long work with progress and a way out."""


class RescueDeeds(NamedTuple):
    """What the way back works with: the sticks that are there, the folder of the data, what to do at the end.

    leave: goes back to where the way began, None where there is nothing to go back to.
    """

    roots: Callable[[], Sequence[Path]]
    data: Path
    finished: Callable[[], object]
    leave: Callable[[], object] | None = None


class Trouble(NamedTuple):
    """What is wrong at the start: the sentence, what the system said, and what is safe (name and value)."""

    sentence: str
    next_step: str
    facts: tuple[tuple[str, str], ...]
    can_restore: bool = True


class Rescue:
    """The steps in their order; trouble: what kept the books from opening, None on a new computer."""

    def __init__(self, view: RescueView, words: Words, deeds: RescueDeeds, trouble: Trouble | None = None) -> None:
        self._view, self.words, self._deeds, self._trouble = view, words, deeds, trouble
        self.step: Step = "trouble"
        self._also: list[Path] = []
        self._copies: list[FoundCopy] = []
        self._copy: FoundCopy | None = None
        self._brought: Restored | None = None

    def start(self) -> None:
        """Say what is wrong, or list the copies at once."""
        if self._trouble is None:
            self._list()
        else:
            self._show_trouble(self._trouble)

    def back(self) -> None:
        """Go back a step."""
        if self.step in ("check", "who") or (self.step == "folder" and self._copies):
            self._list()
        elif self.step in ("copies", "folder"):
            if self._trouble is not None:
                self._show_trouble(self._trouble)
            elif self._deeds.leave is not None:
                self._deeds.leave()

    def choose(self, key: str) -> None:
        """Take a copy by its figure; F8 looks for sticks again."""
        if (self.step == "trouble" and key == "1") or (self.step == "copies" and key == "F8"):
            self._list()
        elif self.step == "copies" and key.isdecimal() and 0 < int(key) <= len(self._copies[:SHOWN]):
            copy = self._copy = self._copies[int(key) - 1]
            self._view.work(
                self.words("Verify the copy"), lambda progress, cancel: verified(copy, go_on_or_stop(progress, cancel)),
                partial(self._checked, copy), self._failed,
            )  # fmt: skip

    def answer(self, values: dict[str, str]) -> None:
        """Go on from the page at hand."""
        self._view.wrong("")
        if self.step == "folder":
            self._look_in(values.get("path", "").strip().strip('"'))
        elif self.step == "check" and self._copy is not None:
            copy = self._copy
            self._view.work(
                self.words("Bring the copy back"),
                partial(self._bring, copy, values.get("passphrase", "")),
                self._ask_who, self._failed,
            )  # fmt: skip
        elif self.step == "who":
            self._agree(values["name"].strip(), values["pin"])
        elif self.step in ("trouble", "done"):
            self._deeds.finished()

    def _bring(self, copy: FoundCopy, passphrase: str, progress: Progress, cancel: Cancel) -> Restored:
        return bring(copy, self._deeds.data, go_on_or_stop(progress, cancel), passphrase=passphrase)

    def typed(self, values: dict[str, str]) -> None:
        """Nothing depends on what is being typed."""

    # The pages

    def _show_trouble(self, trouble: Trouble) -> None:
        w, self.step = self.words, "trouble"
        choices = (("1", w("Bring a copy or a restore point back")),) if trouble.can_restore else ()
        text = f"{trouble.sentence}\n{trouble.next_step}".strip()
        self._page(
            0, w("The books cannot be opened"), text, choices=choices, facts=trouble.facts, confirm=w("Try again")
        )

    def _list(self) -> None:
        w, self.step = self.words, "copies"
        points = points_of(self._deeds.data / "snapshots", w("this computer"))
        found = [*copies_on([*self._deeds.roots(), *self._also]), *points]
        self._copies = sorted(found, key=lambda each: each.manifest.created, reverse=True)
        if not self._copies:
            self._ask_folder()
            return
        choices = tuple((str(n), self._line(each)) for n, each in enumerate(self._copies[:SHOWN], 1))
        text = w("The newest comes first. A copy is read again whole before anything else is done with it.")
        also = (("F7", w("Type a folder")), ("F8", w("Look again")))
        self._page(1, w("Which copy?"), text, choices=choices, also=also)

    def _ask_folder(self) -> None:
        w, self.step = self.words, "folder"
        text = w("Put the backup stick in and press F8, or type the folder in which it appears.")
        fields = (FirstField("path", w("Folder of the stick"), "", "path"),)
        title = w("Where is the copy?") if self._copies else w("No copy is here yet")
        self._page(1, title, text, fields=fields, confirm=w("Look there"), also=(("F8", w("Look again")),))

    def _checked(self, copy: FoundCopy, damaged: tuple[str, ...]) -> None:
        w, self.step = self.words, "check"
        manifest, whole = copy.manifest, copy.manifest.books not in damaged
        said = w("{n} of {all} files are damaged", n=len(damaged), all=len(manifest.files))
        facts = [
            (w("Copy"), self._line(copy)), (w("Events"), formats.count(manifest.head_event)),
            (w("Read again"), said if damaged else w("every file is whole")),
        ]  # fmt: skip
        books = self._deeds.data / "books.sqlite"
        if books.exists():
            facts.append((w("Not in it"), self._lost(copy)))
        text = w("Nothing that is here is deleted: what is here now is kept aside in a folder of its own.")
        if not whole:
            text = w("The books of this copy are damaged. Choose another copy.")
        confirm = w("Bring the copy back") if whole else ""
        fields: tuple[FirstField, ...] = ()
        if whole and copy.encrypted:
            facts.append((w("Encrypted"), w("its passphrase is kept in a sealed envelope")))
            fields = (FirstField("passphrase", w("Passphrase"), "", "secret"),)
        self._page(2, w("Go on with this copy?"), text, facts=tuple(facts), fields=fields, confirm=confirm)

    def _ask_who(self, brought: Restored) -> None:
        w, self.step, self._brought = self.words, "who", brought
        names = [row.name for row in staff_of(brought, self._today()) if may(row.role, Act.APPROVE_RESTORE)]
        text = w("Whoever may approve a restore agrees with the PIN that holds in this copy: {names}.",
                 names=w(", ").join(names))  # fmt: skip
        fields = (FirstField("name", w("Name"), names[0] if names else ""), FirstField("pin", w("PIN"), "", "secret"))
        self._page(3, w("Who agrees?"), text, fields=fields, confirm=w("Go on with this copy"))

    def _agree(self, name: str, pin: str) -> None:
        w, brought, copy = self.words, self._brought, self._copy
        assert brought is not None, "a copy was brought before somebody is asked"
        assert copy is not None, "a copy was chosen before it was brought"
        row = next((each for each in staff_of(brought, self._today()) if each.name == name), None)
        if row is None:
            self._view.wrong(w("Nobody of this name works in these books."))
            return
        data = self._deeds.data
        try:
            person: Person = prove_in(brought, row.id, pin)
        except Exception as error:
            self._failed(error)
            return

        def work(progress: Progress, cancel: Cancel) -> Verdict:
            verdict = go_on(brought, copy, data, person.staff_id, go_on_or_stop(progress, cancel))
            if verdict.restored:
                take_over(data)
            return verdict

        self._view.work(w("Check of the books"), work, self._ended, self._failed)

    def _ended(self, verdict: Verdict) -> None:
        w = self.words
        if not verdict.restored:
            self.step = "check"
            lines = tuple(told(verdict, w))
            self._page(2, w("Something is wrong in this copy"), w("Choose another copy."), lines=lines)
            return
        self.step = "done"
        facts = [(w("Checked"), w("all {events} events are whole", events=formats.count(verdict.events)))]
        if Path(verdict.restored).exists():
            facts.append((w("Kept aside"), verdict.restored))
        if verdict.missing:
            facts.append((w("Missing on the stick"), w(", ").join(verdict.missing[:4])))
        text = w(
            "Sign in as always. Before the first payment a manager declares on the Journal (F7, then B) which numbers "
            "were given out after the copy. Printer and language of this computer are set in the settings."
        )
        self._page(4, w("The books are back"), text, facts=tuple(facts), confirm=w("Open the counter"))

    # Words and small things

    def _page(self, at: int, title: str, text: str, **more: Any) -> None:
        w = self.words
        steps = (w("What is wrong"), w("Copies"), w("Verified"), w("Approval"), w("Done"))
        shift = 0 if self._trouble is not None else 1
        begun = self._trouble is not None or self._deeds.leave is not None
        can_go_back = self.step in ("check", "who") or (
            self.step in ("copies", "folder") and (begun or (self.step == "folder" and bool(self._copies)))
        )
        page = FirstPage(steps[shift:], at - shift, title, text, back=w("Back") if can_go_back else "", **more)
        self._view.show(page)

    def _line(self, copy: FoundCopy) -> str:
        w, manifest = self.words, copy.manifest
        made = dates.moment(manifest.created)
        if copy.point is not None:
            return w("Restore point of this computer · {made}", made=made)
        day = copy.last_day or w("none")
        return w("Stick “{stick}” · copy {number} · {made} · closed up to {day}", stick=manifest.stick.name,
                 number=manifest.number, made=made, day=day)  # fmt: skip

    def _lost(self, copy: FoundCopy) -> str:
        loss: Loss = loss_since(self._deeds.data / "books.sqlite", copy.manifest.head_event, copy.manifest.head_hash)
        return loss_in_words(loss, self.words, formats.RENMINBI)

    def _look_in(self, path: str) -> None:
        if path:
            self._also.append(Path(path).expanduser())
        self._list()

    def _failed(self, error: Exception) -> None:
        found = explain(error, self.words)
        if found is None:
            raise error
        self._view.wrong(found.whole)

    @staticmethod
    def _today() -> str:
        return date.today().isoformat()
