"""Sentences for what the rules of the office refuse."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "no_such_day": (
        N_("“{text}” is no day of {year}."),
        N_("Write days as 10-01 or 10-01~10-07, with spaces between them."),
    ),
    "not_a_form_number": (
        N_("“{text}” is no number of a form."),
        N_("Type it as it is printed, for example {example}."),
    ),
    "card_settled": (
        N_("The outcome of this card payment is settled already: {card_state}."),
        N_("Nothing was posted again. The unit's history shows the receipt, where money came."),
    ),
    "card_step_wrong": (
        N_("A card payment cannot go from “{card_state}” to “{wanted_state}”."),
        N_("Nothing was posted. Look at the terminal's own list of payments before going on."),
    ),
    "not_an_amount": (
        N_("“{text}” is not a sum of money."),
        N_("Type figures only, for example 1409.50."),
    ),
    "too_many_decimals": (
        N_("“{text}” has more than {digits} decimals."),
        N_("Type the sum again with at most {digits} decimals."),
    ),
    "negative_amount": (
        N_("“{text}” is less than nothing."),
        N_("Type the sum without a minus sign; money is handed back through a refund or a void."),
    ),
    "absurd_amount": (
        N_("“{text}” is more than the {limit_minor} the counter takes at once."),
        N_("Check the figures: a code may have been scanned into the field of the sum."),
    ),
    "bad_weights": (
        N_("The sum cannot be shared: the shares are {weights}."),
        N_("Give at least one share above zero and none below zero."),
    ),
    "chosen_not_open": (
        N_("A charge that was chosen is no longer open (charge {charge_id})."),
        N_("Nothing was taken. Open the unit again to see what is owed now."),
    ),
    "charge_listed_twice": (
        N_("The same charge stands twice in the list (charge {charge_id})."),
        N_("Nothing was taken. Open the unit again; if the charge still stands there twice, tell the manager."),
    ),
    "not_a_month": (
        N_("“{text}” is not a month."),
        N_("Type year and month, for example 2712 or 2027-12."),
    ),
    "unknown_tariff": (
        N_("The kind of price “{kind}” is not known."),
        N_("Check how this fee item is priced in the settings, or update the program."),
    ),
    "reading_below_last": (
        N_("The reading {current} is below the last one, {previous}."),
        N_("Read the meter again; if it started over or was replaced, say so beside the reading."),
    ),
    "reading_beyond_counter": (
        N_("The reading {reading} is more than this meter can show (it starts over at {starts_over_at})."),
        N_("Check the figures, or the meter's entry in the register."),
    ),
    "bad_bands": (
        N_("The bands of this price begin at {begins}: they must begin at 0 and rise."),
        N_("Give the first band from 0, and each later one from a higher quantity."),
    ),
    "formula_unreadable": (
        N_("The formula “{formula}” cannot be read from character {place} on."),
        N_("Write it like area × price + 5, every bracket closed."),
    ),
    "formula_too_long": (
        N_("The formula has {length} characters; {limit} at most are possible."),
        N_("Write it shorter, or make two fee items of it."),
    ),
    "formula_too_deep": (
        N_("More than {limit} levels of brackets and signs stand inside each other in the formula “{formula}”."),
        N_("Write it flatter, or make two fee items of it."),
    ),
    "formula_unknown_name": (
        N_("Formulas know no “{name}”."),
        N_("Use one of these: {known}."),
    ),
    "formula_sign_not_allowed": (
        N_("“{sign}” is not possible in a formula."),
        N_("Use numbers, names, + − × ÷, brackets and the functions only."),
    ),
    "formula_not_a_number": (
        N_("“{text}” in the formula is not a plain number."),
        N_("Write figures with a decimal point, for example 2.80."),
    ),
    "formula_arguments": (
        N_("“{name}” cannot work with {count} values in its brackets."),
        N_("min and max take one or more, round_up and round_down a value and, if wanted, a step."),
    ),
    "formula_divides_by_zero": (
        N_("The formula “{formula}” divides by zero."),
        N_("Nothing was charged by it. Change the formula, or correct the entry of the unit."),
    ),
    "formula_out_of_bounds": (
        N_("The formula “{formula}” comes to {result}, which is no sum to charge."),
        N_("Nothing was charged by it. Change the formula; max(0, …) keeps it from falling below zero."),
    ),
    "pays_too_little": (
        N_("What is received is {missing_minor} less than what is to pay."),
        N_("Take the rest, add another way of paying, or lower what is to be paid now."),
    ),
    "change_only_from_cash": (
        N_("The card, code, transfer, cheque or balance is {excess_minor} above what is to pay."),
        N_("Change is given from cash only: lower that sum, or keep the rest as balance."),
    ),
    "empty_tender": (
        N_("The part paid by {tender} has no sum."),
        N_("Type its sum, or take this part out."),
    ),
    "full_card_number": (
        N_("A whole card number was typed ({masked}); it was not kept anywhere."),
        N_("Type only what the slip shows: the first six and the last four figures, for example 622202****1234."),
    ),
    "not_a_card_number": (
        N_("“{text}” is not a masked card number."),
        N_("Type it as the slip shows it, for example 622202****1234, or leave the field empty."),
    ),
    "not_a_tail": (
        N_("“{text}” is not the last {figures} figures of the trade number."),
        N_("Read the last {figures} figures from the payer's telephone and type them again."),
    ),
    "not_our_code": (
        N_("“{text}” is not a code of this counter."),
        N_("Scan the code on one of our receipts or letters, or type the room or the name."),
    ),
    "wrong_check": (
        N_("The code “{text}” was read wrongly."),
        N_("Scan it again, or type the number of the receipt."),
    ),
    "bad_series": (
        N_("No code can be made for {series} {number}."),
        N_("Use only the letters A to Z and figures in the name of a series."),
    ),
    "bad_count": (
        N_("The count of {denomination_minor} cannot be {count}."),
        N_("Count it again and type how many pieces there are, 0 for none."),
    ),
    "unknown_movement": (
        N_("The till holds a movement of the kind “{kind}” that this program does not know."),
        N_("The till was not summed up. Update the program and close the till then."),
    ),
    "not_allowed": (
        N_("The role {role} does not include this: {act}."),
        N_("Let somebody whose role includes it do it, or ask for it to be decided later."),
    ),
    "no_room_format": (
        N_("No number format of the estate fits {parts}."),
        N_("Check the unit's number, or add a format for such numbers in the settings."),
    ),
}
