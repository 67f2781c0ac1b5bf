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
    rows.CardIntent: "card_intent",
}

BOOK: tuple[str, ...] = ("event", *DETAILS.values())

# The columns of each register after the six that all of them share (db/registers.py).
REGISTERS: dict[str, tuple[str, ...]] = {
    "person": ("name", "phone", "initials", "kind", "note", "email", "address"),
    "unit": (
        "building", "entrance", "room", "code", "kind", "area", "handed_over", "steward_id", "note", "spellings",
        "inner_area", "persons",
    ),
    "holding": ("unit_id", "person_id", "role", "since", "until", "items"),
    "vehicle": ("unit_id", "plate", "since", "until"),
    "fee_item": ("name_zh", "name_en", "fund", "rank", "months", "due_day", "due_after", "closed", "cycle"),
    "tariff": (
        "item_id", "unit_kind", "unit_id", "kind", "price", "since", "until",
        "basis_kind", "basis_number", "basis_date", "basis_scan", "terms",
    ),
    "meter": ("unit_id", "item_id", "serial", "starts_over_at", "multiplier", "since", "until"),
    "reading": ("meter_id", "period", "kind", "read_on", "value"),
    "shared_cost": ("item_id", "period", "building", "total", "paper"),
    "reduction": ("unit_id", "item_id", "reduction", "since", "until", "reason", "approval"),
    "balance_use": ("unit_id", "person_id", "used", "items", "since"),
    "dunning": ("unit_id", "heirs", "call_first", "best_time", "no_sms", "no_email", "sms_receipt"),
    "staff": ("name", "role", "pin_hash", "since", "until"),
    "setting": ("key", "value", "since"),
    "incoming": ("received_on", "amount", "payer_name", "remark"),
    "attachment": ("sha256", "name", "bytes", "subject"),
    "case_file": (
        "number", "kind", "topic", "unit_id", "person_id", "channel", "raised_on", "said", "wants", "urgent", "step",
        "due", "actor", "rating",
    ),
    "case_step": ("case_id", "step", "on_day", "told", "members"),
    "case_charge": ("case_id", "charge_id", "amount", "since", "until"),
}  # fmt: skip

# How many of a register's last columns came with a later schema: where they are empty a version's digest leaves them
# out, so that the digests of versions written before stand.
LATER: dict[str, int] = {"unit": 2, "fee_item": 1, "tariff": 1, "person": 2, "dunning": 2}

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
