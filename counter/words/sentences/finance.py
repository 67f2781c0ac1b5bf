"""Sentences for what refunds, reversals, the safe, the bank and the forms refuse."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "receipt_amended": (
        N_("Part of receipt {receipt_number} was refunded or booked otherwise since."),
        N_("It can be neither voided nor moved whole. Refund or reverse what still stands of it."),
    ),
    "no_payment": (
        N_("{receipt_number} is the number of a refund or a reversal; no money came in by it."),
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
        N_("Pay cash in first; or give the money of a receipt back by bank transfer, as a refund."),
    ),
    "charge_not_there": (
        N_("That charge is not open any more, or it belongs to another fund than receipt {receipt_number}."),
        N_("Nothing was posted. Choose another charge, or keep the sum as balance."),
    ),
    "refund_paid_before": (
        N_("This refund was paid out before."),
        N_("Nothing was changed. The list shows what is still to be paid."),
    ),
    "cheque_is_returned": (
        N_("A cheque does not simply stay away: the bank clears it or returns it."),
        N_("Mark it under the cheques as cleared or returned."),
    ),
    "spends_takings": (
        N_("{wanted_minor} cannot be paid out: only {allowed_minor} of what lies in the till is change money."),
        N_("Takings are banked and not spent (cash regulations §11). Pay it from petty cash or from the bank account."),
    ),
    "safe_holds_less": (
        N_("By the books the safe does not hold {wanted_minor} of the office's own money."),
        N_("Change money that lies there from the beginning is entered first: Till, F Finance, 4 Safe, F10."),
    ),
    "no_change_fund": (
        N_("A change fund is more than nothing."),
        N_("Count the change money in the safe and type its sum."),
    ),
    "change_fund_again": (
        N_("A change fund of {entered_minor} was entered before."),
        N_("More is entered only with a second person who counts along."),
    ),
    "drop_signed": (
        N_("This drop is signed already."),
        N_("Nothing was changed; look at the list again."),
    ),
    "drops_too_much": (
        N_("{dropped_minor} is more than this drawer should hold; nothing was dropped."),
        N_("Count the notes of this drop again. What is more than the drawer should hold stays in it for the count."),
    ),
    "nothing_to_bank": (
        N_("There is no cash of these days to take to the bank."),
        N_("The list shows what lies in the safe, and what is on its way already."),
    ),
    "less_than_takings": (
        N_("The takings are {takings_minor}, but only {wanted_minor} is to be banked."),
        N_("Takings are banked whole and not spent (cash regulations §11). Bank it all, or write why the rest stays."),
    ),
    "more_than_takings": (
        N_("Only {takings_minor} of these days lies in the safe, not {wanted_minor}."),
        N_("Count the bag again; nothing was posted."),
    ),
    "bag_used": (
        N_("A bag {bag} went to the bank on {day}."),
        N_("Type the number that is printed on this bag."),
    ),
    "bagged_it": (
        N_("{name} closed this bag."),
        N_("Somebody else notes the bank's slip, and agrees to a difference."),
    ),
    "bag_missing": (
        N_("The number is missing."),
        N_("Type the number of the bag, or of the bank's slip; by it the money is found again."),
    ),
    "bank_differs": (
        N_("The bag held {bagged_minor}, the bank's slip says {banked_minor}."),
        N_("Write why; the difference is posted as over/short."),
    ),
    "no_such_bag": (
        N_("The bank's slip for this bag is noted already."),
        N_("Nothing was changed. The list shows the bags that are still on their way."),
    ),
    "own_slip": (
        N_("{name} handed this slip in."),
        N_("Somebody else counts and receives it for finance."),
    ),
    "slip_received": (
        N_("Finance has received this slip already."),
        N_("Nothing was changed. The list shows who received it, when, and what was counted."),
    ),
    "remittance_differs": (
        N_("The slip says {slip_minor}, finance counted {counted_minor}."),
        N_("Count again together; where it stays different, write why. It is posted as over/short."),
    ),
    "slips_differ": (
        N_("{tender}: slip {slip_count} for {slip_minor}, counted by finance {counted_count} for {counted_minor}."),
        N_("Count again together; where it stays different, write why. The money is checked where it arrives."),
    ),
    "count_below_nothing": (
        N_("{counted_minor} cannot be counted: this slip hands cash in."),
        N_("Type what lies there, 0 where there is nothing."),
    ),
    "late_day_wrong": (
        N_("“{day}” is no day a handwritten receipt can carry."),
        N_("Type the day on the form as 2026-11-23; it lies in the past."),
    ),
    "late_day_old": (
        N_("The day on the form, {day}, lies {days_count} days back."),
        N_("Look at the form once more. Where it is right, press Enter again with the same day."),
    ),
    "late_day_before_books": (
        N_("The day on the form, {day}, lies before these books begin ({founded_day})."),
        N_("What was taken before that stands in the earlier books: enter it as an opening balance, or ask finance."),
    ),
    "form_width_wrong": (
        N_("Form {typed} stands in the register as {printed_number}."),
        N_("Type the number as it is printed on the form, with all its zeros."),
    ),
    "writer_missing": (
        N_("Who wrote the form is missing."),
        N_("Type the name that stands on it."),
    ),
    "refund_waits": (
        N_("A refund of receipt {receipt_number} waits for a decision already."),
        N_("Let it be decided first (till, list 3); then ask for another one."),
    ),
    "no_slip_to_reverse": (
        N_("Receipt {receipt_number} was not paid by one whole slip of the terminal."),
        N_("Give the money back on the terminal by hand, then post it here with its slip."),
    ),
    "not_a_book": (
        N_("{first} to {last} is no book of forms."),
        N_("Both numbers have the same letters and as many figures, the first is lower; at most {most_count} forms."),
    ),
    "forms_overlap": (
        N_("Some of the forms {first} to {last} were received before."),
        N_("Look at the register; a book is entered once."),
    ),
    "forms_not_there": (
        N_("The forms {first} to {last} are not all in a book, or some of them were issued before."),
        N_("Look at the register; it shows what is left of each book."),
    ),
    "receiver_missing": (
        N_("Who gets the forms is missing."),
        N_("Type a name or a till."),
    ),
    "control_total_differs": (
        N_("The count comes to {counted_minor}, the list to {listed_minor}."),
        N_("Nothing was posted. Count again or correct the list; both must be the same."),
    ),
    "bringer_missing": (
        N_("Who brought the cash in is missing."),
        N_("Type the name; the slip is for that person."),
    ),
    "share_of_nothing": (
        N_("Line {line} of the list has no sum."),
        N_("Type a sum, or take the line out."),
    ),
    "invoice_issued": (
        N_("Invoice {invoice} was issued for this line of receipt {receipt_number} on {day}."),
        N_("An invoice is issued once. After a red-letter invoice take the mark back first."),
    ),
    "invoice_number_missing": (
        N_("The number of the invoice is missing."),
        N_("Type it as it stands on the invoice."),
    ),
    "not_invoiced": (
        N_("No invoice is noted for this line."),
        N_("Nothing was changed."),
    ),
}
