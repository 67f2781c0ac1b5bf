"""`restore`: bring a stick's newest whole copy into a new folder, and check it."""

import argparse
import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from counter.desk.prove_books import Verdict

FOUND = 1


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stick", type=Path, help="the stick's folder")
    parser.add_argument("into", type=Path, help="a new, empty folder")
    parser.add_argument("--passphrase-file", type=Path, help="a file with the passphrase; asked for if left out")
    parser.add_argument("--key", type=Path, help="the sealed key from the recovery sheet, if the stick's is damaged")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Restore and check. Raises what backup.restore does."""
    from counter.presenters.journal_checks import told

    passphrase = _passphrase(arguments.stick, arguments.passphrase_file, w)
    sealed_key = arguments.key.read_text(encoding="utf-8") if arguments.key else ""
    verdict = restore_and_check(arguments.stick, arguments.into, said, passphrase, sealed_key)
    facts = {
        "findings": len(verdict.findings),
        "files": verdict.files,
        "missing": verdict.missing,
        "passed_over": verdict.passed_over,
    }
    found = len(verdict.findings)
    lines = (
        w("Restored to {folder}. Checked: {found} findings.", folder=arguments.into, found=found),
        *told(verdict, w),
    )
    return Answer(lines, facts, 0 if verdict.clean else FOUND)


def _passphrase(stick: Path, file: Path | None, w: Words) -> str:
    """Return the passphrase of an encrypted newest copy, '' where none is needed or nobody can be asked."""
    from backup.manifest import last_copy

    newest = last_copy(stick)
    if newest is None or not newest.recipient:
        return ""
    if file is not None:
        return file.read_text(encoding="utf-8").strip("\r\n")
    if not sys.stdin.isatty():
        return ""
    return getpass(w("Passphrase of the copy on “{name}”: ", name=newest.stick.name))


def restore_and_check(
    stick: Path, into: Path, said: Said, passphrase: str = "", sealed_key: str = ""
) -> "Verdict":  # fmt: skip
    """Restore a stick into a new folder and check it there with the stick's own anchors."""
    from counter.desk.prove_books import restore_and_prove

    return restore_and_prove(stick, into, progress=said.progress, passphrase=passphrase, sealed_key=sealed_key)


VERB = Verb("restore a stick into a new folder and check it", _arguments, run)
