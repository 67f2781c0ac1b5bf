"""The bill runs there were, and taking one back: looked at first, with a reason, whole or of some units."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from counter.desk.take_back_bills import TakenBack, preview_take_back, take_back
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.presenters.unit_named import not_one_unit, unit_named
from counter.rules.permissions import Act
from counter.words import dates, formats
from db.queries import billing, registers, tills
from db.queries.billing import Run

_SOME = 12  # units named in a list before “and so on”


class EarlierRuns:
    """The newest runs; changed is called after one was taken back."""

    def __init__(self, session: Session, view: PageView, changed: Callable[[], None]) -> None:
        self._session, self._view, self._changed = session, view, changed
        self._chosen = 0

    def show(self) -> None:
        """Show the runs, the newest on top."""
        w = self._session.words
        runs, back = billing.earlier_runs(self._session.connection), billing.taken_back(self._session.connection)
        columns = (
            PageColumn("at", w("Posted"), 130, 2), PageColumn("months", w("Months"), 110, 2),
            PageColumn("count", w("Charges"), 80, 1, "right"), PageColumn("total", w("Total"), 120, 2, "right"),
            PageColumn("back", w("Taken back of it"), 130, 2, "right"),
        )  # fmt: skip
        rows = tuple(
            PageRow(
                str(run.event_id),
                (
                    self._moment(run), ", ".join(run.facts["months"]),
                    formats.count(run.facts["count"]), self._money(run.facts["total"]),
                    self._money(back[run.event_id][1]) if run.event_id in back else "",
                ),
                muted=run.event_id in back and back[run.event_id][0] >= run.facts["count"],
            )
            for run in runs
        )  # fmt: skip
        back_key = (PageCommand("T", w("Take it back"), True),) if rows and self._session.may(Act.RUN_BILLS) else ()
        commands = (*back_key, PageCommand("M", w("Bill a month")), PageCommand("X", w("Back to the month")))
        text = w("A run that nobody has paid can be taken back by reversing entries; its months can be billed again.")
        empty = (w("Nothing was billed yet"), w("M bills the first month."))
        self._view.show_page(Page(w("Earlier runs"), text, columns, rows, commands, empty))

    def selected(self, row_id: str) -> None:
        """Say which items a run billed."""
        self._chosen = int(row_id)
        run = self._run()
        if run is None:
            return
        w, chinese = self._session.words, self._session.words.language == "zh_CN"
        names = {i.id: i.name_zh if chinese else i.name_en for i in registers.fee_items(self._session.connection)}
        told = [
            w("{item} {period}: {total}", item=names.get(int(key), ""), period=label, total=self._money(each["total"]))
            for key, periods in run.facts["items"].items()
            for label, each in periods.items()
        ]
        self._view.explain(w("What it billed"), "  ·  ".join(told))

    def take_back(self) -> None:
        """Ask whether the whole run or some units of it."""
        session, w = self._session, self._session.words
        if not session.allows(Act.RUN_BILLS):
            self._view.say("risk", w("Your role may look at bill runs but not post them."))
            return
        run = self._run()
        if run is not None:
            options = ((True, w("The whole run")), (False, w("Some units of it")))
            title = w("Take back the run of {month}?", month=", ".join(run.facts["months"]))
            text = w("You see first what would be taken back, and what stays because it is paid.")
            self._view.ask(choose(title, text, options, self._whole))

    def _whole(self, whole: bool) -> str:
        w = self._session.words
        if whole:
            self._look(None)
            return ""
        text = w("Type their numbers with a comma or a space between them.")
        self._view.ask(Form(w("Which units?"), text, w("Look at it"), self._named, (Asked("units", w("Units")),)))
        return ""

    def _named(self, values: dict[str, str]) -> str:
        texts = [each for each in re.split(r"[\s,，、;；]+", values["units"]) if each]
        found = {text: unit_named(self._session, text) for text in texts}
        wrong = next((text for text, unit_id in found.items() if unit_id is None), "" if found else "–")
        if wrong:
            return not_one_unit(self._session, wrong)
        self._look([unit_id for unit_id in found.values() if unit_id is not None])
        return ""

    def _look(self, units: Sequence[int] | None) -> None:
        session, run = self._session, self._chosen

        def compute(progress: Any, _cancel: Any) -> TakenBack:
            progress(0, 1)
            reader = session.books.reader()
            try:
                return preview_take_back(reader.connection(), run, units)
            finally:
                reader.close()

        self._view.work(
            session.words("What would be taken back"), compute, lambda shown: self._ask(run, units, shown), self._failed
        )

    def _ask(self, run: int, units: Sequence[int] | None, shown: TakenBack) -> None:
        w = self._session.words
        if not shown.count:
            self._view.say("plain", w("Nothing of it can be taken back."), self._kept(shown))
            return
        text = w("{count} charges, {total} in all, are reversed.", count=formats.count(shown.count),
                 total=self._money(shown.total))  # fmt: skip
        kept = "\n".join(each for each in (self._besides(shown), self._kept(shown)) if each)
        request = self._session.new_request()
        self._view.ask(
            Form(w("Take back?"), f"{text}\n{kept}" if kept else text, w("Take back"),
                 lambda values: self._do(run, units, values["reason"], request), (Asked("reason", w("Reason")),))
        )  # fmt: skip

    def _besides(self, shown: TakenBack) -> str:
        """Say what goes back to balances, and which late fees go."""
        w, told = self._session.words, []
        if shown.to_balance:
            told.append(w("{total} goes back to balances.", total=self._money(shown.to_balance)))
        if shown.late_fees:
            told.append(w("Late fees of {total} are taken back with them.", total=self._money(shown.late_fees)))
        return "\n".join(told)

    def _kept(self, shown: TakenBack) -> str:
        """Say what stays and why."""
        w = self._session.words
        if not shown.kept:
            return ""
        codes = {unit.id: unit.code for unit in registers.units(self._session.connection)}
        named = list(dict.fromkeys(codes.get(each.unit_id, "") for each in shown.kept))
        units = w(", ").join(named[:_SOME]) + (" …" if len(named) > _SOME else "")
        return w(
            "{n} stay: they or their late fees are paid or written off, they are disputed or were adjusted, or their "
            "credit is used: {units}",
            n=len(shown.kept), units=units,
        )  # fmt: skip

    def _do(self, run: int, units: Sequence[int] | None, reason: str, request: str) -> str:
        session = self._session
        if not reason.strip():
            return session.words("Give the reason; it stands in the books.")
        person = session.person

        def work(progress: Any, _cancel: Any) -> TakenBack:
            progress(0, 1)
            return take_back(session.books, run, reason=reason, request_id=request, staff=person, units=units)

        self._view.work(session.words("Taking back"), work, self._done, self._failed)
        return ""

    def _done(self, done: TakenBack) -> None:
        w = self._session.words
        self._changed()
        self.show()
        count, total = formats.count(done.count), self._money(done.total)
        told = w("Taken back: {count} charges, {total}", count=count, total=total)
        self._view.say("saved", told, w("M bills the month again."))

    def _failed(self, error: Exception) -> None:
        self._view.say("risk", *self._session.told(error))

    def _run(self) -> Run | None:
        runs = billing.earlier_runs(self._session.connection)
        return next((run for run in runs if run.event_id == self._chosen), runs[0] if runs else None)

    def _moment(self, run: Run) -> str:
        return dates.moment(tills.moment_of(self._session.connection, run.event_id))

    def _money(self, minor: int) -> str:
        return formats.money(minor, self._session.currency)
