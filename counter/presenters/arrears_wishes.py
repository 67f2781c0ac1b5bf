"""What a unit wishes of messages, asked on its arrears card."""

from counter.desk.message_wishes import wish_messages
from counter.desk.owing import Owing
from counter.presenters.arrears_page import ArrearsPage
from counter.presenters.settings_knobs import choose


def ask_wishes(page: ArrearsPage, found: Owing) -> None:
    """Ask what changes; what a unit wishes now is offered the other way round."""
    marks = found.marks
    sms, email = bool(marks and marks.no_sms), bool(marks and marks.no_email)
    after = bool(marks and marks.sms_receipt)
    options = (
        ({"no_sms": not sms}, page.w("SMS are wanted again") if sms else page.w("no SMS wanted")),
        ({"no_email": not email}, page.w("e-mails are wanted again") if email else page.w("no e-mails wanted")),
        ({"sms_receipt": not after},
         page.w("no SMS after payments any more") if after else page.w("an SMS after each payment is wanted")),
    )  # fmt: skip
    title = page.w("What does {unit} wish of messages?", unit=found.unit.code)
    page.view.ask(choose(title, "", options, lambda wish: _take(page, found.unit.id, wish)))


def _take(page: ArrearsPage, unit_id: int, wish: dict[str, bool]) -> str:
    session = page.session
    try:
        wish_messages(session.books, unit_id, request_id=session.new_request(), staff=session.person, **wish)
    except Exception as error:
        return session.sentence(error)
    page.saved(page.w("The wish is noted."))
    return ""
