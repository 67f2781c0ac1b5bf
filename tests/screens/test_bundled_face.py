"""Tk itself is asked which family it draws with."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASK = """
from counter.platform.fonts import load_bundled_fonts
family = load_bundled_fonts()
import tkinter, tkinter.font
root = tkinter.Tk()
root.withdraw()
for weight in ("normal", "bold"):
    font = tkinter.font.Font(family=family, size=15, weight=weight)
    print(font.actual("family"), font.actual("weight"), len({font.measure(digit) for digit in "0123456789"}))
"""


def test_tk_draws_with_the_bundled_face_in_both_weights() -> None:
    """A process of its own: fonts loaded into the tests' window would prove nothing about the order of a start."""
    told = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["Counterfoil Sans SC normal 1", "Counterfoil Sans SC bold 1"]
