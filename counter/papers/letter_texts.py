"""What the letters say, as shipped: title, opening and closing of each step, a paragraph for how an owner pays.

How to pay at the window and what an owner may object stand in every letter. An office may put its own words in their
place (counter/desk/letter_settings.py). The placeholders of all of them:
{name} {unit} {estate} {total} {day} {deadline} {count}.
"""

from collections.abc import Mapping

from counter.words.words import N_

PLACEHOLDERS = ("name", "unit", "estate", "total", "day", "deadline", "count")

TITLES: Mapping[str, str] = {
    "friendly": N_("Payment reminder, before the due day"),
    "reminder": N_("Payment reminder"),
    "demand": N_("Demand for payment"),
    "final": N_("Final demand for payment"),
}
OPENINGS: Mapping[str, str] = {
    "friendly": N_(
        "The charges below fall due soon. This is only a friendly word beforehand: whoever pays by the due day has "
        "nothing else to do. If it is paid already, please ignore this letter."
    ),
    "reminder": N_(
        "By our books of {day} the charges below are open. Please pay {total} by {deadline}. If you have paid "
        "meanwhile, please ignore this letter."
    ),
    "demand": N_(
        "By our books of {day} the charges below are overdue. We ask you to pay {total} by {deadline}. If you cannot "
        "pay it at once, come to the service centre: a plan can be agreed on. If you have paid meanwhile, please "
        "ignore this letter."
    ),
    "final": N_(
        "In spite of our demand the charges below are still open by our books of {day}. This is our final demand: "
        "please pay {total} by {deadline}. If it is not paid by then, we shall bring the claim before the court or the "
        "arbitration that the contract names (Civil Code §944). If you have paid meanwhile, please ignore this letter."
    ),
}
CLOSINGS: Mapping[str, str] = {
    "friendly": N_("Thank you for paying on time."),
    "reminder": N_("Thank you for your support of the estate."),
    "demand": N_("The fees pay for cleaning, guards, lifts and repairs that all owners share."),
    "final": N_("We would rather settle this with you than before a court: please speak to us before the deadline."),
}
# A paragraph of its own for how an owner pays, after the opening; none before the due day.
PERSONAL: Mapping[str, str] = {
    "slipped": N_("We take it that this was simply overlooked; thank you for settling it soon."),
    "seasonal": N_(
        "You mostly settle several months together. The charges fall due month by month; if you would rather pay at "
        "fixed times or ahead, the service centre will note it."
    ),
    "promiser": N_("You told us that you would pay. Please keep to it, or tell us today what has changed."),
    "chronic": N_(
        "The sum has grown over {count} charges. It can be paid in parts: come to the service centre, and we write "
        "down a plan that you can keep to."
    ),
    "elderly": N_("If the way to the window is hard, call us: a colleague comes to you, with a receipt at once."),
    # Said in place of the opening: nobody is reminded or pressed in the days after a death.
    "heirs": N_(
        "We are sorry for your loss. By our books of {day} the charges below are open for the unit, {total} in all. "
        "There is no hurry: please let whoever inherits come to the service centre when it suits you, if possible by "
        "{deadline}, with what shows it, so that we know whom to write to and can agree how the rest is settled."
    ),
    "vacant": N_(
        "While a flat stands empty, its owner still shares in cleaning, guarding and keeping up what belongs to all. A "
        "reduction that was granted to you is taken off already; where local rules allow one and you have none, please "
        "apply for it at the service centre."
    ),
    "developer": N_(
        "Until a unit is handed over its fees are borne by the developer (Property Management Regulations §41). Please "
        "pass this on to your accounts department."
    ),
    # Said to everybody of whose charges some are disputed, after what is said to their segment.
    "disputing": N_("What you object to is not part of this letter; it waits until the dispute is settled."),
}
EVERY = "every"
# What every letter says, whatever its step.
WAYS: Mapping[str, str] = {EVERY: N_("Bring this letter: the code at its foot finds your unit.")}
RIGHTS: Mapping[str, str] = {
    EVERY: N_(
        "If you think that a charge is wrong, say so at the service centre or in writing by {deadline}, and name the "
        "charge. What is disputed is not demanded and bears no late fee until it is settled; the owners' committee, "
        "the street office and the court are open to you."
    ),
}
# Every text by its part, and by what it belongs to: a step, how an owner pays, or every letter.
SHIPPED: Mapping[str, Mapping[str, str]] = {
    "title": TITLES,
    "opening": OPENINGS,
    "personal": PERSONAL,
    "closing": CLOSINGS,
    "ways": WAYS,
    "rights": RIGHTS,
}
