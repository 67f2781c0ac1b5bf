"""The first start's answers, the deeds done for it, and its window as its presenter knows it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from counter.desk.estate_rows import EstateFile
from counter.presenters.first_start_pages import FirstPage
from counter.presenters.first_start_printer import Look
from counter.presenters.settings_page import Work
from counter.settings import MachineSettings, PrinterSettings
from printing.blocks import Paper
from printing.find import Candidate


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; estate_file is checked and without errors, change_fund in minor units.

    found: the printers this computer knows of; picked: whether one of them was chosen; elsewhere: where other books
    were opened on this computer.
    """

    language: Literal["zh_CN", "en"] = "zh_CN"
    name: str = ""
    source: Literal["file", "empty", "sample"] = "file"
    path: str = ""
    estate_file: EstateFile | None = None
    first_receipt: int = 1
    change_fund: int = 0
    manager: str = ""
    pin_hash: str = ""
    printer: PrinterSettings = PrinterSettings()  # noqa: RUF009  an immutable value
    found: tuple[Candidate, ...] = ()
    picked: bool = False
    elsewhere: str = ""


class Deeds(NamedTuple):
    """What the assistant has done for it: found and sample take the answers and return long work; a paper on a printer;
    finished closes the assistant; bring_back leaves it for the way back from a copy; printers looks for some."""

    found: Callable[[Answers], Work]
    sample: Callable[[Answers], Work]
    print_paper: Callable[[MachineSettings, Paper], object]
    finished: Callable[[Answers], object]
    template: Path
    bring_back: Callable[[], object] = lambda: None
    printers: Look | None = None


class FirstStartView(Protocol):
    """The assistant's window as its presenter knows it."""

    def show(self, page: FirstPage) -> None:
        """Show a page."""

    def wrong(self, sentence: str) -> None:
        """Say what is wrong with the answer; '' takes it away."""

    def told(self, sentence: str) -> None:
        """Say what was done."""

    def find_file(self, title: str) -> str:
        """Let a workbook be found on this computer; '' where none was chosen."""

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        """Run long work with progress and a way out."""
