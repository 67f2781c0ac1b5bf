"""A sale or a move entered at the window: who came or went, from which day, and what follows from it."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial

from counter.desk.change_registers import end_holding
from counter.desk.move_in import OCCUPIER, OWNER, MoveIn, move_in
from counter.files.cells import holds_identity
from counter.presenters.pay_view import Asked
from counter.presenters.postal_address import address_question
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.units_sale import SplitAtSale
from counter.rules.permissions import Act
from db.queries import accounts, registers
from db.queries.accounts import Holder, Unit
from db.queries.registers import FeeItemRow, HoldingRow

_LEAVING = 5  # occupiers offered to move out: with the others nine choices at most


class MoveAtUnit:
    """Asks what happened; done is told after each act, and what follows from it is shown at once."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done
        self._after = SplitAtSale(session, view, done)

    def begin(self, unit: Unit) -> None:
        """Ask what happened."""
        session, w = self._session, self._session.words
        options: list[tuple[Callable[[], None], str]] = []
        if session.may(Act.CHANGE_REGISTERS):
            leaving = ((partial(self._goes, unit, each), name) for each, name in self._here(unit))
            options = [
                (partial(self._comes, unit, OWNER), w("The flat was sold: a new owner")),
                (partial(self._comes, unit, OCCUPIER), w("An occupier moves in who pays fee items")),
                *((goes, w("{name} moves out", name=name)) for goes, name in leaving),
            ]
        options.append((partial(self._after.begin, unit), w("Only look what follows from what is entered")))
        if session.may(Act.CHANGE_REGISTERS) and self._gone(unit):
            options.append((partial(self._addresses, unit), w("Postal address of somebody who left")))
        self._view.ask(choose(w("What happened to {unit}?", unit=unit.code), "", options, _go))

    def _here(self, unit: Unit) -> list[tuple[HoldingRow, str]]:
        """Return the occupiers of today with their names."""
        session, today = self._session, self._session.today().isoformat()
        people = {row.id: row.name for row in registers.persons(session.connection)}
        return [
            (row, people.get(row.person_id) or session.words("erased"))
            for row in registers.holdings(session.connection)
            if row.unit_id == unit.id and row.role == OCCUPIER and (row.until is None or row.until >= today)
        ][:_LEAVING]  # fmt: skip

    def _gone(self, unit: Unit) -> list[Holder]:
        """Return who held the unit or lived there and does so no more, the last one first."""
        held = accounts.holders(self._session.connection, unit.id)
        still = {each.person_id for each in held if each.until is None}
        gone = {each.person_id: each for each in held if each.person_id not in still and each.name}
        return sorted(gone.values(), key=lambda each: each.until or "", reverse=True)[:9]

    def _addresses(self, unit: Unit) -> None:
        options = [(each, each.name or "–") for each in self._gone(unit)]
        self._view.ask(choose(self._session.words("Whose address?"), "", options, self._address))

    def _address(self, holder: Holder) -> str:
        self._view.ask(address_question(self._session, holder, self._kept))
        return ""

    def _kept(self, told: str) -> None:
        self._done()
        self._view.say("saved", told)

    def _comes(self, unit: Unit, role: str) -> None:
        session, w = self._session, self._session.words
        fields = [Asked("name", w("Name")), Asked("phone", w("Telephone (may be empty)")),
                  Asked("since", w("From day"), session.today().isoformat())]  # fmt: skip
        items = self._items() if role == OCCUPIER else []
        if role == OWNER:
            title = w("New owner of {unit}", unit=unit.code)
            text = w("From the day of the transfer on it is theirs; whoever owned it owes the days before.")
        else:
            title = w("Occupier of {unit}", unit=unit.code)
            text = w("They owe these items from their first day on: {items}", items=self._numbered(items))
            fields.append(Asked("items", w("Numbers of what they pay (or empty)")))
        take = partial(self._typed, unit, role, items, session.new_request())
        self._view.ask(Form(title, text, w("Save"), take, tuple(fields)))

    def _typed(self, unit: Unit, role: str, items: list[FeeItemRow], request: str, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        since = _day(values["since"])
        if since is None:
            return w("Write the day as 2026-11-23.")
        if any(holds_identity(values[name]) for name in ("name", "phone")):
            return w("Leave the identity-card number out; it is not kept here.")
        numbers = re.findall(r"[^\s,，、;；]+", values.get("items", ""))
        known = {str(place): item.id for place, item in enumerate(items, start=1)}
        wrong = next((each for each in numbers if each not in known), None)
        if wrong is not None:
            return w("“{text}” is no number of an item of the list.", text=wrong)
        comes = MoveIn(unit.id, role, values["name"], values["phone"], since, tuple(known[each] for each in numbers))
        try:
            move_in(session.books, comes, request_id=request, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        self._saved(unit, w("Entered: {name}, from {day} on.", name=comes.name.strip(), day=comes.since.isoformat()))
        return ""

    def _goes(self, unit: Unit, row: HoldingRow) -> None:
        session, w = self._session, self._session.words
        name = next((each for here, each in self._here(unit) if here.id == row.id), "")
        field = Asked("last", w("Last day"), session.today().isoformat())
        text = w("From the next day on the owner owes what they paid, or the next occupier.")
        take = partial(self._left, unit, row, session.new_request())
        self._view.ask(
            Form(w("{name} moves out of {unit}", name=name, unit=unit.code), text, w("Save"), take, (field,))
        )

    def _left(self, unit: Unit, row: HoldingRow, request: str, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        last = _day(values["last"])
        if last is None:
            return w("Write the day as 2026-11-23.")
        try:
            end_holding(session.books, row.id, last, request_id=request, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        self._saved(unit, w("Entered: {day} is the last day.", day=last.isoformat()))
        return ""

    def _saved(self, unit: Unit, told: str) -> None:
        self._done()
        self._view.say("saved", told, self._session.words("What is not billed yet is billed to each by days."))
        self._after.follows(unit)

    def _items(self) -> list[FeeItemRow]:
        """Return the items that are billed by the period, those somebody may pay instead of the owner."""
        connection = self._session.connection
        asked_once = {row.item_id for row in registers.tariffs(connection) if row.kind == "once"}
        priced = {row.item_id for row in registers.tariffs(connection)} - asked_once
        found = [each for each in registers.fee_items(connection) if not each.closed and each.id in priced]
        return sorted(found, key=lambda each: (each.rank, each.id))

    def _numbered(self, items: list[FeeItemRow]) -> str:
        w, names = self._session.words, accounts.item_names(self._session.connection)
        place = 0 if w.language == "zh_CN" else 1
        told = [w("{n} {item}", n=n, item=names[each.id][place]) for n, each in enumerate(items, start=1)]
        return w(", ").join(told)


def _go(begin: Callable[[], None]) -> str:
    begin()
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
