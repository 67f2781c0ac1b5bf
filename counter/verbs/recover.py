"""`recover`: a manager forgot the PIN. Whoever owns this computer sets one for one use; the books say that it was done.

The window has to be shut. The name is typed to confirm, the new PIN is shown once, and at the next log-in everybody is
told.
"""

import argparse
import secrets
import sys
import uuid

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

FIGURES = 6


class NotConfirmed(Exception):
    """The person at the computer did not type the name that was asked for."""

    code = "not_confirmed"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--staff", type=int, default=1, help="number of the manager whose PIN was forgotten (1)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Set a PIN for one use. Raises NotConfirmed, UnknownStaff, NotAKeeper, BooksInUse, BooksMissing."""
    from counter.desk.people import UnknownStaff
    from counter.desk.recover_access import recover_access
    from counter.verbs.office import writing
    from db.queries.people import staff

    with writing(home) as books:
        row = staff(books.database.connection(), arguments.staff)
        if row is None:
            raise UnknownStaff(arguments.staff)
        prompt = w("Type the name {name} to reset that person's PIN: ", name=row.name)
        print(prompt, end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() != row.name:
            raise NotConfirmed
        pin = "".join(secrets.choice("0123456789") for _ in range(FIGURES))
        recover_access(books, arguments.staff, pin, request_id=uuid.uuid4().hex)
    lines = (
        w("PIN of {name} for one use: {pin}", name=row.name, pin=pin),
        w("It is shown only here. {name} logs in with it and chooses another one.", name=row.name),
        w("That it was set stands in the books, and everybody is told at the next log-in."),
    )
    return Answer(lines, {"staff": arguments.staff, "pin": pin})


VERB = Verb("a manager forgot the PIN: set one for one use (window shut)", _arguments, run)
