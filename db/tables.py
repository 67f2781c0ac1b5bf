"""Which class every table belongs to; a table that is not named here fails a test.

Book tables are append-only and chained. Registers are dated versions whose digest stands in a chained event.
Machine tables are derived or harmless, never evidence.
"""

from db import rows

DETAILS: dict[type, str] = {
    rows.Posting: "posting",
    rows.Charge: "charge",
    rows.Allocation: "allocation",
    rows.Receipt: "receipt",
    rows.ReceiptVoid: "receipt_void",
    rows.Tender: "tender",
    rows.TenderCheck: "tender_check",
    rows.Approval: "approval",
    rows.Copy: "copy",
    rows.Form: "form",
    rows.Close: "close",
    rows.CloseStep: "close_step",
}

BOOK: tuple[str, ...] = ("event", *DETAILS.values())

# The columns of each register after the six that all of them share (db/registers.py).
REGISTERS: dict[str, tuple[str, ...]] = {
    "person": ("name", "phone", "initials", "kind", "note"),
    "unit": (
        "building", "entrance", "room", "code", "kind", "area", "handed_over", "steward_id", "note", "spellings",
    ),
    "holding": ("unit_id", "person_id", "role", "since", "until", "items"),
    "vehicle": ("unit_id", "plate", "since", "until"),
    "fee_item": ("name_zh", "name_en", "fund", "rank", "months", "due_day", "due_after", "closed"),
    "tariff": (
        "item_id", "unit_kind", "unit_id", "kind", "price", "since", "until",
        "basis_kind", "basis_number", "basis_date", "basis_scan",
    ),
    "staff": ("name", "role", "pin_hash", "since", "until"),
    "setting": ("key", "value", "since"),
    "incoming": ("received_on", "amount", "payer_name", "remark"),
    "attachment": ("sha256", "name", "bytes", "subject"),
}  # fmt: skip

MACHINE: tuple[str, ...] = (
    "open_item",
    "series",
    "till_state",
    "till_aside",
    "pending_act",
    "paper",
    "print_job",
    "pin_backoff",
    "job_time",
    "anchor_seen",
    "find_key",
    "schema_version",
)
