"""The rows that detail an event, one NamedTuple for each book table, in the order of its columns.

An event's body holds these rows whole (or, for a bulk event, their digest); the tables are projections of the body
that `check` compares with it. Every table's first two columns are event_id and line.
"""

from typing import NamedTuple


class Posting(NamedTuple):
    """One side of a double entry: amount in minor units, debit positive."""

    fund: str
    account: str
    amount: int
    unit_id: int | None = None
    item_id: int | None = None
    period: str | None = None
    charge_id: int | None = None
    tender: str | None = None


class Charge(NamedTuple):
    """One line owed for a period; amount in minor units, days as ISO dates."""

    id: int
    unit_id: int
    item_id: int
    fund: str
    first: str
    last: str
    period: str
    due: str
    amount: int
    revision: int
    payer_id: int | None
    tariff_id: int | None
    ingredients: str


class Allocation(NamedTuple):
    """What of a payment settles a charge; negative where it is taken back."""

    charge_id: int
    amount: int
    receipt_id: int | None


class Receipt(NamedTuple):
    """A numbered receipt."""

    id: int
    series: str
    number: int
    fund: str
    unit_id: int | None
    payer_id: int | None
    total: int


class ReceiptVoid(NamedTuple):
    """A receipt declared void; its number stays."""

    receipt_id: int


class Tender(NamedTuple):
    """One way of paying within a payment; details is canonical JSON of the slip's own labels, masked."""

    kind: str
    amount: int
    evidence: str | None
    details: str


class CardIntent(NamedTuple):
    """A state that a card payment came to (counter/rules/card_intent.py); details is canonical JSON, masked."""

    intent_id: str
    kind: str
    amount: int
    state: str
    evidence: str | None
    details: str


class TenderCheck(NamedTuple):
    """What became of money that had to be checked: arrived or missing."""

    tender_event_id: int
    tender_line: int
    outcome: str


class Approval(NamedTuple):
    """What a second person decided."""

    act: str
    subject: str
    requester_id: int
    approver_id: int
    outcome: str
    reason: str


class Copy(NamedTuple):
    """A copy of a receipt that was handed out."""

    receipt_id: int
    copy_number: int


class Form(NamedTuple):
    """A numbered form of pre-printed stock and what became of it."""

    receipt_id: int | None
    printed_number: str
    outcome: str


class Close(NamedTuple):
    """A till day closed by its Z."""

    till: int
    z_number: int
    day: str
    first_event: int
    opened_event: int
    expected: int
    counted: int
    perpetual: int


class CloseStep(NamedTuple):
    """A step of the close that is done: the file or stick and the digest that was read back."""

    close_event: int
    step: str
    place: str
    digest: str


DetailRow = (
    Posting
    | Charge
    | Allocation
    | Receipt
    | ReceiptVoid
    | Tender
    | CardIntent
    | TenderCheck
    | Approval
    | Copy
    | Form
    | Close
    | CloseStep
)
