"""For each error code its sentence and its next step, one module for each room that raises them.

To add one: a line in the room's module, `"code": (N_("what happened"), N_("what to do next"))`, and the translations
through `scripts/words.py add`. The fields of the error class are the {fields} of both sentences. What `check` finds
has its own table in `check.py`, because its codes are told apart from those of the errors.
"""

from collections.abc import Mapping

from counter.words.sentences import (
    backup,
    books,
    cases,
    charges,
    charges_desk,
    desk,
    finance,
    fund,
    imports,
    letters,
    machine,
    messages,
    people,
    printing,
    register,
    rules,
    till,
)

ROOMS: tuple[Mapping[str, tuple[str, str]], ...] = (
    rules.SENTENCES,
    books.SENTENCES,
    desk.SENTENCES,
    charges.SENTENCES,
    charges_desk.SENTENCES,
    cases.SENTENCES,
    finance.SENTENCES,
    fund.SENTENCES,
    imports.SENTENCES,
    letters.SENTENCES,
    messages.SENTENCES,
    printing.SENTENCES,
    backup.SENTENCES,
    machine.SENTENCES,
    register.SENTENCES,
    till.SENTENCES,
    people.SENTENCES,
)
SENTENCES: Mapping[str, tuple[str, str]] = {code: told for room in ROOMS for code, told in room.items()}
