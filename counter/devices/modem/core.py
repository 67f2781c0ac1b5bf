"""The AT dialogue without a line: bytes and time (seconds, any zero) are arguments, and nothing waits.

Each step of a script hands over one command and gets its answer. A part is handed over once: when the prompt stands
there. From then on only the modem's own word says what became of it, also when it comes late.
"""

import re
from collections.abc import Generator
from typing import NamedTuple

from counter.devices.modem.answers import PROMPT, Answer, Lines, final, numbers, value
from counter.devices.modem.reasons import end_of_part, of_network, of_sim, per_cent, reason_of
from counter.devices.modem.report import read_report
from counter.devices.sms_modem import ModemBusy, ModemState, PartEnd, PartTold, PartWish

ANSWER_S, PROMPT_S, NETWORK_S = 5.0, 10.0, 120.0
LOOK_EVERY_S, TRY_EVERY_S = 20.0, 5.0
ESCAPE, END = b"\x1b", b"\x1a"
_REFERENCE = re.compile(r"\+CMGS: ?([0-9]{1,3})\b.*")
_KEPT = 200  # references of which a report is still awaited


class _Ask(NamedTuple):
    """Bytes to write and how long to wait for their answer; prompt: whether it may be the prompt."""

    data: bytes
    seconds: float = ANSWER_S
    prompt: bool = False


_Script = Generator[_Ask, Answer, None]


class ModemCore:
    """One modem; reports: whether the network is asked to tell of each delivery; network_s: how long it may take."""

    def __init__(self, *, reports: bool = False, network_s: float = NETWORK_S) -> None:
        self._reports, self._network_s = reports, network_s
        self._lines = Lines()
        self._state = ModemState("starting")
        self._script: _Script | None = None
        self._ask: _Ask | None = None
        self._until = self._look_at = 0.0
        self._words: list[str] = []
        self._out = b""
        self._told: list[PartTold] = []
        self._wish: PartWish | None = None
        self._handed_over = False  # the part in hand was written, so nothing but the modem's word says what it became
        self._late: PartWish | None = None  # the newest part that is unknown and may still be answered
        self._awaited: dict[int, str] = {}
        self._report_next = False

    # What the driver is asked

    def state(self) -> ModemState:
        """Return how the modem is, as far as it was heard."""
        return self._state

    @property
    def speaks(self) -> bool:
        """Whether the modem answers at all, ready or not."""
        return self._state.reason not in ("timeout", "starting") or self._wish is not None

    def send(self, wish: PartWish) -> None:
        """Begin to send a part. Raises ModemBusy."""
        if self._state.reason or self._wish is not None:
            raise ModemBusy(self._state.reason or "busy")
        self._wish, self._handed_over, self._late = wish, False, None

    def told(self) -> tuple[PartTold, ...]:
        """Return what became known since the last call."""
        told, self._told = tuple(self._told), []
        return told

    # The line

    def line_up(self, now: float) -> None:
        """The line is there: find out what hangs on it."""
        self._lines.clear()
        self._state = ModemState("starting")
        self._begin(self._start(), now)

    def line_down(self, reason: str, now: float) -> None:
        """The line is gone: a part that was handed over is unknown, one that was not surely never left."""
        self._script = self._ask = None
        self._out = b""
        self._state = ModemState(reason)
        if self._wish is not None:
            self._end(PartEnd.UNKNOWN if self._handed_over else PartEnd.NOT_ASKED, reason)
        self._late = None

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes that came."""
        for line in self._lines.feed(data):
            self._take(line, now)

    def tick(self, now: float) -> None:
        """Let time pass: an answer that is overdue is silence; in quiet times look how the modem is."""
        if self._ask is not None and now >= self._until:
            self._answered(Answer(""), now)
        elif self._ask is None and self._wish is not None and self._state.reason:
            self._end(PartEnd.NOT_ASKED, self._state.reason)
        elif self._ask is None and self._wish is not None:
            self._begin(self._send(self._wish), now)
        elif self._ask is None and now >= self._look_at:
            self._begin(self._start() if self._state.reason == "timeout" else self._look(), now)

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""
        out, self._out = self._out, b""
        return out

    # Lines

    def _take(self, line: str, now: float) -> None:
        if self._report_next:
            self._report_next = False
            self._reported(line)
            return
        if line.startswith("+CDS:"):
            self._report_next = True
            return
        reference = _REFERENCE.fullmatch(line.removeprefix(PROMPT).strip())
        if reference is not None:
            self._sent(int(reference.group(1)))
            return
        if self._ask is None:
            return
        if line == PROMPT:
            if self._ask.prompt:
                self._answered(Answer(PROMPT), now)
            return
        end = final(line, tuple(self._words))
        if end is None:
            self._words.append(line)
        else:
            self._answered(end, now)

    def _sent(self, reference: int) -> None:
        """The network took the part in hand, or the one that nobody knew of until now."""
        if self._wish is not None and self._handed_over:
            self._end(PartEnd.SENT, "", reference)
        elif self._late is not None:
            self._tell(self._late, PartEnd.SENT, "", reference)

    def _reported(self, line: str) -> None:
        report = read_report(line)
        if report is not None and report.final and report.reference in self._awaited:
            key = self._awaited.pop(report.reference)
            end = PartEnd.DELIVERED if report.delivered else PartEnd.UNDELIVERED
            self._told.append(PartTold(key, end, report.reference))

    def _end(self, end: PartEnd, reason: str, reference: int | None = None) -> None:
        wish, self._wish = self._wish, None
        if wish is not None:
            self._late = wish if end is PartEnd.UNKNOWN else None
            self._tell(wish, end, reason, reference)

    def _tell(self, wish: PartWish, end: PartEnd, reason: str, reference: int | None) -> None:
        self._told.append(PartTold(wish.key, end, reference, reason))
        if end is PartEnd.SENT and reference is not None:
            self._late = None
            self._awaited[reference] = wish.key
            while len(self._awaited) > _KEPT:
                del self._awaited[next(iter(self._awaited))]

    # Scripts

    def _begin(self, script: _Script, now: float) -> None:
        self._script = script
        self._step(None, now)

    def _answered(self, answer: Answer, now: float) -> None:
        self._ask = None
        self._step(answer, now)

    def _step(self, answer: Answer | None, now: float) -> None:
        assert self._script is not None
        try:
            ask = next(self._script) if answer is None else self._script.send(answer)
        except StopIteration:
            self._script = None
            self._look_at = now + (TRY_EVERY_S if self._state.reason else LOOK_EVERY_S)
            return
        self._ask, self._until, self._words = ask, now + ask.seconds, []
        self._out += ask.data

    def _start(self) -> _Script:
        # A prompt that an earlier program left open would take our first command for its text: it is closed first.
        yield _Ask(ESCAPE, 0.5)
        for _ in range(3):
            if (yield _Ask(b"AT\r", 2.0)).final == "OK":
                break
        else:
            self._state = ModemState("timeout")
            return
        yield _Ask(b"ATE0\r")
        yield _Ask(b"AT+CMEE=1\r")
        yield from self._look()
        if self._reports:
            yield _Ask(b"AT+CNMI=2,0,0,1,0\r")

    def _look(self) -> _Script:
        answer = yield _Ask(b"AT+CPIN?\r")
        reason = of_sim(value(answer.words, "+CPIN"), answer)
        if reason:
            self._state = ModemState(reason)
            return
        # Asked each time: a modem that lost its power meanwhile begins with text mode again.
        answer = yield _Ask(b"AT+CMGF=0\r")
        if answer.final != "OK":
            self._state = ModemState("timeout" if not answer.final else "no_pdu_mode")
            return
        answer = yield _Ask(b"AT+CREG?\r")
        said = numbers(value(answer.words, "+CREG"))
        signal = yield _Ask(b"AT+CSQ\r")
        strength = numbers(value(signal.words, "+CSQ"))
        reason = of_network(said[1] if len(said) > 1 else None) if answer.final else "timeout"
        self._state = ModemState(reason, per_cent(strength[0] if strength else None))

    def _send(self, wish: PartWish) -> _Script:
        # In text mode, with which a modem begins anew, the same command would write to a number of two digits.
        answer = yield _Ask(b"AT+CMGF=0\r")
        if answer.final == "OK":
            answer = yield _Ask(f"AT+CMGS={wish.octets}\r".encode(), PROMPT_S, prompt=True)
        if answer.final != PROMPT:
            # Without a prompt nothing was handed over; where it comes too late it is closed again.
            self._end(PartEnd.NOT_ASKED, reason_of(answer))
            yield from self._look_why(answer)
            return
        self._handed_over = True
        answer = yield _Ask(wish.pdu.encode() + END, self._network_s)
        if self._wish is not None:
            self._end(*end_of_part(answer))
            yield from self._look_why(answer)

    def _look_why(self, answer: Answer) -> _Script:
        """After a part that did not go: nothing more is taken before it is known how the modem is."""
        self._state = ModemState("starting")
        yield from self._look() if answer.final else self._start()
