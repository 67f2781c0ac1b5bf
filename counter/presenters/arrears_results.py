"""Arrears, page 7: what the letters brought in against their cost, in a table and a picture, by one thing at a time."""

from dataclasses import astuple

from counter.desk.letter_results import DAYS, Group, Result, Results, grouped
from counter.desk.print_letter_results import PARTS, lines, print_letter_results, results_on, spans, total_line
from counter.papers.letter_results import (
    Line,
    cost_bars,
    demanded_bars,
    line_cells,
    rule_words,
    span_bars,
)
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PagePicture, PageRow, PageView
from counter.words import formats
from counter.words.arrears_results import AFTER, TITLES
from printing.blocks import Bars


class ResultsPage(ArrearsPage):
    """G the next grouping, C turns the picture to the cost, D or Enter on a day shows the letters of that day alone."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._by: Group | str = "step"
        self._only, self._costs = "", False
        self._found = Results((), 0)
        self._groups: dict[str, tuple[str, Result]] = {}

    def show(self) -> None:
        """Read the books and show what came in by the grouping at hand."""
        self._found = results_on(self.session.connection, self.today.isoformat(), self._only)
        self._groups = {}
        if self._by == AFTER:
            self._show_days()
        else:
            self._show_groups()

    def selected(self, row_id: str) -> None:
        """Say what was settled whole, and what it cost."""
        if row_id not in self._groups:
            if self._by == AFTER:
                self.view.explain(self.w("How it is counted"), rule_words(DAYS, self.session.words))
            else:
                self.view.explain("", "")
            return
        name, each = self._groups[row_id]
        told = self.w(
            "{settled} of {letters} letters were settled whole, {signed} were signed for. {received} came in for "
            "{cost} spent.",
            settled=formats.count(each.settled), letters=formats.count(each.letters),
            signed=formats.count(each.signed), received=self.symbol(each.received), cost=self.symbol(each.cost),
        )  # fmt: skip
        self.view.explain(name, told)

    def opened(self, row_id: str) -> None:
        """Show the letters of a day alone."""
        if self._by == "day" and row_id in self._groups:
            self._only, self._by = row_id, "step"
            self.show()

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if key == "P":
            self._print()
            return
        if key == "G":
            order = [*PARTS, AFTER]
            self._by = order[(order.index(self._by) + 1) % len(order)]
        elif key == "C":
            self._costs = not self._costs
        elif key == "D":
            self._ask_day()
            return
        self.show()

    def _ask_day(self) -> None:
        w = self.session.words
        every = results_on(self.session.connection, self.today.isoformat())
        days = [(each.name, each.name) for each in grouped(every, "day")]
        self.view.ask(choose(w("The letters of which day?"), "", [("", w("Every day")), *days], self._take_day))

    def _take_day(self, day: str) -> str:
        self._only = day
        self.show()
        return ""

    def _show_groups(self) -> None:
        w, by = self.session.words, self._by
        found = lines(self._found, by, w)  # type: ignore[arg-type]
        self._groups = {
            each.name or "-": (line.name, each)
            for each, line in zip(grouped(self._found, by), found, strict=True)  # type: ignore[arg-type]
        }
        columns = (
            PageColumn("name", w(TITLES[by]), 120, 2), PageColumn("letters", w("Letters"), 60, 0, "right"),
            PageColumn("arrived", w("Arrived"), 66, 0, "right"),
            PageColumn("demanded", w("Demanded"), 100, 1, "right"),
            PageColumn("received", w("Brought in"), 100, 1, "right"),
            PageColumn("share", w("percent"), 72, 0, "right"), PageColumn("cost", w("Cost"), 84, 1, "right"),
            PageColumn("per", w("For each 1 spent"), 84, 0, "right"),
        )  # fmt: skip
        rows = tuple(
            PageRow(key, (line.name, *line_cells(line))) for key, line in zip(self._groups, found, strict=True)
        )
        self._show(columns, rows, self._bars(found))

    def _bars(self, found: tuple[Line, ...]) -> Bars:
        w = self.session.words
        if self._costs:
            return cost_bars("", found, w("blue: what it cost"), w)
        return demanded_bars("", found, w("whole bar: demanded; blue: brought in"))

    def _show_days(self) -> None:
        w = self.session.words
        found = spans(self._found, w) if self._found.outcomes else ()
        columns = (
            PageColumn("name", w(TITLES[AFTER]), 180, 2), PageColumn("letters", w("Letters"), 80, 0, "right"),
            PageColumn("received", w("Brought in"), 120, 1, "right"),
            PageColumn("by_then", w("By then in all"), 120, 1, "right"),
            PageColumn("share", w("percent"), 90, 0, "right"),
        )  # fmt: skip
        demanded = total_line(self._found).demanded
        rows = tuple(
            PageRow(each.name, (each.name, formats.count(each.letters), self.money(each.received),
                                self.money(each.by_then), formats.percent(each.by_then, demanded)))
            for each in found
        )  # fmt: skip
        if found and not self._only:
            otherwise = (w("otherwise, no letter's doing"), "", self.money(self._found.otherwise), "", "")
            rows = (*rows, PageRow("otherwise", otherwise, muted=True))
        self._show(columns, rows, span_bars("", found, w("whole bar: by then in all; blue: within these days")))

    def _show(self, columns: tuple[PageColumn, ...], rows: tuple[PageRow, ...], picture: Bars) -> None:
        w, total = self.session.words, total_line(self._found)
        facts = (
            (w("Letters sent"), formats.count(total.letters)), (w("Demanded"), self.symbol(total.demanded)),
            (w("Brought in by letters"), self.symbol(total.received)),
            (w("Brought in, percent"), formats.percent(total.received, total.demanded)),
            (w("Cost in all"), self.symbol(total.cost)),
        )  # fmt: skip
        turn = w("Picture: what came in") if self._costs else w("Picture: cost against income")
        commands = (
            PageCommand("G", w("Group otherwise")), *(() if self._by == AFTER else (PageCommand("C", turn),)),
            PageCommand("D", self._only or w("Every day")), PageCommand("P", w("Print the report"), True),
        )  # fmt: skip
        title = w("Results of the letters of {day}", day=self._only) if self._only else w("Results")
        text = w(
            "Each payment counts once, with whatever arrived last within {days} days before it. Enter on a day shows "
            "its letters alone.",
            days=DAYS,
        )
        empty = (w("No letter was sent yet"), w("What letters bring in stands here."))
        shown = PagePicture([astuple(bar) for bar in picture.bars], picture.legend) if rows else None
        self.view.show_page(Page(title, text, columns, rows, commands, empty, facts, picture=shown))

    def _print(self) -> None:
        session = self.session
        try:
            title = print_letter_results(
                session.books, self._only, request_id=session.new_request(), person=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self.failed(error)
            return
        session.on_commit()
        self.view.say("plain", self.w("{title} is being printed.", title=title))
