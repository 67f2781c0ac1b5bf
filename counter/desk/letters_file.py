"""Letters as one PDF: of a batch that was sent, of one letter, or of a batch that is only looked at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from counter.desk.letters import Campaign
from counter.papers.letter import letter_paper
from counter.words import Words
from db.queries import dunning
from printing.blocks import Paper, load
from printing.files import write_whole
from printing.form import LETTER, NOTICE
from printing.pdf import laid_out, pdf_bytes
from printing.profile import FontFiles


def draft_papers(campaign: Campaign, words: Words) -> list[Paper]:
    """Return the letters of a batch that is not sent, each marked as a draft."""
    return [
        letter_paper(replace(each.facts, copy_for=copy_for), words)
        for each in campaign.letters
        for copy_for in (("", each.occupier) if each.occupier else ("",))
    ]


def sent_papers(connection: Any, letters: Iterable[int]) -> list[Paper]:
    """Return letters that were sent, by their events, exactly as they were kept."""
    return [load(content) for event_id in letters for _id, content in dunning.papers_of(connection, event_id)]


def letters_pdf(papers: list[Paper], fonts: FontFiles, day: date) -> bytes:
    """Return letters as one PDF whose bytes depend on them and the day alone."""
    form = NOTICE if papers and all(paper.kind == "notice" for paper in papers) else LETTER
    return pdf_bytes(papers, form, fonts, datetime(day.year, day.month, day.day, tzinfo=UTC))


def write_indexed(
    path: Path, made: Callable[[Sequence[int]], list[Paper]], label: Callable[[int, int], str], fonts: FontFiles,
    day: date,
) -> int:  # fmt: skip
    """Write papers whose first one lists on which pages the others are, each page labelled; returns the size in bytes.

    made: the papers by how many pages each of them takes, told nothing where that is not known yet. Raises OSError.
    """
    papers = made([len(pages) for pages in laid_out(made(()), LETTER, fonts)])
    created = datetime(day.year, day.month, day.day, tzinfo=UTC)
    whole = pdf_bytes(papers, LETTER, fonts, created, label)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, whole)
    return len(whole)


def write_letters(path: Path, papers: list[Paper], fonts: FontFiles, day: date) -> int:
    """Write letters as one PDF whose bytes depend on them and the day alone; returns its size. Raises OSError."""
    made = letters_pdf(papers, fonts, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, made)
    return len(made)
