"""A case worded for lists and for its card: what it is about, by when, what is disputed, what happened so far."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from counter.presenters.list_row import ListRow
from counter.rules.cases import Step, days_left
from counter.words import Words, formats
from counter.words.case_words import ACTORS, CHANNELS, KINDS, STEPS, TOPICS, case_word
from counter.words.formats import Currency
from db.queries import accounts, cases, people
from db.queries.cases import CaseRow, Listed
from db.queries.scans import ScanRow, scans_of


def list_cells(each: Listed, today: date, w: Words) -> tuple[str, ...]:
    """Return the cells of a case in a list: number, unit, kind, about, step, who has to act, by when."""
    row = each.case
    return (
        row.number, each.unit_code, case_word(KINDS, row.kind, w), about_words(row, w),
        case_word(STEPS, row.step, w), who_acts(row, each.named, w), due_words(row, today, w),
    )  # fmt: skip


def about_words(row: CaseRow, w: Words) -> str:
    """Return what a case is about, and that it is urgent."""
    topic = case_word(TOPICS, row.topic, w)
    return w("{topic}, urgent", topic=topic) if row.urgent else topic


def who_acts(row: CaseRow, named: str, w: Words) -> str:
    """Return who has to act: whoever took the case in hand or mediates, else the office, the owner or a court."""
    return named if named and row.step in (Step.IN_HAND, Step.MEDIATION) else case_word(ACTORS, row.actor, w)


def due_words(row: CaseRow, today: date, w: Words) -> str:
    """Return by when somebody has to act, and how many days are left or over; '' where the case has ended."""
    left = days_left(date.fromisoformat(row.due) if row.due else None, today)
    if left is None:
        return ""
    if left == 0:
        return w("{day}, today", day=row.due)
    if left < 0:
        return w.n("{day}, {n} day over", "{day}, {n} days over", -left, day=row.due)
    return w.n("{day}, {n} day left", "{day}, {n} days left", left, day=row.due)


def title_of(row: CaseRow, w: Words) -> str:
    """Return a case in one line: its number, what it is, what it is about."""
    return w("{number}  ·  {kind}: {topic}", number=row.number, kind=case_word(KINDS, row.kind, w),
             topic=about_words(row, w))  # fmt: skip


def story_of(connection: Any, row: CaseRow, w: Words, currency: Currency) -> str:
    """Return whose case it is, how it came, what was said and wanted, and what is disputed."""
    unit = accounts.unit(connection, row.unit_id)
    owner = next((each for each in accounts.holders(connection, row.unit_id) if each.until is None), None)
    who = (owner.name or "") if owner else ""
    parts = [
        w("{unit} {owner}, {channel}, {day}", unit=unit.code if unit else "–", owner=who,
          channel=case_word(CHANNELS, row.channel, w), day=row.raised_on),
        w("“{said}”", said=row.said or ""),
    ]  # fmt: skip
    if row.wants:
        parts.append(w("wants: {wants}", wants=row.wants))
    parts += charge_words(connection, row.id, w, currency)
    return "  ·  ".join(parts)


def charge_words(connection: Any, case_id: int, w: Words, currency: Currency) -> Iterator[str]:
    """Return each charge a case is about: item, period, and how much of it is or was disputed."""
    names = accounts.item_names(connection)
    amounts = {each.charge_id: each for each in cases.frozen_by(connection, case_id)}
    for charge in cases.charges_of(connection, case_id):
        frozen = amounts[charge.id]
        fields = {
            "item": names.get(charge.item_id, ("", ""))[0 if w.language == "zh_CN" else 1], "period": charge.period,
            "amount": formats.money(frozen.amount, currency),
        }  # fmt: skip
        yield (
            w("{item} {period}: {amount} frozen", **fields)
            if frozen.until is None
            else w("{item} {period}: not frozen any more", **fields)
        )


def timeline(
    connection: Any, row: CaseRow, w: Words
) -> tuple[list[ListRow], dict[str, tuple[str, str]], list[ScanRow]]:
    """Return the steps and scans of a case as rows, what is said of each row, and its scans."""
    names = {each.id: each.name for each in people.all_staff(connection)}
    rows, told = list[ListRow](), dict[str, tuple[str, str]]()
    for each in cases.steps(connection, row.id):
        step, row_id = case_word(STEPS, each.step.step, w), f"t{each.step.id}"
        rows.append(ListRow(row_id, (each.day, step, each.step.told or "", names.get(each.staff_id or 0, ""))))
        about = w("{step}, {day}", step=step, day=each.step.on_day or each.day)
        panel = ""
        if each.step.members:
            named = {"members": each.step.members}
            in_hand = each.step.step == Step.IN_HAND
            panel = w("Done by {members}. ", **named) if in_hand else w("Mediators: {members}. ", **named)
        told[row_id] = (about, f"{panel}{each.step.told or ''}")
    scans = scans_of(connection, f"case:{row.id}")
    for scan in reversed(scans):
        cells = (scan.day, w("Scan"), w("Enter opens it"), names.get(scan.staff_id or 0, ""))
        rows.append(ListRow(f"s{scan.id}", cells))
        told[f"s{scan.id}"] = (w("Scan"), scan.name)
    return rows, told, scans
