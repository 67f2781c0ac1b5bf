"""What bill runs may settle from a unit's balance, asked on its card: every fee item, one, or none; or it is moved."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from counter.desk.purses import kept_for_items
from counter.desk.use_balance import use_balance, wish_of
from counter.presenters.approval import AskApproval
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.units_purses import MoveBalance
from counter.rules.permissions import Act
from counter.words import Words, formats
from db.queries import accounts, balance_use, purses, registers
from db.queries.accounts import Unit
from db.queries.balance_use import WishRow

_CHOICES = 6
_NO, _ALL, _MOVE = "no", "all", "move"


class UseOfBalance:
    """Asks what for and from which day; done is told after it."""

    def __init__(self, session: Session, view: ScanView, ask: AskApproval, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done
        self._move = MoveBalance(session, view, ask, done)

    def begin(self, unit: Unit) -> None:
        """Ask what the balance may be used for."""
        session = self._session
        w, chinese = session.words, session.words.language == "zh_CN"
        items = [i for i in registers.fee_items(session.connection) if not i.closed and i.fund == "operating"]
        named: list[tuple[Any, str]] = [
            (item.id, w("Only {item}", item=item.name_zh if chinese else item.name_en)) for item in items[:_CHOICES]
        ]
        options = [(_ALL, w("Every fee item")), *named, (_NO, w("Nothing: it is kept until somebody pays with it"))]
        kept = purses.held(session.connection, unit.id)
        if kept and session.may(Act.ADJUST_CHARGES):
            options.append((_MOVE, w("Move it: for another fee item, or general")))
        held = formats.money_with_symbol(sum(kept.values()), session.currency)
        text = w("The balance is {held}. After each bill run it settles open charges, in the order that is set.",
                 held=held)  # fmt: skip
        text = "\n".join((text, *kept_for_items(session.connection, kept, w)))
        title = w("What may bill runs use the balance of {unit} for?", unit=unit.code)
        self._view.ask(choose(title, text, options, lambda chosen: self._chosen(unit, chosen)))

    def _chosen(self, unit: Unit, chosen: Any) -> str:
        return self._move.begin(unit) if chosen == _MOVE else self._ask_day(unit, chosen)

    def _ask_day(self, unit: Unit, chosen: Any) -> str:
        session, w = self._session, self._session.words
        request = session.new_request()
        field = Asked("since", w("From day"), session.today().isoformat())
        text = w("As {name} wishes; the wish ends when they hold the unit no more.", name=self._owner(unit))
        take = lambda values: self._save(unit, chosen, request, values)  # noqa: E731
        self._view.ask(Form(w("Use of the balance of {unit}", unit=unit.code), text, w("Save"), take, (field,)))
        return ""

    def _owner(self, unit: Unit) -> str:
        holders = accounts.holders(self._session.connection, unit.id)
        return next((each.name or "" for each in holders if each.until is None), "")

    def _save(self, unit: Unit, chosen: Any, request: str, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        try:
            since = date.fromisoformat(values["since"].strip())
        except ValueError:
            return w("Write the day as 2026-11-23.")
        try:
            use_balance(
                session.books, unit.id, since, used=chosen != _NO, request_id=request, staff=session.person,
                items=None if chosen in (_NO, _ALL) else [chosen],
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self._done()
        self._view.say("saved", w("Saved; it holds from {day} on.", day=since.isoformat()))
        return ""


def balance_pill(connection: Any, unit_id: int, today: date, w: Words) -> str:
    """Return what bill runs may use the balance of a unit for, '' where nothing."""
    wish = wish_of(connection, unit_id, today.isoformat())
    return w("balance pays bills: {items}", items=wish_items(wish, connection, w)) if wish is not None else ""


def wish_items(wish: WishRow, connection: Any, w: Words) -> str:
    """Return the fee items of a wish in words."""
    if wish.item_ids is None:
        return w("every item")
    names, place = accounts.item_names(connection), 0 if w.language == "zh_CN" else 1
    return w(", ").join(names[each][place] for each in wish.item_ids if each in names)


def wish_cells(connection: Any, unit_id: int, w: Words) -> list[tuple[str, ...]]:
    """Return the dated wishes of a unit as rows of its card, the newest first: what, items, from, until, state."""
    rows = balance_use.wishes(connection, unit_id)
    after = [(date.fromisoformat(each.since) - timedelta(days=1)).isoformat() for each in rows[1:]]
    cells: list[tuple[str, ...]] = []
    for row, until in zip(rows, [*after, ""], strict=False):
        state = w("pays bills") if row.used else w("kept")
        cells.append((w("Balance"), wish_items(row, connection, w) if row.used else "", row.since, until, state))
    return cells[::-1]
