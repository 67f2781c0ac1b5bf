"""Sentences for what refunds, corrections, the safe, the bank and the forms refuse."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "receipt_amended": (
        N_("Part of receipt {receipt_number} was refunded or booked otherwise since."),
        N_("It can be neither voided nor moved whole. Refund or correct what still stands of it."),
    ),
    "no_payment": (
        N_("{receipt_number} is the number of a refund or a correction; no money came in by it."),
        N_("Open the receipt it belongs to."),
    ),
    "line_gone": (
        N_("{left_minor} still stands of that line of receipt {receipt_number}, not {wanted_minor}."),
        N_("Nothing was posted. Open the receipt again; it shows what still stands."),
    ),
    "nothing_to_refund": (
        N_("The lines of receipt {receipt_number} come to {lines_minor}, what is handed back to {tenders_minor}."),
        N_("Both must be the same sum, and more than nothing. Nothing was posted."),
    ),
    "refund_way_too_much": (
        N_("{left_minor} of this receipt was paid that way ({tender}) and not given back yet, not {wanted_minor}."),
        N_("Give the rest back by bank transfer; finance pays it."),
    ),
    "money_not_seen": (
        N_("The money of receipt {receipt_number} ({tender}) has not been seen to arrive."),
        N_("Look it up first (Till, payments to check); what never arrived is not given back."),
    ),
    "not_enough_cash": (
        N_("The drawer does not hold {wanted_minor} in cash."),
        N_("Give it back by bank transfer, or pay change in from the safe first."),
    ),
    "charge_not_there": (
        N_("That charge is not open any more, or it belongs to another fund than receipt {receipt_number}."),
        N_("Nothing was posted. Choose another charge, or keep the sum as balance."),
    ),
    "refund_paid_before": (
        N_("This refund was paid out before."),
        N_("Nothing was changed. The list shows what is still to be paid."),
    ),
}
