"""The sheet of a receipt above the window: its paper at the left, its facts and commands at the right."""

import tkinter as tk
from base64 import b64encode
from collections.abc import Callable

from counter.presenters.approval import AskApproval
from counter.presenters.card_backs import Backs
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.receipt_sheet import ReceiptSheetPresenter
from counter.presenters.receipt_sheet_view import SheetFacts
from counter.presenters.session import Session
from counter.screens.look import BODY, HEAD, SMALL, SUM, Look
from counter.screens.question_sheet import open_question
from counter.screens.shell import Shell
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.key_hint import KeyHint
from counter.screens.widgets.overlay import Command, Sheet
from counter.screens.widgets.pill import Pill, PillKind
from counter.screens.widgets.text import label, paragraph
from counter.words.errors import together

PICTURE_WIDTH, PICTURE_HEIGHT, FACTS_WIDTH, LABEL_WIDTH = 360, 408, 372, 128
_ACROSS = 5
_STEP = 60
_PILL: dict[str, PillKind] = {"stands": "saved", "waiting": "warning", "amended": "warning", "void": "risk"}


class ReceiptSheet:
    """One sheet, built at its first opening and used for every receipt."""

    def __init__(
        self, shell: Shell, session: Session, approve: AskApproval, *, changed: Callable[[], None] = lambda: None,
        backs: Backs = lambda: None,
    ) -> None:  # fmt: skip
        self._shell, self._look, self._w = shell, shell.look, session.words
        self.presenter = ReceiptSheetPresenter(session, self, approve, changed=changed, backs=backs)
        self._frame = tk.Frame(shell.overlay.holder, bg=shell.look.palette.surface, bd=0)
        self._picture: tk.PhotoImage | None = None
        self._top = 0
        self._pressed: dict[str, KeyButton] = {}
        self._build(shell.look)

    def open(self, receipt_id: int) -> None:
        """Show a receipt."""
        self.presenter.open(receipt_id)

    def _build(self, look: Look) -> None:
        px, p = look.px, look.palette
        self._paper = tk.Canvas(
            self._frame, width=px(PICTURE_WIDTH), height=px(PICTURE_HEIGHT), bg=p.ground, bd=0, highlightthickness=0
        )
        self._paper.grid(row=0, column=0, sticky="n")
        self._rest = KeyHint(
            self._frame, look, "PgDn", self._w("more of the paper"), lambda: self._scroll(self._page())
        )
        self._rest.grid(row=1, column=0, sticky="w", pady=(px(6), 0))
        self._paper.bind("<MouseWheel>", lambda event: self._scroll(-_STEP if event.delta > 0 else _STEP), add="+")
        self._paper.bind("<Button-4>", lambda _: self._scroll(-_STEP), add="+")
        self._paper.bind("<Button-5>", lambda _: self._scroll(_STEP), add="+")
        side = tk.Frame(self._frame, bg=p.surface, bd=0, width=px(FACTS_WIDTH))
        side.grid(row=0, column=1, rowspan=2, sticky="nsew", padx=(px(20), 0))
        self._frame.grid_rowconfigure(0, weight=1)
        tk.Frame(side, bg=p.surface, width=px(FACTS_WIDTH), height=1).pack()
        self._number = label(side, look, "", size=HEAD, bold=True)
        self._number.pack(anchor="w")
        self._state = Pill(side, look, "")
        self._state.pack(anchor="w", pady=(px(6), px(2)))
        self._told = paragraph(side, look, "", size=SMALL + 1, ink=p.soft)
        self._told.pack(fill="x")
        self._total = label(side, look, "", size=SUM, bold=True)
        self._total.pack(anchor="w", pady=(px(6), px(8)))
        self._rows = tk.Frame(side, bg=p.surface, bd=0)
        self._rows.pack(fill="x")
        self._rows.grid_columnconfigure(1, weight=1)
        self._labels: list[tuple[tk.Label, tk.Label]] = []
        self._said = paragraph(side, look, "", size=BODY)
        self._said.pack(fill="x", pady=(px(10), 0))
        self._buttons(look).grid(row=2, column=0, columnspan=2, sticky="sew", pady=(px(10), 0))

    def _buttons(self, look: Look) -> tk.Frame:
        grid = tk.Frame(self._frame, bg=look.palette.surface, bd=0)
        self._keys: dict[str, Command] = {
            "R": self.presenter.reprint, "V": self.presenter.void, "M": self.presenter.move, "S": self.presenter.spoil,
            "T": self.presenter.refund, "C": self.presenter.reverse, "I": self.presenter.invoice,
            "P": self.presenter.note_form,
            "Next": lambda: self._scroll(self._page()), "Prior": lambda: self._scroll(-self._page()),
            "Down": lambda: self._scroll(_STEP), "Up": lambda: self._scroll(-_STEP),
        }  # fmt: skip
        words = (
            (self._w("Print a copy"), "R"),
            (self._w("Void"), "V"),
            (self._w("Move to another unit"), "M"),
            (self._w("Refund"), "T"),
            (self._w("Reversal"), "C"),
            (self._w("Form spoiled"), "S"),
            (self._w("Form number"), "P"),
            (self._w("Invoice issued"), "I"),
            (self._w("Close"), "Esc"),
        )
        for place, (word, key) in enumerate(words):
            command = self._keys.get(key, self._shell.overlay.back)
            button = KeyButton(grid, look, word, command, key=key, kind="quiet" if key != "Esc" else "primary")
            row, column = divmod(place, _ACROSS)
            button.grid(
                row=row, column=column, sticky="ew", pady=(0 if not row else look.px(8), 0),
                padx=(0 if not column else look.px(8), 0),
            )  # fmt: skip
            self._pressed[key] = button
        grid.grid_columnconfigure(tuple(range(_ACROSS)), weight=1)
        return grid

    def _page(self) -> int:
        return self._look.px(PICTURE_HEIGHT) * 3 // 4

    def _scroll(self, pixels: int) -> None:
        if self._picture is None:
            return
        room = max(0, self._picture.height() - self._look.px(PICTURE_HEIGHT))
        self._top = max(0, min(room, self._top + pixels))
        self._paper.yview_moveto(self._top / max(1, self._picture.height()))

    # The view

    @property
    def picture_width(self) -> int:
        """Return how many pixels wide the picture of the paper is wanted."""
        return self._look.px(PICTURE_WIDTH)

    def open_sheet(self) -> None:
        """Lay the sheet above the window."""
        self._shell.overlay.open(Sheet(self._frame, lambda: self._pressed["R"].focus_target, self._keys))

    def show_facts(self, facts: SheetFacts) -> None:
        """Show what is known of the receipt."""
        words = {
            "stands": self._w("stands"), "waiting": self._w("void waits"), "amended": self._w("changed since"),
            "void": self._w("VOID"),
        }  # fmt: skip
        titles = {
            "receipt": self._w("Receipt {number}", number=facts.number),
            "refund": self._w("Refund note {number}", number=facts.number),
            "reversal": self._w("Reversal note {number}", number=facts.number),
        }
        self._number.configure(text=titles[facts.kind])
        self._state.set(words[facts.state], _PILL[facts.state])
        self._told.configure(text=facts.state_text)
        self._total.configure(text=facts.total)
        for key in ("V", "M", "T", "C", "I"):
            self._pressed[key].set_enabled(facts.state != "void" and facts.kind == "receipt")
        while len(self._labels) < len(facts.rows):
            self._labels.append(self._pair(len(self._labels)))
        for place, (name, value) in enumerate(self._labels):
            shown = facts.rows[place] if place < len(facts.rows) else ("", "")
            name.configure(text=shown[0])
            value.configure(text=shown[1])

    def _pair(self, row: int) -> tuple[tk.Label, tk.Label]:
        look = self._look
        name = paragraph(self._rows, look, size=SMALL + 1, ink=look.palette.soft, width=LABEL_WIDTH)
        name.grid(row=row, column=0, sticky="nw", padx=(0, look.px(12)), pady=look.px(2))
        value = paragraph(self._rows, look, size=SMALL + 1, width=FACTS_WIDTH - LABEL_WIDTH - 16)
        value.grid(row=row, column=1, sticky="w", pady=look.px(2))
        return name, value

    def show_picture(self, png: bytes, absent: str) -> None:
        """Show the paper, or why there is none."""
        self._paper.delete("all")
        self._top = 0
        width, height = self._look.px(PICTURE_WIDTH), self._look.px(PICTURE_HEIGHT)
        if not png:
            self._picture = None
            self._rest.set(self._w("more of the paper"), enabled=False)
            self._paper.create_text(
                width // 2, height // 2, text=absent, width=width - self._look.px(32), justify="center",
                font=self._look.font(BODY), fill=self._look.palette.soft, tags="words",
            )  # fmt: skip
            return
        self._picture = tk.PhotoImage(master=self._paper, data=b64encode(png))
        self._paper.create_image(0, 0, image=self._picture, anchor="nw")
        self._rest.set(self._w("more of the paper"), enabled=self._picture.height() > height)
        self._paper.configure(scrollregion=(0, 0, width, max(height, self._picture.height())))
        self._paper.yview_moveto(0)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak on the sheet and in the status line."""
        p = self._look.palette
        self._said.configure(text=together(text, rest), fg={"saved": p.saved, "risk": p.risk}.get(kind, p.ink))
        if text:
            self._shell.say(kind, text, rest)

    def ask(self, what: Question) -> None:
        """Open a small form above the sheet."""
        open_question(self._shell.overlay, self._look, self._w, what)
