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
    "promise_wrong": (
        N_("{amount_minor} by {until} cannot be promised: {open_minor} is open."),
        N_("Type a sum up to what is open and a day that is not over."),
    ),
}
