"""A form with PINs: fields of figures are hidden while they are typed, the others are not."""

import tkinter as tk
from functools import partial

from counter.presenters.pay_view import Question
from counter.screens.look import HEAD, Look
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.overlay import Overlay, Sheet
from counter.screens.widgets.text import label, paragraph
from counter.words import Words

WIDTH, LABEL_WIDTH = 460, 190


def open_secret(overlay: Overlay, look: Look, w: Words, question: Question) -> None:
    """Open the form; what is wrong with the answer is said beneath, and what was typed stays."""
    frame = tk.Frame(overlay.holder, bg=look.palette.surface, bd=0)
    tk.Frame(frame, bg=look.palette.surface, width=look.px(WIDTH), height=1).pack()
    label(frame, look, question.title, size=HEAD, bold=True).pack(anchor="w")
    text = paragraph(frame, look, question.text, ink=look.palette.soft, width=WIDTH)
    text.pack(fill="x", pady=(look.px(6), look.px(14)))
    fields: dict[str, Field] = {}

    def done() -> None:
        # A good answer may open the next question, so this one leaves first and comes back if it was wrong.
        overlay.close()
        wrong = question.answer({name: each.get() for name, each in fields.items()})
        if wrong:
            error.configure(text=wrong)
            overlay.open(sheet)
        else:
            frame.after_idle(frame.destroy)

    def then(place: int) -> None:
        following = list(fields.values())[place + 1 :]
        if following:
            following[0].focus_field()
        else:
            done()

    for place, asked in enumerate(question.fields):
        fields[asked.name] = Field(
            frame, look, asked.caption, kind="secret" if asked.number else "text", label_width=LABEL_WIDTH,
            room_for_error=False, on_enter=partial(then, place),
        )  # fmt: skip
        fields[asked.name].set(asked.value)
        fields[asked.name].pack(fill="x", pady=(0, look.px(8)))
    row = tk.Frame(frame, bg=look.palette.surface, bd=0)
    KeyButton(row, look, w("Cancel"), overlay.back, key="Esc", width=112).pack(side="left")
    save = KeyButton(row, look, question.confirm, done, key="F9", kind="primary", width=160)
    save.pack(side="left", padx=(look.px(8), 0))
    row.pack(anchor="e", pady=(look.px(10), 0))
    error = paragraph(frame, look, "", ink=look.palette.risk, width=WIDTH)
    error.pack(fill="x", pady=(look.px(8), 0))
    sheet = Sheet(frame, lambda: next(iter(fields.values())).entry, {"F9": done}, on_back=frame.destroy)
    overlay.open(sheet)
