"""Arrears, page 1: who owes what since when by age, how they pay, what is next; filters; the card of one owner."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

from counter.desk.owing import Owing
from counter.presenters.arrears_card import ArrearsCard
from counter.presenters.arrears_last_contact import last_contact
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.pay_view import Asked
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.arrears import Segment
from counter.rules.money import parse_amount
from counter.words import formats
from counter.words.arrears_reasons import next_step, why
from counter.words.arrears_terms import PROMISES, SEGMENTS
from counter.words.terms import term
from db.queries import registers

# The last day of each age of a debt, in days overdue.
AGES = (30, 90, 365)
Test = Callable[[Owing], bool]


class ArrearsList(ArrearsPage):
    """The list of who owes, and from it the card of one owner."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._card = ArrearsCard(session, view, places, self._back)
        self._on_card = False
        self._every: list[Owing] = []
        self._units: dict[str, Owing] = {}
        self._building = self._chosen = ""
        self._least = 0
        self._filters: dict[str, tuple[str, Test]] = {}

    @property
    def on_card(self) -> bool:
        """Whether the card of one owner is shown."""
        return self._on_card

    def show(self) -> None:
        """List who owes, or show the card at hand."""
        if self._on_card:
            self._card.show()
            return
        every = [debtor for each in self.owing for debtor in each.by_debtor()]
        shown = [each for each in every if self._passes(each)]
        self._every = every
        self._units = {each.id: each for each in shown}
        columns = (
            PageColumn("unit", self.w("Unit"), 84, 1), PageColumn("owner", self.w("Owner"), 70, 2),
            PageColumn("open", self.w("Open"), 88, 0, "right"),
            PageColumn("age0", self.w("to {n} days", n=AGES[0]), 78, 0, "right"),
            PageColumn("age1", self.w("to {n} days", n=AGES[1]), 78, 0, "right"),
            PageColumn("age2", self.w("to {n} days", n=AGES[2]), 84, 0, "right"),
            PageColumn("age3", self.w("older"), 84, 0, "right"),
            PageColumn("contact", self.w("Last contact"), 190, 3, yields=True),
            PageColumn("segment", self.w("Pays how"), 92, 1), PageColumn("next", self.w("Next"), 104, 1),
        )  # fmt: skip
        rows = tuple(
            PageRow(key, self._cells(each), each.verdict.hold is not None) for key, each in self._units.items()
        )
        commands = (
            PageCommand("F", self.w("Filter")), PageCommand("B", self.w("Building")),
            PageCommand("M", self.w("At least")), PageCommand("X", self.w("Show everybody")),
            PageCommand("T", self.w("Take a payment")),
        )  # fmt: skip
        empty = (self.w("Nobody here owes anything"), self.w("Charges that are not paid by their due day stand here."))
        self.view.show_page(
            Page(
                self.w("Arrears"),
                self._told(shown, len(every)),
                columns,
                rows,
                commands,
                empty,
                self._facts(every),
            )
        )

    def selected(self, row_id: str) -> None:
        """Say why an owner gets the next step."""
        if self._on_card:
            self._card.selected(row_id)
        elif (found := self._units.get(row_id)) is not None:
            self._chosen = row_id
            step = next_step(found.verdict, self.session.words)
            title = self.w("{unit}: why “{step}”?", unit=found.unit.code, step=step)
            self.view.explain(title, why(found.verdict, self.session.words, self.session.currency))

    def opened(self, row_id: str) -> None:
        """Open the card of an owner."""
        if self._on_card:
            self._card.opened(row_id)
        elif row_id in self._units:
            self._on_card = True
            left = self._units[row_id].left
            self._card.open_unit(self._units[row_id].unit.id, left.person_id if left else 0)

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if self._on_card:
            self._card.pressed(key)
        elif key == "F":
            self._ask_filter()
        elif key == "B":
            self._ask_building()
        elif key == "M":
            field = Asked("least", self.w("At least"), "", True)
            self.ask(self.w("Who owes at least how much?"), "", self.w("Show"), (field,), self._take_least)
        elif key == "X":
            self._building, self._least, self._filters = "", 0, {}
            self.show()
        elif key == "T" and self._chosen in self._units:
            self.places.take_payment(self._units[self._chosen].unit.id)

    def _back(self) -> None:
        self._on_card = False
        self.show()

    def _passes(self, found: Owing, but: str = "") -> bool:
        """Whether a unit is shown; but: a kind of filter that is left out of account."""
        owed = found.debtor.overdue + found.debtor.frozen
        in_building = not self._building or found.unit.building == self._building
        return (
            in_building
            and owed >= self._least
            and all(test(found) for kind, (_name, test) in self._filters.items() if kind != but)
        )

    def _cells(self, found: Owing) -> tuple[str, ...]:
        sums = ages(found, self.today)
        owner = found.owner.name or "–" if found.owner else "–"
        owner = self.w("{name}, left", name=owner) if found.left else owner
        return (
            found.unit.code, owner, self.money(sum(sums)), *(self.money(each) if each else "" for each in sums),
            last_contact(found, self.today, self.session.words),
            term(found.verdict.segment.value, SEGMENTS, self.session.words),
            next_step(found.verdict, self.session.words),
        )  # fmt: skip

    def _told(self, shown: list[Owing], every: int) -> str:
        parts = [self.w("Building {name}", name=self._building)] if self._building else []
        if self._least:
            parts.append(self.w("at least {amount}", amount=self.money(self._least)))
        parts += [name for name, _test in self._filters.values()]
        if not parts:
            return self.w("Enter opens the card of an owner; page 2 makes the letters.")
        filters = self.w(", ").join(parts)
        total = sum(sum(ages(each, self.today)) for each in shown)
        return self.w("{shown} of {every} units with {amount} open: {filters}", shown=formats.count(len(shown)),
                      every=formats.count(every), amount=self.symbol(total), filters=filters)  # fmt: skip

    def _facts(self, every: list[Owing]) -> tuple[tuple[str, str], ...]:
        whole = self.owing
        running = sum(each.state == "running" for unit in whole for each in unit.promises)
        due = sum(each.verdict.hold is None for each in every)
        total = sum(each.debtor.overdue + each.debtor.frozen for each in whole)
        return (
            (self.w("Units that owe"), formats.count(sum(bool(e.debtor.overdue or e.debtor.frozen) for e in whole))),
            (self.w("Overdue"), self.symbol(total)), (self.w("Letters due"), formats.count(due)),
            (self.w("Promises running"), formats.count(running)),
            (self.w("Expiring in 90 days"), formats.count(len({each.unit.id for each in self.expiring}))),
        )  # fmt: skip

    def _ask_filter(self) -> None:
        """First what to go by, then which; what is chosen of several kinds holds together."""
        kinds: list[tuple[str, str]] = [
            ("due", self.w("a letter is due")), ("age", self.w("how long it is overdue")),
            ("segment", self.w("how the owner pays")), ("promise", self.w("a promise to pay")),
            ("dispute", self.w("something is disputed")), ("steward", self.w("the steward")),
        ]  # fmt: skip
        text = self.w("Several filters hold together; X takes all of them off.")
        self.view.ask(choose(self.w("Show only, by"), text, kinds, self._take_kind))

    def _take_kind(self, kind: str) -> str:
        options = self._options(kind)
        if len(options) == 1:
            return self._take_filter((kind, *options[0]))
        choices = [((kind, name, test), name) for name, test in options[:9]]
        if choices:
            self.view.ask(choose(self.w("Show only"), "", choices, self._take_filter))
        else:
            self.view.say("plain", self.w("No unit in the list has a steward."))
        return ""

    def _options(self, kind: str) -> list[tuple[str, Test]]:
        words = self.session.words
        if kind == "age":
            return [
                (self.w("overdue for more than {n} days", n=days), partial(_older, days)) for days in (*AGES, 3 * 365)
            ]
        if kind == "segment":
            count = Counter(each.verdict.segment for each in self._every if self._passes(each, kind))
            return [(term(each.value, SEGMENTS, words), partial(_pays, each)) for each in Segment if count[each]]
        if kind == "promise":
            states = ("running", "kept", "broken", "renewed")
            return [
                (self.w("a promise: {state}", state=term(each, PROMISES, words)), partial(_promised, each))
                for each in states
            ]
        if kind == "steward":
            found = (each for each in self._every if self._passes(each, kind))
            ids = sorted({each.unit.steward_id for each in found if each.unit.steward_id})
            people = ((each, registers.person(self.session.connection, each)) for each in ids)
            return [
                (self.w("Steward {name}", name=person.name or "–"), partial(_steward, each))
                for each, person in people if person
            ]  # fmt: skip
        if kind == "dispute":
            return [(self.w("something is disputed"), lambda each: bool(each.frozen))]
        return [(self.w("a letter is due"), lambda each: each.verdict.hold is None)]

    def _take_filter(self, chosen: tuple[str, str, Test]) -> str:
        kind, name, test = chosen
        self._filters[kind] = (name, test)
        self.show()
        return ""

    def _ask_building(self) -> None:
        every = self.owing
        names = sorted({each.unit.building for each in every})
        if len(names) > 9:
            field = Asked("building", self.w("Building"), self._building)
            self.ask(
                self.w("Which building?"),
                "",
                self.w("Show"),
                (field,),
                lambda v: self._take_building(v["building"].strip()),
            )
        elif names:
            options = [(name, name or "–") for name in names]
            self.view.ask(choose(self.w("Which building?"), "", options, self._take_building))

    def _take_building(self, name: str) -> str:
        self._building = name
        self.show()
        return ""

    def _take_least(self, values: dict[str, str]) -> str:
        try:
            self._least = parse_amount(values["least"])
        except ValueError as error:
            return self.session.sentence(error)
        self.show()
        return ""


def _older(days: int, found: Owing) -> bool:
    return found.debtor.days > days


def _promised(state: str, found: Owing) -> bool:
    return any(each.state == state for each in found.promises)


def _steward(person_id: int, found: Owing) -> bool:
    return found.unit.steward_id == person_id


def _pays(segment: Segment, found: Owing) -> bool:
    return found.verdict.segment is segment


def ages(found: Owing, today: date) -> tuple[int, int, int, int]:
    """Return what is overdue of a unit by age, disputed charges included, the youngest first; minor units."""
    sums = [0, 0, 0, 0]
    for charge in (*found.lines, *found.frozen):
        days = (today - date.fromisoformat(charge.due)).days
        sums[sum(days > each for each in AGES)] += charge.open
    return sums[0], sums[1], sums[2], sums[3]
