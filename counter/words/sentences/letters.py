"""Sentences for what letters, deliveries and promises refuse."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "campaign_stale": (
        N_("The batch was looked at on {looked_on}; today is {today}, and sums and deadlines have moved."),
        N_("Nothing was sent. Look at the batch again, then send it."),
    ),
    "nothing_to_send": (
        N_("No letter is left to send; {pulled_count} were pulled because their unit changed meanwhile."),
        N_("Nothing was sent and no number was used. Look at the batch again."),
    ),
    "unknown_letter": (
        N_("There is no letter {text}."),
        N_("Choose a letter in the list of those sent."),
    ),
    "delivery_wrong": (
        N_("The delivery of {number} is not noted: {missing} is missing or cannot be."),
        N_("Registered mail has the number of its slip; the box and a refusal have a witness; the day is not to come."),
    ),
    "suit_wrong": (
        N_("The suit is not noted: {missing} is missing or cannot be."),
        N_("Type the day it was filed, today or before, and the number the court gave it; something has to be open."),
    ),
    "nothing_noted": (
        N_("Nothing was noted of {number} that could be taken back."),
        N_("What came back to e-mails is read from files and is not taken back."),
    ),
    "nothing_to_take_back": (
        N_("This line is no call, no promise and no suit, or it was taken back already."),
        N_(
            "Select the line that was noted by mistake, then C; a delivery is taken back among the letters sent "
            "(page 3, D)."
        ),
    ),
    "mistake_unexplained": (
        N_("A note is taken back with a word on what was wrong."),
        N_("Type it, for example: the slip belongs to another letter."),
    ),
    "call_wrong": (
        N_("The call cannot be noted like this: {outcome_text}, next call {next_day}."),
        N_("Choose one of the outcomes; the next call is today or later."),
    ),
    "number_unusable": (
        N_("No message can be sent to “{phone}”."),
        N_("Put the telephone number right in the register."),
    ),
    "text_too_long": (
        N_("The text has {units_count} characters; a message takes {most_count}."),
        N_("Shorten the text."),
    ),
    "promise_wrong": (
        N_("{amount_minor} by {until} cannot be promised: {open_minor} is open."),
        N_("Type a sum up to what is open and a day that is not over."),
    ),
}
