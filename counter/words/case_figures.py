"""What cases are counted by, in words, and the words for bands of days."""

from collections.abc import Mapping

from counter.rules.case_figures import AGES, By, Cause
from counter.words.case_words import KINDS, STEPS, TOPICS, case_word
from counter.words.words import N_, Words

BY: Mapping[By, str] = {
    By.KIND: N_("Kind of case"), By.TOPIC: N_("About"), By.ITEM: N_("Fee item"), By.BUILDING: N_("Building"),
    By.AGE: N_("Open for"), By.RESULT: N_("Step or result"), By.ANSWER: N_("Answered within"),
}  # fmt: skip
CAUSES: Mapping[str, str] = {"price": N_("Price"), "meter": N_("Meter"), "run": N_("Bill run")}


def key_words(by: By, key: str, items: Mapping[int, tuple[str, str]], w: Words) -> str:
    """Return what a figure stands for: a kind, a topic, a band of days…"""
    match by:
        case By.KIND:
            return case_word(KINDS, key, w)
        case By.TOPIC:
            return case_word(TOPICS, key, w)
        case By.RESULT:
            return case_word(STEPS, key, w)
        case By.ITEM:
            return items.get(int(key), ("", ""))[0 if w.language == "zh_CN" else 1]
        case By.BUILDING:
            return w("Building {name}", name=key) if key else w("no building")
    return band_words(int(key), w)


def band_words(band: int, w: Words) -> str:
    """Return a band of days in words."""
    if band == 0:
        return w("{n} days at most", n=AGES[0])
    if band == len(AGES):
        return w("more than {n} days", n=AGES[-1])
    return w("{first} to {last} days", first=AGES[band - 1] + 1, last=AGES[band])


def cause_word(cause: Cause, w: Words) -> str:
    """Return what several cases came from: a price, a meter, a bill run."""
    return w(CAUSES[cause.what])
