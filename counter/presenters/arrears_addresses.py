"""E-mail addresses of owners read in from a table, on the page of messages."""

from pathlib import Path

from counter.desk.import_emails import import_emails
from counter.files.address_rows import read_addresses
from counter.presenters.arrears_page import ArrearsPage
from counter.presenters.pay_view import Asked


def ask_addresses(page: ArrearsPage) -> None:
    """Ask for the table."""
    text = page.w("A table with the columns unit and e-mail. An empty address takes one away.")
    field = Asked("path", page.w("File"), file=True)
    page.ask(page.w("E-mail addresses of the owners"), text, page.w("Read it in"), (field,),
             lambda values: _read(page, Path(values["path"].strip().strip('"')).expanduser()))  # fmt: skip


def _read(page: ArrearsPage, path: Path) -> str:
    session = page.session
    try:
        rows = read_addresses(path)
        count = import_emails(session.books, rows, request_id=session.new_request(), staff=session.person)
    except Exception as error:
        return session.sentence(error)
    page.saved(session.words.n("{n} address changed.", "{n} addresses changed.", count))
    return ""
