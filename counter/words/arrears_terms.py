"""The words for steps, segments and holds of arrears, deliveries, calls and promises, by their codes."""

from collections.abc import Mapping

from counter.words.words import N_

STEPS: Mapping[str, str] = {
    "friendly": N_("Friendly reminder"),
    "reminder": N_("Reminder"),
    "demand": N_("Demand"),
    "final": N_("Final demand"),
}
SEGMENTS: Mapping[str, str] = {
    "disputing": N_("disputes it"),
    "heirs": N_("heirs"),
    "developer": N_("developer"),
    "elderly": N_("call first"),
    "promiser": N_("promises often"),
    "vacant": N_("vacant"),
    "chronic": N_("owes for long"),
    "seasonal": N_("pays by season"),
    "slipped": N_("slipped once"),
}
HOLDS: Mapping[str, str] = {
    "nothing": N_("nothing due"),
    "disputed": N_("paused, disputed"),
    "heirs": N_("confirm the heirs"),
    "below_least": N_("too small a sum"),
    "promised": N_("a promise runs"),
    "call_first": N_("call first"),
    "too_soon": N_("too soon"),
    "former": N_("the seller owes it"),
    "no_address": N_("no address"),
}
METHODS: Mapping[str, str] = {
    "by_hand": N_("by hand"),
    "registered": N_("registered mail"),
    "box": N_("put into the box"),
    "signed": N_("signed for"),
    "refused": N_("acceptance refused"),
    "not_met": N_("nobody met"),
    "posted": N_("posted"),
    "returned": N_("came back"),
    "left": N_("left there"),
    "mistake": N_("noted by mistake"),
    "taken_back": N_("the last note is taken back"),
    "email": N_("e-mail"),
    "written": N_("written as a file"),
    "bounced": N_("came back undeliverable"),
    "delayed": N_("delayed"),
    "arrived": N_("arrived"),
    "opened": N_("opened"),
    "answered": N_("answered"),
}
RECEIVERS: Mapping[str, str] = {
    "owner": N_("the owner"),
    "family": N_("somebody of the family"),
    "occupier": N_("the occupier"),
    "other": N_("somebody else"),
}
CALLS: Mapping[str, str] = {
    "will_pay": N_("will pay"),
    "refuses": N_("does not want to pay"),
    "asks_back": N_("has questions"),
    "no_answer": N_("no answer"),
    "wrong_number": N_("wrong number"),
}
# What stands among the calls and is none.
NO_CALLS: Mapping[str, str] = {
    "put_off": N_("call put off"),
    "suit": N_("suit filed"),
    "mistake": N_("noted by mistake"),
    "promise": N_("promise to pay"),
}
PROMISES: Mapping[str, str] = {
    "running": N_("still running"),
    "kept": N_("kept as promised"),
    "broken": N_("broken"),
    "renewed": N_("replaced by a later one"),
}
RESTARTS: Mapping[str, str] = {
    "letter": N_("a letter signed for"),
    "promise": N_("a signed promise"),
    "part_payment": N_("part of it paid"),
    "suit": N_("a suit filed with the court"),
}
# What the note of a delivery or of a suit lacks.
MISSING: Mapping[str, str] = {
    "day": N_("the day"),
    "slip": N_("the number of the mail"),
    "receiver": N_("who received it"),
    "witness": N_("the witness"),
    "outcome": N_("the outcome"),
    "number": N_("the case number"),
    "open": N_("an open charge"),
}
TIMES: Mapping[str, str] = {
    "": N_("any time"),
    "morning": N_("in the morning"),
    "afternoon": N_("in the afternoon"),
    "evening": N_("in the evening"),
    "weekend": N_("at the weekend"),
}
THREATS: Mapping[str, str] = {
    "utilities": N_("cutting off water, power, gas or heat"),
    "entry": N_("barring entry, cars or lifts"),
    "shaming": N_("naming debtors in public"),
    "force": N_("force or a vague threat"),
}
# Why a unit gets what it gets; the figures are those of counter.rules.arrears.Reason.
REASONS: Mapping[str, str] = {
    "coming": N_("{amount} falls due within {number} days."),
    "overdue": N_("{amount} is open, the oldest of it for {number} days."),
    "step_reminder": N_("A reminder goes out from the first day overdue."),
    "step_demand": N_("A demand goes out from {number} days overdue."),
    "step_final": N_("A final demand goes out from {number} days overdue."),
    "sent_before": N_("The last letter about it went out on {day}."),
    "one_by_one": N_("By days and sum a sharper letter would be due, but no step is skipped."),
    "disputing": N_("Everything that is due is disputed: {amount}."),
    "heirs": N_("The owner has died; the heirs are not confirmed."),
    "developer": N_("The unit belongs to the developer: a demand is the first letter."),
    "elderly": N_("Marked to be called before any letter."),
    "promiser": N_("Promises to pay; broken so far: {number}."),
    "vacant": N_("The flat is vacant."),
    "chronic": N_("Behind by {number} periods, for half a year at least."),
    "seasonal": N_("Paid more than a month late {number} times in two years, but paid."),
    "slipped": N_("Paid on time {number} times in two years."),
    "part_frozen": N_("{amount} is disputed and not demanded."),
    "hold_nothing": N_("There is nothing due."),
    "hold_disputed": N_("No letter: {amount} is disputed."),
    "hold_heirs": N_("No further letter before the heirs are confirmed."),
    "hold_below_least": N_("No letter below {amount}."),
    "hold_promised": N_("No letter while a promise runs until {day}."),
    "hold_call_first": N_("No letter before a call; a call counts for {number} days."),
    "hold_former": N_("No letter: the seller owes {amount}."),
    "hold_no_address": N_("No letter: whoever owes it has left, and no address is kept. M on the card enters one."),
    "hold_too_soon": N_("No letter within {number} days of the last one ({day})."),
}
