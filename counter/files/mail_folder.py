"""A folder of e-mails, whole or not there: written under another name, recorded, then given its own name.

A note beside the books says what is under way. Where the power went between the record and the name, the books know
which of the two there was: what is recorded gets its name the next time, anything else is taken away.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from counter.desk.long_work import Cancel, Progress, stop_if
from counter.files.eml import Mail, eml_bytes
from db.durable import sync_file, sync_folder

NOTE = ".unfinished"


class MailFolders(NamedTuple):
    """notes: the folder of the notes, on this computer's own disk; recorded: whether a request is in the books."""

    notes: Path
    recorded: Callable[[str], bool]

    def write(
        self, folder: Path, request: str, mails: Iterable[tuple[str, Mail]], count: int, record: Callable[[], object],
        progress: Progress, cancel: Cancel,
    ) -> Path:  # fmt: skip
        """Write (name, mail) as files, record that, and return the folder; one of the same name gets a number behind.

        record: posts under the request. Cancelled before it, nothing is left. Raises Cancelled, OSError and what
        record does.
        """
        part = folder.with_name(f"{folder.name}.{request}.part")
        folder.parent.mkdir(parents=True, exist_ok=True)
        note = self._note(request, part, folder)
        try:
            part.mkdir()
            for done, (name, mail) in enumerate(mails, 1):
                stop_if(cancel)
                with (part / name).open("wb") as file:
                    file.write(eml_bytes(mail))
                    sync_file(file)
                progress(done, count)
            sync_folder(part)
            stop_if(cancel)
            record()
        except BaseException:
            self._finish(note)
            raise
        return self._finish(note) or folder

    def finish(self) -> list[Path]:
        """Finish what was cut off, as far as its stick is there; returns the folders that have their names now."""
        done = list[Path]()
        for note in sorted(self.notes.glob(f"*{NOTE}")):
            try:
                named = self._finish(note)
            except OSError:  # a stick that is read-only or drawn: next time
                continue
            done += [named] if named is not None else []
        return done

    def _note(self, request: str, part: Path, folder: Path) -> Path:
        """Say on the disk what is under way, before its first file."""
        self.notes.mkdir(parents=True, exist_ok=True)
        note = self.notes / f"{request}{NOTE}"
        new = note.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump({"part": str(part.absolute()), "folder": str(folder.absolute())}, file)
            sync_file(file)
        os.replace(new, note)
        sync_folder(self.notes)
        return note

    def _finish(self, note: Path) -> Path | None:
        """Name or take away what a note speaks of; the note stays while its stick is not there."""
        said = json.loads(note.read_text(encoding="utf-8"))
        part, folder, named = Path(said["part"]), Path(said["folder"]), None
        recorded = self.recorded(note.name.removesuffix(NOTE))
        if part.is_dir() and recorded:
            named = _free(folder)
            os.replace(part, named)
            sync_folder(named.parent)
        elif part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
            if part.is_dir():
                return None
        elif not part.parent.is_dir() or (recorded and not folder.exists()):
            return None
        note.unlink()
        return named


def _free(folder: Path) -> Path:
    """The folder's own name, or with a number behind it where it is taken."""
    taken, number = folder, 1
    while taken.exists():
        number += 1
        taken = folder.with_name(f"{folder.name}-{number}")
    return taken
