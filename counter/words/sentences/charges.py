"""Sentences for what prices, meters, shared bills and reductions refuse."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "unknown_charge": (
        N_("No charge, receipt or unit goes by “{text}”."),
        N_("Give the number of a charge, a receipt such as 2026-000123, or a unit."),
    ),
    "no_such_run": (
        N_("No bill run has the number {event_id}."),
        N_("Nothing was changed. Choose a run from the list."),
    ),
    "terms_missing": (
        N_("A price of the kind “{kind}” needs more: {field} is missing."),
        N_("Nothing was changed. Fill it in and save the price again."),
    ),
    "unknown_meter": (
        N_("No meter has the number {meter_id}."),
        N_("Nothing was saved. Choose a meter from the list."),
    ),
    "meter_taken_out": (
        N_("Meter {serial} was taken out on {until}; nothing can be read from it any more."),
        N_("Nothing was saved. Enter the reading of the meter that replaced it."),
    ),
    "reading_billed": (
        N_("{unit_code} is billed for {period} by its reading already."),
        N_("Nothing was saved. Take that bill back first, or let the next reading correct it."),
    ),
    "shared_bill_overlaps": (
        N_("Bill {paper} of {period} is shared by the same units already."),
        N_("Nothing was saved. Change that bill, or name the building this one is for."),
    ),
    "shared_bill_spread": (
        N_("The bill of {period} is spread over the units already."),
        N_("Nothing was saved. Take that bill run back first; then the bill can be changed."),
    ),
    "reduction_out_of_bounds": (
        N_("A reduction of {reduction} ten-thousandths is not possible."),
        N_("Let off more than nothing and at most everything."),
    ),
    "reduction_ends_before_it_begins": (
        N_("The reduction would end on {until}, before it begins on {since}."),
        N_("Correct one of the two days."),
    ),
    "price_ends_before_it_begins": (
        N_("The price would end on {until}, before it begins on {since}."),
        N_("Correct the last day."),
    ),
    "nobody_holds": (
        N_("Nobody is registered as holding {unit_code}."),
        N_("Enter the owner first; the wish is theirs."),
    ),
    "unknown_reduction": (
        N_("There is no reduction number {number}."),
        N_("Look at the list of reductions again."),
    ),
    "reduction_not_extended": (
        N_("This reduction ends on {until} already; it cannot be made longer."),
        N_("Grant a new one from the next day on, with its own approval."),
    ),
    "approval_missing": (
        N_("This needs a second person’s approval."),
        N_("Let a second person type their PIN, or give the number of the paper that approves it."),
    ),
    "no_late_fee": (
        N_("No late fee stands here."),
        N_("Nothing was changed. Open the unit again to see what it owes."),
    ),
}
