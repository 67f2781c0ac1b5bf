"""Letters, their delivery, calls and promises in words, and the words for what their events say."""

from collections.abc import Mapping

from counter.words import arrears_terms as terms
from counter.words import event_messages
from counter.words.words import N_

KINDS: Mapping[str, str] = {
    "letter_sent": N_("Letter about arrears sent"),
    "campaign_sent": N_("Batch of letters sent"),
    "letter_delivered": N_("Delivery of a letter noted"),
    "contact_noted": N_("Call or suit about arrears noted"),
    "dunning_changed": N_("How a unit is dunned changed"),
    "promise_made": N_("Promise to pay noted"),
    **event_messages.KINDS,
}
FACTS: Mapping[str, str] = {
    "step": N_("Step"),
    "steps": N_("Steps"),
    "segment": N_("Segment"),
    "deadline": N_("Pay by"),
    "times": N_("Letter about this debt, number"),
    "late_fee": N_("Late fee"),
    "sent": N_("Letters sent"),
    "last": N_("Highest number"),
    "held_back": N_("Units that got none"),
    "pulled": N_("Letters pulled"),
    "letter": N_("Letter (event)"),
    "signed": N_("Signed on paper"),
    "takes_back": N_("Takes back (event)"),
    "noted": N_("What was noted"),
    "renews": N_("In place of promises (events)"),
    "method": N_("How delivered"),
    "next": N_("Next call"),
    "scan": N_("Scan"),
    "on": N_("On day"),
    "outcome": N_("Outcome"),
    "language": N_("Language"),
    "receiver": N_("Signed for by"),
    "call_first": N_("Call before any letter"),
    "heirs": N_("Heirs to be confirmed"),
    "best_time": N_("Best time"),
    "no_sms": N_("No SMS"),
    "arrears_terms": N_("Rules for letters"),
    "letter_texts": N_("Words of the letters"),
    "letter_reply_days": N_("Days that a letter gives to pay"),
    "letter_contact": N_("How the office is reached, Chinese"),
    "letter_contact_en": N_("How the office is reached, English"),
    "rest_days": N_("Rest days by year"),
    **event_messages.FACTS,
    "letter_costs": N_("What dunning costs"),
}
VALUES: Mapping[str, str] = {
    **terms.STEPS,
    **terms.METHODS,
    **terms.CALLS,
    **terms.NO_CALLS,
    **terms.SEGMENTS,
    **{code: word for code, word in terms.TIMES.items() if code},
    **{code: word for code, word in terms.RECEIVERS.items() if code != "other"},
}
