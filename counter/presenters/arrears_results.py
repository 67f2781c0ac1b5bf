"""Arrears, page 7: what the letters brought in within thirty days against their cost, by step, segment, way or day."""

from typing import get_args

from counter.desk.letter_results import DAYS, SMS, Group, Result, results
from counter.desk.message_settings import load_message_settings
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.words import formats
from counter.words.arrears_terms import METHODS, SEGMENTS, STEPS
from counter.words.terms import term

GROUPS: tuple[Group, ...] = get_args(Group)
_BAR = 10  # signs of a full bar


class ResultsPage(ArrearsPage):
    """A line for each group of letters, with a bar of what came in."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._group: Group = "step"
        self._found: list[Result] = []

    def show(self) -> None:
        """Show what came in by the group at hand."""
        connection = self.session.connection
        message = load_message_settings(connection, self.today.isoformat()).cost
        found = results(connection, self._group, self.settings.costs, message)
        columns = (
            PageColumn("name", self._title(self._group), 120, 2),
            PageColumn("letters", self.w("Letters"), 60, 0, "right"),
            PageColumn("demanded", self.w("Demanded"), 100, 0, "right"),
            PageColumn("received", self.w("Brought in"), 100, 0, "right"),
            PageColumn("share", self.w("percent"), 72, 0, "right"),
            PageColumn("bar", self.w("Picture"), 130, 1), PageColumn("cost", self.w("Cost"), 84, 0, "right"),
            PageColumn("signed", self.w("Signed for"), 66, 0, "right"),
        )  # fmt: skip
        self._found = found
        rows = tuple(PageRow(each.name or "-", self._cells(each)) for each in found)
        letters, demanded = sum(each.letters for each in found), sum(each.demanded for each in found)
        received = sum(each.received for each in found)
        cost = sum(each.cost for each in found)
        facts = (
            (self.w("Letters sent"), formats.count(letters)), (self.w("Demanded"), self.symbol(demanded)),
            (self.w("Brought in by letters"), self.symbol(received)),
            (self.w("Brought in, percent"), formats.percent(received, demanded) if demanded else "–"),
            (self.w("Cost in all"), self.symbol(cost)),
        )  # fmt: skip
        text = self.w(
            "Received on the charges of each letter within {days} days, with the newest letter before the payment.",
            days=DAYS,
        )
        empty = (self.w("No letter was sent yet"), self.w("What letters bring in stands here."))
        commands = (PageCommand("G", self.w("Group otherwise")),)
        self.view.show_page(Page(self.w("Results"), text, columns, rows, commands, empty, facts))

    def selected(self, row_id: str) -> None:
        """Say what one fen spent brought in, and what was settled whole."""
        found = next((each for each in self._found if (each.name or "-") == row_id), None)
        if found is None:
            self.view.explain("", "")
            return
        told = self.w(
            "{settled} of {letters} letters were settled whole. {received} came in for {cost} spent.",
            settled=formats.count(found.settled), letters=formats.count(found.letters),
            received=self.symbol(found.received), cost=self.symbol(found.cost),
        )  # fmt: skip
        self.view.explain(self._name(found), told)

    def pressed(self, key: str) -> None:
        """Ask by what the letters are grouped."""
        options = [(group, self._title(group)) for group in GROUPS]
        self.view.ask(choose(self.w("Group the letters by"), "", options, self._take))

    def _take(self, group: Group) -> str:
        self._group = group
        self.show()
        return ""

    def _title(self, group: Group) -> str:
        return {
            "step": self.w("Letter"), "segment": self.w("Pays how"), "method": self.w("How delivered"),
            "day": self.w("Date"),
        }[group]  # fmt: skip

    def _cells(self, each: Result) -> tuple[str, ...]:
        filled = -(-_BAR * min(each.received, each.demanded) // each.demanded) if each.demanded else 0
        share = formats.percent(each.received, each.demanded) if each.demanded else "–"
        return (
            self._name(each), formats.count(each.letters), self.money(each.demanded), self.money(each.received), share,
            "█" * filled + "░" * (_BAR - filled), self.money(each.cost), formats.count(each.signed),
        )  # fmt: skip

    def _name(self, each: Result) -> str:
        if each.name == SMS:
            return self.w("Text message")
        names = {"step": STEPS, "segment": SEGMENTS, "method": METHODS, "day": {}}[self._group]
        return term(each.name, names, self.session.words) if each.name else self.w("not noted yet")
