"""Finance receives what a till hands in (交款单): confirmed, or a difference noted; each is an event."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from counter.desk.change_fund import require_safe
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.papers.remittance_received import CountedLine, ReceivedFacts, remittance_received
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
SLIPS = ("card", "scan", "qr_code", "cheque")
"""Tenders that leave something in hand to count beside the cash: a terminal's slip, a code payment's note, a cheque."""


class Counted(NamedTuple):
    """How many slips of a tender there are, and what they come to in minor units."""

    pieces: int
    amount: int


class Slip(NamedTuple):
    """A slip that was handed in: its Z, what it says of cash (minor units), and what finance said of it so far."""

    close: CloseRow
    cash: int
    cashier_id: int | None
    drawer: dict[str, Any]
    said: tuple[Said, ...]

    @property
    def slips(self) -> dict[str, Counted]:
        """Return what the slip hands in beside the cash: payments by tender, less what was given back."""
        tenders = self.drawer.get("tenders", {})
        return {
            kind: Counted(tenders[kind]["count"], tenders[kind]["received"] - tenders[kind]["returned"])
            for kind in SLIPS
            if kind in tenders
        }

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


class SlipsDiffer(Exception):
    """Finance counted other card slips, code payments or cheques than the slip says, and nobody says why."""

    code = "slips_differ"

    def __init__(self, tender: str, slip: Counted, counted: Counted) -> None:
        super().__init__(tender, slip, counted)
        self.tender = tender
        self.slip_count, self.slip_minor = slip
        self.counted_count, self.counted_minor = counted


class CountBelowNothing(Exception):
    """Less than nothing was counted, although the slip hands cash in."""

    code = "count_below_nothing"

    def __init__(self, counted_minor: int) -> None:
        super().__init__(counted_minor)
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
    # A slip that was received says what it said then.
    cash = words[0].received - words[0].difference if words else cash_to_safe(moves).cash
    return Slip(close, cash, body["staff"], body.get("drawer") or {}, words)


def receive_remittance(
    books: Books, close_event: int, counted: int, reason: str = "", *, request_id: str, clerk: Person, office: Office,
    words: Words, others: Mapping[str, Counted] | None = None,
) -> int:  # fmt: skip
    """Record what finance counted of what a Z hands in; returns the difference of the cash in minor units.

    counted: below nothing only where the slip is, because the day gave back more than it took in.
    others: what was counted by tender of the slip's other sums (Slip.slips); None where nobody counted them.
    Agreeing confirms the slip; a difference is noted with its reason. That of the cash is posted as over/short, so that
    the safe's sum stays what lies there; that of a tender is only noted, its money is checked where it arrives. Raises
    NotAllowed, SlipReceived, OwnSlip, CountBelowNothing, RemittanceDiffers, SlipsDiffer,
    SafeHoldsLess, FullCardNumber.
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
        if counted < 0 <= slip.cash:
            raise CountBelowNothing(counted)
        difference = counted - slip.cash
        if difference and not reason:
            raise RemittanceDiffers(slip.cash, counted)
        # Where the cash went to the bank before it was counted, its shortage is found there, not in the safe.
        require_safe(tx.connection, -difference)
        told = _compared(slip, others, reason)
        _post(tx, slip, counted, told, reason, clerk=clerk, office=office, words=words)
        return difference


def _compared(slip: Slip, others: Mapping[str, Counted] | None, reason: str) -> tuple[CountedLine, ...]:
    if others is None:
        return ()
    told = []
    for kind, said in slip.slips.items():
        counted = others.get(kind, Counted(0, 0))
        if counted != said and not reason:
            raise SlipsDiffer(kind, said, counted)
        told.append(CountedLine(kind, *said, *counted))
    return tuple(told)


def _post(
    tx: Tx, slip: Slip, counted: int, told: tuple[CountedLine, ...], reason: str, *, clerk: Person, office: Office,
    words: Words,
) -> None:  # fmt: skip
    close, difference = slip.close, counted - slip.cash
    facts: dict[str, Any] = {
        "close": close.event_id, "till_of": close.till, "z": close.z_number, "day_of": close.day, "slip": slip.cash,
        "received": counted, "difference": difference, "reason": reason,
    }  # fmt: skip
    if told:
        facts["slips"] = {each.tender: {k: v for k, v in each._asdict().items() if k != "tender"} for each in told}
    postings = [
        Posting("operating", "safe_cash", difference, tender="cash"),
        Posting("operating", "over_short", -difference, tender="cash"),
    ]
    if difference or any(each.differs for each in told):
        event = tx.post("remittance_differs", facts, postings if difference else [])
    else:
        event = tx.post("remittance_confirmed", facts)
    cashier = people.staff(tx.connection, slip.cashier_id or 0)
    received = ReceivedFacts(
        office.estate(words.language), close.z_number, close.till, close.day, tx.at, slip.drawer, slip.cash, counted,
        reason, cashier.name if cashier else "", clerk.name, office.books_kind, office.currency == "CNY",
        office.currency_symbol, told,
    )  # fmt: skip
    content = dump(remittance_received(received, words))
    papers.enqueue(tx, "remittance", content, event_id=event.id, device="office")
