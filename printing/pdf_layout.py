"""Blocks laid out as pages of a sheet: pure but for the measuring, so that a test can ask where everything stands."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from printing.blocks import Address, Bars, Block, Code, Cut, Mark, Pair, Paper, Rule, Sign, Sum, Table, Text, Title
from printing.flow import Flow
from printing.form import PdfForm
from printing.ops import MIDDLE, Metrics, Op, Page, TextOp
from printing.pdf_bars import draw_bars
from printing.pdf_foot import draw_foot, draw_sign, foot_height
from printing.pdf_head import draw_continuation, draw_marks, draw_pairs, draw_title, number_pairs
from printing.pdf_letter import counterfoil_height, draw_counterfoil, draw_letterhead, letter_parts
from printing.pdf_stock import stock_pages
from printing.pdf_sums import CAPITAL, draw_band, draw_sums
from printing.pdf_table import draw_table
from printing.width import is_amount


class Tighter(NamedTuple):
    """How a form is set to save a second page: of its rhythm and its size, and the air between rows in beats."""

    rhythm: float
    size: float
    air: float


# The rows move together first; type stays as large as old eyes need it.
TIGHTER = (
    Tighter(0.95, 0.97, 0.3), Tighter(0.9, 0.95, 0.2), Tighter(0.86, 0.93, 0.15), Tighter(0.82, 0.92, 0.1),
    Tighter(0.78, 0.9, 0.1), Tighter(0.74, 0.9, 0.08),
)  # fmt: skip


_ENDLESS = 100_000.0  # mm
_SHORT = 3  # lines


class Tightness:
    """How tight papers of one form had to be set last: in a batch the next one mostly needs the same."""

    def __init__(self) -> None:
        self.last = -1  # a place in TIGHTER, -1 for at ease


def lay_out_pages(paper: Paper, form: PdfForm, metrics: Metrics, last: Tightness | None = None) -> list[Page]:
    """Return the pages of a paper: all of its parts where the form has parts, only values on pre-printed stock.

    last: kept from one paper of a batch to the next; what comes out is the same without it.
    """
    if form.stock is not None:
        return stock_pages(paper, form.stock, metrics)
    flow = _fitted(paper, form, metrics, last or Tightness())
    parts = paper.parts if form.parts and paper.parts else ("",)
    letter = any(isinstance(block, Address) for block in paper.blocks)
    numbered = [(*page, *_page_number(flow, at, len(flow.pages), letter)) for at, page in enumerate(flow.pages, 1)]
    return [(*page, *_part(flow, part)) for part in parts for page in numbered]


def _fitted(paper: Paper, form: PdfForm, metrics: Metrics, last: Tightness) -> Flow:
    """Lay out at ease, or slightly tighter where that saves a page."""
    at = last.last
    if at >= 0:
        flow = _filled(paper, _tighter(form, at), metrics)
        if len(flow.pages) == 1 and (_fills(flow, at) or _tried(paper, form, metrics, at - 1) == 2):
            return flow
    at_ease = _filled(paper, form, metrics)
    last.last = -1
    pages = len(at_ease.pages)
    if pages == 1:
        return at_ease
    fewest = _tried(paper, form, metrics, len(TIGHTER) - 1)
    if fewest == pages:
        return _filled(paper, form, metrics, kept=True)
    low, high = 0, len(TIGHTER) - 1
    while low < high:  # the least tight one that does it, found by halves
        middle = (low + high) // 2
        low, high = (low, middle) if _tried(paper, form, metrics, middle) == fewest else (middle + 1, high)
    if fewest == 1:
        last.last = low
    return _filled(paper, _tighter(form, low), metrics, kept=fewest > 1)


def _fills(flow: Flow, at: int) -> bool:
    """Whether a page is so full that less tight it would not do: all but the code grows with the rhythm."""
    looser, now = TIGHTER[at - 1] if at else Tighter(1.0, 1.0, flow.form.air), TIGHTER[at]
    used = flow.bottom - flow.began - flow.spare - flow.form.code
    between_rows = flow.rows * max(0.0, looser.air - flow.form.air) * flow.u
    return (used + between_rows) * looser.rhythm / now.rhythm - used > flow.spare


def _tighter(form: PdfForm, at: int) -> PdfForm:
    if at < 0:
        return form
    set_as = TIGHTER[at]
    return replace(
        form, rhythm=form.rhythm * set_as.rhythm, size=form.size * set_as.size, air=min(form.air, set_as.air)
    )  # fmt: skip


def _tried(paper: Paper, form: PdfForm, metrics: Metrics, at: int) -> int:
    """How many pages a paper takes that tight; nothing is drawn for it."""
    return len(_filled(paper, _tighter(form, at), metrics, trial=True).pages)


def _filled(paper: Paper, form: PdfForm, metrics: Metrics, *, trial: bool = False, kept: bool = False) -> Flow:
    """Fill pages with a paper; kept: the last rows of its last table stand on the page of what is said about them."""
    flow = Flow(form, metrics, lambda flow: draw_continuation(flow, paper), trial=trial)
    parts = letter_parts(paper)
    if parts is None:
        _draw_body(flow, paper, kept=kept)
        return flow
    draw_letterhead(flow, parts)
    _draw_body(flow, replace(paper, blocks=parts.body), parts.counterfoil, kept=kept)
    return flow


def _draw_body(flow: Flow, paper: Paper, counterfoil: Sequence[Block] = (), *, kept: bool = False) -> None:
    numbers = number_pairs(paper)
    codes = [block for block in paper.blocks if isinstance(block, Code)]
    blocks = [block for block in paper.blocks if block not in numbers and not isinstance(block, Code)]
    draw_marks(flow, [block for block in blocks if isinstance(block, Mark)])
    body, foot = _split([block for block in blocks if not isinstance(block, Mark)])
    if numbers and not any(isinstance(block, Title) for block in body):
        draw_pairs(flow, numbers)
    # The foot is set so that the counterfoil has its place below it on the same page.
    high = counterfoil_height(flow, counterfoil) if counterfoil else 0.0
    last = max((at for at, block in enumerate(body) if isinstance(block, Table)), default=-1) if kept else -1
    at = 0
    while at < len(body):
        if at == last and isinstance(table := body[at], Table):
            rest = _height(flow, body[at + 1 :], numbers) + foot_height(flow, foot, codes) + high + flow.u
            draw_table(flow, table, rest if rest < flow.page_height / 2 else 0.0)
            at += 1
            continue
        at += _draw_group(flow, body, at, numbers)
    if not counterfoil:
        draw_foot(flow, foot, codes)
        return
    flow.need(high + foot_height(flow, foot, codes) + 0.5 * flow.u)
    flow.bottom -= high
    draw_foot(flow, foot, codes)
    flow.bottom += high
    draw_counterfoil(flow, counterfoil, high)


def _height(flow: Flow, body: Sequence[Block], numbers: Sequence[Pair]) -> float:
    """How many mm blocks take below each other, tried out on a sheet without an end."""
    trial = Flow(replace(flow.form, height=_ENDLESS), flow.metrics, lambda _flow: None, trial=True)
    at = 0
    while at < len(body):
        at += _draw_group(trial, body, at, numbers)
    return trial.y - flow.form.margin_top


def _split(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The foot is what the paper ends with, as long as it is places to sign and small print."""
    at = len(blocks)
    while at and (isinstance(last := blocks[at - 1], Sign) or (isinstance(last, Text) and last.small)):
        at -= 1
    return list(blocks[:at]), list(blocks[at:])


def _draw_group(flow: Flow, body: Sequence[Block], at: int, numbers: Sequence[Pair]) -> int:
    """Draw the block at a place, with its like that follow; returns how many blocks that were."""
    block = body[at]
    following = body[at + 1] if at + 1 < len(body) else None
    match block:
        case Title():
            draw_title(flow, block, numbers)
        case Sum(large=True):
            words = following if _is_in_words(following) else None
            draw_band(flow, block, words if isinstance(words, Pair | Sum) else None)
            return 1 if words is None else 2
        case Pair() | Sum():
            return _draw_run(flow, body, at)
        case Table():
            draw_table(flow, block)
        case Bars():
            draw_bars(flow, block)
        case Rule():
            if not isinstance(following, Table) and not (at and isinstance(body[at - 1], Table)):
                flow.y += 0.4 * flow.u
                flow.rule(0.15)
                flow.y += 0.6 * flow.u
        case Text():
            _draw_text(flow, block)
        case Sign():
            draw_sign(flow, block, flow.width)
        case Mark() | Code() | Address() | Cut():  # drawn at their own places
            pass
    return 1


def _is_in_words(block: Block | None) -> bool:
    """Whether this is the amount in words that belongs to the large sum before it."""
    if isinstance(block, Sum):
        return block.name == CAPITAL or not is_amount(block.amount)
    return isinstance(block, Pair) and (block.name == CAPITAL or block.value.startswith("人民币"))


def _draw_run(flow: Flow, body: Sequence[Block], at: int) -> int:
    kind = type(body[at])
    _, run = next(groupby(body[at:], lambda block: type(block) is kind and not getattr(block, "large", False)))
    blocks = list(run)
    if kind is Pair:
        draw_pairs(flow, [block for block in blocks if isinstance(block, Pair)])
    else:
        draw_sums(flow, [block for block in blocks if isinstance(block, Sum)])
    return len(blocks)


def _draw_text(flow: Flow, block: Text) -> None:
    size = flow.form.size * (0.8 if block.small else 1.0)
    x = {"left": flow.left, "center": (flow.left + flow.right) / 2, "right": flow.right}[block.align]
    lines = flow.balanced(block.text, flow.width, size)
    short = len(lines) <= _SHORT
    for place, line in enumerate(lines):
        # A short paragraph stays whole; of a long one two lines begin a page, and two end one.
        pair = 2 if place in (0, len(lines) - 2) else 1
        flow.need(1.3 * flow.u * (len(lines) - place if short else pair))
        flow.text(x, flow.y + flow.u, line, size, grey=MIDDLE if block.small else 0, align=block.align)
        flow.y += 1.3 * flow.u
    flow.y += 0.2 * flow.u


def _page_number(flow: Flow, number: int, pages: int, always: bool) -> list[Op]:
    if pages == 1 and not always:
        return []
    text, size = f"{number}/{pages}", flow.form.size * 0.8
    x = (flow.left + flow.right - flow.measured(text, size)) / 2
    return [TextOp(x, flow.form.height - flow.form.margin_bottom * 0.3, text, size, False, MIDDLE)]


def _part(flow: Flow, part: str) -> list[Op]:
    """The part's name down the right edge: Han characters under each other, other scripts turned."""
    if not part:
        return []
    size = flow.form.size
    x = flow.right + 2.2
    step = size * 0.42
    if any("a" <= char.lower() <= "z" for char in part):
        return [TextOp(x + 3, (flow.form.height + flow.measured(part, size)) / 2, part, size, False, 0, True)]
    shown = part.replace(" ", "")
    top = (flow.form.height - step * len(shown)) / 2 + size * 0.3
    return [TextOp(x, top + step * row, char, size) for row, char in enumerate(shown)]
