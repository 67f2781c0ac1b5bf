"""What the system's answer to a failed call says of a medium: full, read-only, gone, or failing."""

import errno
import os
import sys
from pathlib import Path
from typing import Literal

Kind = Literal["full", "read_only", "gone", "failing"]

_BY_ERRNO: dict[int, Kind] = {
    errno.ENOSPC: "full", errno.EDQUOT: "full",
    errno.EROFS: "read_only", errno.EACCES: "read_only", errno.EPERM: "read_only",
    errno.ENODEV: "gone", errno.ENXIO: "gone", errno.ENOENT: "gone", errno.ENOTDIR: "gone", errno.ENOTCONN: "gone",
    errno.ESTALE: "gone",
}  # fmt: skip
# Windows has more words than errno, and calls a write-protected and a worn-out stick both EACCES.
_BY_WINERROR: dict[int, Kind] = {
    19: "read_only",
    2: "gone", 3: "gone", 15: "gone", 20: "gone", 21: "gone", 55: "gone", 433: "gone", 1006: "gone", 1167: "gone",
    23: "failing", 25: "failing", 27: "failing", 29: "failing", 30: "failing", 31: "failing", 483: "failing",
    1117: "failing", 1392: "failing", 1393: "failing",
    39: "full", 112: "full",
}  # fmt: skip


def kind_of(error: OSError) -> Kind:
    """Return what an error says; whatever is none of the others is the medium that fails (EIO, EUCLEAN, ETIMEDOUT)."""
    told = _BY_WINERROR.get(getattr(error, "winerror", None) or 0)
    return told or _BY_ERRNO.get(error.errno or 0, "failing")


def is_plugged_in(device: int, blocks: Path = Path("/sys/dev/block")) -> bool:
    """Return whether the disk of a device number is still there, as far as the system says.

    A stick that is pulled answers with the same error as one that fails, and its folder stays for a while; Linux
    forgets the disk at once. Where there is no disk beneath (network, memory) or no such list, it counts as there.
    """
    if sys.platform != "linux" or not os.major(device) or not blocks.is_dir():
        return True
    return blocks.joinpath(f"{os.major(device)}:{os.minor(device)}").exists()
