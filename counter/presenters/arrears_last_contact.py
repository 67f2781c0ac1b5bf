"""The newest contact with a unit that owes, in a few words for a list."""

from datetime import date

from counter.desk.note_suit import SUIT
from counter.desk.owing import Owing
from counter.words import Words, formats
from counter.words.arrears_terms import CALLS, METHODS, NO_CALLS, PROMISES, STEPS
from counter.words.terms import term
from db.queries.dunning import Contact


def last_contact(found: Owing, today: date, w: Words) -> str:
    """Return what was done last about a unit and on which day, '' where nobody was in touch yet."""
    if not found.own_contacts:
        return ""
    newest = max(found.own_contacts, key=lambda each: each.event_id)
    # A mistake names the day of what it takes back; it was itself noted on another one.
    own = newest.kind == "letter_delivered" or newest.facts.get("outcome") == SUIT
    day = _short(newest.facts["on"] if own else newest.day, today)
    return f"{day} {_what(found, newest, today, w)}"


def _what(found: Owing, each: Contact, today: date, w: Words) -> str:
    facts = each.facts
    if each.kind == "letter_sent":
        return term(facts["step"], STEPS, w)
    if each.kind == "letter_delivered":
        return w("{method}: {outcome}", method=term(facts["method"], METHODS, w),
                 outcome=term(facts["outcome"], METHODS, w))  # fmt: skip
    if each.kind == "contact_noted" and facts["outcome"] in NO_CALLS:
        return term(facts["outcome"], NO_CALLS, w)
    if each.kind == "contact_noted":
        return w("call: {outcome}", outcome=term(facts["outcome"], CALLS, w))
    promise = next(one for one in found.promises if one.event_id == each.event_id)
    return w("promised {amount} by {until}: {state}", amount=formats.money(promise.amount),
             until=_short(promise.until, today), state=term(promise.state, PROMISES, w))  # fmt: skip


def _short(day: str, today: date) -> str:
    """A day without its year where that is this year."""
    return day[5:] if day[:4] == str(today.year) else day
