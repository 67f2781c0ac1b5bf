"""A simulated SMS modem: bytes and time in, bytes out; every fault by seed. What went on the air is kept."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from counter.devices.modem_simulator.faults import ModemFault, Personality

NETWORK_S, LATE_PROMPT_S, REPORT_S, AWAY_S = 1.5, 25.0, 4.0, 40.0
_ESCAPE, _END, _RETURN = 0x1B, 0x1A, 0x0D
PROMPT = b"\r\n> "
_HEX = re.compile(rb"(?:[0-9A-F]{2})+")


@dataclass(slots=True)
class Modem:
    """aired: the PDUs that went out, in hexadecimal; power_at: bytes in both directions until the power goes.

    slow_s, late_s: how long the network takes while it is slow, and while it is later than anybody waits.
    """

    personality: Personality = Personality.PLAIN
    fault: ModemFault = ModemFault.NONE
    seed: int = 0
    slow_s: float = 60.0
    late_s: float = 150.0
    aired: list[str] = field(default_factory=list)
    asked: int = 0  # how often a part was handed over whole
    struck: int = 0  # how often the fault came to pass
    power: bool = True
    plugged: bool = True
    power_at: int | None = None
    counted: int = 0
    _chance: random.Random = field(init=False)
    _echo: bool = True
    _pdu_mode: bool = False
    _reports: bool = False
    _wants: int | None = None  # the octets of the part that the open prompt waits for
    _line: bytearray = field(default_factory=bytearray)
    _out: list[tuple[float, bytes]] = field(default_factory=list)
    _reference: int = 16
    _away_until: float = -1.0  # the network is lost until then

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes from the counter."""
        for byte in data:
            if not self._counts():
                return
            if self._echo or self.personality is Personality.STUBBORN_ECHO:
                self._put(bytes([byte]), now)
            self._take(byte, now)

    def tick(self, now: float) -> None:
        """Let time pass: nothing moves here but what stands in the queue of its line."""

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""
        due = b"".join(data for at, data in self._out if at <= now)
        self._out = [(at, data) for at, data in self._out if at > now]
        if self.fault is ModemFault.SPLIT_READS and len(due) > 1:
            self.struck += 1
            cut = self._chance.randrange(1, len(due))
            due, rest = due[:cut], due[cut:]
            self._out.insert(0, (now, rest))
        kept = bytes(byte for byte in due if self._counts())
        return kept

    def switch_on(self) -> None:
        """Power is back: it begins as it was made, with echo and text mode."""
        self.power, self.power_at, self.plugged = True, None, True
        self._echo, self._pdu_mode, self._reports, self._wants = True, False, False, None
        self._line.clear()
        self._out.clear()

    def _counts(self) -> bool:
        """Count a byte in either direction; returns whether it passes."""
        if self.power and self.power_at is not None:
            self.counted += 1
            if self.counted > self.power_at:
                self.power, self.struck = False, self.struck + 1
                self._out.clear()
        return self.power and self.plugged

    def _take(self, byte: int, now: float) -> None:
        if byte == _ESCAPE:
            self._line.clear()
            if self._wants is not None:
                self._wants = None
                self._out = [each for each in self._out if each[1] != PROMPT]
                self._say("OK", now)
        elif self._wants is not None:
            if byte == _END:
                pdu, octets = bytes(self._line).strip(), self._wants
                self._wants = None
                self._line.clear()
                self._hand_over(pdu, octets, now)
            else:
                self._line.append(byte)
        elif byte == _RETURN:
            command = bytes(self._line).decode("ascii", "replace").strip().upper()
            self._line.clear()
            if command:
                self._obey(command, now)
        else:
            self._line.append(byte)

    def _obey(self, command: str, now: float) -> None:
        if self.fault is ModemFault.GARBAGE and self._chance.random() < 0.5:
            self.struck += 1
            noise = bytes(self._chance.choice(b"#%&\x80\xff=~") for _ in range(self._chance.randrange(1, 30)))
            self._put(b"\r\n" + noise + b"\r\n", now)
        plain: dict[str, Callable[[], str]] = {
            "AT": lambda: "OK", "AT+CMEE=1": lambda: "OK", "ATE0": self._echo_off, "AT+CMGF=0": self._to_pdu,
            "AT+CNMI=2,0,0,1,0": self._report_on, "AT+CPIN?": self._pin, "AT+CREG?": lambda: self._registered(now),
            "AT+CSQ": lambda: "+CSQ: 21,99\r\n\r\nOK",
        }  # fmt: skip
        if command.startswith("AT+CMGS=") and command[8:].isdigit():
            self._prompt(int(command[8:]), now)
        else:
            self._say(plain[command]() if command in plain else "ERROR", now)

    def _echo_off(self) -> str:
        self._echo = False
        return "OK"

    def _to_pdu(self) -> str:
        self._pdu_mode = True
        return "OK"

    def _report_on(self) -> str:
        self._reports = True
        return "OK"

    def _pin(self) -> str:
        if self.fault is ModemFault.NO_SIM:
            self.struck += 1
            return "+CME ERROR: 10"
        if self.fault is ModemFault.PIN_NEEDED:
            self.struck += 1
            return "+CPIN: SIM PIN\r\n\r\nOK"
        return "+CPIN: READY\r\n\r\nOK"

    def _registered(self, now: float) -> str:
        away = self.fault is ModemFault.NO_NETWORK or now < self._away_until
        self.struck += away
        return f"+CREG: 0,{2 if away else 1}\r\n\r\nOK"

    def _prompt(self, octets: int, now: float) -> None:
        if self.fault is ModemFault.MEMORY_FULL:
            self.struck += 1
            self._say("+CMS ERROR: 322", now)
        elif not self._pdu_mode:
            self._say("ERROR", now)
        elif self.fault is ModemFault.NO_PROMPT:
            self.struck += 1
        else:
            late = self.fault is ModemFault.LATE_PROMPT and not self.struck
            self.struck += late
            self._wants = octets
            self._put(PROMPT, now + (LATE_PROMPT_S if late else 0.05))

    def _hand_over(self, pdu: bytes, octets: int, now: float) -> None:
        if _HEX.fullmatch(pdu) is None or len(pdu) // 2 - 1 - int(pdu[:2], 16) != octets:
            self._say("+CMS ERROR: 304", now)
            return
        self.asked += 1
        if self.fault is ModemFault.NETWORK_LOST and not self.struck:
            self.struck, self._away_until = 1, now + AWAY_S
            self._say("+CMS ERROR: 331", now + NETWORK_S)
            return
        if self._refuses():
            self.struck += 1
            self._say("+CMS ERROR: 38", now + NETWORK_S)
            return
        self.aired.append(pdu.decode())
        self._reference = (self._reference + 1) % 256
        words = f"+CMGS: {self._reference}\r\n\r\nOK"
        wait = NETWORK_S
        if self.fault is ModemFault.UNPLUGGED:
            self.plugged, self.struck = False, self.struck + 1
            return
        if self.fault in (ModemFault.SILENT, ModemFault.MAYBE, ModemFault.LATE_ANSWER, ModemFault.SLOW):
            self.struck += 1
            if self.fault is ModemFault.SILENT:
                return
            words = "+CMS ERROR: 500" if self.fault is ModemFault.MAYBE else words
            wait = {ModemFault.SLOW: self.slow_s, ModemFault.LATE_ANSWER: self.late_s}.get(self.fault, NETWORK_S)
        self._say(words, now + wait)
        if self._reports:
            self._report(now + wait + REPORT_S)

    def _refuses(self) -> bool:
        second = self.fault is ModemFault.PART_TWO_FAILS and self.asked == 2
        return second or self.fault is ModemFault.REFUSED

    def _report(self, at: float) -> None:
        """The network tells of the delivery: 00 it arrived, 46 it was given up."""
        lost = self.fault is ModemFault.NOT_DELIVERED
        self.struck += lost
        stamp = "62116281830023"
        pdu = f"0006{self._reference:02X}0D91683108108300F0{stamp}{stamp}{'46' if lost else '00'}"
        self._put(f"\r\n+CDS: {len(pdu) // 2 - 1}\r\n{pdu}\r\n".encode(), at)

    def _say(self, words: str, at: float) -> None:
        self._put(f"\r\n{words}\r\n".encode(), at)

    def _put(self, data: bytes, at: float) -> None:
        self._out.append((at, data))
        self._out.sort(key=lambda each: each[0])
