"""What is typed to find events: person, kind, days, receipt and unit as people write them, made into a filter."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from counter.rules.codes import parse_paper_number
from counter.rules.fold import to_ascii
from counter.rules.room import fold
from counter.words import Words
from counter.words.event_kinds import KINDS
from db.queries import people, registers
from db.queries.audit import AuditFilter, kinds_present
from db.queries.receipts import receipt_by_number


class FilterWrong(Exception):
    """Something typed into the search names nothing in these books; field is what the field is called."""

    code = "filter_wrong"

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field, text)
        self.field = field
        self.text = text


def read_filter(connection: Any, typed: Mapping[str, str], w: Words) -> AuditFilter:
    """Return the filter of what was typed: text, who, kind, first, last, receipt, unit; raises FilterWrong."""
    values = {name: to_ascii(text).strip() for name, text in typed.items()}
    text = values.get("text", "")
    staff = {row.id: row.name for row in people.all_staff(connection)}
    return AuditFilter(
        text=text,
        text_kinds=tuple(code for code, said in KINDS.items() if text and text.lower() in w(said).lower()),
        text_staff=tuple(number for number, name in staff.items() if text and text in name),
        staff_id=_staff(staff, values.get("who", ""), w),
        kinds=_kinds(connection, values.get("kind", ""), w),
        first=_day(values.get("first", ""), w("From day")),
        last=_day(values.get("last", ""), w("To day")),
        receipt_id=_receipt(connection, values.get("receipt", ""), w),
        unit_id=_unit(connection, values.get("unit", ""), w),
    )


def _staff(staff: Mapping[int, str], text: str, w: Words) -> int | None:
    if not text:
        return None
    exact = [number for number, name in staff.items() if text in (name, str(number))]
    hits = exact or [number for number, name in staff.items() if text.lower() in name.lower()]
    if not hits:
        raise FilterWrong(w("Person"), text)
    return hits[0]


def _kinds(connection: Any, text: str, w: Words) -> tuple[str, ...]:
    if not text:
        return ()
    known = kinds_present(connection)
    hits = [code for code in known if text == code]
    hits = hits or [code for code in known if text.lower() in w(KINDS.get(code, code)).lower()]
    if not hits:
        raise FilterWrong(w("Kind"), text)
    return tuple(hits)


def _day(text: str, field: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")).isoformat()
    except ValueError:
        raise FilterWrong(field, text) from None


def _receipt(connection: Any, text: str, w: Words) -> int | None:
    if not text:
        return None
    try:
        series, number = parse_paper_number(text)
    except Exception as error:
        raise FilterWrong(w("Receipt"), text) from error
    found = receipt_by_number(connection, f"R{series}" if series.isdigit() else series, number)
    if found is None:
        raise FilterWrong(w("Receipt"), text)
    return found.id


def _unit(connection: Any, text: str, w: Words) -> int | None:
    if not text:
        return None
    wanted = fold(text)
    found = next((u.id for u in registers.units(connection) if fold(u.code) == wanted), None)
    if found is None:
        raise FilterWrong(w("Unit"), text)
    return found
