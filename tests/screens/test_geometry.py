"""Nothing is cut: the shell and every widget at each scale, in both languages, light and dark."""

import time
import tkinter as tk
from collections.abc import Mapping

import pytest

from counter.screens.look import DARK, LIGHT, SUM, SUM_LARGE, Look, Palette
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.topbar import HeaderFacts
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.empty import Empty
from counter.screens.widgets.field import Field
from counter.screens.widgets.flow import Flow
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.key_hint import KeyHints
from counter.screens.widgets.light import LightFacts
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.pill import Pill
from counter.screens.widgets.progress import Progress
from counter.screens.widgets.steps import Steps
from counter.screens.widgets.sums import Change, SumLine
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph
from counter.words import Language, Words
from tests.screens.kit import Stage, assert_nothing_clipped

ENGLISH = {
    "nav": ("Pay", "Units", "Till", "Arrears", "Disputes", "Journal", "Reports", "Settings"),
    "header": ("Sunshine Garden", "Till 1", "Wang Fang · cashier", "Mon 2026-11-23", "open 08:31"),
    "lights": ("Printer ready", "Terminal ready", "Stick absent"),
    "steps": ("Count the cash", "Card and code slips", "Differences", "Z report", "Journal and backup"),
    "columns": ("Fee item", "Period", "Composition", "Due", "Owed"),
    "row": ("Shared energy", "2026-Q3", "share by area 0.31 %", "10-15", "46.12"),
    "pay": ("Late fee to date", "To pay", "Received", "Change", "Cash", "Card", "Code"),
    "hints": ("Pay ahead to…", "Principal only", "Split", "Odd sum to balance", "Dispute"),
}
CHINESE = {
    "nav": ("收款", "房屋", "收款台", "欠费", "异议", "档案", "报表", "设置"),
    "header": ("阳光花园", "1号收款台", "王芳 · 收费员", "2026-11-23 周一", "08:31 开班"),
    "lights": ("打印机就绪", "刷卡机就绪", "备份U盘：请插入“乙”"),
    "steps": ("清点现金", "核对刷卡与扫码", "差异与授权", "日结单", "档案与备份"),
    "columns": ("收费项目", "所属期间", "计算", "到期日", "应收"),
    "row": ("公摊水电费", "2026-Q3", "按面积分摊 0.31 %", "10-15", "46.12"),
    "pay": ("违约金（至今日）", "本次应收", "实收", "找零", "现金", "刷卡", "扫码"),
    "hints": ("预交到…月", "只交本金", "拆分付款", "零头转预存", "提出异议"),
}
SAYINGS: dict[Language, dict[str, tuple[str, ...]]] = {"en": ENGLISH, "zh_CN": CHINESE}


class Everything:
    """A screen with one of each widget, in the proportions of a payment."""

    help_scopes = ("tables", "pay")
    keys: Mapping[str, Command] = {}

    def __init__(self, parent: tk.Frame, look: Look, w: Words) -> None:
        self._look, self._w, self._said = look, w, SAYINGS[w.language]
        self.frame = tk.Frame(parent, bg=look.palette.ground)
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(1, weight=1)
        steps = Steps(self.frame, look, self._said["steps"])
        steps.grid(row=0, column=0, sticky="ew")
        steps.set(2)
        self._left()
        self._right()

    def _left(self) -> None:
        look, px = self._look, self._look.px
        card = Card(self.frame, look, pad_x=1, pad_y=6)
        card.grid(row=1, column=0, sticky="nsew")
        head = Flow(card.inside, look, row_gap=4)
        head.pack(fill="x", padx=px(16))
        head.add(label(head, look, "3-2-1201", size=24, bold=True))
        head.add(label(head, look, "欧阳张三", size=20))
        head.add(Pill(head, look, "2026-08"))
        foot = tk.Frame(card.inside, bg=look.palette.surface)
        foot.pack(side="bottom", fill="x", padx=px(16))
        paragraph(foot, look, " · ".join(self._said["hints"]) * 2).pack(fill="x")
        progress = Progress(foot, look, self._w, time.monotonic, on_cancel=lambda: None)
        progress.pack(fill="x")
        progress.start(self._said["steps"][4])
        progress.set(12, 100)
        names = self._said["columns"]
        least = (80, 76, 80, 60, 80)
        columns = [
            Column(str(n), name, least[n], int(n in (0, 2)), "right" if n == 4 else "left")
            for n, name in enumerate(names)
        ]
        self.table = Table(card.inside, look, columns, ticks=True)
        self.table.pack(fill="both", expand=True)
        self.table.set_rows([Row("1", self._said["row"], True), Row("2", self._said["row"], False, muted=True)])

    def _right(self) -> None:
        look, px, pay = self._look, self._look.px, self._said["pay"]
        card = Card(self.frame, look, pad_x=20, pad_y=16)
        card.grid(row=0, column=1, rowspan=2, sticky="n", padx=(px(16), 0))
        inside = card.inside
        SumLine(inside, look, pay[0], "1.12").pack(fill="x")
        SumLine(inside, look, pay[1], "12,548.40", size=SUM_LARGE).pack(fill="x")
        self.received = Field(inside, look, pay[2], kind="number", size=SUM, bold=True)
        self.received.pack(fill="x")
        change = Change(inside, look)
        change.configure(width=px(310))
        change.pack(fill="x")
        change.set("change", pay[3], "51.60")
        row = tk.Frame(inside, bg=look.palette.surface)
        row.pack(fill="x", pady=px(8))
        for place, (word, key) in enumerate(zip(pay[4:], ("F9", "F10", "F11"), strict=True)):
            row.grid_columnconfigure(place, weight=1, uniform="buttons")
            KeyButton(row, look, word, lambda: None, key=key).grid(
                row=0, column=place, sticky="ew", padx=(px(8) if place else 0, 0)
            )
        hints = KeyHints(inside, look)
        hints.pack(fill="x")
        for key, word in zip("FPSBD", self._said["hints"], strict=True):
            hints.add_hint(key, word, lambda: None)

    def first_focus(self) -> tk.Misc:
        return self.received.entry

    def shown(self) -> None:
        """Nothing changes meanwhile."""


def build(stage: Stage, look: Look, language: Language) -> Shell:
    said, w = SAYINGS[language], Words.load(language)
    keys = ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "")
    nav = [NavEntry(word, word, key) for word, key in zip(said["nav"], keys, strict=True)]
    shell = Shell(stage.root, w, look, nav, log=lambda error: "E-1", on_lock=lambda: None)
    shell.set_header(HeaderFacts(*said["header"]))
    states = zip(said["lights"], ("ready", "unknown", "attention"), strict=True)
    shell.set_lights([LightFacts(text, text, state, "x") for text, state in states])  # type: ignore[arg-type]
    shell.say("saved", w("Saved. Receipt {number}", number="2026-000123"))
    shell.chips([(str(n), f"3-1-050{n}　¥1,204.00") for n in range(5)], lambda _: None)
    shell.add_screen(nav[0].name, lambda parent: Everything(parent, look, w))
    shell.show(nav[0].name)
    stage.pump()
    return shell


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_nothing_is_cut_at_any_scale_in_either_language(stage: Stage, scale: float, language: Language) -> None:
    look = stage.dress(LIGHT, scale)
    shell = build(stage, look, language)
    assert_nothing_clipped(stage.root)
    shell.show_keys()
    stage.pump()
    assert_nothing_clipped(stage.root)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_nothing_is_cut_on_the_usual_window(stage: Stage, palette: Palette) -> None:
    look = stage.dress(palette, 1.0, (1280, 800))
    build(stage, look, "en")
    assert_nothing_clipped(stage.root)


def test_an_empty_screen_says_what_to_do_first(stage: Stage) -> None:
    look = stage.dress()
    pressed: list[str] = []
    empty = Empty(
        stage.root,
        look,
        "No units yet",
        "Bring your own list in.",
        action="Import",
        key="F9",
        command=lambda: pressed.append("x"),
    )
    empty.pack(fill="both", expand=True)
    stage.pump()
    assert_nothing_clipped(stage.root)
    stage.press("Tab", "Return")
    assert pressed == ["x"]


def test_the_ruler_finds_a_text_that_is_cut(stage: Stage) -> None:
    look = stage.dress()
    narrow = tk.Frame(stage.root, width=60, height=30)
    narrow.pack_propagate(False)
    narrow.pack()
    label(narrow, look, "far too long for its place").pack()
    stage.pump()
    with pytest.raises(AssertionError, match="far too long"):
        assert_nothing_clipped(stage.root)
