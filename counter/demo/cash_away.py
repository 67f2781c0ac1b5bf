"""What becomes of the sample's cash: finance receives each slip the next morning, twice a week it goes to the bank."""

from datetime import date

from counter.demo.team import Team
from counter.demo.window import Window
from counter.desk.bank_cash import bag_cash, confirm_banking
from counter.desk.close_till import Closed
from counter.desk.receive_remittance import receive_remittance
from counter.rules.remittance import cash_to_safe
from db.books import Books
from db.queries import safe, tills

_BAG_DAYS = (0, 3)  # Mondays and Thursdays


def take_cash_away(books: Books, window: Window, team: Team, day: date, before: Closed, *, bags: bool) -> None:
    """Receive the slip of the day before, note the bank's slip of a bag, and close a new one where bags may go."""
    connection = books.database.connection()
    close = tills.close_of(connection, before.close_event)
    assert close is not None, "a day that was closed has its Z"
    counted = cash_to_safe(safe.moves_of(connection, [close])[close.event_id]).cash
    receive_remittance(
        books, close.event_id, counted, request_id=f"sample-receive-{close.event_id}", clerk=team.finance,
        office=window.office, words=window.words,
    )  # fmt: skip
    for bag in safe.on_the_way(connection):
        confirm_banking(
            books, bag.event_id, f"{bag.event_id:08d}", day, bag.amount, request_id=f"sample-banked-{bag.event_id}",
            clerk=team.finance, office=window.office,
        )  # fmt: skip
    if bags and day.weekday() in _BAG_DAYS:
        _bag(books, window, team, day)


def _bag(books: Books, window: Window, team: Team, day: date) -> None:
    lines = safe.in_safe(books.database.connection())
    for fund in sorted({line.fund for line in lines}):
        mine = [line for line in lines if line.fund == fund]
        total = sum(line.left for line in mine)
        if total > 0:
            name = f"{day:%y%m%d}-{fund[:1].upper()}"
            bag_cash(
                books, fund, [line.close_event for line in mine], total, name, request_id=f"sample-bag-{name}",
                clerk=team.supervisor, office=window.office, words=window.words,
            )  # fmt: skip
