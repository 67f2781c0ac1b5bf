"""Arrears, page 9: the register of bad debt: what is written off and owed all the same, and how it came to be."""

from counter.desk.limitations import ChargeExpiry, lost_expiries
from counter.desk.owing import Owing, owing_unit
from counter.desk.payment_receipt import item_name
from counter.presenters.arrears_claim import limitation_text
from counter.presenters.arrears_lost import LostActs
from counter.presenters.arrears_lost_words import event_name, told_of, why_of
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.words import formats
from counter.words.errors import together
from db.queries import accounts, people, write_offs
from db.queries.write_offs import WriteOffEvent


class LostPage(ArrearsPage):
    """Charge by charge what is written off today; G turns to every write-off and revival there ever was."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._acts = LostActs(self)
        self._rows: dict[str, tuple[Owing, ChargeExpiry]] = {}
        self._events: dict[str, WriteOffEvent] = {}
        self._every = False
        self._chosen = ""

    def show(self) -> None:
        """List the charges, or the events."""
        if self._every:
            self._show_events()
            return
        connection, settings = self.session.connection, self.settings
        units = [owing_unit(connection, unit, self.today, settings) for unit, _sum in write_offs.units(connection)]
        found = [
            (unit, each)
            for unit in units if unit is not None
            for each in lost_expiries(connection, unit, settings.calendar)
        ]  # fmt: skip
        self._rows = {f"{each.charge.charge_id}": (unit, each) for unit, each in found}
        columns = (
            PageColumn("unit", self.w("Unit"), 90, 1), PageColumn("owner", self.w("Owner"), 90, 1),
            PageColumn("item", self.w("Fee item"), 110, 1), PageColumn("period", self.w("Period"), 90, 1),
            PageColumn("due", self.w("Due on"), 104), PageColumn("sum", self.w("Written off"), 100, 0, "right"),
            PageColumn("end", self.w("Expires"), 104),
        )  # fmt: skip
        rows = tuple(PageRow(key, self._cells(each), each.expiry.day < self.today) for key, (_u, each) in
                     self._rows.items())  # fmt: skip
        total = sum(each.charge.open for _unit, each in found)
        facts = (
            (self.w("Written off today"), self.symbol(total)), (self.w("Charges"), formats.count(len(found))),
            (self.w("Units"), formats.count(len(units))),
        )  # fmt: skip
        commands = (
            PageCommand("V", self.w("Revive")), PageCommand("G", self.w("Every write-off")),
            PageCommand("T", self.w("Take a payment"), True),
        )  # fmt: skip
        empty = (
            self.w("Nothing is written off"),
            self.w("Bad debt is written off on the card of an owner (page 1, W), with a second person's agreement."),
        )
        text = self.w("Owed all the same: a payment revives what it pays, V revives it with a reason.")
        self.view.show_page(Page(self.w("Bad debt"), text, columns, rows, commands, empty, facts))

    def selected(self, row_id: str) -> None:
        """Say when the claim expires and who wrote it off why, or what an event says."""
        self._chosen = row_id
        if self._every and row_id in self._events:
            self.view.explain("", told_of(self._events[row_id], self._names(), self.session.words))
        elif row_id in self._rows:
            unit, each = self._rows[row_id]
            events = write_offs.events(self.session.connection, unit.unit.id)
            mine = [
                one for one in events if any(charge == each.charge.charge_id for charge, _sum in one.facts["charges"])
            ]
            told = told_of(mine[-1], self._names(), self.session.words) if mine else ""
            self.view.explain(unit.unit.code, together(told, limitation_text(self, each)))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        found = self._rows.get(self._chosen)
        if key == "G":
            self._every = not self._every
            self.show()
        elif found is not None and key == "T":
            self.places.take_payment(found[0].unit.id)
        elif found is not None and key == "V":
            self._acts.ask_revival(found[0].unit, [found[1].charge])

    def _show_events(self) -> None:
        events = list(reversed(write_offs.events(self.session.connection)))
        self._events = {str(each.event_id): each for each in events}
        columns = (
            PageColumn("day", self.w("Date"), 104), PageColumn("what", self.w("What"), 160, 1),
            PageColumn("units", self.w("Unit"), 120, 1), PageColumn("count", self.w("Charges"), 76, 0, "right"),
            PageColumn("sum", self.w("Amount"), 110, 0, "right"), PageColumn("why", self.w("Reason"), 200, 3),
        )  # fmt: skip
        rows = tuple(PageRow(key, self._event(each)) for key, each in self._events.items())
        lost = sum(each.amount for each in events if each.amount > 0)
        back = -sum(each.amount for each in events if each.amount < 0)
        facts = (
            (self.w("Written off in all"), self.symbol(lost)), (self.w("Revived since"), self.symbol(back)),
            (self.w("Written off today"), self.symbol(lost - back)),
        )  # fmt: skip
        commands = (PageCommand("G", self.w("What is written off today"), True),)
        empty = (self.w("Nothing was ever written off"), self.w("Each write-off and each revival stands here."))
        text = self.w("Each write-off and each revival, the newest first, as the books have it.")
        self.view.show_page(Page(self.w("Register of bad debt"), text, columns, rows, commands, empty, facts))

    def _event(self, each: WriteOffEvent) -> tuple[str, ...]:
        units = (accounts.unit(self.session.connection, unit) for unit in each.facts["units"])
        codes = self.w(", ").join(unit.code for unit in units if unit is not None)
        return (
            each.day, event_name(each, self.session.words), codes, formats.count(len(each.facts["charges"])),
            self.money(each.amount), why_of(each, self.session.words),
        )  # fmt: skip

    def _cells(self, each: ChargeExpiry) -> tuple[str, ...]:
        return (
            each.unit.code, each.owner or "–", item_name(each.charge, self.session.words), each.charge.period,
            each.charge.due, self.money(each.charge.open), each.expiry.day.isoformat(),
        )  # fmt: skip

    def _names(self) -> dict[int, str]:
        return {each.id: each.name for each in people.all_staff(self.session.connection)}
