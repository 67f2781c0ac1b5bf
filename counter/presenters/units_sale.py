"""Splitting open charges after a sale or a move from the unit's card: shown line by line, then posted on one key."""

from collections.abc import Callable

from counter.desk.payment_receipt import item_name
from counter.desk.purses import kept_for_items
from counter.desk.split_at_sale import Cut, PartOfAnother, parts_of_others, split_at_sale
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.words import formats
from db.queries import deposits
from db.queries.accounts import Unit, holders
from db.queries.purses import held as held_in

_SHOWN = 8


class SplitAtSale:
    """Shows the parts, then posts them; done is told after it."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self, unit: Unit) -> None:
        """Show what others will owe, and what is held of the unit and stays where it is."""
        session = self._session
        w = session.words
        try:
            cuts = parts_of_others(session.connection, unit.id, session.today().isoformat())
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._names = {each.person_id: each.name or w("erased") for each in holders(session.connection, unit.id)}
        parts = [(cut, part) for cut in cuts for part in cut.parts]
        lines = [self._line(*each) for each in parts[:_SHOWN]]
        if len(parts) > _SHOWN:
            lines.append(w.n("and {n} more", "and {n} more", len(parts) - _SHOWN))
        held = sum(each.amount for each in deposits.held(session.connection, unit.id))
        purses = held_in(session.connection, unit.id)
        kept = sum(purses.values())
        if held or kept:
            lines.append(w("Not moved: balance {balance}, deposits {deposits}.", balance=formats.money(kept),
                           deposits=formats.money(held)))  # fmt: skip
        lines += kept_for_items(session.connection, purses, w)
        request = session.new_request()
        title = w("Split the charges of {unit}", unit=unit.code)
        choices = (("1", w("Split them")),)
        self._view.ask(Form(title, "\n".join(lines), "", lambda _: self._post(unit, request), choices=choices))

    def _line(self, cut: Cut, part: PartOfAnother) -> str:
        w = self._session.words
        return w("{item} {period}: {name} owes {part} of {whole}, {first} to {last}",
                 name=self._names.get(part.payer_id, w("erased")), part=formats.money(part.amount),
                 whole=formats.money(cut.whole), item=item_name(cut.charge, w), period=cut.charge.period,
                 first=part.first, last=part.last)  # fmt: skip

    def _post(self, unit: Unit, request: str) -> str:
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
        return ""
