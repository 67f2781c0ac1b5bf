"""What dunning costs, by hand-worked sums in fen."""

import pytest

from counter.rules.letter_cost import Costs, delivery, hours, sheets


@pytest.mark.parametrize(("lines", "expected"), [(0, 1), (1, 1), (15, 1), (16, 2), (75, 2), (76, 3)])
def test_a_letter_takes_as_many_sheets_as_its_charges_need(lines: int, expected: int) -> None:
    assert sheets(lines) == expected


def test_registered_mail_costs_postage_besides_the_work() -> None:
    costs = Costs(postage=420, hour=2_500, minutes_hand=12, minutes_box=4, minutes_registered=6)
    assert [delivery(way, costs) for way in ("by_hand", "box", "registered")] == [500, 167, 670]


def test_minutes_are_rounded_half_up_once() -> None:
    assert [hours(minutes, Costs(hour=90)) for minutes in (0, 1, 3, 60)] == [0, 2, 5, 90]
