"""Start a walk: a program of its own that drives the real window; where it hangs, it says in which line."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Walk(NamedTuple):
    """How a walk ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def start_walk(module: str, *words: str, seconds: float = 180.0, before: tuple[str, ...] = ()) -> Walk:
    """Run a module with its arguments to its end; AssertionError with the stack of each thread where it hangs.

    `before` is a command that starts it (`unshare -m`). A hanging walk is ended by the signal that makes Python tell
    its stacks, so that a failure on another machine can be understood.
    """
    command = [*before, sys.executable, "-X", "faulthandler", "-m", module, *words]
    # A group of its own: what stands behind `before` gets the signal too.
    child = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        out, err = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGABRT)
        out, err = child.communicate()
        raise AssertionError(f"{module} hung for {seconds:.0f} s\n{out[-1500:]}\n{err[-6000:]}") from None
    return Walk(child.returncode, out, err)
