"""Settings, tab 4: fee items and their dated prices; a new price begins after what is billed already."""

import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from counter.desk.approve import SecondPersonNeeded
from counter.desk.change_prices import Basis, Scope, ask_for_price, set_price
from counter.desk.keep_scan import keep_basis_scan
from counter.desk.people import Person
from counter.presenters.approval import AskApproval
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.scans import Scans
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.presenters.units_words import UNIT_KINDS
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.terms import BASES, term
from db.queries import billing, registers
from db.queries.registers import TariffRow
from db.queries.scans import ScanRow, scan_by_digest

PRICE_DIGITS = 4
_LOOK_BACK = timedelta(days=800)  # longer than the longest period that is billed at once


class _Wish(NamedTuple):
    """A new price as it was typed, in place of a row's."""

    row: TariffRow
    price: int
    since: date
    basis: Basis

    def arguments(self) -> tuple[int, Scope, str, int, date]:
        """Return what set_price and ask_for_price are given first."""
        row = self.row
        return row.item_id, Scope(row.unit_kind, row.unit_id), row.kind, self.price, self.since

    @property
    def terms(self) -> Any:
        """Return the terms of the price before: the next one is of the same kind, on the same terms."""
        return json.loads(self.row.terms) if self.row.terms else None


class PricesPresenter:
    """The prices of every item, the newest of each scope on top; Enter sets a new one from a day."""

    def __init__(self, session: Session, view: PageView, approval: AskApproval) -> None:
        self._session, self._view, self._approval = session, view, approval
        self._scans = Scans(session, view)
        self._chosen = 0

    def show(self) -> None:
        """Show all prices by item and whom they are for, those in force before those that ended."""
        w = self._session.words
        columns = (
            PageColumn("item", w("Fee item"), 110, 3), PageColumn("whom", w("For"), 90, 2),
            PageColumn("price", w("Price a month"), 130, 2, "right"), PageColumn("since", w("From"), 104),
            PageColumn("until", w("Until"), 104), PageColumn("basis", w("Basis"), 120, 3),
            PageColumn("scan", w("Scan"), 74, 0, "right"),
        )  # fmt: skip
        names, codes = self._names(), {unit.id: unit.code for unit in registers.units(self._session.connection)}
        rows = tuple(
            PageRow(str(row.id), (names.get(row.item_id, ""), self._whom(row, codes), self._price(row), row.since,
                                  row.until or "", self._basis(row), self._scan_size(row)), self._is_over(row))
            for row in self._prices()
        )  # fmt: skip
        changes = (PageCommand("A", w("New price for this"), True), PageCommand("S", w("Keep the basis as a scan")))
        commands = (*(changes if self._may() else ()), PageCommand("O", w("Look at the scan")))
        text = w("A price holds from its day until the next one. What is billed keeps the price it was billed with.")
        empty = (w("No prices yet"), w("Import the estate's workbook: its sheet Prices brings the fee items."))
        self._view.show_page(Page(w("Prices"), text, columns, rows, commands, empty))

    def selected(self, row_id: str) -> None:
        """Say what the price rests on."""
        self._chosen = int(row_id)
        w, row = self._session.words, self._row()
        if row is None:
            return
        basis = self._basis(row)
        text = w("basis: {basis}, from {day}", basis=basis, day=row.since) if basis else w("No basis is recorded.")
        scan = self._scan(row)
        if scan is not None:
            told = w("scan: {file}, kept on {day}", file=self._scans.told(scan), day=scan.day)
            text = f"{text}  ·  {told}"
        self._view.explain(self._names().get(row.item_id, ""), text)

    def opened(self, row_id: str) -> None:
        """Ask for the next price of the same item and units."""
        self._chosen = int(row_id)
        self.pressed("A")

    def pressed(self, key: str) -> None:
        """Ask for the next price of the selected one's item and units, or for its scan; or look at the scan."""
        w, row = self._session.words, self._row()
        if row is None:
            return
        if key == "O":
            self._look_at(row)
        elif not self._session.allows(Act.CHANGE_PRICES):
            self._view.say("risk", w("Your role may look at prices but not change them."))
        elif key == "A":
            self._ask_price(row)
        elif key == "S":
            title = w("Scan of the basis: {item}", item=self._names().get(row.item_id, ""))
            self._scans.ask_file(title, partial(self._keep, row))

    def _ask_price(self, row: TariffRow) -> None:
        w = self._session.words
        unit = w("per m² and month") if row.kind == "area" else w("per unit and month")
        fields = (
            Asked("price", w("New price"), "", True), Asked("since", w("From day"), self._first_free(row)),
            Asked("number", w("Number of the basis")), Asked("date", w("Day of the basis")),
        )  # fmt: skip
        title = w("New price: {item}", item=self._names().get(row.item_id, ""))
        self._view.ask(Form(title, unit, w("Go on"), partial(self._typed, row), fields))

    def _typed(self, row: TariffRow, values: dict[str, str]) -> str:
        w = self._session.words
        price = _ten_thousandths(values["price"])
        if price is None:
            return w("A price has figures and at most four decimals, for example 2.80.")
        since, signed = _day(values["since"]), _day(values["date"])
        if since is None or (values["date"].strip() and signed is None):
            return w("Write the day as 2026-11-23.")
        last = self._last_billed(row)
        if last is not None and since <= last:
            return w("Charges are billed up to {last}; a new price begins after that day.", last=last.isoformat())
        options = (*((kind, term(kind, BASES, w)) for kind in BASES), ("", w("none")))
        number = values["number"].strip() or None
        date_text = signed.isoformat() if signed else None

        def take(kind: str) -> str:
            return self._save(row, price, since, Basis(kind or None, number, date_text))

        self._view.ask(choose(w("What does the price rest on?"), "", options, take))
        return ""

    def _save(self, row: TariffRow, price: int, since: date, basis: Basis) -> str:
        session, wish = self._session, _Wish(row, price, since, basis)
        try:
            set_price(
                session.books, *wish.arguments(), request_id=session.new_request(), staff=session.person, basis=basis,
                terms=wish.terms,
            )  # fmt: skip
        except SecondPersonNeeded:
            self._ask_second(wish)
            return ""
        except Exception as error:
            return session.told(error).sentence
        self._saved(since)
        return ""

    def _ask_second(self, wish: "_Wish") -> None:
        session, w = self._session, self._session.words
        codes = {unit.id: unit.code for unit in registers.units(session.connection)}
        item, whom = self._names().get(wish.row.item_id, ""), self._whom(wish.row, codes)
        price = self._price(wish.row._replace(price=wish.price))
        self._approval(
            Act.APPROVE_PRICES,
            w("Price {price} for {item}, {whom}", price=price, item=item, whom=whom),
            w("It holds from {day} on. The price before was {price}.", day=wish.since, price=self._price(wish.row)),
            needs_reason=False,
            on_granted=lambda approver, _reason: self._agreed(wish, approver),
            on_request=lambda reason: self._requested(wish, reason),
        )

    def _agreed(self, wish: "_Wish", approver: Person) -> None:
        session = self._session
        try:
            set_price(
                session.books, *wish.arguments(), request_id=session.new_request(), staff=session.person,
                basis=wish.basis, terms=wish.terms, approver=approver,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._saved(wish.since)

    def _requested(self, wish: "_Wish", reason: str) -> None:
        session = self._session
        try:
            ask_for_price(
                session.books, *wish.arguments(), reason, request_id=session.new_request(), staff=session.person,
                basis=wish.basis, terms=wish.terms,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.say("plain", session.words("The price waits for a decision; until then the one before holds."))

    def _saved(self, since: date) -> None:
        self.show()
        self._view.say("saved", self._session.words("Saved; it holds from {day} on.", day=since.isoformat()))

    def _keep(self, row: TariffRow, file: Path) -> str:
        session = self._session
        try:
            kept = keep_basis_scan(
                session.books, session.scans.store, file, row.id, request_id=session.new_request(), staff=session.person
            )
        except Exception as error:
            return session.sentence(error)
        self.show()
        self._view.say(
            "saved", session.words.n("Kept for {n} price.", "Kept for {n} prices with this basis.", len(kept))
        )
        return ""

    def _look_at(self, row: TariffRow) -> None:
        scan = self._scan(row)
        if scan is None:
            self._view.say("plain", self._session.words("No scan is kept of this basis."))
        else:
            self._scans.open(scan)

    def _scan(self, row: TariffRow) -> ScanRow | None:
        return scan_by_digest(self._session.connection, row.basis_scan) if row.basis_scan else None

    def _scan_size(self, row: TariffRow) -> str:
        scan = self._scan(row)
        return formats.file_size(scan.bytes) if scan is not None else ""

    def _prices(self) -> list[TariffRow]:
        ranks = {item.id: place for place, item in enumerate(registers.fee_items(self._session.connection))}
        found = registers.tariffs(self._session.connection)
        found.sort(key=lambda row: row.since, reverse=True)
        return sorted(found, key=lambda row: (ranks.get(row.item_id, 0), row.unit_kind or "~", row.unit_id or 0))

    def _row(self) -> TariffRow | None:
        rows = self._prices()
        return next((row for row in rows if row.id == self._chosen), rows[0] if rows else None)

    def _names(self) -> dict[int, str]:
        chinese = self._session.words.language == "zh_CN"
        items = registers.fee_items(self._session.connection)
        return {item.id: item.name_zh if chinese else item.name_en for item in items}

    def _whom(self, row: TariffRow, codes: dict[int, str]) -> str:
        if row.unit_id is not None:
            return codes.get(row.unit_id, "")
        return term(row.unit_kind or "", UNIT_KINDS, self._session.words)

    def _price(self, row: TariffRow) -> str:
        w, price = self._session.words, formats.price(row.price, self._session.currency)
        return w("{price} / m²", price=price) if row.kind == "area" else price

    def _basis(self, row: TariffRow) -> str:
        kind = term(row.basis_kind, BASES, self._session.words) if row.basis_kind else ""
        return " ".join(part for part in (kind, row.basis_number) if part)

    def _is_over(self, row: TariffRow) -> bool:
        today = self._session.today().isoformat()
        if row.until is not None and row.until < today:
            return True
        scope = (row.item_id, row.unit_kind, row.unit_id)
        return any(
            (other.item_id, other.unit_kind, other.unit_id) == scope and row.since < other.since <= today
            for other in registers.tariffs(self._session.connection)
        )

    def _last_billed(self, row: TariffRow) -> date | None:
        """The last day billed of the item for the units the price is for."""
        since = (self._session.today() - _LOOK_BACK).isoformat()
        day = billing.billed_to(self._session.connection, row.item_id, row.unit_kind, row.unit_id, since)
        return date.fromisoformat(day) if day else None

    def _first_free(self, row: TariffRow) -> str:
        last = self._last_billed(row)
        return (last + timedelta(days=1) if last else self._session.today()).isoformat()

    def _may(self) -> bool:
        return self._session.may(Act.CHANGE_PRICES)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _ten_thousandths(text: str) -> int | None:
    before, _point, after = text.strip().removeprefix("¥").partition(".")
    figures = before + after
    if not (figures.isascii() and figures.isdigit()) or len(before) > 7 or len(after) > PRICE_DIGITS:
        return None
    return int(before or "0") * 10_000 + int(after.ljust(PRICE_DIGITS, "0"))
