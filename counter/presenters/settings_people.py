"""Settings, tab 3: who works here, in which role; nobody is deleted, whoever leaves has a last day."""

from functools import partial

from counter.desk.change_staff import save_staff
from counter.desk.people import hash_pin
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act, Role, may
from counter.words.terms import ROLES, term
from db.queries import people
from db.queries.people import StaffRow


class PeoplePresenter:
    """The list of staff with adding, a new role, a new PIN, and leaving."""

    def __init__(self, session: Session, view: PageView) -> None:
        self._session, self._view = session, view
        self._chosen = 0

    def show(self) -> None:
        """Show everybody who works here, and below them whoever did."""
        w = self._session.words
        columns = (
            PageColumn("name", w("Name"), 140, 2), PageColumn("role", w("Role"), 120, 2),
            PageColumn("since", w("Since"), 110), PageColumn("until", w("Until"), 110),
        )  # fmt: skip
        staff = sorted(self._staff(), key=lambda row: (not self._works(row), row.id))
        rows = tuple(
            PageRow(str(row.id), (row.name, term(row.role, ROLES, w), row.since or "", row.until or ""),
                    not self._works(row))
            for row in staff
        )  # fmt: skip
        commands = (
            PageCommand("A", w("Add a person"), True), PageCommand("P", w("New PIN")),
            PageCommand("O", w("Other role")), PageCommand("L", w("Leaves or returns")),
        ) if self._may() else ()  # fmt: skip
        text = w("Everybody works under a name and PIN of their own.")
        self._view.show_page(Page(w("People"), text, columns, rows, commands))

    def selected(self, row_id: str) -> None:
        """Say what the role of the person includes."""
        w = self._session.words
        self._chosen = int(row_id)
        row = self._row()
        told = {
            "cashier": w("Takes payments, opens and closes the till, asks for voids."),
            "supervisor": w("Works at the window, and approves voids, moves and differences of others."),
            "finance": w("Makes the bill runs, keeps prices and registers, checks payments by code."),
            "manager": w("May do everything."),
            "auditor": w("Reads everything and changes nothing."),
        }
        self._view.explain(w("{name} · {role}", name=row.name, role=term(row.role, ROLES, w)), told.get(row.role, ""))

    def opened(self, row_id: str) -> None:
        """Ask for another name."""
        self._chosen = int(row_id)
        if self._allowed():
            w, row = self._session.words, self._row()
            field = Asked("name", w("Name"), row.name)
            self._view.ask(Form(w("Name"), w("As it stands on receipts."), w("Save"), self._rename, (field,)))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if not self._allowed():
            return
        w = self._session.words
        if key == "A":
            fields = (Asked("name", w("Name")), *self._pin_fields())
            text = w("A PIN has at least four figures. Nobody else should know it.")
            self._view.ask_secret(Form(w("Add a person"), text, w("Go on"), self._named, fields))
        elif key == "P":
            title = w("New PIN of {name}", name=self._row().name)
            self._view.ask_secret(Form(title, w("A PIN has at least four figures."), w("Save"), self._new_pin,
                                       self._pin_fields()))  # fmt: skip
        elif key == "O":
            self._view.ask(choose(w("Role of {name}", name=self._row().name), "", self._roles(), self._new_role))
        elif key == "L":
            self._leave()

    def _named(self, values: dict[str, str]) -> str:
        w = self._session.words
        name = values["name"].strip()
        if not name:
            return w("The name is missing.")
        wrong, hashed = self._hashed(values)
        if wrong:
            return wrong
        today = self._session.today().isoformat()
        self._view.ask(
            choose(w("Role of {name}", name=name), "", self._roles(),
                   lambda role: self._save(StaffRow(0, name, role, hashed, today, None)))
        )  # fmt: skip
        return ""

    def _rename(self, values: dict[str, str]) -> str:
        name = values["name"].strip()
        return self._save(self._row()._replace(name=name)) if name else self._session.words("The name is missing.")

    def _new_pin(self, values: dict[str, str]) -> str:
        wrong, hashed = self._hashed(values)
        return wrong or self._save(self._row()._replace(pin_hash=hashed))

    def _new_role(self, role: str) -> str:
        row = self._row()
        if role != Role.MANAGER.value and self._is_last_manager(row):
            return self._session.words("{name} is the only manager; name another one first.", name=row.name)
        return self._save(row._replace(role=role))

    def _leave(self) -> None:
        w, row = self._session.words, self._row()
        if not self._works(row):
            wrong = self._save(row._replace(until=None))
        elif self._is_last_manager(row):
            wrong = w("{name} is the only manager; name another one first.", name=row.name)
        else:
            last = partial(self._last_day, row)
            options = ((True, w("Leaves today")), (False, w("Stays")))
            self._view.ask(choose(w("Does {name} leave?", name=row.name), w("The PIN is refused from then on."),
                                  options, last))  # fmt: skip
            return
        if wrong:
            self._view.say("risk", wrong)

    def _last_day(self, row: StaffRow, leaves: bool) -> str:
        return self._save(row._replace(until=self._session.today().isoformat())) if leaves else ""

    def _save(self, row: StaffRow) -> str:
        session = self._session
        try:
            save_staff(session.books, row, request_id=session.new_request(), staff=session.person)
        except Exception as error:
            return session.told(error).sentence
        self.show()
        self._view.say("saved", session.words("Saved: {name}", name=row.name))
        return ""

    def _hashed(self, values: dict[str, str]) -> tuple[str, str]:
        if values["pin"] != values["again"]:
            return self._session.words("The two PINs differ; type them again."), ""
        try:
            return "", hash_pin(values["pin"])
        except Exception as error:
            return self._session.told(error).sentence, ""

    def _pin_fields(self) -> tuple[Asked, Asked]:
        w = self._session.words
        return Asked("pin", w("PIN"), "", True), Asked("again", w("PIN again"), "", True)

    def _roles(self) -> tuple[tuple[str, str], ...]:
        return tuple((role.value, term(role.value, ROLES, self._session.words)) for role in Role)

    def _staff(self) -> list[StaffRow]:
        return people.all_staff(self._session.connection)

    def _row(self) -> StaffRow:
        staff = self._staff()
        return next((row for row in staff if row.id == self._chosen), staff[0])

    def _works(self, row: StaffRow) -> bool:
        return row.until is None or row.until > self._session.today().isoformat()

    def _is_last_manager(self, row: StaffRow) -> bool:
        managers = [each.id for each in self._staff() if each.role == Role.MANAGER.value and self._works(each)]
        return managers == [row.id]

    def _may(self) -> bool:
        return may(self._session.person.role, Act.CHANGE_STAFF)

    def _allowed(self) -> bool:
        if not self._may():
            self._view.say("risk", self._session.words("Your role may not change who works here."))
        return self._may()
