"""The numbers that were given out after the copy these books go on from: declared once, before any new one is given."""

from functools import partial
from typing import Any

from counter.desk.bridge_numbers import Lost, bridge_numbers
from counter.desk.people import Person
from counter.papers.report_counts import series_label
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.copy_words import series_in_words
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.fold import to_ascii
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import dates, formats
from db.queries import bridges


class BridgesPage:
    """A row for each series: the last number in the copy, and the last one that is known to have been given out."""

    def __init__(self, session: Session, view: PageView, approval: AskApproval) -> None:
        self._session, self._view, self._approval = session, view, approval
        self._lost: dict[str, Lost] = {}
        self._epoch = 0
        self._chosen = ""

    def needed(self) -> bool:
        """Whether lost numbers are still to be declared."""
        return bridges.open_epoch(self._session.connection) > 0

    def show(self) -> None:
        """List the series; what the books left behind still say is filled in."""
        w = self._session.words
        self._read_known()
        columns = (
            PageColumn("series", w("Numbers"), 200, 2), PageColumn("copy", w("Last in the copy"), 140, 1, "right"),
            PageColumn("last", w("Last given out"), 140, 1, "right"), PageColumn("lost", w("Lost"), 80, 0, "right"),
            PageColumn("papers", w("With their sum"), 120, 0, "right"),
        )  # fmt: skip
        rows = tuple(PageRow(series, self._cells(series)) for series in self._series())
        commands = (PageCommand("D", w("Declare"), True), PageCommand("B", w("Back to the days")))
        said = bridges.epoch(self._session.connection, self._epoch) if self._epoch else {}
        text = w(
            "These books go on from copy {copy} on stick “{stick}” of {moment}. Look for the newest papers and bank "
            "slips, and enter the last number of each series; otherwise a number could be given twice.",
            copy=said.get("copy", ""), stick=said.get("stick", ""), moment=dates.moment(str(said.get("created", ""))),
        )  # fmt: skip
        self._view.show_page(Page(w("Lost numbers"), text, columns, rows, commands))

    def selected(self, row_id: str) -> None:
        """Say what Enter is for."""
        self._chosen = row_id
        w = self._session.words
        self._view.explain(
            series_in_words(row_id, w),
            w("Enter: type the highest number that stands on any paper, and the sums of the papers you have."),
        )

    def opened(self, row_id: str) -> None:
        """Ask for the last number of a series and for the sums that are known."""
        w, lost = self._session.words, self._lost.get(row_id)
        last = lost.last if lost else self._in_copy(row_id)
        papers = " ".join(
            f"{n}={formats.money(s, self._session.currency)}" for n, s in (lost.papers if lost else {}).items()
        )
        fields = (
            Asked("last", w("Last number given out"), str(last), True),
            Asked("papers", w("Sums of papers you have (number=sum)"), papers.replace(",", "")),
        )  # fmt: skip
        text = w("For example 122=250.60 123=80. A number whose paper is not there is recorded as unknown.")
        self._view.ask(Form(series_in_words(row_id, w), text, w("Take it"), partial(self._take, row_id), fields))

    def pressed(self, key: str) -> None:
        """Ask a second person for what stands in the list, and declare it."""
        w = self._session.words
        if key != "D":
            return
        if not self._session.allows(Act.RESTORE):
            self._view.say("risk", w("Your role may not restore a copy."))
            return
        lost = tuple(self._lost.values())
        count = sum(max(each.last - self._in_copy(each.series), 0) for each in lost)
        text = w.n("{n} number is declared lost; the next ones follow after it.",
                   "{n} numbers are declared lost; the next ones follow after them.", count)  # fmt: skip
        self._approval(Wish(
            Act.APPROVE_RESTORE, w("Declare the lost numbers"), text, needs_reason=True,
            on_granted=partial(self._agreed, self._session.new_request(), lost),
        ))  # fmt: skip

    def _agreed(self, request: str, lost: tuple[Lost, ...], approver: Person, reason: str) -> None:
        session = self._session
        try:
            count = bridge_numbers(
                session.books, lost, reason, request_id=request, person=session.person, approver=approver
            )
        except Exception as error:
            told = session.told(error)
            self._view.say("risk", told.sentence, told.next_step)
            return
        self._lost = {}
        w = session.words
        done = w.n("{n} lost number is declared.", "{n} lost numbers are declared.", count)
        self._view.say("saved", done, w("Payments can be taken again. B leads back to the days."))

    def _take(self, series: str, values: dict[str, str]) -> str:
        w, last = self._session.words, to_ascii(values["last"]).strip()
        if not last.isdecimal() or int(last) < self._in_copy(series):
            return w("A whole number from {least} on.", least=self._in_copy(series))
        papers: dict[int, int] = {}
        for part in to_ascii(values["papers"]).replace(",", " ").replace(";", " ").split():
            number, equals, amount = part.partition("=")
            if not equals or not number.isdecimal():
                return w("Write each paper as number=sum, with a space between them.")
            try:
                papers[int(number)] = parse_amount(amount, self._session.currency.digits)
            except Exception as error:
                return self._session.told(error).sentence
        if any(not self._in_copy(series) < number <= int(last) for number in papers):
            return w("A paper's number lies after the copy and is not above the last one.")
        self._lost[series] = Lost(series, int(last), papers)
        self.show()
        return ""

    def _read_known(self) -> None:
        epoch = bridges.open_epoch(self._session.connection)
        if epoch == self._epoch:
            return
        self._epoch, self._lost = epoch, {}
        known: dict[str, Any] = bridges.epoch(self._session.connection, epoch).get("known", {}) if epoch else {}
        for series, each in known.items():
            self._lost[series] = Lost(series, int(each["last"]), {int(n): int(total) for n, total in each["sums"]})

    def _series(self) -> list[str]:
        """Every series that gave out numbers, and those of this year that may have begun since."""
        year = str(self._session.today().year)
        tills = {f"{kind}{self._session.till}" for kind in ("Z", "S")}
        usual = {f"{kind}{year}" for kind in ("R", "M", "H")}
        return sorted({*bridges.next_numbers(self._session.connection), *self._lost, *tills, *usual}, key=_rank)

    def _in_copy(self, series: str) -> int:
        return bridges.next_numbers(self._session.connection).get(series, 1) - 1

    def _cells(self, series: str) -> tuple[str, ...]:
        w, lost, copied = self._session.words, self._lost.get(series), self._in_copy(series)
        last = max(lost.last, copied) if lost else copied
        return (
            series_in_words(series, w), series_label(series, copied) if copied else w("none"),
            series_label(series, last) if last else w("none"), formats.count(last - copied),
            formats.count(len(lost.papers)) if lost else "0",
        )  # fmt: skip


def _rank(series: str) -> tuple[int, str]:
    return "RMHTCZSQ".find(series[:1]), series
