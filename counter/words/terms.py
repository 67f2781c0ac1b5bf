"""The office's short words, under the codes the books and the rules know them by."""

from collections.abc import Mapping

from counter.words.arrears_terms import MISSING
from counter.words.case_words import STEPS
from counter.words.message_terms import PART_STATES, REASONS, SMS_STATES
from counter.words.words import N_, Words
from db.accounts import CHART

TENDERS: Mapping[str, str] = {
    "cash": N_("Cash"),
    "card": N_("Card"),
    "scan": N_("Code on the terminal"),
    "qr_code": N_("Payment code"),
    "transfer": N_("Bank transfer"),
    "cheque": N_("Cheque"),
    "balance": N_("From balance"),
}
SERIES_PAPERS: Mapping[str, str] = {
    "": N_("Receipts"),
    "refund": N_("Refund notes"),
    "reversal": N_("Reversal notes"),
}
ROLES: Mapping[str, str] = {
    "cashier": N_("Cashier"),
    "supervisor": N_("Supervisor"),
    "finance": N_("Finance"),
    "manager": N_("Manager"),
    "auditor": N_("Auditor"),
}
BASES: Mapping[str, str] = {
    "preliminary_contract": N_("preliminary service contract"),
    "service_contract": N_("service contract"),
    "assembly_resolution": N_("resolution of the owners' assembly"),
    "guide_price": N_("government guide price"),
    "agency_agreement": N_("collection agreement"),
}
FUNDS: Mapping[str, str] = {
    "operating": N_("Operating account"),
    "maintenance": N_("Maintenance fund"),
    "held": N_("Held for others"),
}
METER_UNITS: Mapping[str, str] = {"m3": N_("m³"), "kwh": N_("kWh"), "t": N_("t")}
WEIGHTS: Mapping[str, str] = {"area": N_("by area"), "unit": N_("by unit"), "share": N_("by share")}
PRINTER_REASONS: Mapping[str, str] = {
    "cover_open": N_("the cover is open"),
    "paper_out": N_("the paper has run out"),
    "paper_low": N_("the paper is running low"),
    "cutter": N_("the cutter is blocked"),
    "error": N_("it reports a fault"),
    "timeout": N_("it does not answer in time"),
    "unreachable": N_("it cannot be reached"),
    "no_printer": N_("no printer is set"),
    "not_found": N_("it is not found"),
    "refused": N_("it refuses the connection"),
    "no_permission": N_("this computer's user may not use it"),
    "busy": N_("another program is using it"),
    "late": N_("it was busy for too long"),
    "broken_off": N_("the connection broke off"),
    "read-only": N_("it may only be read"),
    "simulated_only": N_("it is simulated, and these books are real"),
    "practice_books": N_("these books are for practice, no real terminal is asked"),
}
PRINTER_KINDS: Mapping[str, str] = {
    "usb": N_("USB printer"),
    "serial": N_("serial printer"),
    "network": N_("network printer"),
    "queue": N_("printer queue"),
    "file": N_("folder of files"),
    "none": N_("no printer"),
}
TERMINAL_KINDS: Mapping[str, str] = {
    "manual": N_("worked by hand, slips typed"),
    "zvt_serial": N_("ZVT on a serial port"),
    "zvt_network": N_("ZVT on the network"),
    "transbank": N_("Transbank on a serial port"),
    "simulated_zvt": N_("simulated, for practice: ZVT"),
    "simulated_transbank": N_("simulated, for practice: Transbank"),
}
DISPLAY_KINDS: Mapping[str, str] = {
    "none": N_("no customer display"),
    "cd5220": N_("two lines, CD5220"),
    "escpos": N_("two lines, ESC/POS"),
    "led8n": N_("eight figures, LED8N"),
    "screen": N_("second monitor"),
}
SCANNER_KINDS: Mapping[str, str] = {
    "none": N_("types like a keyboard"),
    "serial": N_("on a serial port"),
}
SLIP_FIELDS: Mapping[str, str] = {
    "merchant": N_("merchant no."),
    "terminal": N_("terminal no."),
    "batch": N_("batch no."),
    "voucher": N_("voucher no."),
    "reference": N_("reference no."),
    "authorisation": N_("authorisation code"),
    "card": N_("card no."),
    "tail": N_("last figures of the trade number"),
    "trade": N_("trade number"),
    "channel": N_("channel"),
    "payer": N_("payer"),
    "date": N_("date"),
    "remark": N_("remark"),
}
FUND_ENTRIES: Mapping[str, str] = {
    "paid_in": N_("Paid in at the bank"),
    "interest": N_("Interest"),
    "drawn": N_("Spent on repairs"),
}
FUND_DUES: Mapping[str, str] = {
    "first_deposit": N_("First deposit"),
    "renewal": N_("Renewal"),
    "nothing": N_("nothing"),
}
FUND_REASONS: Mapping[str, str] = {
    "mistake": N_("A wrong sum or a wrong unit was taken"),
    "twice": N_("It was paid twice"),
    "contract_undone": N_("The purchase of the flat was undone"),
    "building_gone": N_("The building is gone"),
}
DEPOSITS: Mapping[str, str] = {
    "fit_out": N_("Fit-out deposit"),
    "card": N_("Card deposit"),
    "other": N_("Deposit"),
}
ACTS: Mapping[str, str] = {
    "take_payment": N_("take payments"),
    "open_till": N_("open the till"),
    "close_till": N_("close the till"),
    "request_void": N_("ask for a void"),
    "approve_void": N_("approve a void"),
    "move_payment": N_("move a payment to the right unit"),
    "approve_move": N_("approve moving a payment"),
    "reprint": N_("print a copy"),
    "open_drawer": N_("open the drawer without a payment"),
    "pay_in_out": N_("pay into the till or out of it"),
    "drop_cash": N_("drop cash into the safe"),
    "witness_drop": N_("witness a safe drop"),
    "hand_over": N_("hand the till over"),
    "resume_till": N_("resume the till of somebody else"),
    "approve_late_close": N_("approve a late close"),
    "approve_over_short": N_("approve a difference of the till"),
    "settle_card": N_("settle a card payment whose outcome is unknown"),
    "approve_copy": N_("approve a copy beyond the limit"),
    "approve_drawer": N_("approve opening the drawer"),
    "approve_prices": N_("approve a new price"),
    "approve_restore": N_("approve restoring a copy"),
    "waive_late_fee": N_("approve waiving late fees"),
    "check_codes": N_("check payments by code"),
    "record_transfer": N_("record a bank transfer"),
    "run_bills": N_("make the charges of a period"),
    "change_prices": N_("change prices"),
    "change_registers": N_("change units and owners"),
    "import_estate": N_("import the estate"),
    "change_settings": N_("change settings"),
    "change_staff": N_("change staff and PINs"),
    "confirm_date": N_("confirm the date"),
    "request_refund": N_("pay a refund"),
    "approve_refund": N_("approve a refund"),
    "reverse_payment": N_("reverse a wrongly booked line"),
    "approve_reversal": N_("approve a reversal"),
    "pay_refunds": N_("pay refunds by bank transfer"),
    "receive_remittance": N_("receive what a till hands in"),
    "bank_cash": N_("take cash to the bank"),
    "enter_late": N_("enter handwritten receipts later"),
    "keep_forms": N_("keep the register of forms"),
    "mark_invoice": N_("mark an invoice as issued"),
    "back_up": N_("back up"),
    "restore": N_("restore a copy"),
    "bridge": N_("declare lost numbers"),
    "copy_key": N_("encrypt the copies, or not"),
    "adjust_charges": N_("adjust and waive charges"),
    "approve_adjustment": N_("approve adjusting and waiving charges"),
    "charge_once": N_("charge something once"),
    "record_cases": N_("record disputes, complaints and repair requests"),
    "settle_cases": N_("settle or reject disputes and other cases"),
    "certify": N_("issue settlement certificates"),
    "send_letters": N_("send letters about arrears"),
    "note_contact": N_("note deliveries, calls and promises"),
    "erase_person": N_("erase a person's data"),
    "approve_erasure": N_("approve erasing a person's data"),
    "show_phones": N_("see telephone numbers in full"),
    "export": N_("export lists"),
    "read": N_("read the books"),
    "void": N_("void a receipt"),
    "move": N_("move a payment to the right unit"),
    "copy": N_("print a copy beyond the limit"),
    "over_short": N_("close with a difference"),
    "late_close": N_("close a day late"),
    "card": N_("settle a card payment"),
    "reversal": N_("book a line otherwise"),
    "purse": N_("move balance between fee items"),
    "reduction": N_("let a unit off its prices"),
    "drawer": N_("open the drawer without a payment"),
    "late_fee": N_("waive late fees"),
    "price": N_("put a new price into force"),
    "deposit": N_("return or keep a deposit"),
    "adjustment": N_("adjust a charge"),
    "waiver": N_("waive part of a charge"),
    "write_off": N_("write off bad debt"),
    "fund": N_("take the maintenance fund at the counter, or not"),
}
# Acts that cannot wait undone, as papers and lists name them where their approval is owed.
OWED_ACTS: Mapping[str, str] = {
    "over_short": N_("Cash difference"),
    "late_close": N_("Late close"),
    "drawer": N_("Drawer opening"),
    "card": N_("Card outcome"),
    "restore": N_("Restored copy"),
    "confirm_date": N_("Date confirmed"),
}
HOLDERS: Mapping[str, str] = {
    "owner": N_("Owner"),
    "co_owner": N_("Co-owner"),
    "occupier": N_("Occupier"),
    "developer": N_("Developer"),
    "steward": N_("Steward"),
}
CARD_STATES: Mapping[str, str] = {
    "created": N_("not sent yet"),
    "sent": N_("sent to the terminal"),
    "approved": N_("paid"),
    "declined": N_("not paid"),
    "unknown": N_("outcome unknown"),
    "not_found": N_("not paid, nothing found"),
    "reversed": N_("taken back"),
    "manual": N_("paid, by its slip"),
}
FORM_OUTCOMES: Mapping[str, str] = {
    "used": N_("used"),
    "spoiled": N_("spoiled"),
    "void": N_("void"),
}
# The fields of errors and reports whose value is a code, by the field's name.
FOLDER_OBSTACLES: Mapping[str, str] = {
    "same": N_("the books lie there already"),
    "inside": N_("it lies within the books' own folders"),
    "on_a_stick": N_("it lies on a stick that carries copies"),
    "not_empty": N_("something of books lies there already"),
    "not_usable": N_("it cannot be written"),
    "no_room": N_("there is too little room on its disk"),
}

BY_FIELD: Mapping[str, Mapping[str, str]] = {
    "tender": TENDERS,
    "tenders": TENDERS,
    "role": ROLES,
    "roles": ROLES,
    "basis": BASES,
    "fund": FUNDS,
    "reason": PRINTER_REASONS,
    "kind": PRINTER_KINDS,
    "field": SLIP_FIELDS,
    "act": ACTS,
    "unit_role": HOLDERS,
    "card_state": CARD_STATES,
    "part_state": PART_STATES,
    "message_state": SMS_STATES,
    "modem_reason": REASONS,
    "wanted_state": CARD_STATES,
    "outcome": FORM_OUTCOMES,
    "fund_entry": FUND_ENTRIES,
    "fund_reason": FUND_REASONS,
    "obstacle": FOLDER_OBSTACLES,
    "missing": MISSING,
    "step_from": STEPS,
    "step_to": STEPS,
}


def term(code: str, terms: Mapping[str, str], w: Words) -> str:
    """Return the word for a code of one of these tables; a text that is no code of it is returned as it is."""
    return w(terms[code]) if code in terms else code


def account_name(name: str, w: Words) -> str:
    """Return an account's name for people, as the chart of accounts has it."""
    account = CHART.get(name)
    if account is None:
        return name
    return account.zh if w.language == "zh_CN" else account.en
