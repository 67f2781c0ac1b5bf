"""What an import says, the same in the window and on the command line: errors, what was left out, what came."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from counter.desk.estate_rows import EstateFile, RowError
from counter.desk.import_estate import Imported
from counter.desk.outlived_reductions import outlived
from counter.desk.split_at_sale import units_to_split
from counter.words import Words, formats
from counter.words.errors import explain
from counter.words.formats import RENMINBI, Currency


def told(rows: Iterable[RowError], w: Words) -> tuple[str, ...]:
    """Return each error or note as one line: what is wrong, and what to do."""
    gap = "" if w.language == "zh_CN" else " "
    found = (explain(row, w) for row in rows)
    return tuple(gap.join(part for part in each if part) for each in found if each is not None)


def facts_of(rows: Iterable[RowError], w: Words) -> list[dict[str, Any]]:
    """Return errors or notes for a program: place, value, code, and the sentence a person would read."""
    return [
        {
            "sheet": row.sheet, "row": row.row, "column": row.column, "value": row.value, "code": row.code,
            "said": told([row], w)[0],
        }
        for row in rows
    ]  # fmt: skip


def brought(estate: EstateFile, w: Words) -> tuple[str, ...]:
    """Return what a file holds, a part each: so many units, people, prices …; empty parts are left out."""
    parts = (
        (len(estate.units), w.n("{n} unit", "{n} units", len(estate.units))),
        (len(estate.holders), w.n("{n} person at a unit", "{n} people at units", len(estate.holders))),
        (len(estate.prices), w.n("{n} price", "{n} prices", len(estate.prices))),
        (len(estate.plates), w.n("{n} plate", "{n} plates", len(estate.plates))),
        (len(estate.meters), w.n("{n} meter", "{n} meters", len(estate.meters))),
        (len(estate.readings), w.n("{n} reading", "{n} readings", len(estate.readings))),
        (len(estate.shared), w.n("{n} shared bill", "{n} shared bills", len(estate.shared))),
        (len(estate.reductions), w.n("{n} reduction", "{n} reductions", len(estate.reductions))),
        (
            len(estate.fund),
            w.n("{n} entry of the maintenance fund", "{n} entries of the maintenance fund", len(estate.fund)),
        ),
        (len(estate.openings), w.n("{n} opening balance", "{n} opening balances", len(estate.openings))),
    )
    return tuple(word for count, word in parts if count)


def imported(done: Imported, w: Words, currency: Currency = RENMINBI) -> tuple[str, ...]:
    """Return what an import wrote, as sentences."""
    if done.event_id is None:
        return (w("The books hold all of this already; nothing was changed."),)
    parts = [_counted(table, done.written[table], w) for table in _ORDER if done.written.get(table)]
    lines = [w("Imported: {what}.", what=w(", ").join(parts))] if parts else [w("Imported.")]
    if done.fund_entries:
        total = formats.money_in_sentence(done.fund_total, w, currency)
        lines.append(
            w.n("{n} entry of the maintenance fund, {total} paid in.",
                "{n} entries of the maintenance fund, {total} paid in together.", done.fund_entries, total=total)
        )  # fmt: skip
    if done.opening_charges:
        total = formats.money_in_sentence(done.opening_total, w, currency)
        lines.append(
            w.n("{n} opening debt over {total}.", "{n} opening debts over {total} together.", done.opening_charges,
                total=total)
        )  # fmt: skip
    return tuple(lines)


def followed(done: Imported, connection: Any, today: date, w: Words) -> list[str]:
    """Return what to look at since people came or went with a file: charges to split, reductions that go on."""
    if not done.written.get("holding"):
        return []
    codes, day, lines = units_to_split(connection, today.isoformat()), today.isoformat(), list[str]()
    if codes:
        named = w(", ").join(codes[:_NAMED]) + (" …" if len(codes) > _NAMED else "")
        lines.append(
            w.n("{n} unit has open charges that others owe now; M, 6 on its card splits them: {units}.",
                "{n} units have open charges that others owe now; M, 6 on the card splits them: {units}.", len(codes),
                units=named)
        )  # fmt: skip
    reductions = len(outlived(connection, day, day))
    if reductions:
        lines.append(
            w.n("{n} reduction goes on after a sale or a move: see what stands out in the bill run.",
                "{n} reductions go on after a sale or a move: see what stands out in the bill run.", reductions)
        )  # fmt: skip
    return lines


_NAMED = 8
_ORDER = (
    "unit", "person", "holding", "vehicle", "fee_item", "tariff", "meter", "reading", "shared_cost", "reduction",
)  # fmt: skip


def _counted(table: str, n: int, w: Words) -> str:
    return {
        "unit": w.n("{n} unit", "{n} units", n),
        "person": w.n("{n} person", "{n} people", n),
        "holding": w.n("{n} person at a unit", "{n} people at units", n),
        "vehicle": w.n("{n} plate", "{n} plates", n),
        "fee_item": w.n("{n} fee item", "{n} fee items", n),
        "tariff": w.n("{n} price", "{n} prices", n),
        "meter": w.n("{n} meter", "{n} meters", n),
        "reading": w.n("{n} reading", "{n} readings", n),
        "shared_cost": w.n("{n} shared bill", "{n} shared bills", n),
        "reduction": w.n("{n} reduction", "{n} reductions", n),
    }[table]
