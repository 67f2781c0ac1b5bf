"""A promise to pay noted on the arrears card: sum, day, whether on paper, and whether it takes another one's place."""

from pathlib import Path

from counter.desk.owing import Owing
from counter.desk.promises import promise_to_pay
from counter.presenters.arrears_page import ArrearsPage
from counter.presenters.pay_view import Asked
from counter.rules.money import parse_amount


def ask_promise(page: ArrearsPage, found: Owing) -> None:
    """Ask for a promise; one that runs already is named, and asked about."""
    fields = [
        Asked("amount", page.w("Amount"), page.money(found.debtor.overdue).replace(",", ""), True),
        Asked("until", page.w("Pays by"), ""), Asked("signed", page.w("Signed on paper? 1 yes"), "", True),
    ]  # fmt: skip
    running = [each.until for each in found.promises if each.state == "running"]
    if running:
        asked = page.w("In place of the promise by {day}? 1 yes", day=max(running))
        fields.append(Asked("renews", asked, "1", True))
    fields.append(Asked("scan", page.w("Scan or photo, if there is one"), file=True))
    text = page.w("The books themselves say afterwards whether it was kept. A signed one restarts the limitation.")
    title = page.w("Promise of {unit}", unit=found.unit.code)
    request_id = page.session.new_request()
    page.ask(title, text, page.w("Note it"), fields, lambda values: _take(page, found, values, request_id))


def _take(page: ArrearsPage, found: Owing, values: dict[str, str], request_id: str) -> str:
    session = page.session
    until = page.day_of(values["until"])
    if until is None:
        return page.w("Write the day as 2026-11-23.")
    scan = values.get("scan", "").strip().strip('"')
    try:
        promise_to_pay(
            session.books, found.unit.id, parse_amount(values["amount"]), until, request_id=request_id,
            staff=session.person, signed=values["signed"].strip() == "1",
            renews=values.get("renews", "").strip() == "1", store=session.scans.store,
            scan=Path(scan).expanduser() if scan else None,
            person_id=found.left.person_id if found.left else None,
        )  # fmt: skip
    except Exception as error:
        return session.sentence(error)
    page.saved(page.w("The promise is noted."))
    return ""
