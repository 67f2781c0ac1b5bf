"""One key of the table of keys, and the places it may belong to: screens, and pages of them."""

from typing import NamedTuple

EVERYWHERE = "everywhere"
TABLES = "tables"
PAY = "pay"
UNITS = "units"
TILL = "till"
CASES = "cases"
CASE = "case"
CASE_FIGURES = "case_figures"
JOURNAL = "journal"
COPIES = "journal_copies"
LOST = "journal_lost"
TRAIL = "journal_trail"
ARREARS = "arrears"
CARD = "arrears_card"
CAMPAIGN = "arrears_campaign"
LETTERS = "arrears_sent"
CALLS = "arrears_calls"
LIMITATION = "arrears_limitation"
RULES = "arrears_rules"
EDITOR = "arrears_editor"
RESULTS = "arrears_results"
MESSAGES = "arrears_messages"
BAD_DEBT = "arrears_bad_debt"
SETTINGS = "settings"
MACHINE = "settings_machine"
OFFICE = "settings_office"
PEOPLE = "settings_people"
PRICES = "settings_prices"
BILLS = "settings_bills"
IMPORT = "settings_import"
READINGS = "settings_readings"
SHARED = "settings_shared"
REDUCTIONS = "settings_reductions"
BARRIER = "settings_barrier"


class KeyRow(NamedTuple):
    """One key: where it works, its name, what is printed on it, the sentence of what it does."""

    scope: str
    key: str
    shown: str
    does: str
