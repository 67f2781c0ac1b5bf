"""Arrears, page 5: which claims expire within ninety days, what restarted them, and the rest days the office enters."""

from datetime import date

from counter.desk.limitations import ChargeExpiry, lost_expiring
from counter.desk.owing import Owing, owing_unit
from counter.desk.payment_receipt import item_name
from counter.presenters.arrears_claim import limitation_text
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.arrears_rest_days import ask_table, ask_year
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.limitation import Calendar
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import write_offs

_LOST = "lost-"  # before the charge in the row of a claim that was written off


class LimitationPage(ArrearsPage):
    """What expires soon, the earliest first."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._ends: dict[str, ChargeExpiry] = {}
        self._chosen = ""

    def show(self) -> None:
        """List what expires, and say which years have no rest days entered."""
        settings = self.settings
        found = self.expiring
        lost = lost_expiring(self.session.connection, self._given_up(), settings.calendar, self.today)
        ends = [(str(each.charge.charge_id), each) for each in found]
        ends += [(f"{_LOST}{each.charge.charge_id}", each) for each in lost]
        self._ends = dict(sorted(ends, key=lambda end: end[1].expiry.day))
        columns = (
            PageColumn("unit", self.w("Unit"), 90, 1), PageColumn("owner", self.w("Owner"), 90, 1),
            PageColumn("item", self.w("Fee item"), 110, 1), PageColumn("period", self.w("Period"), 90, 1),
            PageColumn("open", self.w("Open"), 100, 0, "right"), PageColumn("end", self.w("Expires"), 104),
            PageColumn("moved", self.w("Working day"), 104),
        )  # fmt: skip
        rows = tuple(
            PageRow(key, self._cells(key, each), each.expiry.day < self.today) for key, each in self._ends.items()
        )
        total = sum(each.charge.open for each in found)
        facts = (
            (self.w("Claims that expire"), formats.count(len(found))), (self.w("Open"), self.symbol(total)),
            (self.w("Written off"), self.symbol(sum(each.charge.open for each in lost))),
            (self.w("Years entered"), self._years(settings.calendar)),
        )  # fmt: skip
        commands = (
            PageCommand("R", self.w("Rest days of a year")), PageCommand("F", self.w("Rest days from a table")),
            PageCommand("T", self.w("Take a payment")),
        )  # fmt: skip
        empty = (
            self.w("Nothing expires within 90 days"),
            self.w("Each charge expires three years after its due day, or after a proved demand."),
        )
        text = self.w("Counted for each charge from its due day, the most careful way. Muted lines are over.")
        self.view.show_page(Page(self.w("Limitation"), text, columns, rows, commands, empty, facts))

    def selected(self, row_id: str) -> None:
        """Say why a claim expires when it does."""
        self._chosen = row_id
        each = self._ends.get(row_id)
        if each is not None:
            self.view.explain(each.unit.code, limitation_text(self, each, lost=row_id.startswith(_LOST)))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if key == "T" and self._chosen in self._ends:
            self.places.take_payment(self._ends[self._chosen].unit.id)
        elif key in "RF" and self.may(Act.CHANGE_SETTINGS):
            (ask_year if key == "R" else ask_table)(self)

    def _given_up(self) -> list[Owing]:
        """The units of which something is written off, whether or not they owe anything else."""
        connection = self.session.connection
        found = (owing_unit(connection, unit, self.today, self.settings) for unit, _sum in write_offs.units(connection))
        return [each for each in found if each is not None]

    def _cells(self, key: str, each: ChargeExpiry) -> tuple[str, ...]:
        item = item_name(each.charge, self.session.words)
        return (
            each.unit.code, each.owner or "–",
            self.w("{item} (written off)", item=item) if key.startswith(_LOST) else item, each.charge.period,
            self.money(each.charge.open), each.expiry.day.isoformat(), self._moved(each.expiry.moved),
        )  # fmt: skip

    def _moved(self, day: date | None) -> str:
        return day.isoformat() if day else self.w("not entered")

    def _years(self, calendar: Calendar) -> str:
        return self.w(", ").join(str(year) for year in sorted(calendar)[-3:]) or self.w("none")
