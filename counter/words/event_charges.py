"""Events that change charges and deposits outside the bill run, in words, and the words for what they say."""

from collections.abc import Mapping

from counter.words import event_letters
from counter.words.words import N_

KINDS: Mapping[str, str] = {
    "charge_adjusted": N_("Charge adjusted or waived"),
    "certificate_issued": N_("Settlement certificate issued"),
    "charges_split": N_("Charges split after a sale or a move"),
    "deposit_kept": N_("Deposit kept"),
    "charged_once": N_("Charged once"),
    "balance_use_changed": N_("Use of the balance by bill runs"),
    "balance_applied": N_("Settled from balances by a bill run"),
    "balance_returned": N_("Given back to balances"),
    "balance_moved": N_("Balance moved between fee items"),
    "adjustment_requested": N_("Adjustment asked for"),
    "waiver_requested": N_("Waiver asked for"),
    "fund_entered": N_("Maintenance fund entered"),
    "fund_notice_issued": N_("Notice of the maintenance fund issued"),
    "approval_entered": N_("Approval on paper entered"),
    **event_letters.KINDS,
}
FACTS: Mapping[str, str] = {
    **event_letters.FACTS,
    "charge": N_("Charge (number)"),
    "settled_to": N_("Paid up to"),
    "dated": N_("Dated"),
    "deposit": N_("Deposit"),
    "deductions": N_("Deducted"),
    "inspection": N_("Inspection slip"),
    "has_original": N_("Original receipt handed in"),
    "paid_out": N_("Paid back"),
    "rest": N_("Still held"),
    "proposed": N_("Sum by its price"),
    "deducted": N_("Kept"),
    "signer": N_("Signed by"),
    "entries": N_("Entries"),
    "fund_entries": N_("Entries of the maintenance fund"),
    "fund_total": N_("Paid into the maintenance fund"),
    "due": N_("What is owed"),
    "balance": N_("Balance left"),
    "used": N_("Used by bill runs"),
    "size": N_("Area that counts"),
    "fund_reason": N_("Why money of the fund goes back"),
    "maintenance_fund": N_("Maintenance fund"),
    "payment_code": N_("Code on the payer's monitor"),
    "fund_account": N_("Account of the maintenance fund"),
    "fund_renewal_share": N_("Renewal where less is left than, percent"),
    "fund_renewal_to": N_("Renewal up to, percent"),
}
VALUES: Mapping[str, str] = {
    "built": N_("Built area"),
    "inner": N_("Inner area"),
    **event_letters.VALUES,
    "adjustment": N_("adjustment"),
    "waiver": N_("waiver"),
    "mistake": N_("A wrong sum or a wrong unit was taken"),
    "twice": N_("It was paid twice"),
    "contract_undone": N_("The purchase of the flat was undone"),
    "building_gone": N_("The building is gone"),
    "first_deposit": N_("First deposit"),
    "renewal": N_("Renewal"),
    "register": N_("not taken here: register and payment notice only"),
    "counter": N_("taken at this counter, as a fund of its own"),
}
