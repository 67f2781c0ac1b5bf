"""Issuing a settlement certificate from the unit's card: said first what it will say, issued on one key."""

from collections.abc import Sequence

from counter.desk.certificate_obstacles import Obstacle, obstacles
from counter.desk.deposit_kinds import told
from counter.desk.issue_certificate import issue_certificate
from counter.desk.payment_receipt import item_name
from counter.desk.standing import standing
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.words import formats
from db.queries import deposits
from db.queries.accounts import Unit

_SHOWN = 6


class UnitCertificate:
    """Asks once, then issues."""

    def __init__(self, session: Session, view: ScanView) -> None:
        self._session, self._view = session, view

    def begin(self, unit: Unit) -> None:
        """Say up to when the unit is paid and what is held of it; what is open stands in the way and is said."""
        session = self._session
        w = session.words
        found = standing(session.connection, unit.id)
        in_the_way = obstacles(session.connection, found, session.office, session.today().isoformat())
        if in_the_way:
            self._refuse(unit, in_the_way)
            return
        lines = [w("{item}: paid up to {day}", item=item_name(each, w), day=each.day) for each in found.paid_to]
        held = deposits.held(session.connection, unit.id)
        lines += [
            w(
                "Still held: {what} {amount} of {day}.",
                what=told(each, w),
                amount=formats.money(each.amount),
                day=each.day,
            )
            for each in held[:_SHOWN]
        ]
        if len(held) > _SHOWN:
            lines.append(w.n("and {n} more", "and {n} more", len(held) - _SHOWN))
        request = session.new_request()
        title = w("Settlement certificate for {unit}", unit=unit.code)
        choices = (("1", w("Issue and print it")),)
        self._view.ask(Form(title, "\n".join(lines), "", lambda _: self._issue(unit, request), choices=choices))

    def _refuse(self, unit: Unit, in_the_way: Sequence[Obstacle]) -> None:
        """Say the first thing that stands in the way; several are listed."""
        session = self._session
        w = session.words
        self._view.say("risk", *session.told(in_the_way[0]))
        if len(in_the_way) > 1:
            lines = [session.told(each).sentence for each in in_the_way[:_SHOWN]]
            if len(in_the_way) > _SHOWN:
                lines.append(w.n("and {n} more", "and {n} more", len(in_the_way) - _SHOWN))
            title = w("No certificate for {unit} yet", unit=unit.code)
            self._view.ask(Form(title, "\n".join(lines), "", lambda _: "", choices=(("1", w("Close")),)))

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
