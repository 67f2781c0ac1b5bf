"""Settings, tab 8: bills that many units share, entered as they came; the bill run spreads them."""

from functools import partial
from typing import Any

from counter.desk.shared_bills import enter_shared_bill, spread_over
from counter.presenters.bill_words import shared_by
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.money import parse_amount
from counter.rules.payahead import future_periods
from counter.rules.periods import month_of, parse_month, period_of
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import registers
from db.queries.registers import FeeItemRow, SharedCostRow

_CHOICES = 7


class SharedBillsPresenter:
    """The bills, the newest on top; Enter changes one that is not spread yet."""

    def __init__(self, session: Session, view: PageView) -> None:
        self._session, self._view = session, view

    def show(self) -> None:
        """Show every shared bill."""
        w = self._session.words
        columns = (
            PageColumn("period", w("Period"), 96, 1), PageColumn("item", w("Fee item"), 110, 3),
            PageColumn("where", w("Shared by"), 110, 2), PageColumn("total", w("Bill"), 110, 2, "right"),
            PageColumn("paper", w("Number of the bill"), 110, 2), PageColumn("state", w("State"), 130, 2),
        )  # fmt: skip
        rows = tuple(self._row(bill) for bill in reversed(registers.shared_costs(self._session.connection)))
        can = self._session.may(Act.RUN_BILLS)
        commands = (PageCommand("A", w("Enter a bill"), True),) if can else ()
        text = w("The parts of all units add up to the bill, to the fen. Enter changes a bill that is not spread yet.")
        empty = (w("No shared bill yet"), w("A enters one, for an item whose price is a share of a bill."))
        self._view.show_page(Page(w("Shared bills"), text, columns, rows, commands, empty))

    def _row(self, bill: SharedCostRow) -> PageRow:
        w, count = self._session.words, self._spread(bill)
        state = w.n("spread over {n} unit", "spread over {n} units", count) if count else w("not spread yet")
        total = formats.money(bill.total, self._session.currency)
        return PageRow(
            str(bill.id),
            (bill.period, self._name(bill.item_id), shared_by(bill, w), total, bill.paper or "", state),
            muted=bool(count),
        )

    def _spread(self, bill: SharedCostRow) -> int:
        """Over how many units a bill is spread."""
        return spread_over(self._session.connection, bill)

    def selected(self, row_id: str) -> None:
        """Say what comes next for a bill."""
        w, bill = self._session.words, self._bill(row_id)
        if bill is None:
            return
        spread = self._spread(bill)
        text = (
            w("Take that bill run back first to change it.") if spread else w("The bill run of its period spreads it.")
        )
        self._view.explain(self._name(bill.item_id), text)

    def opened(self, row_id: str) -> None:
        """Change a bill."""
        bill = self._bill(row_id)
        if bill is not None and self._allowed():
            self._ask(bill)

    def pressed(self, key: str) -> None:
        """Enter a bill: first the item."""
        if key != "A" or not self._allowed():
            return
        w = self._session.words
        shared = {t.item_id for t in registers.tariffs(self._session.connection) if t.kind == "share"}
        items = [i for i in registers.fee_items(self._session.connection) if i.id in shared and not i.closed]
        if not items:
            self._view.say("plain", w("No price is a share of a bill yet: set one under Prices."))
        elif len(items) == 1:
            self._new(items[0])
        else:
            options = [(item, self._name(item.id)) for item in items[:_CHOICES]]
            self._view.ask(choose(w("A bill for which fee item?"), "", options, self._new))

    def _allowed(self) -> bool:
        allowed = self._session.allows(Act.RUN_BILLS)
        if not allowed:
            self._view.say("risk", self._session.words("Your role may look at shared bills but not enter them."))
        return allowed

    def _new(self, item: FeeItemRow) -> str:
        month = month_of(self._session.today())
        self._ask(SharedCostRow(0, item.id, future_periods(None, month, item.months)[0].label, None, 0, None))
        return ""

    def _ask(self, bill: SharedCostRow) -> None:
        w = self._session.words
        total = formats.money(bill.total, self._session.currency).replace(",", "") if bill.id else ""
        fields = (
            Asked("month", w("A month of the period"), period_of(bill.period).last.isoformat()[:7]),
            Asked("total", w("Sum of the bill"), total, True),
            Asked("building", w("Building (empty: all units)"), bill.building or ""),
            Asked("paper", w("Number of the bill"), bill.paper or ""),
        )  # fmt: skip
        title = w("Shared bill: {item}", item=self._name(bill.item_id))
        take = partial(self._typed, bill, self._session.new_request())
        self._view.ask(Form(title, w("As it stands on the paper."), w("Save"), take, fields))

    def _typed(self, bill: SharedCostRow, request: str, values: dict[str, str]) -> str:
        session, building = self._session, values["building"].strip()
        known = {unit.building for unit in registers.units(session.connection)}
        if building and building not in known:
            return session.words("There is no building “{name}”.", name=building)
        try:
            item = next(i for i in registers.fee_items(session.connection) if i.id == bill.item_id)
            period = future_periods(None, parse_month(values["month"]), item.months)[0].label
            total = parse_amount(values["total"], session.currency.digits)
            wished = bill._replace(
                period=period, total=total, building=building or None, paper=values["paper"].strip() or None
            )
            enter_shared_bill(session.books, wished, request_id=request, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        session.on_commit()
        self.show()
        self._view.say("saved", session.words("The bill is saved; the bill run of {period} spreads it.", period=period))
        return ""

    def _bill(self, row_id: str) -> SharedCostRow | None:
        bills = registers.shared_costs(self._session.connection)
        return next((bill for bill in bills if str(bill.id) == row_id), None)

    def _name(self, item_id: int) -> str:
        chinese = self._session.words.language == "zh_CN"
        items: dict[int, Any] = {item.id: item for item in registers.fee_items(self._session.connection)}
        return str(items[item_id].name_zh if chinese else items[item_id].name_en) if item_id in items else ""
