"""A dispute where its charge is shown: how much of the line, under which number, and what paying it now means."""

from collections.abc import Iterator
from typing import Any

from counter.words import Words, formats
from counter.words.case_words import STEPS, case_word
from counter.words.formats import Currency
from db.queries import cases
from db.queries.accounts import OpenCharge
from db.queries.cases import Dispute
from db.rows import Charge


def disputed_words(dispute: Dispute, w: Words, *, reserved: bool = False) -> str:
    """Return what of a line is disputed and under which number, in the place of its composition.

    reserved: all of it is paid now, under reservation.
    """
    if reserved:
        return w("under reservation · {number}", number=dispute.number)
    return w("{amount} disputed · {number}", amount=formats.money(dispute.amount), number=dispute.number)


def dispute_remarks(
    connection: Any, charge: OpenCharge | Charge, w: Words, currency: Currency, *, paying: bool = False
) -> Iterator[str]:
    """Return what is to be said beneath a charge that is disputed: what is frozen, what stays due, how it is paid.

    paying: where the line is chosen to be paid, with the key that does it.
    """
    charge_id = charge.charge_id if isinstance(charge, OpenCharge) else charge.id
    dispute = cases.disputes_of(connection, (charge_id,)).get(charge_id)
    if dispute is None:
        return
    step = case_word(STEPS, dispute.step, w)
    yield w("{amount} is disputed and frozen: {number}, {step}", amount=formats.money(dispute.amount, currency),
            number=dispute.number, step=step)  # fmt: skip
    if not isinstance(charge, OpenCharge):
        return
    rest = charge.open - dispute.amount
    if rest > 0:
        yield w("{amount} of it nobody disputes: that stays due", amount=formats.money(rest, currency))
        if paying:
            yield w("Space takes all of it: under reservation, and the receipt says so")
        return
    yield w("whoever pays it all the same pays under reservation, and the receipt says so")
