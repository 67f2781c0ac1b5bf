"""Which debt a payment settles (Civil Code §560, §561): the payer's choice first, then the office's order."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Literal, NamedTuple

from counter.rules.money import split_by_weight


class Order(StrEnum):
    """The office's order for money the payer does not direct."""

    PRINCIPAL_FIRST = "principal_first"
    STATUTORY = "statutory"


class OpenLine(NamedTuple):
    """One open charge as far as allocation sees it.

    due: a date or its ISO text. item_rank: the office's order of fee items due on the same day.
    open: what is left to pay, in fen. A late fee carries due, period and item_rank of its principal.
    """

    charge_id: int
    due: date | str
    period: str
    item_rank: int
    open: int
    kind: Literal["principal", "late_fee"] = "principal"
    frozen: bool = False


class Allocation(NamedTuple):
    """What one charge receives of a payment, in fen, always positive."""

    charge_id: int
    amount: int


class ChosenNotOpen(LookupError):
    """The payer chose a charge that is not among the open ones: somebody else has settled it, for instance."""

    code = "chosen_not_open"

    def __init__(self, charge_id: int) -> None:
        super().__init__(charge_id)
        self.charge_id = charge_id


class ChargeListedTwice(ValueError):
    """The same charge stands twice among the open lines, so the sum to settle would be wrong."""

    code = "charge_listed_twice"

    def __init__(self, charge_id: int) -> None:
        super().__init__(charge_id)
        self.charge_id = charge_id


def settle(
    lines: Sequence[OpenLine], amount: int, chosen: Sequence[int] | None = None, order: Order = Order.PRINCIPAL_FIRST
) -> list[Allocation]:
    """Spreads an amount of fen over open charges, in the order in which they are settled.

    Chosen charges come first, in the payer's order, frozen ones included; what is left goes to the others,
    oldest first, never to frozen ones. The result sums to the smaller of the amount and what may be settled.
    Raises ChosenNotOpen, ChargeListedTwice.
    """
    by_id = _by_id(lines)
    named = list(dict.fromkeys(chosen or ()))
    for charge_id in named:
        if charge_id not in by_id:
            raise ChosenNotOpen(charge_id)
    wanted = set(named)
    rest = [line for line in lines if line.charge_id not in wanted and not line.frozen]
    result: list[Allocation] = []
    for group in (*([by_id[charge_id]] for charge_id in named), *_in_order(rest, order)):
        if amount <= 0:
            break
        amount -= _settle_group(group, amount, result)
    return result


def settleable(lines: Sequence[OpenLine], chosen: Sequence[int] | None = None) -> int:
    """How many fen settle can place at most: everything open that is not frozen, and what is chosen."""
    wanted = frozenset(chosen or ())
    return sum(max(0, line.open) for line in lines if not line.frozen or line.charge_id in wanted)


def _by_id(lines: Sequence[OpenLine]) -> dict[int, OpenLine]:
    by_id: dict[int, OpenLine] = {}
    for line in lines:
        if line.charge_id in by_id:
            raise ChargeListedTwice(line.charge_id)
        by_id[line.charge_id] = line
    return by_id


def _in_order(lines: list[OpenLine], order: Order) -> Iterator[list[OpenLine]]:
    """Groups of lines that are settled together: single lines, or equal debts that the law shares pro rata."""
    if order is Order.PRINCIPAL_FIRST:
        for line in sorted(lines, key=_principal_first):
            yield [line]
        return
    for _, group in groupby(sorted(lines, key=lambda line: (_statutory(line), line.charge_id)), key=_statutory):
        yield list(group)


def _principal_first(line: OpenLine) -> tuple[bool, str, str, int, int]:
    return (line.kind == "late_fee", str(line.due), line.period, line.item_rank, line.charge_id)


def _statutory(line: OpenLine) -> tuple[str, str, int, bool]:
    return (str(line.due), line.period, line.item_rank, line.kind == "principal")


def _settle_group(group: list[OpenLine], amount: int, result: list[Allocation]) -> int:
    """Settles a group whole, or shares what is there by what is open; returns what was used."""
    if len(group) == 1:
        used = min(amount, max(0, group[0].open))
        if used:
            result.append(Allocation(group[0].charge_id, used))
        return used
    opens = [max(0, line.open) for line in group]
    used = min(amount, sum(opens))
    for line, share in zip(group, split_by_weight(used, opens), strict=True):
        if share:
            result.append(Allocation(line.charge_id, share))
    return used
