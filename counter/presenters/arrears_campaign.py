"""Arrears, page 2: the letters that today asks for, looked at with sums and exclusions, then sent in one go."""

from collections.abc import Sequence

from counter.desk.letters import Campaign, Draft, Sent, preview, send_letters
from counter.desk.letters_file import draft_papers, sent_papers
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.arrears import LADDER, Hold, Step
from counter.rules.letter_cost import paper
from counter.rules.permissions import Act
from counter.words import N_, formats
from counter.words.arrears_terms import HOLDS, SEGMENTS, STEPS
from counter.words.errors import together
from counter.words.terms import term
from db.queries.dunning import letters_of_request

PULLS = {
    "paid": N_("paid meanwhile"),
    "changed": N_("the sum changed meanwhile"),
    "disputed": N_("disputed meanwhile"),
    "register": N_("another holder, name or address meanwhile"),
    "contacted": N_("something was noted meanwhile"),
}
_NAMED = 5  # units of letters that were pulled for one reason


class CampaignPage(ArrearsPage):
    """A batch: computed beside the window, looked at, and sent once, however often the key is pressed."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._campaign: Campaign | None = None
        self._steps: tuple[Step, ...] = LADDER
        self._excluded = False
        self._request = session.new_request()
        self._drafts: dict[str, Draft] = {}
        self._left_out: set[str] = set()
        self._chosen = ""

    def show(self) -> None:
        """Show the batch, or what to do first."""
        ready = self._campaign
        if ready is None:
            empty = (
                self.w("Which letters are due?"),
                self.w("F9 works them out. You see every sum and who gets none before anything is sent."),
            )
            commands = (PageCommand("S", self._step_word()), PageCommand("F9", self.w("Work out the letters"), True))
            self.view.show_page(
                Page(self.w("Letters to send"), self.w("Look first, then send."), (), (), commands, empty)
            )
        elif self._excluded:
            self._show_excluded(ready)
        else:
            self._show_letters(ready)

    def selected(self, row_id: str) -> None:
        """Say what a letter demands."""
        self._chosen = row_id
        each = self._drafts.get(row_id)
        if each is None:
            self._explain_none(row_id)
            return
        facts = each.facts
        text = self.w("{lines} charges, the oldest due {due}; to be paid by {deadline}.", lines=len(facts.lines),
                      due=facts.lines[0].due, deadline=facts.deadline)  # fmt: skip
        if each.id in self._left_out:
            text = together(self.w("Not ticked: it is not sent this time."), text)
        if each.facts.place:
            text = together(self.w("It goes to {place}.", place=each.facts.place), text)
        if each.occupier:
            text = f"{text} {self.w('A copy goes to the occupier.')}"
        self.view.explain(self.w("Letter to {unit}", unit=facts.unit_code), text)

    def _explain_none(self, row_id: str) -> None:
        """Say what to do about somebody who left and cannot be written to."""
        ready = self._campaign
        place = int(row_id) if self._excluded and row_id.isdecimal() else -1
        if ready is None or not 0 <= place < len(ready.excluded) or ready.excluded[place].hold is not Hold.NO_ADDRESS:
            self.view.explain("", "")
            return
        each = ready.excluded[place]
        text = self.w("On page 1 open the line of {name}; M enters a postal address there, and the letter can go out.",
                      name=each.name)  # fmt: skip
        self.view.explain(self.w("Where does {name} live now?", name=each.name), text)

    def opened(self, row_id: str) -> None:
        """Open a letter as a draft."""
        each = self._drafts.get(row_id)
        if each is not None and self._campaign is not None:
            one = self._campaign._replace(letters=(each,))
            papers = draft_papers(one, self.session.paper_words)
            self.open_letters(f"draft-{each.facts.unit_code}", papers, one.day)

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        ready = self._campaign
        if key == "S":
            self._ask_step()
        elif key == "X":
            self._campaign = None
            self.show()
        elif key == "F9" and ready is None:
            self.look()
        elif key == "U":
            self._excluded = not self._excluded
            self.show()
        elif key == "O" and ready is not None and self._ticked(ready).letters:
            papers = draft_papers(self._ticked(ready), self.session.paper_words)
            self.open_letters(f"drafts-{ready.day.isoformat()}", papers, ready.day)
        elif key == "K" and self._chosen in self._drafts:
            self._left_out ^= {self._chosen}
            self.show()
        elif key == "N" and ready is not None:
            self._left_out = set() if self._left_out else {each.id for each in ready.letters}
            self.show()
        elif key == "F9" and ready is not None:
            self._ask_send(self._ticked(ready))

    def look(self) -> None:
        """Work out the batch beside the window."""
        session, day, settings, steps = self.session, self.today, self.settings, self._steps

        def work(progress: object, cancel: object) -> Campaign:
            reader = session.books.reader()
            try:
                return preview(
                    reader.connection(), day, session.office, settings, session.paper_words, steps=steps,
                    progress=progress, cancel=cancel,  # type: ignore[arg-type]
                )  # fmt: skip
            finally:
                reader.close()

        self.view.work(self.w("Working out the letters"), work, self._looked, self.failed)

    def _looked(self, ready: Campaign) -> None:
        self._campaign, self._excluded, self._request = ready, False, self.session.new_request()
        self._left_out = set()
        self.show()

    def _ticked(self, ready: Campaign) -> Campaign:
        """The batch without the letters that somebody took out of it."""
        return ready._replace(letters=tuple(each for each in ready.letters if each.id not in self._left_out))

    def _step_word(self) -> str:
        if len(self._steps) > 1:
            return self.w("Every step")
        return term(self._steps[0].value, STEPS, self.session.words)

    def _ask_step(self) -> None:
        words = self.session.words
        options = [(LADDER, self.w("Every step")), *(((step,), term(step.value, STEPS, words)) for step in LADDER)]
        self.view.ask(choose(self.w("Which letters?"), "", options, self._take_step))

    def _take_step(self, steps: tuple[Step, ...]) -> str:
        self._steps, self._campaign = steps, None
        self.look()
        return ""

    def _ask_send(self, ready: Campaign) -> None:
        if not ready.letters:
            text = self.w("No letter is ticked.") if self._left_out else self.w("No letter is due.")
            self.view.say("plain", text)
        elif self.may(Act.SEND_LETTERS):
            text = self.w(
                "{count} letters, {total} in all, about {sheets} sheets. They are numbered and kept as sent; a unit "
                "that paid or objected meanwhile is left out.",
                count=formats.count(len(ready.letters)), total=self.symbol(ready.total),
                sheets=formats.count(ready.sheets),
            )  # fmt: skip
            options = ((True, self.w("Send them")), (False, self.w("Not yet")))
            self.view.ask(choose(self.w("Send the letters?"), text, options, self._answered))

    def _answered(self, send: bool) -> str:
        session, request = self.session, self._request
        if send and self._campaign is not None:
            ready = self._ticked(self._campaign)
            staff = session.person
            self.view.work(
                self.w("Sending letters"),
                lambda progress, cancel: send_letters(
                    session.books, ready, request_id=request, staff=staff, words=session.paper_words,
                    progress=progress, cancel=cancel,
                ),
                self._sent, self.failed,
            )  # fmt: skip
        return ""

    def _sent(self, done: Sent) -> None:
        words = self.session.words
        units: dict[str, list[str]] = {}
        for each in done.pulled:
            units.setdefault(each.why, []).append(each.unit_code or "–")
        pulled = self.w("; ").join(self._pulled(words(PULLS[why]), codes) for why, codes in units.items())
        rest = self.w("Left out: {pulled}", pulled=pulled) if pulled else ""
        self._campaign = None
        told = self.w("Sent: {first} to {last}, {total}", first=done.numbers[0], last=done.numbers[-1],
                      total=self.symbol(done.total))  # fmt: skip
        self.saved(told, rest)
        letters = letters_of_request(self.session.connection, done.request_id)
        papers = sent_papers(self.session.connection, letters)
        self.open_letters(f"{done.numbers[0]}-{done.numbers[-1][-6:]}", papers, self.today, f"{told} {rest}".strip())

    def _pulled(self, why: str, codes: Sequence[str]) -> str:
        """The units whose letters were pulled for a reason: the first by name, the rest as a count."""
        named = self.w(", ").join(codes[:_NAMED])
        more = self.session.words.n("and {n} more", "and {n} more", len(codes) - _NAMED) if len(codes) > _NAMED else ""
        return self.w("{why} ({units})", why=why, units=f"{named} {more}".strip())

    def _show_letters(self, ready: Campaign) -> None:
        self._drafts = {each.id: each for each in ready.letters}
        columns = (
            PageColumn("tick", self.w("Sent"), 44), PageColumn("unit", self.w("Unit"), 90, 1),
            PageColumn("owner", self.w("Owner"), 90, 2),
            PageColumn("step", self.w("Letter"), 110, 2), PageColumn("times", self.w("Letter no."), 50, 0, "right"),
            PageColumn("lines", self.w("Charges"), 76, 0, "right"),
            PageColumn("sum", self.w("Total"), 110, 0, "right"),
            PageColumn("segment", self.w("Pays how"), 110, 1),
        )  # fmt: skip
        rows = tuple(PageRow(key, self._cells(each), key in self._left_out) for key, each in self._drafts.items())
        empty = (self.w("No letter is due"), self.w("U shows who owes and gets none now, and why."))
        text = self.w("Enter opens a letter as a draft, K takes it out of the batch or back in.")
        self.view.show_page(
            Page(self.w("Letters to send"), text, columns, rows, self._commands(ready), empty, self._facts(ready))
        )

    def _cells(self, each: Draft) -> tuple[str, ...]:
        facts, words = each.facts, self.session.words
        return (
            self.w("no") if each.id in self._left_out else self.w("yes"), facts.unit_code, self._name(each),
            term(facts.step, STEPS, words), str(facts.times), formats.count(len(facts.lines)), self.money(facts.total),
            term(each.segment, SEGMENTS, words),
        )  # fmt: skip

    def _name(self, each: Draft) -> str:
        name = each.facts.owner or "–"
        return self.w("{name}, left", name=name) if each.left else name

    def _show_excluded(self, ready: Campaign) -> None:
        self._drafts = {}
        columns = (
            PageColumn("unit", self.w("Unit"), 110, 1), PageColumn("left", self.w("Has left"), 110, 2),
            PageColumn("why", self.w("Why none"), 240, 3),
            PageColumn("sum", self.w("Open"), 120, 0, "right"),
        )  # fmt: skip
        words = self.session.words
        rows = tuple(
            PageRow(
                str(place),
                (each.unit_code, each.name, term(each.hold.value, HOLDS, words), self.money(each.amount)),
            )
            for place, each in enumerate(ready.excluded)
        )  # fmt: skip
        empty = (self.w("Nobody is left out"), self.w("Every unit that owes gets its letter."))
        self.view.show_page(
            Page(self.w("Who gets none now"), self.w("Each unit that owes, and what holds its letter back."), columns,
                 rows, self._commands(ready), empty, self._facts(ready))
        )  # fmt: skip

    def _commands(self, ready: Campaign) -> tuple[PageCommand, ...]:
        other = self.w("The letters") if self._excluded else self.w("Who gets none ({n})", n=len(ready.excluded))
        send = (PageCommand("F9", self.w("Send the letters"), True),) if ready.letters else ()
        ticks = () if self._excluded else (
            PageCommand("K", self.w("Tick or untick")),
            PageCommand("N", self.w("Tick all") if self._left_out else self.w("Untick all")),
        )  # fmt: skip
        return (
            PageCommand("S", self._step_word()), *ticks, PageCommand("U", other),
            PageCommand("O", self.w("All as drafts")), PageCommand("X", self.w("Begin anew")), *send,
        )  # fmt: skip

    def _facts(self, ready: Campaign) -> tuple[tuple[str, str], ...]:
        out, ready = len(ready.excluded), self._ticked(ready)
        return (
            (self.w("Letters"), formats.count(len(ready.letters))), (self.w("Total"), self.symbol(ready.total)),
            (self.w("Sheets, about"), formats.count(ready.sheets)),
            (self.w("Cost in paper"), self.symbol(paper(ready.sheets, self.settings.costs))),
            (self.w("Get none now"), formats.count(out)),
        )  # fmt: skip
