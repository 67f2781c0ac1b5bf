"""Who may do what: the table of roles and acts as it is shipped, and as an office has changed it."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Role(StrEnum):
    """The roles of the office; the auditor only reads."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    FINANCE = "finance"
    MANAGER = "manager"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What a person can do that not everybody may."""

    TAKE_PAYMENT = "take_payment"
    OPEN_TILL = "open_till"
    CLOSE_TILL = "close_till"
    REQUEST_VOID = "request_void"
    APPROVE_VOID = "approve_void"
    MOVE_PAYMENT = "move_payment"
    APPROVE_MOVE = "approve_move"
    REPRINT = "reprint"
    OPEN_DRAWER = "open_drawer"
    PAY_IN_OUT = "pay_in_out"
    DROP_CASH = "drop_cash"
    WITNESS_DROP = "witness_drop"
    HAND_OVER = "hand_over"
    RESUME_TILL = "resume_till"
    APPROVE_LATE_CLOSE = "approve_late_close"
    APPROVE_OVER_SHORT = "approve_over_short"
    SETTLE_CARD = "settle_card"
    APPROVE_COPY = "approve_copy"
    APPROVE_DRAWER = "approve_drawer"
    APPROVE_PRICES = "approve_prices"
    APPROVE_RESTORE = "approve_restore"
    WAIVE_LATE_FEE = "waive_late_fee"
    CHECK_CODES = "check_codes"
    RECORD_TRANSFER = "record_transfer"
    RUN_BILLS = "run_bills"
    CHANGE_PRICES = "change_prices"
    CHANGE_REGISTERS = "change_registers"
    IMPORT_ESTATE = "import_estate"
    CHANGE_SETTINGS = "change_settings"
    CHANGE_STAFF = "change_staff"
    CONFIRM_DATE = "confirm_date"
    REQUEST_REFUND = "request_refund"
    APPROVE_REFUND = "approve_refund"
    REVERSE_PAYMENT = "reverse_payment"
    APPROVE_REVERSAL = "approve_reversal"
    PAY_REFUNDS = "pay_refunds"
    RECEIVE_REMITTANCE = "receive_remittance"
    BANK_CASH = "bank_cash"
    ENTER_LATE = "enter_late"
    KEEP_FORMS = "keep_forms"
    MARK_INVOICE = "mark_invoice"
    BACK_UP = "back_up"
    RESTORE = "restore"
    ADJUST_CHARGES = "adjust_charges"
    APPROVE_ADJUSTMENT = "approve_adjustment"
    CHARGE_ONCE = "charge_once"
    CERTIFY = "certify"
    RECORD_CASES = "record_cases"
    SETTLE_CASES = "settle_cases"
    SEND_LETTERS = "send_letters"
    NOTE_CONTACT = "note_contact"
    ERASE_PERSON = "erase_person"
    APPROVE_ERASURE = "approve_erasure"
    SHOW_PHONES = "show_phones"
    EXPORT = "export"
    READ = "read"


class NotAllowed(Exception):
    """The role of this person does not include the act; staff_id: who was refused, where that is known."""

    code = "not_allowed"

    def __init__(self, role: str, act: str, staff_id: int | None = None) -> None:
        super().__init__(role, act)
        self.role = role
        self.act = act
        self.staff_id = staff_id


class CellFixed(Exception):
    """This cell of the table is the same in every office."""

    code = "cell_fixed"

    def __init__(self, role: str, act: str) -> None:
        super().__init__(role, act)
        self.role = role
        self.act = act


Table = Mapping[Role, frozenset[Act]]

_WINDOW = frozenset(
    {
        Act.TAKE_PAYMENT, Act.OPEN_TILL, Act.CLOSE_TILL, Act.REQUEST_VOID, Act.MOVE_PAYMENT, Act.REPRINT,
        Act.OPEN_DRAWER, Act.PAY_IN_OUT, Act.DROP_CASH, Act.WITNESS_DROP, Act.HAND_OVER, Act.RECORD_TRANSFER,
        Act.REQUEST_REFUND, Act.REVERSE_PAYMENT, Act.ENTER_LATE, Act.MARK_INVOICE, Act.BACK_UP, Act.SHOW_PHONES,
        Act.CHARGE_ONCE, Act.RECORD_CASES, Act.NOTE_CONTACT, Act.READ,
    }
)  # fmt: skip
_SECOND_PERSON = frozenset(
    {
        Act.APPROVE_VOID, Act.APPROVE_MOVE, Act.APPROVE_OVER_SHORT, Act.APPROVE_ERASURE, Act.SETTLE_CARD,
        Act.CONFIRM_DATE, Act.RESUME_TILL, Act.APPROVE_LATE_CLOSE, Act.APPROVE_REFUND, Act.APPROVE_REVERSAL,
        Act.APPROVE_COPY, Act.APPROVE_DRAWER, Act.APPROVE_RESTORE, Act.WAIVE_LATE_FEE,
    }
)  # fmt: skip
_FINANCE = frozenset({Act.PAY_REFUNDS, Act.RECEIVE_REMITTANCE, Act.BANK_CASH, Act.KEEP_FORMS, Act.MARK_INVOICE})
_OFFICE = frozenset(
    {
        Act.RUN_BILLS, Act.CHANGE_PRICES, Act.CHANGE_REGISTERS, Act.IMPORT_ESTATE, Act.CHECK_CODES, Act.RECORD_TRANSFER,
        Act.APPROVE_PRICES, Act.ADJUST_CHARGES, Act.APPROVE_ADJUSTMENT, Act.CHARGE_ONCE, Act.CERTIFY,
        Act.RECORD_CASES, Act.SETTLE_CASES,
        Act.SEND_LETTERS, Act.NOTE_CONTACT,
    }
)  # fmt: skip
# What changes nothing in the books but its own trace: all that an auditor can ever be given.
READING = frozenset({Act.READ, Act.SHOW_PHONES, Act.EXPORT})

PERMISSIONS: Table = {
    Role.CASHIER: _WINDOW,
    Role.SUPERVISOR: _WINDOW
    | _SECOND_PERSON
    | frozenset({Act.CHECK_CODES, Act.CHANGE_REGISTERS, Act.EXPORT, Act.BANK_CASH, Act.KEEP_FORMS})
    | frozenset({Act.ADJUST_CHARGES, Act.CERTIFY, Act.SETTLE_CASES, Act.SEND_LETTERS}),
    Role.FINANCE: _OFFICE
    | _FINANCE
    | frozenset({Act.READ, Act.REPRINT, Act.BACK_UP, Act.WITNESS_DROP, Act.SHOW_PHONES, Act.EXPORT}),
    Role.MANAGER: frozenset(Act),
    Role.AUDITOR: frozenset({Act.READ, Act.EXPORT}),
}


def may(role: str, act: Act, table: Table = PERMISSIONS) -> bool:
    """Whether a role includes an act by a table, the shipped one if left out."""
    return act in table[Role(role)]


def fixed(role: Role, act: Act) -> bool | None:
    """What a cell is in every office: everybody reads, the auditor only reads; None where the office decides."""
    if act is Act.READ:
        return True
    return False if role is Role.AUDITOR and act not in READING else None


def with_cell(table: Table, role: Role, act: Act, allowed: bool) -> Table:
    """Return the table with one cell set. Raises CellFixed."""
    known = fixed(role, act)
    if known is not None and known is not allowed:
        raise CellFixed(role, act)
    acts = table[role] | {act} if allowed else table[role] - {act}
    return {**table, role: acts}


def as_setting(table: Table) -> dict[str, list[str]]:
    """Return a table as the books keep it: by act the roles that may, in the order of the roles."""
    return {act.value: [role.value for role in Role if act in table[role]] for act in Act}


def from_setting(kept: Mapping[str, Collection[str]] | None) -> Table:
    """Return the table that the books keep; an act that it does not name yet is as shipped, fixed cells are fixed."""
    kept = kept or {}

    def allowed(role: Role, act: Act) -> bool:
        known = fixed(role, act)
        if known is not None:
            return known
        return role.value in kept[act.value] if act.value in kept else act in PERMISSIONS[role]

    return {role: frozenset(act for act in Act if allowed(role, act)) for role in Role}
