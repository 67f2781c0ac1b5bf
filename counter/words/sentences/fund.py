"""Sentences for what the maintenance fund refuses."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "fund_not_collected": (
        N_("The maintenance fund is not taken at this counter."),
        N_(
            "Print the payment notice: the owner pays to the fund's own account. A manager can switch it on (settings)."
        ),
    ),
    "fund_paid_up": (
        N_("{unit_code} owes the maintenance fund nothing that is not charged already; {open_minor} of it is open."),
        N_("Nothing was changed. T takes what is open; without a price or an area nothing can be worked out."),
    ),
    "fund_entry_wrong": (
        N_("{wanted_minor} cannot be entered as “{fund_entry}”: {entered_minor} is entered so far."),
        N_("Type a sum; one below nothing takes back at most what is entered. The day is not still to come."),
    ),
    "fund_slip_entered": (
        N_("The slip {slip} is in the register of this unit already."),
        N_("Nothing was entered. Take the earlier entry back first where it was wrong."),
    ),
    "fund_reason_missing": (
        N_("Receipt {receipt_number} is the maintenance fund's; its money goes back for few reasons only."),
        N_("Choose one. A sale is none: the account goes with the flat, and buyer and seller settle it between them."),
    ),
    "fund_notice_nothing": (
        N_("{unit_code} owes the maintenance fund nothing, so there is no notice to print."),
        N_("Nothing was changed. Enter what is missing: the price of the first deposit, the area, what was paid in."),
    ),
}
