"""Card payments whose outcome nobody knows: noted in the books as soon as these take it, and told in words."""

from counter.desk.card_intents import unit_code
from counter.desk.settle_card import mark_unknown
from counter.presenters.session import Session
from counter.words import dates, formats
from counter.words.errors import together
from counter.words.terms import TENDERS, term
from db.faults import BooksFault, ClockFarAhead
from db.queries.intents import IntentRow


class Unknowns:
    """What is unknown and not in the books yet: a clock far ahead or a full disk keeps them from taking anything."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: list[str] = []

    @property
    def waiting(self) -> bool:
        """Whether something is still to be noted."""
        return bool(self._waiting)

    def note(self, intent_id: str) -> Exception | None:
        """Note that nobody knows what became of an intent; returns what keeps the books from taking it for now."""
        self._waiting.append(intent_id)
        return self.catch_up()

    def catch_up(self) -> Exception | None:
        """Note what the books did not take before; returns what keeps them from it, None where all is noted."""
        while self._waiting:
            try:
                mark_unknown(self._session.books, self._waiting[0])
            except (ClockFarAhead, BooksFault) as error:
                return error
            self._waiting.pop(0)
        return None


def unknown_title(session: Session, intent: IntentRow) -> str:
    """Return what is unknown: sum and units."""
    w, fields = session.words, sum_and_unit(session, intent)
    if intent.back:
        return w("{amount} back to the card for {unit}: outcome unknown.", **fields)
    return w("{tender} {amount} for {unit}: outcome unknown.", tender=term(intent.kind, TENDERS, w), **fields)


def sum_and_unit(session: Session, intent: IntentRow) -> dict[str, str]:
    """Return the sum of an intent and the units it is for, as sentences name them."""
    amount = formats.money_in_sentence(intent.amount, session.words, session.currency)
    return {"amount": amount, "unit": unit_code(session.connection, intent)}


def unknown_text(session: Session, intent: IntentRow, *, asked_here: bool) -> str:
    """Return when and where it was asked, what not to do, and what is posted with it."""
    w = session.words
    said = [
        w(
            "Asked at {moment}. Do not take it again. Look at the terminal's own list of payments.",
            moment=dates.moment(intent.at),
        )
    ]
    if not asked_here:
        number = intent.terminal or w("unknown")
        said.append(w("It was asked at till {till}, terminal {number}.", till=intent.till, number=number))
    if intent.restored:
        said.append(w("The books were brought back from a copy since; payments after it may be missing."))
    others = sum(amount for _kind, amount, own, _slip in intent.body.get("tenders", ()) if own != intent.intent_id)
    if others:
        said.append(w("With it {amount} was noted; if it was paid, both are posted.", amount=formats.money(others)))
    return together(*said)
