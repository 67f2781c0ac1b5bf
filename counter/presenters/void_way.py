"""How a card's money goes back for a void: by the terminal, which is asked, or on the terminal by hand."""

from collections.abc import Callable

from counter.desk.ask_back import SlipBack
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.words import formats
from counter.words.errors import together


def ask_way(session: Session, slip: SlipBack, by_terminal: Callable[[], object], by_hand: Callable[[], object]) -> Form:
    """Return the question which of the two it is."""
    w = session.words
    amount = formats.money_with_symbol(slip.amount, session.currency)
    text = w("The terminal takes back its slip {number}. The receipt is void once it says so.", number=slip.voucher)
    if slip.rest:
        rest = formats.money_in_sentence(slip.rest, w, session.currency)
        text = together(text, w("Hand the other {amount} back after that, not before.", amount=rest))

    def take(terminal: bool) -> str:
        (by_terminal if terminal else by_hand)()
        return ""

    ways = (
        (True, w("Let the terminal take it back now")), (False, w("It is taken back on the terminal by hand")),
    )  # fmt: skip
    return choose(w("{amount} goes back to the card", amount=amount), text, ways, take)
