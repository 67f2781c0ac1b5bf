"""Settings, tab 7: what the meters show, typed down a route; each figure is judged while it is typed."""

from datetime import date

from counter.desk.reading_list import Stop, closes, metered_items, reading_list
from counter.desk.readings import Read, enter_readings
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.readings_meters import MeterForms
from counter.presenters.readings_rows import Draft, history_of, row_of
from counter.presenters.readings_words import doubt_words, judged_stop, quantity, reading, thousandths
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import EntryView, Page, PageColumn, PageCommand, PageRow
from counter.rules.periods import DAY, month_of, parse_month
from counter.rules.permissions import Act
from counter.rules.plausible import REFUSED, Doubt
from db.queries.registers import FeeItemRow

_EARLY = 15  # in the first half of a month the month before is read


class ReadingsPresenter:
    """One item and month at a time; what is typed stays until it is saved, whatever happens meanwhile."""

    def __init__(self, session: Session, view: EntryView) -> None:
        self._session, self._view = session, view
        today = session.today()
        self._period = month_of(today if today.day > _EARLY else today.replace(day=1) - DAY).label
        self._item: FeeItemRow | None = None
        self._stops: dict[str, Stop] = {}
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._chosen = ""
        self._request = session.new_request()
        self._meters = MeterForms(session, view, self.show)

    # The page

    def show(self) -> None:
        """Show the route of the item at hand, or what to do first."""
        w, items = self._session.words, metered_items(self._session.connection)
        if not any(self._item is not None and item.id == self._item.id for item in items):
            self._item = items[0] if items else None
        if self._item is None:
            empty = (w("No fee item is billed by meter"),
                     w("Set a price by meter or by tiers first; the units' meters are put in here then."))  # fmt: skip
            self._view.show_page(Page(w("Readings"), "", (), (), (), empty))
            return
        found = reading_list(self._session.connection, self._item.id, self._period)
        self._stops = {str(stop.meter.id): stop for stop in found}
        columns = (
            PageColumn("unit", w("Unit"), 100, 3), PageColumn("meter", w("Meter"), 80, 2),
            PageColumn("before", w("Last reading"), 96, 1, "right"),
            PageColumn("usual", w("Usual use"), 80, 1, "right"),
            PageColumn("now", w("Reading now"), 100, 1, "right"), PageColumn("used", w("Used"), 80, 1, "right"),
            PageColumn("remark", w("Remark"), 130, 3),
        )  # fmt: skip
        rows = tuple(self._row(row_id) for row_id in self._stops)
        empty = (
            w("No meter is put in"),
            w("A puts a meter into a unit; an import of the estate's workbook brings many."),
        )
        title = w("Readings: {item}, {month}", item=self._item_name(), month=self._period)
        text = w("In the order of the buildings. Type the figures, Enter goes on; nothing typed leaves a meter out.")
        if self._item.months > 1:
            text = f"{self._cycle_words(self._item)} {text}"
        self._view.show_page(Page(title, text, columns, rows, self._commands(), empty, entry=w("Reading now")))

    def _cycle_words(self, item: FeeItemRow) -> str:
        w, last = self._session.words, closes(item, self._period)
        if last == self._period:
            return w("Billed every {n} months: with this month's reading.", n=item.months)
        return w("Billed every {n} months: with the reading of {month}; none is needed now.", n=item.months, month=last)

    def _commands(self) -> tuple[PageCommand, ...]:
        w = self._session.words
        can = self._session.may(Act.CHANGE_REGISTERS)
        changes = (
            PageCommand("F9", w("Save"), True), PageCommand("E", w("Estimated")),
            PageCommand("R", w("Replaced")), PageCommand("A", w("New meter")),
        )  # fmt: skip
        return (*(changes if can else ()), PageCommand("M", w("Month")), PageCommand("I", w("Fee item")))

    def _counts(self) -> str:
        w = self._session.words
        typed = sum(1 for row_id in self._stops if self._draft(row_id).text)
        missing = sum(1 for row_id in self._stops if self._missing(row_id))
        return w("{typed} typed, not saved · {missing} of {all} without a reading", typed=typed, missing=missing,
                 all=len(self._stops))  # fmt: skip

    def _row(self, row_id: str) -> PageRow:
        return row_of(row_id, self._stops[row_id], self._draft(row_id), self._session.words)

    def selected(self, row_id: str) -> None:
        """Say whose meter it is; what is typed for it already stands in the field."""
        self._chosen = row_id
        w, stop = self._session.words, self._stops.get(row_id)
        if stop is None:
            return
        code = stop.unit.code if stop.unit is not None else w("shared")
        title = w("{unit}, meter {serial}", unit=code, serial=stop.meter.serial) if stop.meter.serial else code
        told = f"{history_of(stop, w)}\n{self._counts()}"
        self._view.show_entry(title, told, self._draft(row_id).text)
        self._judge(row_id)

    def opened(self, row_id: str) -> None:
        """Go on with the row, as Enter in the field does."""
        self._chosen = row_id
        self.entered()

    # Typing

    def typed(self, text: str) -> None:
        """Take a change of the figures for the selected meter."""
        if self._chosen not in self._stops:
            return
        draft = self._draft(self._chosen)
        if text != draft.text:
            self._put(self._chosen, Draft(text.strip(), draft.estimated and bool(text.strip())))
            self._view.show_row(self._row(self._chosen))
            self._judge(self._chosen)

    def entered(self) -> None:
        """Enter: go on to the next meter, unless the figures cannot be; doubtful ones want Enter twice."""
        row_id, w = self._chosen, self._session.words
        if row_id not in self._stops:
            return
        draft = self._draft(row_id)
        doubt = self._doubt(row_id)
        if draft.text and (thousandths(draft.text) is None or doubt in REFUSED):
            self._judge(row_id)
            return
        if doubt is Doubt.HIGH and not draft.sure:
            self._put(row_id, draft._replace(sure=True))
            said = doubt_words(doubt, w)
            self._view.judge_entry(w("{doubt}. Enter again, if the meter really shows it.", doubt=said), wrong=True)
            return
        order = list(self._stops)
        place = order.index(row_id) + 1
        if place < len(order):
            self._view.select_row(order[place])
        else:
            self._view.judge_entry(w("This is the last meter. F9 saves what is typed."))

    def _judge(self, row_id: str) -> None:
        w, draft = self._session.words, self._draft(row_id)
        if draft.text and thousandths(draft.text) is None:
            self._view.judge_entry(
                w("A reading has figures and at most three decimals, for example 115.5."), wrong=True
            )
            return
        value = thousandths(draft.text)
        if value is None:
            self._view.judge_entry("")
            return
        stop = self._stops[row_id]
        found = judged_stop(stop, value)
        used = w("used {quantity}", quantity=quantity(stop, found.advance)) if found.advance is not None else ""
        said = "  ·  ".join(each for each in (used, doubt_words(found.doubt, w)) if each)
        self._view.judge_entry(said, wrong=found.doubt in REFUSED or found.doubt is Doubt.HIGH)

    def look_at(self, item_id: int, unit_id: int) -> None:
        """Show the route of an item with the meter of a unit selected, where it stands there."""
        found = [each for each in metered_items(self._session.connection) if each.id == item_id]
        self._item = found[0] if found else self._item
        self.show()
        mine = (row_id for row_id, stop in self._stops.items() if stop.unit is not None and stop.unit.id == unit_id)
        if row_id := next(mine, ""):
            self._view.select_row(row_id)

    # Doing

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if key == "M":
            self._ask_month()
        elif key == "I":
            self._ask_item()
        elif key in ("F9", "E", "R", "A") and not self._session.allows(Act.CHANGE_REGISTERS):
            self._view.say("risk", self._session.words("Your role may look at readings but not enter them."))
        elif key == "F9":
            self._save()
        elif key == "E":
            self._estimate()
        elif key == "R" and self._chosen in self._stops:
            self._meters.replace(self._stops[self._chosen], self._period)
        elif key == "A" and self._item is not None:
            self._meters.put_in(self._item, self._item_name(), self._period)

    def _estimate(self) -> None:
        """Mark what is typed as an estimate, or no longer; with nothing typed the usual use is taken."""
        row_id, w = self._chosen, self._session.words
        stop = self._stops.get(row_id)
        if stop is None:
            return
        draft = self._draft(row_id)
        if draft.text:
            self._put(row_id, draft._replace(estimated=not draft.estimated))
        elif stop.before is None or stop.usual is None:
            self._view.judge_entry(w("Nothing is known to estimate by: type the figures first."), wrong=True)
            return
        else:
            self._put(row_id, Draft(reading(stop.before.value + stop.usual).replace(",", ""), estimated=True))
        self._view.show_row(self._row(row_id))
        self.selected(row_id)

    def _save(self) -> None:
        session, w = self._session, self._session.words
        typed = {row_id: self._draft(row_id) for row_id in self._stops if self._draft(row_id).text}
        wrong = next((row_id for row_id, draft in typed.items() if not self._can_be(row_id, draft)), None)
        if wrong is not None:
            self._view.select_row(wrong)
            self.selected(wrong)
            code = self._row(wrong).cells[0]
            self._view.say("risk", w("The reading of {unit} cannot be; nothing was saved.", unit=code))
            return
        if not typed:
            self._view.say("plain", w("No reading is typed."))
            return
        reads = [Read(int(row_id), thousandths(each.text) or 0, each.estimated) for row_id, each in typed.items()]
        try:
            count = enter_readings(
                session.books, self._period, reads, read_on=self._read_on(), request_id=self._request,
                staff=session.person,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._request = session.new_request()
        for row_id in typed:
            del self._drafts[self._period, row_id]
        session.on_commit()
        self.show()
        missing = sum(1 for row_id in self._stops if self._missing(row_id))
        rest = w.n("{n} meter has no reading yet", "{n} meters have no reading yet", missing) if missing else ""
        self._view.say("saved", w.n("{n} reading saved.", "{n} readings saved.", count), rest)

    def _read_on(self) -> date:
        """Today, but the last day of the month where it is read later."""
        last = parse_month(self._period).last
        return min(last, self._session.today())

    def _ask_month(self) -> None:
        w = self._session.words
        field = Asked("month", w("Month"), self._period, True)
        self._view.ask(
            Form(w("Readings of which month?"), w("For example 2612 for December 2026."), w("Show"),
                 lambda values: self._to_month(values["month"]), (field,))
        )  # fmt: skip

    def _to_month(self, text: str) -> str:
        try:
            self._period = parse_month(text).label
        except Exception as error:
            return self._session.told(error).sentence
        self._request = self._session.new_request()
        self.show()
        return ""

    def _ask_item(self) -> None:
        w, items = self._session.words, metered_items(self._session.connection)
        chinese = w.language == "zh_CN"
        options = [(item, item.name_zh if chinese else item.name_en) for item in items[:7]]
        if options:
            self._view.ask(choose(w("Which fee item is read?"), "", options, self._to_item))

    def _to_item(self, item: FeeItemRow) -> str:
        self._item, self._request = item, self._session.new_request()
        self.show()
        return ""

    def _draft(self, row_id: str) -> Draft:
        return self._drafts.get((self._period, row_id), Draft(""))

    def _put(self, row_id: str, draft: Draft) -> None:
        self._drafts.pop((self._period, row_id), None)
        self._request = self._session.new_request()  # other figures are another wish
        if draft.text:
            self._drafts[self._period, row_id] = draft

    def _can_be(self, row_id: str, draft: Draft) -> bool:
        return thousandths(draft.text) is not None and self._doubt(row_id) not in REFUSED

    def _doubt(self, row_id: str) -> Doubt | None:
        value = thousandths(self._draft(row_id).text)
        return None if value is None else judged_stop(self._stops[row_id], value).doubt

    def _missing(self, row_id: str) -> bool:
        stop = self._stops[row_id]
        return stop.entered is None and not self._draft(row_id).text and not stop.replaced

    def _item_name(self) -> str:
        item = self._item
        if item is None:
            return ""
        return item.name_zh if self._session.words.language == "zh_CN" else item.name_en
