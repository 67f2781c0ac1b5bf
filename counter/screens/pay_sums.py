"""The sums at the right of the Pay screen: what is to pay, what was handed over, the change, the tender keys."""

import tkinter as tk
from collections.abc import Mapping

from counter.presenters.pay_sums import ROWS
from counter.presenters.pay_tenders import PayTenders
from counter.presenters.pay_view import Sums
from counter.screens.look import BODY, SMALL, SUM, SUM_LARGE, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.key_hint import KeyHints
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.sums import Change, PanelKind, SumLine
from counter.screens.widgets.text import hairline, paragraph
from counter.words import Words

WIDTH = 310
_TWO_LINES = 40
_PANEL: dict[str, PanelKind] = {"none": "plain", "change": "change", "open": "risk", "saved": "change"}


class SumsPane(Card):
    """The right column; `received` is the field everything is typed into."""

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, *, tenders: PayTenders, commands: Mapping[str, Command]
    ) -> None:
        super().__init__(parent, look, pad_x=20, pad_y=16)
        inside, px = self.inside, look.px
        inside.configure(width=px(WIDTH))
        self._rows = [SumLine(inside, look, "", "", size=BODY + 1) for _ in range(ROWS)]
        self._rows_used = 0
        self._line = hairline(inside, look)
        self._line.pack(fill="x", pady=px(6))
        self._to_pay = SumLine(inside, look, w("To pay"), "0.00", size=SUM_LARGE)
        self._to_pay.pack(fill="x", pady=(0, px(8)))
        self.received = Field(
            inside, look, w("Cash received"), kind="number", size=SUM, bold=True, commands=commands,
            on_change=tenders.received_changed, room_for_error=False,
        )  # fmt: skip
        self.received.pack(fill="x")
        self._build_wrong(look)
        self._change = Change(inside, look)
        self._change.configure(width=px(WIDTH))
        self._change.pack(fill="x", pady=(0, px(10)))
        self._buttons(look, w, tenders).pack(fill="x", pady=(px(4), px(8)))
        self._hints(look, w, commands).pack(fill="x")

    def _build_wrong(self, look: Look) -> None:
        """Keep two lines free beneath *received*, so that little moves under the eye while a sum is typed."""
        room = tk.Frame(self.inside, bg=look.palette.surface, bd=0)
        room.grid_rowconfigure(0, minsize=look.px(_TWO_LINES))
        room.grid_columnconfigure(0, weight=1)
        self._wrong = paragraph(room, look, "", size=SMALL, ink=look.palette.risk)
        self._wrong.grid(row=0, column=0, sticky="new", padx=look.px(4), pady=(look.px(2), look.px(4)))
        room.pack(fill="x")

    def _buttons(self, look: Look, w: Words, tenders: PayTenders) -> tk.Frame:
        row, slips = tk.Frame(self.inside, bg=look.palette.surface, bd=0), tenders.slips
        for place, (word, command, key) in enumerate(
            ((w("Cash"), tenders.cash, "F9"), (w("Card"), slips.card, "F10"), (w("Code"), slips.code, "F11"))
        ):
            row.grid_columnconfigure(place, weight=1, uniform="tender")
            button = KeyButton(row, look, word, command, key=key, kind="quiet" if place else "primary")
            button.grid(row=0, column=place, sticky="ew", padx=(look.px(8) if place else 0, 0))
        return row

    def _hints(self, look: Look, w: Words, commands: Mapping[str, Command]) -> KeyHints:
        words = {
            "F": w("Pay ahead"),
            "N": w("Pay part"),
            "S": w("Split"),
            "B": w("Odd sum to balance"),
            "Y": w("From balance"),
            "T": w("Bank transfer"),
            "C": w("Cheque"),
            "L": w("Enter later"),
            "M": w("Payer, note"),
            "A": w("Add a unit"),
            "H": w("Park"),
            "R": w("Bad note"),
            "P": w("Principal only"),
            "D": w("Dispute"),
        }
        hints = KeyHints(self.inside, look, row_gap=8)
        for key, word in words.items():
            hints.add_hint(key, word, commands[key])
        return hints

    def show(self, sums: Sums) -> None:
        """Show the sums."""
        for place, line in enumerate(self._rows):
            if place < len(sums.rows):
                line.set(sums.rows[place].amount, sums.rows[place].label)
                line.pack(fill="x", pady=self._px(2), before=self._line)
            else:
                line.pack_forget()
        self._to_pay.set(sums.to_pay)
        self._change.set(_PANEL[sums.panel], sums.panel_label, sums.panel_amount)

    def error(self, sentence: str) -> None:
        """Say beneath *received* what is wrong with it; '' takes it away."""
        self.received.error(sentence)
        self._wrong.configure(text=sentence)

    def _px(self, size: int) -> int:
        return self.received.look.px(size)
