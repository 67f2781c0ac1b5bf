"""`window`: open the window; also what happens without a verb."""

import argparse

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Open the window and stay until it is closed."""
    from counter.app import run_window

    return Answer(code=run_window(home))


VERB = Verb("open the window (the same as no verb)", lambda parser: None, run)
