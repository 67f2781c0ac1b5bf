"""What a price needs besides itself: which area, what it counts, its meter's unit, its bands, how it is shared."""

from typing import Any

from counter.desk.change_prices import TermsMissing, checked_terms
from counter.files import cells
from counter.files.columns import COUNTED, METER_UNITS, SHARED_BY, SIZES, SPANS
from counter.files.row_reader import RowReader
from counter.rules.tiers import BadBands

_COLUMNS = {"of": "of", "bands": "bands", "by": "by"}


def read_terms(row: RowReader, method: str) -> tuple[bool, str | None]:
    """Return whether the terms of a price are right, and the terms as canonical JSON (None for none)."""
    terms: dict[str, Any] = {
        "size": row.value("size", cells.choice(SIZES)),
        "of": row.value("of", cells.choice(COUNTED)),
        "count": row.value("count", cells.whole(1, 9999)),
        "unit": row.value("meter_unit", cells.choice(METER_UNITS)),
        "loss": row.value("loss", cells.percent),
        "bands": row.value("bands", cells.bands),
        "span": row.value("span", cells.choice(SPANS)),
        "by": row.value("by", cells.choice(SHARED_BY)),
        "weight": row.value("weight", cells.whole(1, 9999)),
    }
    # What is so without being said is not kept, so that a price is the same with and without it.
    # What is asked for once goes by no area unless that is said.
    for name, usual in (("size", "built"), ("span", "period")):
        if terms[name] == usual and (name, method) != ("size", "once"):
            terms[name] = None
    try:
        return True, checked_terms(method, terms)
    except TermsMissing as missing:
        if not row.text(_COLUMNS[missing.field]):
            row.wrong(_COLUMNS[missing.field], "import_terms_missing")
    except BadBands:
        row.wrong("bands", "import_bad_bands")
    return False, None
