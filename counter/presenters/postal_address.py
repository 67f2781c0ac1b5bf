"""Asking where letters reach somebody who does not live in the unit any more."""

from collections.abc import Callable

from counter.desk.save_address import save_address
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import type_in
from db.queries.accounts import Holder


def address_question(session: Session, holder: Holder, saved: Callable[[str], None]) -> Form:
    """Return the form for a person's postal address; saved is told what to say once it is in the books."""
    w, request_id = session.words, session.new_request()

    def take(text: str) -> str:
        try:
            save_address(session.books, holder.person_id, text, request_id=request_id, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        saved(w("The address is saved."))
        return ""

    name = w("Postal address of {name}", name=holder.name or "–")
    text = w("Letters to somebody who left go there. Empty: no address.")
    return type_in(name, text, holder.address or "", take, w)
