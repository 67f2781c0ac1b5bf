"""Text messages that are to be sent: to those who owe, as a person wishes, and after payments to those who wish it.

Only what is to be said is written down here; a modem sends it when it is its time (counter/desk/send_sms.py). The
telephone number is read from the register when the message goes out and stands in no event.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from counter.desk.office import Office
from counter.desk.owing import Owing
from counter.desk.people import Person
from counter.desk.sms_messages import messages_now
from counter.desk.standing import paid_to
from counter.rules.codes import payment_reference
from counter.rules.permissions import Act
from counter.rules.sms_queue import SmsState
from counter.words import Words, formats
from db.books import Books, Tx
from db.queries import accounts, messages, receipts

ARREARS_DAYS, RECEIPT_DAYS = 3, 1  # so long a message waits for its modem; after that its sum may be another
CountParts = Callable[[str], int]


class ToOwner(NamedTuple):
    """A message about arrears that would be sent; parts: how many the network counts."""

    unit_id: int
    unit_code: str
    person_id: int
    text: str
    parts: int
    amount: int
    charges: tuple[tuple[int, int], ...]


class SmsPreview(NamedTuple):
    """What would be sent, and how many get nothing, by the code of the reason."""

    messages: tuple[ToOwner, ...]
    left_out: Mapping[str, int]

    @property
    def parts(self) -> int:
        """Return how many parts all messages take."""
        return sum(each.parts for each in self.messages)


def arrears_text(found: Owing, office: Office, words: Words) -> str:
    """Return what a message about arrears says; no name, for a number may belong to somebody else by now."""
    asked = found.asked()
    return words(
        "{estate}: {amount} is open for {unit}, the oldest due {day}. Pay at the service centre, reference "
        "{reference}.",
        estate=office.estate(words.language), amount=formats.money_with_symbol(sum(each.open for each in asked)),
        unit=found.unit.code, day=asked[0].due, reference=payment_reference(found.unit.id),
    )  # fmt: skip


def obstacle(found: Owing) -> str:
    """Return why nobody of a unit is written to about its arrears now, as a code; '' where nothing is in the way."""
    if not found.asked():
        return "former" if found.demanded else "disputed" if found.debtor.frozen else "paid"
    if found.marks is not None and found.marks.no_sms:
        return "opted_out"
    if found.debtor.heirs:
        return "heirs"
    if found.debtor.promise_until is not None:
        return "promised"
    return "" if found.owner is not None and found.owner.phone else "no_number"


def written_lately(connection: Any, today: date, days: int, *, again: bool = False) -> frozenset[int]:
    """Return the units that were written to about arrears within so many days, or will be.

    again: without those of today's file for a bulk sender, which is only written anew.
    """
    since = (today - timedelta(days=days)).isoformat()
    return frozenset(
        each.unit_id for each in messages_now(connection, today).values()
        if each.purpose == "arrears" and each.day > since and each.state is not SmsState.DROPPED
        and not (again and each.by_file and each.day == today.isoformat() and each.state is SmsState.SENDING)
    )  # fmt: skip


def preview_sms(
    units: Sequence[Owing], office: Office, words: Words, count_parts: CountParts,
    lately: Collection[int] = frozenset(),
) -> SmsPreview:  # fmt: skip
    """Return the messages that units which owe would get; lately: those that were written to already."""
    made, left_out = list[ToOwner](), dict[str, int]()
    for each in units:
        why = obstacle(each) or ("too_soon" if each.unit.id in lately else "")
        if why or each.owner is None:
            left_out[why] = left_out.get(why, 0) + 1
            continue
        text = arrears_text(each, office, words)
        charges = tuple((line.charge_id, line.open) for line in each.asked())
        total = sum(part for _charge, part in charges)
        made.append(
            ToOwner(each.unit.id, each.unit.code, each.owner.person_id, text, count_parts(text), total, charges)
        )
    return SmsPreview(tuple(made), left_out)


def queue_arrears(books: Books, several: Sequence[ToOwner], *, request_id: str, staff: Person) -> int:
    """Queue messages about arrears in one commit; returns how many. Idempotent by request. Raises NotAllowed."""
    staff.require(Act.SEND_LETTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if tx.earlier:
            return sum(each.kind == "sms_queued" for each in tx.earlier)
        for each in several:
            _queue(tx, each)
        return len(several)


def queue_for_file(books: Books, several: Sequence[ToOwner], *, request_id: str, staff: Person) -> list[int]:
    """Record that messages go into a file for a bulk sender; returns their numbers, in the same order.

    A message of today that says the same keeps its number: the file is only written again. Raises NotAllowed.
    """
    staff.require(Act.EXPORT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        known = {
            (each.unit_id, each.text): each.id
            for each in messages_now(tx.connection, date.fromisoformat(tx.day)).values()
            if each.by_file and each.day == tx.day and each.state is SmsState.SENDING
        }
        return [known.get((each.unit_id, each.text)) or _queue(tx, each, by_file=True) for each in several]


def _queue(tx: Tx, each: ToOwner, **more: bool) -> int:
    facts = {
        "unit": each.unit_id, "person": each.person_id, "purpose": "arrears", "text": each.text, "parts": each.parts,
        "amount": each.amount, "charges": [list(one) for one in each.charges], "receipt": None,
        "until": _until(tx, ARREARS_DAYS), **more,
    }  # fmt: skip
    return tx.post("sms_queued", facts).id


def queue_receipts(
    books: Books, connection: Any, after_event: int, office: Office, words: Words, count_parts: CountParts
) -> int:
    """Queue a message for each payment of today after an event whose unit wishes it; returns the newest one seen.

    Runs after the payment's own commit, never inside it; asked again after a crash each payment is told once.
    """
    wishes, newest = messages.receipt_wishes(connection), after_event
    if not wishes:
        return newest
    for event_id, body in messages.payments_without_message(connection, books.clock.today().isoformat(), after_event):
        newest = event_id
        units = body.get("units", [])
        unit_id = next((each for each in units if event_id > wishes.get(each, event_id)), None)
        if unit_id is not None:
            told = _Told(event_id, unit_id, len(units) == 1)
            _queue_receipt(books, connection, told, office, words, count_parts)
    return newest


class _Told(NamedTuple):
    """A payment that is told; alone: whether it is for this unit only."""

    event_id: int
    unit_id: int
    alone: bool


def _queue_receipt(
    books: Books, connection: Any, told: _Told, office: Office, words: Words, count_parts: CountParts
) -> None:
    event_id, unit_id = told.event_id, told.unit_id
    unit, made = accounts.unit(connection, unit_id), receipts.of_event(connection, event_id)
    holders = [each for each in accounts.holders(connection, unit_id) if each.until is None and each.phone]
    if unit is None or not made:
        return
    # What somebody pays for several units is told to the payer alone: the sum is not only this unit's.
    owner = next((each for each in holders if told.alone or each.person_id == made[0].payer_id), None)
    if owner is None:
        return
    text = _receipt_text(connection, unit, made[0], office, words)
    with books.transaction(f"sms-payment-{event_id}", staff_id=None) as tx:
        if tx.earlier:
            return
        facts = {
            "unit": unit_id, "person": owner.person_id, "purpose": "receipt", "text": text,
            "parts": count_parts(text), "amount": made[0].total, "charges": [], "receipt": made[0].id,
            "until": _until(tx, RECEIPT_DAYS),
        }  # fmt: skip
        tx.post("sms_queued", facts)


def _receipt_text(
    connection: Any, unit: accounts.Unit, receipt: receipts.ReceiptRow, office: Office, words: Words
) -> str:
    every = paid_to(connection, unit.id) if receipt.fund == "operating" else ()
    reached = [each.day for each in every if each.day is not None]
    estate, amount = office.estate(words.language), formats.money_with_symbol(receipt.total)
    if not reached or len(reached) < len(every):  # an item that was never paid is paid up to no day
        return words("{estate}: {amount} received for {unit}, receipt {number}.", estate=estate, amount=amount,
                     unit=unit.code, number=receipt.label)  # fmt: skip
    return words(
        "{estate}: {amount} received for {unit}, receipt {number}. Paid up to {day}.", estate=estate, amount=amount,
        unit=unit.code, number=receipt.label, day=min(reached).isoformat(),
    )  # fmt: skip


def _until(tx: Tx, days: int) -> str:
    return (date.fromisoformat(tx.day) + timedelta(days=days)).isoformat()
