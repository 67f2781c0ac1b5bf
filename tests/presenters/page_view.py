"""A page's view that only remembers; long work runs at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from counter.presenters.pay_view import Question
from counter.presenters.settings_page import Page, PageRow, Work


@dataclass
class SeenPage:
    """Remembers the page, its field, the questions and what was said; select tells the presenter as a table does."""

    pages: list[Page] = field(default_factory=list)
    rows: dict[str, PageRow] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    rests: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    entry: tuple[str, str, str] = ("", "", "")
    verdict: tuple[str, bool] = ("", False)
    selected: str = ""
    select: Callable[[str], object] = lambda row_id: None

    def show_page(self, page: Page) -> None:
        self.pages.append(page)
        self.rows = {row.id: row for row in page.rows}
        if self.rows and self.selected not in self.rows:
            self.selected = next(iter(self.rows))
        if self.rows:
            self.select(self.selected)

    def show_row(self, row: PageRow) -> None:
        self.rows[row.id] = row

    def select_row(self, row_id: str) -> None:
        self.selected = row_id
        self.select(row_id)

    def show_entry(self, title: str, text: str, value: str) -> None:
        self.entry = (title, text, value)
        self.verdict = ("", False)

    def judge_entry(self, text: str, *, wrong: bool = False) -> None:
        self.verdict = (text, wrong)

    def explain(self, title: str, text: str) -> None:
        self.told.append(f"{title}: {text}")

    def ask(self, what: Question) -> None:
        self.asked.append(what)

    def ask_secret(self, what: Question) -> None:
        self.asked.append(what)

    def say(self, kind: str, text: str, rest: str = "") -> None:
        self.said.append((kind, text))
        self.rests.append(rest)

    def notice(self, title: str, text: str) -> None:
        self.told.append(text)

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        try:
            result = work(lambda done, total: None, lambda: False)
        except Exception as error:
            failed(error)
        else:
            done(result)

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def column(self, place: int) -> list[str]:
        return [row.cells[place] for row in self.rows.values()]

    @property
    def facts(self) -> dict[str, str]:
        return dict(self.page.facts)
