"""A process of its own that opens a window, tells one JSON line and ends: `empty`, `window HOME`, `find HOME TEXT…`."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.bench.figures import seconds
from counter.platform.folders import Home

if TYPE_CHECKING:
    from counter.wiring.main_window import MainWindow

_REPEATS = 3
_INSIDE = 30  # pixels from a border that certainly lie on a row


def tell(**facts: object) -> None:
    """Write what is known, with the memory in use (MB)."""
    import psutil

    print(json.dumps({"memory": psutil.Process().memory_info().rss / 1e6, **facts}), flush=True)


def _empty() -> None:
    from counter.bench.floors.window import empty_window

    empty_window(tell)


def _window(home: Home) -> None:
    from counter.app import run_window

    def ready(window: "MainWindow") -> None:
        _show_pay(window)
        tell()
        window.close()

    run_window(home, on_ready=ready)


def _find(home: Home, texts: list[str]) -> None:
    from counter.app import run_window

    def ready(window: "MainWindow") -> None:
        tell(**_painted(window, texts))
        window.close()

    run_window(home, on_ready=ready)


def _show_pay(window: "MainWindow") -> Any:
    """Log in without a PIN and return Pay's first field, with everything painted."""
    from counter.desk.people import Person  # not above: the empty window must not pay for it

    window.parts.session.log_in(Person(1, "陈静", "manager"))
    window.log_in.close()
    field = window.shell.show("pay").first_focus()
    window.root.update()
    return field


def _seen(root: Any, x: int, y: int) -> Any:
    """Return the Treeview at a place of the screen: what is covered is not painted, so its time would say nothing."""
    root.update()
    found = root.winfo_containing(x, y)
    if found is None or found.winfo_class() != "Treeview":
        raise AssertionError(f"no rows are to be seen, but {found}")
    return found


def _painted(window: "MainWindow", texts: list[str]) -> dict[str, list[float]]:
    """From a text typed into Find to painted rows, and a bare Treeview of the same look painting the same rows."""
    from counter.bench.floors.window import Area, BareTree
    from counter.presenters.finding import find_units

    root, session, entry = window.root, window.parts.session, _show_pay(window)

    def type_text(text: str) -> None:
        # In one step, as a key does it: emptying the field first would take the list away and map it again.
        root.tk.call("set", entry.cget("textvariable"), text)
        root.update()

    rows = {text: [(hit.code, hit.who) for hit in find_units(session.reader, text)] for text in texts}
    type_text(texts[0])
    list_ = _seen(root, entry.winfo_rootx() + _INSIDE, entry.winfo_rooty() + entry.winfo_height() + _INSIDE)
    corner = (list_.winfo_rootx() - root.winfo_rootx(), list_.winfo_rooty() - root.winfo_rooty())
    area = Area(*corner, list_.winfo_width(), list_.winfo_height())
    ours = [seconds(partial(type_text, text)) for _ in range(_REPEATS) for text in texts]
    tree = BareTree(root, list_.cget("style"), area)
    tree.fill(rows[texts[0]])
    if _seen(root, root.winfo_rootx() + area.x + _INSIDE, root.winfo_rooty() + area.y + _INSIDE) is list_:
        raise AssertionError("the bare Treeview is covered")
    floor = [seconds(partial(tree.fill, rows[text])) for _ in range(_REPEATS) for text in texts]
    tree.close()
    return {"ours": ours, "floor": floor}


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    what, rest = arguments[0], arguments[1:]
    if what == "empty":
        _empty()
        return
    home = Home(Path(rest[0]), Path(rest[0]))
    if what == "window":
        _window(home)
    else:
        _find(home, rest[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
