"""Settings, tab 1, S: the simulated terminal of books for practice; what it does with the next payment is chosen."""

from typing import Protocol

from counter.devices.practice.terminal import PracticeSeen
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.words import Words, formats
from counter.words.practice_terms import LESSON_HELP, LESSONS, TAKEN
from counter.words.terms import term

TURN = "turn"


class Practising(Protocol):
    """The simulated terminal as whoever practises works it."""

    def look(self) -> PracticeSeen:
        """Return how it is."""

    def choose(self, lesson: str) -> None:
        """Let something happen with the next payment."""

    def turn(self) -> None:
        """Change whether it takes back what it was not answered."""


class PracticePresenter:
    """Enter chooses what the next payment meets; it is looked at anew each time the page is shown."""

    def __init__(self, session: Session, view: PageView, terminal: Practising) -> None:
        self._session, self._view, self._terminal = session, view, terminal

    def show(self) -> None:
        """Show what can happen, and what it has taken so far."""
        w, seen = self._session.words, self._terminal.look()
        rows = [
            PageRow(each, (term(each, LESSONS, w), w("the next payment") if each == seen.lesson else ""))
            for each in seen.lessons
        ]
        if seen.takes_back is not None:
            kept = w("it takes it back") if seen.takes_back else w("it keeps it")
            rows.append(PageRow(TURN, (w("What becomes of a payment that was not answered"), kept)))
        columns = (PageColumn("what", w("What happens"), 420, 3), PageColumn("next", w("Chosen for"), 180, 1))
        commands = (PageCommand("D", w("Back to the devices")),)
        text = w("No real card is charged here. Enter chooses what the next payment meets; then all goes well again.")
        facts = self._facts(seen, w)
        self._view.show_page(Page(w("Simulated terminal"), text, columns, tuple(rows), commands, facts=facts))

    def selected(self, row_id: str) -> None:
        """Say what is seen of it at the counter, and what is done then."""
        w = self._session.words
        if row_id == TURN:
            told = w("Some terminals keep a payment that was not answered, others take it back. Enter changes it.")
            self._view.explain(w("What becomes of a payment that was not answered"), told)
        else:
            self._view.explain(term(row_id, LESSONS, w), term(row_id, LESSON_HELP, w))

    def opened(self, row_id: str) -> None:
        """Choose what the next payment meets, or whether it takes back what was not answered."""
        w = self._session.words
        if row_id == TURN:
            self._terminal.turn()
            self.show()
            return
        self._terminal.choose(row_id)
        self.show()
        self._view.say(
            "saved", w("The next payment: {lesson}", lesson=term(row_id, LESSONS, w)), w("Press F10 on Pay.")
        )

    def pressed(self, key: str) -> None:
        """Nothing: its rows are all there is."""

    def _facts(self, seen: PracticeSeen, w: Words) -> tuple[tuple[str, str], ...]:
        currency = self._session.currency
        standing = [each.amount for each in seen.taken if each.state == "taken"]
        facts = [
            (w("It is"), w("switched on") if seen.power else w("without power")),
            (w("Payments on it"), f"{len(standing)} · {formats.money(sum(standing), currency)}"),
        ]
        if seen.taken:
            last = seen.taken[0]
            told = w("The last: {number}, {state}", number=last.number, state=term(last.state, TAKEN, w))
            facts.append((told, formats.money(last.amount, currency)))
        return tuple(facts)
