"""`letters`: the letters about arrears as one PDF; looked at only, or sent with a PIN."""

import argparse
import uuid
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Language, Words, formats

if TYPE_CHECKING:
    from counter.desk.letters import Campaign
    from db.books import Books
    from printing.blocks import Paper

STEPS = ("all", "friendly", "reminder", "demand", "final")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="PDF to write")
    parser.add_argument("--step", choices=STEPS, default="all", help="only the letters of one step (all)")
    parser.add_argument("--unit", help="only the unit with this code")
    parser.add_argument("--language", choices=("zh_CN", "en"), help="language of the letters (that of the papers)")
    parser.add_argument("--send", action="store_true", help="number and keep them as sent; without this, drafts")
    parser.add_argument("--staff", type=int, default=1, help="number of the member of staff who sends them (1)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Write the letters that today asks for; with --send they count as sent. Raises UnknownUnit, NothingToSend."""
    from counter.verbs.office import writing
    from db.migrate import known_migrations, schema_version
    from db.store import SystemClock, open_reader

    if arguments.send:
        with writing(home) as books:
            return _send(books, arguments, w, said)
    reader = open_reader(home.books)
    if schema_version(reader) < known_migrations()[-1][0]:  # books of an older program are brought up to date first
        reader.close()
        with writing(home):
            reader = open_reader(home.books)
    try:
        day = SystemClock().today()
        campaign, words = _campaign(reader.connection(), day, arguments, said)
    finally:
        reader.close()
    from counter.desk.letters_file import draft_papers

    papers = draft_papers(campaign, words)
    answer = _written(papers, day, campaign.total, campaign, arguments, w)
    told = w("Drafts only: nothing was sent and nothing stands in the books.")
    return Answer((*answer.lines, told), {**answer.facts, "letters": len(campaign.letters), "sent": False})


def _send(books: "Books", arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    from counter.desk.letters import send_letters
    from counter.desk.letters_file import sent_papers
    from counter.verbs.office import who
    from db.queries.dunning import letters_of_request

    day, connection = books.clock.today(), books.database.connection()
    campaign, words = _campaign(connection, day, arguments, said)
    staff = who(books, arguments.staff, w)
    sent = send_letters(books, campaign, request_id=uuid.uuid4().hex, staff=staff, words=words)
    papers = sent_papers(connection, letters_of_request(connection, sent.request_id))
    answer = _written(papers, day, sent.total, campaign, arguments, w)
    numbers = [sent.numbers[0], sent.numbers[-1]]
    more = {"letters": len(sent.numbers), "sent": True, "numbers": numbers, "pulled": len(sent.pulled)}
    return Answer(answer.lines, {**answer.facts, **more})


def _campaign(connection: Any, day: date, arguments: argparse.Namespace, said: Said) -> "tuple[Campaign, Words]":
    """Return the letters of a day for what was asked, and the words they are written in."""
    from counter.desk.letter_settings import load_letter_settings
    from counter.desk.letters import preview
    from counter.desk.office import load_office
    from counter.desk.standing import UnknownUnit
    from counter.rules.arrears import Step
    from db.queries.accounts import unit_by_code

    office = load_office(connection, day.isoformat())
    language: Language = "en" if (arguments.language or office.paper_language) == "en" else "zh_CN"
    words = Words.load(language)
    units = None
    if arguments.unit:
        found = unit_by_code(connection, arguments.unit)
        if found is None:
            raise UnknownUnit(arguments.unit)
        units = {found.id}
    steps = tuple(Step) if arguments.step == "all" else (Step(arguments.step),)
    settings = load_letter_settings(connection, day.isoformat())
    campaign = preview(
        connection, day, office, settings, words, steps=steps, units=units, progress=said.progress
    )  # fmt: skip
    return campaign, words


def _written(
    papers: "list[Paper]", day: date, total: int, campaign: "Campaign", arguments: argparse.Namespace, w: Words
) -> Answer:
    from counter.desk.letters_file import write_letters
    from counter.wiring.printers import FONTS

    if papers:
        write_letters(arguments.out, papers, FONTS, day)
    lines = [
        w("{count} letters, {total} in all.", count=len(campaign.letters), total=formats.money(total)),
        w("{count} units owe and get none now.", count=len(campaign.excluded)),
    ]
    if papers:
        lines.append(w("Written: {file}", file=arguments.out))
    facts = {
        "total": total, "papers": len(papers), "step": arguments.step, "numbers": [], "pulled": 0,
        "held_back": dict(Counter(each.hold.value for each in campaign.excluded)),
        "file": str(arguments.out) if papers else "",
    }  # fmt: skip
    return Answer(tuple(lines), facts)


VERB = Verb("letters about arrears as one PDF, as drafts or sent", _arguments, run)
