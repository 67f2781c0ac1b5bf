"""What the end of a reversal (06 30) or a refund (06 31) says of the money."""

from counter.devices.card_terminal import IntentState, Outcome
from counter.devices.zvt.dialogue import Ended
from counter.devices.zvt.errand import Errand
from counter.devices.zvt.wish import is_unpaid


def given_back(errand: Errand, ended: Ended, *, held: bool) -> Outcome:
    """Return what became of money that was to go back; held: the last word of it waits for our answer.

    A slip that was taken back before is taken back. The amount of a reversal is what the terminal names, 0 for nothing.
    """
    status = ended.status
    sent = Outcome(errand.intent_id, IntentState.SENT, errand.amount, status.slip if status is not None else {})
    if errand.kind == "reverse" and (held or ended.was_reversed):
        named = status.amount if status is not None else None
        return sent._replace(state=IntentState.REVERSED, amount=named or 0)
    if held and status is not None and errand.accepts(status):
        return sent._replace(state=IntentState.APPROVED)
    return sent._replace(state=IntentState.DECLINED if is_unpaid(ended) else IntentState.UNKNOWN, slip={})
