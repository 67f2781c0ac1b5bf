"""What acts that wait for a decision are called, what is asked of the second person, and what is said afterwards."""

from counter.words import N_

# Of an act that is done already and whose approval is owed, the last two say what a decision means.
WORDS: dict[str, tuple[str, str, str, str]] = {
    "void": (
        N_("Void"), N_("Void {about}, {amount}"), N_("{about} is void."), N_("{about} stands."),
    ),
    "copy": (
        N_("Copy beyond the limit"), N_("One more copy of {about}"), N_("A copy of {about} is being printed."),
        N_("No further copy of {about}."),
    ),
    "refund": (
        N_("Refund"), N_("Refund {amount} of {about}"), N_("Refunded: {about}. The note is being printed."),
        N_("Not refunded: {about}."),
    ),
    "move": (
        N_("Move to the right unit"), N_("Move {about}, {amount}"), N_("Moved: {about}."), N_("Not moved: {about}."),
    ),
    "reversal": (
        N_("Reversal"), N_("Book {amount} of {about} otherwise"),
        N_("Booked otherwise: {about}. The note is being printed."), N_("Not booked otherwise: {about}."),
    ),
    "price": (
        N_("New price"), N_("Price {amount} for {about}"), N_("The price for {about} is in force."),
        N_("The price for {about} stays as it is."),
    ),
    "adjustment": (
        N_("Adjustment"), N_("Adjust {about} by {amount}"), N_("Adjusted: {about}."), N_("Not adjusted: {about}."),
    ),
    "waiver": (
        N_("Waiver"), N_("Waive {amount} of {about}"), N_("Waived: {about}."), N_("Not waived: {about}."),
    ),
    "late_fee": (
        N_("Waiver of late fees"), N_("Waive late fee {amount} of {about}"), N_("Late fee waived: {about}."),
        N_("Late fee not waived: {about}."),
    ),
    "dispute": (
        N_("Outcome of a dispute"), N_("Let off {amount}: {about}"),
        N_("Settled: {about}. The answer is being printed."),
        N_("Not settled: {about}."),
    ),
    "write_off": (
        N_("Write-off"), N_("Write off {amount} of {about} as bad debt"), N_("Written off: {about}."),
        N_("Not written off: {about}."),
    ),
    "reduction": (
        N_("Reduction"), N_("Let off {amount}: {about}"), N_("Let off: {about}."), N_("Not let off: {about}."),
    ),
    "over_short": (
        N_("Cash difference"), N_("Agree afterwards to the difference {amount}, {about}"),
        N_("Agreed to afterwards: {about}."), N_("Refused, and done all the same: {about}. The refusal stays visible."),
    ),
    "late_close": (
        N_("Late close"), N_("Agree afterwards to the late close, {about}"),
        N_("Agreed to afterwards: {about}."), N_("Refused, and done all the same: {about}. The refusal stays visible."),
    ),
    "drawer": (
        N_("Drawer opening"), N_("Agree afterwards to the drawer opening, {about}"),
        N_("Agreed to afterwards: {about}."), N_("Refused, and done all the same: {about}. The refusal stays visible."),
    ),
    "card": (
        N_("Card outcome"), N_("Agree afterwards to what became of {about}, {amount}"),
        N_("Agreed to afterwards: {about}."), N_("Refused, and done all the same: {about}. The refusal stays visible."),
    ),
    "confirm_date": (
        N_("Date confirmed"), N_("Agree afterwards to the date that was confirmed, {about}"),
        N_("Agreed to afterwards: {about}."), N_("Refused, and done all the same: {about}. The refusal stays visible."),
    ),
    "restore": (
        N_("Restored copy"), N_("Agree afterwards to the restored copy, {about}"),
        N_("Agreed to afterwards: {about}."), N_("Refused, and done all the same: {about}. The refusal stays visible."),
    ),
}  # fmt: skip
