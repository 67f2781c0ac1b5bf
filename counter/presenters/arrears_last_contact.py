"""The newest contact with a unit that owes, in a few words for a list."""

from collections.abc import Mapping
from datetime import date

from counter.desk.note_contact import PUT_OFF
from counter.desk.note_suit import SUIT
from counter.desk.owing import Owing
from counter.words import N_, Words, formats
from counter.words.arrears_terms import CALLS, METHODS, PROMISES, STEPS
from counter.words.terms import term
from db.queries.dunning import Contact

_NO_CALLS: Mapping[str, str] = {PUT_OFF: N_("call put off"), SUIT: N_("suit filed")}


def last_contact(found: Owing, today: date, w: Words) -> str:
    """Return what was done last about a unit and on which day, '' where nobody was in touch yet."""
    if not found.own_contacts:
        return ""
    newest = max(found.own_contacts, key=lambda each: each.event_id)
    # A delivery and a suit happened on a day of their own, whenever they were noted.
    day = _short(newest.facts.get("on", newest.day), today)
    return f"{day} {_what(found, newest, today, w)}"


def _what(found: Owing, each: Contact, today: date, w: Words) -> str:
    facts = each.facts
    if each.kind == "letter_sent":
        return term(facts["step"], STEPS, w)
    if each.kind == "letter_delivered":
        return w("{method}: {outcome}", method=term(facts["method"], METHODS, w),
                 outcome=term(facts["outcome"], METHODS, w))  # fmt: skip
    if each.kind == "contact_noted":
        if facts["outcome"] in _NO_CALLS:
            return w(_NO_CALLS[facts["outcome"]])
        return w("call: {outcome}", outcome=term(facts["outcome"], CALLS, w))
    promise = next(one for one in found.promises if one.event_id == each.event_id)
    return w("promised {amount} by {until}: {state}", amount=formats.money(promise.amount),
             until=_short(promise.until, today), state=term(promise.state, PROMISES, w))  # fmt: skip


def _short(day: str, today: date) -> str:
    """A day without its year where that is this year."""
    return day[5:] if day[:4] == str(today.year) else day
