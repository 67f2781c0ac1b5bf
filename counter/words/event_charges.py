"""Events that change charges and deposits outside the bill run, in words, and the words for what they say."""

from collections.abc import Mapping

from counter.words.words import N_

KINDS: Mapping[str, str] = {
    "charge_adjusted": N_("Charge adjusted or waived"),
    "certificate_issued": N_("Settlement certificate issued"),
    "charges_split": N_("Charges split at a sale"),
    "deposit_kept": N_("Deposit kept"),
    "charged_once": N_("Charged once"),
    "balance_use_changed": N_("Use of the balance by bill runs"),
    "balance_applied": N_("Settled from balances by a bill run"),
    "balance_returned": N_("Given back to balances"),
    "adjustment_requested": N_("Adjustment asked for"),
    "waiver_requested": N_("Waiver asked for"),
    "approval_entered": N_("Approval on paper entered"),
}
FACTS: Mapping[str, str] = {
    "charge": N_("Charge (number)"),
    "settled_to": N_("Paid up to"),
    "dated": N_("Dated"),
    "deposit": N_("Deposit"),
    "deductions": N_("Deducted"),
    "inspection": N_("Inspection slip"),
    "has_original": N_("Original receipt handed in"),
    "paid_out": N_("Paid back"),
    "deducted": N_("Kept"),
    "signer": N_("Signed by"),
}
VALUES: Mapping[str, str] = {
    "adjustment": N_("adjustment"),
    "waiver": N_("waiver"),
}
