"""Finance receives what a till hands in (交款单): confirmed, or a difference noted; each is an event."""

from typing import Any, NamedTuple

from counter.desk.change_fund import require_safe
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.papers.remittance_received import ReceivedFacts, remittance_received
from counter.rules.permissions import Act
from counter.rules.remittance import cash_to_safe
from counter.words import Words
from db import papers
from db.books import Books, Tx
from db.queries import people, receipts, safe, tills
from db.queries.safe import SafeMove, Said
from db.queries.tills import CloseRow
from db.rows import Posting
from printing.blocks import dump

RECEIVED = 62


class Slip(NamedTuple):
    """A slip that was handed in: its Z, what it says of cash (minor units), and what finance said of it so far."""

    close: CloseRow
    cash: int
    cashier_id: int | None
    drawer: dict[str, Any]
    said: tuple[Said, ...]

    @property
    def owed(self) -> int:
        """Return what finance still expects: the cash of the slip and the differences noted so far."""
        return self.cash + sum(each.difference for each in self.said)


class OwnSlip(Exception):
    """Nobody receives for finance what they handed in themselves."""

    code = "own_slip"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class SlipReceived(Exception):
    """Finance has confirmed this slip before, or there is no such Z."""

    code = "slip_received"


class RemittanceDiffers(Exception):
    """Finance counted another sum than the slip says, and nobody says why."""

    code = "remittance_differs"

    def __init__(self, slip_minor: int, counted_minor: int) -> None:
        super().__init__(slip_minor, counted_minor)
        self.slip_minor = slip_minor
        self.counted_minor = counted_minor


def slips(connection: Any, received: int = RECEIVED) -> list[Slip]:
    """Return every slip that finance has not received, the oldest first, then the newest of those it has."""
    said = safe.remittances(connection)
    done = {each.close_event for each in said}
    closes = tills.closes(connection, tills.ALL)
    waiting = [close for close in reversed(closes) if close.event_id not in done]
    listed = [*waiting, *[close for close in closes if close.event_id in done][:received]]
    moves = safe.moves_of(connection, listed)
    return [_slip(connection, close, said, moves[close.event_id]) for close in listed]


def _slip(connection: Any, close: CloseRow, said: list[Said], moves: list[SafeMove]) -> Slip:
    body = receipts.body(connection, close.event_id)
    words = tuple(each for each in said if each.close_event == close.event_id)
    return Slip(close, cash_to_safe(moves).cash, body["staff"], body.get("drawer") or {}, words)


def receive_remittance(
    books: Books, close_event: int, counted: int, reason: str = "", *, request_id: str, clerk: Person, office: Office,
    words: Words,
) -> int:  # fmt: skip
    """Record what finance counted of the cash a Z hands in; returns the difference in minor units.

    Agreeing confirms the slip; a difference is noted with its reason and posted as over/short, so that the safe's sum
    stays what lies there. Raises NotAllowed, SlipReceived, OwnSlip, RemittanceDiffers, SafeHoldsLess,
    FullCardNumber.
    """
    clerk.require(Act.RECEIVE_REMITTANCE)
    reason = reason.strip()
    no_card_number(reason)
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        for kind in ("remittance_confirmed", "remittance_differs"):
            done = earlier_facts(tx, kind)
            if done is not None:
                return int(done[1]["difference"])
        close = tills.close_of(tx.connection, close_event)
        if close is None:
            raise SlipReceived
        moves = safe.moves_of(tx.connection, [close])[close.event_id]
        slip = _slip(tx.connection, close, safe.remittances(tx.connection), moves)
        if slip.said:
            raise SlipReceived
        if slip.cashier_id == clerk.staff_id:
            raise OwnSlip(clerk.name)
        difference = counted - slip.cash
        if difference and not reason:
            raise RemittanceDiffers(slip.cash, counted)
        # Where the cash went to the bank before it was counted, its shortage is found there, not in the safe.
        require_safe(tx.connection, -difference)
        _post(tx, slip, counted, difference, reason, clerk=clerk, office=office, words=words)
        return difference


def _post(
    tx: Tx, slip: Slip, counted: int, difference: int, reason: str, *, clerk: Person, office: Office, words: Words
) -> None:
    close = slip.close
    facts = {
        "close": close.event_id, "till_of": close.till, "z": close.z_number, "day_of": close.day, "slip": slip.cash,
        "received": counted, "difference": difference, "reason": reason,
    }  # fmt: skip
    postings = [
        Posting("operating", "safe_cash", difference, tender="cash"),
        Posting("operating", "over_short", -difference, tender="cash"),
    ]
    event = tx.post("remittance_differs", facts, postings) if difference else tx.post("remittance_confirmed", facts)
    cashier = people.staff(tx.connection, slip.cashier_id or 0)
    received = ReceivedFacts(
        office.estate(words.language), close.z_number, close.till, close.day, tx.at, slip.drawer, slip.cash, counted,
        reason, cashier.name if cashier else "", clerk.name, office.books_kind, office.currency == "CNY",
        office.currency_symbol,
    )  # fmt: skip
    content = dump(remittance_received(received, words))
    papers.enqueue(tx, "remittance", content, event_id=event.id, device="office")
