"""Chance that can be had again: each test prints its seed, and takes another one from COUNTERFOIL_SEED."""

import os

import pytest


def seed_of(what: str, usual: int) -> int:
    """Return and print the seed of a test."""
    seed = int(os.environ.get("COUNTERFOIL_SEED", usual))
    print(f"{what}: seed {seed}")
    return seed


def few_or_many(request: pytest.FixtureRequest, few: int, many: int) -> int:
    """Return how often something is tried: few times in `make test`, many times in `make torture`."""
    return few if request.config.getoption("markexpr") == "not torture" else many
