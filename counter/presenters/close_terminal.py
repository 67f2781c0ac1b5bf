"""Step 2 of the close where the terminal can be asked: its own sums, and the slips that differ, line by line."""

import threading
import time
from collections.abc import Callable

from counter.desk.card_intents import CardUnsettled, refuse_unsettled_on
from counter.devices.card_terminal import CardTerminal, Settled
from counter.presenters.close_by_hand import slips_to_compare
from counter.presenters.close_slips import TypedSlips
from counter.presenters.list_row import ListRow
from counter.presenters.session import Session
from counter.presenters.till_view import Run, TillView
from counter.rules.slip import read_slip_key, same_number
from counter.rules.slip_range import unmatched
from counter.words import N_, formats
from db.queries.bridges import restored_since
from db.queries.tenders import taken_back, terminal_slips
from db.queries.tills import till_state

PATIENCE_S = 60.0
_LOOK_S = 0.1


class NoSums(Exception):
    """The terminal did not tell the sums of its day."""

    code = "terminal_told_no_sums"


def sums_of_day(terminal: CardTerminal, patience: float) -> Settled:
    """Close the terminal's day and return its sums; runs beside the window. Raises NoSums, CannotDo."""
    terminal.settle()
    until = time.monotonic() + patience
    while time.monotonic() < until:
        settled = terminal.settled()
        if settled is not None:
            return settled
        threading.Event().wait(_LOOK_S)
    raise NoSums


def differing_slips(session: Session, settled: Settled, terminal: str) -> tuple[ListRow, ...]:
    """Return each slip that only the terminal or only the books have: receipt, what is wrong, sum.

    terminal: its number, '' unknown; slips of another one (a terminal was replaced) are not in its sums.
    """
    w, state = session.words, till_state(session.connection, session.till)
    if state is None:
        return ()
    number = same_number(terminal)
    every = terminal_slips(session.connection, state.opened_event, session.till)  # cards and codes have one numbering
    others = [each for each in every if number and read_slip_key(each.evidence).terminal not in ("", number)]
    slips = [each for each in every if each not in others]
    held = {int(each.voucher): each for each in slips if each.voucher.isdecimal()}
    # A slip that was taken back is on neither side; its number is one of the terminal's day all the same.
    gone = {int(each) for each in taken_back(session.connection, state.opened_event, session.till) if each.isdecimal()}
    found = unmatched(settled.first, settled.last, {*held, *gone})
    only_there = N_("{number}: only on the terminal")
    if restored_since(session.connection, state.opened_event):
        only_there = N_("{number}: taken after the copy?")
    there = [ListRow(f"there:{at}", ("", w(only_there, number=f"{at:04d}"), "")) for at in found.there]
    here = [
        ListRow(
            f"here:{number}",
            (
                held[number].receipt,
                w("{number}: only in the books", number=held[number].voucher),
                formats.money(held[number].amount, session.currency),
            ),
        )
        for number in found.here
        if number in held
    ]
    elsewhere = [
        ListRow(
            f"other:{each.evidence}",
            (
                each.receipt,
                w("{number}: terminal {terminal}", number=each.voucher, terminal=read_slip_key(each.evidence).terminal),
                formats.money(each.amount, session.currency),
            ),
        )
        for each in others
    ]
    return (*there, *here, *elsewhere)


class TerminalSums:
    """One close: the terminal is asked once, for the end of its day comes once."""

    def __init__(self, session: Session, terminal: CardTerminal, run: Run) -> None:
        self._session = session
        self._terminal = terminal
        self._run = run
        self.forget()

    def forget(self) -> None:
        """Begin another close."""
        self.told: Settled | None = None
        self._asked = False

    @property
    def can_tell(self) -> bool:
        """Whether the terminal can be asked for its sums."""
        return "settle" in self._terminal.capabilities

    @property
    def title(self) -> str:
        """Return what the list of slips is, by who told the sums: the terminal, or the person who works it."""
        w = self._session.words
        return w("Slips that differ") if self.told is not None else w("Compare with the terminal's list")

    def note(self, slips: TypedSlips) -> str:
        """Return what is to be known of the sums it told, '' while it told none or they are of one tender."""
        if self.told is None or len(slips.tenders) < 2:
            return ""
        return self._session.words("The terminal adds cards and codes together; a difference stands in the first row.")

    def ask(
        self, view: TillView, slips: TypedSlips, show: Callable[[], object], failed: Callable[[Exception], object]
    ) -> None:
        """Ask beside the window, then fill the sums in and show; what was told already is shown again."""
        w = self._session.words

        def told(settled: Settled) -> None:
            self.told, self._asked = settled, False
            slips.fill(settled.payments, settled.amount)
            show()
            view.say("plain", w("The terminal's sums are filled in. F9 compares them."))

        def wrong(error: Exception) -> None:
            self._asked = False
            failed(error)

        if self.told is not None:
            told(self.told)
        elif self.can_tell and not self._asked:
            try:
                # The end of its day would take from the terminal what it still has to say of a payment.
                refuse_unsettled_on(self._session.connection, self._terminal.number, self._session.till)
            except CardUnsettled as error:
                failed(error)
                return
            self._asked = True
            view.say("plain", w("The terminal is closing its day."))
            self._run(lambda: sums_of_day(self._terminal, PATIENCE_S), told, wrong)

    def lines(self, slips: TypedSlips) -> tuple[ListRow, ...]:
        """Return the slips that differ once the terminal has told; of one worked by hand those to compare it with."""
        if self.told is not None:
            return differing_slips(self._session, self.told, self._terminal.number)
        return slips_to_compare(self._session, slips)
