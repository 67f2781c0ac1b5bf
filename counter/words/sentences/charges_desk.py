"""Sentences for what the acts at the desk refuse that change charges outside the bill run."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "paper_incomplete": (
        N_("The approval on paper is not complete."),
        N_("Type its number, who signed it, and the sum it allows."),
    ),
    "paper_entered_before": (
        N_("The approval {number} of {dated} was entered before."),
        N_("Choose it from the list instead of entering it again."),
    ),
    "paper_used_up": (
        N_("Of the approval {number} only {left_minor} is left; this needs {wanted_minor}."),
        N_("Take a smaller sum, or have another approval signed."),
    ),
    "unknown_paper": (
        N_("No approval on paper was entered as event {event_id}."),
        N_("Nothing was changed. Choose one from the list."),
    ),
    "not_adjustable": (
        N_("Line {charge_id} cannot be adjusted: it was taken back, or is an adjustment or a credit itself."),
        N_("Nothing was changed. Choose the charge it belongs to."),
    ),
    "lets_off_too_much": (
        N_("{wanted_minor} cannot be let off: {left_minor} is what the charge comes to now."),
        N_("Type a sum above nothing and at most that."),
    ),
    "fund_not_waived": (
        N_("This money belongs to others ({fund}), so the estate cannot waive it."),
        N_("Nothing was changed. Where the sum is wrong, adjust it."),
    ),
    "charge_written_off": (
        N_("{amount_minor} of line {charge_id} is written off as bad debt, so it cannot be adjusted."),
        N_("Nothing was changed. Revive it first (Arrears, 9), then adjust it."),
    ),
    "nothing_to_write_off": (
        N_("No charge of {unit_code} was chosen that this could be done with."),
        N_("Nothing was changed. Open the unit again and choose anew."),
    ),
    "debt_disputed": (
        N_("{open_count} of the chosen charges of {unit_code} are disputed, so they are not bad debt."),
        N_("Let the dispute be settled first, or choose the others alone."),
    ),
    "fund_not_written_off": (
        N_("This money belongs to others ({fund}), so the estate cannot write it off."),
        N_("Nothing was changed. Choose charges of the estate's own income."),
    ),
    "write_off_waits": (
        N_("A write-off of this unit waits for a decision already."),
        N_("Let it be decided first: Till, requests."),
    ),
    "debt_written_off": (
        N_("{lost_minor} of {unit_code} ({open_count} charges) is written off as bad debt: no certificate is issued."),
        N_("It is owed all the same: tick it on Pay (T) and take it, or revive it and have it waived."),
    ),
    "item_billed_by_period": (
        N_("“{item}” has prices by the period, so the bill run charges it."),
        N_("Choose another fee item, or adjust what is billed."),
    ),
    "no_once_price": (
        N_("Nothing says what “{item}” costs this unit."),
        N_("Type the sum and the reason, or set a price of the kind “once” first."),
    ),
    "unit_owes": (
        N_("{unit_code} owes {open_minor} for {open_count} charges, so no certificate is issued."),
        N_("Let everything be paid first (T), or adjust what is wrong (M)."),
    ),
    "late_fee_stands": (
        N_("On {day} a late fee of {late_minor} stands besides what {unit_code} owes, so no certificate is issued."),
        N_("Take it with the payment (T), or let it be waived there."),
    ),
    "unit_disputes": (
        N_("{open_count} charges of {unit_code} are disputed, so no certificate is issued."),
        N_("Let the dispute be settled first."),
    ),
    "paid_but_not_seen": (
        N_(
            "{amount_minor} of receipt {receipt_number} ({tender}) has not been seen to arrive:"
            " no certificate is issued."
        ),
        N_("Check it first (till, F, 2), wait until the cheque is cleared (F, 3), or take the payment back."),
    ),
    "decision_waits": (
        N_("{open_count} requests about {unit_code} wait for a decision, so no certificate is issued."),
        N_("Let them be decided first (till, list 3)."),
    ),
    "months_backwards": (
        N_("{last} lies before {first}."),
        N_("Type the first month first, then the last one."),
    ),
    "newcomer_unnamed": (
        N_("The name is missing."),
        N_("Type who comes; the register keeps it."),
    ),
    "comes_before_holder": (
        N_("The owner of {unit_code} has held it since {since}."),
        N_("Type a later day for the transfer, or correct the register first."),
    ),
    "sale_to_come": (
        N_("{since} is still to come."),
        N_("Enter a sale on the day of the transfer or later; until then the seller is the owner."),
    ),
    "ends_before_it_began": (
        N_("They came on {since}, so they cannot leave on {last}."),
        N_("Type that day or a later one."),
    ),
    "nothing_to_split": (
        N_("Whoever owes what is open of {unit_code} is the one who pays on its days, by the register."),
        N_("Nothing was changed. Enter first who bought it or moved in or out, with the day; bill the running period."),
    ),
    "split_waits": (
        N_("What others would owe of {unit_code} is disputed: it is split once the dispute has ended."),
        N_("Nothing was changed. Decide the dispute, then look again what follows."),
    ),
    "payer_missing": (
        N_("Who pays the deposit is missing."),
        N_("Type the name: the deposit goes back to that person or firm."),
    ),
    "deposit_way": (
        N_("A deposit is not taken by {tender}."),
        N_("Take cash, a card or a code."),
    ),
    "deposit_gone": (
        N_("The deposit of receipt no. {receipt_id} is not held any more."),
        N_("Nothing was changed. The list shows what is held."),
    ),
    "more_than_held": (
        N_("{wanted_minor} is more than the {held_minor} that is still held of this deposit."),
        N_("Give back or deduct less."),
    ),
    "unknown_deposit_kind": (
        N_("No kind of deposit is called {what}."),
        N_("Nothing was taken. Choose one from the list."),
    ),
    "deposit_receipt": (
        N_("Receipt {receipt_number} is for a deposit."),
        N_("Give the deposit back from the unit's card (M), and take it anew for the right unit."),
    ),
    "inspection_missing": (
        N_("The number of the inspection slip is missing."),
        N_("Type it; a deposit is given back after the inspection."),
    ),
    "deduction_too_much": (
        N_("{wanted_minor} cannot be taken for this charge: {open_minor} is open of it."),
        N_("Take a smaller sum, or none for the charge."),
    ),
    "adjustment_waits": (
        N_("An adjustment or waiver of this charge waits for a decision already."),
        N_("Let it be decided first (till, list 3); then ask for another one."),
    ),
}
