"""Arrears, page 3: the letters that were sent, what became of each, and the proof that it arrived."""

from datetime import date
from pathlib import Path

from counter.desk.deliver_letter import (
    FOR_THE_OWNER,
    OUTCOMES,
    RECEIVERS,
    TAKEN_BACK,
    Delivery,
    NothingNoted,
    deliver_letter,
    last_noted,
    standing_deliveries,
    take_back_delivery,
)
from counter.desk.letters_file import sent_papers
from counter.papers.notices import door_notice
from counter.presenters.arrears_mails import ask_mails, ask_results
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.pay_view import Asked
from counter.presenters.scans import Scans
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.arrears_contacts import delivery as delivery_words
from counter.words.arrears_terms import METHODS, STEPS
from counter.words.arrears_terms import RECEIVERS as RECEIVER_WORDS
from counter.words.terms import term
from db.queries import accounts, dunning, people, registers
from db.queries.dunning import Contact
from db.queries.scans import scan_by_digest

LIMIT = 500
_WAYS = (*((method, outcome) for method, outcomes in OUTCOMES.items() for outcome in outcomes), TAKEN_BACK)


class SentPage(ArrearsPage):
    """The newest letters first; Enter opens one as it was sent, D notes what became of it."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._letters: dict[str, Contact] = {}
        self._deliveries: dict[int, list[Contact]] = {}  # what stands of them
        self._noted: dict[int, list[Contact]] = {}
        self._chosen = ""

    def show(self) -> None:
        """List the letters."""
        connection, words = self.session.connection, self.session.words
        every = dunning.all_contacts(connection)
        sent = (each for each in every if each.kind == "letter_sent")
        newest = sorted(sent, key=lambda each: -each.event_id)[:LIMIT]
        self._letters = {str(each.event_id): each for each in newest}
        self._deliveries, self._noted = {}, {}
        for each in every:
            if each.kind == "letter_delivered":
                self._noted.setdefault(int(each.facts["letter"]), []).append(each)
        for each in standing_deliveries(every):
            self._deliveries.setdefault(int(each.facts["letter"]), []).append(each)
        columns = (
            PageColumn("number", self.w("Number"), 120), PageColumn("day", self.w("Date"), 100),
            PageColumn("unit", self.w("Unit"), 90, 1), PageColumn("step", self.w("Letter"), 120, 1),
            PageColumn("sum", self.w("Total"), 100, 0, "right"),
            PageColumn("what", self.w("What became of it"), 190, 3),
        )  # fmt: skip
        codes = {each: found.code for each in {int(one.facts["unit"]) for one in newest}
                 if (found := accounts.unit(connection, each)) is not None}  # fmt: skip
        rows = tuple(
            PageRow(
                key,
                (
                    str(each.facts["number"]), each.day, codes.get(int(each.facts["unit"]), "–"),
                    term(each.facts["step"], STEPS, words), self.money(int(each.facts["total"])), self._became(each),
                ),
            )
            for key, each in self._letters.items()
        )  # fmt: skip
        commands = (
            PageCommand("D", self.w("Note the delivery"), True), PageCommand("S", self.w("Open the scan")),
            PageCommand("O", self.w("Open the letter")), PageCommand("B", self.w("Its whole batch")),
            PageCommand("N", self.w("Notice for the door")), PageCommand("E", self.w("As e-mails")),
            PageCommand("R", self.w("What came back")),
        )  # fmt: skip
        empty = (self.w("No letter was sent yet"), self.w("Page 2 works out which letters are due and sends them."))
        text = self.w("Each is kept as it was sent. Signed for by the owner or family it restarts the limitation.")
        self.view.show_page(Page(self.w("Letters sent"), text, columns, rows, commands, empty, self._facts()))

    def selected(self, row_id: str) -> None:
        """Say every delivery that was noted of a letter."""
        self._chosen = row_id
        letter = self._letters.get(row_id)
        noted = self._noted.get(letter.event_id, []) if letter else []
        names = {each.id: each.name for each in people.all_staff(self.session.connection)}
        told = [delivery_words(each.facts, names, self.session.words) for each in noted]
        self.view.explain(self._title(letter) if letter else "",
                          self.w("; ").join(told) or self.w("No delivery is noted yet."))  # fmt: skip

    def _title(self, letter: Contact) -> str:
        """The number, and of a letter to somebody who left to whom it went."""
        if "left" not in letter.facts:
            return str(letter.facts["number"])
        row = registers.person(self.session.connection, letter.facts["person"])
        name = self.w("{name}, left", name=(row.name if row else None) or "–")
        return self.w("{number} to {name}", number=letter.facts["number"], name=name)

    def opened(self, row_id: str) -> None:
        """Open a letter as it was sent."""
        letter = self._letters.get(row_id)
        if letter is not None:
            papers = sent_papers(self.session.connection, [letter.event_id])
            self.open_letters(str(letter.facts["number"]), papers, date.fromisoformat(letter.day))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        letter = self._letters.get(self._chosen)
        if key == "R":
            if self.may(Act.NOTE_CONTACT):
                ask_results(self)
        elif letter is None:
            return
        elif key == "E":
            if self.may(Act.SEND_LETTERS):
                self._ask_mails(letter)
        elif key == "O":
            self.opened(self._chosen)
        elif key == "B":
            batch = dunning.batch_of(self.session.connection, letter.event_id)
            papers = sent_papers(self.session.connection, batch)
            self.open_letters(f"batch-{letter.facts['number']}", papers, date.fromisoformat(letter.day))
        elif key == "N":
            self._door(letter)
        elif key == "S":
            self._open_scan(letter)
        elif key == "D" and self.may(Act.NOTE_CONTACT):
            words = self.session.words
            options = [
                (way, self.w("{method}: {outcome}", method=term(way[0], METHODS, words),
                             outcome=term(way[1], METHODS, words)))
                for way in _WAYS
            ]  # fmt: skip
            title = self.w("What became of {number}?", number=letter.facts["number"])
            self.view.ask(choose(title, "", options, lambda way: self._ask_proof(letter, way)))

    def _ask_mails(self, letter: Contact) -> None:
        batch = dunning.batch_of(self.session.connection, letter.event_id)
        number = str(letter.facts["number"])
        options = (
            (batch, self.session.words.n("its whole batch, {n} letter", "its whole batch, {n} letters", len(batch))),
            ([letter.event_id], self.w("this letter alone")),
        )

        def take(letters: list[int]) -> str:
            ask_mails(self, letters, f"email-{number}")
            return ""

        self.view.ask(choose(self.w("Which letters as e-mails?"), "", options, take))

    def _door(self, letter: Contact) -> None:
        """Make the notice that is left at the door where nobody was met: no name and no sum on it."""
        session, words, day = self.session, self.session.paper_words, self.today
        unit_id, person_id = int(letter.facts["unit"]), letter.facts["person"]
        found = accounts.unit(session.connection, unit_id)
        there = {each.person_id for each in accounts.holders(session.connection, unit_id) if each.until is None}
        if "left" in letter.facts or (person_id is not None and person_id not in there):
            told = self.w("This letter is for somebody who has left: a notice at that door would call somebody else.")
            self.view.say("risk", told)
        elif found is not None:
            paper = door_notice(
                found.code, day.isoformat(), session.office.estate(words.language),
                self.settings.reached(words.language), session.office.seal(words.language), session.office.books_kind,
                words,
            )  # fmt: skip
            self.open_letters(f"door-{found.code}", [paper], day)

    def _open_scan(self, letter: Contact) -> None:
        """Open the newest scan of a signed slip that was kept with the letter."""
        digests = [each.facts["scan"] for each in self._deliveries.get(letter.event_id, []) if each.facts["scan"]]
        scan = scan_by_digest(self.session.connection, digests[-1]) if digests else None
        if scan is None:
            text = self.w("No scan is kept with {number}; D notes a delivery with one.", number=letter.facts["number"])
            self.view.say("plain", text)
        elif self.may(Act.NOTE_CONTACT):
            Scans(self.session, self.view).open(scan)

    def _ask_mistake(self, letter: Contact) -> str:
        last = last_noted(self._noted.get(letter.event_id, []), letter.event_id)
        if last is None:
            return self.session.sentence(NothingNoted(str(letter.facts["number"])))
        names = {each.id: each.name for each in people.all_staff(self.session.connection)}
        request_id = self.session.new_request()

        def take(values: dict[str, str]) -> str:
            try:
                take_back_delivery(self.session.books, letter.event_id, values["why"], request_id=request_id,
                                   staff=self.session.person)  # fmt: skip
            except Exception as error:
                return self.session.sentence(error)
            self.saved(self.w("Taken back what was noted of {number}.", number=letter.facts["number"]))
            return ""

        title = self.w("Take this back: {note}?", note=delivery_words(last.facts, names, self.session.words))
        text = self.w("Both notes stay in the books; what is taken back proves nothing and restarts nothing.")
        self.ask(title, text, self.w("Take it back"), (Asked("why", self.w("What was wrong")),), take)
        return ""

    def _ask_proof(self, letter: Contact, way: tuple[str, str]) -> str:
        words = self.session.words
        if way == TAKEN_BACK:
            return self._ask_mistake(letter)
        fields = [Asked("on", self.w("Day"), self.today.isoformat())]
        if way[0] == "registered":
            fields.append(Asked("slip", self.w("Number of the registered mail"), self._slip_before(letter)))
        if way[1] == "signed":
            who = self.w(", ").join(f"{n} {term(each, RECEIVER_WORDS, words)}" for n, each in enumerate(RECEIVERS, 1))
            fields.append(Asked("receiver", self.w("Received by: {who}", who=who), "1", True))
        if way[0] == "box" or way[1] == "refused":
            fields.append(Asked("witness", self.w("Witness, number of the member of staff"), "", True))
        fields.append(Asked("scan", self.w("Scan or photo, if there is one"), file=True))
        title = self.w("{number}, {method}: {outcome}", number=letter.facts["number"],
                       method=term(way[0], METHODS, words), outcome=term(way[1], METHODS, words))  # fmt: skip
        self.ask(title, "", self.w("Note it"), fields, lambda values: self._take(letter, way, values))
        return ""

    def _take(self, letter: Contact, way: tuple[str, str], values: dict[str, str]) -> str:
        day = self.day_of(values["on"])
        if day is None:
            return self.w("Write the day as 2026-11-23.")
        chosen, witness = values.get("receiver", "").strip(), values.get("witness", "").strip()
        receiver = RECEIVERS[int(chosen) - 1] if chosen in ("1", "2", "3", "4") else ""
        scan = values["scan"].strip().strip('"')
        delivery = Delivery(
            letter.event_id, way[0], way[1], day, values.get("slip", ""), receiver,
            int(witness) if witness.isascii() and witness.isdigit() else None,
        )  # fmt: skip
        try:
            deliver_letter(
                self.session.books, delivery, request_id=self.session.new_request(), staff=self.session.person,
                store=self.session.scans.store, scan=Path(scan).expanduser() if scan else None,
            )  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        neighbour = way[1] == "signed" and receiver not in FOR_THE_OWNER
        rest = self.w("Not signed for by the owner or family, it does not restart the limitation.") if neighbour else ""
        self.saved(self.w("Noted what became of {number}.", number=letter.facts["number"]), rest)
        return ""

    def _slip_before(self, letter: Contact) -> str:
        slips = [str(each.facts["slip"]) for each in self._deliveries.get(letter.event_id, []) if each.facts["slip"]]
        return slips[-1] if slips else ""

    def _became(self, letter: Contact) -> str:
        noted = self._deliveries.get(letter.event_id, [])
        if not noted:
            return self.w("not noted yet")
        last, words = noted[-1].facts, self.session.words
        return self.w("{day} {method}: {outcome}", day=last["on"], method=term(last["method"], METHODS, words),
                      outcome=term(last["outcome"], METHODS, words))  # fmt: skip

    def _facts(self) -> tuple[tuple[str, str], ...]:
        signed = sum(
            any(one.facts["outcome"] == "signed" for one in self._deliveries.get(each.event_id, []))
            for each in self._letters.values()
        )
        open_ones = sum(each.event_id not in self._deliveries for each in self._letters.values())
        return (
            (self.w("Letters sent"), formats.count(len(self._letters))), (self.w("Signed for"), formats.count(signed)),
            (self.w("Not noted yet"), formats.count(open_ones)),
        )  # fmt: skip
