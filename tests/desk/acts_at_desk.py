"""One way to do each act of the table at the desk, for whoever is given: the acts that ask the table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from counter.desk.adjust_charge import Wish, adjust_charge, ask_for_adjustment
from counter.desk.ask_back import ask_refund_back, ask_void_back
from counter.desk.bank_cash import bag_cash
from counter.desk.bring_cash import Share, bring_cash
from counter.desk.card_intents import ask_terminal
from counter.desk.case_urgency import change_urgency
from counter.desk.change_permissions import change_permissions
from counter.desk.change_pin import reset_pin
from counter.desk.change_prices import Scope, ask_for_price, save_item, set_price
from counter.desk.change_purse import PurseChange, change_purse
from counter.desk.change_registers import end_holding, set_plates
from counter.desk.change_settings import change_settings
from counter.desk.change_staff import save_staff
from counter.desk.charge_fund import charge_fund
from counter.desk.charge_once import charge_once
from counter.desk.check_codes import check_code
from counter.desk.close_steps import take_into_use
from counter.desk.confirm_date import confirm_date
from counter.desk.copies import open_drawer, reprint, spoil_form
from counter.desk.copy_beyond_limit import ask_for_copy, copy_beyond_limit
from counter.desk.decide import decide
from counter.desk.deliver_letter import Delivery, deliver_letter, take_back_delivery
from counter.desk.drop_cash import drop_cash
from counter.desk.email_letters import LetterMail, note_results, note_written, save_email
from counter.desk.end_reduction import end_reduction
from counter.desk.enter_fund import enter_fund
from counter.desk.erase_person import erase_person
from counter.desk.estate_rows import EstateFile
from counter.desk.export_trail import export_trail
from counter.desk.form_register import receive_forms, void_form
from counter.desk.fund_notice import issue_notices
from counter.desk.handover import offer
from counter.desk.import_emails import import_emails
from counter.desk.import_estate import import_estate
from counter.desk.invoice_mark import mark_invoice
from counter.desk.issue_certificate import issue_certificate
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview as look_at_letters
from counter.desk.letters import send_letters
from counter.desk.message_wishes import wish_messages
from counter.desk.move_case import StepIn, move_case
from counter.desk.move_in import MoveIn, move_in
from counter.desk.move_payment import ask_for_move, move_payment
from counter.desk.note_contact import mark_unit, note_call
from counter.desk.note_suit import note_suit
from counter.desk.open_case import CaseIn, Disputed, open_case
from counter.desk.open_till import open_till
from counter.desk.paper_approvals import enter_paper
from counter.desk.pay_in_out import pay_in
from counter.desk.pay_refund import pay_refund
from counter.desk.payment_order import Chosen, LateEntry
from counter.desk.people import Person, as_of_now
from counter.desk.preview_bills import preview
from counter.desk.print_statement import print_statement
from counter.desk.promises import promise_to_pay
from counter.desk.queue_sms import ToOwner, queue_arrears, queue_for_file
from counter.desk.receive_remittance import receive_remittance
from counter.desk.reductions import ask_for_reduction, grant_reduction, wished
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.restore_copy import approve_restore
from counter.desk.return_cheque import return_cheque
from counter.desk.return_deposit import ReturnOrder, return_deposit
from counter.desk.reverse_payment import WishedReversal, ask_for_reversal, reverse_payment
from counter.desk.run_bills import run
from counter.desk.run_months import preview_months, run_months
from counter.desk.save_address import save_address
from counter.desk.send_sms import decide_sms
from counter.desk.settle_back import settle_back
from counter.desk.settle_card import mark_unknown, settle_unpaid
from counter.desk.settle_case import ask_to_settle, settle_case
from counter.desk.show_phones import show_phones
from counter.desk.sms_messages import messages_now
from counter.desk.sms_results import note_sms_results
from counter.desk.split_at_sale import split_at_sale
from counter.desk.suspend_till import resume_till, suspend_till
from counter.desk.take_back_contact import take_back_contact
from counter.desk.take_deposit import DepositOrder, take_deposit
from counter.desk.tenders import TenderIn
from counter.desk.tills import NotYourTill
from counter.desk.transfers import record_transfer
from counter.desk.use_balance import use_balance
from counter.desk.void_receipt import void_receipt
from counter.desk.waive_late_fees import standing_late_fees, waive_late_fees
from counter.desk.write_off import ask_for_write_off, revive, write_off
from counter.desk.x_report import print_x
from counter.files.address_rows import AddressRow
from counter.files.mail_results import MailResult
from counter.files.sms_results import SmsResult
from counter.platform.sticks import folder_as_stick
from counter.rules.card_intent import CardState
from counter.rules.cases import Kind, Step
from counter.rules.maintenance_fund import EntryKind
from counter.rules.permissions import PERMISSIONS, Act, NotAllowed, Role, with_cell
from counter.rules.tender import TenderKind
from db.queries import registers
from db.queries.dunning import letter as dunning_letter
from db.queries.dunning import letters_of_request
from db.queries.people import StaffRow, pending_acts
from tests.desk.office import (
    CASHIER,
    EVEN,
    FEE,
    FLOAT,
    MANAGER,
    OTHER_SUPERVISOR,
    STAFF,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    code,
    version,
)

# Not on the staff list, so that whatever role is tried has somebody else beside it.
ASKER, AGREER = Person(90, "甲", "manager"), Person(91, "乙", "manager")
DAY = date(2026, 12, 1)


class DeskAct(NamedTuple):
    """A use case: its name, the act of the table it asks for, how somebody does it, and how much comes before it."""

    name: str
    act: Act
    do: Callable[[Desk, Person], object]
    events_before: int = 2


def now(desk: Desk, person: Person) -> Person:
    """The person as the books know them, with the table in force."""
    return as_of_now(desk.connection, person, desk.clock.today().isoformat())


def stand_in(desk: Desk, *people: Person) -> None:
    """As if these people ran the open till for its cashier, so that only the table is in question."""
    for person in people:
        with desk.books.transaction(f"stand-in-{person.staff_id}", staff_id=person.staff_id, till=1) as tx:
            tx.post("till_taken_up", {"cashier": CASHIER.staff_id})


def of_role(role: Role) -> Person:
    # The last of a role: the first cashier runs the drawer, and may not agree to its difference.
    return [person for person in STAFF if person.role == role][-1]


def _close(desk: Desk, *, cashier: Person = ASKER, approver: Person | None = None) -> None:
    desk.count_drawer(desk.account("till_cash") - (5000 if approver else 0))
    desk.close_counted(cashier=cashier, approver=approver, reason="short" if approver else "")


def _close_late(desk: Desk, approver: Person) -> None:
    desk.clock.wait(days=1)
    desk.count_drawer(desk.account("till_cash"))
    desk.close_counted(cashier=ASKER, approver=approver, reason="forgotten")


def _decide(desk: Desk, approver: Person) -> None:
    """Decide, at one's own log-in, on what waits."""
    asked = pending_acts(desk.connection)[0].event_id
    decide(
        desk.books, asked, request_id="de", approver=approver, till=1, grant=True, words=desk.words
    )  # fmt: skip


def _short_later(desk: Desk, approver: Person) -> None:
    desk.count_drawer(desk.account("till_cash") - 5000)
    desk.close_counted(cashier=ASKER, reason="short", alone=True)
    _decide(desk, approver)


def _late_later(desk: Desk, approver: Person) -> None:
    desk.clock.wait(days=1)
    desk.count_drawer(desk.account("till_cash"))
    desk.close_counted(cashier=ASKER, reason="forgotten", alone=True)
    _decide(desk, approver)


def _reverse_later(desk: Desk, approver: Person) -> None:
    wish = WishedReversal(1, "charge:1", 100, None)
    ask_for_reversal(desk.books, wish, "x", request_id="q", requester=ASKER, till=1)
    _decide(desk, approver)


def _reduce_later(desk: Desk, approver: Person) -> None:
    ask_for_reduction(desk.books, wished(EVEN, 3000, DAY, None, None), "x", request_id="q", staff=ASKER)
    _decide(desk, approver)


def _restore_later(desk: Desk, approver: Person) -> None:
    approve_restore(desk.books, "stick", "x", request_id="z", person=ASKER, approver=None)
    _decide(desk, approver)


def _offer(desk: Desk, giver: Person) -> None:
    taker = MANAGER if giver.staff_id != MANAGER.staff_id else SUPERVISOR
    with desk.books.machine() as connection:  # as if the giver ran this drawer
        connection.execute("UPDATE till_state SET cashier_id = ?", (giver.staff_id,))
    try:
        offer(desk.books, taker.staff_id, request_id="of", giver=giver, till=1)
    finally:
        with desk.books.machine() as connection:
            connection.execute("UPDATE till_state SET cashier_id = ?", (CASHIER.staff_id,))


def _resume(desk: Desk, person: Person) -> None:
    suspend_till(desk.books, request_id="su", person=CASHIER, till=1)
    opener = replace(person, table={role: acts | {Act.OPEN_TILL} for role, acts in person.table.items()})
    try:
        resume_till(desk.books, request_id="re", person=opener, till=1)
    except NotYourTill as error:  # what somebody else's till says of a role without the act
        raise NotAllowed(person.role, Act.RESUME_TILL, person.staff_id) from error


def _drop(desk: Desk, cashier: Person, witness: Person | None) -> None:
    drop_cash(
        desk.books, {1000: 1}, request_id="dr", cashier=cashier, till=1, office=desk.office, words=desk.words,
        witness=witness,
    )  # fmt: skip


def _void(desk: Desk, person: Person, approver: Person | None = None) -> None:
    void_receipt(desk.books, 1, "x", request_id="v", requester=person, till=1, approver=approver)


def _move(desk: Desk, person: Person, approver: Person) -> None:
    move_payment(
        desk.books, 1, THIRD, "x", request_id="m", requester=person, approver=approver, till=1, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def _copy(desk: Desk, person: Person) -> None:
    reprint(desk.books, 1, request_id="c", person=person, till=1, office=desk.office, words=desk.words)


def _copy_beyond(desk: Desk, person: Person, approver: Person) -> None:
    copy_beyond_limit(
        desk.books, 1, "x", request_id="b", person=person, approver=approver, till=1, words=desk.words
    )  # fmt: skip


def _price(desk: Desk, person: Person, approver: Person | None = None) -> None:
    set_price(
        desk.books, FEE, Scope("flat"), "area", 30_000, DAY, request_id="p", staff=person, approver=approver
    )  # fmt: skip


def _check_code(desk: Desk, person: Person) -> None:
    event = desk.pay(THIRD, tenders=(code(sum(c.open for c in desk.charges(THIRD))),), rounding=0).receipts[0].event_id
    check_code(desk.books, event, 0, arrived=True, request_id="k", checker=person)


def _stick(desk: Desk, person: Person) -> None:
    place = desk.books_folder() / "stick"
    place.mkdir()
    stick = folder_as_stick(place)
    assert stick is not None
    take_into_use(desk.books, lambda: [stick], "甲", person=person)


def _bills(desk: Desk, person: Person) -> None:
    run(desk.books, preview(desk.connection, ["2026-12"], compare=False), request_id="r", staff=person)


def _statement(desk: Desk, person: Person) -> None:
    print_statement(
        desk.books, EVEN, request_id="s", person=person, till=1, office=desk.office, words=desk.words
    )  # fmt: skip


def _export(desk: Desk, person: Person) -> None:
    export_trail(
        desk.books, desk.books_folder() / "trail.csv", ("x",), (), {}, request_id="e", person=person, till=1,
        write=lambda path, header, rows: "",
    )  # fmt: skip


def _permissions(desk: Desk, person: Person) -> None:
    table = with_cell(person.table, Role.FINANCE, Act.OPEN_DRAWER, Act.OPEN_DRAWER not in person.table[Role.FINANCE])
    change_permissions(desk.books, table, DAY, request_id="t", staff=person)


def _item(desk: Desk, person: Person) -> None:
    item = registers.fee_items(desk.connection)[0]
    save_item(desk.books, item._replace(rank=9), request_id="i", staff=person)


def _ask_price(desk: Desk, person: Person) -> None:
    ask_for_price(desk.books, FEE, Scope("flat"), "area", 30_000, DAY, "x", request_id="a", staff=person)


def _drawer(desk: Desk, person: Person, approver: Person | None = None) -> None:
    open_drawer(desk.books, "x", request_id="d", person=person, till=1, approver=approver)


def _transfer(desk: Desk, person: Person) -> None:
    record_transfer(desk.books, date(2026, 11, 23), 100, "x", "y", request_id="t", clerk=person)


def _settings(desk: Desk, person: Person) -> None:
    change_settings(desk.books, {"collector": "新"}, DAY, request_id="o", staff=person)


def _staff(desk: Desk, person: Person) -> None:
    save_staff(desk.books, StaffRow(0, "新人", "cashier", "x", None, None), request_id="n", staff=person)


def _pin(desk: Desk, person: Person) -> None:
    reset_pin(desk.books, OTHER_SUPERVISOR.staff_id, "2468", request_id="n", staff=person)


def _x(desk: Desk, person: Person) -> None:
    print_x(desk.books, request_id="x", cashier=person, till=1, office=desk.office, words=desk.words)


def _settle_card(desk: Desk, approver: Person) -> None:
    rest = desk.owed(THIRD)
    order = desk.order(THIRD, tenders=(TenderIn(TenderKind.CARD, rest, {}, "intent-1"),), pay_now=rest)
    ask_terminal(desk.books, order, cashier=ASKER, till=1, office=desk.office)
    mark_unknown(desk.books, "intent-1")
    settle_unpaid(
        desk.books, "intent-1", CardState.NOT_FOUND, cashier=ASKER, till=1, approver=approver, reason="no slip"
    )  # fmt: skip


def _void_back(desk: Desk, person: Person, approver: Person) -> None:
    paid = desk.pay(THIRD, tenders=(card(desk.owed(THIRD)),))
    ask_void_back(
        desk.books, paid.receipts[0].id, "x", intent_id="back-1", requester=person, approver=approver, till=1,
        parts_in_hand=True,
    )  # fmt: skip


def _refund_back(desk: Desk, person: Person, approver: Person) -> str:
    paid = desk.pay(THIRD, tenders=(card(desk.owed(THIRD)),))
    line = desk.connection.execute("SELECT max(charge_id) FROM allocation").fetchone()[0]
    way = TenderIn(TenderKind.CARD, 100, {}, "back-2")
    order = RefundOrder(paid.receipts[0].id, ((f"charge:{line}", 100),), (way,), "x")
    ask_refund_back(desk.books, order, "x", requester=person, approver=approver, till=1)
    return way.intent


def _settle_back(desk: Desk, person: Person) -> None:
    intent_id = _refund_back(desk, ASKER, AGREER)
    with desk.books.transaction("back-staff", staff_id=1) as tx:
        tx.change("staff_changed", {}, {"staff": [version("staff", AGREER.staff_id, name="乙", role="manager")]})
    settle_back(desk.books, intent_id, {"voucher": "000900"}, cashier=person, till=1, words=desk.words)


def _erase(desk: Desk, requester: Person, approver: Person) -> None:
    with desk.books.transaction("person", staff_id=1) as tx:
        tx.change("registers_changed", {"person": 9}, {"person": [version("person", 9, name="钱多多", kind="person")]})
    erase_person(desk.books, 9, "asked in writing", request_id="w", requester=requester, approver=approver)


def _restore(desk: Desk, person: Person, approver: Person) -> None:
    approve_restore(desk.books, "stick", "x", request_id="z", person=person, approver=approver)


def _refund(desk: Desk, person: Person, approver: Person | None = None, way: TenderKind = TenderKind.CASH) -> None:
    order = RefundOrder(1, (("charge:1", 100),), (TenderIn(way, 100),), "x")
    refund_payment(
        desk.books, order, "x", request_id="q", requester=person, till=1, approver=approver, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def _reverse(desk: Desk, person: Person, approver: Person) -> None:
    reverse_payment(
        desk.books, 1, "charge:1", 100, None, "x", request_id="q", requester=person, approver=approver, till=1,
        office=desk.office, words=desk.words,
    )  # fmt: skip


def _pay_refund(desk: Desk, person: Person) -> None:
    _refund(desk, ASKER, AGREER, TenderKind.TRANSFER)
    pay_refund(desk.books, desk.count("event"), date(2026, 11, 23), "x", request_id="w", clerk=person)


def _return_cheque(desk: Desk, person: Person) -> None:
    cheque = TenderIn(TenderKind.CHEQUE, desk.owed(THIRD), {"number": "1", "bank": "b", "drawer": "d", "date": "x"})
    event = desk.pay(THIRD, tenders=(cheque,), rounding=0).receipts[0].event_id
    return_cheque(
        desk.books, event, 0, "x", request_id="k", clerk=person, office=desk.office, words=desk.words
    )  # fmt: skip


def _closed(desk: Desk) -> int:
    """A day that was closed by somebody who is not on the staff list."""
    desk.count_drawer(desk.account("till_cash"))
    return desk.close_counted(cashier=ASKER).close_event


def _receive(desk: Desk, person: Person) -> None:
    cash = desk.account("till_cash")
    close = _closed(desk)
    receive_remittance(
        desk.books, close, cash, "float", request_id="u", clerk=person, office=desk.office, words=desk.words
    )  # fmt: skip


def _bag(desk: Desk, person: Person) -> None:
    close = _closed(desk)
    bag_cash(
        desk.books, "operating", [close], 100, "B1", "rest later", request_id="u", clerk=person, office=desk.office,
        words=desk.words, approver=AGREER,
    )  # fmt: skip


def _enter_late(desk: Desk, person: Person) -> None:
    taker = replace(person, table={role: acts | {Act.TAKE_PAYMENT} for role, acts in person.table.items()})
    desk.take(replace(desk.order(THIRD), late=LateEntry("A7", "2026-11-20", "x")), cashier=taker)


def _first_open(desk: Desk) -> list[Chosen]:
    return [Chosen(each.charge_id, each.open) for each in desk.charges(EVEN)[:1]]


def _write_off(desk: Desk, person: Person, approver: Person) -> None:
    write_off(desk.books, EVEN, _first_open(desk), "x", request_id="wo", staff=person, approver=approver)


def _revive(desk: Desk, person: Person) -> None:
    charges = [each.charge_id for each in _first_open(desk)]
    _write_off(desk, ASKER, AGREER)
    revive(desk.books, EVEN, charges, "x", request_id="rv", staff=person)


def _adjust(desk: Desk, person: Person, approver: Person) -> None:
    adjust_charge(desk.books, Wish(2, "waiver", -100), "x", request_id="aj", staff=person, approver=approver)


def once_item(desk: Desk) -> int:
    """Add a fee item that has no price by the period; returns its id."""
    with desk.books.transaction("card-item", staff_id=1) as tx:
        row = version("fee_item", 3, name_zh="门禁卡", name_en="Access card", fund="operating", rank=3, months=1,
                      due_day=15, due_after=0, closed=0)  # fmt: skip
        tx.change("prices_changed", {"item": 3}, {"fee_item": [row]})
    return 3


def _change_purse(desk: Desk, staff: Person, approver: Person) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=500)
    wish = PurseChange(EVEN, None, FEE, 300)
    change_purse(desk.books, wish, "x", request_id="cp", staff=staff, approver=approver)


def _once(desk: Desk, person: Person) -> None:
    charge_once(desk.books, EVEN, once_item(desk), request_id="on", staff=person, amount=2000, reason="补办门禁卡")


def fund_deposit(desk: Desk) -> None:
    """Add the first deposit of the maintenance fund, 100.00 a square metre."""
    with desk.books.transaction("first-deposit", staff_id=1) as tx:
        item = version("fee_item", 7, name_zh="住宅专项维修资金", name_en="Maintenance fund", fund="maintenance",
                       rank=9, months=1, due_day=15, due_after=0, closed=0)  # fmt: skip
        prices = [
            version("tariff", 70 + n, item_id=7, unit_kind=kind, kind="once", price=1_000_000, since="2020-01-01",
                    terms='{"size":"built"}', basis_kind="guide_price", basis_number="2020-7")
            for n, kind in enumerate(("flat", "house"))
        ]  # fmt: skip
        tx.change("prices_changed", {"item": 7}, {"fee_item": [item], "tariff": prices})


def _fund_charge(desk: Desk, person: Person) -> None:
    fund_deposit(desk)
    charge_fund(desk.books, EVEN, request_id="fc", staff=person)


def _fund_notice(desk: Desk, person: Person) -> None:
    fund_deposit(desk)
    issue_notices(desk.books, [EVEN], request_id="fn", staff=person, office=desk.office, words=desk.words)


def _deposit(desk: Desk, person: Person) -> int:
    order = DepositOrder(EVEN, "fit_out", "x", TenderIn(TenderKind.CASH, 100))
    return take_deposit(
        desk.books, order, request_id="de", cashier=person, till=1, office=desk.office, words=desk.words
    ).receipt_id  # fmt: skip


def _deposit_back(desk: Desk, person: Person, approver: Person) -> None:
    order = ReturnOrder(_deposit(desk, ASKER), (), (TenderIn(TenderKind.CASH, 100),), "x", "1")
    return_deposit(
        desk.books, order, "x", request_id="db", requester=person, approver=approver, till=1, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def _dispute(desk: Desk, person: Person) -> int:
    case = CaseIn(Kind.DISPUTE, "amount", THIRD, "x", charges=(Disputed(desk.charges(THIRD)[0].charge_id, 100),))
    return open_case(desk.books, case, request_id="cs", staff=person, office=desk.office, words=desk.words).case_id


def _urgency(desk: Desk, person: Person) -> str:
    case_id = _dispute(desk, ASKER)
    return change_urgency(desk.books, case_id, urgent=True, request_id="cs-urgent", staff=person)


def _step(desk: Desk, person: Person, to: Step = Step.EXAMINED, *, opened: int = 0) -> int:
    case_id = opened or _dispute(desk, ASKER)
    move_case(
        desk.books, case_id, StepIn(to, "x"), request_id=f"cs-{to}", staff=person, office=desk.office,
        words=desk.words,
    )  # fmt: skip
    return case_id


def _reject(desk: Desk, person: Person) -> None:
    _step(desk, person, Step.REJECTED, opened=_step(desk, ASKER))


def _settle(desk: Desk, person: Person, approver: Person) -> None:
    upheld = [Disputed(desk.charges(THIRD)[0].charge_id, 100)]
    settle_case(
        desk.books, _step(desk, ASKER), "x", upheld, request_id="ss", staff=person, approver=approver,
        office=desk.office, words=desk.words,
    )  # fmt: skip


def _ask_to_settle(desk: Desk, person: Person) -> None:
    upheld = [Disputed(desk.charges(THIRD)[0].charge_id, 100)]
    ask_to_settle(desk.books, _step(desk, ASKER), "x", upheld, request_id="as", staff=person)


def _certify(desk: Desk, person: Person) -> None:
    desk.pay(THIRD, rounding=0)
    issue_certificate(desk.books, THIRD, request_id="ce", staff=person, office=desk.office, words=desk.words)


def _letters(desk: Desk, person: Person) -> None:
    campaign = look_at_letters(desk.connection, desk.clock.today(), desk.office, LetterSettings(), desk.words)
    send_letters(desk.books, campaign, request_id="le", staff=person, words=desk.words)


def _write_mail(desk: Desk, person: Person) -> None:
    _letters(desk, SUPERVISOR)
    letter = dunning_letter(desk.connection, letters_of_request(desk.connection, "le")[0])
    assert letter is not None
    mail = LetterMail(letter, "L2026-000001", "3-2-1201", "张三", "a@example.net", "x@y")
    note_written(desk.books, (mail,), request_id="nw", staff=person)


def _read_mail(desk: Desk, person: Person) -> None:
    _letters(desk, SUPERVISOR)
    came = MailResult("L2026-000001", "bounced", "5.1.1", None, "a.eml")
    note_results(desk.books, (came,), request_id="nr", staff=person)


MESSAGE = ToOwner(EVEN, "3-2-1201", EVEN, "欠费75.18元", 1, 7518, ((1, 7518),))


def _messages(desk: Desk, person: Person) -> None:
    queue_arrears(desk.books, (MESSAGE,), request_id="qa", staff=person)


def _read_sms(desk: Desk, person: Person) -> None:
    (number,) = queue_for_file(desk.books, (MESSAGE,), request_id="qf", staff=MANAGER)
    note_sms_results(desk.books, (SmsResult(number, "", "delivered"),), request_id="ns", staff=person)


def _let_message_be(desk: Desk, person: Person) -> None:
    _messages(desk, MANAGER)
    (message,) = messages_now(desk.connection, desk.clock.today())
    decide_sms(desk.books, message, "leave", request_id="ds", staff=person)


def _deliver(desk: Desk, person: Person) -> None:
    _letters(desk, SUPERVISOR)
    (letter, *_rest) = letters_of_request(desk.connection, "le")
    delivery = Delivery(letter, "by_hand", "signed", desk.clock.today(), "", "owner")
    deliver_letter(desk.books, delivery, request_id="dl", staff=person)


def _take_back_contact(desk: Desk, person: Person) -> None:
    noted = note_call(desk.books, EVEN, "will_pay", request_id="tbn", staff=MANAGER)
    take_back_contact(desk.books, EVEN, noted, "x", request_id="tbc", staff=person)


def _take_back_suit(desk: Desk, person: Person) -> None:
    noted = note_suit(desk.books, EVEN, desk.clock.today(), "x", request_id="tbn", staff=MANAGER)
    take_back_contact(desk.books, EVEN, noted, "x", request_id="tbc", staff=person)


def _take_back_delivery(desk: Desk, person: Person) -> None:
    _deliver(desk, CASHIER)
    (letter, *_rest) = letters_of_request(desk.connection, "le")
    take_back_delivery(desk.books, letter, "x", request_id="tbd", staff=person)


def sell(desk: Desk, unit: int, since: str, buyer: int = 50) -> None:
    """Let somebody new own a unit from a day on; who held it before ends on the day before."""
    last = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
    with desk.books.transaction(f"sold-{unit}", staff_id=1) as tx:
        old = version("holding", unit, unit_id=unit, person_id=unit, role="owner", since="2020-01-01", until=last)
        new = version("holding", buyer, unit_id=unit, person_id=buyer, role="owner", since=since)
        person = version("person", buyer, name="买方甲", kind="person")
        tx.change("registers_changed", {"unit": unit}, {"person": [person], "holding": [old, new]})


def _split(desk: Desk, person: Person) -> None:
    sell(desk, THIRD, "2026-11-11")
    split_at_sale(desk.books, THIRD, request_id="sp", staff=person)


def _end_reduction(desk: Desk, person: Person) -> None:
    day = date(2026, 11, 1)
    grant_reduction(desk.books, EVEN, 3000, day, reason="x", request_id="gr", staff=now(desk, MANAGER), paper="7")
    end_reduction(desk.books, 1, day, reason="x", request_id="er", staff=person)


def _bring(desk: Desk, person: Person) -> None:
    bring_cash(
        desk.books, "x", {100: 1}, [Share(THIRD, 100)], request_id="bc", cashier=person, till=1, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def _waive(desk: Desk, approver: Person) -> None:
    change_settings(
        desk.books, {"late_fee_rate": 500}, date(2020, 1, 1), request_id="rate", staff=now(desk, MANAGER)
    )  # fmt: skip
    desk.set_office(late_fee_mode="charged")
    shown = standing_late_fees(desk.connection, THIRD, desk.office, desk.clock.today().isoformat()).total
    waive_late_fees(
        desk.books, THIRD, shown, "x", request_id="wl", requester=ASKER, approver=approver, till=1, office=desk.office
    )  # fmt: skip


DESK_ACTS: tuple[DeskAct, ...] = (
    DeskAct("take_payment", Act.TAKE_PAYMENT, lambda desk, p: desk.take(desk.order(THIRD), cashier=p)),
    DeskAct("open_till", Act.OPEN_TILL,
            lambda desk, p: open_till(desk.books, FLOAT, request_id="2", cashier=p, till=2)),
    DeskAct("record_count", Act.CLOSE_TILL, lambda desk, p: desk.count_drawer(1, cashier=p)),
    DeskAct("print_x", Act.CLOSE_TILL, _x),
    DeskAct("close_till", Act.CLOSE_TILL, lambda desk, p: _close(desk, cashier=p)),
    DeskAct("pay_in", Act.PAY_IN_OUT, lambda desk, p: pay_in(
        desk.books, "bank", 1000, "x", request_id="in", cashier=p, till=1, office=desk.office, words=desk.words)),
    DeskAct("drop_cash", Act.DROP_CASH, lambda desk, p: _drop(desk, p, None)),
    DeskAct("drop_cash, witnessed", Act.WITNESS_DROP, lambda desk, p: _drop(desk, ASKER, p)),
    DeskAct("offer", Act.HAND_OVER, lambda desk, p: _offer(desk, p)),
    DeskAct("resume_till", Act.RESUME_TILL, lambda desk, p: _resume(desk, p)),
    DeskAct("close_till, late", Act.APPROVE_LATE_CLOSE, lambda desk, p: _close_late(desk, p)),
    DeskAct("close_till, agreed later", Act.APPROVE_OVER_SHORT, _short_later, 3),
    DeskAct("close_till, late, agreed later", Act.APPROVE_LATE_CLOSE, _late_later, 3),
    DeskAct("reverse_payment, agreed later", Act.APPROVE_REVERSAL, _reverse_later),
    DeskAct("grant_reduction, agreed later", Act.CHANGE_PRICES, _reduce_later),
    DeskAct("approve_restore, agreed later", Act.APPROVE_RESTORE, _restore_later),
    DeskAct("void_receipt, asked for", Act.REQUEST_VOID, _void),
    DeskAct("void_receipt, agreed", Act.APPROVE_VOID, lambda desk, p: _void(desk, ASKER, p)),
    DeskAct("move_payment", Act.MOVE_PAYMENT, lambda desk, p: _move(desk, p, AGREER)),
    DeskAct("ask_for_move", Act.MOVE_PAYMENT,
            lambda desk, p: ask_for_move(desk.books, 1, THIRD, "x", request_id="a", requester=p, till=1)),
    DeskAct("move_payment, agreed", Act.APPROVE_MOVE, lambda desk, p: _move(desk, ASKER, p)),
    DeskAct("reprint", Act.REPRINT, _copy),
    DeskAct("ask_for_copy", Act.REPRINT,
            lambda desk, p: ask_for_copy(desk.books, 1, "x", request_id="a", person=p, till=1)),
    DeskAct("spoil_form", Act.REPRINT, lambda desk, p: spoil_form(desk.books, 1, "A1", request_id="f", person=p)),
    DeskAct("copy_beyond_limit, agreed", Act.APPROVE_COPY, lambda desk, p: _copy_beyond(desk, ASKER, p)),
    DeskAct("open_drawer", Act.OPEN_DRAWER, _drawer),
    DeskAct("open_drawer, agreed", Act.APPROVE_DRAWER, lambda desk, p: _drawer(desk, ASKER, p)),
    DeskAct("close_till, agreed", Act.APPROVE_OVER_SHORT, lambda desk, p: _close(desk, approver=p)),
    DeskAct("check_code", Act.CHECK_CODES, _check_code),
    DeskAct("record_transfer", Act.RECORD_TRANSFER, _transfer),
    DeskAct("run", Act.RUN_BILLS, _bills),
    DeskAct("set_price", Act.CHANGE_PRICES, _price),
    DeskAct("ask_for_price", Act.CHANGE_PRICES, _ask_price),
    DeskAct("save_item", Act.CHANGE_PRICES, _item),
    DeskAct("set_price, agreed", Act.APPROVE_PRICES, lambda desk, p: _price(desk, ASKER, p)),
    DeskAct("set_plates", Act.CHANGE_REGISTERS,
            lambda desk, p: set_plates(desk.books, EVEN, ["粤B1"], request_id="l", staff=p)),
    DeskAct("change_purse", Act.ADJUST_CHARGES, lambda desk, p: _change_purse(desk, p, AGREER)),
    DeskAct("change_purse, agreed", Act.APPROVE_REVERSAL, lambda desk, p: _change_purse(desk, ASKER, p)),
    DeskAct("use_balance", Act.CHANGE_REGISTERS,
            lambda desk, p: use_balance(
                desk.books, EVEN, date(2026, 11, 1), used=True, request_id="ub", staff=p)),
    DeskAct("run_months", Act.RUN_BILLS,
            lambda desk, p: run_months(
                desk.books, preview_months(desk.connection, ["2026-12", "2027-01"]), request_id="rm", staff=p)),
    DeskAct("end_holding", Act.CHANGE_REGISTERS,
            lambda desk, p: end_holding(desk.books, EVEN, date(2026, 11, 1), request_id="eh", staff=p)),
    DeskAct("move_in", Act.CHANGE_REGISTERS,
            lambda desk, p: move_in(
                desk.books, MoveIn(EVEN, "owner", "买方甲", "", date(2026, 11, 1)), request_id="mi", staff=p)),
    DeskAct("end_reduction", Act.CHANGE_PRICES, _end_reduction),
    DeskAct("import_estate", Act.IMPORT_ESTATE,
            lambda desk, p: import_estate(desk.books, EstateFile(), request_id="i", staff=p)),
    DeskAct("change_settings", Act.CHANGE_SETTINGS, _settings),
    DeskAct("save_staff", Act.CHANGE_STAFF, _staff),
    DeskAct("reset_pin", Act.CHANGE_STAFF, _pin),
    DeskAct("change_permissions", Act.CHANGE_STAFF, _permissions),
    DeskAct("settle_unpaid, agreed", Act.SETTLE_CARD, lambda desk, p: _settle_card(desk, p)),
    DeskAct("ask_void_back", Act.REQUEST_VOID, lambda desk, p: _void_back(desk, p, AGREER), 3),
    DeskAct("ask_void_back, agreed", Act.APPROVE_VOID, lambda desk, p: _void_back(desk, ASKER, p), 3),
    DeskAct("ask_refund_back", Act.REQUEST_REFUND, lambda desk, p: _refund_back(desk, p, AGREER), 3),
    DeskAct("ask_refund_back, agreed", Act.APPROVE_REFUND, lambda desk, p: _refund_back(desk, ASKER, p), 3),
    DeskAct("settle_back", Act.TAKE_PAYMENT, lambda desk, p: _settle_back(desk, p), 5),
    DeskAct("erase_person", Act.ERASE_PERSON, lambda desk, p: _erase(desk, p, AGREER)),
    DeskAct("erase_person, agreed", Act.APPROVE_ERASURE, lambda desk, p: _erase(desk, ASKER, p)),
    DeskAct("confirm_date", Act.CONFIRM_DATE,
            lambda desk, p: confirm_date(desk.books, request_id="y", requester=ASKER, approver=p)),
    DeskAct("refund_payment, asked for", Act.REQUEST_REFUND, _refund),
    DeskAct("refund_payment, agreed", Act.APPROVE_REFUND, lambda desk, p: _refund(desk, ASKER, p)),
    DeskAct("reverse_payment", Act.REVERSE_PAYMENT, lambda desk, p: _reverse(desk, p, AGREER)),
    DeskAct("reverse_payment, agreed", Act.APPROVE_REVERSAL, lambda desk, p: _reverse(desk, ASKER, p)),
    DeskAct("pay_refund", Act.PAY_REFUNDS, _pay_refund),
    DeskAct("return_cheque", Act.CHECK_CODES, _return_cheque),
    DeskAct("receive_remittance", Act.RECEIVE_REMITTANCE, _receive),
    DeskAct("bag_cash", Act.BANK_CASH, _bag),
    DeskAct("take_payment, entered later", Act.ENTER_LATE, _enter_late),
    DeskAct("bring_cash", Act.TAKE_PAYMENT, _bring),
    DeskAct("adjust_charge", Act.ADJUST_CHARGES, lambda desk, p: _adjust(desk, p, AGREER)),
    DeskAct("ask_for_adjustment", Act.ADJUST_CHARGES,
            lambda desk, p: ask_for_adjustment(desk.books, Wish(2, "adjustment", 5), "x", request_id="a", staff=p)),
    DeskAct("adjust_charge, agreed", Act.APPROVE_ADJUSTMENT, lambda desk, p: _adjust(desk, ASKER, p)),
    DeskAct("write_off", Act.ADJUST_CHARGES, lambda desk, p: _write_off(desk, p, AGREER)),
    DeskAct("write_off, agreed", Act.APPROVE_ADJUSTMENT, lambda desk, p: _write_off(desk, ASKER, p)),
    DeskAct("ask_for_write_off", Act.ADJUST_CHARGES, lambda desk, p: ask_for_write_off(
        desk.books, EVEN, _first_open(desk), "x", request_id="wo", staff=p)),
    DeskAct("revive", Act.ADJUST_CHARGES, _revive),
    DeskAct("enter_paper", Act.APPROVE_ADJUSTMENT,
            lambda desk, p: enter_paper(desk.books, "审1", DAY, "x", 100, "x", request_id="pa", staff=p)),
    DeskAct("take_deposit", Act.TAKE_PAYMENT, _deposit),
    DeskAct("return_deposit", Act.REQUEST_REFUND, lambda desk, p: _deposit_back(desk, p, AGREER)),
    DeskAct("return_deposit, agreed", Act.APPROVE_REFUND, lambda desk, p: _deposit_back(desk, ASKER, p)),
    DeskAct("issue_certificate", Act.CERTIFY, _certify),
    DeskAct("open_case", Act.RECORD_CASES, _dispute),
    DeskAct("move_case", Act.RECORD_CASES, _step, 1),
    DeskAct("change_urgency", Act.RECORD_CASES, _urgency, 1),
    DeskAct("move_case, rejected", Act.SETTLE_CASES, _reject, 2),
    DeskAct("settle_case", Act.SETTLE_CASES, lambda desk, p: _settle(desk, p, AGREER), 2),
    DeskAct("settle_case, agreed", Act.APPROVE_ADJUSTMENT, lambda desk, p: _settle(desk, ASKER, p), 2),
    DeskAct("ask_to_settle", Act.SETTLE_CASES, _ask_to_settle, 2),
    DeskAct("send_letters", Act.SEND_LETTERS, _letters),
    DeskAct("promise_to_pay", Act.NOTE_CONTACT,
            lambda desk, p: promise_to_pay(desk.books, EVEN, 100, DAY, request_id="pr", staff=p)),
    DeskAct("note_call", Act.NOTE_CONTACT,
            lambda desk, p: note_call(desk.books, EVEN, "will_pay", request_id="nc", staff=p, next_call=DAY)),
    DeskAct("mark_unit", Act.NOTE_CONTACT,
            lambda desk, p: mark_unit(desk.books, EVEN, request_id="mu", staff=p, call_first=True,
                                      best_time="evening")),
    DeskAct("deliver_letter", Act.NOTE_CONTACT, _deliver, 5),
    DeskAct("note_suit", Act.SEND_LETTERS,
            lambda desk, p: note_suit(desk.books, EVEN, desk.clock.today(), "x", request_id="su", staff=p)),
    DeskAct("take_back_contact", Act.NOTE_CONTACT, _take_back_contact, 1),
    DeskAct("take_back_contact, a suit", Act.SEND_LETTERS, _take_back_suit, 1),
    DeskAct("take_back_delivery", Act.NOTE_CONTACT, _take_back_delivery, 6),
    DeskAct("queue_arrears", Act.SEND_LETTERS, _messages),
    DeskAct("queue_for_file", Act.EXPORT,
            lambda desk, p: queue_for_file(desk.books, (MESSAGE,), request_id="qf", staff=p)),
    DeskAct("note_sms_results", Act.NOTE_CONTACT, _read_sms, 1),
    DeskAct("decide_sms", Act.SEND_LETTERS, _let_message_be, 1),
    DeskAct("save_email", Act.CHANGE_REGISTERS,
            lambda desk, p: save_email(desk.books, EVEN, "a@example.net", request_id="se", staff=p)),
    DeskAct("save_address", Act.CHANGE_REGISTERS,
            lambda desk, p: save_address(desk.books, EVEN, "杭州市文一路1号", request_id="sa", staff=p)),
    DeskAct("import_emails", Act.CHANGE_REGISTERS,
            lambda desk, p: import_emails(desk.books, (AddressRow(2, "3-2-1201", "a@example.net"),), request_id="ie",
                                          staff=p)),
    DeskAct("note_written", Act.SEND_LETTERS, _write_mail, 5),
    DeskAct("note_results", Act.NOTE_CONTACT, _read_mail, 5),
    DeskAct("wish_messages", Act.NOTE_CONTACT,
            lambda desk, p: wish_messages(desk.books, EVEN, request_id="wm", staff=p, no_sms=True)),
    DeskAct("split_at_sale", Act.ADJUST_CHARGES, _split),
    DeskAct("charge_once", Act.CHARGE_ONCE, _once),
    DeskAct("charge_fund", Act.CHARGE_ONCE, _fund_charge),
    DeskAct("issue_notices", Act.CHARGE_ONCE, _fund_notice),
    DeskAct("enter_fund", Act.CHANGE_REGISTERS,
            lambda desk, p: enter_fund(desk.books, EVEN, EntryKind.PAID_IN, date(2026, 11, 1), 1, "", request_id="fe",
                                       staff=p)),
    DeskAct("change_settings, agreed", Act.APPROVE_PRICES,
            lambda desk, p: change_settings(desk.books, {"maintenance_fund": "register"}, DAY, request_id="fs",
                                            staff=ASKER, approver=p, reason="x")),
    DeskAct("receive_forms", Act.KEEP_FORMS,
            lambda desk, p: receive_forms(desk.books, "A1", "A9", "x", request_id="g", clerk=p)),
    DeskAct("void_form", Act.KEEP_FORMS,
            lambda desk, p: void_form(desk.books, "A1", "torn", request_id="g", clerk=p)),
    DeskAct("mark_invoice", Act.MARK_INVOICE,
            lambda desk, p: mark_invoice(desk.books, 1, ["charge:1"], "1", request_id="j", clerk=p)),
    DeskAct("take_into_use", Act.BACK_UP, _stick),
    DeskAct("approve_restore", Act.RESTORE, lambda desk, p: _restore(desk, p, AGREER)),
    DeskAct("approve_restore, agreed", Act.APPROVE_RESTORE, lambda desk, p: _restore(desk, ASKER, p)),
    DeskAct("waive_late_fees, agreed", Act.WAIVE_LATE_FEE, lambda desk, p: _waive(desk, p)),
    DeskAct("show_phones", Act.SHOW_PHONES,
            lambda desk, p: show_phones(desk.books, EVEN, request_id="h", person=p, till=1)),
    DeskAct("export_trail", Act.EXPORT, _export),
    DeskAct("print_statement", Act.READ, _statement),
)  # fmt: skip


def flip(desk: Desk, role: Role, act: Act) -> bool:
    """Change one cell of the table from today on; returns what it is then."""
    allowed = act not in PERMISSIONS[role]
    table = with_cell(PERMISSIONS, role, act, allowed)
    if act is Act.CHANGE_STAFF:  # somebody else has to be able to change it back
        table = with_cell(table, Role.SUPERVISOR if role is Role.MANAGER else Role.MANAGER, act, True)
    manager = replace(of_role(Role.MANAGER), table=PERMISSIONS)
    change_permissions(desk.books, table, desk.clock.today(), request_id="flip", staff=manager)
    return allowed
