"""What a simulated terminal does with a payment, and what whoever practises sees of it and does, by its code."""

from collections.abc import Mapping

from counter.words.words import N_

_ALONE = N_("The counter puts this right by itself: after a moment the payment is approved.")

LESSONS: Mapping[str, str] = {
    "none": N_("It takes the card"),
    "declined": N_("The card is declined"),
    "power_off": N_("Its power goes when it has taken the card"),
    "lost_answer": N_("It takes the card, and its answer is lost"),
    "unanswered_status": N_("It does not hear the counter's answer"),
    "wrong_amount": N_("It takes another sum"),
    "busy": N_("It is busy"),
    "paper_out": N_("Its paper has run out"),
    "veto": N_("It refuses what it is asked for"),
    "late_answer": N_("It answers late"),
    "lost_done": N_("Its last word is lost"),
    "previous_told": N_("Its last word is lost, and asked again it tells the payment before"),
    "already_reversed": N_("Somebody takes the payment back on it"),
    "never_done": N_("It takes the card and is silent for minutes"),
    "crc_error": N_("Its words arrive damaged"),
    "nak": N_("It does not understand the counter at once"),
    "dropped_ack": N_("Its acknowledgements are lost"),
    "late_ack": N_("An acknowledgement comes late"),
    "repeated_frame": N_("It says everything twice"),
    "gap_inside_frame": N_("It halts within a word"),
    "garbage": N_("Noise on the line between its words"),
    "split_reads": N_("Its words arrive in pieces"),
    "merged_reads": N_("Its words arrive run together"),
}
LESSON_HELP: Mapping[str, str] = {
    "none": N_("After two seconds the payment is approved, and its receipt is printed."),
    "declined": N_("Nothing is taken and the bill stays open: ask for another card, or for cash."),
    "power_off": N_(
        "The outcome is unknown: take neither cash nor another card for it. After ten seconds it is on again, is "
        "asked, and says what it did."
    ),
    "lost_answer": N_(
        "The counter waits, up to three minutes, then the outcome is unknown. The terminal is asked by itself, and the "
        "payment is there."
    ),
    "unanswered_status": N_(
        "A terminal that keeps such a payment has taken it; one that takes it back leaves the bill open. The last row "
        "changes which it is."
    ),
    "wrong_amount": N_(
        "The counter does not accept it, and the outcome stays unknown. Shift+F10 on Pay settles it, with the slip and "
        "a second person."
    ),
    "busy": N_("Nothing is taken. Press F10 again after a moment."),
    "paper_out": N_("It waits twenty seconds for paper, then takes the card. Esc stops it."),
    "veto": N_("Nothing is taken and the bill stays open."),
    "late_answer": N_("The outcome is unknown for some seconds, until the terminal was asked again."),
    "lost_done": N_("The counter waits three minutes, then the outcome is unknown; the terminal is asked and says it."),
    "previous_told": N_(
        "The outcome stays unknown, for the terminal tells of another payment. Shift+F10 on Pay settles it, with the "
        "slip and a second person."
    ),
    "already_reversed": N_("The outcome is unknown; where the terminal says that it went back, the bill stays open."),
    "never_done": N_(
        "The counter waits three minutes, then the outcome is unknown, and the terminal still says nothing. Shift+F10 "
        "on Pay settles it, with the slip and a second person."
    ),
    "crc_error": _ALONE, "nak": _ALONE, "dropped_ack": _ALONE, "late_ack": _ALONE, "repeated_frame": _ALONE,
    "gap_inside_frame": _ALONE, "garbage": _ALONE, "split_reads": _ALONE, "merged_reads": _ALONE,
}  # fmt: skip
TAKEN: Mapping[str, str] = {"taken": N_("taken"), "taken_back": N_("taken back"), "given_back": N_("given back")}
