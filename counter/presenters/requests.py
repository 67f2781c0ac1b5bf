"""Acts that somebody asked for: each in words, what it is about, its sum, who asked and why; agreed to or refused."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from counter.desk.adjust_charge import wished_adjustment
from counter.desk.approve import ACTS, had, may_decide
from counter.desk.change_prices import wished_price
from counter.desk.decide import decide
from counter.desk.move_payment import wished_unit
from counter.desk.people import Person
from counter.desk.reductions import wished_reduction
from counter.desk.refund_payment import wished_refund
from counter.desk.reverse_payment import wished_reversal
from counter.desk.settle_case import wished_settlement
from counter.desk.void_receipt import VoidOutcome
from counter.desk.waive_late_fees import wished_waiver
from counter.desk.withdraw_request import withdraw_request
from counter.desk.write_off import wished_write_off
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.card_backs import Backs
from counter.presenters.list_row import ListRow
from counter.presenters.questions import Form
from counter.presenters.reduction_words import percent_words
from counter.presenters.request_owed import told_owed
from counter.presenters.request_words import WORDS
from counter.presenters.session import Session
from counter.presenters.till_view import TillView
from counter.presenters.units_words import UNIT_KINDS
from counter.words import formats
from counter.words.money_back import voided_text
from counter.words.terms import term
from db.queries import accounts, cases, corrections, people, receipts
from db.queries.people import PendingAct


class Told(NamedTuple):
    """What a request is about, in words, and its sum."""

    about: str
    amount: str


class Requests:
    """The list of acts that wait for a second person; `refresh` is told after each decision.

    backs: what the card terminal can be asked to give back; without it that is done on it by hand.
    """

    def __init__(
        self, session: Session, view: TillView, approval: AskApproval, refresh: Callable[[], None],
        backs: Backs = lambda: None,
    ) -> None:  # fmt: skip
        self._session, self._view, self._approval, self._refresh = session, view, approval, refresh
        self._backs = backs

    def rows(self) -> tuple[ListRow, ...]:
        """Return the requests that wait, the oldest first."""
        return tuple(self._row(each) for each in self.waiting())

    def for_me(self) -> int:
        """Return how many of them the person logged in may decide, or take back."""
        session, someone = self._session, self._session.someone
        if someone is None:
            return 0
        return sum(
            may_decide(session.connection, each, someone)
            or (each.requester_id == someone.staff_id and not ACTS[each.act].owes)
            for each in self.waiting()
        )

    def waiting(self) -> list[PendingAct]:
        """Return what waits and can be decided here."""
        return [each for each in people.pending_acts(self._session.connection) if each.act in WORDS]

    def decide(self, row_id: str, *, grant: bool) -> None:
        """Let a second person agree to what was asked for, or refuse it."""
        asked = next((each for each in self.waiting() if str(each.event_id) == row_id), None)
        if asked is None:
            return
        told = self._told(asked)
        if not grant and asked.requester_id == self._session.person.staff_id and not ACTS[asked.act].owes:
            self._ask_to_withdraw(asked, told)
            return
        self._ask_to_decide(asked, told, grant)

    def _ask_to_decide(self, asked: PendingAct, told: Told, grant: bool) -> None:
        w = self._session.words
        fields = {"about": told.about, "amount": told.amount}
        what, question, _done, _not_done = WORDS[asked.act]
        title = w(question, **fields) if grant else w("Refuse: {what}, {about}", what=w(what), about=told.about)
        text = w("{name} asked for it: {reason}", name=self._who(asked), reason=asked.reason)
        self._approval(Wish(
            ACTS[asked.act].needed, title, text, needs_reason=not grant,
            on_granted=partial(self._granted if grant and asked.act == "void" else self._decided, asked, told, grant),
            requester=asked.requester_id, had=had(self._session.connection, asked), word="" if grant else w("Refuse"),
        ))  # fmt: skip

    def _ask_to_withdraw(self, asked: PendingAct, told: Told) -> None:
        w = self._session.words

        def take(values: dict[str, str]) -> str:
            session = self._session
            if values["choice"] == "2":
                self._ask_to_decide(asked, told, False)
                return ""
            try:
                withdraw_request(
                    session.books, asked.event_id, request_id=session.new_request(), person=session.person,
                    till=session.till,
                )  # fmt: skip
            except Exception as error:
                return session.sentence(error)
            self._view.say("saved", w("Taken back; nothing was changed: {about}.", about=told.about))
            session.on_commit()
            self._refresh()
            return ""

        title = w("Take back: {what}, {about}", what=w(WORDS[asked.act][0]), about=told.about)
        text = w("It is your own request. Nothing was done yet, and nothing will be.")
        self._view.ask(Form(title, text, "", take, choices=(
            ("1", w("Take it back")), ("2", w("A second person refuses it")),
        )))  # fmt: skip

    def _granted(self, asked: PendingAct, told: Told, grant: bool, approver: Person, reason: str) -> None:
        """A void was agreed to: where the terminal can take the card's money back, ask whether it shall."""
        receipt_id, backs = int(asked.subject.removeprefix("receipt:")), self._backs()
        by_hand = partial(self._decided, asked, told, grant, approver, reason)
        try:
            slip = backs.slip_of(receipt_id) if backs is not None else None
        except Exception as error:
            self._say_wrong(error)
            return
        if backs is None or slip is None:
            by_hand()
            return
        from counter.presenters.void_way import ask_way  # only where there is such a terminal

        request = self._session.new_request()

        def by_terminal() -> None:
            try:
                backs.void(receipt_id, reason, approver, request, self._came_back, asked.event_id)
            except Exception as error:
                self._say_wrong(error)

        self._view.ask(ask_way(self._session, slip, by_terminal, by_hand))

    def _say_wrong(self, error: Exception) -> None:
        said = self._session.told(error)
        self._view.say("risk", said.sentence, said.next_step)

    def _came_back(self, kind: str, text: str) -> None:
        self._view.say("saved" if kind == "saved" else "risk" if kind == "risk" else "plain", text)
        self._session.on_commit()
        self._refresh()

    def _decided(self, asked: PendingAct, told: Told, grant: bool, approver: Person, reason: str) -> None:
        session = self._session
        try:
            outcome = decide(
                session.books, asked.event_id, request_id=session.new_request(), approver=approver,
                till=session.till, grant=grant, reason=reason, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._say_wrong(error)
            return
        done, not_done = WORDS[asked.act][2:]
        rest = voided_text(outcome.ways, session.words, session.currency) if isinstance(outcome, VoidOutcome) else ""
        self._view.say("saved", session.words(done if grant else not_done, about=told.about), rest)
        session.on_commit()
        self._refresh()

    def _row(self, asked: PendingAct) -> ListRow:
        told = self._told(asked)
        w, what = self._session.words, self._session.words(WORDS[asked.act][0])
        if ACTS[asked.act].owes:
            what = w("{what} (done)", what=what)
        return ListRow(str(asked.event_id), (what, told.about, told.amount, self._who(asked), asked.reason))

    def _who(self, asked: PendingAct) -> str:
        row = people.staff(self._session.connection, asked.requester_id)
        return row.name if row else ""

    def _told(self, asked: PendingAct) -> Told:
        if ACTS[asked.act].owes:
            return Told(*told_owed(self._session, asked.event_id))
        if asked.act in ("late_fee", "reduction", "write_off"):
            return self._of_unit(asked)
        if asked.act in ("adjustment", "waiver"):
            return self._charge(asked)
        if asked.act == "dispute":
            return self._case(asked)
        return self._price(asked) if asked.act == "price" else self._receipt(asked)

    def _case(self, asked: PendingAct) -> Told:
        session = self._session
        case_id, upheld = wished_settlement(session.connection, asked)
        case = cases.case(session.connection, case_id)
        unit = accounts.unit(session.connection, case.unit_id) if case else None
        number, code = case.number if case else "–", unit.code if unit else "–"
        about = session.words("case {number}, {unit}", number=number, unit=code)
        return Told(about, formats.money(sum(each.amount for each in upheld), session.currency))

    def _charge(self, asked: PendingAct) -> Told:
        session, w = self._session, self._session.words
        wish = wished_adjustment(session.connection, asked)
        charge = corrections.charge(session.connection, wish.charge_id)
        if charge is None:
            return Told(asked.subject, "")
        name = accounts.item_names(session.connection).get(charge.item_id, ("", ""))[0 if w.language == "zh_CN" else 1]
        unit = accounts.unit(session.connection, charge.unit_id)
        about = w("{item} {period}, {unit}", item=name, period=charge.period, unit=unit.code if unit else "–")
        amount = -wish.amount if asked.act == "waiver" else wish.amount
        return Told(about, formats.money(amount, session.currency))

    def _of_unit(self, asked: PendingAct) -> Told:
        session, w = self._session, self._session.words
        if asked.act == "late_fee":
            day = session.today().isoformat()
            unit_id, found = wished_waiver(session.connection, asked, session.office, day)
            unit = accounts.unit(session.connection, unit_id)
            return Told(unit.code if unit else asked.subject, formats.money(found.total, session.currency))
        if asked.act == "write_off":
            unit_id, chosen = wished_write_off(session.connection, asked)
            unit = accounts.unit(session.connection, unit_id)
            total = sum(each.open for each in chosen)
            return Told(unit.code if unit else asked.subject, formats.money(total, session.currency))
        wish = wished_reduction(session.connection, asked)
        unit = accounts.unit(session.connection, wish.unit_id)
        names = accounts.item_names(session.connection)
        every = (w("every item"), w("every item"))
        item = (names.get(wish.item_id, ("", "")) if wish.item_id else every)[0 if w.language == "zh_CN" else 1]
        code = unit.code if unit else asked.subject
        about = w("{unit}, {item}, from {day}", unit=code, item=item, day=wish.since)
        if wish.until:
            about = w("{unit}, {item}, {day} to {until}", unit=code, item=item, day=wish.since, until=wish.until)
        return Told(about, percent_words(wish.reduction))

    def _receipt(self, asked: PendingAct) -> Told:
        session = self._session
        found = receipts.receipt(session.connection, int(asked.subject.removeprefix("receipt:")))
        if found is None:
            return Told(asked.subject, "")
        about = session.words("receipt {number}, {unit}", number=found.label, unit=found.unit_code or "–")
        if asked.act == "move":
            unit = accounts.unit(session.connection, wished_unit(session.connection, asked))
            about = session.words("{receipt}, to {unit}", receipt=about, unit=unit.code if unit else "–")
        total = found.total
        if asked.act == "reversal":
            total = wished_reversal(session.connection, asked).amount
        if asked.act == "refund":
            total = sum(way.amount for way in wished_refund(session.connection, asked).tenders)
        return Told(about, formats.money(total, session.currency))

    def _price(self, asked: PendingAct) -> Told:
        session, w = self._session, self._session.words
        wished = wished_price(session.connection, asked)
        item = accounts.item_names(session.connection).get(wished.item_id, ("", ""))
        unit = accounts.unit(session.connection, wished.unit_id) if wished.unit_id is not None else None
        whom = unit.code if unit else term(wished.unit_kind or "", UNIT_KINDS, w)
        name = item[0 if w.language == "zh_CN" else 1]
        price = formats.price(wished.price, session.currency)
        amount = w("{price} / m²", price=price) if wished.kind == "area" else price
        return Told(w("{item}, {whom}, from {day}", item=name, whom=whom, day=wished.since), amount)
