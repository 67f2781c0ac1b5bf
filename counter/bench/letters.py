"""W5: a batch of letters as one PDF, and letters as files of their own."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from counter.bench.figures import Figure, side_by_side
from counter.bench.floors.letters import draw_letters
from counter.bench.papers import sample_letter
from counter.bench.shelf import Shelf
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from printing.blocks import Paper, dump, load
from printing.codes import qr_matrix
from printing.form import LETTER
from printing.ops import Page
from printing.pdf import laid_out, pdf_bytes
from printing.profile import FontFiles

GOAL, SEPARATE_GOAL = 1.3, 3.0
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)


def letters(shelf: Shelf) -> Iterator[Figure]:
    """Write kept letters; the floor is fpdf2 drawing the same pages, which it is given laid out, codes included."""
    fonts, scale = FontFiles(FONT_REGULAR, FONT_BOLD), shelf.scale
    kept = [load(dump(sample_letter(number))) for number in range(1, scale.letters + 1)]
    pages = [page for paper in laid_out(kept, LETTER, fonts) for page in paper]

    def ours(papers: Sequence[Paper]) -> bytes:
        qr_matrix.cache_clear()
        return pdf_bytes(papers, LETTER, fonts, _CREATED)

    def floor(drawn: Sequence[Page]) -> bytes:
        qr_matrix.cache_clear()
        return draw_letters(drawn, (LETTER.width, LETTER.height), fonts, _CREATED, qr_matrix)

    if len(pages) != len(kept):
        raise AssertionError("each letter is to fit on its page")
    sides = side_by_side(lambda: ours(kept), lambda: floor(pages), scale.repeats)
    yield Figure("W5", "letters in one PDF", f"{len(kept):,} letters", *sides, GOAL)
    few = list(zip(kept, pages, strict=True))[: scale.letter_files]
    alone = side_by_side(
        lambda: [ours([paper]) for paper, _page in few], lambda: [floor([page]) for _paper, page in few], scale.repeats
    )
    yield Figure("W5", "letters as files of their own", f"{len(few):,} letters", *alone, SEPARATE_GOAL)
