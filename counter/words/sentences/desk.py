"""Sentences for what a step at the counter refuses."""

from collections.abc import Mapping

from counter.words.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "books_not_whole": (
        N_("The check of the books found wrong places: {finding_count}."),
        N_("Read them on F7 with A. Change nothing by hand; the older copies on the stick stay until this is clear."),
    ),
    "event_not_reached": (
        N_("The books have no event {event_id} yet; the newest is {last_event}."),
        N_("Name an event that the books have, or leave it out."),
    ),
    "sample_exists": (
        N_("There are books in {path} already; the sample never touches them."),
        N_("Name an empty folder for the sample."),
    ),
    "not_a_sample": (
        N_("The books in {path} are no sample; the scripted day never touches the books of an office."),
        N_("Make a sample with `demo` and name its folder."),
    ),
    "request_reused": (
        N_("This was saved already, as receipt {number}, with other sums."),
        N_("Nothing was taken a second time. Find the unit again and begin anew."),
    ),
    "no_screen": (
        N_("There is no display to open the window on."),
        N_("Start it where there is a screen, or under a virtual display."),
    ),
    "not_seen": (
        N_("The window did not show “{text}” in time."),
        N_("The last picture shows what stood there instead."),
    ),
    "account_changed": (
        N_("The screen showed {shown_minor}, now {found_minor} is open."),
        N_("Nothing was taken. The list shows what is owed now; check it with the payer and take the payment again."),
    ),
    "acts_pending": (
        N_("Requests that wait for a decision: {waiting_count}."),
        N_("Let a second person decide each of them, or take your own back (Till, list 3, F10); then close the day."),
    ),
    "not_your_request": (
        N_("{name} asked for this; only they take it back."),
        N_("Let whoever asked log in, or let a second person decide on it."),
    ),
    "already_checked": (
        N_("This payment by code was looked up before."),
        N_("Nothing was changed. The list shows who looked it up, and what was found."),
    ),
    "already_founded": (
        N_("These books were begun before, for {estate}."),
        N_("Open them as they are, or choose an empty folder for new books."),
    ),
    "balance_too_small": (
        N_("Of the balance {available_minor} can pay this, but {wanted_minor} is to be paid from it."),
        N_(
            "Money kept for one fee item pays that item only. Lower the part paid from the balance, and take the rest"
            " another way."
        ),
    ),
    "cancelled": (
        N_("The work was stopped."),
        N_("Nothing of it was kept; it can be begun again at any time."),
    ),
    "card_unsettled": (
        N_("The outcome of a card payment of {amount_minor} for {unit_code} is not settled yet."),
        N_("On Pay, Shift+F10 settles it. Do not take the money again."),
    ),
    "terminal_not_ready": (
        N_("The card terminal cannot take a payment: {reason}."),
        N_("Nothing was asked for. See to the terminal, or take the payment another way."),
    ),
    "unknown_intent": (
        N_("The books know of no card payment {intent_id}."),
        N_("Nothing was posted. Look at the terminal's own list of payments."),
    ),
    "difference_unexplained": (
        N_("The till differs by {difference_minor}; above {limit_minor} a difference is explained and approved."),
        N_("Write the reason and let a second person type name and PIN, or count once more."),
    ),
    "drawer_disagrees": (
        N_("The movements of the till give {computed_minor} in cash, its entries give {posted_minor}."),
        N_("The till was not closed. This is a fault of the program: pass on this sentence before going on."),
    ),
    "form_number_used": (
        N_("Form {printed_number} is accounted for already ({outcome}), receipt {receipt_number}."),
        N_("Every form is noted once. Compare the number on the form and type it again."),
    ),
    "import_refused": (
        N_("The file contradicts the books; nothing of it was read in."),
        N_("The list names each row and what is wrong with it. Correct them in the file and read it in again."),
    ),
    "money_used_since": (
        N_("Money of receipt {receipt_number} has been used since ({account})."),
        N_("Take back first what was paid with it, or refund only what is left."),
    ),
    "no_stick": (
        N_("No backup stick is in the computer."),
        N_(
            "Put it in and try again; one that was let go of is pulled and put in anew. The day is closed, and the "
            "copy is owed until then."
        ),
    ),
    "no_sum": (
        N_("A transfer of nothing cannot be recorded."),
        N_("Type the sum as the bank's statement shows it."),
    ),
    "not_counted": (
        N_("The drawer of till {till} is not counted yet."),
        N_("Count it by denomination and confirm the count; then close the till."),
    ),
    "not_for_this_fund": (
        N_("{tender} pays only for the office's own account: at most {allowed_minor} of this payment."),
        N_("Lower it, and take the rest another way; money of one fund never pays for another."),
    ),
    "not_pending": (
        N_("There is nothing left to decide for {subject}."),
        N_("It was decided already, or nobody asked for it. Open the list again to see how it stands."),
    ),
    "not_for_this_item": (
        N_("No balance can be kept for the fee item {item_id}."),
        N_("Choose a fee item in use that the office bills on its own account, or keep it as general balance."),
    ),
    "nothing_to_pay": (
        N_("Nothing is chosen to be paid."),
        N_("Tick a charge, choose a month to pay ahead to, or type a sum for the balance."),
    ),
    "office_setting_wrong": (
        N_("The setting {key} cannot be “{value}”."),
        N_("Nothing was changed. Choose one of the values the settings offer."),
    ),
    "paper_gone": (
        N_("Receipt {receipt_number} stands in the books, but its paper is not kept any more."),
        N_("Print a statement of the unit; it shows the payment."),
    ),
    "pays_too_much": (
        N_("{pays_minor} is to be paid, but only {chosen_minor} is chosen."),
        N_("Lower the sum, tick more charges, or keep the rest as balance."),
    ),
    "pin_locked": (
        N_("The PIN of {name} was wrong too often."),
        N_("Wait {wait_seconds}, then type it again. A manager can set a new PIN."),
    ),
    "pin_too_short": (
        N_("The PIN is too short."),
        N_("Choose one of at least {least} figures."),
    ),
    "preview_outdated": (
        N_("The preview showed {shown_minor}, now it would be {now_minor}."),
        N_("Units or prices changed since. Nothing was posted; look at the preview again."),
    ),
    "mark_up_on_agency": (
        N_("This item is collected for others, so no loss may be added to what the meter shows."),
        N_("Leave the loss empty; what the pipes lose is shared by a bill of its own."),
    ),
    "price_negative": (
        N_("A price cannot be {price}."),
        N_("Type a price of zero or more; what is given back is an adjustment or a waiver."),
    ),
    "reason_missing": (
        N_("The reason is missing."),
        N_("Write in a few words why; it stands in the books beside the approval."),
    ),
    "purse_holds_less": (
        N_("{held_minor} is held there, but {wanted_minor} is to be moved."),
        N_("Choose two different ones, and a sum above zero that is held."),
    ),
    "receipt_already_void": (
        N_("Receipt {receipt_number} is void already."),
        N_("Nothing was changed. Its history shows who declared it void, when and why."),
    ),
    "parts_missing": (
        N_("The payer's part of receipt {receipt_number} is not here, so it is not voided."),
        N_("Ask the payer for it. Where it stays away, the receipt stands: give the money back by a refund."),
    ),
    "receipt_day_closed": (
        N_("Receipt {receipt_number} belongs to {day}, and that day is closed."),
        N_("The receipt stands. Give money back by a refund, or take a wrongly booked line back by a reversal."),
    ),
    "earmarked_for_unit": (
        N_("Receipt {receipt_number} was paid from balance kept for a fee item of its unit."),
        N_("Book its lines otherwise (C), which gives that balance back, and take the payment on the right unit."),
    ),
    "same_unit": (
        N_("The payment stands on {unit_code} already."),
        N_("Choose the unit it belongs to."),
    ),
    "scope_missing": (
        N_("The price does not say whom it is for."),
        N_("Choose either a kind of unit or one unit."),
    ),
    "self_approval": (
        N_("{name} asked for this and cannot approve it as well."),
        N_("Let another person type name and PIN, or leave it to be decided later."),
    ),
    "day_to_come": (
        N_("{day} is still to come."),
        N_("Type the day on which the money arrived."),
    ),
    "transfer_claimed": (
        N_("Of this transfer of {amount_minor} only {left_minor} is left: part of it paid for something."),
        N_("Take back the receipt that was paid with it first."),
    ),
    "unknown_transfer": (
        N_("This transfer is not in the list any more."),
        N_("Open the list again to see how it stands."),
    ),
    "took_the_money": (
        N_("{name} took this money and cannot be the second person for it."),
        N_("Let somebody else type name and PIN, or leave it to be decided later."),
    ),
    "slip_already_used": (
        N_("The number “{value}” already stands on receipt {receipt_number}."),
        N_(
            "Nothing was taken. Compare the slips: this money may have been receipted already. If it is another slip, "
            "type its terminal, batch and reference too."
        ),
    ),
    "slip_field_missing": (
        N_("For {tender} the slip's {field} is missing."),
        N_("Type it as it stands on the slip."),
    ),
    "slip_gone_back": (
        N_("The terminal took the slip “{value}” back when receipt {receipt_number} was voided."),
        N_("Nothing was taken. That money is on the card again: let the payer pay anew."),
    ),
    "slip_noted": (
        N_("The number “{value}” is noted beside a card payment of {amount_minor} that is not settled yet."),
        N_("Nothing was taken. One slip is one payment: settle that one first, with Shift+F10 on the Pay screen."),
    ),
    "slip_typed_twice": (
        N_("The number “{value}” was typed for two tenders of this payment."),
        N_("Nothing was taken. Every slip has a number of its own; compare them and type the payment again."),
    ),
    "till_already_open": (
        N_("Till {till} is open since {open_day}."),
        N_("Go on with it; its day ends when it is closed."),
    ),
    "till_day_over": (
        N_("Till {till} still stands on {open_day}."),
        N_("Count and close that day first, then open the new one."),
    ),
    "till_not_open": (
        N_("Till {till} is not open."),
        N_("Open it with its float on the Till screen (F4), then take the payment. What was typed is still there."),
    ),
    "too_many_copies": (
        N_("Receipt {receipt_number} has been printed again {limit} times already."),
        N_("Let a second person approve one more copy."),
    ),
    "unit_code_taken": (
        N_("Another unit has the number {unit_code} already."),
        N_("Give this unit another number, or open the one that has it."),
    ),
    "unknown_code": (
        N_("The code {text} is one of a counter like this, but these books have no such paper."),
        N_("Check that the paper is from this estate, or find the unit by room or name."),
    ),
    "unknown_holding": (
        N_("Nobody holds a unit under the number {holding_id}."),
        N_("Open the unit again to see who holds it now."),
    ),
    "unknown_item": (
        N_("There is no fee item with the number {item_id}."),
        N_("Open the list of fee items again and choose one of it."),
    ),
    "unknown_person": (
        N_("Nobody in the register has the number {person_id}."),
        N_("Open the unit again and choose the person there."),
    ),
    "transfer_too_small": (
        N_("Of this transfer {available_minor} is left, but {wanted_minor} is to be paid from it."),
        N_("Nothing was taken. Open the list of transfers again, and take the rest another way."),
    ),
    "unknown_receipt": (
        N_("There is no receipt “{text}”."),
        N_("Check the number on the paper, or look it up in the unit's history."),
    ),
    "unknown_staff": (
        N_("Nobody with the number {staff_id} works here now."),
        N_("Choose another name, or let a manager enter the person in the settings."),
    ),
    "unknown_unit": (
        N_("There is no unit “{text}”."),
        N_("Check the room number, or find the unit by name or telephone."),
    ),
    "wrong_pin": (
        N_("The PIN of {name} is not right."),
        N_("Type it again. After several wrong tries there is a pause."),
    ),
}
