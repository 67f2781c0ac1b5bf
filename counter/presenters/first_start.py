"""The first start: a few questions, one after the other; nothing is saved before the last of them is answered.

Language, estate, where its data comes from, the receipt book, the first manager, the printer. Esc goes back a step.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from counter.desk.estate_rows import EstateFile
from counter.desk.people import hash_pin
from counter.files.template import write_template
from counter.papers.test_page import printer_test_page
from counter.presenters.first_start_file import answered, judged, other_meaning, waits, write_copy
from counter.presenters.first_start_pages import FirstPage, Step, page_of, read_receipt
from counter.presenters.import_file import Incoming, read_incoming
from counter.presenters.import_words import brought
from counter.presenters.settings_knobs import tenths
from counter.presenters.settings_page import Work
from counter.presenters.settings_printer import printer_name
from counter.settings import MachineSettings, PrinterSettings
from counter.words import Words
from counter.words.errors import explain
from printing.blocks import Paper

ORDER: tuple[Step, ...] = ("language", "estate", "data", "file", "receipt", "manager", "printer", "port", "done")
OFFSETS = range(-500, 501)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; estate_file is checked and without errors, change_fund in minor units; elsewhere: where
    other books were opened on this computer."""

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
    elsewhere: str = ""


class Deeds(NamedTuple):
    """What the assistant has done for it: found and sample take the answers and return long work; a paper on a printer;
    finished closes the assistant; bring_back leaves it for the way back from a copy."""

    found: Callable[[Answers], Work]
    sample: Callable[[Answers], Work]
    print_paper: Callable[[MachineSettings, Paper], object]
    finished: Callable[[Answers], object]
    template: Path
    bring_back: Callable[[], object] = lambda: None


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


class FirstStart:
    """The steps in their order; words_in gives the words of a language."""

    def __init__(self, view: FirstStartView, words_in: Callable[[Literal["zh_CN", "en"]], Words], deeds: Deeds) -> None:
        self._view, self._words_in, self._deeds = view, words_in, deeds
        self.answers = Answers()
        self.step: Step = "language"
        self.words = words_in("zh_CN")
        self._incoming: Incoming | None = None
        self._made = False

    def start(self) -> None:
        """Show the first question, or the one at hand again."""
        self._go(self.step)

    def back(self) -> None:
        """Go back a step; from the first there is nowhere to go."""
        if self._made:
            return
        if self.step == "file" and waits(self._incoming):
            self._incoming = None
            self._go("file")
            return
        place = self._way().index(self.step)
        if place:
            self._go(self._way()[place - 1])

    def choose(self, key: str) -> None:
        """Take a choice of the page at hand by its key."""
        if self.step == "language" and key in ("1", "2"):
            language: Literal["zh_CN", "en"] = "zh_CN" if key == "1" else "en"
            self.words = self._words_in(language)
            self.answers = replace(self.answers, language=language)
            self._next()
        elif self.step == "data":
            self._choose_source(key)
        elif self.step == "file" and key == "F7":
            self._find_file()
        elif self.step == "file" and key == "F8":
            self._write_template()
        elif self.step == "file" and self._incoming is not None and key in ("F5", "F6"):
            self._on_file(key, self._incoming)
        elif self.step == "printer" and key in ("1", "2", "3", "4", "5", "6"):
            kinds: tuple[Any, ...] = ("usb", "serial", "network", "queue", "file", "none")
            self.answers = replace(self.answers, printer=replace(self.answers.printer, kind=kinds[int(key) - 1]))
            self._next()
        elif self.step == "port" and key == "F8":
            self._test_page()

    def answer(self, values: dict[str, str]) -> None:
        """Take what was typed on the page at hand and go on, or say what is wrong."""
        takers: dict[Step, Callable[[dict[str, str]], str]] = {
            "estate": self._take_name, "file": self._take_file, "receipt": self._take_receipt,
            "manager": self._take_manager, "port": self._take_port, "done": self._take_end,
        }  # fmt: skip
        wrong = takers[self.step](values) if self.step in takers else ""
        self._view.wrong(wrong)

    def typed(self, values: dict[str, str]) -> None:
        """Note the port and offsets as they are typed, for the test page."""
        if self.step == "port":
            right, down = tenths(values["right"] or "0") or 0, tenths(values["down"] or "0") or 0
            printer = replace(self.answers.printer, port=values["port"].strip(), offset_x=right, offset_y=down)
            self.answers = replace(self.answers, printer=printer)

    # The answers

    def _take_name(self, values: dict[str, str]) -> str:
        if not values["name"].strip():
            return self.words("Type the name of the estate.")
        self.answers = replace(self.answers, name=values["name"].strip())
        self._next()
        return ""

    def _choose_source(self, key: str) -> None:
        if key in ("1", "2"):
            self.answers = replace(self.answers, source="file" if key == "1" else "empty", estate_file=None)
            self._next()
        elif key == "3":
            self.answers = replace(self.answers, source="sample")
            self._view.work(self.words("Sample estate"), self._deeds.sample(self.answers), self._end, self._failed)
        elif key == "4":
            self._deeds.bring_back()

    def _take_file(self, values: dict[str, str]) -> str:
        incoming = self._incoming
        if incoming is not None and waits(incoming) and values.get("path", self.answers.path) == self.answers.path:
            try:
                changed = answered(incoming, values)
            except Exception as error:
                return self._sentence(error)
            if changed is not incoming:
                self._accept(incoming) if changed is None else self._file_read(changed)
                return ""
        path = Path(values["path"].strip().strip('"')).expanduser()
        self.answers = replace(self.answers, path=values["path"].strip())
        if not values["path"].strip():
            return self.words("Type where the file is.")
        self._view.work(
            self.words("Reading the file"), lambda _progress, _cancel: read_incoming(path, None, date.today()),
            self._file_read, self._failed,
        )  # fmt: skip
        return ""

    def _file_read(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._go("file") if waits(incoming) else self._accept(incoming)

    def _accept(self, incoming: Incoming) -> None:
        self._incoming = None
        self.answers = replace(self.answers, estate_file=incoming.estate)
        self._next()
        what = self.words(", ").join(brought(incoming.estate, self.words)) or self.words("nothing")
        self._view.told(self.words("The file is right: {what}.", what=what))

    def _on_file(self, key: str, incoming: Incoming) -> None:
        if key == "F5":
            self._file_read(other_meaning(incoming))
        else:
            written, said = write_copy(incoming, self.words)
            (self._view.told if written else self._view.wrong)(said)

    def _find_file(self) -> None:
        found = self._view.find_file(self.words("Which workbook?"))
        if found:
            self.answers = replace(self.answers, path=found)
            self._incoming = None
            self._go("file")

    def _write_template(self) -> None:
        try:
            write_template(self._deeds.template, self.words)
        except OSError as error:
            self._view.wrong(
                self.words("The template cannot be written: {reason}", reason=error.strerror or str(error))
            )
            return
        self.answers = replace(self.answers, path=str(self._deeds.template))
        self._go("file")
        self._view.told(self.words("The template is in {file}.", file=self._deeds.template))

    def _take_receipt(self, values: dict[str, str]) -> str:
        read = read_receipt(values, self.words)
        if isinstance(read, str):
            return read
        self.answers = replace(self.answers, first_receipt=read[0], change_fund=read[1])
        self._next()
        return ""

    def _take_manager(self, values: dict[str, str]) -> str:
        if not values["manager"].strip():
            return self.words("The name is missing.")
        if values["pin"] != values["again"]:
            return self.words("The two PINs differ; type them again.")
        try:
            hashed = hash_pin(values["pin"])
        except Exception as error:
            return self._sentence(error)
        self.answers = replace(self.answers, manager=values["manager"].strip(), pin_hash=hashed)
        self._next()
        return ""

    def _take_port(self, values: dict[str, str]) -> str:
        for name in ("right", "down"):
            found = tenths(values[name] or "0")
            if found is None or found not in OFFSETS:
                return self.words("Millimetres with at most one decimal, for example 1.5 or -0.3.")
        if self.answers.printer.kind not in ("usb", "none") and not values["port"].strip():
            return self.words("Type where the printer is found.")
        self.typed(values)
        self._next()
        return ""

    def _take_end(self, _values: dict[str, str]) -> str:
        if self._made:
            self._deeds.finished(self.answers)
        else:
            self._view.work(self.words("Creating the books"), self._deeds.found(self.answers), self._end, self._failed)
        return ""

    def _test_page(self) -> None:
        printer, w = self.answers.printer, self.words
        settings = MachineSettings(language=self.answers.language, printer=printer)
        paper = printer_test_page(w, printer=printer_name(printer, w), columns=printer.columns,
                                  offset_x=printer.offset_x, offset_y=printer.offset_y)  # fmt: skip
        self._view.work(
            w("Test page"), lambda _progress, _cancel: self._deeds.print_paper(settings, paper),
            lambda _: self._view.told(w("The test page was sent to the printer.")), self._failed,
        )  # fmt: skip

    def _end(self, _result: Any) -> None:
        self._made = True
        self._go("done")

    def _failed(self, error: Exception) -> None:
        self._view.wrong(self._sentence(error))

    def _sentence(self, error: Exception) -> str:
        told = explain(error, self.words)
        if told is None:
            raise error
        return told.whole

    def _way(self) -> tuple[Step, ...]:
        """The steps that these answers lead through."""
        left_out = {"file"} if self.answers.source != "file" else set[str]()
        if self.answers.printer.kind == "none":
            left_out.add("port")
        return tuple(step for step in ORDER if step not in left_out)

    def _next(self) -> None:
        way = self._way()
        self._go(way[way.index(self.step) + 1])

    def _go(self, step: Step) -> None:
        self.step = step
        page = page_of(step, self.answers, self.words, made=self._made)
        if step == "file" and self._incoming is not None:
            page = judged(page, self._incoming, self.words)
        self._view.show(page)
