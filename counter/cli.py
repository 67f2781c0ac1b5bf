"""The command line: finds the verb, the folder and the language, and turns failures into sentences and exit codes.

Exit codes: 0 done; 1 done, and something was found (check) or is owed (backup); 2 the command line is wrong; 3 refused
with a sentence; 4 an unexpected error, logged under the id that is printed. Tk is started only by verbs that need it.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from counter.platform.folders import FolderNotUsable, Home, find_home
from counter.verbs.answer import Answer, Run, Said
from counter.verbs.table import VERBS
from counter.words import LANGUAGES, Words

REFUSED, UNEXPECTED = 3, 4


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    arguments = _parser().parse_args(argv)
    said = Said(as_json=arguments.json)
    try:
        home = find_home(os.environ, Path(sys.argv[0]).resolve().parent, arguments.home)
    except FolderNotUsable as error:
        return _refused(error, Words.load("en"), said)
    settings = _settings(home)
    home, words = home.with_data(str(settings.get("data_folder") or "")), _words(settings)
    run: Run = VERBS[arguments.verb].run
    try:
        answer = run(home, arguments, words, said)
    except KeyboardInterrupt:
        return REFUSED
    except Exception as error:
        return _failed(error, home, words, said)
    with suppress(BrokenPipeError):
        return _tell(answer, said)
    return answer.code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="Counterfoil, the offline payment counter of an estate. Without a verb the window opens.",
        epilog="Exit codes: 0 done, 1 something was found or is owed, 2 wrong command line, 3 refused, 4 unexpected.",
    )
    _common(parser, None)
    parser.set_defaults(verb="window")
    verbs = parser.add_subparsers(metavar="verb")
    for name, verb in VERBS.items():
        sub = verbs.add_parser(name, help=verb.help, description=verb.help)
        _common(sub, argparse.SUPPRESS)
        verb.arguments(sub)
        sub.set_defaults(verb=name)
    return parser


def _common(parser: argparse.ArgumentParser, missing: Any) -> None:
    parser.add_argument("--home", type=Path, default=missing, help="folder of the books (or COUNTERFOIL_HOME)")
    parser.add_argument(
        "--json", action="store_true", default=False if missing is None else missing, help="answer as one JSON object"
    )


def _settings(home: Home) -> dict[str, Any]:
    """Return what the settings of a home say; a broken file says nothing and is left for the window, which tells it."""
    import tomllib

    try:
        return tomllib.loads(home.settings.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _words(said: dict[str, Any]) -> Words:
    """Return the words of the language that is set."""
    from counter.settings import MachineSettings

    language = said.get("language")
    return Words.load(next((each for each in LANGUAGES if each == language), MachineSettings().language))


def _tell(answer: Answer, said: Said) -> int:
    if said.as_json:
        print(json.dumps({"exit": answer.code, **answer.facts}, ensure_ascii=False, default=str))
    else:
        for line in answer.lines:
            print(line)
    return answer.code


def _refused(error: Exception, words: Words, said: Said) -> int:
    from counter.words.errors import explain, together

    told = explain(error, words)
    sentence, next_step = told if told else (str(error), "")
    if said.as_json:
        print(
            json.dumps({"exit": REFUSED, "error": getattr(error, "code", ""), "sentence": sentence}, ensure_ascii=False)
        )
    else:
        print(together(sentence, next_step), file=sys.stderr)
    return REFUSED


def _failed(error: Exception, home: Home, words: Words, said: Said) -> int:
    from counter.logs import log_of
    from counter.words.errors import explain, explain_unknown

    if explain(error, words) is not None:
        return _refused(error, words, said)
    log = log_of(home)
    told = explain_unknown(log.log_event(error), words)
    log.close()
    print(told.whole, file=sys.stderr)
    return UNEXPECTED
