"""Cases in words: kinds, topics, steps, channels, and who has to act."""

from collections.abc import Mapping

from counter.words.words import N_, Words

KINDS: Mapping[str, str] = {
    "dispute": N_("Dispute"), "complaint": N_("Complaint"), "suggestion": N_("Suggestion"),
    "repair": N_("Repair request"),
}  # fmt: skip
STEPS: Mapping[str, str] = {
    "received": N_("received"), "examined": N_("being examined"), "offer": N_("offer made"),
    "mediation": N_("in mediation"), "passed_on": N_("passed on"), "in_hand": N_("in hand"),
    "settled": N_("resolved"), "rejected": N_("rejected"), "withdrawn": N_("withdrawn"),
}  # fmt: skip
MOVES: Mapping[str, str] = {
    "examined": N_("Examine it"), "offer": N_("Make an offer"), "mediation": N_("Mediation session"),
    "passed_on": N_("Pass on to arbitration or court"), "in_hand": N_("Take it in hand"),
    "settled": N_("Settle it"), "rejected": N_("Reject it with reasons"), "withdrawn": N_("The owner withdraws it"),
}  # fmt: skip
TOPICS: Mapping[str, str] = {
    "amount": N_("The sum is wrong"), "area": N_("The area is wrong"), "meter": N_("The reading is wrong"),
    "charged_twice": N_("Charged twice"), "not_living": N_("Nobody lives there"),
    "not_rendered": N_("The service was not rendered"), "paid_already": N_("Paid already"), "service": N_("Service"),
    "cleaning": N_("Cleaning and greenery"), "security": N_("Security"), "noise": N_("Noise"),
    "parking": N_("Parking"), "equipment": N_("Common equipment"), "fees": N_("Fees"), "water": N_("Water and drains"),
    "power": N_("Power and light"), "lift": N_("Lift"), "door": N_("Doors and windows"), "leak": N_("Leak"),
    "common_parts": N_("Common parts"), "other": N_("Something else"),
}  # fmt: skip
CHANNELS: Mapping[str, str] = {
    "window": N_("at the window"), "phone": N_("by telephone"), "letter": N_("by letter"),
    "mailbox": N_("in the owners' mailbox"),
}  # fmt: skip
ACTORS: Mapping[str, str] = {
    "office": N_("the office"), "owner": N_("the owner"), "panel": N_("the mediators"),
    "court": N_("arbitration or court"), "nobody": N_("nobody"),
}  # fmt: skip


def case_word(table: Mapping[str, str], code: str, w: Words) -> str:
    """Return the word for a code of one of these tables, '' where nobody has to be named."""
    return w(table[code]) if table.get(code) else ""
