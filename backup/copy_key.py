"""The key of encrypted copies, and what encrypted files are called on a stick."""

import hashlib
import re
from typing import NamedTuple

# What the format adds to a file: its head, and a tag for each 64 KiB.
HEAD_BYTES, TAG_BYTES, CHUNK_BYTES = 1024, 16, 64 * 1024
_SUFFIX = re.compile(r"\.[0-9a-f]{8}\.age$")


class CopyKey(NamedTuple):
    """A key pair: what encrypts (age1…), and what decrypts, itself encrypted with the passphrase as armoured text."""

    recipient: str
    sealed: str

    @property
    def id(self) -> str:
        """Eight figures that tell keys apart in the names of files."""
        return id_of(self.recipient)


def id_of(recipient: str) -> str:
    """Return the eight figures that tell a key from others in the names of files."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:8]


def sealed_size(size: int) -> int:
    """Return the most bytes that a file of a size takes when it is encrypted."""
    return size + HEAD_BYTES + (size // CHUNK_BYTES + 1) * TAG_BYTES


def sealed_name(name: str, key: CopyKey | None) -> str:
    """Return the name of a file on the stick: encrypted ones carry their key's figures and the ending of the format."""
    return f"{name}.{key.id}.age" if key else name


def plain_name(name: str) -> str:
    """Return the name of a file as it was before it was encrypted."""
    return _SUFFIX.sub("", name)


def key_name(key: CopyKey) -> str:
    """Return where the sealed key lies on a stick, below COUNTERFOIL."""
    return f"keys/{key.id}.age"
