"""The lines of what is open on the Pay screen, in the words of whoever reads them."""

from counter.presenters.pay_late_fees import with_late_fees
from counter.presenters.pay_lines import ahead_line, charge_line, head_of
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import AccountHead, AccountLine, PayerAccount
from counter.presenters.session import Session
from counter.words import Words, formats
from counter.words.words import N_
from db.queries import accounts


def account_head(session: Session, state: PayState) -> AccountHead:
    """Return whose account is shown: the head of the units that are open."""
    names = accounts.item_names(session.connection)
    return head_of(state.standings, names, session.words, session.currency)


def account_lines(session: Session, state: PayState, words: Words) -> list[AccountLine]:
    """Return every line: charges with their late fees, then the months paid ahead."""
    today, names = session.today(), accounts.item_names(session.connection)
    lines = with_late_fees(state.basket, state.codes, words, lambda each: charge_line(each, state, today, words))
    return lines + [ahead_line(each, n, names, state.codes, words) for n, each in enumerate(state.basket.ahead)]


def payer_account(session: Session, state: PayState, words: Words) -> PayerAccount:
    """Return what is chosen for payment, in the words of the payer's own screen."""
    basket = state.basket
    asked = basket.rounded(session.office.rounding)
    between = (
        (N_("stays open"), basket.due - basket.total), (N_("Rounding (cash)"), asked.rounding),
        (N_("Odd sum to balance"), asked.to_balance), (N_("Received so far"), -basket.noted_sum),
    )  # fmt: skip
    told = tuple((name, formats.money(amount, session.currency)) for name, amount in between if amount)
    return PayerAccount(", ".join(state.codes.values()), account_lines(session, state, words), told)
