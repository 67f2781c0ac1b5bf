"""The payer's own monitor: one window that only paints; it takes no focus, no key, and never disturbs a sale."""

import sys
import tkinter as tk
from collections.abc import Callable, Sequence

from counter.platform.monitors import Monitor, monitors, other_monitor
from counter.presenters.payer_picture import PayerPicture, Said
from counter.screens.look import LIGHT, Palette, char_widths
from counter.screens.widgets.text import Anchor, fit
from printing.codes import QUIET, qr_matrix, runs

# The window for trying: its shape, and its share of the monitor's width.
TRIAL_WIDTH, TRIAL_HEIGHT, TRIAL_SHARE = 8, 5, 0.45
_BAR = {"idle": "bar", "to_pay": "bar", "change": "bar", "thanks": "saved"}


class PayerScreen:
    """Full screen on the monitor where the cashier's window is not; with one monitor a window of its own, for trying.

    trouble: a code where it cannot be shown, '' where it can; put_away: somebody closed the window for trying.
    unforeseen is told of what nobody foresaw.
    """

    def __init__(
        self, root: tk.Tk, family: str, title: str, unforeseen: Callable[[Exception], object],
        look_for: Callable[[], Sequence[Monitor]] = monitors,
    ) -> None:  # fmt: skip
        self._root, self._family, self._title = root, family, title
        self._unforeseen, self._look_for = unforeseen, look_for
        self._window: tk.Toplevel | None = None
        self._canvas: tk.Canvas | None = None
        self._shown: PayerPicture | None = None
        self._palette: Palette = LIGHT
        self._waits = self.put_away = False
        self._at: Monitor | None = None
        self.trouble = ""

    @property
    def state(self) -> str:
        """Return how it is (a code): ready only where the payer has a monitor of their own."""
        if self.trouble or self.put_away:
            return self.trouble or "put_away"
        return "unknown" if self._window is None else "ready" if self._at is not None else "one_monitor"

    def show(self, picture: PayerPicture) -> None:
        """Let a picture be painted once the window has time; never raises."""
        if picture != self._shown:
            self._shown = picture
            if not self._waits and not self.put_away:
                self._waits = True
                self._root.after_idle(self._update)

    def try_out(self) -> None:
        """Show the window again, in front, where somebody has put it away or it lies behind.

        Where monitors came or went meanwhile, it goes to the one that is another now.
        """
        self.put_away = False
        if self._window is not None and self._other() != self._at:
            self.close()
        self._update()
        if self._window is not None:
            self._window.lift()

    def close(self) -> None:
        """Take the window away."""
        if self._window is not None and self._window.winfo_exists():
            self._window.destroy()
        self._window = self._canvas = None

    def _update(self) -> None:
        """Paint; a window that died is built anew with the next picture, and the sale goes on."""
        self._waits = False
        try:
            if self._window is None or not self._window.winfo_exists():
                self._open()
            self._paint()
            self.trouble = ""
        except Exception as error:
            self._window = self._canvas = None
            if not self.trouble:
                self._unforeseen(error)
            self.trouble = "error"

    def _closed(self) -> None:
        """A person closed the window for trying: it stays away until it is tried again."""
        self.put_away = True
        self.close()

    def _open(self) -> None:
        root = self._root
        root.update_idletasks()
        self._at = at = self._other()
        window = tk.Toplevel(root, bg=self._palette.surface, takefocus=0)
        window.withdraw()
        window.title(self._title)
        if at is not None:
            # Outside the window manager's care it gets no focus and no frame.
            window.overrideredirect(True)
            window.geometry(f"{at.width}x{at.height}+{at.x}+{at.y}")
        else:
            self._place_for_trying(window)
            window.protocol("WM_DELETE_WINDOW", self._closed)
            if sys.platform.startswith("linux"):
                window.focusmodel("active")  # the window manager gives it no focus by itself
        canvas = tk.Canvas(window, bg=self._palette.surface, bd=0, highlightthickness=0, takefocus=0)
        canvas.pack(fill="both", expand=True)
        canvas.bind("<Configure>", lambda _: self._again())
        had = root.focus_get()
        window.deiconify()
        if had is not None:
            root.after_idle(self._give_back, had)
        self._window, self._canvas = window, canvas

    def _other(self) -> Monitor | None:
        root = self._root
        return other_monitor(self._look_for(), root.winfo_rootx() + root.winfo_width() // 2, root.winfo_rooty() + 40)

    def _place_for_trying(self, window: tk.Toplevel) -> None:
        """Lay it before the counter's window, at the lower left: behind it nobody would find it, and the sums and the
        status line stay free.
        """
        wide, tall = self._root.winfo_screenwidth(), self._root.winfo_screenheight()
        width = int(wide * TRIAL_SHARE)
        height = int(width * TRIAL_HEIGHT / TRIAL_WIDTH)
        window.geometry(f"{width}x{height}+0+{tall - height - tall // 10}")
        window.transient(self._root)

    def _give_back(self, had: tk.Misc) -> None:
        """Leave the focus where it was: some systems give it to whatever is new."""
        if self._root.focus_displayof() is None and had.winfo_exists():
            had.focus_force()

    def _again(self) -> None:
        if self._shown is not None and self._canvas is not None:
            self._paint()

    # Painting

    def _paint(self) -> None:
        canvas, picture = self._canvas, self._shown
        assert canvas is not None
        assert picture is not None
        canvas.delete("all")
        width, height = max(canvas.winfo_width(), 320), max(canvas.winfo_height(), 240)
        painter = _Painter(canvas, self._family, self._palette, width, height)
        painter.head(picture.estate, picture.unit, str(getattr(self._palette, _BAR[picture.state])))
        if picture.state in ("idle", "thanks"):
            painter.middle(picture.label, picture.rows)
        else:
            painter.account(picture)


class _Painter:
    """Sizes are shares of the height, so that it reads alike on every monitor."""

    def __init__(self, canvas: tk.Canvas, family: str, palette: Palette, width: int, height: int) -> None:
        self._canvas, self._family, self._palette = canvas, family, palette
        self._width, self._height = width, height
        self._em = max(12, min(height // 28, width // 48))
        self._pad = self._em * 2

    def head(self, estate: Said, unit: str, ground: str) -> None:
        tall = self._em * 4
        self._canvas.create_rectangle(0, 0, self._width, tall, fill=ground, width=0)
        names = estate.first if estate.first == estate.second else f"{estate.first}  {estate.second}"
        room = self._width - 2 * self._pad - (self._em * 14 if unit else 0)
        self._text(self._pad, tall // 2, names, 1.4, self._palette.on_bar, "w", room)
        self._text(self._width - self._pad, tall // 2, unit, 1.4, self._palette.on_bar, "e", self._em * 14)

    def middle(self, label: Said, rows: Sequence[tuple[Said, str]]) -> None:
        x, y = self._width // 2, self._height // 2 - self._em * (2 + 2 * len(rows))
        self._text(x, y, label.first, 4.5, self._palette.ink, "center")
        self._text(x, y + self._em * 4, label.second, 1.6, self._palette.soft, "center")
        for place, (name, amount) in enumerate(rows):
            at = y + self._em * (8 + 5 * place)
            self._text(x, at, amount, 3.6, self._palette.saved, "center", bold=True)
            self._text(x, at + int(self._em * 3.2), f"{name.first}  {name.second}", 1.4, self._palette.soft, "center")

    def account(self, picture: PayerPicture) -> None:
        """The lines at the left, the sums and the code at the right."""
        right = int(self._width * 0.58)
        self._lines(picture, right - self._pad)
        edge, y = self._width - self._pad, self._em * 7
        self._pair(right, y, picture.label)
        at = y + int(self._em * 4.4)  # below both words, and never over the lines at the left
        self._text(edge, at, picture.amount, 4.0, self._palette.ink, "e", edge - right, bold=True)
        y += self._em * 8
        for name, amount in picture.rows:
            self._pair(right, y, name)
            self._text(edge, y + self._em, amount, 2.4, self._palette.accent_ink, "e", edge - right - self._em * 5,
                       bold=True)  # fmt: skip
            y += self._em * 4
        if picture.code:
            self._code(picture, right, y)

    def _pair(self, x: int, y: int, said: Said) -> None:
        self._text(x, y, said.first, 1.5, self._palette.ink, "w")
        self._text(x, y + int(self._em * 1.6), said.second, 1.0, self._palette.soft, "w")

    def _lines(self, picture: PayerPicture, right: int) -> None:
        lines, y, step = picture.lines, self._em * 6, int(self._em * 2.9)
        fits = max(1, (self._height - y - self._em * (1 + 2 * len(picture.between))) // step)
        shown = lines if len(lines) <= fits else lines[: fits - 1]
        for line in shown:
            name = f"{line.item}  {line.period}" if line.period else line.item
            self._text(self._pad, y, name, 1.25, self._palette.ink, "w", right - self._pad - self._em * 8)
            self._text(right - self._em, y, line.amount, 1.25, self._palette.ink, "e")
            self._text(self._pad, y + int(self._em * 1.25), line.made_of, 0.95, self._palette.soft, "w",
                       right - self._pad - self._em)  # fmt: skip
            y += step
        if len(shown) < len(lines):
            self._text(self._pad, y, f"+ {len(lines) - len(shown)} …", 1.25, self._palette.soft, "w")
            y += step
        for said, amount in picture.between:
            name = f"{said.first}  {said.second}"
            self._text(self._pad, y, name, 1.1, self._palette.soft, "w", right - self._pad - self._em * 8)
            self._text(right - self._em, y, amount, 1.1, self._palette.soft, "e")
            y += self._em * 2

    def _code(self, picture: PayerPicture, x: int, y: int) -> None:
        matrix = qr_matrix(picture.code)
        modules = len(matrix) + 2 * QUIET
        room = min(self._width - x - self._pad, self._height - y - self._em * 4)
        size = room // modules
        if size < 2:
            return  # no reader makes anything of smaller ones
        self._canvas.create_rectangle(x, y, x + modules * size, y + modules * size, fill="#FFFFFF", width=0)
        left, top = x + QUIET * size, y + QUIET * size
        for row, start, length in runs(matrix):
            self._canvas.create_rectangle(
                left + start * size, top + row * size, left + (start + length) * size, top + (row + 1) * size,
                fill="#000000", width=0,
            )  # fmt: skip
        below = y + modules * size
        for place, text in enumerate(picture.code_text):
            self._text(left, below + int(self._em * 1.5 * place), text, 1.1, self._palette.soft, "w",
                       self._width - left)  # fmt: skip

    def _text(
        self, x: int, y: int, text: str, ems: float, ink: str, anchor: Anchor, room: int = 0, *, bold: bool = False
    ) -> None:
        if not text:
            return
        size = int(self._em * ems)
        # A sum that is wider than its place is set smaller, never cut.
        place = room or self._width - 2 * self._pad
        while bold and size > self._em and self._measure(text, size, bold) > place:
            size = int(size * 0.9)
        cuts = room and not bold
        shown = fit(text, room, size, lambda part: self._measure(part, size, bold)) if cuts else text
        font = (self._family, -size, "bold" if bold else "normal")
        self._canvas.create_text(x, y, text=shown, font=font, fill=ink, anchor=anchor)

    def _measure(self, text: str, size: int, bold: bool) -> int:
        widths = char_widths(self._family, size, bold)
        return sum(widths[char] for char in text)
