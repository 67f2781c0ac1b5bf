"""Threats a letter about arrears must not hold: cutting utilities, barring entry, shaming (Civil Code §944).

A warning, not a judgement: words are looked for, and whoever writes decides.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Threat(StrEnum):
    """What is threatened."""

    UTILITIES = "utilities"
    ENTRY = "entry"
    SHAMING = "shaming"
    FORCE = "force"


_UTILITY_ZH = "水|电(?!梯|话|视|瓶|动)|燃气|煤气|天然气|暖|供暖|供热|热水|网络"
_STOP_ZH = "停止|停|切断|掐断|断|中断|限制|限|暂停|中止|关停|关闭"
_WHOSE_ZH = "(?:对|向)?(?:您|你|贵户|该户|业主)?(?:家|户)?(?:的)?"
_SOON_ZH = "(?:将|会|予以|被){0,2}"
_PATTERNS: Mapping[Threat, tuple[re.Pattern[str], ...]] = {
    Threat.UTILITIES: (
        re.compile(rf"(?:{_STOP_ZH}){_WHOSE_ZH}(?:生活)?(?:用|供应|供|售|购|输送)?(?:{_UTILITY_ZH})"),
        re.compile(rf"(?:不予|拒绝){_WHOSE_ZH}(?:供应|供|售)(?:{_UTILITY_ZH})"),
        re.compile(rf"(?:{_UTILITY_ZH})(?:卡|表|源)?{_SOON_ZH}(?:停|断|切断|锁|不予充值|限购)|拉闸|锁(?:水|电)表"),
        re.compile(
            r"\b(?:cut(?:ting)?(?: off)?|shut(?:ting)?(?: off| down)?|disconnect(?:ing)?|stop(?:ping)?|turn(?:ing)? off"
            r"|suspend(?:ing)?|interrupt(?:ing)?|withhold(?:ing)?"
            r")\b[^.;]{0,40}\b(?:water|power|electricity|gas|heat(?:ing)?)\b",
            re.IGNORECASE,
        ),
    ),
    Threat.ENTRY: (
        re.compile(
            r"(?:禁止|限制|不得|拒绝|不予|不准|阻止)[^。；，]{0,8}(?:进入|进出|入内|通行|停放|放行|抬杆|使用电梯|乘坐电梯)"
        ),
        re.compile(rf"(?:门禁|电梯)(?:卡|权限)?{_SOON_ZH}(?:停用|注销|取消|停|消磁|关闭)|锁车|不抬杆"),
        re.compile(
            rf"(?:停用|注销|取消|关闭|收回|限制使用|限制){_WHOSE_ZH}(?:使用)?(?:门禁|电梯|车牌)|不(?:让|许|准)进"
        ),
        re.compile(
            r"\b(?:bar(?:red|ring)?|block(?:ed|ing)?|deny(?:ing)?|refus(?:e|ing)|disabl(?:e|ing)|deactivat(?:e|ing)"
            r"|revok(?:e|ing))\b[^.;]{0,40}"
            r"\b(?:entry|access|entrance|gate|lift|elevator|car|parking|card)\b",
            re.IGNORECASE,
        ),
    ),
    Threat.SHAMING: (
        re.compile(
            r"(?:公示|公布|公开|曝光|张贴)[^。；，]{0,8}(?:姓名|名单|房号|欠费|照片)|(?:列入|纳入|拉入)(?:黑名单|失信)|上报?征信"
        ),
        re.compile(
            r"\b(?:publish|post|display|expose)\b[^.;]{0,30}\b(?:name|names|list)\b"
            r"|\bnames?\b[^.;]{0,20}\b(?:published|posted|displayed|exposed)\b|\bblacklist",
            re.IGNORECASE,
        ),
    ),
    Threat.FORCE: (
        # What a court enforces is no threat of the office's own.
        re.compile(r"(?<!法院)(?<!申请)强制执行|强制(?:清缴|清退|搬离)|上门(?:讨|追)债|后果自负"),
        re.compile(r"\b(?:evict|seize|by force|at your own risk)\b", re.IGNORECASE),
    ),
}


def threats(text: str) -> tuple[tuple[Threat, str], ...]:
    """Return each threat that a text seems to hold with the words it was found by, in their order."""
    found = [
        (match.start(), kind, match.group())
        for kind, patterns in _PATTERNS.items()
        for pattern in patterns
        for match in pattern.finditer(text)
    ]
    kept: list[tuple[int, Threat, str]] = []
    for at, kind, words in sorted(found, key=lambda each: (each[0], -len(each[2]))):
        # 停水停电 holds two threats: 停水, 停电; what lies across them (水停) is none of its own.
        if not any(kind is other and at < start + len(before) for start, other, before in kept):
            kept.append((at, kind, words))
    return tuple((kind, words) for _at, kind, words in kept)
