"""A view of the editor of letters that only remembers; drawing runs at once, or when it is told to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from counter.presenters.letter_editor_view import Given, Judged, ShippedBeside, TextRow
from counter.presenters.letter_picture import LetterPicture
from counter.presenters.pay_view import Question


@dataclass
class SeenEditor:
    """Remembers what is shown; held: drawings that wait for `let_go`, where `hold` is set."""

    picture_width: int = 420
    hold: bool = False
    head: str = ""
    name: str = ""
    text: str = ""
    rows: dict[str, TextRow] = field(default_factory=dict)
    put: list[str] = field(default_factory=list)
    judged: Judged = field(default_factory=Judged)
    beside: ShippedBeside | None = None
    given: dict[str, str] = field(default_factory=dict)
    captions: list[str] = field(default_factory=list)
    letters: list[LetterPicture] = field(default_factory=list)
    absent: str = ""
    asked: list[Question] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)
    wanted_soon: int = 0
    held: list[Callable[[], None]] = field(default_factory=list)

    def show_head(self, title: str) -> None:
        self.head = title

    def show_texts(self, rows: Sequence[TextRow], chosen: str) -> None:
        self.rows = {row.id: row for row in rows}

    def show_row(self, row: TextRow) -> None:
        self.rows[row.id] = row

    def show_text(self, name: str, text: str, *, anew: bool, han: bool) -> None:
        self.name, self.text = name, text

    def put_in(self, text: str) -> None:
        self.put.append(text)

    def judge(self, judged: Judged) -> None:
        self.judged = judged

    def show_beside(self, shipped: ShippedBeside | None, *, han: bool) -> None:
        self.beside = shipped

    def show_given(self, given: Sequence[Given]) -> None:
        self.given = {each.written: each.value for each in given}

    def show_letter(self, caption: str, picture: LetterPicture) -> None:
        self.captions.append(caption)
        self.letters.append(picture)

    def show_no_letter(self, text: str) -> None:
        self.absent = text

    def draw_soon(self) -> None:
        self.wanted_soon += 1

    def draw(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None:
        def now() -> None:
            try:
                result = work()
            except OSError as error:
                failed(error)
            else:
                done(result)

        if self.hold:
            self.held.append(now)
        else:
            now()

    def let_go(self) -> None:
        """Finish the drawings that wait, the oldest first; those asked for meanwhile wait in turn."""
        held, self.held = self.held, []
        for each in held:
            each()

    def ask(self, what: Question) -> None:
        self.asked.append(what)

    def say(self, kind: str, text: str, rest: str = "") -> None:
        self.said.append((kind, text, rest))
