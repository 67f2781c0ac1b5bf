"""What follows from a sale or a move, on the unit's card: open charges split by days, reductions that outlive it ended.

Both are shown line by line, then done on one key.
"""

from collections.abc import Callable, Sequence
from functools import partial

from counter.desk.outlived_reductions import Outlived, outlived
from counter.desk.payment_receipt import item_name
from counter.desk.purses import kept_for_items
from counter.desk.split_at_sale import (
    Cut,
    NothingToSplit,
    PartOfAnother,
    SplitWaits,
    free_and_disputed,
    split_at_sale,
)
from counter.presenters.questions import Form
from counter.presenters.reduction_words import end_outlived, outlives
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import deposits
from db.queries.accounts import Unit, holders
from db.queries.purses import held as held_in

_SHOWN = 8
_EVER = "9999-12-31"


class SplitAtSale:
    """Shows what follows, then does it; done is told after each."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self, unit: Unit) -> None:
        """Show what others will owe and which reductions go on, or say that nothing follows."""
        if not self.follows(unit):
            waiting = self._cuts(unit)[1]
            why = SplitWaits(unit.code, len(waiting)) if waiting else NothingToSplit(unit.code)
            self._view.say("plain", *self._session.told(why))

    def follows(self, unit: Unit) -> bool:
        """Show what follows; returns whether anything does that the person logged in may do."""
        session, w = self._session, self._session.words
        (cuts, waiting), reductions = self._cuts(unit), self._outlived(unit)
        request = session.new_request()
        choices, takes = list[tuple[str, str]](), list[Callable[[], str]]()
        if cuts:
            takes.append(partial(self._split, unit, request))
            choices.append(("1", w("Split them")))
        if reductions:
            takes.append(partial(self._end, unit, reductions, request))
            choices.append((str(len(takes)), w("End the reductions on the day before")))
        if takes:
            ends = [outlives(each, session.connection, w) for each in reductions]
            lines = [*self._parts(unit, cuts), *map(self._waits, waiting), *ends]
            title = w("What follows for {unit}", unit=unit.code)
            self._view.ask(
                Form(title, "\n".join(lines), "", lambda values: takes[int(values["choice"]) - 1](),
                     choices=tuple(choices))
            )  # fmt: skip
        return bool(takes)

    def _cuts(self, unit: Unit) -> tuple[list[Cut], list[Cut]]:
        session = self._session
        if not session.may(Act.ADJUST_CHARGES):
            return [], []
        return free_and_disputed(session.connection, unit.id, session.today().isoformat())

    def _outlived(self, unit: Unit) -> list[Outlived]:
        session = self._session
        if not session.may(Act.CHANGE_PRICES):
            return []
        return outlived(session.connection, session.today().isoformat(), _EVER, (unit.id,))

    def _parts(self, unit: Unit, cuts: Sequence[Cut]) -> list[str]:
        """Return a line for each part, and what is held of the unit and stays where it is."""
        session, w = self._session, self._session.words
        if not cuts:
            return []
        names = {each.person_id: each.name or w("erased") for each in holders(session.connection, unit.id)}
        parts = [(cut, part) for cut in cuts for part in cut.parts]
        lines = [self._line(cut, part, names.get(part.payer_id, w("erased"))) for cut, part in parts[:_SHOWN]]
        if len(parts) > _SHOWN:
            lines.append(w.n("and {n} more", "and {n} more", len(parts) - _SHOWN))
        held = sum(each.amount for each in deposits.held(session.connection, unit.id))
        purses = held_in(session.connection, unit.id)
        kept = sum(purses.values())
        if held or kept:
            lines.append(w("Not moved: balance {balance}, deposits {deposits}.", balance=formats.money(kept),
                           deposits=formats.money(held)))  # fmt: skip
        lines += kept_for_items(session.connection, purses, w)
        return lines

    def _line(self, cut: Cut, part: PartOfAnother, name: str) -> str:
        w = self._session.words
        return w("{item} {period}: {name} owes {part} of {whole}, {first} to {last}", name=name,
                 part=formats.money(part.amount), whole=formats.money(cut.whole), item=item_name(cut.charge, w),
                 period=cut.charge.period, first=part.first, last=part.last)  # fmt: skip

    def _waits(self, cut: Cut) -> str:
        w = self._session.words
        return w("{item} {period}: disputed, to be split once the dispute has ended",
                 item=item_name(cut.charge, w), period=cut.charge.period)  # fmt: skip

    def _split(self, unit: Unit, request: str) -> str:
        session = self._session
        try:
            done = split_at_sale(
                session.books, unit.id, request_id=request, staff=session.person, till=session.till
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return ""
        self._done()
        total = formats.money_with_symbol(done.total, session.currency)
        self._view.say("saved", session.words("Split: {total} is owed by those who pay on these days.", total=total))
        self.follows(unit)
        return ""

    def _end(self, unit: Unit, reductions: Sequence[Outlived], request: str) -> str:
        session, w = self._session, self._session.words
        try:
            for each in reductions:
                end_outlived(session, each, f"{request}-{each.row.id}")
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return ""
        self._done()
        self._view.say("saved", w("The reductions ended; what is billed stays as it is."))
        self.follows(unit)
        return ""
