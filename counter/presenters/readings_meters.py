"""Putting a meter in and replacing one, asked from the page of readings."""

from collections.abc import Callable
from datetime import date
from functools import partial

from counter.desk.meters import install_meter
from counter.desk.reading_list import Stop
from counter.desk.replace_meter import replace_meter
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.readings_words import reading, thousandths
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView
from counter.presenters.unit_named import not_one_unit, unit_named
from counter.rules.metering import MULTIPLIER_SCALE
from db.queries.registers import FeeItemRow, MeterRow


class MeterForms:
    """The two forms; done is called after something was saved."""

    def __init__(self, session: Session, view: PageView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def replace(self, stop: Stop, period: str) -> None:
        """Ask for the last reading of a meter and the number and first reading of the next one."""
        w = self._session.words
        code = stop.unit.code if stop.unit is not None else w("shared")
        before = reading(stop.before.value) if stop.before is not None else "0"
        fields = (
            Asked("last", w("Last reading of the old meter"), "", True), Asked("serial", w("Number of the new meter")),
            Asked("start", w("What the new meter shows"), "0", True),
            Asked("on", w("Day of the change"), self._session.today().isoformat()),
        )  # fmt: skip
        text = w("The month {period} is billed by both meters. The old one showed {before} before.",
                 period=period, before=before)  # fmt: skip
        take = partial(self._replaced, stop.meter, period, self._session.new_request())
        self._view.ask(Form(w("Meter of {unit} replaced", unit=code), text, w("Save"), take, fields))

    def _replaced(self, old: MeterRow, period: str, request: str, values: dict[str, str]) -> str:
        last, start = thousandths(values["last"]), thousandths(values["start"])
        day = _day(values["on"])
        wrong = self._wrong(day, last, start)
        if wrong or last is None or start is None or day is None:
            return wrong
        session = self._session
        try:
            replace_meter(
                session.books, old, last, values["serial"], start, on=day, period=period, request_id=request,
                staff=session.person,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        return self._saved(session.words("Saved; the new meter is read from now on."))

    def put_in(self, item: FeeItemRow, name: str, period: str) -> None:
        """Ask for a unit and its first meter of an item."""
        w = self._session.words
        fields = (
            Asked("unit", w("Unit")), Asked("serial", w("Number of the meter")),
            Asked("start", w("What it shows"), "0", True), Asked("times", w("Multiplier"), "1", True),
            Asked("over", w("Starts over at (empty: never)"), "", True),
            Asked("on", w("Put in on"), self._session.today().isoformat()),
        )  # fmt: skip
        text = w("It is read from {period} on.", period=period)
        take = partial(self._put_in, item, period, self._session.new_request())
        self._view.ask(Form(w("A meter for {item}", item=name), text, w("Save"), take, fields))

    def _put_in(self, item: FeeItemRow, period: str, request: str, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        unit_id = unit_named(session, values["unit"])
        if unit_id is None:
            return not_one_unit(session, values["unit"])
        start, times, over = thousandths(values["start"]), thousandths(values["times"]), thousandths(values["over"])
        day = _day(values["on"])
        wrong = self._wrong(day, start, times)
        if not wrong and values["over"] and over is None:
            wrong = w("A reading has figures and at most three decimals, for example 115.5.")
        if wrong or start is None or day is None:
            return wrong
        row = MeterRow(
            0, unit_id, item.id, values["serial"].strip() or None, over or 0, times or MULTIPLIER_SCALE,
            day.isoformat(), None,
        )  # fmt: skip
        try:
            install_meter(session.books, row, start, period=period, request_id=request, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        return self._saved(w("The meter is put in."))

    def _wrong(self, day: date | None, *figures: int | None) -> str:
        w = self._session.words
        if None in figures:
            return w("A reading has figures and at most three decimals, for example 115.5.")
        return "" if day is not None else w("Write the day as 2026-11-23.")

    def _saved(self, text: str) -> str:
        self._session.on_commit()
        self._done()
        self._view.say("saved", text)
        return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
