"""Voids from the sheet (作废): a second person agrees or decides later; a card's money may go back by the terminal."""

from collections.abc import Callable
from functools import partial

from counter.desk.decide import decide
from counter.desk.people import Person
from counter.desk.tills import require_open_till
from counter.desk.void_receipt import VoidOutcome, gives_cash, void_receipt, voidable
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.card_backs import Backs
from counter.presenters.other_till import not_at_once
from counter.presenters.receipt_sheet_facts import pending_void
from counter.presenters.receipt_sheet_view import ReceiptView, ToldBack
from counter.presenters.session import Session
from counter.presenters.void_way import ask_way
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.money_back import voided_text
from db.queries.receipts import ReceiptRow

ByHand = Callable[[Person, str], None]
"""Posts a void with the money given back by people: takes who agreed, and why."""


class VoidReceipt:
    """Asks its way to a void; done is called with the kind of what to say, and the words.

    backs: what the card terminal can be asked to give back, told_back hears what came of it;
    without it that is done on it by hand.
    """

    def __init__(
        self, session: Session, view: ReceiptView, approve: AskApproval, *, done: Callable[[str, str], None],
        backs: Backs = lambda: None, told_back: ToldBack = lambda _receipt, _kind, _told: None,
    ) -> None:  # fmt: skip
        self._session, self._view, self._approve = session, view, approve
        self._done, self._backs, self._told_back = done, backs, told_back

    def ask(self, receipt_id: int) -> None:
        """Ask a second person, or decide what waits. Raises at once what desk would refuse after they have come."""
        session = self._session
        session.person.require(Act.REQUEST_VOID)
        state = require_open_till(session.connection, session.till, session.today().isoformat())
        found = voidable(session.connection, receipt_id, state)
        request, waiting = session.new_request(), pending_void(session.connection, found.id)
        cash = waiting is None and gives_cash(session.connection, found)
        if waiting is not None:
            by_hand: ByHand = partial(self._decide, request, waiting.event_id)
        else:
            by_hand = partial(self._void, request, found)
        self._approve(
            Wish(
                Act.APPROVE_VOID,
                self._w("Void receipt {number}, {amount}", number=found.label, amount=self._amount(found.total)),
                self._w(
                    "Every part is marked VOID and kept. The number stays, what it settled is open again, and the money"
                    " goes back to the payer. Without the payer's part it is no void: refund it."
                ),
                needs_reason=True,
                on_granted=partial(self._granted, request, found, by_hand, waiting.event_id if waiting else 0),
                on_request=partial(self._request, request, found) if waiting is None else None,
                requester=waiting.requester_id if waiting else None,
                # Whoever asked for a void that waits said it then.
                confirm="" if waiting else self._w("Both parts of the receipt lie here, the payer's too."),
                only_asked=not_at_once(session, cash=cash),
            )
        )

    def _granted(
        self, request: str, found: ReceiptRow, by_hand: ByHand, asked_event: int, approver: Person, reason: str
    ) -> None:
        backs = self._backs()
        slip = backs.slip_of(found.id) if backs is not None else None
        if backs is None or slip is None:
            by_hand(approver, reason)
            return
        told = partial(self._told_back, found.id)

        def by_terminal() -> None:
            try:
                backs.void(found.id, reason, approver, request, told, asked_event)
            except Exception as error:
                self._tell(error)

        self._view.ask(ask_way(self._session, slip, by_terminal, partial(by_hand, approver, reason)))

    def _void(self, request: str, found: ReceiptRow, approver: Person, reason: str) -> None:
        session = self._session
        try:
            done = void_receipt(
                session.books, found.id, reason, request_id=request, requester=session.person,
                till=session.till, approver=approver, words=session.paper_words, parts_in_hand=True,
            )  # fmt: skip
        except Exception as error:
            self._tell(error)
            return
        self._voided(done)

    def _decide(self, request: str, asked_event: int, approver: Person, reason: str) -> None:
        session = self._session
        try:
            done = decide(
                session.books, asked_event, request_id=request, approver=approver, till=session.till, grant=True,
                reason=reason, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._tell(error)
            return
        self._voided(done)

    def _voided(self, done: object) -> None:
        ways = done.ways if isinstance(done, VoidOutcome) else ()
        self._done("saved", voided_text(ways, self._session.words, self._session.currency))

    def _request(self, request: str, found: ReceiptRow, reason: str) -> None:
        session = self._session
        try:
            void_receipt(
                session.books, found.id, reason, request_id=request, requester=session.person,
                till=session.till, approver=None, parts_in_hand=True,
            )  # fmt: skip
        except Exception as error:
            self._tell(error)
            return
        self._done("plain", self._w("The void waits for a decision; until then the receipt stands."))

    def _tell(self, error: Exception) -> None:
        self._view.say("risk", *self._session.told(error))

    def _amount(self, minor: int) -> str:
        return formats.money_with_symbol(minor, self._session.currency)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
