"""The keys of the letters to send, of their rules, of their editor, and of the bad debt.

The editor has none that writes a character, for a text is typed while they are pressed.
"""

from counter.screens.key_row import BAD_DEBT, CAMPAIGN, EDITOR, RULES, KeyRow
from counter.words import N_

LETTER_KEYS: tuple[KeyRow, ...] = (
    KeyRow(CAMPAIGN, "1", "1 – 9", N_("Turn the page")),
    KeyRow(CAMPAIGN, "F9", "F9", N_("Work out the letters, then send them")),
    KeyRow(CAMPAIGN, "S", "S", N_("Only the letters of one step")),
    KeyRow(CAMPAIGN, "K", "K", N_("Take a letter out of the batch, or back in")),
    KeyRow(CAMPAIGN, "N", "N", N_("Take all of them out, or back in")),
    KeyRow(CAMPAIGN, "U", "U", N_("Who gets none and why, and back")),
    KeyRow(CAMPAIGN, "O", "O", N_("Open all of them as drafts")),
    KeyRow(CAMPAIGN, "X", "X", N_("Begin anew")),
    KeyRow(RULES, "1", "1 – 9", N_("Turn the page")),
    KeyRow(RULES, "E", "E", N_("Write the words of the letters, a letter beside them")),
    KeyRow(RULES, "G", "G", N_("The words of the letters in the other language")),
    KeyRow(RULES, "B", "B", N_("Notice for the board, without names and sums")),
    KeyRow(EDITOR, "F9", "F9", N_("Save everything typed")),
    KeyRow(EDITOR, "F10", "F10", N_("The letter over the whole width, and back")),
    KeyRow(EDITOR, "F11", "F11", N_("The letter to the next unit")),
    KeyRow(EDITOR, "Shift-F11", "Shift+F11", N_("The letter to the unit before")),
    KeyRow(EDITOR, "Shift-F9", "Shift+F9", N_("Put the shipped words back")),
    KeyRow(EDITOR, "Shift-F10", "Shift+F10", N_("The words in the other language")),
    KeyRow(EDITOR, "Next", "PgDn", N_("Further down in the letter")),
    KeyRow(EDITOR, "Prior", "PgUp", N_("Further up in the letter")),
    KeyRow(EDITOR, "Shift-F1", "Shift+F1", N_("Put in the owner's name")),
    KeyRow(EDITOR, "Shift-F2", "Shift+F2", N_("Put in the unit")),
    KeyRow(EDITOR, "Shift-F3", "Shift+F3", N_("Put in the estate")),
    KeyRow(EDITOR, "Shift-F4", "Shift+F4", N_("Put in the total to pay")),
    KeyRow(EDITOR, "Shift-F5", "Shift+F5", N_("Put in the day of the letter")),
    KeyRow(EDITOR, "Shift-F6", "Shift+F6", N_("Put in the day to pay by")),
    KeyRow(EDITOR, "Shift-F7", "Shift+F7", N_("Put in the number of charges")),
    KeyRow(BAD_DEBT, "1", "1 – 9", N_("Turn the page")),
    KeyRow(BAD_DEBT, "V", "V", N_("Revive what was written off")),
    KeyRow(BAD_DEBT, "G", "G", N_("Every write-off and revival, and back")),
    KeyRow(BAD_DEBT, "T", "T", N_("Take a payment for the unit")),
)
