"""The maintenance fund among the office's settings: whether it is taken here, its account, when a renewal is owed."""

from collections.abc import Callable
from typing import Any, Protocol

from counter.presenters.session import Session
from counter.presenters.settings_knobs import Knob
from counter.words import Words


class Chosen(Protocol):
    """Makes the row of a setting that is chosen from a few."""

    def __call__(self, key: str, name: str, now: object, options: tuple[tuple[Any, str], ...], help: str) -> Knob:
        """Return the row."""


def fund_knobs(
    session: Session, chosen: Chosen, typed: Callable[[str, str, str, str], Knob],
    count: Callable[[str, str, int, str], Knob],
) -> tuple[Knob, ...]:  # fmt: skip
    """Return the rows of the maintenance fund; chosen, typed and count make them."""
    w, office = session.words, session.office
    modes = tuple((mode, fund_mode(mode, w)) for mode in ("register", "counter"))
    return (
        chosen("maintenance_fund", w("Maintenance fund"), office.maintenance_fund, modes,
               w("Only an estate that is entrusted with collecting takes it; it is never mixed with other money.")),
        typed("fund_account", w("Account of the maintenance fund"), office.fund_account,
              w("The fund's own bank account, as it stands on the payment notice: holder, bank, number.")),
        count("fund_renewal_share", w("Renewal where less is left than, percent"), office.fund_renewal_share,
              w("Of the first deposit; 30 by the ministries' rule of 2007 (art. 17), unless your place has another.")),
        count("fund_renewal_to", w("Renewal up to, percent"), office.fund_renewal_to,
              w("Of the first deposit: what the owners' assembly has resolved for the renewal.")),
    )  # fmt: skip


def fund_mode(mode: str, w: Words) -> str:
    """Return what the counter does with the fund, in words."""
    if mode == "counter":
        return w("taken at this counter, as a fund of its own")
    return w("not taken here: register and payment notice only")
