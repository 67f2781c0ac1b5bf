"""What the letters brought in: each payment once, for what had arrived before it, the same sum in every grouping."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.change_settings import change_settings
from counter.desk.deliver_letter import Delivery, arrives, deliver_letter
from counter.desk.email_letters import note_written, preview_mails, save_email
from counter.desk.letter_results import DAYS, Group, Results, by_days, grouped, of_day, results
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import NothingToSend, Sent, preview, send_letters
from counter.desk.print_letter_results import result_facts
from counter.desk.transfers import record_transfer
from counter.papers.letter_results import results_paper
from counter.rules.letter_cost import Costs
from counter.words import Words
from db.queries import dunning
from printing.blocks import Bars, Sum, dump, load
from tests.desk.late_fee_office import next_day, void
from tests.desk.office import EVEN, FINANCE, MANAGER, ODD, OWNERS, Desk
from tests.desk.test_desk_transfers_and_codes import claim
from tests.presenters.units_office import open_office

MONTH = 25_060
COSTS = Costs()
CHINESE = Words.load("zh_CN")


def send(desk: Desk, *units: int) -> Sent:
    campaign = preview(
        desk.connection, desk.clock.today(), desk.office, LetterSettings(), desk.words, units=set(units) or None
    )
    return send_letters(desk.books, campaign, request_id=desk.request(), staff=MANAGER, words=desk.words)


def letters(desk: Desk) -> list[int]:
    return sorted(each.event_id for each in dunning.all_contacts(desk.connection) if each.kind == "letter_sent")


def deliver(desk: Desk, letter: int, method: str = "by_hand", outcome: str = "signed", on: date | None = None) -> None:
    slip = "XA123456789CN" if method == "registered" else ""
    noted = Delivery(letter, method, outcome, on or desk.clock.today(), slip, "owner", 3)
    deliver_letter(desk.books, noted, request_id=desk.request(), staff=MANAGER)


def found(desk: Desk) -> Results:
    return results(desk.connection, COSTS)


def brought(desk: Desk) -> list[int]:
    return [each.received for each in found(desk).outcomes]


def test_only_what_comes_in_after_a_letter_arrived_counts(desk: Desk) -> None:
    send(desk, EVEN)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    assert (brought(desk), found(desk).otherwise) == ([0], MONTH), "it still lies in the office"
    deliver(desk, letters(desk)[0])
    assert brought(desk) == [0], "it was paid before"
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    assert (brought(desk), found(desk).otherwise) == ([MONTH], MONTH)


def test_mail_that_came_back_or_is_on_its_way_brought_nothing_in(desk: Desk) -> None:
    send(desk, EVEN, ODD)
    first, second = letters(desk)
    deliver(desk, first, "registered", "posted")
    deliver(desk, first, "registered", "returned")
    deliver(desk, second, "by_hand", "not_met")
    next_day(desk)
    desk.pay(EVEN, rounding=0)
    desk.pay(ODD, rounding=0)
    assert brought(desk) == [0, 0]
    assert [each.arrived for each in grouped(found(desk), "method")] == [0, 0]


def test_a_transfer_counts_on_the_day_it_came_not_on_which_it_was_claimed(desk: Desk) -> None:
    send(desk, EVEN)
    came = desk.clock.today()
    next_day(desk)
    deliver(desk, letters(desk)[0])
    next_day(desk)
    incoming = record_transfer(desk.books, came, MONTH, "张三", "", request_id="t", clerk=FINANCE)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], tenders=(claim(MONTH, incoming),), rounding=0)
    assert (brought(desk), found(desk).otherwise) == ([0], MONTH), "it was there before the letter was"


def test_a_void_takes_back_what_a_letter_brought_in(desk: Desk) -> None:
    send(desk, EVEN)
    deliver(desk, letters(desk)[0])
    paid = desk.pay(EVEN, chosen=desk.charges(EVEN)[:2], rounding=0)
    assert brought(desk) == [2 * MONTH]
    void(desk, paid.receipts[0].id)
    assert (brought(desk), found(desk).otherwise) == ([0], 0)


def test_a_second_campaign_does_not_count_the_same_money_again(desk: Desk) -> None:
    send(desk, EVEN)
    deliver(desk, letters(desk)[0])
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    next_day(desk, 16)
    send(desk, EVEN)
    deliver(desk, letters(desk)[1], "box", "left")
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    assert brought(desk) == [MONTH, MONTH]
    days = grouped(found(desk), "day")
    assert [(each.name, each.received) for each in days] == [("2026-12-09", MONTH), ("2026-11-23", MONTH)]
    one = of_day(found(desk), "2026-12-09")
    assert [(each.name, each.received) for each in grouped(one, "method")] == [("box", MONTH)]


def test_a_letter_that_went_out_by_email_costs_its_paper_alone(desk: Desk) -> None:
    change_settings(
        desk.books, {"office_email": "office@example.net"}, desk.clock.today(), request_id="o", staff=MANAGER
    )
    save_email(desk.books, EVEN, "zhang@example.net", request_id="e", staff=MANAGER)
    send(desk, EVEN)
    mails = preview_mails(desk.connection, letters(desk), desk.clock.today().isoformat())
    note_written(desk.books, mails.mails, request_id="w", staff=MANAGER)
    assert [(each.name, each.arrived, each.cost) for each in grouped(found(desk), "method")] == [("email", 0, 20)]


def test_days_after_arrival_add_up_to_what_came_in(desk: Desk) -> None:
    send(desk, EVEN)
    deliver(desk, letters(desk)[0])
    for days in (0, 2, 6):
        if days:
            next_day(desk, days)
        desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    assert [(each.received, each.by_then) for each in by_days(found(desk))] == [
        (2 * MONTH, 2 * MONTH), (MONTH, 3 * MONTH), (0, 3 * MONTH), (0, 3 * MONTH),
    ]  # fmt: skip


def test_the_report_carries_the_figures_and_their_pictures_and_names_nobody(desk: Desk) -> None:
    send(desk)
    deliver(desk, letters(desk)[0])
    desk.pay(EVEN, rounding=0)
    facts = result_facts(
        desk.connection, "2026-11-23", "", at="2026-11-23T00:30:00", clerk="陈静", office=desk.office,
        words=CHINESE,
    )  # fmt: skip
    paper = load(dump(results_paper(facts, CHINESE)))
    pictures = [block for block in paper.blocks if isinstance(block, Bars)]
    assert [sum(bar.dark for bar in each.bars) for each in pictures] == [3 * MONTH] * 5
    assert [block.amount for block in paper.blocks if isinstance(block, Sum) and block.large] == ["751.80"]
    assert not any(name in dump(paper) for name in OWNERS.values())


ACTS = st.lists(
    st.tuples(st.sampled_from(("send", "arrives", "fails", "pay", "void", "wait")), st.integers(0, 7)),
    min_size=4, max_size=14,
)  # fmt: skip


def counted_anew(desk: Desk) -> dict[int, int]:
    """By letter what it brought in, from raw events and the postings of receipts that are not void."""
    every = sorted(dunning.all_contacts(desk.connection), key=lambda each: each.event_id)
    sent = {each.event_id: dict(each.facts["charges"]) for each in every if each.kind == "letter_sent"}
    there: dict[int, tuple[str, int]] = {}
    for each in every:
        if each.kind == "letter_delivered" and arrives(each.facts):
            key = each.facts["letter"]
            there[key] = min(there.get(key, ("9", 0)), (each.facts["on"], each.event_id))
    paid = desk.connection.execute(
        "SELECT p.event_id, e.day, p.charge_id, -sum(p.amount) FROM posting p JOIN event e ON e.id = p.event_id"
        " WHERE p.account = 'receivable' AND e.kind = 'payment' AND p.event_id NOT IN (SELECT r.event_id FROM receipt r"
        " JOIN receipt_void v ON v.receipt_id = r.id) GROUP BY p.event_id, p.charge_id ORDER BY p.event_id"
    ).fetchall()
    won = dict.fromkeys(sent, 0)
    left = {(letter, charge): amount for letter, charges in sent.items() for charge, amount in charges.items()}
    for event, day, charge, amount in paid:
        before = [
            (on, noted, letter) for letter, (on, noted) in there.items()
            if letter < event and charge in sent[letter] and (on, noted) < (day, event)
        ]  # fmt: skip
        if before:
            on, _noted, letter = max(before)
            if (date.fromisoformat(day) - date.fromisoformat(on)).days <= DAYS:
                part = min(amount, left[letter, charge])
                left[letter, charge] -= part
                won[letter] += part
    return won


@given(ACTS)
@settings(max_examples=15)
def test_every_grouping_comes_to_the_postings_to_the_fen(acts: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder, open_office(Path(folder)) as desk:
        receipts = list[int]()
        for act, which in (("send", 0), ("arrives", 0), *acts):
            unit, sent = (EVEN, ODD)[which % 2], letters(desk)
            if act == "send":
                with_nothing(desk, unit)
            elif act in ("arrives", "fails") and sent:
                how = ("box", "left") if act == "arrives" else ("registered", "posted")
                deliver(desk, sent[which % len(sent)], *how)
            elif act == "pay" and desk.charges(unit):
                lines = desk.charges(unit)[:1]
                paid = desk.pay(unit, pay_now=min(12_000 + which, lines[0].open), rounding=0, chosen=lines)
                receipts.append(paid.receipts[0].id)
            elif act == "void" and receipts:
                void(desk, receipts.pop())
            elif act == "wait":
                next_day(desk, (1, 16)[which % 2])
                receipts.clear()
        now, anew = found(desk), counted_anew(desk)
        assert {each.event: each.received for each in now.outcomes} == anew
        for group in get_args(Group):
            assert sum(each.received for each in grouped(now, group)) == sum(anew.values())
        assert by_days(now)[-1].by_then == sum(anew.values())


def with_nothing(desk: Desk, unit: int) -> None:
    """Send a letter if one is due."""
    try:
        send(desk, unit)
    except NothingToSend:
        return
