"""The next step of a case, asked for in one small form; what lets charges off goes past a second person."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from counter.desk.case_deadlines import load_deadlines
from counter.desk.case_urgency import change_urgency
from counter.desk.move_case import StepIn, move_case
from counter.desk.open_case import Disputed
from counter.desk.people import Person
from counter.desk.settle_case import ask_to_settle, require_settleable, settle_case
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.cases import RATINGS, Kind, Step, deadline, has_ended
from counter.rules.fold import to_ascii
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.case_words import MOVES, STEPS, case_word
from db.queries import accounts, cases
from db.queries.cases import CaseRow, FrozenRow

_LINES = 5


class CaseSteps:
    """Asks its way to a step; done is told after it is in the books."""

    def __init__(self, session: Session, view: ScanView, ask: AskApproval, done: Callable[[], None]) -> None:
        self._session, self._view, self._ask, self._done = session, view, ask, done

    def begin(self, row: CaseRow, to: Step) -> None:
        """Ask what there is to say about a step."""
        if to is Step.SETTLED:
            self._settle(row)
            return
        w, session = self._session.words, self._session
        fields = [Asked("told", self._caption(to))]
        if to is Step.IN_HAND:
            fields.append(Asked("members", w("Who does it"), session.person.name))
        if to is Step.MEDIATION:
            fields.append(Asked("members", w("Who sits on the panel")))
            fields.append(Asked("day", w("Day of the session"), session.today().isoformat()))
        if not has_ended(to):
            today = session.today()
            deadlines = load_deadlines(session.connection, today.isoformat())
            proposed = deadline(Kind(row.kind), to, today, urgent=bool(row.urgent), deadlines=deadlines)
            fields.append(Asked("due", w("Next step by"), proposed.isoformat() if proposed else ""))
        title = w("{number}: {move}", number=row.number, move=self.move_word(row, to))
        typed = partial(self._typed, row, to, session.new_request())
        self._view.ask(Form(title, self._what_follows(row, to), w("Save"), typed, tuple(fields)))

    def begin_urgency(self, row: CaseRow) -> None:
        """Ask by when a case is due that becomes urgent, or is not urgent any more."""
        session, w = self._session, self._session.words
        today, urgent = session.today(), not row.urgent
        deadlines = load_deadlines(session.connection, today.isoformat())
        proposed = deadline(Kind(row.kind), Step(row.step), today, urgent=urgent, deadlines=deadlines)
        fields = (Asked("due", w("Next step by"), proposed.isoformat() if proposed else ""),)
        title = w("{number}: {move}", number=row.number, move=self.urgency_word(row))
        text = w("What is urgent stands first in the list, behind what is late.") if urgent else ""
        typed = partial(self._urgency_typed, row, session.new_request())
        self._view.ask(Form(title, text, w("Save"), typed, fields))

    def urgency_word(self, row: CaseRow) -> str:
        """Return what changing the urgency of a case is called on a button."""
        return self._session.words("Not urgent any more") if row.urgent else self._session.words("Make it urgent")

    def _urgency_typed(self, row: CaseRow, request: str, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        due = typed_day(values["due"])
        if due is None:
            return w("A day is written like 2026-11-23.")
        try:
            due = change_urgency(
                session.books, row.id, due, urgent=not row.urgent, request_id=request, staff=session.person,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        session.on_commit()
        self._done()
        calm = w("{number} is not urgent any more, due {day}.", number=row.number, day=due)
        self._view.say("saved", calm if row.urgent else w("{number} is urgent, due {day}.", number=row.number, day=due))
        return ""

    def move_word(self, row: CaseRow, to: Step) -> str:
        """Return what a step is called on a button."""
        if has_ended(Step(row.step)):
            return self._session.words("Open it again")
        return case_word(MOVES, to, self._session.words)

    def _caption(self, to: Step) -> str:
        w = self._session.words
        return {
            Step.EXAMINED: w("What is examined"), Step.OFFER: w("The offer"), Step.MEDIATION: w("Minutes and result"),
            Step.PASSED_ON: w("To whom, file number"), Step.IN_HAND: w("What is done"),
            Step.REJECTED: w("Reasons"), Step.WITHDRAWN: w("Why"),
        }[to]  # fmt: skip

    def _what_follows(self, row: CaseRow, to: Step) -> str:
        w = self._session.words
        if row.kind != Kind.DISPUTE:
            return ""
        if has_ended(to):
            return w("What is disputed is not frozen any more; late fee runs again from tomorrow, by the rule.")
        return w("What is disputed stays frozen.") if not has_ended(Step(row.step)) else w(
            "What is left of the disputed charges is frozen again from today."
        )  # fmt: skip

    def _typed(self, row: CaseRow, to: Step, request: str, values: dict[str, str]) -> str:
        session = self._session
        days = [typed_day(values.get(name, "")) for name in ("day", "due")]
        if None in days:
            return session.words("A day is written like 2026-11-23.")
        step = StepIn(to, values["told"], day=days[0] or "", members=values.get("members", ""), due=days[1] or "")
        try:
            move_case(
                session.books, row.id, step, request_id=request, staff=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        printed = to in (Step.MEDIATION, Step.REJECTED)
        self._saved(row, to, session.words("A paper is being printed.") if printed else "")
        return ""

    # Settling

    def _settle(self, row: CaseRow) -> None:
        w = self._session.words
        title = w("{number}: {move}", number=row.number, move=case_word(MOVES, Step.SETTLED, w))
        if row.kind != Kind.DISPUTE:
            options = [(rating, word) for rating, word in zip(
                (*reversed(RATINGS), None), (w("Content"), w("Half content"), w("Not content"), w("Not asked")),
                strict=True,
            )]  # fmt: skip
            self._view.ask(choose(title, w("Is whoever brought it content?"), options, partial(self._light, row)))
            return
        options_of: list[tuple[str, str]] = [
            ("whole", w("Uphold all that is disputed")), ("part", w("Uphold part of it")),
            ("nothing", w("Agreed without changing a charge")),
        ]  # fmt: skip
        self._view.ask(choose(title, self._what_follows(row, Step.SETTLED), options_of, partial(self._how_much, row)))

    def _light(self, row: CaseRow, rating: int | None) -> str:
        w = self._session.words
        typed = partial(self._settled, row, (), rating, self._session.new_request())
        fields = (Asked("told", w("The answer")),)
        self._view.ask(Form(w("{number}: the answer", number=row.number), "", w("Save"), typed, fields))
        return ""

    def _how_much(self, row: CaseRow, how: str) -> str:
        session, w = self._session, self._session.words
        frozen = [each for each in cases.frozen_by(session.connection, row.id) if each.until is None]
        if how == "part":
            self._ask_sums(row, frozen, (), session.new_request())
            return ""
        whole = tuple(Disputed(each.charge_id, each.amount) for each in frozen) if how == "whole" else ()
        typed = partial(self._sums_typed, row, (), whole, session.new_request())
        title, fields = w("{number}: the answer", number=row.number), (Asked("told", w("Reasons")),)
        self._view.ask(Form(title, "", w("Next"), typed, fields))
        return ""

    def _ask_sums(self, row: CaseRow, frozen: Sequence[FrozenRow], upheld: Sequence[Disputed], request: str) -> None:
        """Ask for what is let off of a few charges at a time, with the last of them for the reasons."""
        session, w = self._session, self._session.words
        names, fields = accounts.item_names(session.connection), list[Asked]()
        periods = {each.id: each for each in cases.charges_of(session.connection, row.id)}
        for each in frozen[:_LINES]:
            charge = periods[each.charge_id]
            name = names.get(charge.item_id, ("", ""))[0 if w.language == "zh_CN" else 1]
            caption = w("{item} {period}", item=name, period=charge.period)
            fields.append(Asked(f"c{each.charge_id}", caption, "", True))
        rest = frozen[_LINES:]
        text = w("How much of each charge is let off; empty is nothing.")
        if rest:
            text = w.n("How much of each charge is let off; empty is nothing. {n} more charge follows.",
                       "How much of each charge is let off; empty is nothing. {n} more charges follow.",
                       len(rest))  # fmt: skip
        else:
            fields.append(Asked("told", w("Reasons")))
        typed = partial(self._sums_typed, row, rest, upheld, request)
        self._view.ask(Form(w("{number}: the answer", number=row.number), text, w("Next"), typed, tuple(fields)))

    def _sums_typed(
        self, row: CaseRow, rest: Sequence[FrozenRow], before: Sequence[Disputed], request: str, values: dict[str, str]
    ) -> str:
        session = self._session
        upheld = list(before)
        try:
            for name, text in values.items():
                if name.startswith("c") and text.strip():
                    amount = parse_amount(text, session.currency.digits)
                    upheld += [Disputed(int(name[1:]), amount)] if amount else []
            require_settleable(session.connection, row.id, upheld)
        except Exception as error:
            return session.sentence(error)
        if rest:
            self._ask_sums(row, rest, upheld, request)
            return ""
        if not values["told"].strip():
            return session.words("A reason is needed.")
        if not upheld:
            return self._settled(row, (), None, request, values)
        self._second_person(row, upheld, values["told"].strip(), request)
        return ""

    def _second_person(self, row: CaseRow, upheld: Sequence[Disputed], told: str, request: str) -> None:
        session, w = self._session, self._session.words
        off = formats.money_with_symbol(sum(each.amount for each in upheld), session.currency)
        self._ask(Wish(
            Act.APPROVE_ADJUSTMENT, w("{number}: let off {amount}", number=row.number, amount=off), told,
            needs_reason=False,
            on_granted=lambda approver, _reason: self._upheld(row, upheld, told, request, approver),
            on_request=lambda reason: self._request(row, upheld, reason or told, request),
        ))  # fmt: skip

    def _upheld(self, row: CaseRow, upheld: Sequence[Disputed], told: str, request: str, approver: Person) -> None:
        wrong = self._settled(row, upheld, None, request, {"told": told}, approver)
        if wrong:
            self._view.say("risk", wrong)

    def _settled(
        self, row: CaseRow, upheld: Sequence[Disputed], rating: int | None, request: str, values: dict[str, str],
        approver: Person | None = None,
    ) -> str:  # fmt: skip
        session, w = self._session, self._session.words
        try:
            done = settle_case(
                session.books, row.id, values["told"], upheld, request_id=request, staff=session.person,
                till=session.till, approver=approver, rating=rating, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        rest = w("The answer is being printed.")
        if done.to_balance:
            rest = w("{amount} of it was paid already and is balance now.",
                     amount=formats.money_with_symbol(done.to_balance, session.currency))  # fmt: skip
        self._saved(row, Step.SETTLED, rest)
        return ""

    def _request(self, row: CaseRow, upheld: Sequence[Disputed], told: str, request: str) -> None:
        session = self._session
        try:
            ask_to_settle(
                session.books, row.id, told, upheld, request_id=request, staff=session.person, till=session.till
            )
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.say("saved", session.words("Asked for; it waits for a decision at the till, list 3."))

    def _saved(self, row: CaseRow, to: Step, rest: str = "") -> None:
        w = self._session.words
        self._session.on_commit()
        self._done()
        self._view.say("saved", w("{number}: {step}.", number=row.number, step=case_word(STEPS, to, w)), rest)


def typed_day(text: str) -> str | None:
    """Return a typed day as ISO date, '' where nothing was typed, None where it is no day."""
    typed = to_ascii(text).strip()
    try:
        return date.fromisoformat(typed).isoformat() if typed else ""
    except ValueError:
        return None
