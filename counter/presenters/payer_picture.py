"""What the payer sees on a second monitor: the sum and what it is made of, what was received, change, thanks.

In both languages, for the payer is no user of the program; only the payer's own lines, no name and no telephone number.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from counter.presenters.pay_view import AccountLine, PayerAccount, Sums
from counter.rules.money import parse_amount
from counter.words import Words, formats
from counter.words.formats import Currency
from counter.words.words import N_


class Said(NamedTuple):
    """A short text in the first and the second language of the screen."""

    first: str
    second: str


class PayerLine(NamedTuple):
    """One line of what is to be paid; made_of explains it."""

    item: str
    period: str
    made_of: str
    amount: str


class PayerPicture(NamedTuple):
    """Everything on the payer's monitor: between the lines and the large sum stands what makes the difference.

    rows: sums below the large one; code: the text of the payment code.
    """

    state: Literal["idle", "to_pay", "change", "thanks"]
    estate: Said
    unit: str = ""
    lines: tuple[PayerLine, ...] = ()
    between: tuple[tuple[Said, str], ...] = ()
    label: Said = Said("", "")
    amount: str = ""
    rows: tuple[tuple[Said, str], ...] = ()
    code: str = ""
    code_text: Said = Said("", "")


class PayerWords:
    """Words in both languages, the papers' own first. code: the text of the office's payment code, '' for none."""

    def __init__(self, first: Words, second: Words, currency: Currency, estate: Said, code: str) -> None:
        self._first, self._second = first, second
        self._currency, self._estate, self._code = currency, estate, code

    def _said(self, sentence: str, **fields: object) -> Said:
        return Said(self._first(sentence, **fields), self._second(sentence, **fields))

    def _named(self, name: str) -> Said:
        context = "on the customer display"
        return Said(self._first.c(context, name), self._second.c(context, name))

    def idle(self) -> PayerPicture:
        """Return what stands there between two payers."""
        return PayerPicture("idle", self._estate, label=self._said(N_("Welcome")))

    def picture(self, sums: Sums, account: PayerAccount) -> PayerPicture:
        """Return the picture of the right column of the Pay screen, with what its sum is made of."""
        due, change = self._minor(sums.to_pay), self._minor(sums.panel_amount)
        if sums.panel == "saved":
            back = ((self._said(N_("Change")), sums.panel_amount),) if change else ()
            return PayerPicture("thanks", self._estate, label=self._said(N_("Thank you")), rows=back)
        if not due:
            return self.idle()
        given: tuple[tuple[Said, str], ...] = ()
        if sums.panel == "change":
            received = formats.money(due + change, self._currency)
            given = ((self._named("Received"), received), (self._said(N_("Change")), sums.panel_amount))
        state: Literal["change", "to_pay"] = "change" if given else "to_pay"
        return PayerPicture(
            state, self._estate, account.unit, _chosen(account.lines),
            tuple((self._said(name), amount) for name, amount in account.between), self._named("To pay"),
            sums.to_pay, given, "" if given else self._code, self._said(N_("Scan to pay, and type the sum")),
        )  # fmt: skip

    def _minor(self, text: str) -> int:
        try:
            return parse_amount(text, self._currency.digits)
        except ValueError:
            return 0


def _chosen(lines: Sequence[AccountLine]) -> tuple[PayerLine, ...]:
    """Return the lines that are paid now: not what stays open, is frozen or is not taken here."""
    return tuple(
        PayerLine(each.item, each.period, each.composition, each.amount)
        for each in lines
        if each.tick is not False and not each.muted
    )
