"""Settings, tab 3: who works here, in which role; nobody is deleted, whoever leaves has a last day."""

from datetime import date
from functools import partial

from counter.desk.change_pin import change_own_pin, reset_pin
from counter.desk.change_staff import save_staff
from counter.desk.people import ONE_TIME, hash_pin, one_time
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.presenters.settings_permissions import PermissionsPresenter
from counter.rules.permissions import Act, Role
from counter.words.terms import ACTS, ROLES, term
from db.queries import people
from db.queries.people import StaffRow


class PeoplePresenter:
    """The list of staff with adding, a new role, PINs, leaving, and the table of who may do what."""

    def __init__(self, session: Session, view: PageView) -> None:
        self._session, self._view = session, view
        self._chosen = 0
        self._in_table = False
        self._table = PermissionsPresenter(session, view, self._leave_table)

    def show(self) -> None:
        """Show everybody who works here, and below them whoever did; or the table, where it is open."""
        if self._in_table:
            self._table.show()
            return
        w = self._session.words
        columns = (
            PageColumn("name", w("Name"), 140, 2), PageColumn("role", w("Role"), 110, 2),
            PageColumn("pin", w("PIN"), 120, 2), PageColumn("since", w("Since"), 104),
            PageColumn("until", w("Until"), 104),
        )  # fmt: skip
        staff = sorted(self._staff(), key=lambda row: (not self._works(row), row.id))
        rows = tuple(
            PageRow(str(row.id), (row.name, term(row.role, ROLES, w), self._pin_state(row), row.since or "",
                                  row.until or ""), not self._works(row))
            for row in staff
        )  # fmt: skip
        own = (PageCommand("M", w("My PIN")), PageCommand("T", w("Who may do what")))
        commands = (
            PageCommand("A", w("Add a person"), True), PageCommand("P", w("PIN for one use")),
            PageCommand("O", w("Other role")), PageCommand("L", w("Leaves or returns")),
        ) if self._may() else ()  # fmt: skip
        text = w("Everybody works under a name and PIN of their own.")
        self._view.show_page(Page(w("People"), text, columns, rows, (*commands, *own)))

    def selected(self, row_id: str) -> None:
        """Say what the role of the person includes, by the table in force."""
        if self._in_table:
            self._table.selected(row_id)
            return
        w = self._session.words
        self._chosen = int(row_id)
        row = self._row()
        table = self._session.person.table
        acts = [term(act.value, ACTS, w) for act in Act if act in table[Role(row.role)]]
        text = w("May do everything.") if len(acts) == len(Act) else w("May: {acts}.", acts=w(", ").join(acts))
        self._view.explain(w("{name} · {role}", name=row.name, role=term(row.role, ROLES, w)), text)

    def opened(self, row_id: str) -> None:
        """Ask for another name."""
        if self._in_table:
            self._table.opened(row_id)
            return
        self._chosen = int(row_id)
        if self._allowed():
            w, row = self._session.words, self._row()
            field = Asked("name", w("Name"), row.name)
            self._view.ask(Form(w("Name"), w("As it stands on receipts."), w("Save"), self._rename, (field,)))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        w = self._session.words
        if self._in_table:
            self._table.pressed(key)
        elif key == "T":
            self._in_table = True
            self.show()
        elif key == "M":
            fields = (Asked("old", w("Old PIN"), "", True), *self._pin_fields())
            text = w("A PIN has at least four figures. Nobody else should know it.")
            self._view.ask_secret(Form(w("My PIN"), text, w("Save"), self._own_pin, fields))
        elif self._allowed():
            self._change(key)

    def _change(self, key: str) -> None:
        w = self._session.words
        if key == "A":
            fields = (Asked("name", w("Name")), *self._pin_fields())
            text = w("This PIN is for one use: at the first log-in the person chooses another one.")
            self._view.ask_secret(Form(w("Add a person"), text, w("Go on"), self._named, fields))
        elif key == "P":
            self._ask_one_time()
        elif key == "O":
            self._view.ask(choose(w("Role of {name}", name=self._row().name), "", self._roles(), self._new_role))
        elif key == "L":
            self._leave()

    def _ask_one_time(self) -> None:
        w, row = self._session.words, self._row()
        if row.id == self._session.person.staff_id:
            self._view.say("plain", w("Your own PIN is changed with M."))
            return
        text = w("It lets {name} in once, to choose another PIN; a wait after wrong ones is over.", name=row.name)
        title = w("PIN for one use, {name}", name=row.name)
        self._view.ask_secret(Form(title, text, w("Save"), partial(self._one_time, row), self._pin_fields()))

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
                   lambda role: self._save(StaffRow(0, name, role, one_time(hashed), today, None)))
        )  # fmt: skip
        return ""

    def _rename(self, values: dict[str, str]) -> str:
        name = values["name"].strip()
        return self._save(self._row()._replace(name=name)) if name else self._session.words("The name is missing.")

    def _one_time(self, row: StaffRow, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        if values["pin"] != values["again"]:
            return w("The two PINs differ; type them again.")
        try:
            reset_pin(session.books, row.id, values["pin"], request_id=session.new_request(), staff=session.person)
        except Exception as error:
            return session.sentence(error)
        self.show()
        self._view.say("saved", w("Saved: {name}", name=row.name))
        return ""

    def _own_pin(self, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        if values["pin"] != values["again"]:
            return w("The two PINs differ; type them again.")
        try:
            change_own_pin(
                session.books, session.person.staff_id, values["old"], values["pin"],
                request_id=session.new_request(), till=session.till,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self._view.say("saved", w("Your PIN is changed."))
        return ""

    def _new_role(self, role: str) -> str:
        return self._save(self._row()._replace(role=role))

    def _leave(self) -> None:
        w, row = self._session.words, self._row()
        if row.until is not None:
            wrong = self._save(row._replace(until=None))
            if wrong:
                self._view.say("risk", wrong)
            return
        text = w("The PIN is refused from that day on. Nobody is deleted: what was done stays under this name.")
        field = Asked("day", w("Day from which the person is gone"), self._session.today().isoformat())
        self._view.ask(Form(w("Does {name} leave?", name=row.name), text, w("Leaves"), partial(self._gone, row),
                            (field,)))  # fmt: skip

    def _gone(self, row: StaffRow, values: dict[str, str]) -> str:
        try:
            day = date.fromisoformat(values["day"].strip())
        except ValueError:
            return self._session.words("Write the day as 2026-11-23.")
        return self._save(row._replace(until=day.isoformat()))

    def _leave_table(self) -> None:
        self._in_table = False
        self.show()

    def _save(self, row: StaffRow) -> str:
        session = self._session
        try:
            save_staff(session.books, row, request_id=session.new_request(), staff=session.person)
        except Exception as error:
            return session.sentence(error)
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
        return Asked("pin", w("New PIN"), "", True), Asked("again", w("PIN again"), "", True)

    def _pin_state(self, row: StaffRow) -> str:
        w = self._session.words
        if not self._works(row):
            return w("closed")
        if row.pin_hash.startswith(ONE_TIME):
            return w("for one use")
        failures = people.backoff(self._session.connection, row.id).failures
        return w.n("{n} wrong try", "{n} wrong tries", failures) if failures else w("own")

    def _roles(self) -> tuple[tuple[str, str], ...]:
        return tuple((role.value, term(role.value, ROLES, self._session.words)) for role in Role)

    def _staff(self) -> list[StaffRow]:
        return people.all_staff(self._session.connection)

    def _row(self) -> StaffRow:
        staff = self._staff()
        return next((row for row in staff if row.id == self._chosen), staff[0])

    def _works(self, row: StaffRow) -> bool:
        return not row.left(self._session.today().isoformat())

    def _may(self) -> bool:
        return self._session.may(Act.CHANGE_STAFF)

    def _allowed(self) -> bool:
        allowed = self._session.allows(Act.CHANGE_STAFF)
        if not allowed:
            self._view.say("risk", self._session.words("Your role may not change who works here."))
        return allowed
