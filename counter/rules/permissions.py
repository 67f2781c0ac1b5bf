"""Who may do what: the shipped table of roles and acts."""

from collections.abc import Mapping
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
    APPROVE_OVER_SHORT = "approve_over_short"
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
    READ = "read"


class NotAllowed(Exception):
    """The role of this person does not include the act."""

    code = "not_allowed"

    def __init__(self, role: str, act: str) -> None:
        super().__init__(role, act)
        self.role = role
        self.act = act


_WINDOW = frozenset(
    {
        Act.TAKE_PAYMENT, Act.OPEN_TILL, Act.CLOSE_TILL, Act.REQUEST_VOID, Act.MOVE_PAYMENT, Act.REPRINT,
        Act.OPEN_DRAWER, Act.RECORD_TRANSFER, Act.BACK_UP, Act.READ,
        Act.REQUEST_REFUND, Act.REVERSE_PAYMENT, Act.ENTER_LATE, Act.MARK_INVOICE,
    }
)  # fmt: skip
_SECOND_PERSON = frozenset(
    {
        Act.APPROVE_VOID, Act.APPROVE_MOVE, Act.APPROVE_OVER_SHORT, Act.CONFIRM_DATE, Act.APPROVE_REFUND,
        Act.APPROVE_REVERSAL,
    }
)  # fmt: skip
_FINANCE = frozenset({Act.PAY_REFUNDS, Act.RECEIVE_REMITTANCE, Act.BANK_CASH, Act.KEEP_FORMS, Act.MARK_INVOICE})
_OFFICE = frozenset(
    {Act.RUN_BILLS, Act.CHANGE_PRICES, Act.CHANGE_REGISTERS, Act.IMPORT_ESTATE, Act.CHECK_CODES, Act.RECORD_TRANSFER}
)

PERMISSIONS: Mapping[Role, frozenset[Act]] = {
    Role.CASHIER: _WINDOW,
    Role.SUPERVISOR: _WINDOW
    | _SECOND_PERSON
    | frozenset({Act.CHECK_CODES, Act.CHANGE_REGISTERS, Act.BANK_CASH, Act.KEEP_FORMS}),
    Role.FINANCE: _OFFICE | _FINANCE | frozenset({Act.READ, Act.REPRINT, Act.BACK_UP}),
    Role.MANAGER: frozenset(Act),
    Role.AUDITOR: frozenset({Act.READ}),
}


def may(role: str, act: Act) -> bool:
    """Whether a role includes an act."""
    return act in PERMISSIONS[Role(role)]


def require(role: str, act: Act) -> None:
    """Raise NotAllowed where a role does not include an act."""
    if not may(role, act):
        raise NotAllowed(role, act)
