"""What a unit wishes of messages, and its owner's e-mail address; asked on its arrears card."""

from counter.desk.message_wishes import wish_messages
from counter.desk.owing import Owing
from counter.presenters.arrears_page import ArrearsPage
from counter.presenters.enter_email import email_form
from counter.presenters.postal_address import address_question
from counter.presenters.settings_knobs import choose
from counter.rules.permissions import Act


def ask_wishes(page: ArrearsPage, found: Owing) -> None:
    """Ask what changes; what a unit wishes now is offered the other way round."""
    marks = found.marks
    sms, email = bool(marks and marks.no_sms), bool(marks and marks.no_email)
    after = bool(marks and marks.sms_receipt)
    options: tuple[tuple[dict[str, bool] | str, str], ...] = (
        ({"no_sms": not sms}, page.w("SMS are wanted again") if sms else page.w("no SMS wanted")),
        ({"no_email": not email}, page.w("e-mails are wanted again") if email else page.w("no e-mails wanted")),
        ({"sms_receipt": not after},
         page.w("no SMS after payments any more") if after else page.w("an SMS after each payment is wanted")),
    )  # fmt: skip
    if found.owner is not None:
        options = (*options, ("address", page.w("the owner's e-mail address")))
    title = page.w("What does {unit} wish of messages?", unit=found.unit.code)
    page.view.ask(choose(title, "", options, lambda wish: _take(page, found, wish)))


def _take(page: ArrearsPage, found: Owing, wish: dict[str, bool] | str) -> str:
    session = page.session
    if isinstance(wish, str):
        _ask_email(page, found)
        return ""
    try:
        wish_messages(session.books, found.unit.id, request_id=session.new_request(), staff=session.person, **wish)
    except Exception as error:
        return session.sentence(error)
    page.saved(page.w("The wish is noted."))
    return ""


def _ask_email(page: ArrearsPage, found: Owing) -> None:
    """The address stands in the form: only whoever may change it sees it whole."""
    if found.owner is not None and page.may(Act.CHANGE_REGISTERS):
        page.view.ask(email_form(page.session, found.owner, page.saved))


def ask_address(page: ArrearsPage, found: Owing) -> None:
    """Ask where letters reach somebody who left the unit and owes."""
    if found.left is not None and page.may(Act.CHANGE_REGISTERS):
        page.view.ask(address_question(page.session, found.left, page.saved))
