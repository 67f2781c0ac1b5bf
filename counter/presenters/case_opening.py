"""Recording a case from a unit's card or from a charge: what kind, what about, how it came, then one form."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from counter.desk.adjust_charge import standing_amount
from counter.desk.case_deadlines import load_deadlines
from counter.desk.keep_scan import keep_case_scan
from counter.desk.open_case import CaseIn, Disputed, Opened, open_case, refuse_undisputable
from counter.presenters.case_steps import typed_day
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.cases import CHANNELS, TOPICS, Kind, Step, deadline
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.case_words import CHANNELS as CHANNEL_WORDS
from counter.words.case_words import KINDS, case_word
from counter.words.case_words import TOPICS as TOPIC_WORDS
from db.queries import accounts, corrections
from db.queries.accounts import Unit
from db.rows import Charge


class _Draft(NamedTuple):
    """What was chosen so far, under the request that records it once."""

    unit: Unit
    kind: Kind
    charges: tuple[Charge, ...]
    request: str
    topic: str = ""
    channel: str = ""


class RecordCase:
    """Asks its way to a case; done is told after it is in the books."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self, unit: Unit, charge_id: int | None) -> None:
        """Ask what somebody brings; charge_id: the charge selected, which a dispute would be about."""
        session, w = self._session, self._session.words
        if not session.allows(Act.RECORD_CASES):
            self._view.say("risk", w("Your role may look at units but not change them."))
            return
        charges = self._charges(unit, charge_id)
        options: list[tuple[tuple[Kind, tuple[Charge, ...]], str]] = []
        if charges:
            told = w("Dispute {item} {period}", item=self._item(charges[0]), period=charges[0].period)
            options.append(((Kind.DISPUTE, charges[:1]), told))
        if len(charges) > 1:
            many = w.n("Dispute {n} open charge of {item}", "Dispute {n} open charges of {item}", len(charges),
                       item=self._item(charges[0]))  # fmt: skip
            options.append(((Kind.DISPUTE, charges), many))
        options += [((kind, ()), case_word(KINDS, kind, w)) for kind in Kind if kind is not Kind.DISPUTE]
        title = w("What does the owner of {unit} bring?", unit=unit.code)
        told = w("A dispute is about the line that is selected. Everything else goes on.")
        text = told if charges else w("To dispute a charge, select it first, among the open ones or in the history.")
        self._view.ask(choose(title, text, options, partial(self._topic, unit)))

    def _charges(self, unit: Unit, charge_id: int | None) -> tuple[Charge, ...]:
        """Return the charge selected and the other open ones of its item, as far as they can be disputed."""
        connection = self._session.connection
        first = corrections.charge(connection, charge_id) if charge_id is not None else None
        if first is None:
            return ()
        others = [
            corrections.charge(connection, each.charge_id)
            for each in accounts.open_charges(connection, (unit.id,))
            if each.item_id == first.item_id and each.charge_id != first.id
        ]
        return (first, *(each for each in others if each is not None and self._disputable(each)))

    def _disputable(self, charge: Charge) -> bool:
        try:
            refuse_undisputable(self._session.connection, charge.unit_id, (Disputed(charge.id, self._left(charge)),))
        except Exception as error:
            self._session.sentence(error)  # what is no refusal is raised again
            return False
        return True

    def _topic(self, unit: Unit, chosen: tuple[Kind, tuple[Charge, ...]]) -> str:
        session, w = self._session, self._session.words
        kind, charges = chosen
        try:
            disputed = tuple(Disputed(each.id, self._left(each)) for each in charges)
            refuse_undisputable(session.connection, unit.id, disputed)
        except Exception as error:
            return session.sentence(error)
        draft = _Draft(unit, kind, charges, session.new_request())
        options = [(topic, case_word(TOPIC_WORDS, topic, w)) for topic in TOPICS[kind]]
        self._view.ask(choose(self._title(draft), w("What is it about?"), options, partial(self._channel, draft)))
        return ""

    def _channel(self, draft: _Draft, topic: str) -> str:
        w = self._session.words
        options = [(channel, case_word(CHANNEL_WORDS, channel, w)) for channel in CHANNELS]
        asked = draft._replace(topic=topic)
        self._view.ask(choose(self._title(asked), w("How did it come?"), options, partial(self._form, asked)))
        return ""

    def _form(self, draft: _Draft, channel: str) -> str:
        session, w = self._session, self._session.words
        fields = [Asked("said", w("What is said")), Asked("wants", w("What is wanted"))]
        if len(draft.charges) == 1:
            left = formats.money(self._left(draft.charges[0]), session.currency)
            fields.append(Asked("amount", w("How much of it is disputed"), left, True))
        fields += [
            Asked("raised", w("Raised on"), session.today().isoformat()),
            Asked("due", w("Answer by"), self._due(draft.kind)),
            Asked("urgent", w("Urgent (1; else empty)"), "", True),
            Asked("path", w("Scan (may be empty)"), file=True),
        ]
        text = w("What is disputed is frozen from that day on: no late fee, no reminder. Everything else goes on.")
        typed = partial(self._typed, draft._replace(channel=channel))
        self._view.ask(Form(self._title(draft), text if draft.charges else "", w("Record it"), typed, tuple(fields)))
        return ""

    def _due(self, kind: Kind) -> str:
        """Return by when a case of a kind is proposed to be answered."""
        today = self._session.today()
        deadlines = load_deadlines(self._session.connection, today.isoformat())
        proposed = deadline(kind, Step.RECEIVED, today, deadlines=deadlines)
        return proposed.isoformat() if proposed else ""

    def _typed(self, draft: _Draft, values: dict[str, str]) -> str:
        session = self._session
        raised, due = typed_day(values["raised"]), typed_day(values["due"])
        if raised is None or due is None:
            return session.words("A day is written like 2026-11-23.")
        if values["urgent"].strip() not in ("", "0", "1"):
            return session.words("1 makes it urgent: it is to be acted upon today. Empty or 0 does not.")
        urgent = values["urgent"].strip() == "1"
        if urgent and due == self._due(draft.kind):
            due = ""  # nobody named another day, so it is today
        try:
            case = CaseIn(
                draft.kind, draft.topic, draft.unit.id, values["said"], values["wants"], draft.channel, raised,
                self._disputed(draft.charges, values), due, urgent,
            )  # fmt: skip
            done = open_case(
                session.books, case, request_id=draft.request, staff=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        session.on_commit()
        self._done()
        self._tell(done, values["path"].strip().strip('"'))
        return ""

    def _disputed(self, charges: Sequence[Charge], values: dict[str, str]) -> tuple[Disputed, ...]:
        if len(charges) == 1:
            amount = parse_amount(values["amount"], self._session.currency.digits)
            return (Disputed(charges[0].id, amount),)
        return tuple(Disputed(each.id, self._left(each)) for each in charges)

    def _tell(self, done: Opened, path: str) -> None:
        """Say what is recorded; a scan that could not be kept is kept from the case's card later."""
        session, w = self._session, self._session.words
        rest = w("The acknowledgement is being printed.")
        if path:
            try:
                keep_case_scan(
                    session.books, session.scans.store, Path(path).expanduser(), done.case_id,
                    request_id=session.new_request(), staff=session.person,
                )  # fmt: skip
            except Exception as error:
                rest = w("The scan is not kept: {why}", why=session.sentence(error))
        day = date.fromisoformat(done.due).isoformat()
        self._view.say("saved", w("Recorded as {number}, to be answered by {day}.", number=done.number, day=day), rest)

    def _title(self, draft: _Draft) -> str:
        w = self._session.words
        if not draft.charges:
            return w("{kind} of {unit}", kind=case_word(KINDS, draft.kind, w), unit=draft.unit.code)
        first = draft.charges[0]
        fields = {"item": self._item(first), "period": first.period, "unit": draft.unit.code}
        if len(draft.charges) == 1:
            return w("Dispute of {item} {period}, {unit}", **fields)
        return w.n("Dispute of {n} charge of {item}, {unit}", "Dispute of {n} charges of {item}, {unit}",
                   len(draft.charges), **fields)  # fmt: skip

    def _left(self, charge: Charge) -> int:
        return standing_amount(self._session.connection, charge)

    def _item(self, charge: Charge) -> str:
        names = accounts.item_names(self._session.connection).get(charge.item_id, ("", ""))
        return names[0 if self._session.words.language == "zh_CN" else 1]
