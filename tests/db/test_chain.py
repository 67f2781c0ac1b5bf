"""The chain's notation: one text for each value, one hash for each place."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.chain import GENESIS, canonical, digest_lines, digest_version, link

scalars = st.none() | st.integers() | st.text()
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
lines = st.lists(st.lists(scalars, min_size=1, max_size=6), max_size=30)


@given(values)
def test_canonical_text_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), scalars))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_han_stays_as_it_is_and_nothing_is_spaced() -> None:
    assert canonical({"业主": ["陈静", None, 1]}) == '{"业主":["陈静",null,1]}'


def test_no_number_that_is_not_one_enters_the_chain() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_a_link_is_the_hash_of_the_hash_before_and_the_hash_of_the_body() -> None:
    inner = hashlib.sha256("正文".encode()).digest()
    assert link(GENESIS, "正文") == hashlib.sha256(bytes(32) + inner).hexdigest()


@given(lines)
def test_a_digest_of_lines_is_that_of_their_canonical_texts(rows: list[list[object]]) -> None:
    text = "".join(canonical(row) + "\n" for row in rows)
    assert digest_lines(rows) == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def test_a_digest_of_lines_does_not_depend_on_how_they_are_gathered() -> None:
    many = [[n, "x"] for n in range(10_000)]
    assert digest_lines(iter(many)) == digest_lines(many)
    assert digest_lines(many[:-1]) != digest_lines(many)


def test_the_salt_is_part_of_a_version_s_digest() -> None:
    assert digest_version("a", (1, "x")) == hashlib.sha256(b'a[1,"x"]').hexdigest()
