"""The floor plan painted on one canvas: a cell for each unit, coloured and worded by its state."""

import tkinter as tk
from collections.abc import Callable

from counter.presenters.floor_plan import Plan
from counter.screens.look import BODY, HEAD, SMALL, Look, Palette
from counter.screens.widgets.card import Card
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.text import fit, label, paragraph
from counter.words import Words

CELL_HEIGHT, HEAD_HEIGHT, FLOOR_WIDTH, LEAST_WIDTH = 44, 26, 66, 84
_GAP, _PAD = 4, 6


def state_colours(palette: Palette, state: str) -> tuple[str, str]:
    """Return ground and ink of a state; the words say the same."""
    return {
        "paid": (palette.saved_tint, palette.saved),
        "owes": (palette.risk_tint, palette.risk),
        "ahead": (palette.tint_strong, palette.accent_ink),
        "vacant": (palette.quiet, palette.soft),
        "disputed": (palette.warning_tint, palette.warning_ink),
    }[state]


class PlanPane(tk.Frame):
    """A building over the whole screen; what lies outside comes into sight with the cell at hand."""

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, *, walk: Callable[[int, int], object],
        turn: Callable[[int], object], point: Callable[[int], object], open_: Callable[[], object],
        back: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, bg=look.palette.ground, bd=0)
        self._look, self._plan = look, Plan("", "", (), (), ())
        self._chosen = 0
        self._point, self._open = point, open_
        px = look.px
        row = tk.Frame(self, bg=look.palette.ground, bd=0)
        row.pack(side="bottom", fill="x", pady=(px(12), 0))
        commands = (
            (w("Open the card"), open_, "Enter"), (w("Next building"), lambda: turn(1), "PgDn"),
            (w("Building before"), lambda: turn(-1), "PgUp"), (w("Back to the list"), back, "F9"),
        )  # fmt: skip
        for place, (word, command, key) in enumerate(commands):
            row.grid_columnconfigure(place, weight=1, uniform="command")
            made = KeyButton(row, look, word, command, key=key, kind="quiet" if place else "primary")
            made.grid(row=0, column=place, sticky="ew", padx=(px(8) if place else 0, 0))
        card = Card(self, look, pad_x=16, pad_y=10)
        card.pack(fill="both", expand=True)
        self._title = label(card.inside, look, "", size=HEAD, bold=True)
        self._title.pack(anchor="w")
        self._counts = paragraph(card.inside, look, "", ink=look.palette.soft)
        self._counts.pack(fill="x", pady=(px(2), px(8)))
        self._told = label(card.inside, look, "", size=BODY, bold=True)
        self._told.pack(side="bottom", anchor="w", pady=(px(8), 0))
        self.canvas = Painted(card.inside, look)
        self.canvas.configure(takefocus=1)
        self.canvas.pack(fill="both", expand=True)
        self.canvas.bind("<Configure>", lambda _: self._paint(), add="+")
        self.canvas.bind("<Button-1>", self._clicked)
        self.canvas.bind("<Double-1>", lambda _: open_())
        for key, rows, columns in (("<Up>", -1, 0), ("<Down>", 1, 0), ("<Left>", 0, -1), ("<Right>", 0, 1)):
            self.canvas.bind(key, lambda _, r=rows, c=columns: _done(lambda: walk(r, c)))
        for key, step in (("<Prior>", -1), ("<Next>", 1)):
            self.canvas.bind(key, lambda _, s=step: _done(lambda: turn(s)))
        for key in ("<Return>", "<KP_Enter>"):
            self.canvas.bind(key, lambda _: _done(open_))

    def show(self, plan: Plan) -> None:
        """Show a building."""
        self._plan = plan
        self._title.configure(text=plan.title)
        self._counts.configure(text=plan.counts)
        self._paint()

    def choose(self, unit_id: int, text: str) -> None:
        """Show which cell is at hand and bring it into sight."""
        self._chosen = unit_id
        self._told.configure(text=text)
        self._mark()

    def _columns(self) -> int:
        return max((cell.column + 1 for cell in self._plan.cells), default=1)

    def _cell_width(self) -> int:
        px = self._look.px
        room = int(self.canvas.winfo_width()) - px(FLOOR_WIDTH)
        return max(px(LEAST_WIDTH), room // self._columns())

    def _box(self, row: int, column: int) -> tuple[int, int, int, int]:
        px, width = self._look.px, self._cell_width()
        left, top = px(FLOOR_WIDTH) + column * width, px(HEAD_HEIGHT) + row * px(CELL_HEIGHT)
        return left, top, left + width - px(_GAP), top + px(CELL_HEIGHT) - px(_GAP)

    def _paint(self) -> None:
        look, px, canvas, width = self._look, self._look.px, self.canvas, self._cell_width()
        canvas.delete("all")
        left = px(FLOOR_WIDTH)
        for word, columns in self._plan.entrances:
            canvas.write(left, px(HEAD_HEIGHT) // 2, word, size=SMALL, ink=look.palette.soft)
            left += columns * width
        for row, word in enumerate(self._plan.floors):
            middle = px(HEAD_HEIGHT) + row * px(CELL_HEIGHT) + (px(CELL_HEIGHT) - px(_GAP)) // 2
            canvas.write(0, middle, word, size=SMALL, ink=look.palette.soft)
        for cell in self._plan.cells:
            x1, y1, x2, y2 = self._box(cell.row, cell.column)
            ground, ink = state_colours(look.palette, cell.state)
            canvas.create_rectangle(x1, y1, x2, y2, fill=ground, width=0, tags=(f"unit{cell.unit_id}",))
            room = x2 - x1 - 2 * px(_PAD)
            self._write(cell.room, SMALL + 1, True, look.palette.ink, x1 + px(_PAD), y1 + px(12), room)
            self._write(cell.word, SMALL - 1, False, ink, x1 + px(_PAD), y2 - px(11), room)
        rows = len(self._plan.floors)
        canvas.configure(
            scrollregion=(
                0,
                0,
                px(FLOOR_WIDTH) + self._columns() * width,
                px(HEAD_HEIGHT) + (rows + 1) * px(CELL_HEIGHT),
            )
        )
        # From the top anew: the size may have been another one when the cell came into sight.
        canvas.xview_moveto(0)
        canvas.yview_moveto(0)
        self._mark()

    def _write(self, text: str, size: int, bold: bool, ink: str, x: int, y: int, room: int) -> None:
        look = self._look
        fitted = fit(text, room, look.px(size) + 1, lambda part: look.measure(part, size, bold=bold))
        self.canvas.write(x, y, fitted, size=size, bold=bold, ink=ink)

    def _mark(self) -> None:
        canvas, px = self.canvas, self._look.px
        canvas.delete("chosen")
        cell = next((each for each in self._plan.cells if each.unit_id == self._chosen), None)
        if cell is None:
            return
        x1, y1, x2, y2 = self._box(cell.row, cell.column)
        canvas.create_rectangle(x1, y1, x2, y2, outline=self._look.palette.accent, width=px(3), tags=("chosen",))
        _, _, whole_x, whole_y = (float(each) for each in str(canvas.cget("scrollregion")).split() or (0, 0, 1, 1))
        top = y1 if cell.row else 0
        steps = (px(HEAD_HEIGHT), px(CELL_HEIGHT))
        _into_sight(canvas.canvasy, canvas.yview_moveto, top, y2, canvas.winfo_height(), whole_y, steps)
        left = x1 if cell.column else 0
        _into_sight(canvas.canvasx, canvas.xview_moveto, left, x2, canvas.winfo_width(), whole_x, (0, 1))

    def _clicked(self, event: "tk.Event[tk.Canvas]") -> None:
        self.canvas.focus_set()
        x, y = self.canvas.canvasx(event.x), self.canvas.canvasy(event.y)
        for cell in self._plan.cells:
            x1, y1, x2, y2 = self._box(cell.row, cell.column)
            if x1 <= x <= x2 and y1 <= y <= y2:
                self._point(cell.unit_id)


def _into_sight(
    seen: Callable[[float], float], move: Callable[[float], object], first: int, last: int, room: int, whole: float,
    steps: tuple[int, int],
) -> None:  # fmt: skip
    """Scroll one axis no further than a span needs; steps are head and row, so that no row is cut at the top."""
    head, step = steps
    begins = seen(0)
    if first < begins:
        move(first / whole)
    elif last > begins + room:
        move((head - (head + room - last) // step * step) / whole)


def _done(command: Callable[[], object]) -> str:
    command()
    return "break"
