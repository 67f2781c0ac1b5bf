"""Sentences for what is refused about people: permissions, PINs, approvals."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "cell_fixed": (
        N_("This is fixed for the role {role}: {act}."),
        N_("Everybody reads, and the auditor only reads. Give the act to another role."),
    ),
    "nobody_left": (
        N_("After this nobody who works here could do this any more: {act}."),
        N_("Let another person who works here have that permission first."),
    ),
    "staff_has_open_till": (
        N_("{name} still has till {till} open."),
        N_("Let the till be counted and closed, or handed over; then the person can leave."),
    ),
    "staff_has_requests": (
        N_("Requests of {name} that wait for a decision: {waiting_count}."),
        N_("Let a second person decide each of them; then the person can leave."),
    ),
    "pin_must_change": (
        N_("The PIN of {name} is for one use."),
        N_("{name} logs in first and chooses another PIN."),
    ),
    "same_pin": (
        N_("This is the PIN from before."),
        N_("Choose another one."),
    ),
    "second_person_needed": (
        N_("This office does this only with a second person: {act}."),
        N_("Let a second person agree to it with their PIN."),
    ),
    "not_a_keeper": (
        N_("{name} may not change staff and permissions."),
        N_("Recover the PIN of somebody who may; that person can set any other PIN."),
    ),
    "filter_wrong": (
        N_("{field}: “{text}” is not found in these books."),
        N_("Leave the field empty, or type it as it stands in the books."),
    ),
    "list_kind_unknown": (
        N_("“{name}” does not say what kind of file it is."),
        N_("Let the name end with .xlsx or .csv."),
    ),
    "not_confirmed": (
        N_("The name was not typed as it stands."),
        N_("Nothing was changed. Start again and type the name exactly."),
    ),
}
