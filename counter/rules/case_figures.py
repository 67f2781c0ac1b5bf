"""Figures of cases: counted by what they have in common, and causes that came back more than once."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

AGES = (7, 30, 90)  # days that close a band of ages; what is older stands in a last band
CONTENT = 3  # of counter.rules.cases.RATINGS


class By(StrEnum):
    """What cases are counted by."""

    KIND = "kind"
    TOPIC = "topic"
    ITEM = "item"
    BUILDING = "building"
    AGE = "age"
    RESULT = "result"
    ANSWER = "answer"


class Counted(NamedTuple):
    """A case as it is counted: items of the charges it is about; days it is or was open; let_off in minor units.

    step: how far it has come; ended: whether nobody has to do anything any more; rating: as asked at the end.
    """

    kind: str
    topic: str
    items: tuple[int, ...]
    building: str
    step: str
    ended: bool
    days: int
    let_off: int = 0
    rating: int | None = None
    late: bool = False


class Figure(NamedTuple):
    """Cases that have something in common.

    days: to the answer on average, rounded up, None where none was answered; let_off in minor units; content: per cent
    of those asked, None where none was.
    """

    key: str
    cases: int
    open: int
    late: int
    resolved: int
    rejected: int
    withdrawn: int
    days: int | None
    let_off: int
    content: int | None


class Cause(NamedTuple):
    """What several cases came from: what it is (price, meter, run), which one, and the cases."""

    what: str
    which: int
    item_id: int
    cases: tuple[int, ...]


def figures(cases: Iterable[Counted], by: By) -> list[Figure]:
    """Count cases by something, the most of them first; bands of days in their own order.

    A case about charges of several items counts for each; one about none counts for none of them. Ages are those of
    cases that go on, answers those of cases that have ended.
    """
    groups: dict[str, list[Counted]] = {}
    for case in cases:
        for key in _keys(case, by):
            groups.setdefault(key, []).append(case)
    counted = [figure(key, group) for key, group in groups.items()]
    if by in (By.AGE, By.ANSWER):
        return sorted(counted, key=lambda each: int(each.key))
    return sorted(counted, key=lambda each: (-each.cases, each.key))


def figure(key: str, cases: Sequence[Counted]) -> Figure:
    """Return the figure of cases under a key."""
    steps = [each.step for each in cases]
    answered = [each.days for each in cases if each.ended]
    rated = [each.rating for each in cases if each.rating is not None]
    return Figure(
        key, len(cases), sum(not each.ended for each in cases), sum(each.late for each in cases),
        steps.count("settled"), steps.count("rejected"), steps.count("withdrawn"),
        -(-sum(answered) // len(answered)) if answered else None, sum(each.let_off for each in cases),
        100 * rated.count(CONTENT) // len(rated) if rated else None,
    )  # fmt: skip


def band(days: int) -> int:
    """Return the number of the band of days: 0 for the shortest."""
    return sum(days > end for end in AGES)


def _keys(case: Counted, by: By) -> tuple[str, ...]:
    if by is By.ITEM:
        return tuple(str(item) for item in sorted(set(case.items)))
    if by is By.AGE:
        return () if case.ended else (str(band(case.days)),)
    if by is By.ANSWER:
        return (str(band(case.days)),) if case.ended else ()
    return ({By.KIND: case.kind, By.TOPIC: case.topic, By.BUILDING: case.building, By.RESULT: case.step}[by],)


def repeated(origins: Mapping[tuple[str, int, int], Iterable[int]]) -> list[Cause]:
    """Return what more than one case came from, the most cases first; origins: by (what, which, item) the cases."""
    found = [Cause(*key, tuple(sorted(set(cases)))) for key, cases in origins.items()]
    return sorted(
        (each for each in found if len(each.cases) > 1), key=lambda each: (-len(each.cases), each.what, each.which)
    )
