"""What a payment is paid with: slips checked before anything is stored, duplicates refused, sums over funds."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from counter.rules.fold import to_ascii
from counter.rules.slip import PREFIX, is_same_slip, read_slip_key, same_number, slip_key
from counter.rules.tender import (
    FullCardNumber,
    NotACardNumber,
    TenderKind,
    check_card_number,
    check_tail,
    holds_card_number,
)
from counter.rules.tender import mask_card_number as mask
from db.chain import canonical
from db.queries import intents
from db.queries.intents import IntentRow
from db.queries.tenders import INCOMING, evidence_in_use, gone_back, left_of_transfer, refund_slip, slips_like
from db.rows import Tender

# The slip's own labels, in the slip's order: 商户号 终端号 批次号 凭证号 参考号 授权码, and the masked card.
SLIP_FIELDS = ("merchant", "terminal", "batch", "voucher", "reference", "authorisation", "card")
REFUND: Final = "refund:"
BY_TERMINAL = frozenset({TenderKind.CARD.value, TenderKind.SCAN.value})
# Numbers of a slip that are as long as some card numbers: one in ten passes their check sum by chance.
_OWN_LENGTH = {"merchant": 15, "reference": 12}


class TenderIn(NamedTuple):
    """One tender as the person entered it: amount in minor units, details by the slip's labels.

    A transfer that is claimed carries details["incoming"], its id in the list of unclaimed ones. intent: the wish that
    the card terminal was asked under; its payment approves it (counter/desk/card_intents.py).
    """

    kind: TenderKind
    amount: int
    details: Mapping[str, str] = {}
    intent: str = ""


class SlipFieldMissing(Exception):
    """A slip cannot be recognised again without this field."""

    code = "slip_field_missing"

    def __init__(self, tender: str, field: str) -> None:
        super().__init__(tender, field)
        self.tender = tender
        self.field = field


class SlipAlreadyUsed(Exception):
    """Another receipt already carries this slip or trade number."""

    code = "slip_already_used"

    def __init__(self, receipt_number: str, value: str) -> None:
        super().__init__(receipt_number, value)
        self.receipt_number = receipt_number
        self.value = value


class SlipGoneBack(Exception):
    """The terminal took this slip back for a void: its money is with the payer again."""

    code = "slip_gone_back"

    def __init__(self, receipt_number: str, value: str) -> None:
        super().__init__(receipt_number, value)
        self.receipt_number = receipt_number
        self.value = value


class SlipNoted(Exception):
    """The slip was noted for another payment, which waits for the card terminal: it pays for that one alone."""

    code = "slip_noted"

    def __init__(self, value: str, amount_minor: int) -> None:
        super().__init__(value, amount_minor)
        self.value = value
        self.amount_minor = amount_minor


class SlipTypedTwice(Exception):
    """The same slip or trade number stands on two tenders of one payment."""

    code = "slip_typed_twice"

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


class BalanceTooSmall(Exception):
    """Less balance is left for what is to be paid than somebody wants to pay from it."""

    code = "balance_too_small"

    def __init__(self, available_minor: int, wanted_minor: int) -> None:
        super().__init__(available_minor, wanted_minor)
        self.available_minor = available_minor
        self.wanted_minor = wanted_minor


class TransferTooSmall(Exception):
    """Less is left of a transfer than somebody wants to claim; nothing at all where there is no such transfer."""

    code = "transfer_too_small"

    def __init__(self, available_minor: int, wanted_minor: int) -> None:
        super().__init__(available_minor, wanted_minor)
        self.available_minor = available_minor
        self.wanted_minor = wanted_minor


class NotForThisFund(Exception):
    """Balance and claimed transfers belong to the operating fund and pay for nothing else."""

    code = "not_for_this_fund"

    def __init__(self, tender: str, allowed_minor: int) -> None:
        super().__init__(tender, allowed_minor)
        self.tender = tender
        self.allowed_minor = allowed_minor


def no_card_number(text: str) -> None:
    """Raise FullCardNumber where a text that is about to be stored holds a whole card number."""
    if holds_card_number(text):
        raise FullCardNumber(mask("".join(c for c in to_ascii(text) if c.isdecimal())))


def masked_slip(told: Mapping[str, str]) -> dict[str, str]:
    """Return a slip as a terminal told it, fit to be kept: its money has moved, so that none of it is refused.

    What may be a whole card number is masked, and the card's own number left out where it is none that is masked.
    """
    slip = {name: mask(value) if holds_card_number(value) else value for name, value in told.items()}
    try:
        return {**slip, **({"card": check_card_number(told["card"])} if "card" in told else {})}
    except (FullCardNumber, NotACardNumber):
        return {name: value for name, value in slip.items() if name != "card"}


def checked(tender: TenderIn, day: str) -> Tender:
    """Return the row of a tender whose slip is complete and holds no card number.

    Raises FullCardNumber, NotACardNumber, NotATail, SlipFieldMissing.
    """
    details = {name: value.strip() for name, value in tender.details.items() if value.strip()}
    for name, value in details.items():
        if name != "card" and not (value.isdecimal() and len(value) == _OWN_LENGTH.get(name)):
            no_card_number(value)
    if "card" in details:
        details["card"] = check_card_number(details["card"])
    evidence = _evidence(tender.kind, details, day)
    return Tender(tender.kind.value, tender.amount, evidence, canonical(details) if details else "{}")


def _evidence(kind: TenderKind, details: dict[str, str], day: str) -> str | None:
    """Return what makes the slip recognisable; a voucher number without its batch only means something on its day."""
    if kind in (TenderKind.CARD, TenderKind.SCAN):
        voucher = _required(kind, details, "voucher")
        terminal, batch, reference = (details.get(name, "") for name in ("terminal", "batch", "reference"))
        return slip_key(terminal, batch, day, voucher, reference).text
    if kind is TenderKind.QR_CODE:
        details["tail"] = check_tail(_required(kind, details, "tail"), 6)
        return f"code:{_required(kind, details, 'channel')}:{day}:{details['tail']}"
    if kind is TenderKind.CHEQUE:
        return f"cheque:{same_number(_required(kind, details, 'number'))}"
    if kind is TenderKind.TRANSFER and "incoming" in details:
        return INCOMING + same_number(details["incoming"])
    return None


def _required(kind: TenderKind, details: dict[str, str], field: str) -> str:
    if field not in details:
        raise SlipFieldMissing(kind.value, field)
    return details[field]


def refuse_used(connection: Any, tenders: Sequence[Tender], day: str, own: Collection[str] = ()) -> None:
    """Raise SlipAlreadyUsed, SlipGoneBack, SlipNoted, SlipTypedTwice or TransferTooSmall where a tender cannot stand.

    day: the business day (ISO date) the slips are typed on. own: the card terminal's wishes these tenders answer.
    """
    seen: list[str] = []
    noted = list(_noted(connection, own)) if any(tender.evidence for tender in tenders) else []
    claimed: dict[str, int] = {}
    for tender in tenders:
        evidence = tender.evidence
        if evidence is None:
            continue
        if evidence.startswith(INCOMING):
            claimed[evidence] = claimed.get(evidence, 0) + tender.amount
            continue
        _refuse_like(connection, evidence, day)
        for wish, each in noted:
            if _is_same(evidence, each, day):
                raise SlipNoted(slip_number(evidence), wish.amount)
        if any(_is_same(evidence, each, day) for each in seen):
            raise SlipTypedTwice(slip_number(evidence))
        seen.append(evidence)
    for evidence, wanted in claimed.items():
        left = left_of_transfer(connection, evidence.removeprefix(INCOMING))
        if left < wanted:
            raise TransferTooSmall(left, wanted)


def _refuse_like(connection: Any, evidence: str, day: str) -> None:
    """Refuse what pays for a receipt already, what is a refund's, and what the terminal took back itself."""
    like = _like(connection, evidence, day)
    used = [found for each in like if (found := evidence_in_use(connection, each))]
    refunds = _like(connection, evidence, day, REFUND)
    used += [found for each in refunds if (found := refund_slip(connection, f"{REFUND}{each}"))]
    if used:
        raise SlipAlreadyUsed(used[0].label, slip_number(evidence))
    back = next((found for each in like if (found := gone_back(connection, each))), None)
    if back is not None:
        raise SlipGoneBack(back.label, slip_number(evidence))


def _noted(connection: Any, own: Collection[str]) -> Iterator[tuple[IntentRow, str]]:
    """Yield the evidence that lies beside a payment the card terminal is asked for; what is settled lies in books."""
    waiting = intents.unsettled(connection)
    open_ids = {each.intent_id for each in waiting}
    for wish in waiting:
        if wish.intent_id in own:
            continue
        for kind, amount, intent, details in wish.body.get("tenders", ()):
            mine = intent in own or (intent and intent not in open_ids)
            row = checked(TenderIn(TenderKind(kind), amount, details), wish.body["day"]) if details else None
            if row is not None and row.evidence and not mine and not row.evidence.startswith(INCOMING):
                yield wish, row.evidence


def slip_number(evidence: str) -> str:
    """Return the number that names a slip, a trade or a cheque to people."""
    return read_slip_key(evidence).voucher if evidence.startswith(PREFIX) else evidence.rsplit(":", 1)[1]


def _like(connection: Any, evidence: str, day: str, kind: Literal["", "refund:"] = "") -> list[str]:
    """Return the evidence kept in the books that is this slip's, however much of it was left out then or now.

    kind: of payments, or of refunds; it is left out of what is returned.
    """
    if not evidence.startswith(PREFIX):
        return [evidence]
    typed = read_slip_key(evidence)
    candidates = [each.removeprefix(kind) for each in slips_like(connection, typed.voucher, typed.reference, kind)]
    return [each for each in candidates if _is_same(evidence, each, day)]


def _is_same(evidence: str, known: str, day: str) -> bool:
    if not (evidence.startswith(PREFIX) and known.startswith(PREFIX)):
        return evidence == known
    typed = read_slip_key(evidence)
    return is_same_slip(typed._replace(day=typed.day or day), read_slip_key(known))


def refuse_other_fund(tenders: Sequence[Tender], totals: Mapping[str, int]) -> None:
    """Raise NotForThisFund where balance and claimed transfers carry more than the operating fund is paid."""
    bound = [tender for tender in tenders if _is_operating(tender)]
    allowed = totals.get("operating", 0)
    if sum(tender.amount for tender in bound) > allowed:
        raise NotForThisFund(bound[0].kind, allowed)


def share(tenders: Sequence[Tender], amounts: Sequence[int]) -> list[list[Tender]]:
    """Return the tenders cut so that each amount (one a fund, operating first) is covered; the sums must agree.

    What belongs to the operating fund goes first, so that it never reaches another.
    """
    left = sorted((tender for tender in tenders if tender.amount), key=lambda tender: not _is_operating(tender))
    shares: list[list[Tender]] = []
    for amount in amounts:
        part: list[Tender] = []
        while amount > 0:
            tender = left.pop(0)
            used = min(amount, tender.amount)
            part.append(tender._replace(amount=used))
            amount -= used
            if used < tender.amount:
                left.insert(0, tender._replace(amount=tender.amount - used))
        shares.append(part)
    return shares


def _is_operating(tender: Tender) -> bool:
    return tender.kind == TenderKind.BALANCE or (tender.evidence or "").startswith(INCOMING)
