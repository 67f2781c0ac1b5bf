"""A call, a promise or a suit noted by mistake, taken back on the arrears card."""

from counter.desk.owing import Owing
from counter.desk.take_back_contact import NothingToTakeBack, can_be_taken_back, take_back_contact, what_of
from counter.presenters.arrears_page import ArrearsPage
from counter.presenters.pay_view import Asked
from counter.words.arrears_contacts import noted_as
from db.queries.dunning import Contact


def wrongly_noted(found: Owing, row_id: str) -> Contact | None:
    """Return the call, promise or suit that stands on a line of the card, None where it is another line."""
    event_id = int(row_id[1:]) if row_id.startswith("e") else 0
    return can_be_taken_back(list(found.own_contacts), event_id)


def ask_take_back(page: ArrearsPage, found: Owing, row_id: str) -> str:
    """Ask what was wrong with the call, promise or suit of a line; returns why it cannot be taken back, or ''."""
    session, noted = page.session, wrongly_noted(found, row_id)
    if noted is None:
        return session.sentence(NothingToTakeBack())
    request_id = session.new_request()

    def take(values: dict[str, str]) -> str:
        try:
            take_back_contact(session.books, found.unit.id, noted.event_id, values["why"], request_id=request_id,
                              staff=session.person)  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        page.saved(page.w("Taken back: {what} of {day}", what=what, day=noted.day))
        return ""

    what = noted_as(what_of(noted), session.words)
    title = page.w("Take this back: {note}?", note=f"{noted.day} {what}")
    text = page.w("Both notes stay in the books; what is taken back proves nothing and restarts nothing.")
    page.ask(title, text, page.w("Take it back"), (Asked("why", page.w("What was wrong")),), take)
    return ""
