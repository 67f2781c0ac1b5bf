"""Settings, tab 3, the table of who may do what: acts down, roles across, a letter sets a cell, F9 keeps the table."""

from collections.abc import Callable
from datetime import date

from counter.desk.change_permissions import change_permissions
from counter.desk.people import PERMISSIONS_KEY, table_on
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act, Role, Table, fixed, may, with_cell
from counter.words.terms import ACTS, ROLES, term
from db.queries.settings import values_from

# The letter that sets the selected act for a role.
LETTERS = {"C": Role.CASHIER, "S": Role.SUPERVISOR, "F": Role.FINANCE, "M": Role.MANAGER, "A": Role.AUDITOR}


class PermissionsPresenter:
    """The table as it is in force, changed cell by cell and kept from a day on; back leaves it."""

    def __init__(self, session: Session, view: PageView, back: Callable[[], None]) -> None:
        self._session, self._view, self._back = session, view, back
        self._draft: Table | None = None
        self._chosen = Act.TAKE_PAYMENT

    def show(self) -> None:
        """Show the table with what was changed and not kept yet."""
        w, session = self._session.words, self._session
        columns = (
            PageColumn("act", w("What"), 250, 3),
            *(PageColumn(role.value, term(role.value, ROLES, w), 96, 1) for role in LETTERS.values()),
        )
        rows = tuple(
            PageRow(act.value, (term(act.value, ACTS, w), *(self._cell(role, act) for role in LETTERS.values())))
            for act in Act
        )
        letters = tuple(PageCommand(key, term(role.value, ROLES, w)) for key, role in LETTERS.items())
        keep = (*letters, PageCommand("F9", w("Keep the table"), True)) if session.may(Act.CHANGE_STAFF) else ()
        text = w("A letter gives the selected act to a role or takes it away. Nothing holds before it is kept.")
        if not keep:
            text = w("This is the table in force. Your role may look at it but not change it.")
        later = values_from(session.connection, PERMISSIONS_KEY, session.today().isoformat())
        if later:
            text = w("{text} From {day} on another table is decided.", text=text, day=later[0][0])
        self._view.show_page(
            Page(w("Who may do what"), text, columns, rows, (*keep, PageCommand("B", w("Back"))))
        )  # fmt: skip

    def selected(self, row_id: str) -> None:
        """Say who may do the selected act, and why a cell cannot be changed."""
        w, table = self._session.words, self._table()
        self._chosen = act = Act(row_id)
        who = w(", ").join(term(role.value, ROLES, w) for role in Role if may(role, act, table)) or w("nobody")
        lines = [w("May: {who}.", who=who)]
        if act is Act.READ:
            lines.append(w("Everybody who works here reads the books; this cannot be taken away."))
        elif fixed(Role.AUDITOR, act) is False:
            lines.append(w("The auditor only reads: what writes in the books can never be given to that role."))
        self._view.explain(term(act.value, ACTS, w), (" " if w.language == "en" else "").join(lines))

    def opened(self, row_id: str) -> None:
        """Enter says the same as selecting: cells are set by letters."""
        self.selected(row_id)

    def pressed(self, key: str) -> None:
        """Set a cell, keep the table, or leave it."""
        if key == "B":
            self._draft = None
            self._back()
        elif not self._session.allows(Act.CHANGE_STAFF):
            self._view.say("risk", self._session.words("Your role may not change who may do what."))
        elif key in LETTERS:
            self._toggle(LETTERS[key])
        elif key == "F9":
            self._ask_day()

    def _toggle(self, role: Role) -> None:
        act, table = self._chosen, self._table()
        try:
            self._draft = with_cell(table, role, act, not may(role, act, table))
        except Exception as error:
            told = self._session.told(error)
            self._view.say("risk", told.sentence, told.next_step)
            return
        self._view.say("plain", "")
        self.show()

    def _ask_day(self) -> None:
        w = self._session.words
        if self._draft is None or self._draft == self._in_force():
            self._view.say("plain", w("Nothing was changed."))
            return
        field = Asked("since", w("From day"), self._session.today().isoformat())
        self._view.ask(Form(w("Keep the table"), w("From which day on?"), w("Save"), self._keep, (field,)))

    def _keep(self, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        try:
            since = date.fromisoformat(values["since"].strip())
        except ValueError:
            return w("Write the day as 2026-11-23.")
        if since < session.today():
            return w("A table holds from today or from a later day.")
        try:
            change_permissions(
                session.books, self._table(), since, request_id=session.new_request(), staff=session.person
            )
        except Exception as error:
            return session.sentence(error)
        self._draft = None
        self.show()
        self._view.say("saved", w("Saved; it holds from {day} on.", day=since.isoformat()))
        return ""

    def _cell(self, role: Role, act: Act) -> str:
        w, table = self._session.words, self._table()
        known = fixed(role, act)
        if known is not None:
            return w.c("a permission", "always") if known else w.c("a permission", "never")
        allowed = may(role, act, table)
        changed = self._draft is not None and allowed is not may(role, act, self._in_force())
        if allowed:
            return w("may, new") if changed else w("may")
        return w("no, new") if changed else w("–")

    def _in_force(self) -> Table:
        return table_on(self._session.connection, self._session.today().isoformat())

    def _table(self) -> Table:
        return self._draft if self._draft is not None else self._in_force()
