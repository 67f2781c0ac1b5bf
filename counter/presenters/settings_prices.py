"""Settings, tab 4: fee items and their dated prices; a new price begins after what is billed already."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from counter.desk.change_prices import Basis
from counter.desk.keep_scan import keep_basis_scan
from counter.presenters.approval import AskApproval
from counter.presenters.pay_view import Asked
from counter.presenters.price_bands import BandsPage
from counter.presenters.price_end import PriceEnd
from counter.presenters.price_saving import PriceSaving, PriceWish
from counter.presenters.price_wizard import PriceWizard
from counter.presenters.price_words import no_price, price_cell, price_terms, priced_by, ten_thousandths
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

_LOOK_BACK = timedelta(days=800)  # longer than the longest period that is billed at once


class PricesPresenter:
    """The prices of every item, the newest of each scope on top; Enter sets a new one from a day."""

    def __init__(self, session: Session, view: PageView, approval: AskApproval) -> None:
        self._session, self._view = session, view
        self._scans = Scans(session, view)
        self._chosen = 0
        self._bands: BandsPage | None = None
        self._wizard = PriceWizard(session, view, self._begin)
        self._saving = PriceSaving(session, view, approval, self._told, self._saved)
        self._end = PriceEnd(session, view, self._saving, self._last_billed)

    def show(self) -> None:
        """Show all prices by item and whom they are for, those in force before those that ended."""
        w, self._bands = self._session.words, None
        columns = (
            PageColumn("item", w("Fee item"), 110, 3), PageColumn("whom", w("For"), 90, 2),
            PageColumn("price", w("Price"), 130, 2, "right"), PageColumn("since", w("From day"), 104),
            PageColumn("until", w("Until"), 104), PageColumn("basis", w("Basis"), 120, 3),
            PageColumn("scan", w("Scan"), 74, 0, "right"),
        )  # fmt: skip
        names, codes = self._names(), {unit.id: unit.code for unit in registers.units(self._session.connection)}
        rows = tuple(
            PageRow(str(row.id), (names.get(row.item_id, ""), self._whom(row, codes), self._price(row), row.since,
                                  row.until or "", self._basis(row), self._scan_size(row)), self._is_over(row))
            for row in self._prices()
        )  # fmt: skip
        changes = (
            PageCommand("A", w("New price for this"), True), PageCommand("N", w("Another price")),
            PageCommand("E", w("End it on a day")), PageCommand("S", w("Keep the basis as a scan")),
        )  # fmt: skip
        commands = (*(changes if self._may() else ()), PageCommand("O", w("Look at the scan")))
        text = w(
            "A price holds from its day until the next one, and nothing is billed before its first day. What is billed"
            " keeps the price it was billed with."
        )
        empty = (w("No prices yet"), w("N sets the first one; an import of the estate's workbook brings many."))
        self._view.show_page(Page(w("Prices"), text, columns, rows, commands, empty))

    def selected(self, row_id: str) -> None:
        """Say what the price rests on."""
        if self._bands is None:
            self._chosen = int(row_id)
        w, row = self._session.words, self._row()
        if self._bands is not None:
            self._bands.selected(row_id)
            return
        if row is None:
            return
        basis = self._basis(row)
        text = w("basis: {basis}, from {day}", basis=basis, day=row.since) if basis else w("No basis is recorded.")
        scan = self._scan(row)
        if scan is not None:
            told = w("scan: {file}, kept on {day}", file=self._scans.told(scan), day=scan.day)
            text = f"{text}  ·  {told}"
        terms = price_terms(row, w, self._session.currency)
        self._view.explain(self._names().get(row.item_id, ""), "  ·  ".join(each for each in (terms, text) if each))

    def opened(self, row_id: str) -> None:
        """Ask for the next price of the same item and units."""
        if self._bands is not None:
            self._bands.opened(row_id)
            return
        self._chosen = int(row_id)
        self.pressed("A")

    def pressed(self, key: str) -> None:
        """Ask for the next price of the selected one's item and units, or for its scan; or look at the scan."""
        w, row = self._session.words, self._row()
        if self._bands is not None:
            self._bands.pressed(key)
        elif key == "O" and row is not None:
            self._look_at(row)
        elif key in ("A", "N", "E", "S") and not self._session.allows(Act.CHANGE_PRICES):
            self._view.say("risk", w("Your role may look at prices but not change them."))
        elif key == "N":
            self._wizard.begin()
        elif key == "A" and row is not None:
            self._begin(row)
        elif key == "E" and row is not None:
            self._end.begin(row, self._names().get(row.item_id, ""))
        elif key == "S" and row is not None:
            title = w("Scan of the basis: {item}", item=self._names().get(row.item_id, ""))
            self._scans.ask_file(title, partial(self._keep, row))

    def _begin(self, row: TariffRow) -> None:
        """Ask for the price of a row's item, units, kind and terms; for the bands first where it has such."""
        if row.kind == "tiered":
            name = self._names().get(row.item_id, "")
            self._bands = BandsPage(self._session, self._view, row, name, self._with_bands)
            self._bands.show()
        else:
            self._ask_price(row)

    def _with_bands(self, row: TariffRow | None) -> None:
        self.show()
        if row is not None:
            self._ask_price(row)

    def _ask_price(self, row: TariffRow) -> None:
        w = self._session.words
        price = () if no_price(row.kind) else (Asked("price", w("New price"), "", True),)
        fields = (
            *price, Asked("since", w("From day"), self._first_free(row)),
            Asked("number", w("Number of the basis")), Asked("date", w("Day of the basis")),
        )  # fmt: skip
        title = w("New price: {item}", item=self._names().get(row.item_id, ""))
        self._view.ask(Form(title, priced_by(row, w), w("Go on"), partial(self._typed, row), fields))

    def _typed(self, row: TariffRow, values: dict[str, str]) -> str:
        w = self._session.words
        price = 0 if no_price(row.kind) else ten_thousandths(values["price"])
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
            return self._saving.save(PriceWish(row, price, since, Basis(kind or None, number, date_text)))

        self._view.ask(choose(w("What does the price rest on?"), "", options, take))
        return ""

    def _saved(self, wish: PriceWish) -> None:
        w = self._session.words
        self.show()
        if wish.until is not None:
            self._view.say("saved", w("Saved; its last day is {day}.", day=wish.until.isoformat()))
        else:
            self._view.say("saved", w("Saved; it holds from {day} on.", day=wish.since.isoformat()))

    def _told(self, row: TariffRow) -> tuple[str, str, str]:
        """Return a price, its item and whom it is for, in words."""
        codes = {unit.id: unit.code for unit in registers.units(self._session.connection)}
        return self._price(row), self._names().get(row.item_id, ""), self._whom(row, codes)

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
        return price_cell(row, self._session.words, self._session.currency)

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
