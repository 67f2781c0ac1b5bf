"""How much of each work a run does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of the works; history: payments in the books of several years, spread over `history_units` flats."""

    bill_units: int
    bill_months: int
    payments: int
    history: int
    history_units: int
    short_history: int
    history_payments: int
    people: int
    finds: int
    day: int
    repeats: int
    receipts: int
    starts: int
    letters: int
    letter_files: int


QUICK = Scale(
    bill_units=60, bill_months=2, payments=40, history=300, history_units=60, short_history=60, history_payments=20,
    people=200, finds=3, day=40, repeats=2, receipts=5, starts=1, letters=4,
    letter_files=1,
)  # fmt: skip
USUAL = Scale(
    bill_units=10_000, bill_months=12, payments=5_000, history=100_000, history_units=2_000, short_history=1_000,
    history_payments=1_000, people=100_000, finds=50, day=2_000, repeats=5, receipts=200, starts=5, letters=1_000,
    letter_files=10,
)  # fmt: skip
FULL = Scale(
    bill_units=10_000, bill_months=12, payments=5_000, history=1_000_000, history_units=16_667, short_history=1_000,
    history_payments=1_000, people=100_000, finds=50, day=2_000, repeats=3, receipts=200, starts=5, letters=1_000,
    letter_files=10,
)  # fmt: skip
