"""Arrears, page 8: text messages, how far each has come, and what a person has to decide."""

from collections.abc import Callable, Sequence

from counter.desk.message_settings import load_message_settings
from counter.desk.owing import Owing
from counter.desk.queue_sms import SmsPreview, preview_sms, queue_arrears, written_lately
from counter.desk.send_sms import Decision, decide_sms
from counter.desk.sms_messages import Message, messages_now
from counter.devices.sms import count_parts
from counter.presenters.arrears_addresses import ask_addresses
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.session import Session
from counter.presenters.settings_devices import state_words
from counter.presenters.settings_knobs import choose
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.rules.sms_queue import PartState, SmsState
from counter.words import dates, formats
from counter.words.errors import together
from counter.words.message_terms import DECISIONS, DROPPED, PART_STATES, PURPOSES, REASONS, SMS_STATES
from counter.words.terms import term
from db.queries import accounts

LIMIT = 500
_TO_DECIDE = (SmsState.UNKNOWN, SmsState.FAILED)
_ON_ITS_WAY = (SmsState.WAITING, SmsState.SENDING)
_PAID_FOR = (PartState.SENT, PartState.DELIVERED, PartState.UNDELIVERED)


class MessagesPage(ArrearsPage):
    """The newest message first, those that wait for a person before all others."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._messages: dict[str, Message] = {}
        self._chosen = ""
        self._only_open = False

    def show(self) -> None:
        """List the messages."""
        every = list(messages_now(self.session.connection, self.today).values())
        shown = [each for each in every if not self._only_open or each.state in _TO_DECIDE]
        newest = sorted(shown, key=lambda each: (each.state not in _TO_DECIDE, -each.id))[:LIMIT]
        self._messages = {str(each.id): each for each in newest}
        columns = (
            PageColumn("time", self.w("Time"), 112), PageColumn("unit", self.w("Unit"), 88, 1),
            PageColumn("what", self.w("Purpose"), 110, 1), PageColumn("text", self.w("Message text"), 180, 4),
            PageColumn("parts", self.w("Parts"), 56, 0, "right"), PageColumn("state", self.w("State"), 190, 4),
        )  # fmt: skip
        rows = tuple(PageRow(key, self._cells(each), bool(each.why)) for key, each in self._messages.items())
        every_word = self.w("Show all") if self._only_open else self.w("Only what needs you")
        commands = (
            PageCommand("N", self.w("New messages"), True), PageCommand("A", self.w("Send again")),
            PageCommand("L", self.w("Let it be")), PageCommand("F", every_word),
            PageCommand("E", self.w("E-mail addresses")),
        )  # fmt: skip
        empty = (
            self.w("No message stands here"),
            self.w("N writes to owners who owe; after payments those are written to who wish it."),
        )
        self.view.show_page(
            Page(self.w("Text messages"), self._told(), columns, rows, commands, empty, self._facts(every))
        )

    def selected(self, row_id: str) -> None:
        """Say the whole text, and of each part what is known."""
        self._chosen = row_id
        message = self._messages.get(row_id)
        if message is None:
            self.view.explain("", "")
            return
        parts = self.w("; ").join(self._part(n, message) for n in range(len(message.parts)))
        self.view.explain(message.text, together(self.w("{parts}.", parts=parts), self._advice(message)))

    def pressed(self, key: str) -> None:
        """Do what a command does."""
        if key == "F":
            self._only_open = not self._only_open
            self.show()
        elif key == "E":
            if self.may(Act.CHANGE_REGISTERS):
                ask_addresses(self)
        elif key == "N":
            if self.may(Act.SEND_LETTERS):
                self._ask_whom()
        elif (message := self._messages.get(self._chosen)) is not None and self.may(Act.SEND_LETTERS):
            self._ask_decision(message, "again" if key == "A" else "leave")

    def _told(self) -> str:
        state = self.places.modem_state()
        if state is None:
            return self.w("No modem is set: Settings, This computer. Page 4 writes a file for a bulk sender.")
        settings = load_message_settings(self.session.connection, self.today.isoformat())
        modem = self.w("Modem: {state}.", state=state_words(state.reason or "ready", self.session.words))
        quiet = self.w(
            "Nothing goes out from {begins} to {ends}.", begins=f"{settings.quiet_from:%H:%M}",
            ends=f"{settings.quiet_to:%H:%M}",
        )  # fmt: skip
        return together(modem, quiet)

    def _facts(self, every: Sequence[Message]) -> tuple[tuple[str, str], ...]:
        month = self.today.isoformat()[:7]
        parts = sum(part.state in _PAID_FOR for each in every if each.day[:7] == month for part in each.parts)
        on_their_way = sum(each.state in _ON_ITS_WAY and not each.by_file for each in every)
        cost = load_message_settings(self.session.connection, self.today.isoformat()).cost * parts
        return (
            (self.w("On their way"), formats.count(on_their_way)),
            (self.w("Need you"), formats.count(sum(each.state in _TO_DECIDE for each in every))),
            (self.w("Parts sent this month"), formats.count(parts)),
            (self.w("Cost, about"), self.symbol(cost)),
        )  # fmt: skip

    def _cells(self, message: Message) -> tuple[str, ...]:
        unit = accounts.unit(self.session.connection, message.unit_id)
        words = self.session.words
        state = term(message.state, SMS_STATES, words)
        if message.by_file and message.state is SmsState.SENDING:
            state = self.w("in a file for a sender")
        if message.why:
            state = self.w("not sent: {reason}", reason=term(message.why, DROPPED, words))
        elif message.reason:
            state = self.w("{state}: {reason}", state=state, reason=term(message.reason, REASONS, words))
        return (
            dates.moment(message.at)[5:], unit.code if unit else "–", term(message.purpose, PURPOSES, words),
            message.text, formats.count(len(message.parts)), state,
        )  # fmt: skip

    def _part(self, n: int, message: Message) -> str:
        part, words = message.parts[n], self.session.words
        told = self.w("part {n}: {state}", n=n + 1, state=term(part.state, PART_STATES, words))
        if part.reference is not None:
            return self.w("{part}, network no. {number}", part=told, number=part.reference)
        if part.reason:
            return self.w("{part} ({reason})", part=told, reason=term(part.reason, REASONS, words))
        return told

    def _advice(self, message: Message) -> str:
        if message.state is SmsState.UNKNOWN:
            return self.w("It may have arrived. Ask the owner before you send it again.")
        if message.state is SmsState.WAITING:
            return self.w("Waits for its modem until {day} at the latest.", day=message.until)
        return ""

    def _ask_whom(self) -> None:
        if self.places.modem_state() is None:
            self.view.say("risk", self.w("No modem is set: Settings, This computer."))
            return
        every = self.owing
        tests: tuple[tuple[Callable[[Owing], bool], str], ...] = (
            (lambda each: bool(each.debtor.overdue), self.w("everybody who owes")),
            (lambda each: each.debtor.days > 30, self.w("overdue for more than {n} days", n=30)),
            (lambda each: each.debtor.days > 90, self.w("overdue for more than {n} days", n=90)),
            (lambda each: not each.letters, self.w("who got no letter about it yet")),
        )
        options = [([each for each in every if each.debtor.overdue and test(each)], word) for test, word in tests]
        self.view.ask(choose(self.w("Write to whom?"), "", options, self._ask_sure))

    def _ask_sure(self, units: list[Owing]) -> str:
        session = self.session
        lately = written_lately(session.connection, self.today, self.settings.terms.gap_days)
        found = preview_sms(units, session.office, session.paper_words, count_parts, lately)
        if not found.messages:
            return together(self.w("Nobody of them can be written to now."), self._left_out(found))
        cost = load_message_settings(session.connection, self.today.isoformat()).cost * found.parts
        title = session.words.n("{n} message?", "{n} messages?", len(found.messages))
        text = self.w("{n} parts, about {amount}. The first: {text}", n=formats.count(found.parts),
                      amount=self.symbol(cost), text=found.messages[0].text)  # fmt: skip
        options = ((False, self.w("Back: send nothing")), (True, self.w("Send them")))
        self.view.ask(choose(title, together(text, self._left_out(found)), options,
                             lambda sure: self._queue(found) if sure else ""))  # fmt: skip
        return ""

    def _left_out(self, found: SmsPreview) -> str:
        if not found.left_out:
            return ""
        words = self.session.words
        reasons = self.w(", ").join(
            self.w("{n} × {reason}", n=n, reason=term(why, DROPPED, words)) for why, n in found.left_out.items()
        )
        return self.w("Left out: {reasons}.", reasons=reasons)

    def _queue(self, found: SmsPreview) -> str:
        session = self.session
        try:
            count = queue_arrears(session.books, found.messages, request_id=session.new_request(), staff=session.person)
        except Exception as error:
            return session.sentence(error)
        self.saved(session.words.n("{n} message waits for its modem.", "{n} messages wait for their modem.", count))
        return ""

    def _ask_decision(self, message: Message, decision: Decision) -> None:
        again = decision == "again"
        title = self.w("Send this message again?") if again else self.w("Send this message no more?")
        words = self.w("Yes: send what did not go, or may not have gone") if again else self.w("Yes")
        options = ((False, self.w("Back: change nothing")), (True, words))
        request_id = self.session.new_request()
        self.view.ask(choose(title, message.text, options,
                             lambda sure: self._decide(message, decision, request_id) if sure else ""))  # fmt: skip

    def _decide(self, message: Message, decision: Decision, request_id: str) -> str:
        session = self.session
        try:
            decide_sms(session.books, message.id, decision, request_id=request_id, staff=session.person)
        except Exception as error:
            return session.sentence(error)
        self.saved(self.w("Noted: {decision}.", decision=term(decision, DECISIONS, session.words)))
        return ""
