"""The Cases screen, page 3: what is learnt from a year's cases, counted and pictured, and the causes that came back."""

from collections.abc import Callable
from dataclasses import astuple

from counter.desk.case_year import CaseYear, case_year, cause_name
from counter.desk.print_case_year import print_case_year
from counter.papers.case_year import Named, bars_of, days_words, figure_cells
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PagePicture, PageRow, PageView
from counter.rules.case_figures import By, Cause, figure, figures
from counter.rules.cases import Kind
from counter.words import formats
from counter.words.case_figures import BY, cause_word, key_words
from counter.words.case_words import KINDS, case_word
from db.queries import accounts, case_figures

GoTo = Callable[[str, int, int], None]
"""Leads to a cause: what it is (price, meter, run), which one, of which fee item."""


class CaseFigures:
    """Figures by one thing at a time, G the next; R the causes that came back, Enter leads to them."""

    def __init__(self, session: Session, view: PageView, go_to: GoTo) -> None:
        self._session, self._view, self._go_to = session, view, go_to
        self._by, self._kind, self._causes_shown = By.TOPIC, "", False
        self._year = session.today().year
        self._causes: dict[str, Cause] = {}
        self._numbers: dict[str, tuple[str, str]] = {}

    def show(self) -> None:
        """Count the year's cases as they are now."""
        session = self._session
        found = case_year(session.connection, self._year, session.today(), self._kind)
        if self._causes_shown:
            self._show_causes(found)
        else:
            self._show_figures(found)

    def selected(self, row_id: str) -> None:
        """Say which cases a row is about."""
        self._view.explain(*self._numbers.get(row_id, ("", "")))

    def opened(self, row_id: str) -> None:
        """Go to the price, the meter or the bill run that several cases came from."""
        cause = self._causes.get(row_id)
        if self._causes_shown and cause is not None:
            self._go_to(cause.what, cause.which, cause.item_id)

    def pressed(self, key: str) -> None:
        """Count by the next thing, turn to causes, kind or year, or print the report."""
        if key == "P":
            self._print()
            return
        if key == "R":
            self._causes_shown = not self._causes_shown
        elif key == "G":
            order = list(By)
            self._by = order[(order.index(self._by) + 1) % len(order)]
        elif key == "K":
            kinds = ("", *(kind.value for kind in Kind))
            self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        elif key == "Y":
            self._next_year()
        self.show()

    def back(self) -> None:
        """Esc: from the causes to the figures, then to every kind and this year."""
        if not self._causes_shown:
            self._kind, self._year = "", self._session.today().year
        self._causes_shown = False
        self.show()

    def _next_year(self) -> None:
        """The year before, as far as there are cases; behind the oldest comes this year again."""
        this = self._session.today().year
        years = sorted({this, *case_figures.years(self._session.connection)}, reverse=True)
        self._year = next((year for year in years if year < self._year), this)

    def _show_figures(self, found: CaseYear) -> None:
        session, w = self._session, self._session.words
        items = accounts.item_names(session.connection)
        rows = [Named(key_words(self._by, each.key, items, w), each) for each in figures(found.counted, self._by)]
        self._remember_numbers(found, rows)
        columns = (
            PageColumn("name", w(BY[self._by]), 150, 4), PageColumn("raised", w("Raised"), 60, 1, "right"),
            PageColumn("open", w("Still open"), 70, 1, "right"), PageColumn("resolved", w("Resolved"), 70, 1, "right"),
            PageColumn("rejected", w("Not upheld"), 80, 1, "right"),
            PageColumn("withdrawn", w("Withdrawn"), 76, 1, "right"), PageColumn("days", w("Days"), 56, 1, "right"),
            PageColumn("off", w("Taken off"), 84, 1, "right"), PageColumn("content", w("Content"), 66, 1, "right"),
        )  # fmt: skip
        shown = tuple(PageRow(each.figure.key, (each.name, *figure_cells(each.figure, w))) for each in rows)
        picture = bars_of("", rows, w)
        self._view.show_page(
            Page(
                self._title(), w("Cases raised in the year, as they stand today. Days are those to the answer."),
                columns, shown, self._commands(), self._empty(), self._facts(found),
                picture=PagePicture([astuple(bar) for bar in picture.bars], w("blue: still open")) if rows else None,
            )
        )  # fmt: skip

    def _remember_numbers(self, found: CaseYear, rows: list[Named]) -> None:
        """Which cases stand behind each row, told below the table."""
        numbers: dict[str, list[str]] = {}
        for case, counted in zip(found.raised, found.counted, strict=True):
            for each in figures((counted,), self._by):
                numbers.setdefault(each.key, []).append(case.number)
        w = self._session.words
        self._numbers = {each.figure.key: (each.name, w(", ").join(numbers.get(each.figure.key, ()))) for each in rows}

    def _show_causes(self, found: CaseYear) -> None:
        session, w = self._session, self._session.words
        numbers = {each.id: each.number for each in found.raised}
        self._causes = {f"{each.what}-{each.which}-{each.item_id}": each for each in found.causes}
        columns = (
            PageColumn("what", w("Came back"), 110, 1), PageColumn("which", w("Which one"), 260, 4),
            PageColumn("cases", w("Number of cases"), 70, 1, "right"),
            PageColumn("upheld", w("Taken off"), 100, 1, "right"),
        )  # fmt: skip
        off = {each.id: each.let_off for each in found.raised}
        rows = []
        for row_id, each in self._causes.items():
            name = cause_name(session.connection, each, w)
            self._numbers[row_id] = (name, w(", ").join(numbers[case] for case in each.cases))
            taken = formats.money(sum(off[case] for case in each.cases), session.currency)
            rows.append(PageRow(row_id, (cause_word(each, w), name, formats.count(len(each.cases)), taken)))
        empty = (
            w("No cause came back"),
            w("Where two disputes are about one price, meter or bill run, it stands here."),
        )
        text = w("What more than one dispute of the year is about. Enter goes to the price, the meter or the bill run.")
        self._view.show_page(
            Page(w("{title}: causes that came back", title=self._title()), text, columns, tuple(rows),
                 self._commands(), empty, self._facts(found))
        )  # fmt: skip

    def _title(self) -> str:
        w = self._session.words
        title = w("Cases of {year}", year=self._year)
        return w("{title}: {kind}", title=title, kind=case_word(KINDS, self._kind, w)) if self._kind else title

    def _facts(self, found: CaseYear) -> tuple[tuple[str, str], ...]:
        w, total = self._session.words, figure("", found.counted)
        return (
            (w("Raised"), formats.count(total.cases)), (w("Still open"), formats.count(total.open)),
            (w("Days to the answer"), days_words(total, w)),
            (w("Per 100 households"), formats.scaled(found.per_hundred, 1)),
            (w("Taken off"), formats.money(total.let_off, self._session.currency)),
        )  # fmt: skip

    def _commands(self) -> tuple[PageCommand, ...]:
        w = self._session.words
        count = () if self._causes_shown else (PageCommand("G", w("Count by")),)
        turn = w("Figures") if self._causes_shown else w("Repeated causes")
        return (
            *count, PageCommand("R", turn), PageCommand("K", w("Only one kind")), PageCommand("Y", w("Another year")),
            PageCommand("P", w("Print for the assembly"), True),
        )  # fmt: skip

    def _empty(self) -> tuple[str, str]:
        w = self._session.words
        return w("Nothing to count"), w(
            "No case of the year fits; G counts by something else, Y turns to another year."
        )

    def _print(self) -> None:
        session = self._session
        try:
            title = print_case_year(
                session.books, self._year, kind=self._kind, request_id=session.new_request(), person=session.person,
                till=session.till, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        session.on_commit()
        self._view.say("plain", session.words("{title} is being printed.", title=title))
