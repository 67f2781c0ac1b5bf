"""A meter on the route worded as a row: its last reading, what is typed or saved, and what is odd about it."""

from typing import NamedTuple

from counter.desk.reading_list import Stop
from counter.presenters.readings_words import doubt_words, judged_stop, quantity, reading, thousandths
from counter.presenters.settings_page import PageRow
from counter.words import Words


class Draft(NamedTuple):
    """What is typed for a meter and not saved yet; sure where a doubtful figure was confirmed."""

    text: str
    estimated: bool = False
    sure: bool = False


def row_of(row_id: str, stop: Stop, draft: Draft, w: Words) -> PageRow:
    """Return the row of a meter: unit, meter, last reading, usual use, reading now, used, remark."""
    used, remark = _told(stop, draft, w)
    now = draft.text or (reading(stop.entered.value) if stop.entered is not None else "")
    before = reading(stop.before.value) if stop.before is not None else ""
    code = stop.unit.code if stop.unit is not None else w("shared")
    cells = (code, stop.meter.serial or "", before, quantity(stop, stop.usual), now, used, remark)
    return PageRow(row_id, cells, muted=stop.entered is not None and not draft.text)


def _told(stop: Stop, draft: Draft, w: Words) -> tuple[str, str]:
    value, entered = thousandths(draft.text), stop.entered
    if value is not None:
        found = judged_stop(stop, value)
        parts = (w("estimated") if draft.estimated else "", doubt_words(found.doubt, w))
        return quantity(stop, found.advance), " · ".join(each for each in parts if each)
    if draft.text:
        return "", w("not a reading")
    if entered is not None:
        saved = w("saved, estimated") if entered.kind == "estimated" else w("saved")
        return quantity(stop, judged_stop(stop, entered.value).advance), saved
    return "", w("taken out") if stop.replaced else ""


def history_of(stop: Stop, w: Words) -> str:
    """Return in one line what a meter showed last and usually uses."""
    before = stop.before
    if before is None:
        return w("It was never read before.")
    parts = [w("last reading {reading} ({period})", reading=reading(before.value), period=before.period)]
    if before.kind == "estimated":
        parts.append(w("estimated"))
    if stop.usual is not None:
        parts.append(w("usually {quantity}", quantity=quantity(stop, stop.usual)))
    return "  ·  ".join(parts)
