"""Who gets which letter: steps by days overdue and sum, segments by how the owner pays, and why in every case.

The step never skips one: a demand follows a reminder, a final demand follows a demand that was sent long enough ago.
Only the developer, who has an office for letters, begins with a demand. Where an owner has died the family is asked
once who inherits, and nothing is demanded before that is known.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Step(StrEnum):
    """The letters, from the friendliest to the last one before court."""

    FRIENDLY = "friendly"
    REMINDER = "reminder"
    DEMAND = "demand"
    FINAL = "final"


LADDER = tuple(Step)


class Segment(StrEnum):
    """How an owner pays, or what keeps them from it; the first that fits is taken, in this order."""

    DISPUTING = "disputing"
    HEIRS = "heirs"
    DEVELOPER = "developer"
    ELDERLY = "elderly"
    PROMISER = "promiser"
    VACANT = "vacant"
    CHRONIC = "chronic"
    SEASONAL = "seasonal"
    SLIPPED = "slipped"


class Hold(StrEnum):
    """Why nothing is sent now."""

    NOTHING = "nothing"
    DISPUTED = "disputed"
    HEIRS = "heirs"
    BELOW_LEAST = "below_least"
    PROMISED = "promised"
    CALL_FIRST = "call_first"
    TOO_SOON = "too_soon"
    FORMER = "former"
    NO_ADDRESS = "no_address"


class Terms(NamedTuple):
    """The office's rules; days as counts, sums in minor units.

    gap_days: between two letters; call_days: for how long a call counts for owners who are called first. The rest says
    who pays how: late_days after which a payment counts as late; chronic from so many periods and days; a season from
    so many payments late by more than season_days, none by more than season_longest; broken promises of a promiser.
    """

    friendly_days: int = 7
    demand_days: int = 60
    final_days: int = 180
    least: int = 1_000
    demand_least: int = 10_000
    final_least: int = 50_000
    gap_days: int = 15
    call_days: int = 30
    late_days: int = 15
    chronic_periods: int = 6
    chronic_days: int = 180
    season_least: int = 4
    season_days: int = 30
    season_longest: int = 220
    broken_promises: int = 2


class Debtor(NamedTuple):
    """What is known of a unit; sums in minor units, days as of today.

    overdue, days, periods: of what is due and not frozen; coming: due within the friendly days; former: what of it (of
    what is due, else of what is coming) a seller owes, who is not written to here; late_by: for each charge settled of
    late by how many days it was late, 0 where it was not; unreachable: whoever left and has no address; heirs_asked:
    the family was written to about what is open.
    """

    overdue: int
    days: int
    periods: int
    coming: int = 0
    frozen: int = 0
    late_by: tuple[int, ...] = ()
    developer: bool = False
    vacant: bool = False
    heirs: bool = False
    call_first: bool = False
    last_call: date | None = None
    promise_until: date | None = None
    broken: int = 0
    last_step: Step | None = None
    last_sent: date | None = None
    former: int = 0
    unreachable: bool = False
    heirs_asked: bool = False


class Reason(NamedTuple):
    """One sentence of the explanation: its code, and the figures it names."""

    code: str
    number: int = 0
    amount: int = 0
    day: date | None = None


class Verdict(NamedTuple):
    """The segment, the step that is due (None where no letter is), what holds it back, and the reasons."""

    segment: Segment
    step: Step | None
    hold: Hold | None
    reasons: tuple[Reason, ...]


def segment_of(debtor: Debtor, terms: Terms) -> tuple[Segment, Reason]:
    """Return the segment of a debtor and the reason for it."""
    late = [days for days in debtor.late_by if days > terms.season_days]
    chronic = debtor.periods >= terms.chronic_periods and debtor.days >= terms.chronic_days
    seasonal = bool(late) and len(late) >= terms.season_least and 2 * len(late) > len(debtor.late_by)
    tests: tuple[tuple[bool, Segment, Reason], ...] = (
        (debtor.frozen > 0 and not debtor.overdue, Segment.DISPUTING, Reason("disputing", amount=debtor.frozen)),
        (debtor.heirs, Segment.HEIRS, Reason("heirs")),
        (debtor.developer, Segment.DEVELOPER, Reason("developer")),
        (debtor.call_first, Segment.ELDERLY, Reason("elderly")),
        (
            debtor.broken >= terms.broken_promises or debtor.promise_until is not None,
            Segment.PROMISER,
            Reason("promiser", debtor.broken),
        ),
        (debtor.vacant, Segment.VACANT, Reason("vacant")),
        (chronic, Segment.CHRONIC, Reason("chronic", debtor.periods)),
        (
            seasonal and max(late) <= terms.season_longest,
            Segment.SEASONAL,
            Reason("seasonal", len(late)),
        ),
    )
    on_time = sum(days <= terms.late_days for days in debtor.late_by)
    return next(
        ((segment, reason) for holds, segment, reason in tests if holds),
        (Segment.SLIPPED, Reason("slipped", on_time)),
    )


def judge(debtor: Debtor, terms: Terms, today: date) -> Verdict:
    """Return what a debtor gets today and why; a letter that is held back still names the step it would be."""
    segment, why = segment_of(debtor, terms)
    step, reasons = _step(debtor, terms, segment, today)
    hold, held = _hold(debtor, terms, today, step)
    more = (Reason("part_frozen", amount=debtor.frozen),) if debtor.frozen and debtor.overdue else ()
    return Verdict(segment, step, hold, (*reasons, why, *more, *held))


def _step(debtor: Debtor, terms: Terms, segment: Segment, today: date) -> tuple[Step | None, tuple[Reason, ...]]:
    if not debtor.overdue:
        if not debtor.coming:
            return None, ()
        return Step.FRIENDLY, (Reason("coming", terms.friendly_days, debtor.coming),)
    about = Reason("overdue", debtor.days, debtor.overdue)
    wanted = _by_age(debtor, terms)
    if segment is Segment.DEVELOPER:
        wanted = max(wanted, Step.DEMAND, key=LADDER.index)
    highest = _highest(debtor, segment)
    step = min(wanted, highest, key=LADDER.index)
    before = (Reason("sent_before", LADDER.index(debtor.last_step), day=debtor.last_sent),) if debtor.last_step else ()
    ladder = (Reason("one_by_one"),) if step is not wanted else ()
    return step, (about, Reason(f"step_{step}", _days_of(step, terms)), *before, *ladder)


def _by_age(debtor: Debtor, terms: Terms) -> Step:
    if debtor.days >= terms.final_days and debtor.overdue >= terms.final_least:
        return Step.FINAL
    if debtor.days >= terms.demand_days and debtor.overdue >= terms.demand_least:
        return Step.DEMAND
    return Step.REMINDER


def _highest(debtor: Debtor, segment: Segment) -> Step:
    """One step above the last letter; the first is a reminder, for a developer a demand; heirs are only asked."""
    if segment is Segment.HEIRS:
        return Step.REMINDER
    first = Step.DEMAND if segment is Segment.DEVELOPER else Step.REMINDER
    if debtor.last_step is None:
        return first
    following = LADDER[min(LADDER.index(debtor.last_step) + 1, len(LADDER) - 1)]
    return max(first, following, key=LADDER.index)


def _days_of(step: Step, terms: Terms) -> int:
    return {Step.DEMAND: terms.demand_days, Step.FINAL: terms.final_days}.get(step, 1)


def _hold(debtor: Debtor, terms: Terms, today: date, step: Step | None) -> tuple[Hold | None, tuple[Reason, ...]]:
    if step is None:
        frozen = Hold.DISPUTED if debtor.frozen else Hold.NOTHING
        return frozen, (Reason(f"hold_{frozen}", amount=debtor.frozen),)
    if debtor.heirs and (debtor.heirs_asked or step is Step.FRIENDLY):
        return Hold.HEIRS, (Reason("hold_heirs"),)
    asked = (debtor.overdue or debtor.coming) - debtor.former
    if debtor.former and not asked:
        return Hold.FORMER, (Reason("hold_former", amount=debtor.former),)
    if asked < terms.least:
        return Hold.BELOW_LEAST, (Reason("hold_below_least", amount=terms.least),)
    if debtor.unreachable:
        return Hold.NO_ADDRESS, (Reason("hold_no_address"),)
    # What somebody promised who has died since binds nobody to wait.
    if debtor.promise_until is not None and debtor.promise_until >= today and not debtor.heirs:
        return Hold.PROMISED, (Reason("hold_promised", day=debtor.promise_until),)
    called = debtor.last_call is not None and today - debtor.last_call <= timedelta(days=terms.call_days)
    if debtor.call_first and not called:
        return Hold.CALL_FIRST, (Reason("hold_call_first", terms.call_days),)
    if debtor.last_sent is not None and today - debtor.last_sent < timedelta(days=terms.gap_days):
        return Hold.TOO_SOON, (Reason("hold_too_soon", terms.gap_days, day=debtor.last_sent),)
    return None, ()
