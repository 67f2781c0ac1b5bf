"""Cash a steward or a guard brings in: a typed list of units, then one count, and both must be the same sum."""

from dataclasses import dataclass, field
from functools import partial

from counter.desk.bring_cash import BringerMissing, Share, bring_cash
from counter.desk.late_entry import LateDayOld, check_late
from counter.desk.payment_order import LateEntry
from counter.presenters.finance_view import FinanceColumn, FinanceKey, Part, Segment
from counter.presenters.finding import FoundUnit, find_units
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.till_counts import TypedCount
from counter.rules.fold import to_ascii
from counter.rules.form_number import same_form
from counter.rules.money import parse_amount
from counter.words import formats

CHOICES = 7


@dataclass(slots=True)
class Typed:
    """The list as it is typed so far, the count beside it, and the request both will be posted under."""

    request: str
    lines: list[tuple[FoundUnit, Share]] = field(default_factory=list)
    bringer: str = ""
    counts: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return what the list comes to."""
        return sum(share.amount for _unit, share in self.lines)


class BatchSegment(Segment):
    """What is typed stays until it is taken, also while another screen is up."""

    _typed: Typed | None = None
    _asked_day = ""

    @property
    def typed(self) -> Typed:
        """Return the list in hand."""
        if self._typed is None:
            self._typed = Typed(self.session.new_request())
        return self._typed

    def part(self) -> Part:
        """Return the list in hand."""
        columns = (
            FinanceColumn(self.w("Unit"), 100, 2), FinanceColumn(self.w("Owner"), 90, 2),
            FinanceColumn(self.w("Handwritten receipt"), 140, 2), FinanceColumn(self.w("Amount"), 110, 0, "right"),
        )  # fmt: skip
        rows = tuple(
            ListRow(
                str(place),
                (unit.code, unit.who, share.late.form if share.late else "", self.money(share.amount)),
            )
            for place, (unit, share) in enumerate(self.typed.lines)
        )
        text = self.w("Type each unit with its sum, then count the cash once. Both must be the same: {amount}",
                      amount=self.money(self.typed.total))  # fmt: skip
        return Part(
            self.w("Cash brought in"), text, columns, rows, self.w("No unit is on the list yet: F10"),
            (
                FinanceKey(self.w("Take a line out"), "F11"), FinanceKey(self.w("Add a unit"), "F10"),
                FinanceKey(self.w("Count and take it"), "F9"),
            ),
        )  # fmt: skip

    def press(self, key: str, row_id: str) -> None:
        """F10 adds a unit, F11 takes a line out, F9 counts and takes the cash."""
        if key == "F10":
            self._ask_unit()
        elif key == "F11" and row_id:
            self.typed.lines.pop(int(row_id))
            self.refresh()
        elif key == "F9" and self.typed.lines:
            self._ask_count()

    # The list

    def _ask_unit(self) -> None:
        self._asked_day = ""
        self.view.ask(
            Form(
                self.w("A unit and its sum"),
                self.w("The number of a handwritten receipt only where one was given, with its day and writer."),
                self.w("Next"), self._unit_typed,
                (
                    Asked("unit", self.w("Room, name or phone tail")), Asked("amount", self.w("Amount"), "", True),
                    Asked("form", self.w("Number printed on the form")), Asked("day", self.w("Day on the form")),
                    Asked("writer", self.w("Written by")),
                ),
            )
        )  # fmt: skip

    def _unit_typed(self, values: dict[str, str]) -> str:
        session = self.session
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
            late = self._late(values)
            hits = find_units(session.reader, values["unit"], CHOICES)
        except Exception as error:
            return session.sentence(error)
        if not hits:
            return self.w("Nothing was found for “{text}”.", text=values["unit"])
        if not amount:
            return self.w("Type the sum of this unit.")
        if late and any(share.late and same_form(share.late.form, late.form) for _unit, share in self.typed.lines):
            return self.w("Form {form} is on the list already.", form=late.form)
        if len(hits) == 1:
            self._add(hits[0], amount, late)
            return ""
        self.view.ask(
            Form(
                self.w("Which unit?"), "", "",
                lambda chosen: self._add(hits[int(chosen["choice"]) - 1], amount, late),
                choices=tuple((str(n), f"{hit.code}  {hit.who}") for n, hit in enumerate(hits, 1)),
            )
        )  # fmt: skip
        return ""

    def _late(self, values: dict[str, str]) -> LateEntry | None:
        if not values["form"].strip():
            return None
        day = to_ascii(values["day"]).strip()
        late = LateEntry(values["form"].strip(), day, values["writer"].strip(), sure=day == self._asked_day)
        try:
            check_late(self.session.connection, late, self.session.today().isoformat(), self.session.person)
        except LateDayOld:
            self._asked_day = day  # the same day once more is an answer, not a slip of the hand
            raise
        return late

    def _add(self, unit: FoundUnit, amount: int, late: LateEntry | None) -> str:
        self.typed.lines.append((unit, Share(unit.unit_id, amount, late)))
        self.view.say(
            "plain", self.w("{unit}: {amount}. F10 for the next one.", unit=unit.code, amount=self.money(amount))
        )
        self.refresh()
        return ""

    # The count

    def _ask_count(self) -> None:
        self.view.ask(
            Form(
                self.w("Who brings it in?"), self.w("The slip is for this person."), self.w("Next"),
                partial(self._bringer_typed, self.typed),
                (Asked("bringer", self.w("Brought in by"), self.typed.bringer),),
            )
        )  # fmt: skip

    def _bringer_typed(self, known: Typed, values: dict[str, str]) -> str:
        known.bringer = values["bringer"].strip()
        if not known.bringer:
            return self.session.sentence(BringerMissing())
        faces = TypedCount(self.session.currency).denominations
        fields = tuple(
            Asked(str(face), self.w("{face} ×", face=formats.money(face)), known.counts.get(str(face), ""), True)
            for face in faces
        )
        title = self.w("Count the cash once")
        self.view.ask(
            Form(
                title, self.w("Pieces of each note and coin."), self.w("Take it"), partial(self._counted, known), fields
            )
        )
        return ""

    def _counted(self, known: Typed, values: dict[str, str]) -> str:
        session = self.session
        known.counts = dict(values)
        count = TypedCount(session.currency, texts=dict(known.counts))
        if count.wrong:
            return self.w("“{text}” is no number of notes or coins.", text=known.counts[count.wrong])
        try:
            done = bring_cash(
                session.books, known.bringer, count.counts(), [share for _unit, share in known.lines],
                request_id=known.request, cashier=session.person, till=session.till, office=session.office,
                words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self._typed = None
        first, last = done.receipts[0].number, done.receipts[-1].number
        text = self.w(
            "Taken: {amount}, receipts {first} to {last}.", amount=self.money(done.total), first=first, last=last
        )
        self.saved(text, self.w("printing…"))
        return ""
