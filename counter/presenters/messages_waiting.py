"""What is said at the log-in of text messages that need somebody."""

from counter.desk.sms_messages import messages_now
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.rules.sms_queue import SmsState


def undecided_messages(session: Session) -> tuple[str, str]:
    """Return how many messages need a person and where they stand; '' for who cannot decide, or where none does."""
    if not session.may(Act.SEND_LETTERS):
        return "", ""
    every = messages_now(session.connection, session.today()).values()
    count = sum(each.state in (SmsState.UNKNOWN, SmsState.FAILED) and not each.by_file for each in every)
    w = session.words
    if not count:
        return "", ""
    return w.n("{n} text message needs you", "{n} text messages need you", count), w("Arrears, F5, page 8")
