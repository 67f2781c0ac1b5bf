"""What is learnt from a year's cases: what they are counted by, and the causes that came back."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.rules.case_figures import Cause, Counted, repeated
from counter.rules.cases import Step, has_ended
from counter.words import Words
from db.queries import accounts, case_figures, receipts
from db.queries.case_figures import Origin, Raised

BILLED = "charges_billed"


class CaseYear(NamedTuple):
    """The cases raised in a year: as they are counted, in full, what several came from; how many flats there are."""

    year: int
    counted: tuple[Counted, ...]
    raised: tuple[Raised, ...]
    causes: tuple[Cause, ...]
    households: int

    @property
    def per_hundred(self) -> int:
        """Return the cases for each hundred households, in tenths, rounded half up; 0 where there is no flat."""
        return (2000 * len(self.raised) + self.households) // (2 * self.households) if self.households else 0


def case_year(connection: Any, year: int, today: date, kind: str = "") -> CaseYear:
    """Return what is learnt from the cases raised in a year, of one kind or ('') all, as they stand today."""
    raised = tuple(each for each in case_figures.raised_in(connection, year) if kind in ("", each.kind))
    origins = case_figures.origins(connection, [each.id for each in raised])
    items: dict[int, list[int]] = {}
    for origin in origins:
        items.setdefault(origin.case_id, []).append(origin.item_id)
    counted = tuple(_counted(each, tuple(items.get(each.id, ())), today) for each in raised)
    return CaseYear(year, counted, raised, _causes(origins), case_figures.households(connection))


def cause_name(connection: Any, cause: Cause, w: Words) -> str:
    """Return which price, meter or bill run several cases came from."""
    chinese = w.language == "zh_CN"
    item = accounts.item_names(connection).get(cause.item_id, ("", ""))[0 if chinese else 1]
    if cause.what == "price":
        basis = accounts.basis(connection, cause.which)
        return w("{item}, the price from {day} on", item=item, day=(basis.since or "") if basis else "–")
    if cause.what == "meter":
        unit = accounts.unit(connection, cause.which)
        return w("{item}, the meter of {unit}", item=item, unit=unit.code if unit else "–")
    facts = receipts.body(connection, cause.which)
    return w("Bill run of {months}, posted on {day}", months=w(", ").join(facts["months"]), day=facts["day"])


def _counted(case: Raised, items: tuple[int, ...], today: date) -> Counted:
    ended = has_ended(Step(case.step))
    last = date.fromisoformat(case.ended_on) if case.ended_on else today
    return Counted(
        case.kind, case.topic, items, case.building, case.step, ended,
        max(0, (last - date.fromisoformat(case.raised_on)).days), case.let_off, case.rating,
        not ended and case.due is not None and case.due < today.isoformat(),
    )  # fmt: skip


def _causes(origins: Sequence[Origin]) -> tuple[Cause, ...]:
    """Prices, meters and bill runs that more than one case is about; a meter is known by its unit and item."""
    found: dict[tuple[str, int, int], list[int]] = {}
    for each in origins:
        if each.tariff_id is not None:
            found.setdefault(("price", each.tariff_id, each.item_id), []).append(each.case_id)
        if each.metered:
            found.setdefault(("meter", each.unit_id, each.item_id), []).append(each.case_id)
        if each.run_kind == BILLED:
            found.setdefault(("run", each.event_id, 0), []).append(each.case_id)
    return tuple(repeated(found))
