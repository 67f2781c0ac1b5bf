"""What keeps owners of the sample from paying: a death, old age, an empty flat, a dispute, promises that are not kept.

The same for the same books: who it is follows from who owes longest on the day it comes up.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from counter.desk.note_contact import mark_unit, note_call
from counter.desk.office import load_office
from counter.desk.open_case import CaseIn, Disputed, open_case
from counter.desk.owing import Owing
from counter.desk.people import Person
from counter.desk.promises import promise_to_pay
from counter.desk.reductions import grant_reduction
from counter.rules.cases import Kind
from counter.rules.periods import month_of
from counter.words import Words
from db.books import Books
from db.queries import registers

_FLATS_FOR_ONE = 120  # of so many flats one stands in each of these circumstances
_KINDS = 6  # circumstances that are dealt out in turn; the last of them is none
_TIMES = ("morning", "afternoon", "evening", "weekend")
_LET_OFF = 3_000  # ten-thousandths
_PROMISED, _PROMISE_DAYS, _CALLED_AGAIN = 50_000, 12, 14
_DISPUTES = (
    ("area", "实测面积比收费面积小", "按实测面积重新计费", 40),
    ("not_rendered", "楼道灯坏了一个多月没人修", "减免相应物业费", 100),
    ("not_rendered", "单元门禁长期失灵", "维修好之前减收", 50),
)


class Dunners(NamedTuple):
    """Who does it: finance writes letters and gives up, the manager agrees, the supervisor delivers and calls."""

    manager: Person
    finance: Person
    supervisor: Person


def plain(found: Owing) -> bool:
    """Whether nothing but the money keeps a unit from paying, as far as is known."""
    return not (found.frozen or found.promises or found.debtor.vacant or found.debtor.heirs or found.debtor.call_first)


class Circumstances:
    """What comes up on a day among those who owe, the longest first."""

    def __init__(self, books: Books, who: Dunners, day: date, words: Words, seed: int) -> None:
        self._books, self._who, self._day, self._words = books, who, day, words
        self._chance = Random(f"circumstances-{seed}-{day.isoformat()}")

    def come_up(self, longest: Sequence[Owing]) -> None:
        """Deal out the circumstances before the first letters: a few each, every sixth owner is left without one."""
        several = self._few()
        flats = self._flats(longest[1:])
        dealt = [flats[kind::_KINDS][:several] for kind in range(_KINDS)]
        died, old, empty, disputing, promising, quiet = dealt
        for found in died[: (several + 1) // 2]:
            self._mark(found, heirs=True)
        for place, found in enumerate(old):
            self._mark(found, call_first=True, best_time=_TIMES[place % len(_TIMES)])
        for found in empty:
            self._stand_empty(found)
        for place, found in enumerate(disputing):
            self._dispute(found, place)
        self._promise(promising)
        for found in quiet:
            self._mark(found, no_sms=True)

    def go_on(self, longest: Sequence[Owing]) -> None:
        """After letters were delivered: the old are called, and whoever broke a promise makes one more."""
        self.call_the_old(longest, len(longest))
        self._promise([each for each in longest if each.debtor.broken == 1 and each.debtor.promise_until is None])

    def change(self, longest: Sequence[Owing]) -> None:
        """What came up lately: more owners have died, and some dispute all that they owe."""
        several, flats = self._few(), [each for each in self._flats(longest[1:]) if plain(each)]
        for found in flats[1 : 1 + 2 * several : 2]:
            self._mark(found, heirs=True)
        for place, found in enumerate(flats[-several // 2 :] if len(flats) > _KINDS else ()):
            self._dispute(found, place, everything=True)

    def call_the_old(self, longest: Iterable[Owing], most: int) -> None:
        """Call owners who are called before a letter, at the most so many, whom nobody spoke to lately."""
        before = self._day - timedelta(days=_CALLED_AGAIN)
        waiting = [
            each for each in longest
            if each.debtor.call_first and (each.debtor.last_call is None or each.debtor.last_call <= before)
        ]  # fmt: skip
        for found in waiting[:most]:
            name = f"sample-old-{self._day.isoformat()}-{found.unit.id}"
            outcome = self._chance.choice(("asks_back", "asks_back", "will_pay", "no_answer"))
            following = self._day + timedelta(days=7)
            note_call(
                self._books, found.unit.id, outcome, request_id=name, staff=self._who.supervisor, next_call=following
            )

    def _few(self) -> int:
        flats = sum(unit.kind == "flat" for unit in registers.units(self._books.database.connection()))
        return max(1, flats // _FLATS_FOR_ONE)

    @staticmethod
    def _flats(several: Iterable[Owing]) -> list[Owing]:
        return [each for each in several if each.unit.kind == "flat" and not each.debtor.developer]

    def _mark(self, found: Owing, **marks: Any) -> None:
        name = f"sample-mark-{self._day.isoformat()}-{found.unit.id}"
        mark_unit(self._books, found.unit.id, request_id=name, staff=self._who.supervisor, **marks)

    def _stand_empty(self, found: Owing) -> None:
        """From the month after next the flat is let off a part, as its owner applied for."""
        since = month_of(self._day).next().first
        grant_reduction(
            self._books, found.unit.id, _LET_OFF, since, reason="空置", paper=f"{since.year}-空-{found.unit.code}",
            request_id=f"sample-empty-{found.unit.id}", staff=self._who.manager,
        )  # fmt: skip

    def _dispute(self, found: Owing, place: int, *, everything: bool = False) -> None:
        """Object to the newest charge or, where everything is, to all that is open; a share of it for smaller flats."""
        topic, said, wants, share = _DISPUTES[place % len(_DISPUTES)]
        mine = [each for each in (*found.lines, *found.coming) if each.fund == "operating"]
        charges = [Disputed(each.charge_id, each.open) for each in mine] if everything else [
            Disputed(each.charge_id, max(1, each.open * share // 100)) for each in mine[-2:]
        ]  # fmt: skip
        if not charges:
            return
        books, day = self._books, self._day.isoformat()
        case = CaseIn(Kind.DISPUTE, topic, found.unit.id, said, wants, charges=tuple(charges))
        office = load_office(books.database.connection(), day)
        name = f"sample-dispute-{day}-{found.unit.id}"
        open_case(books, case, request_id=name, staff=self._who.supervisor, office=office, words=self._words)

    def _promise(self, several: Iterable[Owing]) -> None:
        """Whoever is called says that they pay by a day; every second one signs it."""
        for place, found in enumerate(several):
            name = f"sample-promise-{self._day.isoformat()}-{found.unit.id}"
            until, amount = self._day + timedelta(days=_PROMISE_DAYS), min(_PROMISED, found.debtor.overdue)
            staff = self._who.supervisor
            note_call(self._books, found.unit.id, "will_pay", request_id=f"{name}-c", staff=staff, next_call=until)
            promise_to_pay(
                self._books, found.unit.id, amount, until, request_id=name, staff=staff, signed=bool(place % 2)
            )
