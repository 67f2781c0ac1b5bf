"""Which folders had books, noted outside of them: a home that is gone altogether leaves no trace of its own.

One small file for each person of this computer; losing it loses no more than this knowledge.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from counter.platform.folders import Home

VARIABLE = "COUNTERFOIL_NOTES"
FILE_NAME = "homes.json"
MOST = 20


@dataclass(frozen=True, slots=True)
class KnownHome:
    """A home whose books were opened here: its folder and that of its data, the books' id and kind, the estate's name,
    the language of the window, and the day it was last opened (ISO date).
    """

    root: str
    data: str
    books_id: str
    books_kind: str
    estate: str
    language: str
    seen: str


def notes_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the notes lie, outside of every home."""
    named = environ.get(VARIABLE, "").strip()
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("Counterfoil-homes", appauthor=False))


def known_homes(folder: Path) -> list[KnownHome]:
    """Return the homes that are noted, the one opened last first; a note that cannot be read knows none."""
    try:
        said = json.loads(folder.joinpath(FILE_NAME).read_bytes())
        return [KnownHome(**{key: str(each[key]) for key in KnownHome.__slots__}) for each in said["homes"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def known_home(home: Home, folder: Path) -> KnownHome | None:
    """Return what is noted of a home, None where no books were opened in it."""
    return next((each for each in known_homes(folder) if each.root == str(home.root)), None)


def note_home(found: KnownHome, folder: Path) -> None:
    """Note a home as the one opened last. Where that cannot be written the window opens all the same."""
    before = known_homes(folder)
    if found not in before[:1]:
        _write([found, *(each for each in before if each.root != found.root)][:MOST], folder)


def forget_home(home: Home, folder: Path) -> None:
    """Forget a home whose books are gone for good."""
    before = known_homes(folder)
    left = [each for each in before if each.root != str(home.root)]
    if left != before:
        _write(left, folder)


def _write(homes: list[KnownHome], folder: Path) -> None:
    content = json.dumps({"homes": [asdict(each) for each in homes]}, ensure_ascii=False, indent=1).encode()
    fresh = folder.joinpath(f"{FILE_NAME}.part")
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.write_bytes(content)
        os.replace(fresh, folder.joinpath(FILE_NAME))
