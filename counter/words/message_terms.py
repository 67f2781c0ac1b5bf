"""The words for text messages and e-mails: how far each has come, why not, and the modem's own reasons."""

from collections.abc import Mapping

from counter.words.words import N_

MODEM_KINDS: Mapping[str, str] = {
    "none": N_("no modem"),
    "serial": N_("on a serial port"),
}
PURPOSES: Mapping[str, str] = {
    "arrears": N_("Arrears"),
    "receipt": N_("Payment received"),
}
SMS_STATES: Mapping[str, str] = {
    "waiting": N_("waiting"),
    "sending": N_("being sent"),
    "sent": N_("sent"),
    "failed": N_("not sent"),
    "unknown": N_("outcome unknown"),
    "delivered": N_("arrived"),
    "undelivered": N_("did not arrive"),
    "dropped": N_("not sent"),
}
PART_STATES: Mapping[str, str] = {
    "waiting": N_("waits to be sent"),
    "asked": N_("is being sent"),
    "sent": N_("sent"),
    "failed": N_("not sent"),
    "unknown": N_("outcome unknown"),
    "delivered": N_("arrived"),
    "undelivered": N_("did not arrive"),
}
# What the modem or the network says.
MODEM_REASONS: Mapping[str, str] = {
    "starting": N_("it is starting"),
    "practice": N_("these books are for practice, nothing is really sent"),
    "no_sim": N_("no telephone card is in it"),
    "pin_needed": N_("its card asks for a PIN"),
    "puk_needed": N_("its card is locked and asks for the PUK"),
    "sim_failure": N_("its card cannot be read"),
    "no_network": N_("it finds no network"),
    "network_denied": N_("the network does not take its card"),
    "no_pdu_mode": N_("it takes no messages in PDU mode"),
    "network_timeout": N_("the network did not answer in time"),
    "network_out_of_order": N_("the network was out of order"),
    "network_busy": N_("the network was busy"),
    "network_fault": N_("the network had a fault"),
    "number_unknown": N_("the network does not know the number"),
    "number_unusable": N_("the number is none that can be written to"),
    "barred": N_("the network bars it"),
    "rejected": N_("it was rejected"),
    "out_of_service": N_("the telephone is out of service"),
    "no_credit": N_("the card may not send this, or has no credit left"),
    "no_centre": N_("the card names no service centre for messages"),
    "not_supported": N_("the network does not offer it"),
    "modem_forbids": N_("the modem does not allow it"),
    "pdu_refused": N_("the modem takes the message for malformed"),
    "memory_full": N_("the modem's memory is full"),
    "modem_refused": N_("it was refused"),
    "unsaid": N_("the modem did not say what happened"),
    "stopped": N_("the program stopped while it was being sent"),
    "restored": N_("the books were brought back from a copy; it may have gone out since"),
}
# Why a message is not sent any more, or nobody is written to at all.
DROPPED: Mapping[str, str] = {
    "opted_out": N_("no messages are wanted"),
    "no_number": N_("no telephone number"),
    "no_address": N_("no e-mail address"),
    "came_back": N_("the last e-mail came back"),
    "paid": N_("paid meanwhile"),
    "written_off": N_("written off as bad debt meanwhile"),
    "changed": N_("the sum has changed"),
    "disputed": N_("disputed"),
    "heirs": N_("the heirs are not confirmed"),
    "promised": N_("a promise is running"),
    "too_soon": N_("written to lately"),
    "former": N_("the seller owes it"),
    "expired": N_("waited too long"),
    "voided": N_("the receipt was voided"),
    "let_be": N_("somebody decided so"),
}
# What stands in the way of its line, in the words of the other devices.
LINE_REASONS: Mapping[str, str] = {
    "error": N_("it reports a fault"),
    "timeout": N_("it does not answer in time"),
    "unreachable": N_("it cannot be reached"),
    "not_found": N_("it is not found"),
    "no_permission": N_("this computer's user may not use it"),
    "busy": N_("another program is using it"),
    "broken_off": N_("the connection broke off"),
}
DECISIONS: Mapping[str, str] = {
    "again": N_("send again"),
    "leave": N_("let it be"),
}
REASONS: Mapping[str, str] = {**LINE_REASONS, **MODEM_REASONS, **DROPPED}
