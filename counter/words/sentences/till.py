"""Sentences for what the till refuses: breaks, hand-overs, cash in and out, the float, the late close."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "cannot_take": (
        N_("The till cannot be handed to {name}."),
        N_("Hand it to somebody else who works at the window; nobody hands it to themselves."),
    ),
    "had_the_drawer": (
        N_("{name} ran or counted this drawer, or took this payment, and cannot decide on it."),
        N_("Let another person type name and PIN."),
    ),
    "counted_again": (
        N_("The drawer was counted {times} times, after it had been shown what should be there."),
        N_("Write the reason and let a second person type name and PIN; every count is printed."),
    ),
    "float_differs": (
        N_("The last close left {left_minor} in the drawer, {found_minor} was counted now."),
        N_("Count again; if it stays so, say whether the safe explains it or nobody can."),
    ),
    "handover_hangs": (
        N_("Till {till} is being handed to {taker}; until that is decided no money moves."),
        N_("{taker} logs in, counts and decides on the Till screen (F4), or the offer is taken back there."),
    ),
    "late_close_unapproved": (
        N_("Till {till} stands on {open_day} and is closed late."),
        N_("Write why it was not closed that day, then let a second person type name and PIN."),
    ),
    "leaves_too_much": (
        N_("{left_minor} is to stay in the drawer, more than was counted of some notes ({counted_minor} in all)."),
        N_("Leave only notes and coins that were counted."),
    ),
    "no_cash_sum": (
        N_("{amount_minor} is no sum to move."),
        N_("Type a sum above zero, or count the notes that are moved."),
    ),
    "no_handover": (
        N_("No hand-over of till {till} waits."),
        N_("It was decided already or taken back; the screen shows who runs the till now."),
    ),
    "not_parked": (
        N_("This payment is no longer put aside."),
        N_("It was taken up or discarded already; look the unit up and begin again."),
    ),
    "not_suspended": (
        N_("Till {till} is not on a break."),
        N_("Go on as usual."),
    ),
    "not_the_taker": (
        N_("Only {taker} counts and decides this hand-over."),
        N_("Lock the window (F12) and let {taker} log in."),
    ),
    "not_your_till": (
        N_("This till is run by {cashier}."),
        N_("{cashier} does this, or hands it over; a supervisor may take it up."),
    ),
    "giver_agrees": (
        N_("This till is run by {cashier}."),
        N_("{cashier} agrees to the hand-over with their PIN, or a third person does."),
    ),
    "till_not_taken_up": (
        N_("This till is run by {cashier}."),
        N_("To run it for {cashier}, take it up first: Till, F9. It is noted who did."),
    ),
    "parked_payments": (
        N_("Payments put aside at this till: {waiting_count}."),
        N_("Take each of them up (H on the Pay screen) or discard it (P on the Till screen), then try again."),
    ),
    "till_suspended": (
        N_("Till {till} is on a break since {cashier} left it."),
        N_("{cashier} or a supervisor resumes it on the Till screen (F4, then F9). What was typed is still there."),
    ),
}
