"""`window`: open the window; also what happens without a verb."""

import argparse
import os
import sys

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Open the window and stay until it is closed; a window that has these books already comes forward instead.

    What keeps it from opening is said where somebody can see it. Raises NoScreen and what run_window raises.
    """
    from counter.app import run_window
    from counter.platform.screen import NoScreen, has_display
    from counter.wiring.come_forward import call_forward
    from db.faults import BooksInUse

    if not has_display(os.environ):
        raise NoScreen
    try:
        return Answer(code=run_window(home))
    except BooksInUse as error:
        if call_forward(home):
            return Answer((w("The program is open already; its window was brought forward."),))
        _tell_without_terminal(error, w, said)
        raise
    except Exception as error:
        _tell_without_terminal(error, w, said)
        raise


def _tell_without_terminal(error: Exception, w: Words, said: Said) -> None:
    from counter.platform.screen import has_display
    from counter.words.errors import explain

    told = explain(error, w)
    started_by_click = not said.as_json and (sys.stderr is None or not sys.stderr.isatty())
    if told is None or not started_by_click or not has_display(os.environ):
        return
    from counter.screens.failure_box import show_failure

    show_failure("Counterfoil", f"{told.sentence}\n\n{told.next_step}".strip())


VERB = Verb("open the window (the same as no verb)", lambda parser: None, run)
