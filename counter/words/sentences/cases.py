"""Sentences for what cases refuse: disputes, complaints, suggestions, repair requests."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "step_not_allowed": (
        N_("From the step “{step_from}” a case does not go to “{step_to}”."),
        N_("Nothing was changed. Choose one of the steps that are offered."),
    ),
    "unknown_topic": (
        N_("No case of this kind is about “{topic}”."),
        N_("Nothing was recorded. Choose one from the list."),
    ),
    "said_missing": (
        N_("What was said is missing."),
        N_("Write down in a few words what the owner says."),
    ),
    "nothing_disputed": (
        N_("A dispute names the charges it is about, each of them once; other cases name none."),
        N_("Select the charge on the unit’s card first."),
    ),
    "not_disputable": (
        N_("Line {charge_id} cannot be disputed: no charge of this case, taken back, or part of another line."),
        N_("Choose the charge itself; its late fee and adjustments follow it."),
    ),
    "disputes_too_much": (
        N_("{wanted_minor} cannot be disputed: {left_minor} is what the charge comes to now."),
        N_("Type a sum above nothing and at most that."),
    ),
    "disputed_already": (
        N_("This charge is disputed already, as case {number}."),
        N_("Open that case and write there what is new."),
    ),
    "raised_wrong": (
        N_("{day} cannot be: what happened lies behind us, a deadline ahead."),
        N_("Write the day as 2026-11-23."),
    ),
    "unknown_case": (
        N_("There is no case no. {case_id}."),
        N_("Nothing was changed. The list shows the cases there are."),
    ),
    "person_has_case": (
        N_("Case {number} of this person has not ended."),
        N_("Let it be settled or withdrawn first."),
    ),
    "settlement_waits": (
        N_("A settlement of this case waits for a decision."),
        N_("Let it be decided or taken back first (till, list 3)."),
    ),
    "members_missing": (
        N_("A session of mediation names who sat on the panel."),
        N_("Type their names, then save again."),
    ),
}
