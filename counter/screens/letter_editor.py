"""The editor of letters painted: texts and box at the left, the letter as it will be printed at the right."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from counter.presenters.letter_editor import LetterEditor
from counter.presenters.letter_editor_view import Given, Judged, ShippedBeside, TextRow
from counter.presenters.letter_picture import LetterPicture
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.session import Session
from counter.screens.look import SMALL
from counter.screens.question_sheet import open_question
from counter.screens.shell import Shell
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.key_hint import KeyHints
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.sheets import Sheets
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph
from counter.screens.widgets.text_box import ADDED, REMOVED, THREAT, WRONG, TextBox
from counter.screens.worker import Job, Worker

REST_MS = 200  # of the keys, before the letter is drawn
LEFT_WIDTH = 372
_GAP, _MOST_TOLD, _SHIPPED_ROW = 12, 2, 6


class LetterEditorPane:
    """The view of the editor; built once, at its first opening. left is called where the person goes back."""

    def __init__(
        self, parent: tk.Misc, shell: Shell, session: Session, worker: Worker, left: Callable[[], None]
    ) -> None:  # fmt: skip
        self._shell, self._look, self._w, self._worker = shell, shell.look, session.words, worker
        look, px = self._look, self._look.px
        self.frame = tk.Frame(parent, bg=look.palette.ground, bd=0)
        self._waiting, self._quiet, self._large = "", False, False
        self._said: list[str] = []
        self.presenter = LetterEditor(session, self, left)
        self.keys: dict[str, Command] = self._key_map()
        self.frame.grid_columnconfigure(0, minsize=px(LEFT_WIDTH))
        self.frame.grid_columnconfigure(1, weight=1)
        self.frame.grid_rowconfigure(0, weight=1)
        self._left_card = Card(self.frame, look, pad_x=12, pad_y=8)
        self._left_card.grid(row=0, column=0, sticky="nsew", padx=(0, px(_GAP)))
        self._build_left(self._left_card.inside)
        self._right_card = Card(self.frame, look, pad_x=4, pad_y=8)
        self._right_card.grid(row=0, column=1, sticky="nsew")
        self._caption = paragraph(self._right_card.inside, look, size=SMALL + 1, ink=look.palette.soft)
        self._caption.pack(fill="x", padx=px(8), pady=(0, px(6)))
        self._sheets = Sheets(self._right_card.inside, look)
        self._sheets.pack(fill="both", expand=True)
        self._sheets.bind("<Configure>", self._resized, add="+")
        self._build_foot()
        self.frame.bind("<Destroy>", lambda _: self._stop_waiting(), add="+")

    def _key_map(self) -> dict[str, Command]:
        shown = self.presenter
        keys: dict[str, Command] = {
            "F9": shown.save, "F10": self._enlarge, "F11": partial(shown.next_unit, 1),
            "Shift-F11": partial(shown.next_unit, -1), "Shift-F9": shown.back_to_shipped,
            "Shift-F10": shown.other_language, "Next": lambda: self._sheets.turn(1),
            "Prior": lambda: self._sheets.turn(-1), "Escape": self._back,
        }  # fmt: skip
        return keys | {f"Shift-F{number}": partial(shown.put_in, number) for number in range(1, 8)}

    def _build_left(self, inside: tk.Frame) -> None:
        look, px, w = self._look, self._look.px, self._w
        inside.grid_columnconfigure(0, weight=1)
        inside.grid_rowconfigure(1, weight=2, minsize=px(120))
        inside.grid_rowconfigure(3, weight=3, minsize=px(96))
        inside.grid_propagate(False)
        columns = [Column("name", "", 160, 3), Column("state", w("Now"), 84, 1)]
        self._table = Table(
            inside, look, columns, on_select=self._selected, on_open=lambda _: self._box.text.focus_set()
        )
        self._table.grid(row=1, column=0, sticky="nsew")
        self._name = label(inside, look, bold=True)
        self._name.grid(row=2, column=0, sticky="w", pady=(px(8), px(4)))
        taken = {"Prior": self.keys["Prior"], "Next": self.keys["Next"]}
        self._box = TextBox(inside, look, lines=3, on_change=self.presenter.typed, keys=taken)
        self._box.grid(row=3, column=0, sticky="nsew")
        for key, command in taken.items():
            self._table.tree.bind(f"<{key}>", lambda _, command=command: _done(command))  # type: ignore[misc]
        inks = {"risk": look.palette.risk, "warning": look.palette.warning_ink}
        self._told_frame = told = tk.Frame(inside, bg=look.palette.surface, bd=0)
        told.grid(row=4, column=0, sticky="ew", pady=(px(4), px(2)))
        self._told = {level: paragraph(told, look, size=SMALL + 1, ink=ink) for level, ink in inks.items()}
        for each in self._told.values():
            each.pack(fill="x")
        self._shipped_name = label(inside, look, size=SMALL, ink=look.palette.soft)
        self._shipped_name.grid(row=5, column=0, sticky="w")
        self._shipped = TextBox(inside, look, lines=2, reading=True, size=SMALL + 1)

    def _build_foot(self) -> None:
        look, px, w, ground = self._look, self._look.px, self._w, self._look.palette.ground
        foot = tk.Frame(self.frame, bg=ground, bd=0)
        foot.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(px(10), 0))
        given = KeyHints(foot, look, gap=14, row_gap=4, ground=ground)
        given.pack(fill="x", pady=(0, px(8)))
        self._given_flow = given
        self._given = [given.add_hint(f"Shift+F{number}", "", self.keys[f"Shift-F{number}"]) for number in range(1, 8)]
        KeyButton(foot, look, w("Save"), self.presenter.save, key="F9", kind="primary", width=112).pack(
            side="left", padx=(0, px(16))
        )
        hints = KeyHints(foot, look, gap=14, row_gap=8, ground=ground)
        hints.pack(side="left", fill="x", expand=True)
        self._larger = hints.add_hint("F10", "", self._enlarge)
        for shown, key, word in (
            ("F11", "F11", w("next unit")), ("Shift+F11", "Shift-F11", w("unit before")),
            ("PgDn", "Next", w("more of the letter")), ("Shift+F9", "Shift-F9", w("the shipped words")),
            ("Shift+F10", "Shift-F10", w("the other language")), ("Tab", "", w("leave the box")),
            ("Esc", "Escape", w("back")),
        ):  # fmt: skip
            hints.add_hint(shown, word, self.keys.get(key))
        self._show_size()

    def open(self, open_text: Callable[[], object]) -> None:
        """Show the editor with the text that open_text chooses, the cursor in the box."""
        self.frame.update_idletasks()
        open_text()
        self._box.text.focus_set()

    def first_focus(self) -> tk.Misc:
        """Return the box."""
        return self._box.text

    @property
    def box(self) -> tk.Text:
        """The text in which one types."""
        return self._box.text

    @property
    def table(self) -> Table:
        """The list of the texts."""
        return self._table

    @property
    def at_rest(self) -> bool:
        """Whether no drawing is put off until the keys rest."""
        return not self._waiting

    # The view

    @property
    def picture_width(self) -> int:
        """Return how many pixels wide a page of the letter is wanted; 0 before the window has laid itself out."""
        return self._sheets.page_width if self._sheets.winfo_width() > 1 else 0

    def show_head(self, title: str) -> None:
        """Say what is edited."""
        self._table.retitle("name", title)

    def show_texts(self, rows: Sequence[TextRow], chosen: str) -> None:
        """List the texts, one of them chosen."""
        self._quiet = True
        self._table.set_rows([Row(row.id, (row.name, row.state)) for row in rows])
        self._table.select(chosen)
        self._quiet = False

    def show_row(self, row: TextRow) -> None:
        """Show one row anew."""
        self._table.update_row(Row(row.id, (row.name, row.state)))

    def show_text(self, name: str, text: str, *, anew: bool, han: bool) -> None:
        """Put a text into the box."""
        self._name.configure(text=name)
        self._box.set(text, anew=anew, han=han)

    def put_in(self, text: str) -> None:
        """Put something in at the cursor."""
        self._box.put_in(text)
        self._box.text.focus_set()

    def judge(self, judged: Judged) -> None:
        """Say below the box what is to be said of the text, and mark it there."""
        for level, part in self._told.items():
            sentences = [each.sentence for each in judged.told if each.level == level]
            part.configure(text="\n".join(sentences[:_MOST_TOLD]))
            part.pack(fill="x") if sentences else part.pack_forget()
        # A frame keeps the height of what stood in it last.
        self._told_frame.grid() if judged.told else self._told_frame.grid_remove()
        self._box.mark(WRONG, judged.wrong)
        self._box.mark(THREAT, judged.threats)

    def show_beside(self, shipped: ShippedBeside | None, *, han: bool) -> None:
        """Show the shipped words with what is not in the text, and mark there what is not shipped."""
        self._box.mark(ADDED, shipped.added if shipped else ())
        if shipped is None:
            self._shipped_name.configure(text=self._w("These are the shipped words."))
            self._shipped.grid_remove()
            self._left_card.inside.grid_rowconfigure(_SHIPPED_ROW, weight=0)
            return
        self._shipped_name.configure(text=self._w("The shipped words; struck out is what yours leave out:"))
        self._shipped.set(shipped.text, anew=True, han=han)
        self._shipped.mark(REMOVED, shipped.removed)
        self._shipped.bring(shipped.removed[0] if shipped.removed else (0, 0))
        self._left_card.inside.grid_rowconfigure(_SHIPPED_ROW, weight=1)
        self._shipped.grid(row=_SHIPPED_ROW, column=0, sticky="nsew", pady=(self._look.px(4), 0))

    def show_given(self, given: Sequence[Given]) -> None:
        """List the placeholders with what they give."""
        said = [self._w("{placeholder} {value}", placeholder=each.written, value=each.value).strip() for each in given]
        if said == self._said:
            return
        self._said = said
        for hint, text in zip(self._given, said, strict=True):
            hint.set(text)
        self._given_flow.refresh()

    def show_letter(self, caption: str, picture: LetterPicture) -> None:
        """Show the letter."""
        self._caption.configure(text=caption)
        self._sheets.show(picture.pages, picture.mark)

    def show_no_letter(self, text: str) -> None:
        """Say why there is no letter."""
        self._caption.configure(text="")
        self._sheets.say(text)

    def draw_soon(self) -> None:
        """Have the letter drawn after a short rest of the keys."""
        self._stop_waiting()
        self._waiting = self.frame.after(REST_MS, self._rested)

    def draw(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None:
        """Do the drawing beside the window."""

        def ended(tell: Callable[[Any], object], result: Any) -> None:
            if self.frame.winfo_exists():
                tell(result)

        self._worker.submit(Job(lambda _ticket: work(), partial(ended, done), partial(ended, failed)))

    def ask(self, what: Question) -> None:
        """Open the small form of a question."""
        open_question(self._shell.overlay, self._look, self._w, what)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
        self._shell.say(kind, text, rest)

    # Keys

    def _rested(self) -> None:
        self._waiting = ""
        self.presenter.draw()

    def _stop_waiting(self) -> None:
        if self._waiting:
            self.frame.after_cancel(self._waiting)
            self._waiting = ""

    def _selected(self, row_id: str) -> None:
        if not self._quiet:
            self.presenter.choose(row_id)

    def _resized(self, _event: object) -> None:
        self.presenter.resized()

    def _back(self) -> None:
        """One step back: from the large letter to the text, from the box to the list, from the list to the page."""
        if self._large:
            self._enlarge()
        elif self._box.text.focus_displayof() is self._box.text:
            self._table.focus_table()
        else:
            self.presenter.leave()

    def _enlarge(self) -> None:
        """Give the letter the whole width, or put the text beside it again."""
        self._large = not self._large
        if self._large:
            self._left_card.grid_remove()
            self._right_card.grid(row=0, column=0, columnspan=2, sticky="nsew")
            self._sheets.focus_set()
        else:
            self._right_card.grid(row=0, column=1, columnspan=1, sticky="nsew")
            self._left_card.grid()
            self._box.text.focus_set()
        self._show_size()

    def _show_size(self) -> None:
        self._larger.set(self._w("text beside the letter") if self._large else self._w("large letter"))


def _done(command: Command) -> str:
    command()
    return "break"
