"""The card of one owner: what was sent, said and promised, and what is open by when it expires; acts on it."""

from collections.abc import Callable

from counter.desk.case_file import case_file
from counter.desk.letters import preview
from counter.desk.letters_file import draft_papers
from counter.desk.liable import lost_by
from counter.desk.limitations import ChargeExpiry, expiries, lost_expiries
from counter.desk.note_contact import CALLS, MISTAKE, TIMES, called_again, mark_unit, note_call
from counter.desk.owing import Owing, owing_unit
from counter.desk.payment_receipt import item_name
from counter.desk.sms_messages import Message, messages_of
from counter.presenters.arrears_claim import limitation_text
from counter.presenters.arrears_lost import LostActs
from counter.presenters.arrears_lost_words import event_name, why_of
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.arrears_promise import ask_promise
from counter.presenters.arrears_suit import ask_suit
from counter.presenters.arrears_take_back import ask_take_back, wrongly_noted
from counter.presenters.arrears_wishes import ask_address, ask_wishes
from counter.presenters.scans import Scans
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.words.arrears_contacts import call as call_words
from counter.words.arrears_reasons import next_step, why
from counter.words.arrears_terms import CALLS as CALL_WORDS
from counter.words.arrears_terms import METHODS, PROMISES, STEPS
from counter.words.arrears_terms import TIMES as TIME_WORDS
from counter.words.errors import together
from counter.words.message_terms import SMS_STATES
from counter.words.terms import term
from db.queries.dunning import Contact
from db.queries.scans import scan_by_digest
from db.queries.write_offs import WriteOffEvent, events


class ArrearsCard(ArrearsPage):
    """One owner's arrears as a timeline, the newest first, then the open charges with their limitation."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces, back: Callable[[], None]) -> None:
        super().__init__(session, view, places)
        self._leave = back
        self._unit_id = self._person_id = 0
        self._found: Owing | None = None
        self._ends: dict[str, ChargeExpiry] = {}
        self._sms: dict[int, Message] = {}
        self._acts = LostActs(self)
        self._chosen = ""

    def open_unit(self, unit_id: int, person_id: int = 0) -> None:
        """Show the card of a unit's owner, or of somebody who left it and still owes."""
        self._unit_id, self._person_id = unit_id, person_id
        self.show()

    def show(self) -> None:
        """Show the timeline and the open charges."""
        found = owing_unit(self.session.connection, self._unit_id, self.today, self.settings)
        found = found.of(self._person_id) if found is not None else None
        if found is None or (self._person_id and found.left is None):
            self._leave()  # nothing is left of what they owed: the card of somebody else would mislead
            return
        self._found, words = found, self.session.words
        ends = expiries(self.session.connection, found, self.settings.calendar)
        self._ends = {f"c{each.charge.charge_id}": each for each in ends}
        lost = lost_expiries(self.session.connection, found, self.settings.calendar)
        theirs = lost_by(self.session.connection, self._unit_id, self._person_id or None, self.today.isoformat())
        mine = {each.charge_id for each in theirs}
        self._ends |= {f"w{each.charge.charge_id}": each for each in lost if each.charge.charge_id in mine}
        columns = (
            PageColumn("day", self.w("Date"), 104), PageColumn("what", self.w("What"), 150, 2),
            PageColumn("more", self.w("Particulars"), 240, 4), PageColumn("sum", self.w("Amount"), 96, 0, "right"),
        )  # fmt: skip
        timeline = {each.event_id: self._event(found, each) for each in found.own_contacts}
        timeline |= {each.event_id: self._lost(each) for each in events(self.session.connection, self._unit_id)}
        every, left = messages_of(self.session.connection, found.unit.id), found.left
        self._sms = {each.id: each for each in every.values() if not left or each.person_id == left.person_id}
        timeline |= {each.id: self._message(each) for each in self._sms.values()}
        rows = [PageRow(f"e{event_id}", timeline[event_id]) for event_id in sorted(timeline, reverse=True)]
        rows += [PageRow(key, self._charge(key, each), key[0] == "w") for key, each in self._ends.items()]
        commands = (
            PageCommand("X", self.w("Back")), PageCommand("K", self.w("Dunning")),
            PageCommand("C", self.w("Note a call")), PageCommand("P", self.w("Promise to pay")),
            PageCommand("M", self.w("Address") if found.left else self.w("Wishes")),
            PageCommand("L", self.w("Letter due")),
            PageCommand("G", self.w("Suit filed")), PageCommand("S", self.w("Open the scan")),
            PageCommand("F", self.w("Case file")),
            PageCommand("W", self.w("Write off")), PageCommand("V", self.w("Revive")),
            PageCommand("T", self.w("Take a payment"), True),
        )  # fmt: skip
        owner = found.owner.name or "–" if found.owner else "–"
        facts = (
            (self.w("Has left") if found.left else self.w("Owner"), owner),
            (self.w("Overdue"), self.symbol(found.debtor.overdue)),
            (self.w("Disputed"), self.symbol(found.debtor.frozen)), (self.w("Next"), next_step(found.verdict, words)),
        )  # fmt: skip
        title = self.w("Arrears of {unit}", unit=found.unit.code)
        text = why(found.verdict, words, self.session.currency)
        if found.place:
            text = together(self.w("Letters go to {place}.", place=found.place), text)
        empty = (self.w("Nothing is open"), self.w("This unit owes nothing that is due."))
        self.view.show_page(Page(title, text, columns, tuple(rows), commands, empty, facts))

    def selected(self, row_id: str) -> None:
        """Say when the claim on a charge expires, and by which proof; of a message its whole text."""
        self._chosen = row_id
        message = self._sms.get(int(row_id[1:])) if row_id.startswith("e") else None
        if message is not None:
            self.view.explain(message.text, self.w("An SMS does not restart the limitation."))
            return
        each = self._ends.get(row_id)
        if each is None:
            mistaken = self._found is not None and wrongly_noted(self._found, row_id) is not None
            self.view.explain("", self.w("Noted by mistake? C takes it back.") if mistaken else "")
            return
        self.view.explain(self.w("When does the claim expire?"), limitation_text(self, each))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        found = self._found
        if key == "X" or found is None:
            self._leave()
        elif key == "T":
            self.places.take_payment(self._unit_id)
        elif key == "L":
            self._look_at_letter()
        elif key == "S":
            self._open_scan(found)
        elif key == "G":
            ask_suit(self, found)
        elif key in "WV":
            self._bad_debt(key, found)
        elif key == "F":
            case = case_file(
                self.session.connection, found, self.today, self.session.office, self.settings,
                self.session.paper_words, self.session.person.name,
            )  # fmt: skip
            self.open_case(case, self.today, f"-{self._person_id}" if self._person_id else "")
        elif key == "M" and found.left is not None:
            ask_address(self, found)
        elif key == "K" and found.left is not None:
            self.view.say("plain", self.w("How a unit is dunned is noted of its owner of today, on their line."))
        elif self.may(Act.NOTE_CONTACT):
            asks: dict[str, Callable[[Owing], object]] = {
                "C": self._ask_call, "P": lambda unit: ask_promise(self, unit), "K": self._ask_marks,
                "M": lambda unit: ask_wishes(self, unit),
            }  # fmt: skip
            asks[key](found)

    def _open_scan(self, found: Owing) -> None:
        """Open the paper that is kept with the selected delivery or promise."""
        event = next((each for each in found.contacts if f"e{each.event_id}" == self._chosen), None)
        digest = str(event.facts.get("scan", "")) if event is not None else ""
        scan = scan_by_digest(self.session.connection, digest) if digest else None
        if scan is None:
            self.view.say("plain", self.w("No scan is kept with the selected line."))
        elif self.may(Act.NOTE_CONTACT):
            Scans(self.session, self.view).open(scan)

    def _event(self, found: Owing, each: Contact) -> tuple[str, str, str, str]:
        w, facts = self.session.words, each.facts
        if each.kind == "letter_sent":
            told = self.w("{number}, pay by {deadline}", number=facts["number"], deadline=facts["deadline"])
            return each.day, term(facts["step"], STEPS, w), told, self.money(int(facts["total"]))
        if each.kind == "letter_delivered":
            if facts["method"] == "mistake":
                told = self.w("{number} noted by mistake: {why}", number=facts["number"], why=facts["why"])
                return str(facts["on"]), self.w("Delivery"), told, ""
            told = self.w(
                "{number} {method}: {outcome} {slip}", number=facts["number"], slip=facts["slip"],
                method=term(facts["method"], METHODS, w), outcome=term(facts["outcome"], METHODS, w),
            )  # fmt: skip
            return str(facts["on"]), self.w("Delivery"), told.strip(), ""
        if each.kind == "contact_noted":
            told = self.w("next call {day}", day=facts["next"]) if facts["next"] else ""
            if "why" in facts:
                told = self.w("noted on {day}: {why}", day=facts["on"], why=facts["why"])
            return each.day, call_words(facts, w), told, ""
        promise = next(one for one in found.promises if one.event_id == each.event_id)
        told = self.w(
            "by {day}: {state}, {received} received", day=promise.until, state=term(promise.state, PROMISES, w),
            received=self.money(promise.received),
        )  # fmt: skip
        return each.day, self.w("Promise to pay"), told, self.money(promise.amount)

    def _message(self, each: Message) -> tuple[str, str, str, str]:
        what = self.w("SMS: {state}", state=term(each.state, SMS_STATES, self.session.words))
        return each.day, what, each.text, self.money(each.amount)

    def _lost(self, each: WriteOffEvent) -> tuple[str, str, str, str]:
        words = self.session.words
        return each.day, event_name(each, words), why_of(each, words), self.money(abs(each.amount))

    def _bad_debt(self, key: str, found: Owing) -> None:
        """W writes off what is open, V revives what was written off: the selected line, else all of it."""
        chosen = [each.charge for row, each in self._ends.items() if row == self._chosen]
        if key == "V":
            lost = [each.charge for row, each in self._ends.items() if row[0] == "w"]
            self._acts.ask_revival(found.unit, chosen if self._chosen[:1] == "w" else lost)
            return
        still_open = [each for row, each in self._ends.items() if row[0] == "c"]
        own = [each for each in still_open if each.charge.fund == "operating" and each.charge not in found.frozen]
        expired = [each.charge for each in own if each.expiry.day < self.today]
        self._acts.ask_write_off(
            found.unit, [each.charge for each in own], expired, chosen if self._chosen[:1] == "c" else []
        )

    def _charge(self, key: str, each: ChargeExpiry) -> tuple[str, str, str, str]:
        item = item_name(each.charge, self.session.words)
        told = self.w("{period}, due {due}; claim expires {day}", period=each.charge.period, due=each.charge.due,
                      day=each.expiry.day.isoformat())  # fmt: skip
        if key[0] == "w":
            told = self.w("{told}; written off, owed all the same", told=told)
        return each.charge.due, item, told, self.money(each.charge.open)

    def _look_at_letter(self) -> None:
        session = self.session
        campaign = preview(session.connection, self.today, session.office, self.settings, session.paper_words,
                           units={self._unit_id})  # fmt: skip
        mine = tuple(each for each in campaign.letters if self._found is not None and each.id == self._found.id)
        campaign = campaign._replace(letters=mine)
        if not campaign.letters:
            self.view.say("plain", self.w("No letter is due to this unit now."))
            return
        name = f"draft-{campaign.letters[0].facts.unit_code}"
        self.open_letters(name, draft_papers(campaign, session.paper_words), self.today)

    def _ask_call(self, found: Owing) -> None:
        options = [(each, term(each, CALL_WORDS, self.session.words)) for each in CALLS]
        if wrongly_noted(found, self._chosen) is not None:
            options.append((MISTAKE, self.w("none: the selected line was noted by mistake")))
        title = self.w("What came of the call to {unit}?", unit=found.unit.code)
        self.view.ask(choose(title, "", options, self._take_call))

    def _take_call(self, outcome: str) -> str:
        if outcome == MISTAKE and self._found is not None:
            return ask_take_back(self, self._found, self._chosen)
        try:
            note_call(self.session.books, self._unit_id, outcome, request_id=self.session.new_request(),
                      staff=self.session.person, next_call=called_again(outcome, self.today),
                      person_id=self._person_id or None)  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        self.saved(self.w("The call is noted."))
        return ""

    def _ask_marks(self, found: Owing) -> None:
        """Ask what changes; what is not chosen stays. Wishes about messages are the owner's and stand elsewhere (M)."""
        words = self.session.words
        choices: list[tuple[dict[str, object], str]] = [
            ({"heirs": False, "call_first": False, "best_time": ""}, self.w("as everybody")),
            ({"best_time": ""}, self.w("best called {time}", time=term("", TIME_WORDS, words))),
            ({"call_first": True}, self.w("call before any letter")),
            ({"heirs": True}, self.w("the owner has died: confirm the heirs first")),
        ]
        choices += [({"best_time": time}, self.w("best called {time}", time=term(time, TIME_WORDS, words)))
                    for time in TIMES[1:]]  # fmt: skip
        title = self.w("How is {unit} dunned?", unit=found.unit.code)
        self.view.ask(choose(title, "", choices, self._take_marks))

    def _take_marks(self, chosen: dict[str, object]) -> str:
        now = self._found.marks if self._found is not None else None
        kept = {
            "heirs": bool(now and now.heirs), "call_first": bool(now and now.call_first),
            "best_time": now.best_time if now else "", "no_sms": bool(now and now.no_sms),
        }  # fmt: skip
        try:
            mark_unit(self.session.books, self._unit_id, request_id=self.session.new_request(),
                      staff=self.session.person, **{**kept, **chosen})  # type: ignore[arg-type]  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        self.saved(self.w("Noted how this unit is dunned."))
        return ""
