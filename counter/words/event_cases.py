"""Events of cases in words, and the words for what they say."""

from collections.abc import Mapping

from counter.words import case_words
from counter.words.words import N_

KINDS: Mapping[str, str] = {
    "case_opened": N_("Case opened"),
    "case_moved": N_("Case moved on"),
    "case_settled": N_("Case settled"),
    "case_urgency": N_("Urgency of a case changed"),
    "dispute_requested": N_("Outcome of a dispute asked for"),
}
FACTS: Mapping[str, str] = {
    "case": N_("Case (number)"),
    "case_kind": N_("Kind of case"),
    "case_file": N_("Case"),
    "case_step": N_("Step of a case"),
    "case_charge": N_("Disputed charge"),
    "case_id": N_("Case (number)"),
    "charge_id": N_("Charge (number)"),
    "topic": N_("About"),
    "channel": N_("How it came"),
    "raised_on": N_("Raised on"),
    "said": N_("What was said"),
    "wants": N_("What is wanted"),
    "urgent": N_("Urgent"),
    "step": N_("Step"),
    "actor": N_("Who has to act"),
    "from_step": N_("Step before"),
    "on_day": N_("Day it is about"),
    "told": N_("What was written"),
    "members": N_("Mediators"),
    "disputed": N_("Disputed"),
    "upheld": N_("Taken off"),
    "case_days": N_("Deadlines of cases"),
    "case_working_days": N_("Deadlines count working days only"),
    "withheld": N_("Disputed and not paid"),
    "rating": N_("Content with the answer (1 to 3)"),
}
VALUES: Mapping[str, str] = {
    **case_words.KINDS, **case_words.STEPS, **case_words.TOPICS, **case_words.CHANNELS,
    **case_words.ACTORS,
}  # fmt: skip
