"""The one table of keys: what F1 shows, and the names under which screens take them.

A key's name is Tk's keysym, with `Shift-` before it where Shift is held; letters are capitals. Screens map these
names to what they do, so a key that stands here is spelt the same everywhere.
"""

from typing import NamedTuple

from counter.screens.key_row import (
    ARREARS,
    BAD_DEBT,
    BARRIER,
    BILLS,
    CALLS,
    CAMPAIGN,
    CARD,
    CASE,
    CASES,
    COPIES,
    EVERYWHERE,
    IMPORT,
    JOURNAL,
    LETTERS,
    LIMITATION,
    LOST,
    MACHINE,
    OFFICE,
    PAY,
    PEOPLE,
    PRICES,
    READINGS,
    REDUCTIONS,
    RESULTS,
    RULES,
    SETTINGS,
    SHARED,
    TABLES,
    TILL,
    TRAIL,
    UNITS,
    KeyRow,
)  # fmt: skip
from counter.screens.keys_of_settings import SETTINGS_KEYS
from counter.words import N_, Words

KEYS: tuple[KeyRow, ...] = (
    KeyRow(EVERYWHERE, "F1", "F1", N_("Show these keys")),
    KeyRow(EVERYWHERE, "F2", "F2", N_("Take a payment")),
    KeyRow(EVERYWHERE, "F3", "F3", N_("Look up a unit")),
    KeyRow(EVERYWHERE, "F4", "F4", N_("Open, count and close the till")),
    KeyRow(EVERYWHERE, "F5", "F5", N_("See who owes what")),
    KeyRow(EVERYWHERE, "F6", "F6", N_("Disputes, complaints, suggestions, repair requests")),
    KeyRow(EVERYWHERE, "F7", "F7", N_("See the days and their journals")),
    KeyRow(EVERYWHERE, "F8", "F8", N_("See reports")),
    KeyRow(EVERYWHERE, "Shift-F8", "Shift+F8", N_("Save the list on the screen as Excel and CSV")),
    KeyRow(EVERYWHERE, "Shift-F12", "Shift-F12", N_("Change settings, prices and people; bill run")),
    KeyRow(EVERYWHERE, "F12", "F12", N_("Lock the window")),
    KeyRow(EVERYWHERE, "Escape", "Esc", N_("Go back one step")),
    KeyRow(TABLES, "Up", "↑ ↓", N_("Move in the list")),
    KeyRow(TABLES, "space", N_("Space"), N_("Tick or untick the line")),
    KeyRow(TABLES, "Return", N_("Enter"), N_("Open the line")),
    KeyRow(PAY, "F9", "F9", N_("Take cash; with nothing typed, the exact sum")),
    KeyRow(PAY, "F10", "F10", N_("Take a card")),
    KeyRow(PAY, "Shift-F10", "Shift+F10", N_("Settle a card payment whose outcome is unknown")),
    KeyRow(PAY, "F11", "F11", N_("Take a code payment")),
    KeyRow(PAY, "F", "F", N_("Pay ahead to a month")),
    KeyRow(PAY, "N", "N", N_("Pay only part of the sum now")),
    KeyRow(PAY, "S", "S", N_("Note the typed sum as cash; the next tender pays the rest")),
    KeyRow(PAY, "B", "B", N_("Odd sum to the balance")),
    KeyRow(PAY, "Y", "Y", N_("Pay from the balance")),
    KeyRow(PAY, "T", "T", N_("Claim a bank transfer")),
    KeyRow(PAY, "C", "C", N_("Take a cheque")),
    KeyRow(PAY, "L", "L", N_("Enter a handwritten receipt")),
    KeyRow(PAY, "M", "M", N_("Payer or note on the receipt")),
    KeyRow(PAY, "A", "A", N_("Add a unit of the same payer")),
    KeyRow(PAY, "H", "H", N_("Put aside, or take up again")),
    KeyRow(PAY, "R", "R", N_("Note not taken, or no change")),
    KeyRow(PAY, "D", "D", N_("Dispute the selected line")),
    KeyRow(PAY, "P", "P", N_("Principal only, fee stays open")),
    KeyRow(PAY, "W", "W", N_("Waive the late fee")),
    KeyRow(UNITS, "1", "1 – 6", N_("Show another part of the unit's card")),
    KeyRow(UNITS, "F9", "F9", N_("The floor plan of the building, and back")),
    KeyRow(UNITS, "F10", "F10", N_("List only some units: owing, vacant, paid ahead …")),
    KeyRow(UNITS, "T", "T", N_("Take a payment for the unit")),
    KeyRow(UNITS, "P", "P", N_("Print a statement")),
    KeyRow(UNITS, "S", "S", N_("Show telephone numbers, or mask them again")),
    KeyRow(UNITS, "A", "A", N_("Keep a scan with the unit")),
    KeyRow(UNITS, "M", "M", N_("Adjust, waive, charge once; what else is done with its money")),
    KeyRow(UNITS, "E", "E", N_("Erase the data of the selected person")),
    KeyRow(UNITS, "D", "D", N_("Record a dispute over the selected charge, a complaint, a repair request")),
    KeyRow(CASES, "1", "1", N_("Open cases")),
    KeyRow(CASES, "2", "2", N_("Ended cases")),
    KeyRow(CASES, "K", "K", N_("Only one kind of case, the next one each time")),
    KeyRow(CASES, "P", "P", N_("Print the register")),
    KeyRow(CASE, "1", "1", N_("Open cases")),
    KeyRow(CASE, "2", "2", N_("Ended cases")),
    KeyRow(CASE, "E", "E", N_("Examine it, or open it again")),
    KeyRow(CASE, "O", "O", N_("Make an offer")),
    KeyRow(CASE, "M", "M", N_("Mediation: members, session, minutes, result")),
    KeyRow(CASE, "H", "H", N_("Take it in hand, or open it again")),
    KeyRow(CASE, "S", "S", N_("Settle it; what was wrong is let off by itself")),
    KeyRow(CASE, "R", "R", N_("Reject it with reasons")),
    KeyRow(CASE, "W", "W", N_("The owner withdraws it")),
    KeyRow(CASE, "C", "C", N_("Pass on to arbitration or court")),
    KeyRow(CASE, "A", "A", N_("Keep a scan with the case")),
    KeyRow(CASE, "B", "B", N_("Charge the unit for the repair")),
    KeyRow(CASE, "U", "U", N_("Go to the unit's card")),
    KeyRow(TILL, "1", "1", N_("Code payments to be checked")),
    KeyRow(TILL, "2", "2", N_("Bank transfers nobody has claimed")),
    KeyRow(TILL, "3", "3", N_("Requests that wait for a decision")),
    KeyRow(TILL, "4", "4", N_("Open the drawer without a payment")),
    KeyRow(TILL, "5", "5", N_("Print an X report")),
    KeyRow(TILL, "6", "6", N_("Pay cash in")),
    KeyRow(TILL, "7", "7", N_("Pay cash out")),
    KeyRow(TILL, "8", "8", N_("Drop cash into the safe")),
    KeyRow(TILL, "9", "9", N_("Hand the till over")),
    KeyRow(TILL, "0", "0", N_("Go on a break")),
    KeyRow(TILL, "P", "P", N_("Payments put aside")),
    KeyRow(TILL, "F", "F", N_("Finance: slips, cheques, safe and bank, forms")),
    KeyRow(TILL, "F9", "F9", N_("Confirm: open the till, the count, the close")),
    KeyRow(TILL, "F10", "F10", N_("Count again, refuse, try again, owed copies, sums")),
    KeyRow(TILL, "F11", "F11", N_("A new stick; till closed: requests to decide")),
    KeyRow(JOURNAL, "C", "C", N_("Check the selected day")),
    KeyRow(JOURNAL, "A", "A", N_("Check the books and every journal file")),
    KeyRow(JOURNAL, "S", "S", N_("Finish owed copies")),
    KeyRow(JOURNAL, "R", "R", N_("The copies on the sticks, and back")),
    KeyRow(JOURNAL, "X", "X", N_("Export closed days: sheet or plain text")),
    KeyRow(JOURNAL, "T", "T", N_("The timetable of the copies, and back")),
    KeyRow(JOURNAL, "N", "N", N_("On the timetable: make the selected copy now")),
    KeyRow(JOURNAL, "1", "1 – 2", N_("The closed days, or the audit trail")),
    KeyRow(COPIES, "R", "R", N_("Back to the days")),
    KeyRow(COPIES, "G", "G", N_("Go on with the selected copy")),
    KeyRow(COPIES, "V", "V", N_("Verify the selected copy")),
    KeyRow(COPIES, "L", "L", N_("Bring a copy into a new folder, only to look at it")),
    KeyRow(LOST, "B", "B", N_("The lost numbers, and back")),
    KeyRow(LOST, "D", "D", N_("Declare them with a second person")),
    KeyRow(TRAIL, "1", "1 – 2", N_("The closed days, or the audit trail")),
    KeyRow(TRAIL, "F", "F", N_("Find in the audit trail")),
    KeyRow(TRAIL, "X", "X", N_("Show everything")),
    KeyRow(TRAIL, "O", "O", N_("Older events")),
    KeyRow(TRAIL, "N", "N", N_("Newer events")),
    KeyRow(TRAIL, "E", "E", N_("Export the audit trail")),
    KeyRow(ARREARS, "1", "1 – 8", N_("Turn the page")),
    KeyRow(ARREARS, "F", "F", N_("Show only some: age, pays how, promised, disputed, steward …")),
    KeyRow(ARREARS, "B", "B", N_("Only one building")),
    KeyRow(ARREARS, "M", "M", N_("Only from a sum on")),
    KeyRow(ARREARS, "X", "X", N_("Show everybody")),
    KeyRow(ARREARS, "T", "T", N_("Take a payment for the unit")),
    KeyRow(CARD, "1", "1 – 8", N_("Turn the page")),
    KeyRow(CARD, "X", "X", N_("Back to the list")),
    KeyRow(CARD, "K", "K", N_("Say how the unit is dunned")),
    KeyRow(CARD, "C", "C", N_("Note a call")),
    KeyRow(CARD, "P", "P", N_("Note a promise to pay")),
    KeyRow(CARD, "F", "F", N_("Compile the case file for the lawyer")),
    KeyRow(CARD, "L", "L", N_("Look at the letter that is due")),
    KeyRow(CARD, "W", "W", N_("Write off as bad debt what nobody will pay")),
    KeyRow(CARD, "V", "V", N_("Revive what was written off")),
    KeyRow(CARD, "T", "T", N_("Take a payment for the unit")),
    KeyRow(CAMPAIGN, "1", "1 – 8", N_("Turn the page")),
    KeyRow(CAMPAIGN, "F9", "F9", N_("Work out the letters, then send them")),
    KeyRow(CAMPAIGN, "S", "S", N_("Only the letters of one step")),
    KeyRow(CAMPAIGN, "K", "K", N_("Take a letter out of the batch, or back in")),
    KeyRow(CAMPAIGN, "N", "N", N_("Take all of them out, or back in")),
    KeyRow(CAMPAIGN, "U", "U", N_("Who gets none and why, and back")),
    KeyRow(CAMPAIGN, "O", "O", N_("Open all of them as drafts")),
    KeyRow(CAMPAIGN, "X", "X", N_("Begin anew")),
    KeyRow(LETTERS, "1", "1 – 8", N_("Turn the page")),
    KeyRow(LETTERS, "O", "O", N_("Open the letter as it was sent")),
    KeyRow(LETTERS, "B", "B", N_("Open the whole batch it was sent with")),
    KeyRow(LETTERS, "N", "N", N_("Notice for the door, without name and sum")),
    KeyRow(LETTERS, "D", "D", N_("Note what became of the letter")),
    KeyRow(CALLS, "1", "1 – 8", N_("Turn the page")),
    KeyRow(CALLS, "S", "S", N_("Show the telephone numbers of the unit")),
    KeyRow(CALLS, "E", "E", N_("Write today's list as a file for a sender of SMS")),
    KeyRow(CALLS, "W", "W", N_("Called: will pay")),
    KeyRow(CALLS, "R", "R", N_("Called: does not want to pay")),
    KeyRow(CALLS, "Q", "Q", N_("Called: has questions")),
    KeyRow(CALLS, "N", "N", N_("Called: no answer")),
    KeyRow(CALLS, "U", "U", N_("Called: wrong number")),
    KeyRow(LIMITATION, "1", "1 – 8", N_("Turn the page")),
    KeyRow(LIMITATION, "R", "R", N_("Enter the rest days of a year")),
    KeyRow(LIMITATION, "T", "T", N_("Take a payment for the unit")),
    KeyRow(RULES, "1", "1 – 8", N_("Turn the page")),
    KeyRow(RULES, "G", "G", N_("The words of the letters in the other language")),
    KeyRow(RULES, "B", "B", N_("Notice for the board, without names and sums")),
    KeyRow(RESULTS, "1", "1 – 8", N_("Turn the page")),
    KeyRow(RESULTS, "G", "G", N_("Group the letters otherwise: step, segment, delivery, day")),
    KeyRow(BAD_DEBT, "1", "1 – 8", N_("Turn the page")),
    KeyRow(BAD_DEBT, "V", "V", N_("Revive what was written off")),
    KeyRow(BAD_DEBT, "G", "G", N_("Every write-off and revival, and back")),
    KeyRow(BAD_DEBT, "T", "T", N_("Take a payment for the unit")),
    *SETTINGS_KEYS,
)

HEADINGS: dict[str, str] = {
    EVERYWHERE: N_("On every screen"),
    TABLES: N_("In a list"),
    PAY: N_("While taking a payment"),
    UNITS: N_("At a unit"),
    TILL: N_("At the till"),
    CASES: N_("Among the cases"),
    CASE: N_("At a case"),
    JOURNAL: N_("At the journal"),
    COPIES: N_("Among the copies"),
    LOST: N_("After a copy was brought back"),
    TRAIL: N_("Audit trail"),
    ARREARS: N_("Arrears"),
    CARD: N_("Arrears of one owner"),
    CAMPAIGN: N_("Letters to send"),
    LETTERS: N_("Letters sent"),
    CALLS: N_("Calls"),
    LIMITATION: N_("Limitation"),
    RULES: N_("Rules and words of the letters"),
    RESULTS: N_("Results of the letters"),
    BAD_DEBT: N_("Register of bad debt"),
    SETTINGS: N_("In the settings"),
    MACHINE: N_("This computer"),
    OFFICE: N_("Office"),
    PEOPLE: N_("People"),
    PRICES: N_("Prices"),
    BILLS: N_("Bill run"),
    IMPORT: N_("Import"),
    READINGS: N_("Readings"),
    SHARED: N_("Shared bills"),
    REDUCTIONS: N_("Reductions"),
    BARRIER: N_("Barrier"),
}


class KeyHelp(NamedTuple):
    """The keys of one place, worded: a heading and pairs of what is printed on the key and what it does."""

    heading: str
    rows: tuple[tuple[str, str], ...]


def help_for(w: Words, scopes: tuple[str, ...], navigation: frozenset[str]) -> tuple[KeyHelp, ...]:
    """Return the worded keys of the given places; of the screens' keys only those that the navigation really has.

    A place without keys of its own is left out.
    """
    found = (KeyHelp(w(HEADINGS[scope]), _rows(w, scope, navigation)) for scope in scopes)
    return tuple(each for each in found if each.rows)


def _rows(w: Words, scope: str, navigation: frozenset[str]) -> tuple[tuple[str, str], ...]:
    absent = SCREEN_KEYS - navigation
    return tuple((w(row.shown), w(row.does)) for row in KEYS if row.scope == scope and row.key not in absent)


SCREEN_KEYS = frozenset({*(f"F{number}" for number in range(2, 9)), "Shift-F12"})
SHIFT, CONTROL, ALT = 0x1, 0x4, 0x8
_SAME = {"KP_Enter": "Return", "ISO_Left_Tab": "Shift-Tab"}


def key_name(keysym: str, state: int) -> str:
    """Return the name a key press goes by in the table; with Control or Alt held it is nobody's key and is ''."""
    if state & (CONTROL | ALT):
        return ""
    if len(keysym) == 1:
        return keysym.upper()
    name = _SAME.get(keysym, keysym)
    return f"Shift-{name}" if state & SHIFT and not name.startswith("Shift-") else name
