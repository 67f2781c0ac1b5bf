"""Moving a payment to the right unit (串户更正): find the unit, a second person agrees, then it is booked anew."""

from collections.abc import Callable
from functools import partial

from counter.desk.move_payment import ask_for_move, move_payment
from counter.desk.people import Person
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.finding import FoundUnit, find_units
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.receipt_sheet_view import ReceiptView
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import receipts
from db.queries.receipts import ReceiptRow

CHOICES = 9


class MoveReceipt:
    """Asks its way to the right unit; moved is called with the new receipt's id and what to say."""

    def __init__(
        self, session: Session, view: ReceiptView, approve: AskApproval, *, moved: Callable[[int, str], None]
    ) -> None:
        self._session = session
        self._view = view
        self._approve = approve
        self._moved = moved

    def ask(self, found: ReceiptRow) -> None:
        """Ask to which unit the payment of a receipt belongs."""
        self._view.ask(
            Form(
                self._w("Move receipt {number} to the right unit", number=found.label),
                self._w("It stands on {unit} now. The money stays where it is.", unit=found.unit_code or ""),
                self._w("Find the unit"),
                partial(self._find, found),
                (Asked("unit", self._w("Room, name or phone tail")),),
            )
        )

    def _find(self, found: ReceiptRow, answer: dict[str, str]) -> str:
        try:
            hits = find_units(self._session.reader, answer["unit"], CHOICES)
        except Exception as error:
            return self._session.told(error).sentence
        hits = [hit for hit in hits if hit.unit_id != found.unit_id]
        if not hits:
            return self._w("No other unit was found for “{text}”.", text=answer["unit"])
        if len(hits) == 1:
            self._ask_approval(found, hits[0])
            return ""
        self._view.ask(
            Form(
                self._w("Which unit?"),
                "",
                "",
                lambda chosen: self._choose(found, hits, chosen),
                choices=tuple((str(n), self._told_as(hit)) for n, hit in enumerate(hits, 1)),
            )
        )
        return ""

    def _told_as(self, hit: FoundUnit) -> str:
        return self._w("{unit}  {who}", unit=hit.code, who=hit.who)

    def _choose(self, found: ReceiptRow, hits: list[FoundUnit], chosen: dict[str, str]) -> str:
        self._ask_approval(found, hits[int(chosen["choice"]) - 1])
        return ""

    def _ask_approval(self, found: ReceiptRow, to: FoundUnit) -> None:
        amount = formats.money_with_symbol(found.total, self._session.currency)
        self._approve(
            Wish(
                Act.APPROVE_MOVE,
                self._w("Move {amount} to {unit}", amount=amount, unit=to.code),
                self._w(
                    "Receipt {number} of {unit} becomes void; a new one settles what {target} owes, oldest first.",
                    number=found.label,
                    unit=found.unit_code or "",
                    target=to.code,
                ),
                needs_reason=True,
                on_granted=partial(self._move, self._session.new_request(), found, to.unit_id),
                on_request=partial(self._request, self._session.new_request(), found, to.unit_id),
            )
        )

    def _request(self, request: str, found: ReceiptRow, to_unit: int, reason: str) -> None:
        session = self._session
        try:
            ask_for_move(
                session.books, found.id, to_unit, reason, request_id=request, requester=session.person,
                till=session.till,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        session.on_commit()
        self._view.say("plain", self._w("The move waits for a decision; until then the receipt stands."))

    def _move(self, request: str, found: ReceiptRow, to_unit: int, approver: Person, reason: str) -> None:
        session = self._session
        try:
            moved = move_payment(
                session.books, found.id, to_unit, reason, request_id=request, requester=session.person,
                approver=approver, till=session.till, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        new = next(each for each in receipts.latest(session.connection, 20) if each.label == moved.new_number)
        told = self._w("Moved. The new receipt is {number}; it is being printed.", number=moved.new_number)
        self._moved(new.id, told)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
