"""What step 3 of the close says of a difference, and what a second person is told who agrees to it."""

from counter.desk.count_till import Count
from counter.words import Words, formats
from counter.words.formats import Currency


def count_note(limit_minor: int, w: Words, currency: Currency) -> str:
    """Return what stands beside the blind count (limit in minor units)."""
    return w(
        "What should be there is shown only once the slips are confirmed too; until then the count can be put right. "
        "Afterwards a further count needs a second person, and every count stands on the Z. A difference above {limit} "
        "needs a reason and a second person.",
        limit=formats.money_in_sentence(limit_minor, w, currency),
    )


def difference_text(count: Count, limit_minor: int, w: Words, currency: Currency, *, late: bool) -> str:
    """Return what a count means and what is needed now; late: the day is closed after its date."""
    limit = formats.money_in_sentence(limit_minor, w, currency)
    if late:
        return w("This day is closed late: write why, then a second person types name and PIN.")
    if count.earlier and count.needs_second_person:
        return w(
            "Counted {n} times; the first count differed by {first}. Write the reason, then a second person types "
            "name and PIN.",
            n=len(count.earlier) + 1,
            first=formats.signed_money(count.earlier[0], currency),
        )
    if not count.difference:
        return w("The drawer agrees with the books.")
    if count.needs_second_person:
        return w("Above {limit}: write the reason, then a second person types name and PIN.", limit=limit)
    return w("Within {limit}: it is booked as over/short.", limit=limit)


def reason_wanted(w: Words, *, late: bool) -> str:
    """Return what is said where the reason is missing; late: the day is closed after its date."""
    if late:
        return w("Write in a few words why the day was not closed in time.")
    return w("Write in a few words how the difference may have come about.")


def agreed_text(count: Count, reason: str, w: Words, currency: Currency) -> str:
    """Return what the second person agrees to: the reason, and the counts where there were several."""
    told = w("Reason: {reason}", reason=reason)
    if not count.earlier:
        return told
    first = formats.signed_money(count.earlier[0], currency)
    several = w("Counted {n} times; the first count differed by {first}.", n=len(count.earlier) + 1, first=first)
    return f"{told}{'' if w.language == 'zh_CN' else ' '}{several}"
