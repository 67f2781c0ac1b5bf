"""Issuing a settlement certificate from the unit's card: said first what it will say, issued on one key."""

from counter.desk.issue_certificate import issue_certificate, require_settled
from counter.desk.payment_receipt import item_name
from counter.desk.standing import standing
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from db.queries import deposits
from db.queries.accounts import Unit


class UnitCertificate:
    """Asks once, then issues."""

    def __init__(self, session: Session, view: ScanView) -> None:
        self._session, self._view = session, view

    def begin(self, unit: Unit) -> None:
        """Say up to when the unit is paid and what is held of it; what is open stands in the way and is said."""
        session = self._session
        w = session.words
        found = standing(session.connection, unit.id)
        try:
            require_settled(session.connection, found)
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        lines = [w("{item}: paid up to {day}", item=item_name(each, w), day=each.day) for each in found.paid_to]
        held = deposits.held(session.connection, unit.id)
        if held:
            lines.append(w.n("{n} deposit is still held.", "{n} deposits are still held.", len(held)))
        request = session.new_request()
        title = w("Settlement certificate for {unit}", unit=unit.code)
        choices = (("1", w("Issue and print it")),)
        self._view.ask(Form(title, "\n".join(lines), "", lambda _: self._issue(unit, request), choices=choices))

    def _issue(self, unit: Unit, request: str) -> str:
        session = self._session
        try:
            done = issue_certificate(
                session.books, unit.id, request_id=request, staff=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return ""
        session.on_commit()
        w = session.words
        self._view.say("saved", w("Certificate {number} for {unit} is being printed.", number=done.number,
                                  unit=unit.code))  # fmt: skip
        return ""
