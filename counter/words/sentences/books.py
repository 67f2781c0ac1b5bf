"""Sentences for what can go wrong with the books and their file."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "already_settled": (
        N_("Less is still open of a charge than is to be settled (charge {charge_id}, {amount_minor})."),
        N_("Nothing was taken: it was paid from another place meanwhile. Open the unit again to see what is owed."),
    ),
    "attachment_too_large": (
        N_("The file {name} has {size_bytes}; at most {limit_bytes} can be kept."),
        N_("Scan or photograph it at a lower resolution and attach it again."),
    ),
    "books_damaged": (
        N_("The file of the books is damaged: {path}"),
        N_("Do not go on working with it. Restore the last restore point or the copy on the backup stick."),
    ),
    "books_fault": (
        N_("The books could not be read or written: {reason}"),
        N_("Nothing of this step was saved. Try again; if it happens again, restart the program and check the disk."),
    ),
    "books_gone": (
        N_("The books are not where they were any more: {path}"),
        N_(
            "Nothing of this step was saved; what was saved before lies on the disk that is missing and on the sticks. "
            "Take no money now. Connect the disk or folder again, then start the program again."
        ),
    ),
    "books_in_use": (
        N_("The books are open in another window or program: {path}"),
        N_("Use the window that is open, or close it first."),
    ),
    "books_missing": (
        N_("There are no books in {path}"),
        N_("Check the folder in the settings, restore a copy from the backup stick, or begin new books."),
    ),
    "books_read_only": (
        N_("The books may not be written: {path}"),
        N_("Nothing of this step was saved. Check that the disk is not write-protected and the folder is yours."),
    ),
    "clock_far_ahead": (
        N_("The clock says {now}, the last known time is {last}."),
        N_("Set the computer's clock, or let a second person confirm the date. Until then nothing is posted."),
    ),
    "disk_full": (
        N_("The disk of the books is full: {path}"),
        N_("Nothing of this step was saved. Free some space on the disk and try again."),
    ),
    "newer_schema": (
        N_("These books were written by a newer version of the program (schema {found}, known up to {known})."),
        N_("They were left untouched. Install the newer version and open them with it."),
    ),
    "paper_altered": (
        N_("The kept paper of this receipt is not what was printed (paper {paper_id})."),
        N_("No copy is made of it. Check the books on F7, and compare the payer's part with the journal of the day."),
    ),
    "series_in_use": (
        N_("The series {series} has already given out numbers; the next is {next_number}."),
        N_("Go on with the next number, or begin a series under another name."),
    ),
    "too_old_sqlite": (
        N_("The SQLite library of this computer is too old ({found})."),
        N_("Install a newer Python; the README names the command."),
    ),
    "half_an_event": (
        N_("An entry could not be written whole (request {request_id}) and was refused."),
        N_("Nothing was saved. This is a fault of the program: pass on what you did and this sentence."),
    ),
    "unbalanced": (
        N_("An entry does not balance ({kind}, {fund}: {rest_minor}) and was refused."),
        N_("Nothing was saved. This is a fault of the program: pass on what you did and this sentence."),
    ),
    "lost_numbers_open": (
        N_("These books go on from a copy, and it has not been said yet which numbers were given out after it."),
        N_("A manager declares them on the Journal: F7, then B. Until then no number is given out."),
    ),
    "nothing_to_bridge": (
        N_("There are no lost numbers to declare."),
        N_("They are declared once, after a copy was brought back."),
    ),
    "not_after_the_copy": (
        N_("{series}: number {number} is in the copy, which reaches to number {last}."),
        N_("Type the highest number that stands on any paper, or {last} where nothing was lost."),
    ),
    "too_many_lost": (
        N_("{series}: {count} lost numbers are too many; at most {most} can be declared."),
        N_("Read the number on the last paper again."),
    ),
}
