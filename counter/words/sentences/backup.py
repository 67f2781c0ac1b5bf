"""Sentences for the errors of backup."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "close_unknown": (
        N_("No day was closed at event {close_event}."),
        N_("Choose a closed day from the list of journals."),
    ),
    "copy_chain_broken": (
        N_("The copy {path} was made, but the books in it do not hang together from event {event_id} on."),
        N_("F7, A checks everything and names what is wrong. Change nothing by hand; older copies stay meanwhile."),
    ),
    "copy_source_unreadable": (
        N_("{path} cannot be read, or changed while it was copied."),
        N_("Nothing of this copy counts. Try again; if it happens again, check the disk of this computer."),
    ),
    "data_folder_wrong": (
        N_("The books cannot move to {folder}: {obstacle}."),
        N_("Name another folder of this computer; the books stay where they are."),
    ),
    "journal_differs": (
        N_("A journal of this day exists already and says something else: {path}"),
        N_("Nothing was overwritten. Move that file elsewhere and try again; check both files before you rely on one."),
    ),
    "manifest_damaged": (
        N_("The list of contents {path} is damaged."),
        N_("Use another stick for today's copy, and have this one looked at."),
    ),
    "manifest_too_new": (
        N_("{path} was written by a newer version of the program (form {version}, this one knows {known})."),
        N_("Use the newer version, or another stick."),
    ),
    "nothing_to_restore": (
        N_("No copy on {path} is whole."),
        N_("Try another stick; the newest whole copy of any of them can be restored."),
    ),
    "read_back_differs": (
        N_("What was read back from {path} is not what was written."),
        N_("The file was not kept. Try again; if it happens again, the disk is failing."),
    ),
    "restore_target_not_empty": (
        N_("The folder {path} is not empty."),
        N_("Choose a new folder; a copy is never restored over something else."),
    ),
    "no_closed_day": (
        N_("No day was closed from {first_day} to {last_day}."),
        N_("Choose other days; a day is exported once it is closed."),
    ),
    "numbers_given_meanwhile": (
        N_("Something was booked while the copy was being brought back; the present books stay."),
        N_("Let nobody take payments meanwhile, and bring the copy back again."),
    ),
    "older_copy_damaged": (
        N_("An older copy on {place} cannot be read any more: {path}"),
        N_("The medium is failing. Make a copy on another stick today, and do not rely on this one."),
    ),
    "trial_restore_differs": (
        N_("The copy on {place} was brought back for a trial and is not as the books are ({finding_count} findings)."),
        N_("Do not rely on this copy. Make a new one on another stick, then check everything: F7, A."),
    ),
    "sample_on_real_stick": (
        N_("These are sample or training books; they never go onto a real stick."),
        N_("Name a folder in the settings that stands in for a stick."),
    ),
    "stick_full": (
        N_("The stick is full: {needed_bytes} are needed, {free_bytes} are free."),
        N_("Removing older copies would free {would_free_bytes}. Otherwise use a larger stick."),
    ),
    "stick_gone": (
        N_("The stick does not answer any more."),
        N_("The copies that were on it before are still whole. Put it in again and try again."),
    ),
    "stick_failing": (
        N_("The stick answers with errors ({path})."),
        N_(
            "It is failing, or sits badly in its socket. Make today's copy on another stick; the copies on this one "
            "were not touched."
        ),
    ),
    "stick_lies": (
        N_("The stick did not keep what was written ({path})."),
        N_("It is failing, or smaller than it says. Use another stick; the earlier copies were not touched."),
    ),
    "stick_not_adopted": (
        N_("The stick at {path} does not belong to these books yet; it may be somebody's own."),
        N_("Take it into use first, or put in a stick that carries these books."),
    ),
    "stick_read_only": (
        N_("The stick at {path} cannot be written."),
        N_("Slide its lock open, or use another stick."),
    ),
    "passphrase_weak": (
        N_(
            "The passphrase needs {least} signs at least, several different ones, all from an English keyboard: "
            "letters, figures, spaces and signs."
        ),
        N_("Four words that have nothing to do with each other are good and can be remembered."),
    ),
    "passphrase_needed": (
        N_("The copy on “{name}” is encrypted: its passphrase is needed."),
        N_("Type the passphrase; it is kept in a sealed envelope, apart from the recovery sheet."),
    ),
    "passphrase_wrong": (
        N_("This is not the passphrase of the copy on “{name}”."),
        N_("Mind capital letters and spaces. An older copy may have an older passphrase."),
    ),
    "copy_key_damaged": (
        N_("The sealed key of the copy is damaged or missing: {path}"),
        N_("The recovery sheet holds the same key; the manual says how under “Encrypted copies”."),
    ),
    "copies_not_encrypted": (
        N_("The copies are not encrypted."),
        N_("Settings, 1, E sets a passphrase."),
    ),
    "stick_wrong": (
        N_("The stick “{name}” belongs to other books."),
        N_("Put in a stick of this estate; nothing was written."),
    ),
}
