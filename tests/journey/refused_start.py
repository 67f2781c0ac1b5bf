"""Starts the real program on books it cannot open, reads the box that says so, and closes it with Enter.

A program of its own. Arguments: the home, the picture to keep. Prints the texts of the box and the exit code as JSON.
"""

import json
import sys
from pathlib import Path
from tkinter import messagebox
from typing import Any

from PIL import ImageGrab

from counter import cli

BOX = ".__tk__messagebox"


def main(home: Path, picture: Path) -> None:
    """Start the window; when the box is up, somebody reads it."""
    seen: list[str] = []
    shown = messagebox.showerror

    def show(title: str, text: str, *, parent: Any) -> str:
        parent.after(300, read_box, parent, seen, picture)
        return shown(title, text, parent=parent)

    messagebox.showerror = show  # type: ignore[assignment]
    code = cli.main(["--home", str(home)])
    print(json.dumps({"seen": seen, "exit": code}, ensure_ascii=False))


def read_box(root: Any, seen: list[str], picture: Path) -> None:
    """Note what the box says, keep its picture, and press Enter."""
    if not int(root.tk.call("winfo", "viewable", BOX)):
        root.after(100, read_box, root, seen, picture)
        return
    seen.append(str(root.tk.call(f"{BOX}.msg", "cget", "-text")))
    left, top, wide, high = (int(root.tk.call("winfo", each, BOX)) for each in ("rootx", "rooty", "width", "height"))
    ImageGrab.grab(bbox=(left, top, left + wide, top + high), xdisplay="").save(picture)
    root.tk.call("event", "generate", f"{BOX}.ok", "<Return>")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
