"""Sentences for what the check of the books finds, by the code of the finding."""

from collections.abc import Mapping

from counter.words.words import N_

_EVIDENCE = N_(
    "Change nothing by hand. Keep these files, and compare them with the journal files and the backup stick."
)
_JOURNAL = N_(
    "Keep the file aside and compare it with the same day on the stick. What the books say is checked by itself; "
    "S on the Journal writes a file that is missing again from them."
)
_AGAIN = N_("S on the Journal writes missing files again from the books, with the contents they had.")
_DERIVED = N_("The books themselves are not touched by this; a check with repair makes the figure again from them.")

FINDINGS: Mapping[str, tuple[str, str]] = {
    "file_damaged": (N_("The file of the books is damaged: {found}"), _EVIDENCE),
    "guard_missing": (N_("A guard against changes has been removed: {row}"), _EVIDENCE),
    "schema_missing": (N_("A part of the books is missing: {row}"), _EVIDENCE),
    "schema_changed": (N_("A part of the books was rebuilt differently: {row}"), _EVIDENCE),
    "schema_unknown": (N_("The books hold something that does not belong there: {row}"), _EVIDENCE),
    "event_missing": (N_("Event {expected} is missing from the chain."), _EVIDENCE),
    "chain_broken": (N_("The chain is broken at event {event_id}: it was changed after it was written."), _EVIDENCE),
    "body_version_unknown": (
        N_("Event {event_id} is written in version {found}, this program reads version {expected}."),
        N_("Check the books with a newer version of the program."),
    ),
    "body_unreadable": (N_("The text of event {event_id} cannot be read."), _EVIDENCE),
    "column_differs": (
        N_("Event {event_id}: {row} is {found}, the chained text says {expected}."),
        _EVIDENCE,
    ),
    "detail_missing": (N_("Event {event_id}: {row} is missing; the chained text says {expected}."), _EVIDENCE),
    "detail_differs": (N_("Event {event_id}: {row} is {found}, the chained text says {expected}."), _EVIDENCE),
    "detail_unknown": (N_("Event {event_id}: {row} ({found}) is not in the chained text."), _EVIDENCE),
    "bulk_differs": (N_("Event {event_id}: the lines of {row} are not those that were posted."), _EVIDENCE),
    "register_differs": (N_("Event {event_id}: the changes of {row} are not those that were written."), _EVIDENCE),
    "version_differs": (N_("The entry {row} of event {event_id} was changed after it was written."), _EVIDENCE),
    "version_order": (N_("The versions of {row} do not follow each other: {found} in place of {expected}."), _EVIDENCE),
    "version_emptied": (N_("The entry {row} of event {event_id} was emptied, but not by an erasure."), _EVIDENCE),
    "erasure_unknown": (
        N_("The data of {row} was removed, and no erasure was ever recorded for it."),
        _EVIDENCE,
    ),
    "unbalanced": (N_("The entries of event {event_id} do not balance in {row}: {found_minor} remains."), _EVIDENCE),
    "fund_mixed": (
        N_("Event {event_id} mixes the maintenance fund with other money: {row} is {found}."),
        _EVIDENCE,
    ),
    "account_unknown": (N_("{row} names an account that does not exist: {found}"), _EVIDENCE),
    "charge_differs": (
        N_("{row} is {found_minor}, but its ingredients give {expected_minor}."),
        _EVIDENCE,
    ),
    "over_allocated": (
        N_("More was settled of {row} than it amounts to: {found_minor} of {expected_minor}."),
        _EVIDENCE,
    ),
    "purse_overdrawn": (
        N_("After event {event_id} the purse {row} holds less than nothing: {found_minor}."),
        _EVIDENCE,
    ),
    "bad_debt_differs": (
        N_("Of {row} {found_minor} is written off as bad debt; it amounts to {expected_minor}."),
        _EVIDENCE,
    ),
    "number_gap": (N_("In the series {row} the number {expected} is missing."), _EVIDENCE),
    "bridge_differs": (N_("In the series {row} the number {found} is declared lost and given out too."), _EVIDENCE),
    "intent_differs": (N_("A card payment went {found} in place of {expected}: {row}"), _EVIDENCE),
    "intent_unsettled": (
        N_("The day was closed at event {event_id} while a card payment was not settled: {row}"),
        N_("Look the payment up in the terminal's own list, and settle it with the payer."),
    ),
    "series_differs": (N_("{row} goes on with {found} in place of {expected}."), _DERIVED),
    "close_differs": (N_("{row} is {found}, but the events of the day give {expected}."), _EVIDENCE),
    "close_range": (N_("{row} begins at event {found} in place of {expected}."), _EVIDENCE),
    "open_item_differs": (N_("{row} shows {found_minor} as open in place of {expected_minor}."), _DERIVED),
    "till_aside_differs": (N_("{row} is {found}, but the events give {expected}."), _DERIVED),
    "till_state_differs": (N_("{row} shows {found} in place of {expected}."), _DERIVED),
    "find_key_differs": (N_("The search key {row} is {found} in place of {expected}."), _DERIVED),
    "pending_differs": (N_("The list of requests is wrong: {row} is {found} in place of {expected}."), _DERIVED),
    "owed_differs": (
        N_("What event {event_id} says of the approval it owes is not what was asked for: {row}"),
        _EVIDENCE,
    ),
    "decided_by_own": (
        N_("{row} was decided by somebody whose own act or wish it was (asked for by {found})."),
        N_("Ask finance or the manager; somebody else has to look at it."),
    ),
    "paper_missing": (N_("The kept {row} of event {event_id} is gone."), _EVIDENCE),
    "paper_differs": (N_("The kept {row} of event {event_id} was changed after it was printed."), _EVIDENCE),
    "paper_unknown": (N_("The kept {row} of event {event_id} was slipped in after the event."), _EVIDENCE),
    "anchor_missing": (
        N_("{witness} names event {event_id}, which the books do not hold: they were cut off, or are an older copy."),
        _EVIDENCE,
    ),
    "anchor_differs": (
        N_("{witness} does not match event {event_id}: the books were written anew, or went on from an older copy."),
        _EVIDENCE,
    ),
    "journal_unreadable": (N_("The file cannot be read: {found}"), _JOURNAL),
    "journal_format_unknown": (
        N_("The file is of form {found}; this program knows forms up to {expected}."),
        N_("Check the file with a newer version of the program."),
    ),
    "journal_schema_differs": (N_("{row} is built otherwise than it was."), _JOURNAL),
    "journal_about_differs": (
        N_("What the file says of itself does not fit: {row} is {found}, not {expected}."),
        _JOURNAL,
    ),
    "journal_content_differs": (
        N_("The file was changed after it was written: its contents are not those it names."),
        _JOURNAL,
    ),
    "journal_name_differs": (N_("By its contents the file is called {expected}."), _JOURNAL),
    "journal_range_differs": (N_("The file holds {found} closes of a day in place of {expected}."), _JOURNAL),
    "journal_z_differs": (N_("The Z does not fit the day's own rows: {row} is {found}, not {expected}."), _JOURNAL),
    "journal_other_books": (N_("The file belongs to other books: {found}"), _JOURNAL),
    "journal_missing": (
        N_("Before this file a day is missing: it begins with event {found} in place of {expected}."),
        _AGAIN,
    ),
    "journal_gone": (N_("The file of this closed day is not there."), _AGAIN),
    "journal_twice": (N_("Events of this file are in {found} too."), _JOURNAL),
    "journal_link_differs": (
        N_("The file is not tied to the one before it: {row} is {found} in place of {expected}."),
        _JOURNAL,
    ),
    "journal_step_differs": (N_("By {row} this file was written with other contents."), _JOURNAL),
    "attachment_missing": (
        N_("The file of {row} (event {event_id}) is missing."),
        N_("Restore the folder of attachments from a restore point or the backup stick."),
    ),
    "attachment_differs": (
        N_("The file of {row} (event {event_id}) was changed after it was attached."),
        N_("Restore the folder of attachments from a restore point or the backup stick."),
    ),
}
