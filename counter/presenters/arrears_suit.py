"""A suit filed with the court, noted on the arrears card."""

from pathlib import Path

from counter.desk.note_suit import note_suit
from counter.desk.owing import Owing
from counter.presenters.arrears_page import ArrearsPage
from counter.presenters.pay_view import Asked
from counter.rules.permissions import Act


def ask_suit(page: ArrearsPage, found: Owing) -> None:
    """Ask for the day, the number of the case and the court's paper."""
    if not page.may(Act.SEND_LETTERS):
        return
    fields = (
        Asked("on", page.w("Filed on"), page.today.isoformat()), Asked("number", page.w("Case number")),
        Asked("scan", page.w("Scan or photo, if there is one"), file=True),
    )  # fmt: skip
    title = page.w("Suit over what {unit} owes", unit=found.unit.code)
    text = page.w("The limitation of every open charge begins anew on that day.")
    request_id = page.session.new_request()
    page.ask(title, text, page.w("Note it"), fields, lambda values: _take(page, found, values, request_id))


def _take(page: ArrearsPage, found: Owing, values: dict[str, str], request_id: str) -> str:
    session = page.session
    on = page.day_of(values["on"])
    if on is None:
        return page.w("Write the day as 2026-11-23.")
    scan = values["scan"].strip().strip('"')
    try:
        note_suit(
            session.books, found.unit.id, on, values["number"], request_id=request_id, staff=session.person,
            store=session.scans.store, scan=Path(scan).expanduser() if scan else None,
            person_id=found.left.person_id if found.left else None,
        )  # fmt: skip
    except Exception as error:
        return session.sentence(error)
    page.saved(page.w("The suit is noted."))
    return ""
