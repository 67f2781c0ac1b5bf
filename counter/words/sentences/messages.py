"""Sentences for what text messages and e-mails refuse."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "sms_decided": (
        N_("There is nothing to decide about this message: it is {message_state}."),
        N_("Look at the list again; choose a message that needs you."),
    ),
    "sms_step_wrong": (
        N_("A part that is {part_state} cannot become {wanted}."),
        N_("Look at the list again. What the modem told fits no message in hand."),
    ),
    "unknown_message": (
        N_("There is no message {message_id}."),
        N_("Choose a message in the list."),
    ),
    "no_sender_address": (
        N_("The office has no e-mail address yet."),
        N_("Enter it in the settings: Office, e-mail address of the office."),
    ),
    "email_wrong": (
        N_("“{address}” is no e-mail address."),
        N_("Write it as name@domain, or leave it empty."),
    ),
    "email_rows_wrong": (
        N_("{count} lines cannot be taken, by row: {places}."),
        N_("Nothing was saved. Put unit and address right: the unit must have an owner today."),
    ),
    "no_mail_results": (
        N_("Nothing that came back lies in {path}."),
        N_("Choose the folder of saved .eml files, or a table with the columns letter, outcome and day."),
    ),
    "modem_busy": (
        N_("The modem takes no message now: {modem_reason}."),
        N_("Messages wait and go out when it is ready."),
    ),
}
