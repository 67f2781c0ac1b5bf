"""The Settings screen: its pages, each with its digit; the one at hand takes the keys."""

from typing import NamedTuple

from counter.presenters.approval import AskApproval
from counter.presenters.bill_run import BillRunPresenter
from counter.presenters.import_page import ImportPresenter
from counter.presenters.parking_page import ParkingPresenter
from counter.presenters.readings import ReadingsPresenter
from counter.presenters.reductions import ReductionsPresenter
from counter.presenters.session import Session
from counter.presenters.settings_machine import MachineDeeds, MachinePresenter
from counter.presenters.settings_office import OfficePresenter
from counter.presenters.settings_page import EntryView, PagePresenter
from counter.presenters.settings_people import PeoplePresenter
from counter.presenters.settings_prices import PricesPresenter
from counter.presenters.shared_bills import SharedBillsPresenter


class TabEntry(NamedTuple):
    """A page of the settings: its name, its word, its digit."""

    name: str
    word: str
    key: str


class SettingsPresenter:
    """Brings up one page at a time and passes on what happens on it."""

    def __init__(self, session: Session, view: EntryView, deeds: MachineDeeds, approval: AskApproval) -> None:
        w, self._view = session.words, view
        self.tabs = (
            TabEntry("machine", w("This computer"), "1"),
            TabEntry("office", w("Office"), "2"),
            TabEntry("people", w("People"), "3"),
            TabEntry("prices", w("Prices"), "4"),
            TabEntry("bills", w("Bill run"), "5"),
            TabEntry("import", w("Import"), "6"),
            TabEntry("readings", w("Readings"), "7"),
            TabEntry("shared", w("Shared bills"), "8"),
            TabEntry("reductions", w("Reductions"), "9"),
            TabEntry("barrier", w("Barrier"), "0"),
        )
        self._machine = MachinePresenter(session, view, deeds, approval)
        self._readings = ReadingsPresenter(session, view)
        self._pages: dict[str, PagePresenter] = {
            "machine": self._machine,
            "office": OfficePresenter(session, view, approval),
            "people": PeoplePresenter(session, view),
            "prices": PricesPresenter(session, view, approval),
            "bills": BillRunPresenter(session, view),
            "import": ImportPresenter(session, view),
            "readings": self._readings,
            "shared": SharedBillsPresenter(session, view),
            "reductions": ReductionsPresenter(session, view, approval),
            "barrier": ParkingPresenter(session, view),
        }
        self.at = "machine"

    def show(self) -> None:
        """Show the page at hand as things are now."""
        self._pages[self.at].show()

    def turn_to(self, name: str) -> None:
        """Bring up another page (KeyError for one that is not there)."""
        page = self._pages[name]
        self.at = name  # first: showing a page selects a row, which is then its own
        page.show()

    def look_at(self, what: str, which: int, item_id: int) -> None:
        """Bring up a price (which: its number), a unit's meter of an item, an earlier bill run (its event), or the
        simulated terminal (practice).
        """
        if what == "practice":
            self._machine.bring_up("S")
            self.turn_to("machine")
            return
        self.turn_to({"price": "prices", "meter": "readings", "run": "bills"}[what])
        if what == "meter":
            self._readings.look_at(item_id, which)
            return
        if what == "run":
            self._pages["bills"].pressed("E")
        self._view.select_row(str(which))

    def selected(self, row_id: str) -> None:
        """Explain a row of the page at hand."""
        self._pages[self.at].selected(row_id)

    def opened(self, row_id: str) -> None:
        """Do what Enter does on a row of the page at hand."""
        self._pages[self.at].opened(row_id)

    def pressed(self, key: str) -> None:
        """Do what a key of the page at hand does."""
        self._pages[self.at].pressed(key)

    def typed(self, text: str) -> None:
        """Take what is typed into the field of a page that has one."""
        self._readings.typed(text)

    def entered(self) -> None:
        """Do what Enter does in that field."""
        self._readings.entered()
