"""Text messages in words, and the words for what their events say."""

from collections.abc import Mapping

from counter.words import message_terms as terms
from counter.words.words import N_

KINDS: Mapping[str, str] = {
    "sms_queued": N_("Text message to be sent"),
    "sms_asked": N_("Text message given to the modem"),
    "sms_told": N_("Modem's word about a text message"),
    "sms_decided": N_("Text message to be sent again"),
    "sms_dropped": N_("Text message not sent any more"),
}
FACTS: Mapping[str, str] = {
    "message": N_("Message (event)"),
    "part": N_("Part"),
    "parts": N_("Parts"),
    "attempt": N_("Attempt"),
    "end": N_("What came of it"),
    "why": N_("Why"),
    "text": N_("Text"),
    "by_file": N_("In a file for a sender"),
    "decision": N_("Decision"),
    "receipt": N_("Receipt"),
    "no_email": N_("No e-mail"),
    "email": N_("E-mail address"),
    "address": N_("Postal address"),
    "left": N_("Has left"),
    "sms_receipt": N_("SMS after each payment"),
    "sms_quiet_from": N_("No SMS from"),
    "sms_quiet_to": N_("No SMS until"),
    "sms_cost": N_("Cost of an SMS part"),
    "sms_receipts": N_("SMS after a payment"),
    "office_email": N_("E-mail address of the office"),
}
# What a code means depends on the fact it is said of.
BY_NAME: Mapping[str, Mapping[str, str]] = {
    "why": terms.REASONS,
    "purpose": terms.PURPOSES,
    "decision": terms.DECISIONS,
    "end": {**terms.PART_STATES, "not_asked": N_("surely not sent")},
}
