"""Where the books, the settings and everything beside them lie.

In this order: the folder named on the command line, the environment's COUNTERFOIL_HOME, a folder beside the program
where a file called `portable` stands there, the person's data folder of the operating system.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "COUNTERFOIL_HOME"
PORTABLE_MARKER = "portable"
PORTABLE_FOLDER = "counterfoil-home"


class FolderNotUsable(Exception):
    """A folder the program needs cannot be made or written."""

    code = "folder_not_usable"

    def __init__(self, path: Path, reason: str) -> None:
        """Keep the folder and the operating system's own words."""
        super().__init__(str(path), reason)
        self.path: Path = path
        self.reason: str = reason


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one set of books.

    `root` always holds the settings, the lock and the logs; `data` holds the books and their companions, and is the
    root itself unless the settings name another folder.
    """

    root: Path
    data: Path

    @property
    def settings(self) -> Path:
        """The machine's settings, one TOML file."""
        return self.root / "settings.toml"

    @property
    def logs(self) -> Path:
        """Logs of what went wrong."""
        return self.root / "logs"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time and is made again."""
        return self.root / "cache"

    @property
    def books(self) -> Path:
        """The books, one SQLite file."""
        return self.data / "books.sqlite"

    @property
    def journals(self) -> Path:
        """The journal file of every closed day."""
        return self.data / "journals"

    @property
    def papers(self) -> Path:
        """Papers made as files."""
        return self.data / "papers"

    @property
    def exports(self) -> Path:
        """Workbooks written for people to take away."""
        return self.data / "exports"

    @property
    def attachments(self) -> Path:
        """Scans and photographs, named by their digest."""
        return self.data / "attachments"

    @property
    def snapshots(self) -> Path:
        """Restore points kept on this computer."""
        return self.data / "snapshots"

    def with_data(self, folder: str) -> "Home":
        """Return the same home with its data in the folder the settings name; an empty name changes nothing.

        A name that does not begin at the root of a disk is taken from the home on.
        """
        return Home(self.root, self.root / Path(folder).expanduser()) if folder else self

    def make(self) -> None:
        """Make every folder that is missing, readable by this person alone; raises FolderNotUsable."""
        for folder in (self.root, self.data, self.logs, self.cache):
            _make(folder)
        for folder in (self.journals, self.papers, self.attachments, self.snapshots):
            _make(folder)


def find_home(
    environ: Mapping[str, str], program_folder: Path, named: Path | None = None, usual: Path | None = None
) -> Home:
    """Return the home that applies; nothing is made or read yet but the portable marker is looked for.

    `usual` stands for the operating system's data folder and is asked of it when absent.
    """
    root = named or _from_environment(environ) or _portable(program_folder) or usual or usual_folder()
    root = root.expanduser().absolute()
    return Home(root, root)


def usual_folder() -> Path:
    """Return the folder this operating system keeps a person's program data in."""
    import platformdirs

    return Path(platformdirs.user_data_dir("Counterfoil", appauthor=False))


def _from_environment(environ: Mapping[str, str]) -> Path | None:
    named = environ.get(VARIABLE, "").strip()
    return Path(named) if named else None


def _portable(program_folder: Path) -> Path | None:
    return program_folder / PORTABLE_FOLDER if (program_folder / PORTABLE_MARKER).is_file() else None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotUsable(folder, error.strerror or str(error)) from error
    if not os.access(folder, os.W_OK):
        raise FolderNotUsable(folder, "read-only")
