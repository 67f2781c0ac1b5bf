"""When a claim expires, in words: for the arrears card, the page of limitation and the register of bad debt."""

from counter.desk.limitations import ChargeExpiry
from counter.presenters.arrears_page import ArrearsPage
from counter.words.arrears_terms import RESTARTS
from counter.words.terms import term


def limitation_text(page: ArrearsPage, each: ChargeExpiry, *, lost: bool = False) -> str:
    """Return when a claim expires: the careful day, the moved one or the missing year, what restarted it.

    lost: it was written off, which ends no claim.
    """
    found, words = each.expiry, page.session.words
    parts = [page.w("At the earliest on {day}, counted from the due day.", day=found.day.isoformat())]
    if found.by is not None:
        what = f"{term(found.by.kind, RESTARTS, words)} {found.by.evidence}".strip()
        parts[0] = page.w(
            "At the earliest on {day}; restarted on {restart} by {what}.", day=found.day.isoformat(),
            restart=found.by.day.isoformat(), what=what,
        )  # fmt: skip
    if found.moved is None:
        parts.append(
            page.w("The rest days of {year} are not entered, so the day is not moved.", year=found.missing_year)
        )
    elif found.moved != found.day:
        parts.append(page.w("That is a rest day; the next working day is {day}.", day=found.moved.isoformat()))
    if found.day < page.today:
        parts.append(page.w("That day is over."))
    if lost:
        parts.append(page.w("It is written off; the claim stands until it expires."))
    return " ".join(parts) if words.language == "en" else "".join(parts)
