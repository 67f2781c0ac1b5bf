"""How money goes back after a void, in words: the screen says it and the slip to sign repeats it."""

from collections.abc import Sequence
from typing import Protocol

from counter.words.formats import Currency, money_in_sentence
from counter.words.words import Words


class WayBack(Protocol):
    """One way the money of a receipt goes back; amount in minor units, positive."""

    @property
    def kind(self) -> str:
        """Return the tender."""

    @property
    def amount(self) -> int:
        """Return the sum."""

    @property
    def listed(self) -> bool:
        """Return whether it goes back to the list of unclaimed transfers."""

    @property
    def returned(self) -> bool:
        """Return whether the card terminal has taken it back already."""


def way_back(way: WayBack, w: Words, currency: Currency) -> str:
    """Return what to do about one tender of a receipt that is void."""
    amount = money_in_sentence(way.amount, w, currency)
    if way.returned:
        return w("{amount} went back through the terminal, nothing from the drawer.", amount=amount)
    if way.kind == "cash":
        return w("Hand back {amount} in cash from the drawer.", amount=amount)
    if way.kind == "card":
        return w("Card {amount}: void it on the terminal, nothing from the drawer.", amount=amount)
    if way.kind == "scan":
        return w("Code on the terminal {amount}: void it on the terminal, nothing from the drawer.", amount=amount)
    if way.kind == "qr_code":
        return w("Payment code {amount}: finance sends it back, nothing from the drawer.", amount=amount)
    if way.kind == "transfer" and way.listed:
        return w("Bank transfer {amount}: it waits to be claimed again.", amount=amount)
    if way.kind == "cheque":
        return w("Cheque {amount}: give the cheque back; where it is banked already, finance sends it back.",
                 amount=amount)  # fmt: skip
    if way.kind == "balance":
        return w("{amount} is balance of the unit again.", amount=amount)
    return w("Bank transfer {amount}: finance sends it back, nothing from the drawer.", amount=amount)


def voided_text(ways: Sequence[WayBack], w: Words, currency: Currency) -> str:
    """Return what to say once a receipt is void: the payer's part first, then each way the money goes back."""
    said = [w("The receipt is void. Take the payer's part back and let the void slip be signed.")]
    said += [way_back(each, w, currency) for each in ways]
    return ("" if w.language == "zh_CN" else " ").join(said)
