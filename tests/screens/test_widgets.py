"""Parts of the screens, worked by keys in a real window."""

import base64
import io
import tkinter as tk
from importlib.metadata import version
from tkinter.font import Font

import pytest
from PIL import Image

from counter.screens.look import Look
from counter.screens.root import release_clicks
from counter.screens.toolkit import ctk
from counter.screens.widgets.field import Field
from counter.screens.widgets.flow import Flow
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.key_hint import KeyHint
from counter.screens.widgets.progress import Progress
from counter.screens.widgets.status_line import StatusLine
from counter.screens.widgets.sums import Change, SumLine, fitting_size
from counter.screens.widgets.text import Paragraph, label, paragraph
from counter.words import Words
from tests.screens.kit import Stage, assert_nothing_clipped, below, texts


@pytest.fixture
def look(stage: Stage) -> Look:
    return stage.dress()


def test_customtkinter_is_the_version_these_widgets_were_made_for() -> None:
    assert version("customtkinter").startswith("6.0.")


def test_a_bare_button_of_the_toolkit_cannot_be_reached_by_keys(stage: Stage, look: Look) -> None:
    button = ctk.CTkButton(stage.root, text="x")
    button.pack()
    stage.pump()
    assert stage.root.tk_focusNext() is not button._canvas


@pytest.mark.parametrize("key", ["space", "Return", "KP_Enter"])
def test_a_key_button_is_reached_by_tab_and_pressed_by_keys(stage: Stage, look: Look, key: str) -> None:
    pressed: list[str] = []
    button = KeyButton(stage.root, look, "Cash", lambda: pressed.append("cash"), key="F9", kind="primary")
    button.pack()
    stage.press("Tab")
    assert stage.focused() is button.focus_target
    assert button.cget("border_width") > 0
    stage.press(key)
    assert pressed == ["cash"]


def test_a_click_presses_a_button_and_leaves_the_focus_in_the_field(stage: Stage, look: Look) -> None:
    pressed: list[str] = []
    field = Field(stage.root, look, "Received", kind="number")
    button = KeyButton(stage.root, look, "Cash", lambda: pressed.append("cash"))
    field.pack()
    button.pack()
    release_clicks(stage.root)
    field.focus_field()
    stage.click(button.focus_target)
    assert pressed == ["cash"]
    assert stage.focused() is field.entry


def test_a_button_that_is_switched_off_is_left_out_and_does_nothing(stage: Stage, look: Look) -> None:
    pressed: list[str] = []
    button = KeyButton(stage.root, look, "Cash", lambda: pressed.append("cash"))
    button.pack()
    button.set_enabled(False)
    stage.press("Tab")
    assert stage.focused() is not button.focus_target
    button.invoke()
    assert pressed == []
    button.set_enabled(True)
    button.invoke()
    assert pressed == ["cash"]


def test_a_longer_word_makes_a_wider_button(stage: Stage, look: Look) -> None:
    button = KeyButton(stage.root, look, "Go", lambda: None, width=40)
    button.pack()
    button.set_text("Take the whole payment in cash")
    stage.pump()
    assert_nothing_clipped(stage.root)
    assert texts(stage.root) == ["Take the whole payment in cash"]


def test_full_width_figures_are_folded_as_they_arrive(stage: Stage, look: Look) -> None:
    heard: list[str] = []
    field = Field(stage.root, look, "Received", kind="number", on_change=heard.append)
    field.pack()
    field.focus_field()
    stage.type_text("1２。5")
    assert field.get() == "12.5"
    assert heard == ["1", "12", "12.", "12.5"]


def test_chinese_words_keep_their_punctuation_and_figures_become_plain(stage: Stage, look: Look) -> None:
    field = Field(stage.root, look, "What is said")
    field.pack()
    stage.pump()
    field.focus_field()
    stage.type_text("面积大了，是８９平方米。")
    assert field.get() == "面积大了，是89平方米。"
    field.set("")
    stage.type_text("３－２。")
    assert field.get() == "3-2."


def test_the_insertion_mark_stays_where_a_folded_character_went_in(stage: Stage, look: Look) -> None:
    field = Field(stage.root, look, "Received", kind="number")
    field.pack()
    field.set("1250")
    field.focus_field(select=False)
    stage.press("Left", "Left")
    stage.type_text("．")
    stage.type_text("7")
    assert field.get() == "12.750"


def test_a_command_letter_acts_and_is_not_typed(stage: Stage, look: Look) -> None:
    done: list[str] = []
    field = Field(stage.root, look, "Received", kind="number", commands={"P": lambda: done.append("principal")})
    field.pack()
    field.focus_field()
    stage.type_text("5p0")
    assert field.get() == "50"
    assert done == ["principal"]
    stage.type_text("x")
    assert field.get() == "50x"


def test_enter_in_a_field_is_heard_from_both_enter_keys(stage: Stage, look: Look) -> None:
    heard: list[str] = []
    field = Field(stage.root, look, "Name", on_enter=lambda: heard.append(field.get()))
    field.pack()
    field.focus_field()
    stage.type_text("a")
    stage.press("Return", "KP_Enter")
    assert heard == ["a", "a"]


def test_an_error_stands_under_the_field_until_something_is_typed(stage: Stage, look: Look) -> None:
    field = Field(stage.root, look, "Received", kind="number")
    field.pack(fill="x")
    field.error("This is not a sum.")
    stage.pump()
    assert "This is not a sum." in texts(stage.root)
    assert_nothing_clipped(stage.root)
    field.focus_field()
    stage.type_text("6")
    assert "This is not a sum." not in texts(stage.root)


def test_the_input_method_is_off_only_while_figures_are_typed(stage: Stage, look: Look) -> None:
    if stage.root.tk.call("tk", "windowingsystem") != "x11":
        pytest.skip("only X11 tells whether the input method is on")
    number, name = Field(stage.root, look, "Sum", kind="number"), Field(stage.root, look, "Name")
    for field in (number, name):
        field.pack()
    number.focus_field()
    stage.pump()
    off = stage.root.tk.call("tk", "useinputmethods")
    name.focus_field()
    stage.pump()
    assert (off, stage.root.tk.call("tk", "useinputmethods")) == (0, 1)


def test_a_large_sum_is_set_smaller_before_it_is_cut(stage: Stage, look: Look) -> None:
    holder = tk.Frame(stage.root, width=310, height=300)
    holder.pack_propagate(False)
    holder.pack()
    line = SumLine(holder, look, "To pay", "548.40", size=40)
    line.pack(fill="x")
    change = Change(holder, look)
    change.pack(fill="x")
    for amount in ("51.60", "1,234,567.89", "−98,765,432.10"):
        line.set(amount)
        change.set("change", "Change", amount)
        stage.pump()
        assert_nothing_clipped(stage.root)
    assert fitting_size(look, "51.60", 56, 310) == 56
    assert fitting_size(look, "1,234,567.89", 56, 200) < 56


def test_parts_that_do_not_fit_beside_each_other_go_into_the_next_row(stage: Stage, look: Look) -> None:
    holder = tk.Frame(stage.root, width=200, height=200)
    holder.pack_propagate(False)
    holder.pack()
    flow = Flow(holder, look)
    flow.pack(fill="x")
    for word in ("3-2-1201", "paid up to 2026-08", "89.50 m² built"):
        flow.add(label(flow, look, word))
    stage.pump()
    assert_nothing_clipped(stage.root)
    assert len({part.winfo_y() for part in below(flow)}) > 1


def test_the_status_line_keeps_its_message_and_lets_old_payments_go(stage: Stage, look: Look) -> None:
    opened: list[str] = []
    line = StatusLine(stage.root, look)
    line.pack(fill="x")
    line.chips([(str(place), f"3-2-120{place} ¥1,204.00") for place in range(5)], opened.append)
    line.say("saved", "Saved. Receipt 2026-000123", "printing…")
    stage.pump()
    assert "Saved. Receipt 2026-000123" in texts(line)
    assert "3-2-1200 ¥1,204.00" in texts(line)
    assert_nothing_clipped(stage.root)
    stage.press("Tab", "Return")
    assert opened == ["0"]


def test_progress_tells_count_and_time_left(stage: Stage, look: Look) -> None:
    now = [100.0]
    bar = Progress(stage.root, look, Words.load("en"), lambda: now[0], on_cancel=lambda: None)
    bar.pack(fill="x")
    bar.start("Letters")
    now[0] = 110.0
    bar.set(250, 1000)
    stage.pump()
    assert texts(bar)[0] == "Letters: 250 of 1,000, about 30 seconds left"
    bar.finish("1,000 letters are ready.")
    stage.pump()
    assert texts(bar)[0] == "1,000 letters are ready."


def test_a_text_is_as_wide_as_tk_says(stage: Stage, look: Look) -> None:
    for text in ("AVATo Wa. fi 89.50 m² × 2.80", "建筑面积 89.50 m² × 单价 2.80 元", ""):
        for bold in (False, True):
            font = Font(family=look.family, size=-20, weight="bold" if bold else "normal")
            assert look.measure(text, 20, bold=bold) == font.measure(text)


LATE = "欠费947.50 元，最早一笔已逾期134天。逾期第一天起发缴费提醒单，按天数和金额已可发更严厉的函件。"


@pytest.mark.parametrize("width", range(120, 620, 25))
def test_no_line_of_a_paragraph_begins_with_a_mark_or_parts_a_sum_from_its_unit(
    stage: Stage, look: Look, width: int
) -> None:
    made = paragraph(stage.root, look, LATE, width=width)
    lines = shown(made).split("\n")
    assert not [line for line in lines if line[0] in "。，元"]
    assert len(lines) > 1
    assert all(look.measure(line) <= look.px(width) for line in lines)
    assert made.cget("text") == LATE


def test_a_paragraph_breaks_anew_where_the_window_changes(stage: Stage, look: Look) -> None:
    made = paragraph(stage.root, look, LATE)
    made.place(x=0, y=0, width=300)
    stage.pump()
    narrow = shown(made)
    made.place(width=600)
    stage.pump()
    assert 1 < shown(made).count("\n") + 1 < narrow.count("\n") + 1


def shown(made: Paragraph) -> str:
    return str(tk.Label.cget(made, "text"))


def test_the_corners_of_a_box_are_one_image_turned_four_ways(stage: Stage) -> None:
    look = stage.dress()
    hints = [KeyHint(stage.root, look, key, "word") for key in "NS"]
    names = [[hint.itemcget(item, "image") for item in hint.find_withtag("box")[-4:]] for hint in hints]
    assert names[0] == names[1]
    assert len(set(names[0])) == 4
    side = int(stage.root.tk.call("image", "width", names[0][0]))
    outer = ((0, 0), (side - 1, 0), (side - 1, side - 1), (0, side - 1))
    inner = outer[2:] + outer[:2]

    for name, out, within in zip(names[0], outer, inner, strict=True):
        written = stage.root.tk.call(name, "data", "-format", "png")
        picture = Image.open(io.BytesIO(written if isinstance(written, bytes) else base64.b64decode(written)))
        shades = list(picture.convert("RGBA").getchannel("A").tobytes())
        assert shades[out[0] + out[1] * side] < 60
        assert shades[within[0] + within[1] * side] == 255
