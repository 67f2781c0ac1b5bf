"""What a scanner types is caught as a whole; what a person types is not."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.codes import receipt_code
from counter.screens.scanning import FAST_MS, GAP_MS, Scanning
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton
from tests.presenters.till_window import PIN
from tests.screens.kit import Stage
from tests.screens.test_till_by_keys import counter_at


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


def scan(stage: Stage, text: str) -> None:
    """Send a code as a scanner does that is a keyboard."""
    stage.type_text(text)
    stage.press("Return")


def test_a_code_scanned_where_letters_are_commands_presses_nothing_and_opens_what_it_names(stage: Stage) -> None:
    look, root = stage.dress(), stage.root
    heard: list[str] = []
    acted: list[str] = []
    tags = root.bindtags()
    Scanning(heard.append).watch_window(root)
    bound = root.bind("<Key>", lambda event: acted.append(event.keysym), add="+")
    try:
        button = KeyButton(root, look, "Print a copy", lambda: acted.append("copy"), key="R", width=200)
        words, pin = Field(root, look, "Note"), Field(root, look, "PIN", kind="secret")
        button.pack()
        pin.pack()
        words.pack()
        button.focus_target.focus_force()
        code = receipt_code("R2026", 7, "ab" * 32)
        scan(stage, code)
        assert (heard, acted) == ([code], [])
        stage.press("c", "r")
        assert acted == ["c", "r"], "what a person types acts as ever"
        pin.focus_field()
        scan(stage, code)
        assert (heard, pin.get(), acted) == ([code, code], "", ["c", "r"]), "a code is no PIN"
        stage.type_text("2468")
        assert pin.get() == "2468"
        words.focus_field()
        stage.type_text("CF1")
        assert words.get() == "CF1", "in a text it is text"
    finally:
        root.unbind("<Key>", bound)
        root.unbind_all("<FocusIn>")
        root.bindtags(tags)


def test_a_code_scanned_while_the_window_is_locked_is_no_wrong_pin(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        counter.lock()
        for code in (receipt_code("R2026", 7, "ab" * 32), "6901234567892"):
            scan(stage, code)
            assert "Log in first, then scan the code again." in counter.texts()
        assert counter.events("log_in_failed") == 0
        stage.type_text(PIN)
        stage.press("Return")
        assert counter.session.someone is not None
