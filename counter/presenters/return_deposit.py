"""Giving a deposit back: which one, what papers are shown, what is deducted and why, how it is paid out."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, Protocol

from counter.desk.deposit_kinds import told as kind_told
from counter.desk.payment_receipt import item_name
from counter.desk.people import Person
from counter.desk.return_deposit import Deduction, ReturnOrder, return_deposit
from counter.desk.tenders import TenderIn
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.last_slip import shared_labels
from counter.presenters.other_till import not_at_once
from counter.presenters.pay_view import Asked, Question, SayKind
from counter.presenters.questions import Form, slip_form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from counter.words import formats
from counter.words.terms import TENDERS, term
from db.queries import accounts, deposits, receipts
from db.queries.accounts import Unit
from db.queries.deposits import Deposit
from db.queries.receipts import receipt_label

_DEPOSITS = 9
_CHARGES = 7


class DepositView(Protocol):
    """What a screen that gives deposits back can do."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""


class _Draft(NamedTuple):
    """What was answered so far, under the request that posts it once."""

    held: Deposit
    request: str
    has_original: bool = True
    inspection: str = ""
    payee: str = ""
    deductions: tuple[Deduction, ...] = ()
    paid: int = 0

    @property
    def rest(self) -> int:
        """Return what is held after it, in minor units."""
        return self.held.amount - self.paid - sum(each.amount for each in self.deductions)


class ReturnDeposit:
    """Asks its way to the return; done is told after it."""

    def __init__(self, session: Session, view: DepositView, ask: AskApproval, done: Callable[[], None]) -> None:
        self._session, self._view, self._ask, self._done = session, view, ask, done

    def begin(self, unit: Unit) -> None:
        """Ask which deposit of a unit; where none is held say so."""
        held = deposits.held(self._session.connection, unit.id)[:_DEPOSITS]
        w = self._session.words
        if not held:
            self._view.say("plain", w("No deposit is held for {unit}.", unit=unit.code))
            return
        options = [(each, self._told(each)) for each in held]
        self._view.ask(choose(w("Which deposit of {unit}?", unit=unit.code), "", options, self._chosen))

    def begin_with(self, receipt_id: int) -> None:
        """Go on with one deposit, by its receipt."""
        held = deposits.deposit(self._session.connection, receipt_id)
        if held is not None:
            self._chosen(held)

    def _chosen(self, held: Deposit) -> str:
        w, draft = self._session.words, _Draft(held, self._session.new_request())
        whole = held.amount == held.taken
        options: list[tuple[Callable[[], str], str]] = [
            (lambda: self._papers(draft), w("Give it back: the payer hands the receipt in")),
            (lambda: self._papers(draft._replace(has_original=False)), w("Give it back against a statement of loss")),
            (lambda: self._keep(draft), w("Keep all of it") if whole else w("Keep all that is still held")),
        ]
        self._view.ask(choose(self._told(held), "", options, lambda begin: begin()))
        return ""

    def _keep(self, draft: _Draft) -> str:
        w = self._session.words
        fields = (Asked("reason", w("Reason")),)
        # The second person's screen stays in the books, so it names the receipt and no person.
        number = receipt_label(draft.held.series, draft.held.number)
        title = w("Keep deposit {number}, {amount}", number=number, amount=self._money(draft.held.amount))
        text = w("Nothing is paid out; the sum becomes other income.")

        def typed(values: dict[str, str]) -> str:
            reason = values["reason"].strip()
            if not reason:
                return w("A reason is needed.")
            kept = draft._replace(deductions=(Deduction(draft.held.amount, reason),))
            self._approve(kept, (), title, reason)
            return ""

        self._view.ask(Form(w("Keep all of it"), text, w("Next"), typed, fields))
        return ""

    def _papers(self, draft: _Draft) -> str:
        w = self._session.words
        fields = (
            Asked("inspection", w("Inspection slip no.")),
            Asked("amount", w("Deduct"), formats.money(0), True),
            Asked("reason", w("Deducted for")),
            Asked("paid", w("Paid out now"), "", True),
            Asked("payee", w("Payee"), draft.held.payer_name or ""),
        )
        text = w("Paid out now: empty pays all that is not deducted; a smaller sum leaves the rest held.")
        self._view.ask(Form(self._told(draft.held), text, w("Next"), partial(self._typed, draft), fields))
        return ""

    def _typed(self, draft: _Draft, values: dict[str, str]) -> str:
        session = self._session
        w = session.words
        try:
            amount = parse_amount(values["amount"].strip() or "0", session.currency.digits)
            rest = draft.held.amount - amount
            paid = parse_amount(values["paid"], session.currency.digits) if values["paid"].strip() else rest
        except Exception as error:
            return session.sentence(error)
        if amount >= draft.held.amount:
            return w("To keep all of it, choose that instead.")
        if amount < 0 or not 0 <= paid <= rest or not amount + paid:
            return w("{rest} can be paid out after the deduction.", rest=self._money(max(0, rest)))
        if paid and (not values["inspection"].strip() or not values["payee"].strip()):
            return w("The number of the inspection slip and the payee are needed.")
        if amount and not values["reason"].strip():
            return w("What is deducted needs a reason.")
        named = draft._replace(inspection=values["inspection"].strip(), payee=values["payee"].strip(), paid=paid)
        if amount:
            self._where(named, amount, values["reason"].strip())
        else:
            self._ways(named)
        return ""

    def _where(self, draft: _Draft, amount: int, reason: str) -> None:
        """Ask whether the deduction settles a charge or is income."""
        w = self._session.words
        charges = [
            each
            for each in accounts.open_charges(self._session.connection, (draft.held.unit_id,))
            if each.fund == "operating" and each.open >= amount
        ][:_CHARGES]
        options: list[tuple[int | None, str]] = [(None, w("It is other income"))]
        options += [
            (each.charge_id,
             w("It settles {item} {period}, {amount} open", item=item_name(each, w), period=each.period,
               amount=self._money(each.open)))
            for each in charges
        ]  # fmt: skip

        def chosen(charge: int | None) -> str:
            self._ways(draft._replace(deductions=(Deduction(amount, reason, charge),)))
            return ""

        self._view.ask(choose(w("What becomes of {amount}?", amount=self._money(amount)), reason, options, chosen))

    def _ways(self, draft: _Draft) -> None:
        """Ask how the rest is paid out: the card it came from, cash, or a transfer that finance pays."""
        w = self._session.words
        if not draft.paid:
            number = receipt_label(draft.held.series, draft.held.number)
            title = w("Deduct {amount} from deposit {number}", number=number,
                      amount=self._money(draft.held.amount - draft.rest))  # fmt: skip
            self._approve(draft, (), title, draft.deductions[0].reason)
            return
        paid = _paid_by(self._session, draft.held)
        first = paid if paid in (TenderKind.CARD, TenderKind.SCAN, TenderKind.CASH) else None
        options: list[tuple[TenderKind, str]] = [(first, term(first.value, TENDERS, w))] if first else []
        options.append((TenderKind.TRANSFER, w("By bank transfer; finance pays it")))
        title = w("{amount} goes back to {payee}", amount=self._money(draft.paid), payee=draft.payee)
        self._view.ask(choose(title, "", options, partial(self._way, draft)))

    def _way(self, draft: _Draft, kind: TenderKind) -> str:
        w = self._session.words
        refused = not_at_once(self._session, cash=kind is TenderKind.CASH)
        if refused:
            return refused
        title = w("Give back {amount} of deposit {number}", amount=self._money(draft.paid),
                  number=receipt_label(draft.held.series, draft.held.number))  # fmt: skip
        if kind in (TenderKind.CARD, TenderKind.SCAN):

            def typed(slip: dict[str, str]) -> str:
                if not slip.get("voucher", "").strip():
                    return w("Refund it on the terminal first, then type the voucher no. of that slip.")
                self._approve(draft, (TenderIn(kind, draft.paid, slip),), title, "")
                return ""

            self._view.ask(slip_form(kind, self._money(draft.paid), shared_labels(self._session), w, typed))
        else:
            self._approve(draft, (TenderIn(kind, draft.paid),), title, "")
        return ""

    def _approve(self, draft: _Draft, ways: tuple[TenderIn, ...], title: str, reason: str) -> None:
        order = ReturnOrder(
            draft.held.receipt_id, draft.deductions, ways, draft.payee, draft.inspection, draft.has_original
        )
        w = self._session.words
        text = reason or w("Inspection slip {number}", number=draft.inspection)
        self._ask(Wish(
            Act.APPROVE_REFUND, title, text, needs_reason=not reason,
            on_granted=lambda approver, said: self._post(draft.request, order, approver, said or reason),
        ))  # fmt: skip

    def _post(self, request: str, order: ReturnOrder, approver: Person, reason: str) -> None:
        session = self._session
        try:
            done = return_deposit(
                session.books, order, reason, request_id=request, requester=session.person, approver=approver,
                till=session.till, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        session.on_commit()
        self._done()
        w = session.words
        left = w("Still held: {rest}.", rest=self._money(done.rest)) if done.rest else ""
        if not done.number:
            kept = w("{amount} of the deposit is kept.", amount=self._money(done.kept))
            self._view.say("saved", kept if left else w("The deposit is kept."), left)
            return
        told = w("Given back: {amount}, {number}. The note is being printed.", amount=self._money(done.paid_out),
                 number=done.number)  # fmt: skip
        self._view.say("saved", told, left)

    def _told(self, held: Deposit) -> str:
        w = self._session.words
        told = w("{what} {amount} of {payer}, {day}", what=kind_told(held, w), day=held.day,
                 amount=self._money(held.taken), payer=held.payer_name or "–")  # fmt: skip
        if held.amount == held.taken:
            return told
        return w("{deposit}: {rest} still held", deposit=told, rest=self._money(held.amount))

    def _money(self, minor: int) -> str:
        return formats.money_with_symbol(minor, self._session.currency)


def _paid_by(session: Session, held: Deposit) -> TenderKind:
    rows = receipts.body(session.connection, held.event_id)["rows"]
    return TenderKind(rows["tender"][0][0])
