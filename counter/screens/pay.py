"""The Pay screen: Find above, the account at the left, the sums at the right."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence

from counter.presenters.pay import PayPresenter
from counter.presenters.pay_view import AccountHead, AccountLine, HitLine, PayView, Question, SayKind, Sums, WhyLines
from counter.screens.look import TITLE, Look
from counter.screens.pay_account import AccountPane
from counter.screens.pay_sums import SumsPane
from counter.screens.question_sheet import open_question
from counter.screens.scanning import Scanning
from counter.screens.shell import Shell
from counter.screens.widgets.columns import Column
from counter.screens.widgets.field import Field
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.table import Row, Table

_HITS_SHOWN = 8


class PayScreen:
    """Paints what the presenter says and forwards keys."""

    help_scopes = ("pay", "tables")

    def __init__(
        self, parent: tk.Frame, shell: Shell, make: Callable[[PayView], PayPresenter],
        mirror: Callable[[Sums], object] = lambda _sums: None,
    ) -> None:  # fmt: skip
        self._mirror = mirror
        self._shell, self._look = shell, shell.look
        self._find_wrong = ""
        self.frame = tk.Frame(parent, bg=shell.look.palette.ground, bd=0)
        self.presenter = make(self)
        self._build()
        self.presenter.start()

    def _build(self) -> None:
        w, look = self._shell.w, self._look
        px, tenders, choice = look.px, self.presenter.tenders, self.presenter.choice
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(1, weight=1)
        self._find = Field(
            self.frame, look, "", size=TITLE - 4, ground=look.palette.ground, room_for_error=False,
            hint=w("room · name · initials · phone tail · plate · code"),
            on_change=self.presenter.find_changed, on_enter=self._find_entered,
        )  # fmt: skip
        self._find.grid(row=0, column=0, sticky="ew", pady=(0, px(12)))
        self._account = AccountPane(self.frame, look, w, on_select=self.presenter.selected, on_tick=choice.toggle)
        self._account.grid(row=1, column=0, sticky="nsew")
        commands: dict[str, Command] = {
            "F": choice.ask_pay_ahead,
            "N": choice.ask_pay_now,
            "S": tenders.split,
            "B": tenders.balance.keep_change,
            "E": tenders.balance.earmark,
            "Y": tenders.balance.use_balance,
            "T": tenders.slips.claim_transfer,
            "C": tenders.slips.cheque,
            "L": tenders.slips.enter_late,
            "M": self.presenter.note.ask,
            "A": self.presenter.add_unit,
            "H": self.presenter.parking.press,
            "R": self.presenter.parking.ask_refusal,
            "P": self.presenter.late_fees.principal_only,
            "W": self.presenter.late_fees.ask_waiver,
            "K": tenders.every_row,
            "D": lambda: self.presenter.dispute.ask(self._account.table.selected or ""),
        }
        self._sums = SumsPane(self.frame, look, w, tenders=tenders, commands=commands)
        self._sums.grid(row=0, column=1, rowspan=2, sticky="n", padx=(px(16), 0))
        self._hits = self._build_hits(look)
        self._wire_arrows()
        self.keys: Mapping[str, Command] = {
            "F2": self.focus_find, "F9": tenders.cash, "F10": tenders.slips.card, "F11": tenders.slips.code,
            "Shift-F10": tenders.cards.outcomes.ask,
            "Escape": self.presenter.back, **commands,
        }  # fmt: skip
        scanning = Scanning(self.presenter.find_entered)
        for part in (self._sums.received.entry, self._account.table.tree):
            scanning.watch(part)

    def _build_hits(self, look: Look) -> Table:
        columns = [Column("code", "", 140, 2), Column("who", "", 160, 3)]
        return Table(self.frame, look, columns, on_open=self._hit_opened, height=_HITS_SHOWN, headings=False)

    def _wire_arrows(self) -> None:
        find, received = self._find.entry, self._sums.received.entry
        find.bind("<Down>", lambda _: self._move_hit(1), add="+")
        find.bind("<Up>", lambda _: self._move_hit(-1), add="+")
        received.bind("<Down>", lambda _: self._account.move(1), add="+")
        received.bind("<Up>", lambda _: self._account.move(-1), add="+")
        received.bind("<space>", lambda _: self._account.tick_selected(), add="+")

    def first_focus(self) -> tk.Misc:
        """Return Find, where every payment begins."""
        return self._find.entry

    def shown(self) -> None:
        """Refresh what another screen may have changed."""
        self.presenter.shown()

    def _find_entered(self) -> None:
        selected = self._hits.selected or "" if self._hits.winfo_ismapped() else ""
        self.presenter.find_entered(self._find.get(), selected)

    def _hit_opened(self, row_id: str) -> None:
        self.presenter.find_entered(self._find.get(), row_id)

    def _move_hit(self, step: int) -> str:
        ids = [row.id for row in self._hits.rows]
        if ids and self._hits.winfo_ismapped():
            place = ids.index(self._hits.selected) if self._hits.selected in ids else -1
            self._hits.select(ids[max(0, min(len(ids) - 1, place + step))])
        return "break"

    # The view

    def show_hits(self, hits: Sequence[HitLine]) -> None:
        """List the units found under Find."""
        if not hits:
            self._hits.place_forget()
            return
        self._hits.set_rows([Row(hit.id, (hit.code, hit.who)) for hit in hits], keep=False)
        self._hits.select(hits[0].id)
        self._hits.set_height(min(len(hits), _HITS_SHOWN))
        self._hits.place(in_=self._find, relx=0, rely=1, relwidth=1, y=self._look.px(2))
        tk.Misc.tkraise(self._hits)

    def show_empty(self, title: str, text: str) -> None:
        """Say what to do first."""
        self._account.show_empty(title, text)

    def show_account(self, head: AccountHead, lines: Sequence[AccountLine]) -> None:
        """Show a unit with its lines."""
        self._account.show(head, lines)

    def show_line(self, line: AccountLine) -> None:
        """Show one line anew."""
        self._account.show_line(line)

    def show_why(self, why: WhyLines | None) -> None:
        """Explain the selected line."""
        self._account.show_why(why)

    def show_sums(self, sums: Sums) -> None:
        """Show the right column."""
        self._sums.show(sums)
        self._mirror(sums)

    def set_received(self, text: str) -> None:
        """Put a text into *received*, as if it were typed."""
        self._sums.received.set(text, tell=True)

    def set_find(self, text: str) -> None:
        """Put a text into Find without searching for it."""
        self._find.set(text)
        self.show_hits([])

    def focus_find(self) -> None:
        """Give Find the focus."""
        self._find.focus_field()

    def focus_received(self) -> None:
        """Give *received* the focus."""
        self._sums.received.focus_field()

    def received_error(self, sentence: str) -> None:
        """Say what is wrong with the typed sum."""
        self._sums.error(sentence)

    def find_error(self, sentence: str) -> None:
        """Say that nothing was found, or what is wrong with a code."""
        if sentence:
            self._shell.say("risk", sentence)
        elif self._find_wrong and self._shell.message == self._find_wrong:
            self._shell.say("plain", "")
        self._find_wrong = sentence

    def ask(self, what: Question) -> None:
        """Open a small form above the screen."""
        open_question(self._shell.overlay, self._look, self._shell.w, what)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
        self._shell.say(kind, text, rest)

    def say_how_far(self, text: str, rest: str) -> None:
        """Say how far a paper has come, while its payment is still what the status line speaks of."""
        if self._shell.message == text:
            self._shell.say("saved", text, rest)

    def chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show the last payments."""
        self._shell.chips(chips, self.presenter.open_chip)
