"""Deliveries, calls and promises in words, from what their events say."""

from collections.abc import Mapping
from typing import Any

from counter.words import formats
from counter.words.arrears_terms import CALLS, METHODS, NO_CALLS, PROMISES, RECEIVERS
from counter.words.terms import term
from counter.words.words import Words


def delivery(facts: Mapping[str, Any], names: Mapping[int, str], w: Words) -> str:
    """Return a delivery: day, method, outcome, number of the mail, receiver, witness, whether a scan is kept;
    or that the note before was a mistake.
    """
    if facts["method"] == "mistake":
        return w("{day} taken back, noted by mistake: {why}", day=facts["on"], why=facts["why"])
    parts = [
        str(facts["on"]), term(facts["method"], METHODS, w), term(facts["outcome"], METHODS, w), str(facts["slip"]),
        term(facts["receiver"], RECEIVERS, w) if facts["receiver"] else "",
        w("witness {name}", name=names.get(facts["witness"], "–")) if facts["witness"] else "",
        w("with a scan") if facts["scan"] else "",
    ]  # fmt: skip
    return " ".join(part for part in parts if part)


def call(facts: Mapping[str, Any], w: Words) -> str:
    """Return what came of a call, that it was put off, that a suit was filed, or that one of these was a mistake."""
    if facts["outcome"] == "suit":
        return w("Suit filed on {day}, {number}", day=facts["on"], number=facts["slip"])
    if facts["outcome"] == "put_off":
        return w("Call put off")
    if facts["outcome"] == "mistake":
        return w("Taken back: {what}", what=noted_as(facts["noted"], w))
    return w("Call: {outcome}", outcome=term(facts["outcome"], CALLS, w))


def noted_as(code: str, w: Words) -> str:
    """Return what was noted: an outcome of a call, a suit, a promise."""
    return term(code, {**CALLS, **NO_CALLS}, w)


def promise(
    amount: int, until: str, state: str, received: int, w: Words, currency: formats.Currency, *, signed: bool = False
) -> str:
    """Return a promise and what became of it; sums in minor units; signed: on paper."""
    told = w(
        "by {day}: {state}, {received} received", day=until, state=term(state, PROMISES, w),
        received=formats.money(received, currency),
    )  # fmt: skip
    if signed:
        told = w("{told}, signed on paper", told=told)
    return w("Promise to pay {amount}, {told}", amount=formats.money(amount, currency), told=told)
