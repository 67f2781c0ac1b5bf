"""What stands on each page of the first start."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, NamedTuple

from counter.papers.test_page import millimetres
from counter.presenters.first_start_printer import OTHER
from counter.presenters.settings_find_printer import candidate_text
from counter.presenters.settings_knobs import whole
from counter.presenters.settings_printer import kind_options, port_help, printer_name
from counter.rules.money import parse_amount
from counter.words import Words, formats
from counter.words.errors import explain
from db.queries.receipts import receipt_label

Step = Literal["language", "estate", "data", "file", "receipt", "manager", "found", "printer", "port", "done"]

RECEIPTS = range(1, 1_000_000)


class FirstField(NamedTuple):
    """One thing to type."""

    name: str
    caption: str
    value: str = ""
    kind: Literal["text", "number", "secret", "path"] = "text"


class FirstPage(NamedTuple):
    """A page: the words of all steps and which is at hand, a question, and what can be answered.

    choices: key and word; facts: name and value, to be read over; lines: what is wrong with a file, one line each;
    confirm: the word on the button of F9, '' where only a choice goes on; also: further commands as key and word.
    """

    steps: tuple[str, ...]
    at: int
    title: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    fields: tuple[FirstField, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    confirm: str = ""
    also: tuple[tuple[str, str], ...] = ()
    back: str = ""


_AT: dict[Step, int] = {
    "language": 0, "estate": 1, "data": 2, "file": 2, "receipt": 3, "manager": 4, "found": 5, "printer": 5, "port": 5,
    "done": 6,
}  # fmt: skip


def page_of(step: Step, answers: Any, w: Words, *, made: bool) -> FirstPage:
    """Return the page of a step with the answers so far (first_start.Answers)."""
    steps = (w("Language"), w("Estate"), w("Data"), w("Receipts"), w("Manager"), w("Printer"), w("Done"))
    page = _PAGES[step](answers, w)
    if step == "done" and made:
        page = _made(answers, w)
    back = "" if step == "language" or made else w("Back")
    return page._replace(steps=steps, at=len(steps) if made else _AT[step], back=back)


def _page(title: str, text: str, **more: Any) -> FirstPage:
    return FirstPage((), 0, title, text, **more)


def _language(answers: Any, w: Words) -> FirstPage:
    return _page(
        "请选择语言 · Choose a language", "按 1 或 2 · Press 1 or 2", choices=(("1", "简体中文"), ("2", "English"))
    )


def _estate(answers: Any, w: Words) -> FirstPage:
    facts: tuple[tuple[str, str], ...] = ()
    if answers.elsewhere:
        facts = ((w("Other books of this computer"), answers.elsewhere),)
    return _page(w("What is the estate called?"), w("The name stands on the window and on every paper."), facts=facts,
                 fields=(FirstField("name", w("Estate"), answers.name),), confirm=w("Go on"))  # fmt: skip


def _data(answers: Any, w: Words) -> FirstPage:
    choices = (
        ("1", w("From an Excel workbook")), ("2", w("Begin empty, enter the data later")),
        ("3", w("Look around in a sample estate")), ("4", w("Bring a copy back from a backup stick")),
    )  # fmt: skip
    return _page(w("Where do units, owners and prices come from?"),
                 w("The workbook is checked whole before anything is saved."), choices=choices)  # fmt: skip


def _file(answers: Any, w: Words) -> FirstPage:
    text = w("F7 finds the file on this computer. F8 writes an empty template to be filled in.")
    return _page(w("Which workbook?"), text, fields=(FirstField("path", w("File (.xlsx)"), answers.path, "path"),),
                 confirm=w("Read it in"),
                 also=(("F7", w("Find the file")), ("F8", w("Write the template"))))  # fmt: skip


def _receipt(answers: Any, w: Words) -> FirstPage:
    text = w(
        "Receipts go on from the office's receipt book: type the number the next one shall have. The year is put "
        "before it: {number}.",
        number=receipt_number(answers.first_receipt),
    )  # fmt: skip
    change = w("Change money that lies in the safe today, counted; leave it empty where there is none.")
    fields = (
        FirstField("number", w("Next receipt number"), str(answers.first_receipt), "number"),
        FirstField("change_fund", w("Change fund in the safe"), _sum(answers.change_fund), "number"),
    )
    return _page(w("Next receipt number and change fund"), f"{text}\n\n{change}", fields=fields, confirm=w("Go on"))


def _sum(minor: int) -> str:
    return formats.money(minor) if minor else ""


def _manager(answers: Any, w: Words) -> FirstPage:
    text = w("The manager may do everything and enters the others. A PIN has at least four figures.")
    fields = (
        FirstField("manager", w("Name"), answers.manager), FirstField("pin", w("PIN"), "", "secret"),
        FirstField("again", w("PIN again"), "", "secret"),
    )  # fmt: skip
    return _page(w("Who is the manager?"), text, fields=fields, confirm=w("Go on"))


def _found(answers: Any, w: Words) -> FirstPage:
    choices = tuple((str(n), candidate_text(each, w)) for n, each in enumerate(answers.found, start=1))
    return _page(w("Which of these is the receipt printer?"),
                 w("This computer knows of them. On the next page F8 prints a test page."),
                 choices=(*choices, (OTHER, w("Another one, or none"))))  # fmt: skip


def _printer(answers: Any, w: Words) -> FirstPage:
    choices = tuple((str(n), word) for n, (_kind, word) in enumerate(kind_options(w), start=1))
    return _page(w("How is the receipt printer connected?"), w("It can be changed at any time in the settings."),
                 choices=choices)  # fmt: skip


def _port(answers: Any, w: Words) -> FirstPage:
    printer = answers.printer
    fields = (
        FirstField("port", w("Printer is found at"), printer.port),
        FirstField("right", w("Offset to the right, mm"), millimetres(printer.offset_x), "number"),
        FirstField("down", w("Offset down, mm"), millimetres(printer.offset_y), "number"),
    )
    return _page(w("Where is the printer found?"), port_help(printer.kind, w), fields=fields, confirm=w("Go on"),
                 also=(("F8", w("Print test page")),))  # fmt: skip


def _done(answers: Any, w: Words) -> FirstPage:
    return _page(w("Create the books of {estate}?", estate=answers.name),
                 w("Only now is anything saved. Estate, prices and people can be changed later in the settings."),
                 facts=_summary(answers, w), confirm=w("Create the books"))  # fmt: skip


def _summary(answers: Any, w: Words) -> tuple[tuple[str, str], ...]:
    """Return what the books begin with, to be read over before they are founded."""
    file = answers.estate_file
    data: tuple[tuple[str, str], ...] = ((w("Data"), w("none yet")),)
    if file is not None:
        data = (
            (w("Units"), str(len(file.units))), (w("People"), str(len(file.holders))),
            (w("Prices"), str(len(file.prices))), (w("Opening balances"), str(len(file.openings))),
        )  # fmt: skip
    return (
        *data,
        (w("Next receipt number"), receipt_number(answers.first_receipt)),
        *(((w("Change fund in the safe"), _sum(answers.change_fund)),) if answers.change_fund else ()),
        (w("Manager"), answers.manager),
        (w("Printer"), printer_name(answers.printer, w)),
    )


def read_receipt(values: dict[str, str], w: Words) -> tuple[int, int] | str:
    """Return the next receipt's number and the change fund (minor units) as typed, or what is wrong with them."""
    number, change = whole(values["number"], RECEIPTS), values.get("change_fund", "").strip()
    if number is None:
        return w("A whole number from {least} to {most}.", least=RECEIPTS[0], most=RECEIPTS[-1])
    try:
        return number, parse_amount(change) if change else 0
    except Exception as error:
        told = explain(error, w)
        return told.whole if told else str(error)


def receipt_number(number: int) -> str:
    """Return a number of this year's series as receipts will show it."""
    return receipt_label(str(date.today().year), number)


def _made(answers: Any, w: Words) -> FirstPage:
    if answers.source == "sample":
        text = w("Sign in as 王芳 (cashier, PIN 1111), 李建国 (supervisor, PIN 2222) or 陈静 (manager, PIN 3333).")
        return _page(w("The sample estate is ready"), text, confirm=w("Open the counter"))
    text = w("Sign in as {name}, open the till on F4, and take the first payment on F2.", name=answers.manager)
    return _page(w("The books are created"), text, confirm=w("Open the counter"))


_PAGES: dict[Step, Callable[[Any, Words], FirstPage]] = {
    "language": _language, "estate": _estate, "data": _data, "file": _file, "receipt": _receipt,
    "manager": _manager, "found": _found, "printer": _printer, "port": _port, "done": _done,
}  # fmt: skip
