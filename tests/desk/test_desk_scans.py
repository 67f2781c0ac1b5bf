"""Scans: the paper a price rests on, and papers of a unit; kept before the commit, checked, carried by the stick."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from backup.copy_to_stick import copy_to_stick
from backup.restore import restore
from backup.snapshot import take_snapshot
from backup.stick import adopt
from backup.stick_plan import Source
from counter.desk.change_prices import Basis, Scope, set_price
from counter.desk.keep_scan import UnknownPrice, keep_basis_scan, keep_unit_scan
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import NotAllowed
from db.attachments import (
    LIMIT_BYTES,
    AttachmentDamaged,
    AttachmentKindUnknown,
    AttachmentTooLarge,
    AttachmentUnreadable,
    lend,
    where,
)
from db.check import check_books
from db.queries import registers, scans
from db.queries.settings import founding
from tests.desk.office import AUDITOR, CASHIER, EVEN, FEE, FINANCE, MANAGER, SUPERVISOR, Desk
from tests.desk.scans import PDF, PNG, scan
from tests.presenters.units_office import open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


def findings(office: Desk, store: Path) -> list[str]:
    reader = office.books.reader()
    try:
        return [each.code for each in check_books(reader, attachments=store).findings]
    finally:
        reader.close()


def resolution(office: Desk, kind: str, number: str = "业决〔2026〕3号") -> int:
    return set_price(
        office.books, FEE, Scope(kind), "area", 30_000, date(2027, 1, 1), request_id=office.request(), staff=FINANCE,
        basis=Basis("assembly_resolution", number, "2026-11-20"),
    )  # fmt: skip


def basis_scan(office: Desk, tariff_id: int) -> str | None:
    return next(each.basis_scan for each in registers.tariffs(office.connection) if each.id == tariff_id)


def test_the_scan_of_a_basis_is_kept_for_every_price_with_the_same_paper(
    office: Desk, store: Path, tmp_path: Path
) -> None:
    flats, houses, other = resolution(office, "flat"), resolution(office, "house"), resolution(office, "shop", "另号")
    source = scan(tmp_path / "usb")
    kept = keep_basis_scan(office.books, store, source, flats, request_id=office.request(), staff=FINANCE)
    assert set(kept) == {flats, houses}
    sha256 = basis_scan(office, flats)
    assert sha256 is not None
    assert basis_scan(office, houses) == sha256
    assert basis_scan(office, other) is None
    assert where(store, sha256).read_bytes() == PDF
    found = scans.scan_by_digest(office.connection, sha256)
    assert found is not None
    assert (found.name, found.bytes, found.day, found.staff_id) == (source.name, len(PDF), "2026-11-23", 4)
    assert findings(office, store) == []


def test_a_later_price_of_the_same_paper_has_its_scan_already(office: Desk, store: Path, tmp_path: Path) -> None:
    flats = resolution(office, "flat")
    keep_basis_scan(office.books, store, scan(tmp_path), flats, request_id=office.request(), staff=MANAGER)
    assert basis_scan(office, resolution(office, "house")) == basis_scan(office, flats)


def test_a_price_without_a_numbered_paper_keeps_a_scan_alone(office: Desk, store: Path, tmp_path: Path) -> None:
    assert keep_basis_scan(office.books, store, scan(tmp_path), 1, request_id="a", staff=MANAGER) == (1,)


def test_the_same_wish_keeps_a_scan_once(office: Desk, store: Path, tmp_path: Path) -> None:
    source = scan(tmp_path)
    first = keep_unit_scan(office.books, store, source, EVEN, "contract", request_id="once", staff=SUPERVISOR)
    assert keep_unit_scan(office.books, store, source, EVEN, "contract", request_id="once", staff=SUPERVISOR) == first
    assert len(scans.scans_of(office.connection, f"unit:{EVEN}")) == 1


def test_a_scan_of_a_unit_is_kept_under_what_it_is_and_never_under_a_persons_name(
    office: Desk, store: Path, tmp_path: Path
) -> None:
    source = scan(tmp_path, "张三的合同.PNG", PNG)
    keep_unit_scan(office.books, store, source, EVEN, "contract", request_id=office.request(), staff=MANAGER)
    (found,) = scans.scans_of(office.connection, f"unit:{EVEN}")
    assert found.name == "contract.png"
    assert findings(office, store) == []


def test_what_is_refused_leaves_nothing_in_the_books(office: Desk, store: Path, tmp_path: Path) -> None:
    head = office.count("event")
    large = scan(tmp_path, "large.pdf")
    with large.open("r+b") as file:
        file.truncate(LIMIT_BYTES + 1)
    cases: list[tuple[Path, type[Exception]]] = [
        (large, AttachmentTooLarge),
        (scan(tmp_path, "letter.docx", b"PK\x03\x04 a text"), AttachmentKindUnknown),
        (scan(tmp_path, "program.pdf", b"MZ not what its name says"), AttachmentKindUnknown),
        (scan(tmp_path, "empty.pdf", b""), AttachmentKindUnknown),
        (tmp_path / "nowhere.pdf", AttachmentUnreadable),
        (tmp_path, AttachmentUnreadable),
    ]
    for source, error in cases:
        with pytest.raises(error):
            keep_unit_scan(office.books, store, source, EVEN, "proof", request_id=office.request(), staff=MANAGER)
    with pytest.raises(UnknownUnit):
        keep_unit_scan(office.books, store, scan(tmp_path), 99, "proof", request_id=office.request(), staff=MANAGER)
    with pytest.raises(UnknownPrice):
        keep_basis_scan(office.books, store, scan(tmp_path), 99, request_id=office.request(), staff=MANAGER)
    for nobody in (CASHIER, AUDITOR):
        with pytest.raises(NotAllowed):
            keep_unit_scan(office.books, store, scan(tmp_path), EVEN, "proof", request_id="n", staff=nobody)
        with pytest.raises(NotAllowed):
            keep_basis_scan(office.books, store, scan(tmp_path), 1, request_id="n", staff=nobody)
    assert office.count("event") == head


def test_a_file_is_lent_and_never_handed_out_itself(office: Desk, store: Path, tmp_path: Path) -> None:
    keep_unit_scan(office.books, store, scan(tmp_path), EVEN, "proof", request_id="k", staff=MANAGER)
    (found,) = scans.scans_of(office.connection, f"unit:{EVEN}")
    lent = lend(store, found.sha256, found.name, tmp_path / "lent")
    assert (lent.name, lent.read_bytes()) == ("proof.pdf", PDF)
    lent.write_bytes(b"scribbled on by a viewer")
    assert findings(office, store) == []
    where(store, found.sha256).write_bytes(PDF + b"x")
    with pytest.raises(AttachmentDamaged):
        lend(store, found.sha256, found.name, tmp_path / "lent")
    assert findings(office, store) == ["attachment_differs"]
    where(store, found.sha256).unlink()
    with pytest.raises(AttachmentDamaged):
        lend(store, found.sha256, found.name, tmp_path / "lent")
    assert findings(office, store) == ["attachment_missing"]


def test_the_copy_on_the_stick_carries_the_scans_and_they_come_back(office: Desk, store: Path, tmp_path: Path) -> None:
    keep_unit_scan(office.books, store, scan(tmp_path), EVEN, "proof", request_id="k", staff=MANAGER)
    keep_basis_scan(office.books, store, scan(tmp_path, "basis.png", PNG), 1, request_id="b", staff=MANAGER)
    stick, now = tmp_path / "stick", office.clock.now()
    stick.mkdir()
    books_id = str(founding(office.connection)["books_id"])
    adopt(stick, "甲", books_id, books_kind="real", is_real_stick=False)
    point = take_snapshot(Path(office.books.path), tmp_path / "snapshots", now)
    copy_to_stick(
        stick, Source(point, tmp_path / "journals", store), books_id=books_id, program="test", now=now,
        is_real_stick=False,
    )  # fmt: skip
    back = restore(stick, tmp_path / "back")
    assert back.missing == ()
    kept = sorted(path.read_bytes() for path in (tmp_path / "back" / "attachments").glob("??/*"))
    assert kept == sorted((PDF, PNG))
