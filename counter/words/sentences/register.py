"""Sentences for scans that are kept, and for persons whose data is erased."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "attachment_damaged": (
        N_("The kept file {name} is gone or damaged."),
        N_("Bring it back from a copy on the stick; F7, then A names everything that is missing."),
    ),
    "attachment_kind_unknown": (
        N_("The file {name} is no PDF and no picture (JPEG, PNG, TIFF)."),
        N_("Save or scan it as PDF, and keep that file."),
    ),
    "attachment_unreadable": (
        N_("The file {path} cannot be read: {reason}."),
        N_("Check the path, or choose the file with F10."),
    ),
    "no_viewer": (
        N_("This computer has nothing that opens {path}."),
        N_("Open the file from its folder, or let somebody install a viewer for PDF and pictures."),
    ),
    "address_too_long": (
        N_("The address has {length} signs; {most} fit into the window of an envelope."),
        N_("Shorten it, for example without province and postcode."),
    ),
    "unknown_price": (
        N_("There is no price with the number {tariff_id}."),
        N_("Open the page of the prices again."),
    ),
    "person_erased_already": (
        N_("The data of this person was erased before."),
        N_("Nothing is left to erase."),
    ),
    "person_holds_unit": (
        N_("This person still holds {unit_code} ({unit_role})."),
        N_("Their data is needed for that. Enter who follows first; then it can be erased."),
    ),
    "person_owes": (
        N_("This person still owes {open_minor} for {unit_code}."),
        N_("Take the payment or write the charge off first; then the data can be erased."),
    ),
    "person_has_money": (
        N_("{amount_minor} of this person are still held for {unit_code} ({account})."),
        N_("Pay it back or use it up first; then the data can be erased."),
    ),
    "reason_names_person": (
        N_("The reason names the person: reasons stay in the books for ever."),
        N_("Write the reason without the name, for example “asked in writing on 2026-11-23”."),
    ),
}
