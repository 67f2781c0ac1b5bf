"""Starting the real program, main.py, in a process of its own."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

# What `check` loads when it is asked, so that a copy of this process has it already.
import counter.cli
import counter.desk.prove_books
import counter.presenters.journal_checks
import counter.settings  # noqa: F401

ROOT = Path(__file__).parents[2]
BROKEN = 70  # neither an exit code of the program nor a signal


def start_anew(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Run one command line with --json in a new interpreter; returns exit code and answer."""
    done = subprocess.run(
        [sys.executable, "main.py", *arguments, "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, json.loads(done.stdout or "{}")


def start_warm(folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The same in a copy of this process, where the interpreter and the libraries are loaded already.

    folder: where the answer is written meanwhile.
    """
    answer = folder / "answer.json"
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            out = os.open(answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(out, 1)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
            sys.argv = [str(ROOT / "main.py"), *arguments, "--json"]
            runpy.run_path(sys.argv[0], run_name="__main__")
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, json.loads(answer.read_text(encoding="utf-8") or "{}")
