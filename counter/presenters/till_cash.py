"""Cash that moves without a payment: paid in, paid out, dropped into the safe; each leaves a numbered slip."""

from collections.abc import Callable, Mapping

from counter.desk.drop_cash import drop_cash
from counter.desk.pay_in_out import pay_in, pay_out
from counter.desk.people import Person
from counter.desk.tills import require_open_till, require_own_till
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.till_counts import TypedCount
from counter.presenters.till_view import CountFacts, TillView
from counter.rules.cash import count_total
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import N_, formats

_FROM: Mapping[str, str] = {
    "safe": N_("From the safe"), "bank": N_("From the bank"), "petty_cash": N_("From petty cash"),
}  # fmt: skip
_FOR: Mapping[str, str] = {"petty_cash": N_("Into petty cash"), "expense": N_("For an expense")}


class TillCash:
    """The forms of pay-in and pay-out, and the notes of a drop while they are counted; done: leave the drop's pane."""

    def __init__(
        self, session: Session, view: TillView, approval: AskApproval, refresh: Callable[[], None],
        done: Callable[[], None],
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._approval = approval
        self._refresh = refresh
        self._done = done
        self._typed = TypedCount(session.currency)
        self._request = session.new_request()

    # In and out

    def ask_in(self) -> None:
        """Ask where the cash comes from, then how much and why."""
        w = self._session.words
        self._ask(w("Pay cash in"), w("Where does it come from?"), _FROM, comes_in=True)

    def ask_out(self) -> None:
        """Ask what the cash is for, then how much and why."""
        w = self._session.words
        text = w(
            "Only out of the float and what came from the bank or petty cash; takings are never spent. What is it for?"
        )
        self._ask(w("Pay cash out"), text, _FOR, comes_in=False)

    def _ask(self, title: str, text: str, places: Mapping[str, str], *, comes_in: bool) -> None:
        w, names = self._session.words, list(places)
        if self._refused(Act.PAY_IN_OUT):
            return

        def chosen(values: dict[str, str]) -> str:
            name = names[int(values["choice"]) - 1]
            self._ask_sum(title, name, w(places[name]), comes_in=comes_in)
            return ""

        choices = tuple((str(place), w(places[name])) for place, name in enumerate(names, start=1))
        self._view.ask(Form(title, text, "", chosen, choices=choices))

    def _ask_sum(self, title: str, place: str, told: str, *, comes_in: bool) -> None:
        w, request = self._session.words, self._session.new_request()
        self._view.ask(
            Form(
                title, told, w("Move it"), lambda values: self._moved(place, values, request, comes_in=comes_in),
                (Asked("amount", w("Amount"), "", True), Asked("reason", w("Reason"))),
            )
        )  # fmt: skip

    def _moved(self, place: str, values: dict[str, str], request: str, *, comes_in: bool) -> str:
        session, w = self._session, self._session.words
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
            slip = (pay_in if comes_in else pay_out)(
                session.books, place, amount, values["reason"], request_id=request, cashier=session.person,
                till=session.till, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        said = {"amount": formats.money(amount, session.currency), "number": slip}
        told = (
            w("Paid in: {amount}. Slip {number}", **said)
            if comes_in
            else w("Paid out: {amount}. Slip {number}", **said)
        )
        self._view.say("saved", told, w("printing…"))
        session.on_commit()
        self._refresh()
        return ""

    # The safe

    def begin_drop(self) -> bool:
        """Begin to count what goes into the safe; returns whether it may."""
        if self._refused(Act.DROP_CASH):
            return False
        self._typed = TypedCount(self._session.currency)
        self._request = self._session.new_request()
        return True

    def show_drop(self) -> None:
        """Show the notes typed so far."""
        w = self._session.words
        note = w(
            "Count only what goes into the safe; the rest stays in the drawer. A second person counts along and "
            "types their PIN. The slip is printed."
        )
        self._view.show_drop(CountFacts(self._typed.rows(), self._typed.total_text(), (), note))

    def typed(self, row_id: str, text: str) -> None:
        """Work out the sums while a number of pieces is typed."""
        self._typed.texts[row_id] = text
        self._view.grid_amount(row_id, self._typed.amount_text(row_id), self._typed.total_text())

    def confirm_drop(self) -> None:
        """Ask for a witness, or take it that nobody else is there."""
        session, w, wrong = self._session, self._session.words, self._typed.wrong
        if wrong:
            text = w("“{text}” is no number of notes or coins.", text=self._typed.texts[wrong])
            self._view.grid_error(wrong, text)
            return
        if not count_total(self._typed.counts()):
            self._view.say("risk", w("Type how many notes go into the safe."))
            return
        amount = formats.money(count_total(self._typed.counts()), session.currency)
        self._view.ask(
            Form(
                w("Drop {amount} into the safe", amount=amount), w("Who sees it?"), "", self._witnessed,
                choices=(("1", w("A second person is here")), ("2", w("I am alone; the slip is countersigned later"))),
            )
        )  # fmt: skip

    def _witnessed(self, values: dict[str, str]) -> str:
        w = self._session.words
        if values["choice"] == "2":
            self._drop(None)
            return ""
        amount = formats.money(count_total(self._typed.counts()), self._session.currency)
        self._approval(Wish(
            Act.WITNESS_DROP, w("Witness: {amount} into the safe", amount=amount),
            w("Count along, then type your PIN."), needs_reason=False,
            on_granted=lambda person, _reason: self._drop(person),
        ))  # fmt: skip
        return ""

    def _drop(self, witness: Person | None) -> None:
        session, w = self._session, self._session.words
        total = formats.money(count_total(self._typed.counts()), session.currency)
        try:
            slip = drop_cash(
                session.books, self._typed.counts(), request_id=self._request, cashier=session.person,
                till=session.till, office=session.office, words=session.paper_words, witness=witness,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.say("saved", w("Dropped: {amount}. Slip {number}", amount=total, number=slip), w("printing…"))
        session.on_commit()
        self._done()

    def _refused(self, act: Act) -> bool:
        """Say at once what desk would refuse after everything is typed."""
        session = self._session
        try:
            session.person.require(act)
            state = require_open_till(session.connection, session.till, session.today().isoformat())
            require_own_till(session.connection, state, session.person)
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return True
        return False
