"""Settings, tab 5: the bill run of a month, looked at before it is posted, and posted exactly once."""

from typing import Literal

from counter.desk.apply_balance import BalanceUse
from counter.desk.preview_balance import preview_balance
from counter.desk.preview_bills import ItemTotal, Preview, preview
from counter.desk.run_bills import BillRun, run
from counter.presenters.bill_lists import REDUCTION, lacking, left_out, standing_out
from counter.presenters.bill_runs import EarlierRuns
from counter.presenters.bill_words import balance_fact, balance_words, left_out_words, settled_words
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.reduction_words import end_outlived
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.periods import month_of, parse_month
from counter.rules.permissions import Act
from counter.words import formats

Shown = Literal["items", "outliers", "unpriced"]


class BillRunPresenter:
    """Month, preview, what stands out, and the run itself; the same wish posts once, however often it is pressed."""

    def __init__(self, session: Session, view: PageView) -> None:
        self._session, self._view = session, view
        self._preview: Preview | None = None
        self._balances = BalanceUse(0, 0)
        self._month = month_of(session.today()).label
        self._list: Shown = "items"
        self._request = session.new_request()
        self._earlier: EarlierRuns | None = None
        self._chosen = ""
        self._list_after: Shown = "items"

    def show(self) -> None:
        """Show the preview, the earlier runs, or what to do first."""
        ready = self._preview
        if self._earlier is not None:
            self._earlier.show()
        elif ready is None:
            self._show_empty()
        elif self._list == "items":
            self._show_items(ready)
        elif self._list == "outliers":
            self._view.show_page(self._page(ready, *standing_out(ready, self._session)))
        else:
            self._view.show_page(self._page(ready, *left_out(ready, self._session)))

    def selected(self, row_id: str) -> None:
        """Compare an item with its last run; remember which reduction is meant."""
        ready, w = self._preview, self._session.words
        self._chosen = row_id
        if self._earlier is not None:
            self._earlier.selected(row_id)
        if self._earlier is not None or ready is None or self._list != "items":
            return
        item = next(each for each in ready.by_item if str(each.item_id) == row_id)
        if item.last_total is None:
            text = w("This item was never billed before.")
        elif not item.charges:
            text = w("Nothing of this item falls into the month, or it is billed already.")
        else:
            difference = formats.signed_money(item.total - item.last_total)
            text = w("{difference} against {period}.", difference=difference, period=item.last_period)
        self._view.explain(self._name(item), text)

    def opened(self, row_id: str) -> None:
        """Nothing opens here."""

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if key == "E":
            self._show_earlier()
        elif key == "X":
            self._earlier = None
            self.show()
        elif key == "T" and self._earlier is not None:
            self._earlier.take_back()
        elif key == "M":
            self._ask_month()
        elif key == "F9":
            self._ask_run()
        elif key == "D" and self._list == "outliers":
            self._end_reduction()
        elif key in ("O", "U", "I") and self._preview is not None:
            self._list = {"O": "outliers", "U": "unpriced", "I": "items"}[key]  # type: ignore[assignment]
            self.show()

    def _end_reduction(self) -> None:
        """End the reduction that is selected on the day before somebody else came, and look again."""
        session, w, ready = self._session, self._session.words, self._preview
        found = [each for each in ready.outlived if f"{REDUCTION}{each.row.id}" == self._chosen] if ready else []
        if not found:
            self._view.say("plain", w("Choose a reduction that outlives a sale or a move."))
            return
        if not session.allows(Act.CHANGE_PRICES):
            self._view.say("risk", w("Your role may look at reductions but not grant them."))
            return
        try:
            ended = end_outlived(session, found[0], f"{self._request}-{found[0].row.id}")
        except Exception as error:
            self._failed(error)
            return
        session.on_commit()
        self._view.say("saved", w("Saved; its last day is {day}.", day=ended))
        self._list_after = "outliers"
        self.look(self._month)

    def _show_earlier(self) -> None:
        self._earlier = EarlierRuns(self._session, self._view, self._taken_back)
        self._earlier.show()

    def _taken_back(self) -> None:
        """What was computed before does not hold any more."""
        self._preview = None
        self._session.on_commit()

    def look(self, text: str) -> str:
        """Compute the preview of a typed month; returns what is wrong with it, or ''."""
        w, session = self._session.words, self._session
        try:
            self._month = parse_month(text).label
        except Exception as error:
            return session.told(error).sentence

        def compute(progress: object, cancel: object) -> tuple[Preview, BalanceUse]:
            reader = session.books.reader()
            try:
                connection = reader.connection()
                ready = preview(connection, [self._month], progress=progress, cancel=cancel)  # type: ignore[arg-type]
                return ready, preview_balance(connection, ready, session.today().isoformat())
            finally:
                reader.close()

        self._view.work(w("Bill run {month}, preview", month=self._month), compute, self._looked, self._failed)
        return ""

    def _looked(self, found: tuple[Preview, BalanceUse]) -> None:
        self._earlier = None
        self._preview, self._balances = found
        self._list, self._request = self._list_after, self._session.new_request()
        self._list_after = "items"
        self.show()

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    def _ask_month(self) -> None:
        w = self._session.words
        field = Asked("month", w("Month"), self._month, True)
        self._view.ask(
            Form(w("Which month is billed?"), w("For example 2612 for December 2026."), w("Look at it"),
                 lambda values: self.look(values["month"]), (field,))
        )  # fmt: skip

    def _ask_run(self) -> None:
        ready, w = self._preview, self._session.words
        if ready is None:
            self._ask_month()
        elif not self._session.allows(Act.RUN_BILLS):
            self._view.say("risk", w("Your role may look at bill runs but not post them."))
        elif not ready.count:
            self._view.say("plain", w("There is nothing to bill for {month}.", month=self._month))
        else:
            text = w(
                "{count} charges, {total} in all. Later what is unpaid can be taken back, the rest adjusted.",
                count=formats.count(ready.count), total=self._money(ready.total),
            )  # fmt: skip
            besides = (left_out_words(ready, w), balance_words(self._balances, w, self._session.currency))
            text = "\n".join((text, *(each for each in besides if each)))
            options = ((True, w("Post the charges")), (False, w("Not yet")))
            self._view.ask(choose(w("Post the bill run of {month}?", month=self._month), text, options, self._answered))

    def _answered(self, post: bool) -> str:
        session, ready, request = self._session, self._preview, self._request
        if post and ready is not None:
            shown, staff = ready, session.person
            self._view.work(
                session.words("Bill run {month}", month=self._month),
                lambda progress, cancel: run(
                    session.books, shown, request_id=request, staff=staff, progress=progress, cancel=cancel
                ),
                self._posted, self._failed,
            )  # fmt: skip
        return ""

    def _posted(self, done: BillRun) -> None:
        w = self._session.words
        self._view.say(
            "saved",
            w("Posted: {count} charges, {total}", count=formats.count(done.count), total=self._money(done.total)),
            settled_words(done, w, self._session.currency),
        )  # fmt: skip
        self._session.on_commit()
        self._preview = None
        self.look(self._month)

    def _show_empty(self) -> None:
        w = self._session.words
        empty = (
            w("Which month is billed?"),
            w("Press M and type the month. You see every sum before it is posted."),
        )
        commands = (PageCommand("M", w("Choose the month"), True), PageCommand("E", w("Earlier runs")))
        self._view.show_page(Page(w("Bill run"), w("Look first, then post."), (), (), commands, empty))

    def _show_items(self, ready: Preview) -> None:
        w = self._session.words
        columns = (
            PageColumn("item", w("Fee item"), 120, 3), PageColumn("count", w("Charges"), 80, 1, "right"),
            PageColumn("total", w("Total"), 120, 2, "right"), PageColumn("last", w("Last billed"), 100, 1),
            PageColumn("then", w("Total then"), 120, 2, "right"),
        )  # fmt: skip
        rows = tuple(
            PageRow(str(each.item_id), (self._name(each), formats.count(each.charges), self._plain(each.total),
                    each.last_period or w("–"), w("–") if each.last_total is None else self._plain(each.last_total)),
                    not each.charges)
            for each in ready.by_item
        )  # fmt: skip
        self._view.show_page(self._page(ready, columns, rows))

    def _page(self, ready: Preview, columns: tuple[PageColumn, ...], rows: tuple[PageRow, ...]) -> Page:
        w = self._session.words
        last = w("–") if ready.last_run_total is None else self._money(ready.last_run_total)
        facts = (
            (w("Month"), ", ".join(ready.months)), (w("Charges"), formats.count(ready.count)),
            (w("Total"), self._money(ready.total)), (w("Last time"), last),
            (w("Billed already"), formats.count(ready.already_billed)),
            *balance_fact(self._balances, w, self._session.currency),
        )  # fmt: skip
        strange, left = len(ready.outlived) + len(ready.outliers), len(ready.unshared) + len(lacking(ready))
        lists = {
            "items": PageCommand("I", w("By item")),
            "outliers": PageCommand("O", w("Stands out ({n})", n=formats.count(strange))),
            "unpriced": PageCommand("U", w("Not billed ({n})", n=formats.count(left))),
        }
        others = tuple(command for name, command in lists.items() if name != self._list)
        post = (PageCommand("F9", w("Post the bill run"), True),) if ready.count else ()
        texts = {
            "items": w("What the month would bill, beside the last time."),
            "outliers": w("Charges that differ by a quarter or more; reductions that outlive a sale or a move."),
            "unpriced": w("What cannot be billed, and what it lacks; the rest of the month can be posted without it."),
        }
        empty = (w("Nothing here"), w("No unit stands in this list."))
        ends = self._list == "outliers" and ready.outlived and self._session.may(Act.CHANGE_PRICES)
        end = (PageCommand("D", w("End the reduction")),) if ends else ()
        commands = (*post, *end, PageCommand("M", w("Another month")), *others, PageCommand("E", w("Earlier runs")))
        return Page(w("Bill run"), texts[self._list], columns, rows, commands, empty, facts)

    def _name(self, item: ItemTotal) -> str:
        return item.name_zh if self._session.words.language == "zh_CN" else item.name_en

    def _money(self, minor: int) -> str:
        return formats.money_with_symbol(minor, self._session.currency)

    def _plain(self, minor: int) -> str:
        return formats.money(minor, self._session.currency)
