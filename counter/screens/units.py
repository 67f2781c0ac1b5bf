"""The Units screen: all units at the left, the card of one at the right."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from counter.presenters.approval import AskApproval
from counter.presenters.floor_plan import FloorPlanPresenter, Plan
from counter.presenters.pay_view import Question, SayKind, WhyLines
from counter.presenters.session import Session
from counter.presenters.units import UnitsPresenter
from counter.presenters.units_view import SEGMENTS, Segment, SegmentRow, UnitCard, UnitRow
from counter.screens.floor_plan import PlanPane
from counter.screens.look import TITLE
from counter.screens.question_sheet import open_question
from counter.screens.shell import Shell
from counter.screens.units_card import CardCommands, CardPane
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton, Kind
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.table import Row, Table

_LEFT = 0.4
# Which commands are shown below the card; where nothing else is said, those of the window's everyday work.
BUTTONS: Mapping[Segment, str] = {"open": "TPM", "history": "TPM", "people": "TSE", "scans": "TPA"}


class UnitsScreen:
    """Paints what the presenter says and forwards keys."""

    help_scopes = ("units", "tables")

    def __init__(
        self,
        parent: tk.Frame,
        shell: Shell,
        session: Session,
        *,
        take_payment: Callable[[int], None],
        open_receipt: Callable[[int], None],
        ask: AskApproval,
    ) -> None:
        self._shell, self._look = shell, shell.look
        self._commands: dict[str, KeyButton] = {}
        self.frame = tk.Frame(parent, bg=shell.look.palette.ground, bd=0)
        self.presenter = UnitsPresenter(session, self, take_payment=take_payment, open_receipt=open_receipt, ask=ask)
        self.plan = FloorPlanPresenter(session, self, self.open_unit)
        self._plan_pane: PlanPane | None = None
        self._build(session)
        self.presenter.start()

    def _build(self, session: Session) -> None:
        w, look, presenter = session.words, self._look, self.presenter
        px = look.px
        # Placed by share: what stands inside must not widen its side, or texts would break anew without end.
        left, right = (tk.Frame(self.frame, bg=look.palette.ground, bd=0) for _ in range(2))
        left.place(relx=0, rely=0, relwidth=_LEFT, relheight=1)
        right.place(relx=_LEFT, rely=0, relwidth=1 - _LEFT, relheight=1)
        self._find = Field(
            left, look, "", size=TITLE - 4, ground=look.palette.ground, room_for_error=False,
            hint=w("room · name · plate · code"), on_change=presenter.find_changed, on_enter=self._find_entered,
        )  # fmt: skip
        self._find.pack(fill="x", pady=(0, px(12)))
        choices = tk.Frame(left, bg=look.palette.ground, bd=0)
        for place, (word, command, key) in enumerate(
            ((w("Floor plan"), self.turn_plan, "F9"), (w("Only some"), presenter.ask_filter, "F10"))
        ):
            choices.grid_columnconfigure(place, weight=1, uniform="choice")
            made = KeyButton(choices, look, word, command, key=key, kind="quiet")
            made.grid(row=0, column=place, sticky="ew", padx=(px(8) if place else 0, 0))
        choices.pack(side="bottom", fill="x", pady=(px(12), 0))
        self._list(left, session).pack(fill="both", expand=True)
        self._card = CardPane(
            right, look, w,
            CardCommands(presenter.show_segment, presenter.line_selected, presenter.line_opened, presenter.more_lines),
        )  # fmt: skip
        self._buttons(right, session).pack(side="bottom", fill="x", padx=(px(16), 0), pady=(px(12), 0))
        self._card.pack(fill="both", expand=True, padx=(px(16), 0))
        self._find.entry.bind("<Down>", lambda _: self._move(1), add="+")
        self._find.entry.bind("<Up>", lambda _: self._move(-1), add="+")
        self.keys: Mapping[str, Command] = {
            "Escape": self._back, "T": presenter.take_payment, "P": presenter.print_statement,
            "F9": self.turn_plan, "F10": presenter.ask_filter,
            "S": presenter.show_phones, "A": presenter.keep_scan, "E": presenter.erase_person,
            "M": presenter.choose_act, "D": presenter.record_case,
            **{str(n): partial(presenter.show_segment, segment) for n, segment in enumerate(SEGMENTS, 1)},
        }  # fmt: skip

    def _list(self, parent: tk.Frame, session: Session) -> Card:
        w, look = session.words, self._look
        card = Card(parent, look, pad_x=1, pad_y=6)
        columns = [
            Column("code", w("Unit"), 90, 2),
            Column("who", w("Owner"), 70, 3),
            Column("owed", w("Owes"), 90, 0, "right"),
        ]
        self._units = Table(
            card.inside, look, columns, on_select=self.presenter.unit_selected,
            on_open=lambda row_id: self.presenter.open_unit(int(row_id)), more=self._more,
        )  # fmt: skip
        self._units.pack(fill="both", expand=True)
        return card

    def _buttons(self, parent: tk.Frame, session: Session) -> tk.Frame:
        w, look, presenter = session.words, self._look, self.presenter
        self._row = tk.Frame(parent, bg=look.palette.ground, bd=0)
        commands: dict[str, tuple[str, Command]] = {
            "T": (w("Take payment"), presenter.take_payment),
            "P": (w("Print statement"), presenter.print_statement),
            "S": (w("Show phones"), presenter.show_phones),
            "E": (w("Erase data"), presenter.erase_person),
            "A": (w("Keep a scan"), presenter.keep_scan),
            "M": (w("More acts"), presenter.choose_act),
        }
        for key, (word, command) in commands.items():
            kind: Kind = "primary" if key == "T" else "quiet"
            self._commands[key] = KeyButton(self._row, look, word, command, key=key, kind=kind)
        for place in range(3):
            self._row.grid_columnconfigure(place, weight=1, uniform="command")
        self._show_buttons("open")
        return self._row

    def _show_buttons(self, segment: Segment) -> None:
        """Show the commands that belong to a segment; the keys of the others work too."""
        for button in self._commands.values():
            button.grid_remove()
        for place, key in enumerate(BUTTONS.get(segment, "TPS")):
            self._commands[key].grid(row=0, column=place, sticky="ew", padx=(self._look.px(8) if place else 0, 0))

    def first_focus(self) -> tk.Misc:
        """Return Find, or the plan where it is shown."""
        return self._plan_pane.canvas if self._plan_pane is not None and self.plan_shown else self._find.entry

    # The floor plan

    @property
    def plan_shown(self) -> bool:
        """Whether the floor plan covers list and card."""
        return self._plan_pane is not None and bool(self._plan_pane.winfo_manager())

    def turn_plan(self) -> None:
        """Show the floor plan of the building of the unit at hand, or the list and the card again."""
        if self.plan_shown:
            self.hide_plan()
            self.focus_find()
        else:
            self.plan.show(self.presenter.unit_at_hand)

    def show_plan(self, plan: Plan) -> None:
        """Show a building."""
        if self._plan_pane is None:
            self._plan_pane = PlanPane(
                self.frame, self._look, self._shell.w, walk=self.plan.walk, turn=self.plan.turn, point=self.plan.point,
                open_=self.plan.open, back=self.turn_plan,
            )  # fmt: skip
        if not self.plan_shown:
            self._plan_pane.place(x=0, y=0, relwidth=1, relheight=1)
            self._plan_pane.tk.call("raise", str(self._plan_pane))
        self._plan_pane.show(plan)
        self._plan_pane.canvas.focus_set()

    def select_cell(self, unit_id: int, text: str) -> None:
        """Show which unit of the plan is at hand."""
        if self._plan_pane is not None:
            self._plan_pane.choose(unit_id, text)

    def hide_plan(self) -> None:
        """Give the room back to list and card."""
        if self._plan_pane is not None:
            self._plan_pane.place_forget()

    def _back(self) -> None:
        self.hide_plan()
        self.presenter.back()

    def shown(self) -> None:
        """Refresh what another screen may have changed."""
        self.presenter.shown()
        if self.plan_shown:
            self.plan.show(self.presenter.unit_at_hand)

    def open_unit(self, unit_id: int) -> None:
        """Show a unit another screen asks for."""
        self.presenter.open_unit(unit_id)

    def _find_entered(self) -> None:
        self.presenter.find_entered(self._find.get(), self._units.selected or "")

    def _move(self, step: int) -> str:
        ids = [row.id for row in self._units.rows]
        if ids:
            place = ids.index(self._units.selected) if self._units.selected in ids else -1
            self._units.select(ids[max(0, min(len(ids) - 1, place + step))])
        return "break"

    def _more(self) -> list[Row]:
        return [_unit_row(each) for each in self.presenter.more_units()]

    def _enable(self, enabled: bool) -> None:
        for button in self._commands.values():
            button.set_enabled(enabled)

    # The view

    def show_units(self, rows: Sequence[UnitRow]) -> None:
        """List units, the first one selected."""
        self._units.set_rows([_unit_row(each) for each in rows], keep=False)

    def show_unit(self, row: UnitRow) -> None:
        """Show one unit anew, where the list has it."""
        if any(each.id == row.id for each in self._units.rows):
            self._units.update_row(_unit_row(row))

    def show_empty(self, title: str, text: str) -> None:
        """Say what to do first."""
        self._card.show_empty(title, text)
        self._enable(False)

    def show_card(self, card: UnitCard) -> None:
        """Show the head of a unit."""
        self._card.show(card)
        self._enable(True)

    def show_segment(self, segment: Segment, rows: Sequence[SegmentRow], empty: str) -> None:
        """Show one segment."""
        self._show_buttons(segment)
        self._card.show_segment(segment, rows, empty)

    def show_why(self, why: WhyLines | None) -> None:
        """Explain the selected charge."""
        self._card.show_why(why)

    def set_find(self, text: str) -> None:
        """Put a text into Find without searching for it."""
        self._find.set(text)

    def focus_find(self) -> None:
        """Give Find the focus."""
        self._find.focus_field()

    def focus_segment(self) -> None:
        """Give the lines of the segment the focus."""
        self._card.focus_lines()

    def ask(self, what: Question) -> None:
        """Open a small form above the screen."""
        open_question(self._shell.overlay, self._look, self._shell.w, what)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
        self._shell.say(kind, text, rest)


def _unit_row(unit: UnitRow) -> Row:
    return Row(unit.id, (unit.code, unit.who, unit.owed))
