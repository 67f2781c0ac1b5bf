"""Keeping a scan: the paper a price rests on, or a paper of a unit. The file is on disk before the commit names it."""

from pathlib import Path
from typing import Any

from counter.desk.move_case import UnknownCase
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.attachments import keep_scan
from db.books import Books, Tx
from db.faults import folder_fault
from db.queries import cases, registers
from db.queries.accounts import unit
from db.queries.registers import TariffRow

KIND = "scan_kept"
UNIT_PAPERS = ("contract", "handover", "proof", "other")


class UnknownPrice(Exception):
    """No price has this number."""

    code = "unknown_price"

    def __init__(self, tariff_id: int) -> None:
        super().__init__(tariff_id)
        self.tariff_id = tariff_id


def keep_basis_scan(
    books: Books, store: Path, source: Path, tariff_id: int, *, request_id: str, staff: Person
) -> tuple[int, ...]:
    """Keep the scan of what a price rests on, for every price with the same paper; returns those prices' ids.

    Raises NotAllowed, UnknownPrice, AttachmentTooLarge, AttachmentKindUnknown, AttachmentUnreadable, BooksFault.
    """
    staff.require(Act.CHANGE_PRICES)
    sha256, size, _ending = keep_file(store, source)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return tuple(done[1]["tariffs"])
        known = registers.tariffs(tx.connection)
        row = next((each for each in known if each.id == tariff_id), None)
        if row is None:
            raise UnknownPrice(tariff_id)
        rows = [each for each in known if each.id == tariff_id or _same_paper(each, row)]
        changes: dict[str, list[tuple[Any, ...]]] = {
            "attachment": [attachment_version(tx, sha256, source.name, size, f"tariff:{tariff_id}")],
            "tariff": [tuple(each._replace(basis_scan=sha256)) for each in rows],
        }
        ids = [each.id for each in rows]
        tx.change(KIND, {"tariffs": ids}, changes)
        return tuple(ids)


def keep_unit_scan(
    books: Books, store: Path, source: Path, unit_id: int, what: str, *, request_id: str, staff: Person
) -> int:
    """Keep a scan with a unit under what it is, one of UNIT_PAPERS; returns its id.

    The file's own name is not taken over: people name files after persons, and persons can be erased. Raises
    NotAllowed, UnknownUnit, AttachmentTooLarge, AttachmentKindUnknown, AttachmentUnreadable, BooksFault.
    """
    staff.require(Act.CHANGE_REGISTERS)
    sha256, size, ending = keep_file(store, source)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["scan"])
        if unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        version = attachment_version(tx, sha256, f"{what}{ending}", size, f"unit:{unit_id}")
        tx.change(KIND, {"scan": version[0], "unit": unit_id}, {"attachment": [version]})
        return version[0]


def keep_case_scan(
    books: Books, store: Path, source: Path, case_id: int, *, request_id: str, staff: Person
) -> int:  # fmt: skip
    """Keep a scan or photograph with a case, under its number; returns the scan's id.

    Raises NotAllowed, UnknownCase, AttachmentTooLarge, AttachmentKindUnknown, AttachmentUnreadable, BooksFault.
    """
    staff.require(Act.RECORD_CASES)
    sha256, size, ending = keep_file(store, source)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["scan"])
        row = cases.case(tx.connection, case_id)
        if row is None:
            raise UnknownCase(case_id)
        version = attachment_version(tx, sha256, f"{row.number}{ending}", size, f"case:{case_id}")
        tx.change(KIND, {"scan": version[0], "case": case_id}, {"attachment": [version]})
        return version[0]


def keep_file(store: Path, source: Path) -> tuple[str, int, str]:
    """Keep a file and return its SHA-256, size and ending. Raises as keep_unit_scan."""
    try:
        return keep_scan(store, source)
    except OSError as error:
        raise folder_fault(error, str(store)) from error


def post_with_scan(
    tx: Tx, kind: str, facts: dict[str, Any], kept: tuple[str, int, str] | None, name: str, unit_id: int
) -> int:
    """Post an event about a unit, with the file that was kept for it where there is one; returns the event."""
    if kept is None:
        return tx.post(kind, facts).id
    sha256, size, ending = kept
    version = attachment_version(tx, sha256, f"{name}{ending}", size, f"unit:{unit_id}")
    return tx.change(kind, {**facts, "scan": sha256}, {"attachment": [version]}).id


def attachment_version(tx: Tx, sha256: str, name: str, size: int, subject: str) -> tuple[int, str, str, int, str]:
    """Return the register version under which a kept file stands."""
    return tx.next_id("attachment"), sha256, name, size, subject


def _same_paper(one: TariffRow, other: TariffRow) -> bool:
    """Whether two prices rest on the same numbered paper."""
    papers = [(each.basis_kind, each.basis_number, each.basis_date) for each in (one, other)]
    return papers[0] == papers[1] and bool(one.basis_kind) and bool(one.basis_number)
