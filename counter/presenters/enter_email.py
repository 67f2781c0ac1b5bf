"""The form in which a person's e-mail address is entered, changed or taken away."""

from collections.abc import Callable

from counter.desk.email_letters import save_email
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose, type_in
from counter.rules.permissions import Act
from counter.words.terms import HOLDERS, term
from db.queries import accounts, registers
from db.queries.accounts import Holder, Unit


def email_form(session: Session, holder: Holder, saved: Callable[[str], None]) -> Form:
    """Return the form; saved is told the sentence of what is in the books now."""
    w, request_id = session.words, session.new_request()
    row = registers.person(session.connection, holder.person_id)

    def take(text: str) -> str:
        try:
            save_email(session.books, holder.person_id, text.strip(), request_id=request_id, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        saved(w("The e-mail address is saved."))
        return ""

    title = w("E-mail address of {name}", name=holder.name or "–")
    text = w("Letters go there too where the owner wants that. Empty: no address.")
    return type_in(title, text, row.email or "" if row else "", take, w)


class EnterEmail:
    """The act on a unit's card: of whom, where several hold the unit, and the address."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self, unit: Unit) -> None:
        """Ask for the address of whoever holds a unit today."""
        session, w = self._session, self._session.words
        held = [each for each in accounts.holders(session.connection, unit.id) if each.until is None and each.name]
        people = list({each.person_id: each for each in reversed(held)}.values())[::-1]
        if not session.allows(Act.CHANGE_REGISTERS) or not people:
            self._view.say("risk", w("Nobody is recorded at this unit whose address could be entered."))
        elif len(people) == 1:
            self._view.ask(email_form(session, people[0], self._saved))
        else:
            options = [
                (each, w("{role} {name}", role=term(each.role, HOLDERS, w), name=each.name)) for each in people[:9]
            ]
            self._view.ask(choose(w("Whose e-mail address?"), "", options, self._chosen))

    def _chosen(self, holder: Holder) -> str:
        self._view.ask(email_form(self._session, holder, self._saved))
        return ""

    def _saved(self, told: str) -> None:
        self._session.on_commit()
        self._done()
        self._view.say("saved", told)
