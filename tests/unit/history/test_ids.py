"""Ids in sixteen bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.history import ids

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULIDS = st.builds(
    lambda first, rest: first + rest, st.sampled_from("01234567"), st.text(ALPHABET, min_size=25, max_size=25)
)


@given(st.lists(ULIDS, min_size=1))
def test_every_ulid_comes_back(texts: list[str]) -> None:
    high, low, packed = ids.pack(texts)
    assert packed.all()
    assert [ids.unpack(*halves) for halves in zip(high.tolist(), low.tolist(), strict=True)] == texts


@given(st.lists(st.one_of(ULIDS, st.text(), st.text(ALPHABET, min_size=26, max_size=26)), min_size=1))
def test_what_counts_as_packed_comes_back_and_nothing_else_counts(texts: list[str]) -> None:
    high, low, packed = ids.pack(texts)
    for text, above, below, is_packed in zip(texts, high.tolist(), low.tolist(), packed.tolist(), strict=True):
        assert is_packed == (len(text) == 26 and set(text) <= set(ALPHABET) and text[0] < "8")
        if is_packed:
            assert ids.unpack(above, below) == text


@pytest.mark.parametrize(
    "text", ["", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01arz3ndektsv4rrffq69g5fav", "01ARZ3NDEKTSV4RRFFQ69G5FAI"]
)
def test_other_shapes_are_kept_as_text(text: str) -> None:
    assert not ids.pack([text])[2].any()
