"""The first hour of an office, by keys in the real window: from an empty folder to the first receipt.

A program of its own: customtkinter keeps one scale for the whole process. Arguments: the home, the language, the
data ("import" or "sample"), the folder of pictures, and the scale where it is not 1.0.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from counter.app import run_window
from counter.demo.team import CASHIER
from counter.platform.folders import Home
from counter.settings import load_settings, save_settings
from counter.wiring import first_window
from counter.wiring.hands import Hands
from counter.wiring.main_window import MainWindow
from counter.words import LANGUAGES, Language, Words
from tests.journey.window_sizes import shrink_root
from tests.screens.kit import assert_nothing_clipped

ESTATE = {"zh_CN": "翠湖花园", "en": "Green Lake Garden"}
MANAGER = {"zh_CN": "周敏", "en": "Zhou Min"}
CASHIER_NAME = {"zh_CN": "王芳", "en": "Wang Fang"}
MANAGER_PIN, CASHIER_PIN, CASHIER_OWN_PIN = "480517", "2604", "731905"
NEXT_RECEIPT = "457"
UNIT = "3-2-1201"
OWED = ("250.60", "250.60")


def main(home: Home, language: Language, data: str, pictures: Path, scale: float) -> None:
    """Start the program on an empty home and do the first hour; the window's own trouble ends the program."""
    trouble: list[BaseException] = []
    hour = Hour(home, language, pictures, scale)
    # A sample of the usual size takes longer than the whole hour; its steps are the same.
    first_window.SAMPLE_UNITS, first_window.SAMPLE_YEARS = 24, 1
    if scale != 1.0:
        home.make()
        save_settings(home.settings, replace(load_settings(home.settings).settings, scale=round(scale * 100)))

    def asking(root: Any) -> None:
        guarded(trouble, root.quit, partial(hour.first_start, root, data))

    def ready(window: MainWindow) -> None:
        walk = hour.first_payment if data == "import" else hour.look_around
        guarded(trouble, lambda: None, partial(walk, window))
        window.close()

    run_window(home, on_ready=ready, on_asking=asking)
    if trouble:
        raise trouble[0]


def guarded(trouble: list[BaseException], on_trouble: Callable[[], object], walk: Callable[[], object]) -> None:
    """Walk; what goes wrong is kept for the end of the program."""
    try:
        walk()
    except BaseException as error:
        trouble.append(error)
        on_trouble()


class Hour:
    """What one manager and one cashier type in their first hour."""

    def __init__(self, home: Home, language: Language, pictures: Path, scale: float) -> None:
        self._home, self._language, self._pictures, self._scale = home, language, pictures, scale
        self._w = Words.load(language)

    def first_start(self, root: Any, data: str) -> None:
        """Go through the assistant, page by page, as far as the button that opens the counter."""
        shrink_root(root, self._scale)
        keys, w = Eyes(root, self._pictures / "first-start"), self._w
        keys.wait_for("请选择语言")
        keys.look("language")
        keys.press("KeyPress-1" if self._language == "zh_CN" else "KeyPress-2")
        keys.wait_for(w("What is the estate called?"))
        keys.type(ESTATE[self._language])
        keys.look("estate")
        keys.press("Return")
        keys.wait_for(w("Where do units, owners and prices come from?"))
        keys.look("data")
        if data == "sample":
            keys.press("KeyPress-3")
            keys.wait_for(w("The sample estate is ready"), 60)
        else:
            keys.press("KeyPress-1")
            self._import(keys)
            self._receipt_and_manager(keys)
            self._printer(keys)
            keys.press("F9")
            keys.wait_for(w("The books are created"))
        keys.look("founded")
        keys.press("F9")

    def _import(self, keys: Hands) -> None:
        """Read in a workbook with a mistake first, then the right one."""
        w = self._w
        keys.wait_for(w("Which workbook?"))
        keys.look("file")
        folder = self._home.root.parent
        keys.paste(str(write_workbook(folder / "wrong.xlsx", self._language, area="89,5O")))
        keys.press("F9")
        keys.wait_for(w("Nothing was saved. Correct the file, then read it in again."))
        keys.look("file-with-mistakes")
        keys.press("Escape")
        keys.wait_for(w("Which workbook?"))
        keys.paste(str(write_workbook(folder / "estate.xlsx", self._language, area="89.50")))
        keys.press("F9")

    def _receipt_and_manager(self, keys: Hands) -> None:
        w = self._w
        keys.wait_for(w.n("{n} unit", "{n} units", 2))
        keys.look("receipt")
        keys.type(NEXT_RECEIPT)
        keys.press("Return")
        keys.type("1000")
        keys.press("F9")
        keys.wait_for(w("Who is the manager?"))
        keys.type(MANAGER[self._language])
        keys.press("Return")
        keys.type(MANAGER_PIN)
        keys.press("Return")
        keys.type(MANAGER_PIN)
        keys.look("manager")
        keys.press("F9")

    def _printer(self, keys: Hands) -> None:
        w = self._w
        keys.wait_for(w("How is the receipt printer connected?"))
        keys.look("printer")
        keys.press("KeyPress-5")
        keys.wait_for(w("Where is the printer found?"))
        keys.paste(str(self._home.root.parent / "printed"))
        keys.press("Return")
        keys.type("1.5")
        keys.press("Return")
        keys.type("-0.3")
        keys.press("F8")
        keys.wait_for(w("The test page was sent to the printer."))
        keys.look("test-page")
        keys.press("F9")
        keys.wait_for(w("Create the books of {estate}?", estate=ESTATE[self._language]))
        keys.look("found")

    def first_payment(self, window: MainWindow) -> None:
        """Sign in, set up one cashier, who opens the till and takes the first payment."""
        keys, w = self._hands(window), self._w
        keys.wait_for(w("PIN"))
        keys.look("log-in-alone")
        keys.type(MANAGER_PIN)
        keys.press("Return")
        keys.wait_for(w("Who is paying?"))
        keys.look("ready")
        self._set_up_cashier(keys)
        keys.press("F12")
        keys.wait_for(w("The window is locked. What was typed is still there."))
        keys.look("log-in-two")
        keys.press("Down")
        keys.type(CASHIER_PIN)
        keys.press("Return")
        keys.wait_for(w("That PIN was for one use. Type a new PIN that nobody else knows."))
        keys.type(CASHIER_OWN_PIN)
        keys.press("Return")
        keys.wait_for(w("Type the new PIN once more."))
        keys.look("own-pin")
        keys.type(CASHIER_OWN_PIN)
        keys.press("Return")
        keys.rest(0.5)
        keys.press("F4")
        keys.wait_for(w("Opening float"))
        keys.press("F9")
        keys.wait_for(w("X report"))
        keys.press("F2")
        keys.wait_for(w("Who is paying?"))
        keys.type(UNIT)
        keys.press("Return")
        keys.wait_for("501.20")
        keys.type("600")
        keys.look("first-payment")
        keys.press("F9")
        keys.wait_for(f"{date.today().year}-{int(NEXT_RECEIPT):06d}")
        keys.look("first-receipt")
        keys.rest(0.5)

    def _set_up_cashier(self, keys: Hands) -> None:
        w = self._w
        keys.press("Shift-F12")
        keys.wait_for(w("Enter changes a setting. It is saved at once."))
        keys.press("KeyPress-3")
        keys.wait_for(w("Everybody works under a name and PIN of their own."))
        keys.press("KeyPress-a")
        keys.wait_for(w("This PIN is for one use: at the first log-in the person chooses another one."))
        for text in (CASHIER_NAME[self._language], CASHIER_PIN):
            keys.type(text)
            keys.press("Return")
        keys.type(CASHIER_PIN)
        keys.look("cashier")
        keys.press("F9")
        keys.wait_for(w("Role of {name}", name=CASHIER_NAME[self._language]))
        keys.press("KeyPress-1")
        keys.wait_for(w("Saved: {name}", name=CASHIER_NAME[self._language]))
        keys.look("people")

    def look_around(self, window: MainWindow) -> None:
        """Sign in to the sample as the last page of the assistant says."""
        keys, w = self._hands(window), self._w
        keys.wait_for(w("PIN"))
        keys.type("2")
        keys.type(CASHIER.pin)
        keys.press("Return")
        keys.wait_for(w("Who is paying?"))
        keys.look("ready")

    def _hands(self, window: MainWindow) -> Hands:
        shrink_root(window.root, self._scale)
        return Eyes(window.root, self._pictures / "first-hour")


class Eyes(Hands):
    """Hands that see, with every picture they keep, whether anything is cut."""

    def look(self, name: str) -> None:
        """Keep a picture of the window; AssertionError names what is cut on it."""
        super().look(name)
        assert_nothing_clipped(self._root)


def write_workbook(path: Path, language: Language, *, area: str) -> Path:
    """Write the workbook of an office: a flat that owes two months, a parking place, their people and prices."""
    from openpyxl import Workbook

    chinese = language == "zh_CN"
    year = date.today().year
    sheets: dict[str, list[tuple[str, ...]]] = (
        {
            "房屋": [("房屋编号", "房屋类型", "建筑面积"), (UNIT, "住宅", area), ("B1-023", "车位", "")],
            "业主": [("房屋编号", "姓名", "手机号", "身份"), (UNIT, "张三", "13800138000", "业主"),
                     ("B1-023", "张三", "13800138000", "业主")],
            "收费标准": [("收费项目", "英文名称", "房屋类型", "计费方式", "单价", "起始日期", "收费依据"),
                         ("物业费", "Property fee", "住宅", "按面积", "2.80", f"{year}-01-01", "物业服务合同")],
            "期初欠费": [("房屋编号", "收费项目", "所属期", "金额"),
                         *((UNIT, "物业费", f"{year - 1}-{11 + at}", owed) for at, owed in enumerate(OWED))],
        }
        if chinese
        else {
            "Units": [("Unit", "Kind", "Area"), (UNIT, "flat", area), ("B1-023", "parking", "")],
            "Owners": [("Unit", "Name", "Phone", "Role"), (UNIT, "Zhang San", "13800138000", "owner"),
                       ("B1-023", "Zhang San", "13800138000", "owner")],
            "Prices": [("Fee item", "English name", "Unit kind", "Method", "Price", "Since", "Basis"),
                       ("Property fee", "Property fee", "flat", "area", "2.80", f"{year}-01-01", "service_contract")],
            "Opening balances": [("Unit", "Fee item", "Period", "Amount"),
                                 *((UNIT, "Property fee", f"{year - 1}-{11 + at}", owed)
                                   for at, owed in enumerate(OWED))],
        }
    )  # fmt: skip
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    chosen = next(each for each in LANGUAGES if each == sys.argv[2])
    main(Home(folder, folder), chosen, sys.argv[3], Path(sys.argv[4]), float(sys.argv[5]) if sys.argv[5:] else 1.0)
