"""The lines of a receipt as choices: what each is, and which one is meant."""

from collections.abc import Callable, Sequence

from counter.desk.receipt_lines import Line
from counter.desk.refund_paper import note_line
from counter.presenters.questions import Form
from counter.presenters.receipt_sheet_view import ReceiptView
from counter.presenters.session import Session
from counter.words import formats

CHOICES = 7


def line_text(session: Session, line: Line) -> str:
    """Return a line of a receipt in a few words: item, period, what stands of it."""
    told = note_line(session.connection, line, line.amount, session.words, "")
    return session.words(
        "{item}  {period}  {amount}", item=told.item, period=told.period, amount=formats.money(line.amount)
    )


def choose_line(
    session: Session, view: ReceiptView, lines: Sequence[Line], title: str, then: Callable[[Line], None]
) -> None:
    """Ask for one line of a receipt; a receipt with a single one is not asked about."""
    choosable = [line for line in lines if line.kind != "rounding"]
    if len(choosable) == 1:
        then(choosable[0])
        return
    _choose_from(session, view, choosable, title, then)


def _choose_from(
    session: Session, view: ReceiptView, lines: Sequence[Line], title: str, then: Callable[[Line], None]
) -> None:
    """Seven keys a page; the last one turns the page where there are more."""
    fits = len(lines) <= CHOICES
    shown = lines if fits else lines[: CHOICES - 1]
    choices = [(str(n), line_text(session, line)) for n, line in enumerate(shown, 1)]
    if not fits:
        choices.append((str(CHOICES), session.words("more …")))

    def take(values: dict[str, str]) -> str:
        place = int(values["choice"]) - 1
        if place < len(shown):
            then(shown[place])
        else:
            _choose_from(session, view, lines[CHOICES - 1 :], title, then)
        return ""

    view.ask(Form(title, "", "", take, choices=tuple(choices)))
