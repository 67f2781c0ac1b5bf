"""What the payer sees on the display in front of them: the sum, what was handed over and comes back, thanks."""

from counter.devices.displays import Shown, two_sided
from counter.presenters.pay_view import Sums
from counter.rules.money import parse_amount
from counter.words import Words, formats
from counter.words.formats import Currency


def shown_of(sums: Sums, estate: str, w: Words, currency: Currency) -> Shown:
    """Return the picture of the right column of the Pay screen; estate stands there while nobody pays."""
    due, change = _minor(sums.to_pay, currency), _minor(sums.panel_amount, currency)
    if sums.panel == "saved":
        given = two_sided(w("Change"), sums.panel_amount) if change else ""
        return Shown("thanks", given or w("Paid"), w("Thank you"), sums.panel_amount)
    if not due:
        return Shown("idle", estate, "", "0")
    upper = two_sided(w.c("on the customer display", "To pay"), sums.to_pay)
    if sums.panel == "change":
        received = two_sided(w.c("on the customer display", "Received"), formats.money(due + change, currency))
        return Shown("change", received, two_sided(w("Change"), sums.panel_amount), sums.panel_amount)
    return Shown("to_pay", upper, "", sums.to_pay)


def _minor(text: str, currency: Currency) -> int:
    try:
        return parse_amount(text, currency.digits)
    except ValueError:
        return 0
