"""What a scanner types is caught as a whole; what a person types is not."""

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.codes import receipt_code
from counter.screens.scanning import FAST_MS, GAP_MS, Scanning


def sent(scanning: Scanning, text: str, *, pause_ms: int = 5, start_ms: int = 0) -> list[bool]:
    """Send a text key by key; returns which keys were caught."""
    return [
        scanning.caught("minus" if char == "-" else char, char, start_ms + place * pause_ms)
        for place, char in enumerate(text)
    ]


@given(st.integers(1, 999_999), st.binary(min_size=32, max_size=32), st.booleans())
def test_every_code_of_ours_is_caught_whole(number: int, digest: bytes, lower: bool) -> None:
    heard: list[str] = []
    scanning = Scanning(heard.append)
    code = receipt_code("R2026", number, digest.hex())
    assert all(sent(scanning, code.lower() if lower else code))
    assert scanning.caught("Return", "\r", 5 * len(code))
    assert heard == [code]


@given(st.text("0123456789.", max_size=12))
def test_a_sum_is_never_caught(text: str) -> None:
    assert not any(sent(Scanning(lambda _: None), text))


def test_a_code_is_caught_after_a_half_typed_sum() -> None:
    heard: list[str] = []
    scanning = Scanning(heard.append)
    code = receipt_code("R2026", 7, "ab" * 32)
    assert sent(scanning, "600" + code) == [False] * 3 + [True] * len(code)
    scanning.caught("Return", "\r", 160)
    assert heard == [code]


def test_shift_between_the_letters_does_not_break_a_code() -> None:
    heard: list[str] = []
    scanning = Scanning(heard.append)
    code = receipt_code("R2026", 7, "ab" * 32)
    for place, char in enumerate(code):
        scanning.caught("Shift_L", "", place * 5)
        assert scanning.caught(char, char, place * 5 + 1)
    scanning.caught("Return", "\r", 160)
    assert heard == [code]


def test_letters_typed_at_a_persons_pace_stay_commands() -> None:
    assert sent(Scanning(lambda _: None), "cf", pause_ms=GAP_MS + 1) == [True, False]


def test_return_alone_and_a_broken_beginning_are_nobodys_code() -> None:
    heard: list[str] = []
    scanning = Scanning(heard.append)
    assert not scanning.caught("Return", "\r", 0)
    sent(scanning, "CF1")
    assert not scanning.caught("Return", "\r", 20)
    assert sent(scanning, "cx", start_ms=1000) == [True, False]
    assert heard == []


def test_the_figures_of_a_strangers_code_are_told_from_a_sum_by_their_speed_and_length() -> None:
    scanning = Scanning(lambda _: None)

    def typed(text: str, pause_ms: int) -> str:
        found = [scanning.strange(char, char, place * pause_ms) for place, char in enumerate(text)]
        assert set(found) <= {""}
        return scanning.strange("Return", "\r", len(text) * pause_ms)

    assert typed("134567890123456789", 5) == "134567890123456789"
    assert typed("6901234567892", 30) == "6901234567892"
    assert typed("6901234567892", FAST_MS + 1) == "", "a person types so"
    assert typed("751.80", 5) == typed("10000000", 5) == "", "no sum is that long"
