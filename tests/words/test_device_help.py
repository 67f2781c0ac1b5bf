"""Whatever a receipt printer says of itself, there is a sentence of what to do about it."""

from typing import get_args

from counter.words.device_help import PRINTER_HELP
from counter.words.terms import PRINTER_REASONS
from printing.status import Reason, Warning


def test_each_state_of_a_printer_has_words_and_something_to_do() -> None:
    states = {*get_args(Reason), *filter(None, get_args(Warning))}
    assert states <= PRINTER_REASONS.keys()
    assert states - {"no_printer"} <= PRINTER_HELP.keys()
    assert PRINTER_HELP.keys() <= PRINTER_REASONS.keys()
