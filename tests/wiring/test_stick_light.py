"""The stick's light tells slow, failing and full as states of their own, with what to do."""

from dataclasses import replace

import pytest

from backup.manifest import StickId
from backup.stick import Absent, Failing, Full, ReadOnly, Ready, StickState, Stranger, Unreadable, Wrong
from counter.desk.stick_health import Health
from counter.wiring.stick_light import ready_light, unusable_light
from counter.words import Words

HEALTHS = (Health(), Health(slow=300_000), Health(damaged="books/x"), Health(failed="books/x"))
FULL = Full("A", 8_000_000, 1_000_000, 9_000_000)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_state_has_words_and_its_next_step(language: str) -> None:
    w = Words.load("en" if language == "en" else "zh_CN")
    states: list[StickState] = [
        Stranger(1),
        Wrong("B"),
        ReadOnly("A"),
        Unreadable("/a"),
        Failing("/a"),
        FULL,
        replace(FULL, would_free_bytes=1),
    ]
    lights = [unusable_light(state, w) for state in states]
    lights += [ready_light("A", health, w) for health in HEALTHS]
    texts = [light.text for light in lights if light is not None]
    assert len(lights) == 11
    assert len(set(texts)) == 10, "a failing stick that takes copies is called so whichever way it was found out"
    assert all(light.help for light in lights if light is not None and light.state != "ready")
    assert unusable_light(Absent(), w) is None
    assert unusable_light(Ready(StickId("1", "A", "b"), 1, None), w) is None


def test_what_would_be_freed_is_told_with_its_size() -> None:
    light = unusable_light(FULL, Words.load("en"))
    assert light is not None
    assert (light.state, "9.0 MB" in light.help or "9 MB" in light.help) == ("attention", True)
