"""What a text typed into Find looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.codes import receipt_code
from counter.rules.query_kind import QueryKind, kinds

ROOM, NAME, INITIALS = QueryKind.ROOM, QueryKind.NAME, QueryKind.INITIALS
PHONE_TAIL, PLATE, CODE = QueryKind.PHONE_TAIL, QueryKind.PLATE, QueryKind.CODE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-2-1201", (ROOM,)),
        ("3#2-1201", (ROOM,)),
        ("3栋2单元1201", (ROOM, NAME)),
        ("商铺S-12", (ROOM, NAME)),
        ("128弄3号1201", (ROOM, NAME)),
        ("12", (ROOM,)),
        ("8000", (ROOM, PHONE_TAIL)),
        ("\uff18\uff10\uff10\uff10", (ROOM, PHONE_TAIL)),
        ("13800008000", (PHONE_TAIL, ROOM)),
        ("321201", (ROOM, PHONE_TAIL)),
        ("张三", (NAME, ROOM)),
        ("欧阳 娜", (NAME, ROOM)),
        ("zs", (INITIALS, ROOM, NAME)),
        ("zxm", (INITIALS, NAME)),
        ("John Smith", (NAME, INITIALS)),
        ("京A12345", (PLATE,)),
        ("京AD12345", (PLATE,)),
        ("粤B·F12345", (PLATE,)),
        ("京A12", (PLATE,)),
        ("粤Z1234港", (PLATE,)),
        ("A12345", (ROOM, PLATE)),
        ("S12", (ROOM,)),
        ("R2026-000123", (CODE, ROOM)),
        ("2026-000123", (CODE, ROOM)),
        ("cf1-r2026-000123-7f3a09c1-k4", (CODE,)),
        ("", ()),
        ("  ", ()),
    ],
)
def test_the_likeliest_search_goes_first(text: str, expected: tuple[QueryKind, ...]) -> None:
    assert kinds(text) == expected


@given(st.text(max_size=30))
def test_any_text_but_none_gets_a_search_and_none_twice(text: str) -> None:
    found = kinds(text)
    assert bool(found) == bool(text.replace("\u3000", " ").replace("\xa0", " ").strip())
    assert len(set(found)) == len(found)


@given(st.integers(0, 10**7))
def test_our_own_code_is_never_taken_for_anything_else(number: int) -> None:
    assert kinds(receipt_code("R2026", number, "7f3a09c1")) == (CODE,)
