"""The change fund at the window: how much change lies in the safe beside the takings, and who counted along."""

from collections.abc import Callable

from counter.desk.change_fund import ChangeFundAgain, enter_change_fund, entered
from counter.desk.people import Person
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.finance_view import FinanceView
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats


class ChangeFund:
    """The form of the change fund; refresh shows the list anew after it."""

    def __init__(self, session: Session, view: FinanceView, approval: AskApproval, refresh: Callable[[], None]) -> None:
        self._session = session
        self._view = view
        self._approval = approval
        self._refresh = refresh

    def begin(self) -> None:
        """Ask for the sum and the reason."""
        session, w = self._session, self._session.words
        try:
            session.person.require(Act.BANK_CASH)
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        before, request = entered(session.connection), session.new_request()
        text = w("Count the change money that lies in the safe beside the takings. It is entered when books begin.")
        if before:
            text = w("{amount} was entered before. More is entered only with a second person who counts along.",
                     amount=formats.money(before, session.currency))  # fmt: skip
        self._view.ask(
            Form(
                w("Change fund in the safe"), text, w("Enter it"), lambda values: self._typed(values, request),
                (Asked("amount", w("Amount"), "", True), Asked("reason", w("How it came there"))),
            )
        )  # fmt: skip

    def _typed(self, values: dict[str, str], request: str) -> str:
        session, w = self._session, self._session.words
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
            self._enter(amount, values["reason"], request, None)
        except ChangeFundAgain:
            self._approval(Wish(
                Act.APPROVE_OVER_SHORT,
                w("Change fund: {amount} more in the safe", amount=formats.money(amount, session.currency)),
                w("Count along, then type your PIN."), needs_reason=False,
                on_granted=lambda person, _reason: self._counted(amount, values["reason"], request, person),
            ))  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        return ""

    def _counted(self, amount: int, reason: str, request: str, second: Person) -> None:
        try:
            self._enter(amount, reason, request, second)
        except Exception as error:
            self._view.say("risk", *self._session.told(error))

    def _enter(self, amount: int, reason: str, request: str, second: Person | None) -> None:
        session, w = self._session, self._session.words
        done = enter_change_fund(
            session.books, amount, reason, request_id=request, clerk=session.person, second=second
        )  # fmt: skip
        amount_told, total = (formats.money(each, session.currency) for each in done)
        self._view.say("saved", w("Entered: {amount}. In the safe now: {total}.", amount=amount_told, total=total))
        session.on_commit()
        self._refresh()
