import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.queue_windows import judge_bits
from printing.status import Offline, Online, Status, Unknown, confirm_printed, read_status

WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


class FakeLine:
    """Answers DLE EOT from a table, silence for what it lacks, and moves its own clock while silent."""

    def __init__(self, answers: dict[int, int], extra: bytes = b"") -> None:
        self.answers = answers
        self.extra = extra
        self.now = 0.0
        self.asked: list[bytes] = []
        self.late: list[bytes] = []

    def write(self, data: bytes, timeout_s: float) -> None:
        self.asked.append(data)

    def read(self, timeout_s: float) -> bytes:
        if not self.asked or timeout_s == 0:
            return self.late.pop() if self.late else b""
        last = self.asked[-1]
        if last == b"\x1dr\x01":
            return self.extra
        if last[2] in self.answers:
            return bytes([self.answers[last[2]]])
        self.now += timeout_s
        return b""


def status_of(**changed: int) -> Status:
    line = FakeLine(WELL | {int(key[1:]): value for key, value in changed.items()})
    return read_status(line, 2.0, lambda: line.now)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, Online()),
        ({"n4": 0x1E}, Online("paper_low")),
        ({"n1": 0x1A, "n2": 0x16}, Offline("cover_open")),
        ({"n1": 0x1A, "n2": 0x32, "n4": 0x7E}, Offline("paper_out")),
        ({"n4": 0x72}, Offline("paper_out")),
        ({"n1": 0x1A, "n2": 0x52, "n3": 0x1A}, Offline("cutter")),
        ({"n1": 0x1A, "n2": 0x52, "n3": 0x32}, Offline("error")),
        ({"n1": 0x1A}, Offline("error")),
    ],
)
def test_the_four_bytes_are_told_in_words(answers: dict[str, int], expected: Status) -> None:
    assert status_of(**answers) == expected


def test_silence_is_unknown_and_ends_within_the_deadline() -> None:
    line = FakeLine({})
    assert read_status(line, 2.0, lambda: line.now) == Unknown()
    assert line.now <= 2.0


def test_a_late_answer_to_an_earlier_question_is_no_answer_to_the_next() -> None:
    line = FakeLine(WELL)
    line.late = [b"\x16"]  # as the answer to n=2 it would mean that the cover is open
    assert read_status(line, 2.0, lambda: line.now) == Online()
    mute = FakeLine({})
    mute.late = [b"\x00"]
    assert not confirm_printed(mute, 1.0), "it was the paper before that was out"


def test_a_byte_that_is_no_status_is_unknown() -> None:
    assert status_of(n1=0xFF) == Unknown()


def test_a_printer_that_answers_only_the_first_question_is_what_it_says() -> None:
    line = FakeLine({1: 0x12})
    assert read_status(line, 2.0, lambda: line.now) == Online()
    line = FakeLine({1: 0x1A})
    assert read_status(line, 2.0, lambda: line.now) == Offline("error")


def test_all_four_questions_are_asked() -> None:
    line = FakeLine(WELL)
    read_status(line, 2.0, lambda: line.now)
    assert line.asked == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]


@given(st.dictionaries(st.sampled_from([1, 2, 3, 4]), st.integers(0, 255)))
def test_no_answer_whatever_breaks_the_reader(answers: dict[int, int]) -> None:
    line = FakeLine(answers)
    assert isinstance(read_status(line, 2.0, lambda: line.now), Online | Offline | Unknown)


@pytest.mark.parametrize(("answer", "confirmed"), [(b"\x00", True), (b"\x03", True), (b"\x0c", False), (b"", False)])
def test_only_an_answer_with_paper_confirms(answer: bytes, confirmed: bool) -> None:
    assert confirm_printed(FakeLine({}, answer), 1.0) is confirmed


@pytest.mark.parametrize(
    ("bits", "expected"),
    [(0x0, Unknown()), (0x10, Offline("paper_out")), (0x400000, Offline("cover_open")), (0x80, Offline("unreachable"))],
)
def test_the_windows_spooler_saying_nothing_is_not_taken_for_ready(bits: int, expected: Status) -> None:
    assert judge_bits(bits) == expected
