"""Why a unit gets the letter it gets, or none, in words."""

from counter.rules.arrears import Reason, Verdict
from counter.words import dates, formats
from counter.words.arrears_terms import HOLDS, REASONS, STEPS
from counter.words.errors import together
from counter.words.terms import term
from counter.words.words import Words


def reason(told: Reason, w: Words, currency: formats.Currency = formats.RENMINBI) -> str:
    """Return one reason as a sentence."""
    return w(
        REASONS[told.code],
        number=formats.count(told.number),
        amount=formats.money_in_sentence(told.amount, w, currency),
        day=dates.day(told.day) if told.day else "–",
    )


def why(verdict: Verdict, w: Words, currency: formats.Currency = formats.RENMINBI) -> str:
    """Return all reasons of a verdict in one line."""
    return together(*(reason(each, w, currency) for each in verdict.reasons))


def next_step(verdict: Verdict, w: Words) -> str:
    """Return what is next for a unit: the letter that is due, or why none goes out now."""
    if verdict.hold is not None:
        return term(verdict.hold.value, HOLDS, w)
    return term(verdict.step.value, STEPS, w) if verdict.step is not None else "–"
