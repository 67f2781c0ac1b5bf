"""Copies that nobody reads without the passphrase, in the age format: https://age-encryption.org/v1

This computer knows the public half of a key pair alone, so that a copy is made with nobody there. The private half is
itself an age file under the passphrase; it lies on every stick and stands on the recovery sheet.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from backup.copy_key import CopyKey
from backup.disk import BLOCK_BYTES
from backup.stick_faults import SourceUnreadable
from db.faults import folder_fault

LEAST_LENGTH, LEAST_KINDS = 12, 6


class PassphraseWeak(Exception):
    """A passphrase is too short, too monotonous, or has signs that not every keyboard has; least: its least length."""

    code = "passphrase_weak"

    def __init__(self, least: int = LEAST_LENGTH) -> None:
        super().__init__(least)
        self.least = least


class PassphraseNeeded(Exception):
    """A copy is encrypted and no passphrase was given; name: the stick's."""

    code = "passphrase_needed"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PassphraseWrong(Exception):
    """This is not the passphrase of the copy; name: the stick's."""

    code = "passphrase_wrong"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CopyKeyDamaged(Exception):
    """The sealed key of a copy is missing or damaged; it stands on the recovery sheet too."""

    code = "copy_key_damaged"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def refuse_weak(passphrase: str) -> None:
    """Refuse what a thief of the stick could guess, or not every keyboard can type. Raises PassphraseWeak."""
    typed = passphrase.isascii() and passphrase.isprintable() and passphrase == passphrase.strip()
    if not typed or len(passphrase) < LEAST_LENGTH or len(set(passphrase)) < LEAST_KINDS:
        raise PassphraseWeak


def new_key(passphrase: str) -> CopyKey:
    """Return a new key pair under a passphrase, tried once before it is used; takes seconds. Raises PassphraseWeak."""
    import pyrage

    refuse_weak(passphrase)
    made = pyrage.x25519.Identity.generate()
    sealed = pyrage.passphrase.encrypt(str(made).encode(), passphrase, armored=True).decode().strip() + "\n"
    recipient = str(made.to_public())
    open_key(sealed, passphrase, recipient, "")
    return CopyKey(recipient, sealed)


def open_key(sealed: str, passphrase: str, recipient: str, name: str) -> Any:
    """Return the private half for `unseal`; takes seconds. name: the stick's.

    Raises PassphraseNeeded, PassphraseWrong, CopyKeyDamaged.
    """
    import pyrage

    if not passphrase:
        raise PassphraseNeeded(name)
    if not sealed.lstrip().startswith("-----BEGIN AGE"):
        raise CopyKeyDamaged(name)
    try:
        content = pyrage.passphrase.decrypt(sealed.encode(), passphrase)
    except pyrage.DecryptError:
        raise PassphraseWrong(name) from None
    try:
        identity = pyrage.x25519.Identity.from_str(content.decode().strip())
    except (pyrage.IdentityError, ValueError):
        raise CopyKeyDamaged(name) from None
    if str(identity.to_public()) != recipient:
        raise CopyKeyDamaged(name)
    return identity


class _Hashing:
    """A file of this computer that is hashed and counted while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        block = self._file.read(size)
        self.digest.update(block)
        self.size += len(block)
        return block


@contextmanager
def sealed_file(source: Path, recipient: str, beside: Path) -> Iterator[tuple[IO[bytes], str]]:
    """Encrypt a file into a nameless one in a folder of this computer; gives it and the SHA-256 of what was read.

    Raises SourceUnreadable, db.faults.DiskFull, BooksReadOnly.
    """
    import pyrage

    with _nameless(beside) as into:
        try:
            with source.open("rb") as file:
                reader = _Hashing(file)
                to = pyrage.x25519.Recipient.from_str(recipient)
                pyrage.encrypt_io(reader, into, [to])
            into.seek(0)
        except (OSError, pyrage.EncryptError) as error:
            raise SourceUnreadable(str(source)) from error
        yield into, reader.digest.hexdigest()


def _nameless(folder: Path) -> IO[bytes]:
    """Return a file that vanishes with the program; on this computer, where it is not the stick that is full."""
    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError as error:
        raise folder_fault(error, str(folder)) from error


def unsealed_blocks(path: Path, identity: Any, beside: Path) -> Iterator[bytes]:
    """Yield what an encrypted file holds; it is decrypted into a nameless file of a folder first.

    Raises CopyKeyDamaged for a file of another key or a damaged one, OSError.
    """
    import pyrage

    with tempfile.TemporaryFile(dir=beside) as into:
        try:
            with path.open("rb") as file:
                pyrage.decrypt_io(file, into, [identity])
        except pyrage.DecryptError:
            raise CopyKeyDamaged(str(path)) from None
        except OSError as error:
            if error.errno is not None:
                raise
            # The library says so of what was changed after it was encrypted.
            raise CopyKeyDamaged(str(path)) from None
        into.seek(0)
        while block := into.read(BLOCK_BYTES):
            yield block
