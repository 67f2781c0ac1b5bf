"""The chain of events: canonical JSON, and the hash that ties each event to the one before it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

BODY_VERSION = 1
GENESIS = "0" * 64

# Bodies are made of rows, which hold no circles to be looked for.
_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, Han as itself, whole numbers only."""
    return _encode(value)


def link(previous: str, body: str) -> str:
    """Return SHA-256(previous || SHA-256(body)) in hexadecimal; previous is the hexadecimal hash before it."""
    return hashlib.sha256(bytes.fromhex(previous) + hashlib.sha256(body.encode()).digest()).hexdigest()


def digest_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Return the SHA-256 over rows: each as canonical JSON list followed by a line feed."""
    digest = hashlib.sha256()
    rest = iter(rows)
    while block := list(islice(rest, 4096)):
        digest.update((_lines(block) + "\n").encode())
    return digest.hexdigest()


def _lines(block: list[Sequence[Any]]) -> str:
    """The rows as one line each; encoding them together is faster, unless a text in them looks like a border."""
    together = _encode(block)[1:-1].replace("],[", "]\n[")
    # JSON holds no line feed of its own, so these are the borders and what looks like one.
    if together.count("\n") == len(block) - 1:
        return together
    return "\n".join(_encode(row) for row in block)


def digest_version(salt: str, values: Sequence[Any]) -> str:
    """Return the salted digest of one version of a register row (its id and columns in the order of the table)."""
    return hashlib.sha256((salt + _encode(list(values))).encode()).hexdigest()
