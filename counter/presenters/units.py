"""The Units screen: find a unit, see everything about it, go on to what is to be done."""

from collections.abc import Callable, Sequence

from counter.desk.print_statement import print_statement
from counter.desk.show_phones import show_phones
from counter.desk.standing import Standing, standing
from counter.presenters.approval import AskApproval
from counter.presenters.finding import FoundUnit, find_units
from counter.presenters.pay_lines import why_line
from counter.presenters.session import Session
from counter.presenters.units_acts import UnitActs
from counter.presenters.units_card import CardWords, card_of, people_rows
from counter.presenters.units_erase import PersonErasure
from counter.presenters.units_facts import fact_rows
from counter.presenters.units_filter import UnitFilter
from counter.presenters.units_lines import charge_at_hand, charge_of_row, open_rows, unit_row
from counter.presenters.units_pages import UnitPages
from counter.presenters.units_scans import UnitScans
from counter.presenters.units_view import Segment, SegmentRow, UnitRow, UnitsView
from counter.presenters.units_words import EMPTY
from counter.rules.permissions import NotAllowed
from db.queries import history
from db.queries.accounts import Unit
from db.queries.history import UnitLine


class UnitsPresenter:
    """One window's Units screen; take_payment and open_receipt lead to the other screens, by unit and receipt id.

    ask: how a second person is asked.
    """

    def __init__(
        self, session: Session, view: UnitsView, *, take_payment: Callable[[int], None],
        open_receipt: Callable[[int], None], ask: AskApproval,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._pay = take_payment
        self._open_receipt = open_receipt
        self._hits: list[FoundUnit] = []
        self._last_unit: int | None = None
        self._found: Standing | None = None
        self._segment: Segment = "open"
        self._line = ""
        self._scans = UnitScans(session, view, lambda: self.show_segment("scans"))
        self._erasure = PersonErasure(session, view, ask, self.shown)
        self._acts = UnitActs(session, view, ask, self.shown)
        self._pages = UnitPages(session)
        self._clear = False
        self._filter = UnitFilter(session)

    @property
    def unit_at_hand(self) -> int | None:
        """The unit whose card is shown."""
        return self._found.unit.id if self._found is not None else None

    # Finding

    def start(self) -> None:
        """Show the first of all units."""
        self._list_all()
        self._view.focus_find()

    def shown(self) -> None:
        """Read the unit at hand again: another screen may have changed it. Phones are masked again."""
        self._clear = False
        if self._found is not None:
            self._show(self._found.unit.id)
            for line in history.unit_lines(self._session.connection, [self._found.unit.id]):
                self._view.show_unit(unit_row(line, self._session.words, self._session.currency))

    def find_changed(self, text: str) -> None:
        """List what fits while typing; nothing typed lists all units."""
        if not text.strip():
            self._hits = []
            self._list_all()
            return
        try:
            self._hits = find_units(self._session.reader, text)
        except Exception as error:
            self._hits = []
            self._view.say("risk", self._session.told(error).sentence)
        self._last_unit = None
        self._filter.end()
        self._list(
            history.unit_lines(self._session.connection, [hit.unit_id for hit in self._hits]),
            self._w("No unit fits"),
            self._w("Find looks for rooms, names, pinyin initials, ends of phone numbers, plates and codes."),
        )

    def find_entered(self, text: str, selected: str = "") -> None:
        """Open the unit selected in the list, and the receipt where the code of one was scanned."""
        self.find_changed(text)
        if text.strip() and not self._hits:
            self._view.say("risk", self._w("Nothing was found for “{text}”.", text=text.strip()))
            return
        named = next((hit for hit in self._hits if str(hit.unit_id) == selected), None)
        hit = named or (self._hits[0] if self._hits else None)
        if hit is not None:
            self.open_unit(hit.unit_id)
            if hit.receipt_id:
                self._open_receipt(hit.receipt_id)
        elif selected:
            self.open_unit(int(selected))

    def more_units(self) -> Sequence[UnitRow]:
        """Return the page of units that follows; nothing where only hits are listed."""
        if self._last_unit is None:
            return [unit_row(line, self._session.words, self._session.currency) for line in self._filter.next_page()]
        page = history.units_after(self._session.connection, self._last_unit)
        self._last_unit = page[-1].id if page else None
        return [unit_row(line, self._session.words, self._session.currency) for line in page]

    def ask_filter(self) -> None:
        """Ask which units are listed: all, or those in one state or of one kind."""
        self._view.ask(self._filter.question(self._filtered))

    def _filtered(self, filtered: bool) -> None:
        self._hits = []
        self._view.set_find("")
        self._list_all()
        if filtered:
            self._last_unit, page = None, self._filter.begin()
            self._list(page, self._w("No unit is like that"), self._w("F10 lists others, Esc all of them."))
        self._view.say("plain", self._filter.told)
        self._view.focus_find()

    def back(self) -> None:
        """Esc: return to Find; there, take away what is typed."""
        self._view.set_find("")
        self._hits = []
        self._list_all()
        self._view.focus_find()

    def unit_selected(self, row_id: str) -> None:
        """Show the unit the selection came to."""
        if self._found is None or str(self._found.unit.id) != row_id:
            self._clear = False
            self._show(int(row_id))

    def open_unit(self, unit_id: int) -> None:
        """Show a unit and go into its lines."""
        if self._found is None or self._found.unit.id != unit_id:
            self._clear = False
        self._show(unit_id)
        self._view.focus_segment()

    def show_segment(self, segment: Segment) -> None:
        """Show another part of what is known of the unit."""
        if self._found is not None:
            self._segment = segment
            self._show_segment(self._found)
            self._view.focus_segment()

    def more_lines(self) -> Sequence[SegmentRow]:
        """Return the page of the segment that follows."""
        if self._found is None or not self._pages.under_way or self._segment not in ("history", "receipts"):
            return ()
        return self._pages.page(self._segment, self._found.unit.id)

    def line_selected(self, row_id: str) -> None:
        """Remember the selected line; a charge is explained."""
        self._line = row_id
        self._explain(row_id)

    def _explain(self, row_id: str) -> None:
        session = self._session
        explained = self._segment in ("open", "history")
        charge = charge_of_row(session.connection, self._found, row_id) if explained else None
        told = why_line(session.connection, charge, session.words, session.currency) if charge else None
        self._view.show_why(told)

    def line_opened(self, row_id: str) -> None:
        """Open the receipt of a line that has one, or a scan."""
        if self._segment == "scans":
            self._scans.open(row_id)
        elif row_id in self._pages.receipts:
            self._open_receipt(self._pages.receipts[row_id])

    def show_phones(self) -> None:
        """Show the telephone numbers in clear, which leaves a trace, or mask them again."""
        if self._found is None:
            return
        session = self._session
        if not self._clear:
            try:
                show_phones(
                    session.books, self._found.unit.id, request_id=session.new_request(), person=session.person,
                    till=session.till,
                )  # fmt: skip
            except NotAllowed as error:
                session.told(error)
                self._view.say("risk", self._w("Your role sees telephone numbers masked."))
                return
        self._clear = not self._clear
        self._show(self._found.unit.id)

    def mask_phones(self) -> None:
        """Mask the telephone numbers: whoever comes to the window next has not asked for them."""
        if self._clear and self._found is not None:
            self._clear = False
            self._show(self._found.unit.id)

    def take_payment(self) -> None:
        """Go on to Pay with the unit at hand."""
        if self._found is not None:
            self._pay(self._found.unit.id)

    def choose_act(self) -> None:
        """Offer what is done with the unit's money outside the bill run."""
        self._act(self._acts.choose)

    def record_case(self) -> None:
        """Record what the owner brings: a dispute over the selected charge, a complaint, a repair request."""
        self._act(self._acts.record.begin)

    def _act(self, act: Callable[[Unit, int | None], None]) -> None:
        if self._found is not None:
            act(self._found.unit, charge_at_hand(self._session.connection, self._found, self._segment, self._line))

    def print_statement(self) -> None:
        """Print the statement of account of the unit at hand."""
        if self._found is None:
            return
        session = self._session
        try:
            print_statement(
                session.books, self._found.unit.id, request_id=session.new_request(), person=session.person,
                till=session.till, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        session.on_commit()
        self._view.say("plain", self._w("The statement of {unit} is being printed.", unit=self._found.unit.code))

    def keep_scan(self) -> None:
        """Keep a scan with the unit at hand."""
        if self._found is not None:
            self._scans.add(self._found.unit)

    def erase_person(self) -> None:
        """Erase the data of the person selected among the unit's people; elsewhere first show who there is."""
        if self._found is None:
            return
        if self._segment != "people":
            self.show_segment("people")
            self._view.say("plain", self._w("Choose the person, then press E again."))
            return
        holders = {f"p{place}": each for place, each in enumerate(self._found.holders)}
        if self._line in holders:
            self._erasure.begin(holders[self._line])

    # Showing

    def _list_all(self) -> None:
        self._filter.end()
        page = history.units_after(self._session.connection, None)
        self._last_unit = page[-1].id if page else None
        self._list(page, self._w("There is no unit yet"), self._w("Units come in by an import of the estate's list."))

    def _list(self, lines: Sequence[UnitLine], title: str, text: str) -> None:
        self._view.show_units([unit_row(line, self._session.words, self._session.currency) for line in lines])
        if not lines:
            self._found = None
            self._view.show_empty(title, text)

    def _show(self, unit_id: int) -> None:
        session = self._session
        self._found = standing(session.connection, unit_id)
        self._view.show_card(card_of(session.connection, self._found, self._card_words()))
        self._show_segment(self._found)

    def _card_words(self) -> CardWords:
        session = self._session
        return CardWords(session.words, session.currency, session.office, session.today(), self._clear)

    def _show_segment(self, found: Standing) -> None:
        self._pages.begin()
        rows = self._rows(found)
        # The first line before the rows are shown: the screen then tells where another one stays marked.
        self.line_selected(rows[0].id if rows else "")
        self._view.show_segment(self._segment, rows, self._w(EMPTY[self._segment]))

    def _rows(self, found: Standing) -> list[SegmentRow]:
        session = self._session
        if self._segment == "open":
            return open_rows(found, session.today(), session.words)
        if self._segment == "people":
            return people_rows(session.connection, found, self._card_words())
        if self._segment == "scans":
            return self._scans.rows(found.unit.id)
        if self._segment == "facts":
            return fact_rows(session.connection, found.unit.id, session.today(), session.words)
        return self._pages.page(self._segment, found.unit.id)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
