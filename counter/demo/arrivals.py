"""Bank transfers of the sample: seen on the account in the morning, claimed at the window, or waiting for somebody."""

from collections.abc import Sequence
from datetime import date
from random import Random

from counter.demo.estate import Household
from counter.demo.habits import Visit
from counter.demo.names import person_name
from counter.desk.people import Person
from counter.desk.transfers import record_transfer
from counter.rules.tender import TenderKind
from db.books import Books
from db.queries.accounts import open_charges

_UNCLEAR_ONE_IN = 8
_REMARKS = ("物业费", "{unit} 物业费", "{unit}", "物业管理费 {unit}")


class Arrivals:
    """What lies on the bank account for each household; amounts in minor units."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[tuple[int, int]]] = {}
        self._unclear: set[int] = set()

    def see(
        self,
        books: Books,
        clerk: Person,
        queue: Sequence[tuple[Visit, Household, tuple[int, ...]]],
        day: date,
        seed: int,
    ) -> None:
        """Record what the transfers of today brought; queue: each visit with its household and the ids of its units."""
        for visit, household, unit_ids in queue:
            if visit.tender is not TenderKind.TRANSFER:
                continue
            charges = open_charges(books.database.connection(), unit_ids)
            missing = sum(each.open for each in charges) - self.left(visit.household)
            if missing <= 0:
                continue
            chance = Random(f"transfer-{seed}-{day.isoformat()}-{visit.household}")
            # Where the remark does not say whose it is, it is claimed when the household comes the next time.
            unclear = chance.randrange(_UNCLEAR_ONE_IN) == 0
            remark = _REMARKS[0] if unclear else chance.choice(_REMARKS[1:])
            name = f"sample-transfer-{day.isoformat()}-{visit.household}"
            remark = remark.format(unit=household.units[0])
            found = record_transfer(books, day, missing, household.payer, remark, request_id=name, clerk=clerk)
            self._waiting.setdefault(visit.household, []).append((found, missing))
            (self._unclear.add if unclear else self._unclear.discard)(visit.household)

    def left(self, household: int) -> int:
        """Return what a household has on the account and not claimed."""
        return sum(amount for _incoming, amount in self._waiting.get(household, []))

    def claim(self, household: int, wanted: int) -> list[tuple[int, int]]:
        """Return transfers and what is claimed of each, at the most what is wanted; nothing where it is unclear."""
        if household in self._unclear:
            self._unclear.discard(household)
            return []
        claimed, kept = [], []
        for incoming, amount in self._waiting.get(household, []):
            part = min(amount, wanted)
            wanted -= part
            if part:
                claimed.append((incoming, part))
            if amount > part:
                kept.append((incoming, amount - part))
        self._waiting[household] = kept
        return claimed


def see_a_stranger(books: Books, clerk: Person, day: date, seed: int) -> None:
    """Record a transfer of somebody nobody knows: it waits for the person who opens the sample."""
    chance = Random(f"stranger-{seed}-{day.isoformat()}")
    amount = 10 * chance.randrange(2000, 60_000)
    request = f"sample-stranger-{day.isoformat()}"
    record_transfer(books, day, amount, person_name(chance), "物业费", request_id=request, clerk=clerk)
