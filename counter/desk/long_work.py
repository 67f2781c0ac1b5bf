"""What long work tells while it runs, and how it is stopped: nothing of a stopped piece of work is kept."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]
"""Called with (done, total) of the same unit of work."""

Cancel = Callable[[], bool]
"""Answers whether the person wants to stop."""


class Cancelled(Exception):
    """The person stopped the work; nothing of it was kept."""

    code = "cancelled"


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def never() -> bool:
    """Go on to the end."""
    return False


def stop_if(cancel: Cancel) -> None:
    """Raise Cancelled where the person wants to stop."""
    if cancel():
        raise Cancelled


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: many thousand rows in no circles would be gone through again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
