"""The scans of a unit on its card: contract, handover papers, proofs; kept by those who may change the register."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from counter.desk.keep_scan import UNIT_PAPERS, keep_unit_scan
from counter.presenters.scans import Scans, ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.units_view import SegmentRow
from counter.rules.permissions import Act
from counter.words import N_, formats
from counter.words.terms import term
from db.queries import people
from db.queries.accounts import Unit
from db.queries.scans import ScanRow, scans_of

PAPER_WORDS = {
    "contract": N_("Contract"),
    "handover": N_("Handover papers"),
    "proof": N_("Proof"),
    "other": N_("Other paper"),
    "delivery": N_("Proof of delivery"),
    "promise": N_("Signed promise"),
    "suit": N_("Paper of the court"),
}


class UnitScans:
    """What the scans' segment lists and does; done is told after something was kept."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done
        self._scans = Scans(session, view)
        self._rows: dict[str, ScanRow] = {}

    def rows(self, unit_id: int) -> list[SegmentRow]:
        """Return the scans of a unit, the newest first."""
        connection, w = self._session.connection, self._session.words
        names = {each.id: each.name for each in people.all_staff(connection)}
        found = scans_of(connection, f"unit:{unit_id}")
        self._rows = {f"s{each.id}": each for each in found}
        return [
            SegmentRow(
                f"s{each.id}",
                (
                    term(Path(each.name).stem, PAPER_WORDS, w), Path(each.name).suffix.lstrip(".").upper(),
                    formats.file_size(each.bytes), each.day, names.get(each.staff_id or 0, ""),
                ),
            )
            for each in found
        ]  # fmt: skip

    def open(self, row_id: str) -> None:
        """Open a scan; whoever may not see telephone numbers does not see contracts either."""
        scan = self._rows.get(row_id)
        if scan is None:
            return
        if self._session.may(Act.TAKE_PAYMENT) or self._session.may(Act.CHANGE_REGISTERS):
            self._scans.open(scan)
        else:
            self._view.say("risk", self._session.words("Your role may not look at the papers of a unit."))

    def add(self, unit: Unit) -> None:
        """Ask what is kept, then for its file."""
        w = self._session.words
        if not self._session.allows(Act.CHANGE_REGISTERS):
            self._view.say("risk", w("Your role may look at units but not change them."))
            return
        title = w("Keep a scan with {unit}", unit=unit.code)
        options = [(what, term(what, PAPER_WORDS, w)) for what in UNIT_PAPERS]

        def chosen(what: str) -> str:
            asked = w("{what} of {unit}", what=term(what, PAPER_WORDS, w), unit=unit.code)
            self._scans.ask_file(asked, partial(self._keep, unit, what))
            return ""

        self._view.ask(choose(title, "", options, chosen))

    def _keep(self, unit: Unit, what: str, file: Path) -> str:
        session = self._session
        try:
            keep_unit_scan(
                session.books, session.scans.store, file, unit.id, what, request_id=session.new_request(),
                staff=session.person,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self._done()
        self._view.say("saved", session.words("The scan is kept with {unit}.", unit=unit.code))
        return ""
