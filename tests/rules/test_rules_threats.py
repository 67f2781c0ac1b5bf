"""Threats in letters: what is warned of, and that the shipped letters and honest sentences hold none."""

import pytest

from counter.papers.letter_texts import SHIPPED
from counter.rules.threats import Threat, threats
from counter.words import LANGUAGES, Language, Words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("逾期不缴，我司将停水停电。", Threat.UTILITIES),
        ("将切断您的用电", Threat.UTILITIES),
        ("电卡将不予充值", Threat.UTILITIES),
        ("我司将停止向您供水、供电。", Threat.UTILITIES),
        ("逾期将限电，或不予售电。", Threat.UTILITIES),
        ("We shall cut off your water and electricity.", Threat.UTILITIES),
        ("The power supply stays, but we may suspend the gas.", Threat.UTILITIES),
        ("禁止您的车辆进入小区", Threat.ENTRY),
        ("门禁卡将被停用", Threat.ENTRY),
        ("停用您的门禁卡", Threat.ENTRY),
        ("停用电梯卡", Threat.ENTRY),
        ("We shall deactivate your gate card.", Threat.ENTRY),
        ("Your parking card is blocked; we deny you access.", Threat.ENTRY),
        ("欠费名单将公布姓名", Threat.SHAMING),
        ("将在公告栏张贴您的欠费", Threat.SHAMING),
        ("We will publish the names of debtors.", Threat.SHAMING),
        ("Your name will be published.", Threat.SHAMING),
        ("后果自负", Threat.FORCE),
    ],
)
def test_a_forbidden_threat_is_warned_of_with_its_words(text: str, kind: Threat) -> None:
    found = threats(text)
    assert kind in {each for each, _words in found}
    assert all(words in text for _kind, words in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_letters_threaten_with_nothing_but_the_court(language: Language) -> None:
    w = Words.load(language)
    assert [threats(w(each)) for texts in SHIPPED.values() for each in texts.values() if threats(w(each))] == []


@pytest.mark.parametrize(
    "text",
    [
        "请缴纳水费和电费。",
        "我们将依法提起诉讼。",
        "The water fee of September is open.",
        "电梯运行和公共维修",
        "请携带门禁卡到窗口。",
        "停车费和电动车充电费可一并缴纳。",
        "我们将依法向法院申请强制执行。",
        "The lock of the entrance door was repaired.",
    ],
)
def test_an_honest_sentence_is_no_threat(text: str) -> None:
    assert threats(text) == ()


def test_threats_side_by_side_are_told_once_each() -> None:
    assert [words for _kind, words in threats("逾期将停水停电，并锁车。")] == ["停水", "停电", "锁车"]
