"""`bill`: preview or post the bill run of a month, or of many in one commit."""

import argparse
import uuid
from typing import TYPE_CHECKING

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words, formats

if TYPE_CHECKING:
    from counter.desk.preview_bills import ItemTotal


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", help="YYYY-MM")
    parser.add_argument("--to", metavar="MONTH", help="bill every month up to this one, all in one commit")
    parser.add_argument("--post", action="store_true", help="post it; without this it is only previewed")
    parser.add_argument("--staff", type=int, default=1, help="number of the member of staff who posts it (1)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Preview a bill run of a month, or of many in one, and post it where asked to."""
    if arguments.to:
        return _many(home, arguments, w, said)
    from counter.desk import run_bills
    from counter.desk.preview_balance import preview_balance
    from counter.desk.preview_bills import preview
    from counter.rules.periods import parse_month
    from counter.verbs.office import who, writing

    month = parse_month(arguments.month).label
    with writing(home) as books:
        reader = books.reader()
        shown = preview(reader.connection(), [month])
        used = preview_balance(reader.connection(), shown, books.clock.today().isoformat())
        reader.close()
        facts = {
            "month": month, "count": shown.count, "total": shown.total, "from_balance": used.total, "posted": False,
        }  # fmt: skip
        lines = [
            w("{count} charges, {total} in all; {billed} stand already.", count=f"{shown.count:,}",
              total=formats.money(shown.total), billed=f"{shown.already_billed:,}"),
            *(
                f"{_name(item, w)}: {item.charges:,}  {formats.money(item.total)}" for item in shown.by_item
            ),
        ]  # fmt: skip
        if used.total:
            lines.append(
                w.n("{total} of it and of older debts is settled from the balance of {n} unit.",
                    "{total} of it and of older debts is settled from the balances of {n} units.",
                    used.units, total=formats.money(used.total))
            )  # fmt: skip
        if arguments.post:
            staff = who(books, arguments.staff, w)
            done = run_bills.run(books, shown, request_id=uuid.uuid4().hex, staff=staff, progress=said.progress)
            facts |= {"posted": True, "from_balance": done.from_balance}
            lines.append(w("Posted."))
    return Answer(tuple(lines), facts)


def _many(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    from counter.desk.run_months import labels, preview_months, run_months
    from counter.verbs.office import who, writing

    asked = labels(arguments.month, arguments.to)
    with writing(home) as books:
        reader = books.reader()
        shown = preview_months(reader.connection(), asked, progress=said.progress)
        reader.close()
        lines = [
            w("{month}: {count} charges, {total}; {billed} stand already, {lacking} lack something.",
              month=each.month, count=f"{each.count:,}", total=formats.money(each.total),
              billed=f"{each.already_billed:,}", lacking=f"{each.lacking:,}")
            for each in shown.months
        ]  # fmt: skip
        lines.append(w("{count} charges, {total} in all.", count=f"{shown.count:,}", total=formats.money(shown.total)))
        from_balance = 0
        if arguments.post:
            staff = who(books, arguments.staff, w)
            done = run_months(books, shown, request_id=uuid.uuid4().hex, staff=staff, progress=said.progress)
            from_balance = sum(each.from_balance for each in done)
            lines.append(w("Posted."))
    facts = {
        "months": asked, "count": shown.count, "total": shown.total, "from_balance": from_balance,
        "posted": bool(arguments.post),
    }  # fmt: skip
    return Answer(tuple(lines), facts)


def _name(item: "ItemTotal", w: Words) -> str:
    return item.name_zh if w.language == "zh_CN" else item.name_en


VERB = Verb("preview or post the bill run of a month, or of many months at once", _arguments, run)
