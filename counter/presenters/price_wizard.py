"""A price that does not stand in the list yet: which item, what kind, for whom, and what the kind needs."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from counter.desk.change_prices import checked_terms, save_item
from counter.desk.deposit_kinds import METHODS, items, new_item
from counter.presenters.pay_view import Asked
from counter.presenters.price_words import COUNTED, KINDS
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose, whole
from counter.presenters.settings_page import PageView
from counter.presenters.unit_named import not_one_unit, unit_named
from counter.presenters.units_words import UNIT_KINDS
from counter.rules.money import parse_amount
from counter.words.terms import METER_UNITS, WEIGHTS
from db.chain import canonical
from db.queries import registers
from db.queries.deposits import CYCLE
from db.queries.registers import FeeItemRow, TariffRow

_CHOICES = 6  # more would not fit the smallest window; the seventh key shows the next ones
_TRIED_PRICE = 10_000  # one yuan, until the price is typed
_DEPOSIT = -1  # the choice of a new kind of deposit
_FUND = -2  # the choice of the maintenance fund's first deposit
_EMPTY = TariffRow(0, 0, None, None, "", 0, "", None, None, None, None, None)


class PriceWizard:
    """Asks one thing after the other; done gets the row that is to be priced. Nothing is saved but a new item."""

    def __init__(self, session: Session, view: PageView, done: Callable[[TariffRow], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self) -> None:
        """Ask for the item."""
        w = self._session.words
        chinese = w.language == "zh_CN"
        known = [i for i in registers.fee_items(self._session.connection) if not i.closed or i.cycle == CYCLE]
        options: list[tuple[Any, str]] = [(i.id, i.name_zh if chinese else i.name_en) for i in known]
        new = [(0, w("A new fee item")), (_DEPOSIT, w("A new kind of deposit"))]
        if all(item.fund != "maintenance" for item in known):
            options.append((_FUND, w("The first deposit of the maintenance fund")))
        self._choose(w("A price for which fee item?"), [*new, *options], self._item)

    def _choose(
        self, title: str, options: Sequence[tuple[Any, str]], take: Callable[[Any], str], first: int = 0
    ) -> None:
        """Ask a choice of any length: the last key shows the next ones."""
        w, rest = self._session.words, len(options) - first
        if rest <= _CHOICES + 1:
            self._view.ask(choose(title, "", options[first:], take))
            return
        more = object()

        def taken(value: Any) -> str:
            if value is not more:
                return take(value)
            self._choose(title, options, take, first + _CHOICES)
            return ""

        self._view.ask(choose(title, "", [*options[first : first + _CHOICES], (more, w("More"))], taken))

    def _item(self, item_id: int) -> str:
        w = self._session.words
        if item_id == _DEPOSIT:
            named = (Asked("zh", w("Name in Chinese")), Asked("en", w("Name in English")))
            text = w("For each kind of work that asks another sum, one kind; its price proposes the sum at the window.")
            take = partial(self._new_deposit, self._request())
            self._view.ask(Form(w("A new kind of deposit"), text, w("Go on"), take, named))
            return ""
        if item_id == _FUND:
            row = FeeItemRow(0, "住宅专项维修资金", "Maintenance fund", "maintenance", self._next_rank(), 1, 28, 0, 0)
            return self._save(row, self._request(), "once")
        if item_id:
            self._ask_kind(_EMPTY._replace(item_id=item_id))
            return ""
        fields = (
            Asked("zh", w("Name in Chinese")), Asked("en", w("Name in English")),
            Asked("months", w("Billed for how many months"), "1", True), Asked("due", w("Due on the day"), "28", True),
            Asked("after", w("Months after the period"), "0"),
        )  # fmt: skip
        text = w("Months after the period's last month; below 0 the period is billed in advance.")
        self._view.ask(Form(w("A new fee item"), text, w("Go on"), partial(self._new_item, self._request()), fields))
        return ""

    def _request(self) -> str:
        return self._session.new_request()

    def _new_item(self, request: str, values: dict[str, str]) -> str:
        w = self._session.words
        zh, en = values["zh"].strip(), values["en"].strip()
        months, due = whole(values["months"], range(1, 13)), whole(values["due"], range(1, 32))
        after = whole(values["after"], range(-12, 13))
        if not (zh or en) or months is None or due is None or after is None:
            return w("Give a name, 1 to 12 months, a day of 1 to 31, and whole months after the period.")
        row = FeeItemRow(0, zh or en, en or zh, "operating", self._next_rank(), months, due, after, 0)
        return self._save(row, request)

    def _new_deposit(self, request: str, values: dict[str, str]) -> str:
        zh, en = values["zh"].strip(), values["en"].strip()
        if not (zh or en):
            return self._session.words("Give it a name.")
        return self._save(new_item(zh or en, en or zh, self._next_rank()), request)

    def _next_rank(self) -> int:
        return max((item.rank for item in registers.fee_items(self._session.connection)), default=0) + 1

    def _save(self, row: FeeItemRow, request: str, kind: str = "") -> str:
        """Save a new item and go on to its price; kind: of that price, where only one makes sense."""
        session = self._session
        try:
            item_id = save_item(session.books, row, request_id=request, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        if kind:
            return self._kind(_EMPTY._replace(item_id=item_id), kind)
        self._ask_kind(_EMPTY._replace(item_id=item_id))
        return ""

    def _ask_kind(self, row: TariffRow) -> None:
        w = self._session.words
        own = {item.id for item in items(self._session.connection)}
        methods = METHODS if row.item_id in own else tuple(KINDS)
        self._choose(w("How is it priced?"), [(kind, w(KINDS[kind])) for kind in methods], partial(self._kind, row))

    def _kind(self, row: TariffRow, kind: str) -> str:
        w = self._session.words
        options: list[tuple[Any, str]] = [(each, w(UNIT_KINDS[each])) for each in UNIT_KINDS]
        self._choose(
            w("For whom?"), [*options, ("", w("One unit alone"))], partial(self._whom, row._replace(kind=kind))
        )
        return ""

    def _whom(self, row: TariffRow, unit_kind: str) -> str:
        w = self._session.words
        if unit_kind:
            self._ask_terms(row._replace(unit_kind=unit_kind))
            return ""
        self._view.ask(
            Form(w("For which unit?"), w("It goes before the price of its kind."), w("Go on"),
                 partial(self._unit, row), (Asked("unit", w("Unit")),))
        )  # fmt: skip
        return ""

    def _unit(self, row: TariffRow, values: dict[str, str]) -> str:
        unit_id = unit_named(self._session, values["unit"])
        if unit_id is None:
            return not_one_unit(self._session, values["unit"])
        self._ask_terms(row._replace(unit_id=unit_id))
        return ""

    def _ask_terms(self, row: TariffRow) -> None:
        """Ask what the kind needs besides a price; some need nothing."""
        w = self._session.words
        if row.kind == "area":
            options: list[tuple[Any, str]] = [({}, w("Built area")), ({"size": "inner"}, w("Inner area"))]
            self._choose(w("By which area?"), options, partial(self._with, row))
        elif row.kind == "once":
            same: tuple[dict[str, str], str] = ({}, w("The same for every unit"))
            areas = [({"size": "built"}, w("Built area")), ({"size": "inner"}, w("Inner area"))]
            options = [*areas, same] if self._is_fund(row.item_id) else [same, *areas]
            self._choose(w("By which area?"), options, partial(self._with, row))
        elif row.kind == "each":
            options = [({"of": of}, w(COUNTED[of])) for of in COUNTED]
            self._choose(w("What is counted?"), options, partial(self._with, row))
        elif row.kind == "share":
            options = [({"by": by}, w(WEIGHTS[by])) for by in WEIGHTS]
            self._choose(w("How is the bill shared?"), options, partial(self._shared, row))
        elif row.kind in ("metered", "tiered"):
            options = [({"unit": unit}, w(METER_UNITS[unit])) for unit in METER_UNITS]
            self._choose(w("What does the meter count?"), options, partial(self._metered, row))
        elif row.kind == "formula":
            self._ask_formula(row)
        else:
            self._done(row)

    def _is_fund(self, item_id: int) -> bool:
        items_of_fund = (i.id for i in registers.fee_items(self._session.connection) if i.fund == "maintenance")
        return item_id in items_of_fund

    def _ask_formula(self, row: TariffRow) -> None:
        """Ask for the formula; what cannot be read is said while it is still there to be put right."""
        session, w = self._session, self._session.words

        def taken(values: dict[str, str]) -> str:
            terms = {"formula": values["formula"].strip()}
            try:
                checked_terms("formula", terms, _TRIED_PRICE)
            except Exception as error:
                return session.sentence(error)
            return self._with(row, terms)

        text = w("Names: price, area, inner_area, persons, months, usage, with + − × ÷, brackets, min and max.")
        self._view.ask(Form(w("Which formula?"), text, w("Go on"), taken, (Asked("formula", w("Formula")),)))

    def _with(self, row: TariffRow, terms: dict[str, Any]) -> str:
        self._done(row._replace(terms=canonical(terms) if terms else None))
        return ""

    def _shared(self, row: TariffRow, terms: dict[str, Any]) -> str:
        w = self._session.words
        if terms["by"] != "share":
            return self._with(row, terms)

        def taken(values: dict[str, str]) -> str:
            weight = whole(values["weight"], range(0, 1_000_000))
            return w("A weight is a whole number.") if weight is None else self._with(row, {**terms, "weight": weight})

        self._view.ask(
            Form(w("Which share has each unit?"), "", w("Go on"), taken, (Asked("weight", w("Share"), "1", True),))
        )
        return ""

    def _metered(self, row: TariffRow, terms: dict[str, Any]) -> str:
        w = self._session.words

        def taken(values: dict[str, str]) -> str:
            try:
                loss = parse_amount(values["loss"] or "0")
            except Exception as error:
                return self._session.sentence(error)
            return self._spanned(row, {**terms, **({"loss": loss} if loss else {})})

        field = Asked("loss", w("Loss in per cent"), "0", True)
        self._view.ask(Form(w("Is a loss of the network shared out?"), "", w("Go on"), taken, (field,)))
        return ""

    def _spanned(self, row: TariffRow, terms: dict[str, Any]) -> str:
        w = self._session.words
        if row.kind == "metered":
            return self._with(row, terms)
        options: list[tuple[Any, str]] = [
            ({**terms, "span": "year"}, w("By the calendar year")), (terms, w("By the period that is billed")),
        ]  # fmt: skip
        self._choose(w("How do the bands count?"), options, partial(self._with, row))
        return ""
