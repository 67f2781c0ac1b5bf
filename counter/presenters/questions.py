"""Small forms as values: what is asked and what happens with the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from counter.presenters.pay_view import Asked
from counter.rules.tender import FullCardNumber, TenderKind, refuse_long_number
from counter.words import Words
from counter.words.errors import explain


@dataclass(frozen=True, slots=True)
class Form:
    """A question with fields or choices; `take` gets the answer and returns what is wrong with it, or ''.

    drop is called where the question is put away without an answer.
    """

    title: str
    text: str
    confirm: str
    take: Callable[[dict[str, str]], str]
    fields: tuple[Asked, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    drop: Callable[[], None] = lambda: None

    def answer(self, values: dict[str, str]) -> str:
        """Take the answer."""
        return self.take(values)

    def dropped(self) -> None:
        """Hear that nobody answers."""
        self.drop()


def slip_form(
    kind: TenderKind, amount: str, before: Mapping[str, str], w: Words, take: Callable[[dict[str, str]], str],
    drop: Callable[[], None] = lambda: None,
) -> Form:  # fmt: skip
    """Return the form of a terminal's slip in the slip's own order; before: what is filled in.

    A voucher number filled in is only the likely one: the form begins there, ready to be typed over.
    """
    captions = {
        "merchant": w("Merchant no."),
        "terminal": w("Terminal no."),
        "batch": w("Batch no."),
        "voucher": w("Voucher no."),
        "reference": w("Reference no."),
        "authorisation": w("Authorisation code"),
        "card": w("Card (last 4 figures)"),
    }
    names = [name for name in captions if kind is TenderKind.CARD or name not in ("card", "authorisation")]
    kept = ("merchant", "terminal", "batch", "voucher")

    def take_numbers(slip: dict[str, str]) -> str:
        try:
            for name, text in slip.items():
                if name != "card":
                    refuse_long_number(text)
        except FullCardNumber as error:
            told = explain(error, w)
            return told.whole if told is not None else ""
        return take(slip)

    fields = tuple(
        Asked(name, captions[name], before.get(name, "") if name in kept else "", proposed=name == "voucher")
        for name in names
    )
    title = (
        w("Card slip, {amount}", amount=amount) if kind is TenderKind.CARD else w("Scan slip, {amount}", amount=amount)
    )
    text = w("Type what the terminal's slip says.")
    if before.get("voucher"):
        text = w("Compare the voucher no. with the slip: it is only the number after the last one.")
    return Form(title, text, w("Take it"), take_numbers, fields, drop=drop)


def code_form(channel: str, amount: str, w: Words, take: Callable[[dict[str, str]], str]) -> Form:
    """Return the form of a payment to the estate's static code."""
    return Form(
        w("Payment code, {channel}, {amount}", channel=channel_name(channel, w), amount=amount),
        w("A payer's screenshot is no proof: the money counts as to be checked until it is seen."),
        w("Take it"),
        take,
        (Asked("tail", w("Last 6 digits of the trade number"), "", True),),
    )


def channel_name(channel: str, w: Words) -> str:
    """Return the name of a payment channel."""
    return {"wechat": w("WeChat"), "alipay": w("Alipay"), "unionpay": w("UnionPay")}.get(channel, channel)
