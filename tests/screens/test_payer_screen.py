"""The payer's monitor as a window: on the other monitor, without the focus, and never in the way of a sale."""

import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from counter.platform.monitors import Monitor, other_monitor
from counter.presenters.payer_picture import PayerLine, PayerPicture, Said
from counter.screens.payer_screen import PayerScreen
from counter.settings import DisplaySettings
from counter.wiring.customer_side import CustomerSide
from tests.presenters.pay_window import pay_window
from tests.screens.kit import Stage

ESTATE = Said("阳光花园物业服务中心", "Sunshine Garden")
LINES = tuple(PayerLine("公共区域能耗分摊费（电梯、水泵、楼道照明）", "2026-10", "0.31 %", "46.12") for _ in range(40))
DUE = PayerPicture(
    "to_pay", ESTATE, "3-2-1201", LINES, ((Said("抹零（现金）", "Rounding"), "−0.04"),), Said("应付", "To pay"),
    "12,548.40", (), "wxp://f2f0AbCdEf", Said("扫码付款，请输入金额", "Scan to pay, and type the sum"),
)  # fmt: skip
CHANGE = DUE._replace(state="change", code="", rows=((Said("找零", "Change"), "51.60"),))
THANKS = PayerPicture("thanks", ESTATE, label=Said("谢谢", "Thank you"), rows=((Said("找零", "Change"), "51.60"),))
HERE, THERE = Monitor(0, 0, 1280, 800), Monitor(1280, 0, 800, 600)


class Payer:
    """A payer's screen beside a window with a field that is being typed into."""

    def __init__(self, stage: Stage, *monitors: Monitor) -> None:
        self.stage, self.faults = stage, list[Exception]()
        look = stage.dress()
        self.entry = tk.Entry(stage.root)
        self.entry.pack()
        self.entry.focus_force()
        stage.pump()
        self.screen = PayerScreen(stage.root, look.family, "Payer", self.faults.append, lambda: monitors)

    def show(self, picture: PayerPicture) -> None:
        self.screen.show(picture)
        self.stage.pump()

    @property
    def window(self) -> tk.Toplevel:
        return next(each for each in self.stage.root.winfo_children() if isinstance(each, tk.Toplevel))

    @property
    def canvas(self) -> tk.Canvas:
        found = self.window.winfo_children()[0]
        assert isinstance(found, tk.Canvas)
        return found

    def texts(self) -> list[str]:
        canvas: Any = self.canvas
        return [str(canvas.itemcget(each, "text")) for each in canvas.find_all() if canvas.type(each) == "text"]


@pytest.fixture
def payer(stage: Stage) -> Iterator[Callable[..., Payer]]:
    made: list[Payer] = []

    def make(*monitors: Monitor) -> Payer:
        made.append(Payer(stage, *monitors))
        return made[-1]

    yield make
    for each in made:
        each.screen.close()
        each.entry.destroy()


@pytest.mark.parametrize("monitors", [(HERE,), (HERE, THERE)], ids=["one monitor", "two monitors"])
def test_it_takes_no_focus_and_no_key(payer: Callable[..., Payer], monitors: tuple[Monitor, ...]) -> None:
    made = payer(*monitors)
    for picture in (DUE, CHANGE, THANKS):
        made.show(picture)
        assert made.stage.root.focus_get() is made.entry
    made.stage.type_text("600")
    assert made.entry.get() == "600"
    assert made.faults == []


def test_it_fills_the_monitor_where_the_cashiers_window_is_not(payer: Callable[..., Payer]) -> None:
    made = payer(HERE, THERE)
    made.show(DUE)
    assert made.window.overrideredirect()
    assert made.window.geometry() == "800x600+1280+0"


@pytest.mark.parametrize("size", [(800, 600), (1024, 768), (1920, 1080), (1080, 1920)])
def test_every_text_and_the_code_lie_on_the_monitor(payer: Callable[..., Payer], size: tuple[int, int]) -> None:
    made = payer(HERE, Monitor(1280, 0, *size))
    for picture in (DUE, CHANGE, THANKS):
        made.show(picture)
        canvas = made.canvas
        for item in canvas.find_all():
            left, top, right, bottom = canvas.bbox(item)
            assert left >= -2
            assert top >= -2
            assert right <= size[0] + 2, (picture.state, canvas.type(item))
            assert bottom <= size[1] + 2, (picture.state, canvas.type(item))
    assert made.faults == []


@pytest.mark.parametrize("size", [(460, 288), (1024, 768)])
def test_the_sum_lies_beside_the_lines_and_below_its_words(payer: Callable[..., Payer], size: tuple[int, int]) -> None:
    made = payer(HERE, Monitor(1280, 0, *size))
    made.show(DUE)
    canvas: Any = made.canvas
    at = {str(canvas.itemcget(each, "text")): canvas.bbox(each) for each in canvas.find_all()
          if canvas.type(each) == "text"}  # fmt: skip
    sums = at["12,548.40"]
    leading = (sums[3] - sums[1]) // 5  # what a font leaves free above its figures
    assert sums[1] + leading >= at["To pay"][3]
    assert sums[0] >= max(box[2] for text, box in at.items() if text == "46.12")


def test_what_does_not_fit_is_counted_and_the_sum_is_never_cut(payer: Callable[..., Payer]) -> None:
    made = payer(HERE, THERE)
    made.show(DUE)
    texts = made.texts()
    assert "12,548.40" in texts
    assert any(text.startswith("+ ") for text in texts)


def test_a_window_that_dies_is_built_anew_and_one_that_cannot_be_is_told_once(
    payer: Callable[..., Payer], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = payer(HERE, THERE)
    made.show(DUE)
    made.window.destroy()
    made.show(THANKS)
    assert "谢谢" in made.texts()

    def breaks(*_given: object) -> None:
        raise tk.TclError("the monitor went away")

    with monkeypatch.context() as patch:
        patch.setattr(PayerScreen, "_paint", breaks)
        made.show(DUE)
        made.show(CHANGE)
        assert (made.screen.trouble, len(made.faults)) == ("error", 1)
        made.stage.type_text("5")
        assert made.entry.get() == "5", "the sale goes on"
    made.show(THANKS)
    assert made.screen.trouble == ""


def test_a_window_for_trying_that_is_closed_stays_away_until_it_is_tried_again(payer: Callable[..., Payer]) -> None:
    made = payer(HERE)
    made.show(DUE)
    made.window.tk.call(made.window.protocol("WM_DELETE_WINDOW"))
    made.show(THANKS)
    assert not any(isinstance(each, tk.Toplevel) for each in made.stage.root.winfo_children())
    assert made.screen.state == "put_away", "what nobody can see is not ready"
    made.screen.try_out()
    assert "谢谢" in made.texts()
    assert made.screen.state == "one_monitor"


def test_on_one_monitor_it_lies_before_the_counters_window(payer: Callable[..., Payer]) -> None:
    made = payer(HERE)
    made.show(DUE)
    made.stage.root.lift()
    made.stage.pump()
    root, window = made.stage.root, made.window
    x, y = window.winfo_rootx() + 40, window.winfo_rooty() + 40
    assert root.winfo_rootx() <= x < root.winfo_rootx() + root.winfo_width(), "it lies over the counter's window"
    assert window.winfo_containing(x, y) is made.canvas


def test_a_monitor_that_is_plugged_in_later_is_used_from_the_next_try(stage: Stage) -> None:
    look, found = stage.dress(), [HERE]
    screen = PayerScreen(stage.root, look.family, "Payer", lambda error: None, lambda: found)
    screen.show(DUE)
    stage.pump()
    assert screen.state == "one_monitor"
    found.append(THERE)
    screen.try_out()
    stage.pump()
    (window,) = (each for each in stage.root.winfo_children() if isinstance(each, tk.Toplevel))
    assert (screen.state, window.geometry()) == ("ready", "800x600+1280+0")
    screen.close()


def test_a_monitor_that_mirrors_the_first_is_not_another_one() -> None:
    assert other_monitor((HERE, Monitor(0, 0, 1024, 768)), 100, 100) is None
    assert other_monitor((HERE, THERE), 1300, 100) == HERE
    assert other_monitor((), 0, 0) is None


def test_the_second_monitor_of_the_settings_mirrors_a_payment_in_both_languages(stage: Stage, tmp_path: Path) -> None:
    family, faults = stage.dress().family, list[Exception]()
    with pay_window(tmp_path) as window:
        side = CustomerSide(DisplaySettings("screen"), window.session)
        assert side.state == "unknown", "the window is not there yet"
        side.open_screen(stage.root, family, faults.append)
        stage.pump()
        window.open()
        side.show_sums(window.sheet.sums, window.pay.payer_account)
        stage.pump()
        (top,) = (each for each in stage.root.winfo_children() if isinstance(each, tk.Toplevel))
        canvas: Any = top.winfo_children()[0]
        shown = [str(canvas.itemcget(each, "text")) for each in canvas.find_all() if canvas.type(each) == "text"]
        assert {"To pay", "应付", "751.80", "3-2-1201"} <= set(shown)
        assert (side.state, faults) == ("one_monitor", [])
        top.destroy()
        side.close()
