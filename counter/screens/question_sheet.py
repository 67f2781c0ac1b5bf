"""Any question of a presenter as a sheet: fields with one button, or a choice of numbered buttons."""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import filedialog

from counter.presenters.pay_view import Question
from counter.screens.look import HEAD, Look
from counter.screens.widgets.field import Field, FieldKind
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.overlay import Command, Overlay, Sheet
from counter.screens.widgets.text import label, paragraph
from counter.words import Words

WIDTH = 460
_LABEL_WIDTH = 190


def open_question(overlay: Overlay, look: Look, w: Words, question: Question) -> None:
    """Open a question; what is wrong with an answer is said beneath, and what was typed stays."""
    frame = tk.Frame(overlay.holder, bg=look.palette.surface, bd=0)
    tk.Frame(frame, bg=look.palette.surface, width=look.px(WIDTH), height=1).pack()
    head = label(frame, look, question.title, size=HEAD, bold=True)
    head.pack(anchor="w", pady=(0, 0 if question.text else look.px(14)))
    if question.text:
        _wrapped(frame, look, question.text, look.palette.soft).pack(anchor="w", pady=(look.px(6), look.px(14)))

    def answer(values: dict[str, str]) -> None:
        # A good answer may open the next question, so this one leaves first and comes back if it was wrong.
        overlay.close()
        try:
            wrong = question.answer(values)
        except Exception:
            _come_back(overlay, sheet)  # whatever went wrong, what was typed is not lost
            raise
        if wrong:
            error.configure(text=wrong)
            _come_back(overlay, sheet)
        else:
            frame.after_idle(frame.destroy)

    def drop() -> None:
        frame.destroy()
        question.dropped()

    if question.choices:
        sheet = _choices(frame, look, question, answer, drop)
    else:
        sheet = _fields(frame, look, w, question, answer, overlay, drop)
    error = _wrapped(frame, look, "", look.palette.risk)
    error.pack(anchor="w", pady=(look.px(8), 0))
    overlay.open(sheet)


def _wrapped(frame: tk.Frame, look: Look, text: str, ink: str) -> tk.Label:
    """Return a text of the form's own width: one that follows the width it widens itself never comes to rest."""
    made = paragraph(frame, look, text, ink=ink, width=WIDTH)
    return made


def choose_file(parent: tk.Misc, title: str) -> str:
    """Return the path of a file chosen in the system's own dialog, '' where nothing was."""
    return str(filedialog.askopenfilename(parent=parent, title=title) or "")


def _come_back(overlay: Overlay, sheet: Sheet) -> None:
    """Open a sheet again with the field it was answered from selected, so that it is simply typed over."""
    overlay.open(sheet)
    field = sheet.first()
    if isinstance(field, tk.Entry):
        field.selection_range(0, "end")
        field.icursor("end")


def _fields(
    frame: tk.Frame,
    look: Look,
    w: Words,
    question: Question,
    answer: Callable[[dict[str, str]], None],
    overlay: Overlay,
    drop: Command,
) -> Sheet:
    fields: dict[str, Field] = {}

    # An answer that was wrong comes back to the field it was given from.
    left: list[tk.Misc] = []

    def done() -> None:
        left[:] = [each.entry for each in fields.values() if each.entry is frame.focus_get()]
        answer({name: each.get() for name, each in fields.items()})

    def then(place: int) -> None:
        following = list(fields.values())[place + 1 :]
        if following:
            following[0].focus_field()
        else:
            done()

    for place, asked in enumerate(question.fields):
        kind: FieldKind = "number" if asked.number else "path" if asked.file else "text"
        fields[asked.name] = Field(
            frame, look, asked.caption, kind=kind, label_width=_LABEL_WIDTH, room_for_error=False,
            on_enter=partial(then, place),
        )  # fmt: skip
        fields[asked.name].set(asked.value)
        fields[asked.name].pack(fill="x", pady=(0, look.px(8)))
    keys: dict[str, Command] = {"F9": done}
    paths = [asked for asked in question.fields if asked.file]

    def choose() -> None:
        field = fields[paths[0].name]
        chosen = choose_file(frame, paths[0].caption)
        if chosen:
            field.set(chosen)
        field.focus_field()

    if paths:
        keys["F10"] = choose
    row = _buttons(frame, look, w, question.confirm, done, overlay, choose if paths else None)
    row.pack(anchor="e", pady=(look.px(10), 0))
    first = _first(question, fields)
    return Sheet(frame, lambda: left[0] if left else first.entry, keys, on_back=drop)


def _first(question: Question, fields: dict[str, Field]) -> Field:
    """Return the field a form begins in: what is only proposed, selected to be typed over, or the first empty one."""
    wanted = (fields[each.name] for each in question.fields if each.proposed or not each.value)
    first = next(wanted, next(iter(fields.values())))
    first.entry.selection_range(0, "end")
    return first


def _choices(
    frame: tk.Frame,
    look: Look,
    question: Question,
    answer: Callable[[dict[str, str]], None],
    drop: Command,
) -> Sheet:
    buttons = []
    for key, word in question.choices:
        button = KeyButton(frame, look, word, partial(answer, {"choice": key}), key=key, width=WIDTH)
        button.pack(fill="x", pady=(0, look.px(8)))
        buttons.append(button)
    keys: dict[str, Command] = {key: partial(answer, {"choice": key}) for key, _word in question.choices}
    return Sheet(frame, lambda: buttons[0].focus_target, keys, on_back=drop)


def _buttons(
    frame: tk.Frame, look: Look, w: Words, confirm: str, done: Callable[[], None], overlay: Overlay,
    choose: Callable[[], None] | None,
) -> tk.Frame:  # fmt: skip
    row = tk.Frame(frame, bg=look.palette.surface, bd=0)
    if choose is not None:
        KeyButton(row, look, w("Choose a file"), choose, key="F10", width=132).pack(side="left", padx=(0, look.px(8)))
    KeyButton(row, look, w("Cancel"), overlay.back, key="Esc", width=112).pack(side="left")
    KeyButton(row, look, confirm, done, key="F9", kind="primary", width=160).pack(side="left", padx=(look.px(8), 0))
    return row
