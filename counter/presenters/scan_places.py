"""Where scans are kept and looked at on this computer."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from counter.platform.folders import Home
from counter.platform.viewer import open_with_system


class ScanPlaces(NamedTuple):
    """The store of the kept files, the folder they are lent to for looking at, and what opens a file."""

    store: Path
    lent: Path
    open_file: Callable[[Path], None] = open_with_system


def places_in(home: Home) -> ScanPlaces:
    """Return the places of a home."""
    return ScanPlaces(home.attachments, home.cache / "lent")
