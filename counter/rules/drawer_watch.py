"""Whether a cash drawer stays open longer than a payment needs; times in whole seconds of any zero."""

from typing import Literal, NamedTuple

# Change is counted out within a quarter of a minute; after a minute nobody is at the drawer any more.
OPEN_S, LEFT_OPEN_S = 15, 60

Verdict = Literal["", "open", "left_open"]


class DrawerSeen(NamedTuple):
    """Since when it has been seen open, None where it was closed; noted: whether that it was left open is recorded."""

    since: int | None = None
    noted: bool = False


def look(before: DrawerSeen, is_open: bool | None, now: int) -> DrawerSeen:
    """Return what is known after a look; is_open None where the printer did not tell: nothing changes then."""
    if is_open is None:
        return before
    if not is_open:
        return DrawerSeen()
    return before if before.since is not None else DrawerSeen(now)


def verdict(seen: DrawerSeen, now: int) -> Verdict:
    """Return whether the cashier is told that it is open, and whether it counts as left open."""
    open_for = seconds_open(seen, now)
    if open_for < OPEN_S:
        return ""
    return "left_open" if open_for >= LEFT_OPEN_S else "open"


def seconds_open(seen: DrawerSeen, now: int) -> int:
    """Return for how long it has been seen open, 0 where it is closed."""
    return 0 if seen.since is None else now - seen.since
