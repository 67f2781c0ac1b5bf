"""Chance that can be had again: each test prints its seed, and takes another one from COUNTERFOIL_SEED."""

import os


def seed_of(what: str, usual: int) -> int:
    """Return and print the seed of a test."""
    seed = int(os.environ.get("COUNTERFOIL_SEED", usual))
    print(f"{what}: seed {seed}")
    return seed
