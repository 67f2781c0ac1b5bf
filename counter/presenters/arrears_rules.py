"""Arrears, page 6: the rules of the letters, and their words as they are now; the editor changes those."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from counter.desk.change_settings import change_settings
from counter.desk.letter_settings import (
    CONTACTS,
    COSTS,
    REPLY_DAYS,
    TERMS,
)
from counter.papers.notices import board_notice
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.letter_texts_state import TEXT_IDS, name_of, text_id
from counter.presenters.session import Session
from counter.presenters.settings_knobs import type_in, whole
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.arrears import Terms
from counter.rules.letter_cost import SUMS as COST_SUMS
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.rules.placeholders import filled
from counter.words import LANGUAGES, N_, Words, formats

_TERMS: Mapping[str, str] = {
    "friendly_days": N_("Friendly reminder so many days before the due day"),
    "demand_days": N_("Demand from so many days overdue"),
    "final_days": N_("Final demand from so many days overdue"),
    "least": N_("No letter below"),
    "demand_least": N_("Demand only from"),
    "final_least": N_("Final demand only from"),
    "gap_days": N_("Days between two letters"),
    "call_days": N_("Days for which a call counts"),
    "late_days": N_("Pays how: late from more than so many days"),
    "chronic_periods": N_("Pays how: owes for long from so many periods"),
    "chronic_days": N_("Pays how: owes for long from so many days"),
    "season_least": N_("Pays how: by season from so many late payments in two years"),
    "season_days": N_("Pays how: by season, each late by more than so many days"),
    "season_longest": N_("Pays how: by season, none late by more than so many days"),
    "broken_promises": N_("Pays how: promises often from so many broken promises"),
}
_SUMS = frozenset({"least", "demand_least", "final_least"})
_COUNTS = frozenset({"chronic_periods", "season_least", "broken_promises"})
_COSTS: Mapping[str, str] = {
    "sheet": N_("A sheet of paper, printed"),
    "postage": N_("A registered letter"),
    "hour": N_("An hour of work"),
    "minutes_hand": N_("Minutes for a delivery by hand"),
    "minutes_box": N_("Minutes for one put into the box"),
    "minutes_registered": N_("Minutes for one that is posted"),
    "minutes_call": N_("Minutes for a call"),
}
_CONTACT_WORDS = (N_("How the office is reached, Chinese"), N_("How the office is reached, English"))


class RulesPage(ArrearsPage):
    """Each rule and each text is a line; Enter changes it, the word below shows a text as a real letter would.

    Texts are changed in the editor (counter/presenters/letter_editor.py).
    """

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._words = session.paper_words

    def show(self) -> None:
        """List rules and words."""
        settings = self.settings
        rows = [PageRow(f"term.{key}", (self.w(name), self._term(settings.terms, key))) for key, name in _TERMS.items()]
        days = self.session.words.n("{n} day", "{n} days", settings.reply_days)
        rows.append(PageRow(REPLY_DAYS, (self.w("Days that a letter gives to pay"), days)))
        for key, name in _COSTS.items():
            value = getattr(settings.costs, key)
            shown = self.symbol(value) if key in COST_SUMS else formats.count(value)
            rows.append(PageRow(f"cost.{key}", (self.w("Cost: {what}", what=self.w(name)), shown)))
        for key, name, now in zip(CONTACTS, _CONTACT_WORDS, (settings.contact, settings.contact_en), strict=True):
            rows.append(PageRow(key, (self.w(name), now or "–")))
        words = self.session.words
        rows += [PageRow(f"text.{each}", (name_of(each, words), self._said(*each))) for each in TEXT_IDS]
        columns = (PageColumn("name", self.w("Rule"), 280, 2), PageColumn("value", self.w("Now"), 320, 4))
        commands = (
            PageCommand("E", self.w("Write the letters")), PageCommand("G", self.w("The other language")),
            PageCommand("B", self.w("Notice for the board")),
        )  # fmt: skip
        text = self.w(
            "Enter changes a line. E writes the words of the letters, with a letter beside them as it is printed."
        )
        self.view.show_page(Page(self.w("Rules and words of the letters"), text, columns, tuple(rows), commands))

    def _said(self, part: str, of: str) -> str:
        return " ".join(self.settings.text(part, of, self._words).split("\n"))

    def selected(self, row_id: str) -> None:
        """Show a text as a real letter would say it."""
        kind, _, rest = row_id.partition(".")
        if kind != "text":
            self.view.explain("", "")
            return
        self.view.explain(self.w("As a letter says it"), self._filled(self._said(*text_id(rest))))

    def opened(self, row_id: str) -> None:
        """Ask for a new value."""
        if not self.may(Act.CHANGE_SETTINGS):
            return
        kind, _, rest = row_id.partition(".")
        settings, words = self.settings, self.session.words
        if kind == "term":
            now = getattr(settings.terms, rest)
            shown = self.money(now).replace(",", "") if rest in _SUMS else str(now)
            self.view.ask(type_in(self.w(_TERMS[rest]), "", shown, partial(self._take_term, rest), words, number=True))
        elif kind == "cost":
            now = getattr(settings.costs, rest)
            shown = self.money(now).replace(",", "") if rest in COST_SUMS else str(now)
            self.view.ask(type_in(self.w(_COSTS[rest]), "", shown, partial(self._take_cost, rest), words, number=True))
        elif kind == "text":
            self.places.write_letters(rest, self._words.language)
        elif kind == REPLY_DAYS:
            title = self.w("Days that a letter gives to pay")
            self.view.ask(type_in(title, "", str(settings.reply_days), self._take_days, words, number=True))
        else:
            now = settings.contact if kind == CONTACTS[0] else settings.contact_en
            text = self.w("Address, hours and telephone, in one line.")
            self.view.ask(type_in(self.w(_CONTACT_WORDS[CONTACTS.index(kind)]), text, now,
                                  lambda value: self._change({kind: value.strip()}), words))  # fmt: skip

    def pressed(self, key: str) -> None:
        """Write the words of the letters, turn to those of the other language, or make the notice for the board."""
        if key == "E":
            self.opened("text.opening.reminder")
        elif key == "G":
            other = LANGUAGES[1 - LANGUAGES.index(self._words.language)]
            self._words = Words.load(other)
            self.show()
        elif key == "B":
            self._board()

    def _board(self) -> None:
        """A notice to everybody about nobody: the newest month that is due, no name and no sum."""
        session, words = self.session, self._words
        units = self.owing
        months = sorted({charge.due[:7] for each in units for charge in each.lines})
        paper = board_notice(
            months, self.today.isoformat(), session.office.estate(words.language),
            self.settings.reached(words.language), session.office.seal(words.language), session.office.books_kind,
            words,
        )  # fmt: skip
        self.open_letters(f"notice-{self.today.isoformat()}", [paper], self.today)

    def _term(self, terms: Terms, key: str) -> str:
        value = getattr(terms, key)
        if key in _COUNTS:
            return formats.count(value)
        return self.symbol(value) if key in _SUMS else self.session.words.n("{n} day", "{n} days", value)

    def _filled(self, text: str) -> str:
        """The text with the figures of the first unit that owes."""
        units = self.owing
        found = next((each for each in units if each.lines), None)
        name, unit = (found.owner.name or "" if found and found.owner else ""), found.unit.code if found else "–"
        total = formats.money_with_symbol(found.debtor.overdue if found else 0, self.session.currency)
        today = self.today.isoformat()
        estate = self.session.office.estate(self._words.language)
        count = str(len(found.lines) if found else 0)
        return filled(text, {"name": name, "unit": unit, "estate": estate, "total": total, "day": today,
                             "deadline": today, "count": count})  # fmt: skip

    def _take_term(self, key: str, value: str) -> str:
        try:
            number = parse_amount(value) if key in _SUMS else whole(value, range(0, 3661))
        except ValueError as error:
            return self.session.sentence(error)
        if number is None:
            return self.w("Type a number of days up to 3660.")
        return self._change({TERMS: {**self.settings.terms._asdict(), key: number}})

    def _take_cost(self, key: str, value: str) -> str:
        try:
            number = parse_amount(value) if key in COST_SUMS else whole(value, range(0, 1441))
        except ValueError as error:
            return self.session.sentence(error)
        if number is None:
            return self.w("Type a number of minutes up to 1440.")
        return self._change({COSTS: {**self.settings.costs._asdict(), key: number}})

    def _take_days(self, value: str) -> str:
        number = whole(value, range(1, 91))
        return self.w("Type 1 to 90 days.") if number is None else self._change({REPLY_DAYS: number})

    def _change(self, changes: dict[str, Any]) -> str:
        try:
            change_settings(
                self.session.books, changes, self.today, request_id=self.session.new_request(),
                staff=self.session.person,
            )  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        self.saved(self.w("Saved: it holds from today."))
        return ""
