"""Cash that a steward or a guard brings in: counted once, split over the units, one receipt each, all in one commit."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk.late_entry import check_late, form_text
from counter.desk.late_fees import charged_fees
from counter.desk.office import Office
from counter.desk.payment_order import Chosen, LateEntry, PaymentOrder, ShownFee
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import standing
from counter.desk.take_payment import PaidReceipt, pay_within
from counter.desk.tenders import TenderIn, no_card_number
from counter.desk.tills import require_open_till, require_own_till
from counter.papers.batch import BatchFacts, BatchLine, batch_slip
from counter.rules.cash import count_total
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from counter.words import Words
from db import papers
from db.books import Books, Tx
from db.queries import receipts
from printing.blocks import dump


class Share(NamedTuple):
    """What of the cash belongs to a unit, in minor units, and the handwritten receipt it was taken on, if any."""

    unit_id: int
    amount: int
    late: LateEntry | None = None


class Brought(NamedTuple):
    """Cash that was brought in and receipted, in minor units."""

    total: int
    receipts: tuple[PaidReceipt, ...]


class ControlTotalDiffers(Exception):
    """The list and the count are not the same sum, so nothing is posted."""

    code = "control_total_differs"

    def __init__(self, counted_minor: int, listed_minor: int) -> None:
        super().__init__(counted_minor, listed_minor)
        self.counted_minor = counted_minor
        self.listed_minor = listed_minor


class BringerMissing(Exception):
    """Somebody brought the cash in and gets a slip for it."""

    code = "bringer_missing"


class ShareOfNothing(Exception):
    """A line of the list has no unit's sum."""

    code = "share_of_nothing"

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def bring_cash(
    books: Books, bringer: str, counts: Mapping[int, int], shares: Sequence[Share], *, request_id: str,
    cashier: Person, till: int, office: Office, words: Words,
) -> Brought:  # fmt: skip
    """Take a counted sum for many units: each settles its oldest charges, what is left becomes its balance.

    counts: denominations in minor units to pieces. Raises NotAllowed, TillNotOpen, TillDayOver, NotYourTill,
    BringerMissing, ControlTotalDiffers, ShareOfNothing, BadCount, UnknownUnit and what counter.desk.late_entry raises.
    """
    cashier.require(Act.TAKE_PAYMENT)
    no_card_number(bringer)
    total = count_total(counts)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        done = earlier_facts(tx, "cash_brought_in")
        if done is not None:
            return _before(tx.connection, done[1])
        today = tx.day
        state = require_open_till(tx.connection, till, today)
        require_own_till(tx.connection, state, cashier)
        tx.day = state.day
        _refuse(bringer, total, shares)
        made: list[tuple[Share, PaidReceipt]] = []
        for share in shares:
            if share.late is not None:
                check_late(tx.connection, share.late, today, cashier)
            paid = pay_within(
                tx,
                _order(tx.connection, share, bringer, words, office, tx.day),
                cashier=cashier,
                office=office,
                words=words,
            )
            made += [(share, each) for each in paid.receipts]
        return _post(tx, bringer.strip(), counts, total, made, cashier=cashier, office=office, words=words)


def _refuse(bringer: str, total: int, shares: Sequence[Share]) -> None:
    if not bringer.strip():
        raise BringerMissing
    for line, share in enumerate(shares, 1):
        if share.amount <= 0:
            raise ShareOfNothing(line)
    listed = sum(share.amount for share in shares)
    if listed != total or not total:
        raise ControlTotalDiffers(total, listed)


def _order(connection: Any, share: Share, bringer: str, words: Words, office: Office, day: str) -> PaymentOrder:
    found = standing(connection, share.unit_id)
    # The maintenance fund is paid by whoever means to pay it, never out of a sum that names no debt.
    charges = [c for c in found.charges if c.charge_id not in found.frozen and c.fund != "maintenance"]
    fees = charged_fees(connection, charges, office, share.late.day if share.late else day)
    pay_now = min(share.amount, sum(each.open for each in charges) + sum(fee.amount for fee in fees))
    payer = found.payer
    return PaymentOrder(
        (share.unit_id,),
        tuple(Chosen(each.charge_id, each.open) for each in charges),
        pay_now,
        (TenderIn(TenderKind.CASH, share.amount),),
        to_balance=share.amount - pay_now,
        received_cash=share.amount,
        payer_id=payer.person_id if payer else None,
        payer_name=(payer.name or "") if payer else "",
        note=words("Cash brought in by {name}.", name=bringer.strip()),
        late=share.late,
        opens_drawer=False,
        late_fees=tuple(ShownFee(fee.charge.charge_id, fee.amount) for fee in fees),
    )


def _post(
    tx: Tx, bringer: str, counts: Mapping[int, int], total: int, made: Sequence[tuple[Share, PaidReceipt]], *,
    cashier: Person, office: Office, words: Words,
) -> Brought:  # fmt: skip
    facts = {
        "bringer": bringer,
        "counts": {str(d): n for d, n in sorted(counts.items()) if n},
        "total": total,
        "receipts": [each.id for _share, each in made],
    }
    event = tx.post("cash_brought_in", facts)
    lines = [
        BatchLine(row.unit_code or "", each.number, form_text(share.late) if share.late else "", each.total)
        for share, each in made
        if (row := receipts.receipt(tx.connection, each.id)) is not None
    ]
    slip = BatchFacts(
        office.estate(words.language), tx.at, bringer, tuple(lines), total,
        tuple((d, n) for d, n in sorted(counts.items(), reverse=True) if n), cashier.name, tx.till or 0,
        office.books_kind, office.currency == "CNY", office.currency_symbol,
    )  # fmt: skip
    papers.enqueue(tx, "batch", dump(batch_slip(slip, words)), event_id=event.id, drawer=True)
    return Brought(total, tuple(each for _share, each in made))


def _before(connection: Any, body: dict[str, Any]) -> Brought:
    rows = [row for each in body["receipts"] if (row := receipts.receipt(connection, each)) is not None]
    return Brought(body["total"], tuple(PaidReceipt(row.id, row.label, row.event_id, row.total) for row in rows))
