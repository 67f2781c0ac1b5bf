"""A folder of e-mails, whole or not there: written under another name, recorded, then given its own name."""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from counter.desk.long_work import Cancel, Progress, stop_if
from counter.files.eml import Mail, eml_bytes


def write_mail_folder(
    folder: Path, mails: Iterable[tuple[str, Mail]], count: int, record: Callable[[], object], progress: Progress,
    cancel: Cancel,
) -> Path:  # fmt: skip
    """Write (name, mail) as files, record that, and return the folder; one of the same name gets a number behind it.

    Cancelled before the recording, nothing is left. Raises Cancelled, OSError and what record does.
    """
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        for done, (name, mail) in enumerate(mails, 1):
            stop_if(cancel)
            with (part / name).open("wb") as file:
                file.write(eml_bytes(mail))
                file.flush()
                os.fsync(file.fileno())
            progress(done, count)
        stop_if(cancel)
        record()
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    final = _free(folder)
    os.replace(part, final)
    return final


def _free(folder: Path) -> Path:
    """The folder's own name, or with a number behind it where it is taken."""
    taken, number = folder, 1
    while taken.exists():
        number += 1
        taken = folder.with_name(f"{folder.name}-{number}")
    return taken
