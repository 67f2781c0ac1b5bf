"""The evening list: payments to the static code and by cheque, looked up and found arrived or missing (待核)."""

from counter.desk.approve import refuse_taker
from counter.desk.people import Person
from counter.rules.permissions import Act
from db.accounts import TENDER_ACCOUNT
from db.books import Books
from db.queries.tenders import Unchecked, taken_by, unchecked
from db.rows import Posting, TenderCheck

__all__ = ["AlreadyChecked", "ChequeIsReturned", "Unchecked", "check_code", "unchecked"]


class AlreadyChecked(Exception):
    """This payment was looked up before."""

    code = "already_checked"


class ChequeIsReturned(Exception):
    """A cheque does not simply stay away: it is cleared, or the bank returns it."""

    code = "cheque_is_returned"


def check_code(books: Books, tender_event: int, line: int, *, arrived: bool, request_id: str, checker: Person) -> None:
    """Record what a look at the account or the bill showed.

    Whoever took a payment does not say that its money arrived, where somebody else could. Raises NotAllowed,
    AlreadyChecked, ChequeIsReturned, TookTheMoney.
    """
    checker.require(Act.CHECK_CODES)
    with books.transaction(request_id, staff_id=checker.staff_id) as tx:
        if tx.earlier:
            return
        waiting = unchecked(tx.connection, tender_event, line)
        if not waiting:
            raise AlreadyChecked
        found = waiting[0]
        if found.kind == "cheque" and not arrived:
            raise ChequeIsReturned
        taker = taken_by(tx.connection, tender_event)
        alone = refuse_taker(tx, Act.CHECK_CODES, "check_codes", checker, (taker,)) if arrived else {}
        tx.post(
            "code_checked",
            {"arrived": arrived, **alone},
            [
                TenderCheck(tender_event, line, "arrived" if arrived else "missing"),
                Posting(found.fund, "bank" if arrived else "missing_money", found.amount, tender=found.kind),
                Posting(found.fund, TENDER_ACCOUNT[found.kind], -found.amount, tender=found.kind),
            ],
        )
