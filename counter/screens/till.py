"""The Till screen: one pane at a time, built when it is first needed, each with its own keys."""

import tkinter as tk
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

from counter.presenters.finance_view import FinanceFacts
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.till import TillPresenter
from counter.presenters.till_view import (
    CountFacts,
    DayFacts,
    DifferenceFacts,
    FinishFacts,
    ListFacts,
    ListKind,
    OpeningFacts,
    Run,
    SlipFacts,
    SlipVerdict,
    TillView,
    ZFacts,
)
from counter.screens import close_count, close_difference
from counter.screens.close_count import CountPane
from counter.screens.close_difference import DifferencePane, ZPane
from counter.screens.close_finish import FinishPane
from counter.screens.close_slips import SlipsPane
from counter.screens.finance import FinancePane
from counter.screens.question_sheet import open_question
from counter.screens.shell import Shell
from counter.screens.till_count import CountGrid
from counter.screens.till_day import DayPane
from counter.screens.till_lists import ListPane
from counter.screens.till_opening import OpeningPane
from counter.screens.till_parts import Pane
from counter.screens.widgets.field import step_into
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.steps import Steps
from counter.screens.worker import Job, Worker


def on_worker(worker: Worker) -> Run:
    """Return how presenters run work on a thread beside the window."""

    def run(work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]) -> object:
        return worker.submit(Job(lambda _ticket: work(), done, failed))

    return run


class TillScreen:
    """Paints what the presenter says and forwards keys; `make` gives the presenter its dependencies."""

    help_scopes = ("till", "tables")

    def __init__(self, parent: tk.Frame, shell: Shell, make: Callable[[TillView], TillPresenter]) -> None:
        self._shell, self._look, w = shell, shell.look, shell.w
        self.frame = tk.Frame(parent, bg=shell.look.palette.ground, bd=0)
        self._steps = Steps(
            self.frame, shell.look,
            (w("Count cash"), w("Card and code"), w.c("a step of the close", "Difference"), w("Z report"),
             w("Journal, backup")),
        )  # fmt: skip
        self._lists: dict[ListKind, ListPane] = {}
        self._current: Pane | None = None
        self.presenter = make(self)
        self.presenter.start()

    # What the shell asks for

    @property
    def keys(self) -> Mapping[str, Command]:
        """Return the keys of the pane at hand."""
        return self._current.commands if self._current is not None else {}

    def first_focus(self) -> tk.Misc:
        """Return the first part of the pane at hand."""
        return self._current.first if self._current is not None else self.frame

    def shown(self) -> None:
        """Read the figures again."""
        self.presenter.shown()

    # Panes

    @cached_property
    def _opening(self) -> OpeningPane:
        return OpeningPane(self.frame, self._look, self._shell.w, self.presenter)

    @cached_property
    def _day(self) -> DayPane:
        return DayPane(self.frame, self._look, self._shell.w, self.presenter)

    def _counting(
        self, words: close_count.CountWords, typed: Callable[[str, str], object], *, back: bool = True
    ) -> CountPane:
        on = self.presenter
        return CountPane(
            self.frame, self._look, self._shell.w, words, on_typed=typed, on_confirm=on.confirm,
            on_back=on.back if back else None,
        )  # fmt: skip

    @cached_property
    def _count(self) -> CountPane:
        return self._counting(close_count.words_of_close(self._shell.w), self.presenter.close.count_typed)

    @cached_property
    def _drop(self) -> CountPane:
        return self._counting(close_count.words_of_drop(self._shell.w), self.presenter.cash.typed)

    @cached_property
    def _handover_count(self) -> CountPane:
        return self._counting(close_count.words_of_handover(self._shell.w), self.presenter.handover.typed, back=False)

    @cached_property
    def _handover(self) -> DifferencePane:
        on, handover = self.presenter, self.presenter.handover
        return DifferencePane(
            self.frame, self._look, self._shell.w, close_difference.words_of_handover(self._shell.w),
            on_reason=handover.reason_typed, on_confirm=on.confirm, on_other=handover.reject, on_back=on.back,
        )  # fmt: skip

    @cached_property
    def _slips(self) -> SlipsPane:
        on, close = self.presenter, self.presenter.close
        return SlipsPane(
            self.frame, self._look, self._shell.w, on_typed=close.slip_typed, on_confirm=on.confirm, on_back=on.back,
            on_ask=close.ask_terminal,
        )  # fmt: skip

    @cached_property
    def _difference(self) -> DifferencePane:
        on, close = self.presenter, self.presenter.close
        return DifferencePane(
            self.frame, self._look, self._shell.w, close_difference.words_of_close(self._shell.w),
            on_reason=close.reason_typed, on_confirm=on.confirm, on_other=close.recount, on_back=on.back,
            on_left=lambda row_id, text: close.left.typed(row_id, text),
        )  # fmt: skip

    @cached_property
    def _z(self) -> ZPane:
        return ZPane(self.frame, self._look, self._shell.w, on_confirm=self.presenter.confirm)

    @cached_property
    def _finish(self) -> FinishPane:
        on, finish = self.presenter, self.presenter.finish
        return FinishPane(
            self.frame, self._look, self._shell.w, on_done=on.confirm, on_again=finish.again, on_adopt=finish.adopt
        )

    @cached_property
    def _finance(self) -> FinancePane:
        return FinancePane(self.frame, self._look, self._shell.w, self.presenter)

    def _raise(self, pane: Pane, step: int | None = None) -> None:
        """Bring a pane up; the focus moves only when it is another one than before."""
        if step is None:
            self._steps.pack_forget()
        else:
            self._steps.set(step)
        if pane is self._current:
            return
        if self._current is not None:
            self._current.pack_forget()
        self._current = pane
        if step is not None:
            self._steps.pack(side="top", fill="x", pady=(0, self._look.px(8)))
        pane.pack(fill="both", expand=True)
        if self.frame.winfo_viewable():
            step_into(pane.first)

    # The view

    def show_opening(self, facts: OpeningFacts) -> None:
        """Show the closed till."""
        self._opening.show(facts)
        self._raise(self._opening)

    def show_day(self, facts: DayFacts) -> None:
        """Show the open till."""
        self._day.show(facts)
        self._raise(self._day)

    def show_list(self, facts: ListFacts) -> None:
        """Show one of the lists."""
        pane = self._lists.get(facts.kind)
        if pane is None:
            pane = ListPane(self.frame, self._look, self._shell.w, self.presenter, facts.kind)
            self._lists[facts.kind] = pane
        pane.show(facts)
        self._raise(pane)

    def show_drop(self, facts: CountFacts) -> None:
        """Show the notes that go into the safe."""
        self._drop.show(facts)
        self._raise(self._drop)

    def show_handover_count(self, facts: CountFacts) -> None:
        """Show the taker's blind count."""
        self._handover_count.show(facts)
        self._raise(self._handover_count)

    def show_handover(self, facts: DifferenceFacts) -> None:
        """Show what the taker's count found."""
        self._handover.show(facts)
        self._raise(self._handover)

    def show_finance(self, facts: FinanceFacts) -> None:
        """Show a segment of the finance part."""
        self._finance.show(facts)
        self._raise(self._finance)

    def show_count(self, facts: CountFacts) -> None:
        """Show step 1 of the close."""
        self._count.show(facts)
        self._raise(self._count, 0)

    def show_slips(self, facts: SlipFacts) -> None:
        """Show step 2 of the close."""
        self._slips.show(facts)
        self._raise(self._slips, 1)

    def show_difference(self, facts: DifferenceFacts) -> None:
        """Show step 3 of the close."""
        self._difference.show(facts)
        self._raise(self._difference, 2)

    def show_z(self, facts: ZFacts) -> None:
        """Show step 4 of the close."""
        self._z.show(facts)
        self._raise(self._z, 3)

    def show_finish(self, facts: FinishFacts, *, in_close: bool) -> None:
        """Show step 5 of the close, or copies of earlier days."""
        self._finish.show(facts)
        self._raise(self._finish, (5 if facts.kind == "safe" else 4) if in_close else None)

    def into_safe(self, amount: str) -> None:
        """Show what goes into the safe while the float that stays is typed."""
        self._difference.into_safe(amount)

    def grid_amount(self, row_id: str, amount: str, total: str) -> None:
        """Show the sum of one denomination and of all."""
        grid = self._grid()
        if grid is not None:
            grid.amount(row_id, amount, total)

    def grid_error(self, row_id: str, sentence: str) -> None:
        """Say which number is none."""
        grid = self._grid()
        if grid is not None:
            grid.error(row_id, sentence)

    def _grid(self) -> CountGrid | None:
        pane = self._current
        return pane.counts if isinstance(pane, OpeningPane | CountPane | DifferencePane) else None

    def slip_verdict(self, row_id: str, verdict: SlipVerdict) -> None:
        """Show how one slip compares."""
        self._slips.verdict(row_id, verdict)

    def slip_error(self, row_id: str, field: Literal["count", "sum"], sentence: str) -> None:
        """Say what is wrong with a figure of a slip."""
        self._slips.error(row_id, field, sentence)

    def reason_error(self, sentence: str) -> None:
        """Say that the reason is missing."""
        if isinstance(self._current, DifferencePane):
            self._current.reason_error(sentence)

    def ask(self, what: Question) -> None:
        """Open a small form above the screen."""
        open_question(self._shell.overlay, self._look, self._shell.w, what)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
        self._shell.say(kind, text, rest)
