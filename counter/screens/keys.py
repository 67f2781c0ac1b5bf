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
    CASE_FIGURES,
    CASES,
    COPIES,
    EDITOR,
    EVERYWHERE,
    IMPORT,
    JOURNAL,
    LETTERS,
    LIMITATION,
    LOST,
    MACHINE,
    MESSAGES,
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
from counter.screens.keys_of_arrears import ARREARS_KEYS
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
    KeyRow(PAY, "E", "E", N_("Keep it for one fee item, the next one each time")),
    KeyRow(PAY, "Y", "Y", N_("Pay from the balance")),
    KeyRow(PAY, "T", "T", N_("Claim a bank transfer")),
    KeyRow(PAY, "C", "C", N_("Take a cheque")),
    KeyRow(PAY, "L", "L", N_("Enter a handwritten receipt")),
    KeyRow(PAY, "M", "M", N_("Payer or note on the receipt")),
    KeyRow(PAY, "A", "A", N_("Add a unit of the same payer")),
    KeyRow(PAY, "H", "H", N_("Put aside, or take up again")),
    KeyRow(PAY, "R", "R", N_("Note not taken, or no change")),
    KeyRow(PAY, "D", "D", N_("Dispute the selected line")),
    KeyRow(PAY, "K", "K", N_("See every row of the sums")),
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
    KeyRow(CASES, "3", "3", N_("What is learnt from the cases of a year")),
    KeyRow(CASE_FIGURES, "1", "1", N_("Open cases")),
    KeyRow(CASE_FIGURES, "2", "2", N_("Ended cases")),
    KeyRow(CASE_FIGURES, "3", "3", N_("What is learnt from the cases of a year")),
    KeyRow(CASE_FIGURES, "G", "G", N_("Count by kind, topic, fee item, building, age, result or time to answer")),
    KeyRow(CASE_FIGURES, "R", "R", N_("Causes that came back, and back; Enter goes to the price, meter or bill run")),
    KeyRow(CASE_FIGURES, "K", "K", N_("Only one kind of case, the next one each time")),
    KeyRow(CASE_FIGURES, "Y", "Y", N_("The year before")),
    KeyRow(CASE_FIGURES, "P", "P", N_("Print the year's figures for the owners' assembly")),
    KeyRow(CASE, "1", "1", N_("Open cases")),
    KeyRow(CASE, "2", "2", N_("Ended cases")),
    KeyRow(CASE, "3", "3", N_("What is learnt from the cases of a year")),
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
    KeyRow(CASE, "G", "G", N_("Make it urgent, or not urgent any more")),
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
    KeyRow(TILL, "F10", "F10", N_("Count again, refuse, try again, owed copies, sums, remove the stick")),
    KeyRow(TILL, "F11", "F11", N_("A new stick; till closed: requests to decide")),
    KeyRow(JOURNAL, "C", "C", N_("Check the selected day")),
    KeyRow(JOURNAL, "A", "A", N_("Check the books and every journal file")),
    KeyRow(JOURNAL, "S", "S", N_("Finish owed copies")),
    KeyRow(JOURNAL, "R", "R", N_("The copies on the sticks, and back")),
    KeyRow(JOURNAL, "X", "X", N_("Export closed days: sheet or plain text")),
    KeyRow(JOURNAL, "U", "U", N_("Remove the stick safely")),
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
    *ARREARS_KEYS,
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
    CASE_FIGURES: N_("Among the figures of cases"),
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
    EDITOR: N_("While writing the letters"),
    RESULTS: N_("Results of the letters"),
    MESSAGES: N_("Text messages"),
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
