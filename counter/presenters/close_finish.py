"""After the Z: journal, restore point and stick one after the other, each shown with what was read back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from counter.desk.close_steps import FindSticks, take_into_use
from counter.desk.finish_close import Step, finish_close, steps_owed
from counter.desk.let_go import LetGo
from counter.presenters.let_go_words import let_go_words
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.till_view import FinishFacts, Run, StepLine, TillView
from counter.rules.stick_rota import next_turn
from counter.words import N_, Words
from counter.words.errors import together
from db.queries import tills
from db.queries.copies import sticks_used
from db.queries.tills import CloseRow, StepDone

STEP_NAMES: Mapping[str, str] = {
    "journal": N_("Daily journal"),
    "snapshot": N_("Restore point"),
    "stick": N_("Copy on the stick"),
    "check": N_("Check of the books"),
}
_SHOWN_FIGURES, _SHOWN_LINES = 12, 6
_NOT_ADOPTED = "stick_not_adopted"


class _Task(NamedTuple):
    """One step of one close."""

    close: CloseRow
    step: Step


def owed_closes(session: Session) -> list[CloseRow]:
    """Return the closed days with steps still to do, oldest first."""
    connection = session.connection
    return [each for each in reversed(tills.closes(connection)) if steps_owed(connection, each.event_id)]


def owed_text(session: Session) -> str:
    """Return how many days still owe a copy, '' where none does."""
    owed = owed_closes(session)
    if not owed:
        return ""
    first = owed[0].day
    return session.words.n(
        "{n} closed day still owes its copy ({first})", "{n} closed days still owe their copies (from {first})",
        len(owed), first=first,
    )  # fmt: skip


class FinishPresenter:
    """Runs what closes still owe; a step that fails leaves its copy owed and the others go on.

    run works beside the window, so that it never stands still. find_sticks is for taking a new stick into use, let_go
    for removing one.
    """

    def __init__(
        self, session: Session, view: TillView, *, run: Run, steps: Sequence[Step], find_sticks: FindSticks,
        let_go: Callable[[], LetGo] = LetGo,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._run = run
        self._steps = tuple(steps)
        self._find_sticks = find_sticks
        self._ask_to_let_go = let_go
        self._let_go: LetGo | None = None
        self._letting_go = False
        self._closes: list[CloseRow] = []
        self._in_close = False
        self._todo: list[_Task] = []
        self._running: _Task | None = None
        self._wrong: dict[tuple[int, str], str] = {}
        self._strange_stick = False
        self._shown = False

    @property
    def busy(self) -> bool:
        """Return whether a step is running, or a stick being let go of."""
        return self._running is not None or self._letting_go

    def start(self, closes: Sequence[CloseRow], *, in_close: bool, show: bool = True) -> None:
        """Begin with what these closes owe; show False keeps the screen as it is meanwhile."""
        if self.busy:
            self._shown = self._shown or show
            self.refresh()
            return
        self._closes, self._in_close, self._shown = list(closes), in_close, show
        self._wrong, self._strange_stick, self._let_go = {}, False, None
        connection = self._session.connection
        self._todo = [
            _Task(close, step)
            for close in self._closes
            for step in self._steps
            if step.name in steps_owed(connection, close.event_id)
        ]
        self._next()

    def show(self) -> None:
        """Bring the steps up."""
        self._shown = True
        self.refresh()

    def hide(self) -> None:
        """Let the work go on unseen."""
        self._shown = False

    def again(self) -> None:
        """Try what is still owed once more; where nothing is, let go of the stick."""
        if self.busy:
            return
        if self.facts().kind == "owed":
            self.start(self._closes, in_close=self._in_close)
        else:
            self._letting_go = True
            self.refresh()
            self._run(self._ask_to_let_go, self._gone, self._not_gone)

    def _gone(self, done: LetGo) -> None:
        self._letting_go, self._let_go = False, done
        self.refresh()

    def _not_gone(self, error: Exception) -> None:
        self._letting_go = False
        self.refresh()
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    def adopt(self) -> None:
        """Ask for the name of a stick that belongs to nobody, and take it into use."""
        w = self._session.words
        if not self._strange_stick or self.busy:
            return
        self._view.ask(
            Form(
                w("Take this stick into use"),
                w("It will carry the copies of these books. Write the name on it as well, for example A or B."),
                w("Take into use"),
                self._adopted,
                (Asked("name", w("Name of the stick")),),
            )
        )

    def _adopted(self, values: dict[str, str]) -> str:
        session = self._session
        if not values["name"].strip():
            return session.words("Type the name that is written on the stick.")
        try:
            take_into_use(session.books, self._find_sticks, values["name"], person=session.person)
        except Exception as error:
            told = session.told(error)
            return told.whole
        self.again()
        return ""

    # One step after the other

    def _next(self) -> None:
        self._running = self._todo.pop(0) if self._todo else None
        self.refresh()
        task = self._running
        if task is None:
            return
        session = self._session
        someone = session.someone
        staff_id = someone.staff_id if someone is not None else None
        self._run(
            lambda: finish_close(session.books, task.close.event_id, [task.step], staff_id=staff_id),
            self._done,
            self._failed,
        )

    def _done(self, _finished: object) -> None:
        self._next()

    def _failed(self, error: Exception) -> None:
        task = self._running
        if task is not None:
            self._wrong[(task.close.event_id, task.step.name)] = self._session.words(
                "It could not be done now; the copy is owed."
            )
            self._strange_stick = self._strange_stick or getattr(error, "code", "") == _NOT_ADOPTED
        try:
            told = self._session.told(error)
            if task is not None:
                self._wrong[(task.close.event_id, task.step.name)] = told.whole
        finally:  # an error without a sentence goes on to the log, and the other steps are done all the same
            self._next()

    # Showing

    def refresh(self) -> None:
        """Show how far it is."""
        if self._shown:
            self._view.show_finish(self.facts(), in_close=self._in_close)

    def facts(self) -> FinishFacts:
        """Return how far it is; of many days only what is not done yet."""
        w = self._session.words
        lines = [line for close in self._closes for line in self._lines(close, w)]
        owed = {line.id.rpartition(".")[2] for line in lines if line.state == "owed"}
        if len(lines) > _SHOWN_LINES:
            lines = ([line for line in lines if line.state != "done"] or lines)[:_SHOWN_LINES]
        title, shown = self._title(w), tuple(lines)
        if self.busy:
            return FinishFacts(title, shown, w("Leave the stick where it is."), "running")
        if owed == {"check"}:
            text = w("The day is closed and its copies are made, but the check of the books did not end well.")
            return FinishFacts(title, shown, text, "owed", self._strange_stick)
        if owed:
            text = w("The day is closed; a copy is owed. Bring the stick, then try again. It is shown here until done.")
            return FinishFacts(title, shown, text, "owed", self._strange_stick)
        text = w("Read back and the same. Press F10 before you pull the stick.")
        if self._let_go is not None:
            text = together(*let_go_words(self._let_go, w))
        kind: Literal["safe", "held"] = "held" if self._let_go is not None and self._let_go.held else "safe"
        return FinishFacts(title, shown, f"{text}\n{self._turn(w)}".strip(), kind)

    def _turn(self, w: Words) -> str:
        """Which stick goes to the safe and which one is next."""
        turn = next_turn(sticks_used(self._session.connection))
        if turn is None:
            return ""
        if not turn.following:
            return w("Take stick “{name}” to the safe. Use a second one in turn, so that one is always elsewhere.",
                     name=turn.to_the_safe)  # fmt: skip
        return w("Take stick “{name}” to the safe; the next copy goes onto “{next}”.", name=turn.to_the_safe,
                 next=turn.following)  # fmt: skip

    def _title(self, w: Words) -> str:
        if len(self._closes) == 1:
            return w("Journal and copy of {day}", day=self._closes[0].day)
        return w.n("Copies of {n} day", "Copies of {n} days", len(self._closes))

    def _lines(self, close: CloseRow, w: Words) -> list[StepLine]:
        done = {each.step: each for each in tills.steps_done(self._session.connection, close.event_id)}
        lines = []
        for step in self._steps:
            name = w(STEP_NAMES[step.name])
            if len(self._closes) > 1:
                name = w("{day}  {step}", day=close.day, step=name)
            ident = f"{close.event_id}.{step.name}"
            if step.name in done:
                lines.append(StepLine(ident, name, "done", _proof(done[step.name], w)))
            elif self._is(self._running, close, step):
                running = w("being checked…") if step.name == "check" else w("being written and read back…")
                lines.append(StepLine(ident, name, "running", running))
            elif any(self._is(task, close, step) for task in self._todo):
                lines.append(StepLine(ident, name, "waiting", w("waiting")))
            else:
                lines.append(StepLine(ident, name, "owed", self._wrong.get((close.event_id, step.name), w("owed"))))
        return lines

    @staticmethod
    def _is(task: _Task | None, close: CloseRow, step: Step) -> bool:
        return task is not None and task.close.event_id == close.event_id and task.step.name == step.name


def _proof(done: StepDone, w: Words) -> str:
    figures = done.digest[:_SHOWN_FIGURES]
    if done.step == "check":
        return w("events {place} are whole, chain head {digest}…", place=done.place, digest=figures)
    return w("{place}   read back, SHA-256 {digest}…", place=done.place, digest=figures)
