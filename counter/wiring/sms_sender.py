"""Text messages on their way: what the books have waiting goes to the modem part by part, and its word to the books."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from counter.desk.message_settings import load_message_settings
from counter.desk.office import load_office
from counter.desk.queue_sms import queue_receipts
from counter.desk.send_sms import PartToSend, found_asked, note_told, take_next
from counter.desk.sms_messages import MessageLog
from counter.devices.lines import is_simulated, serial_line
from counter.devices.modem.core import ModemCore
from counter.devices.modem.line_modem import LineModem
from counter.devices.sms import NumberUnusable, count_parts, submit_pdus
from counter.devices.sms_modem import ModemBusy, PartEnd, PartTold, PartWish, SilentModem, SmsModem
from counter.settings import ModemSettings
from counter.words import Words
from db.books import Books

STEP_S, AFTER_FAULT_S = 1.0, 30.0
LAST_WORD_S, EACH_S = 6.0, 0.2


def modem_of(settings: ModemSettings, books_kind: str, unforeseen: Callable[[Exception], object]) -> SmsModem:
    """Return the driver of the modem that the settings name; unforeseen is told, on its thread, of what was not.

    The numbers in books for practice are invented and may be somebody's: from them only a simulated modem sends.
    """
    if books_kind != "real" and not is_simulated(settings.port):
        return SilentModem("practice")
    line = serial_line(settings.port, settings.baud, two_stop_bits=False)
    return LineModem(ModemCore(reports=settings.reports), line, unforeseen)


class SmsSender:
    """step does what can be done now; used on one thread. wall: the local time; reports: whether deliveries are told.

    A word of the modem that the books cannot take yet (a full disk) is kept and no further part goes out. moves: how
    often something became known or went out.
    """

    def __init__(
        self, books: Books, modem: SmsModem, words: Words, wall: Callable[[], datetime], *, reports: bool = False
    ) -> None:
        self._books, self._modem, self._words, self._wall, self._reports = books, modem, words, wall, reports
        self._log = MessageLog()
        self._reader = books.reader()
        self._heard: list[PartTold] = []
        self._in_hand = ""
        self._begun = False
        self._payments_to = 0
        self.moves = 0

    def step(self) -> None:
        """Record what the modem told, queue what payments ask for, and hand over the next part. Raises BooksFault."""
        connection = self._reader.connection()
        if not self._begun:
            found_asked(self._books, connection, self._log)
            self._begun = True
        self._hear()
        today = self._books.clock.today().isoformat()
        if load_message_settings(connection, today).receipts:
            office = load_office(connection, today)
            self._payments_to = queue_receipts(
                self._books, connection, self._payments_to, office, self._words, count_parts
            )
        if not self._in_hand and not self._modem.state().reason:
            part = take_next(self._books, connection, self._log, self._wall().time())
            if part is not None:
                self._hand_over(part)

    def close(self, patience_s: float = 0.0) -> None:
        """Take in what the modem told last, waiting a while for the word about a part that is under way."""
        with suppress(Exception):
            self._hear()
            for _ in range(int(patience_s / EACH_S)):
                if not self._in_hand:
                    break
                threading.Event().wait(EACH_S)
                self._hear()
        self._reader.close()

    def _hear(self) -> None:
        self._heard += self._modem.told()
        while self._heard:
            told = self._heard[0]
            note_told(self._books, self._log, told.key, told.end.value, told.reference, told.reason)
            self.moves += 1
            if told.key == self._in_hand:
                self._in_hand = ""
            self._heard.pop(0)

    def _hand_over(self, part: PartToSend) -> None:
        self._in_hand = part.key
        self.moves += 1
        try:
            pdus = submit_pdus(part.phone, part.text, part.message_id, report=self._reports)
            self._modem.send(PartWish(part.key, *pdus[part.part - 1]))
        except NumberUnusable:  # never logged: it holds the number
            self._heard.append(PartTold(part.key, PartEnd.FAILED, None, "number_unusable"))
        except ModemBusy as busy:
            self._heard.append(PartTold(part.key, PartEnd.NOT_ASKED, None, busy.modem_reason))


class SmsThread:
    """Lets a sender step on a thread of its own, so that neither the window nor a payment waits for it."""

    def __init__(self, sender: SmsSender, log: Callable[[Exception], object]) -> None:
        self._sender, self._log = sender, log
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="messages", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Finish the step in hand."""
        self._stop.set()
        self._thread.join(AFTER_FAULT_S)
        self._sender.close(LAST_WORD_S)

    @property
    def moves(self) -> int:
        """Return how often something moved, for whoever shows it."""
        return self._sender.moves

    def _run(self) -> None:
        while not self._stop.is_set():
            wait = STEP_S
            try:
                self._sender.step()
            except Exception as error:
                self._log(error)
                wait = AFTER_FAULT_S
            self._stop.wait(wait)
