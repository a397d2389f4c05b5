"""What typing finds: the right things, the best of them first, and the letters that were meant."""

from __future__ import annotations

import string
import unicodedata
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binom_desktop.presentation.fuzzy import FuzzySearch, Searchable, folded_words, utf16_spans

PAGES = ("Overview", "Usage", "Requests", "API Keys", "Billing", "Alerts", "Settings")


def found(titles: tuple[str, ...] | list[str], text: str) -> list[str]:
    """The titles that match, the best first."""
    return [titles[entry] for entry in FuzzySearch([Searchable(title) for title in titles]).find(text)]


def hit(title: str, text: str, *keywords: str) -> str:
    """The letters of a title that were hit, each other one as a dot."""
    search = FuzzySearch([Searchable(title, keywords)])
    assert search.find(text) == [0]
    positions = set(search.positions(0))
    return "".join(letter if place in positions else "." for place, letter in enumerate(title))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ov", "Overview"),
        ("us", "Usage"),
        ("req", "Requests"),
        ("ak", "API Keys"),
        ("keys", "API Keys"),
        ("bill", "Billing"),
        ("stg", "Settings"),
        ("ALERTS", "Alerts"),
    ],
)
def test_a_few_letters_find_the_page(text: str, first: str) -> None:
    assert found(PAGES, text)[0] == first


@pytest.mark.parametrize(
    ("title", "text", "letters"),
    [
        ("Create API Key", "cak", "C......A...K.."),
        ("Create API Key", "api", ".......API...."),
        ("Create API Key", "create", "Create........"),
        ("Create API Key", "key create", "Create.....Key"),
        ("openai/gpt-4o-mini", "gm", ".......g......m..."),
        ("openai/gpt-4o-mini", "gpt4", ".......gpt.4......"),
        ("lastUsedKey", "uk", "....U...K.."),
        # The later one, since it starts a word.
        ("Usage by Model", "m", ".........M...."),
    ],
)
def test_the_letters_that_were_meant_are_told(title: str, text: str, letters: str) -> None:
    assert hit(title, text) == letters


def test_letters_in_a_row_and_at_starts_of_words_come_first() -> None:
    titles = ("axxpxxi", "xapix", "x api x", "api", "apis", "axpxi", "pia")
    assert found(titles, "api") == ["api", "apis", "x api x", "xapix", "axpxi", "axxpxxi"]


def test_among_equals_the_shorter_is_first_and_then_the_order_stays() -> None:
    titles = ("key two", "key one", "key", "key six")
    assert found(titles, "key") == ["key", "key two", "key one", "key six"]
    assert found(titles, "") == list(titles)
    assert found(titles, " \t ") == list(titles)


def test_what_has_not_all_letters_in_order_is_not_found() -> None:
    assert found(PAGES, "xyz") == []
    assert found(PAGES, "egasu") == []
    assert found(PAGES, "api zebra") == []
    assert found((), "a") == []


@pytest.mark.parametrize(
    ("title", "text", "letters"),
    [
        ("Prüfstand Übersee", "uber", "..........Über..."),
        ("Cafe\u0301 Zoë", "cafe zoe", "Cafe..Zoë"),
        ("Straße", "strasse", "Straße"),
        ("ﬁnance", "fin", "ﬁn...."),
        ("İstanbul", "istanbul", "İstanbul"),
        ("Ключ", "клю", "Клю."),
        ("Produktion", "PRÖD", "Prod......"),
        ("日本語の鍵", "本鍵", ".本..鍵"),
    ],
)
def test_accents_ligatures_and_case_make_no_difference(title: str, text: str, letters: str) -> None:
    assert hit(title, text) == letters


def test_a_keyword_is_found_by_its_beginning_alone() -> None:
    command = Searchable("Create API Key", ("new", "binom_sk_…9fQ2", "Prüfstand"))
    search = FuzzySearch([command, Searchable("Nothing else")])
    for text in ("new", "ne", "9fq", "binom", "binom_sk", "pruf", "key new", "new key"):
        assert 0 in search.find(text), text
    for text in ("ew", "fq2", "nw"):
        assert 0 not in search.find(text), text


def test_a_title_comes_before_a_keyword_and_a_keyword_hits_no_letter() -> None:
    search = FuzzySearch([Searchable("Create API Key", ("add",)), Searchable("Add Account…")])
    assert search.find("add") == [1, 0]
    assert search.positions(0) == ()
    assert search.positions(1) == (0, 1, 2)


def test_typing_on_and_taking_back_find_what_typing_anew_finds() -> None:
    entries = [Searchable(f"{vendor}/{name}-{number}", (vendor,)) for number in range(20)
               for vendor in ("openai", "meta") for name in ("gpt", "llama")]  # fmt: skip
    kept = FuzzySearch(entries)
    for text in ("o", "op", "opg", "op", "op 1", "op 11", "op 1", "meta 1", "", "l", "gpt-1", "gpt-2", "gpt-2x", "gpt"):
        anew = FuzzySearch(entries)
        assert kept.find(text) == anew.find(text), text
        assert [kept.positions(entry) for entry in range(80)] == [anew.positions(entry) for entry in range(80)]


def test_hostile_text_is_found_like_any_other() -> None:
    hostile = ("<b>bold</b>", "\u202eevil", "W" * 100_000, "\x00\ud800", "", " ", "a" * 5_000 + "b", "%s{0}\\(*")
    search = FuzzySearch([Searchable(text, (text,)) for text in hostile])
    assert search.find("<b>") == [0]
    assert search.find("w" * 20) == [2]
    assert search.find("ab") == [6]
    assert search.find("(*") == [7]
    assert search.find("\ud800") == [3]
    assert search.find("w" * 200 + "x") == []
    assert search.find("\u0301") == list(range(len(hostile)))


def best_by_trying(title: str, word: str) -> int | None:
    """The worth of the best way to place a word, by trying each one; None if there is none."""
    folded = title.lower()
    starts = [place for place, letter in enumerate(title) if letter.isalnum() and not title[:place][-1:].isalnum()]
    ways = []
    for places in combinations(range(len(folded)), len(word)):
        if any(folded[place] != letter for place, letter in zip(places, word, strict=True)):
            continue
        worth = 0
        for number, place in enumerate(places):
            if number and place == places[number - 1] + 1:
                worth += 24
                continue
            worth += (28 if place == starts[0] else 20) if place in starts else 0
            worth -= place - places[number - 1] - 1 if number else 0
        ways.append(worth)
    return max(ways, default=None)


@settings(max_examples=150, deadline=None)
@given(
    titles=st.lists(st.text(alphabet="ab -", min_size=1, max_size=9), min_size=1, max_size=6),
    word=st.text(alphabet="ab", min_size=1, max_size=4),
)
def test_the_order_is_that_of_the_best_way_to_place_the_letters(titles: list[str], word: str) -> None:
    worths = [best_by_trying(title, word) for title in titles]
    matching = [(-worth, len(titles[entry]), entry) for entry, worth in enumerate(worths) if worth is not None]
    search = FuzzySearch([Searchable(title) for title in titles])
    assert search.find(word) == [entry for _, _, entry in sorted(matching)]
    for _, _, entry in matching:
        assert "".join(titles[entry][place] for place in search.positions(entry)) == word


@settings(max_examples=150, deadline=None)
@given(title=st.text(max_size=30), text=st.text(max_size=8))
def test_no_text_breaks_it(title: str, text: str) -> None:
    search = FuzzySearch([Searchable(title, (title,)), Searchable(string.printable)])
    entries = search.find(text)
    for entry in entries:
        shown = (title, string.printable)[entry]
        assert all(0 <= place < len(shown) for place in search.positions(entry))
        assert sum(length for _, length in utf16_spans(shown, search.positions(entry))) >= len(search.positions(entry))
    if title and folded_words(title):
        assert 0 in search.find(title)


def test_spans_count_as_qt_counts_and_take_marks_with_their_letters() -> None:
    assert utf16_spans("Overview", (0, 1, 4)) == ((0, 2), (4, 1))
    assert utf16_spans("🔑key", (0, 1)) == ((0, 3),)
    assert utf16_spans("🔑key", (2,)) == ((3, 1),)
    decomposed = unicodedata.normalize("NFD", "né!")
    assert utf16_spans(decomposed, (1,)) == ((1, 2),)
    assert utf16_spans("", ()) == ()
