"""The first start: a few questions, one after the other; nothing is saved before the last of them is answered.

Language, estate, where its data comes from, the receipt book, the first manager, the printer. Esc goes back a step.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from counter.desk.people import hash_pin
from counter.files.template import write_template
from counter.presenters.first_start_answers import Answers, Deeds, FirstStartView
from counter.presenters.first_start_file import answered, judged, other_meaning, waits, write_copy
from counter.presenters.first_start_pages import Step, page_of, read_receipt
from counter.presenters.first_start_printer import (
    OTHER,
    of_kind,
    picked,
    test_page,
    typed_printer,
    worth_showing,
    wrong_port,
)
from counter.presenters.import_file import Incoming, read_incoming
from counter.presenters.import_words import brought
from counter.words import Words
from counter.words.errors import explain
from printing.find import Candidate

__all__ = ["Answers", "Deeds", "FirstStart", "FirstStartView"]

ORDER: tuple[Step, ...] = (
    "language", "estate", "data", "file", "receipt", "manager", "found", "printer", "port", "done",
)  # fmt: skip


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
        elif self.step in ("found", "printer"):
            self._choose_printer(key)
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
            self.answers = replace(self.answers, printer=typed_printer(self.answers.printer, values))

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
        look = self._deeds.printers
        if look is None:
            self._next()
        else:
            self._view.work(self.words("Looking for printers"), lambda _progress, _cancel: look(), self._looked,
                            lambda _error: self._looked(()))  # fmt: skip
        return ""

    def _looked(self, found: Sequence[Candidate]) -> None:
        self.answers = replace(self.answers, found=worth_showing(found), picked=False)
        self._next()

    def _choose_printer(self, key: str) -> None:
        """Take a printer that was found, or another kind; a key that is none of the page's does nothing."""
        answers = self.answers
        found = picked(answers.printer, answers.found, key) if self.step == "found" else None
        if found is not None:
            self.answers = replace(answers, printer=found, picked=True)
        elif self.step == "found" and key == OTHER:
            self.answers = replace(answers, picked=False)
        elif self.step == "printer" and (kind := of_kind(answers.printer, key)) is not None:
            self.answers = replace(answers, printer=kind)
        else:
            return
        self._next()

    def _take_port(self, values: dict[str, str]) -> str:
        wrong = wrong_port(self.answers.printer, values, self.words)
        if not wrong:
            self.typed(values)
            self._next()
        return wrong

    def _take_end(self, _values: dict[str, str]) -> str:
        if self._made:
            self._deeds.finished(self.answers)
        else:
            self._view.work(self.words("Creating the books"), self._deeds.found(self.answers), self._end, self._failed)
        return ""

    def _test_page(self) -> None:
        w = self.words
        settings, paper = test_page(self.answers.printer, self.answers.language, w)
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
        if self.answers.picked:
            left_out.add("printer")
        if not self.answers.found:
            left_out.add("found")
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
