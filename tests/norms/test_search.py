"""Search finds what people type: Dutch and English, plural, compound, American, without accents, misspelt."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.norms import load_library

LIBRARY = load_library()


def found(text: str, lang: str = "nl", top: int = 5) -> list[str]:
    return [hit.id for hit in LIBRARY.search(text, lang, limit=top)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("kinderarbeid", "nl", "child_labour"),
        ("Kinderarbeid!", "en", "child_labour"),
        ("child labor", "en", "child_labour"),
        ("child labor", "nl", "child_labour"),
        ("CHILD LABOUR", "en", "child_labour"),
        ("dwangarbeid", "nl", "forced_labour"),
        ("modern slavery", "en", "forced_labour"),
        ("leefbare lonen", "nl", "living_wage"),
        ("living wages", "en", "living_wage"),
        ("vakbond", "nl", "foa_cb"),
        ("ontbosing", "nl", "deforestation"),
        ("coruption", "en", "corruption"),
        ("klachtenregeling", "nl", "ungp-2011:29"),
        ("prioriteren", "nl", "oecd-ddg-2018:2.4"),
        ("reprisals", "en", "oecd-gl-2023:II.A.10"),
        ("C182", "nl", "ilo-c182-1999"),
        ("oecd-ddg-2018:2.4", "nl", "oecd-ddg-2018:2.4"),
        ("minimumleeftijd", "nl", "ilo-c138-1973"),
        ("invloed", "nl", "term:leverage"),
        ("biodiversité", "en", "biodiversity"),
    ],
)
def test_finds_it_among_the_first_five(text, lang, expected) -> None:
    assert expected in found(text, lang)


@pytest.mark.parametrize("text", ["", "   ", "de het een", "zzzzqqqq", "???"])
def test_says_nothing_when_there_is_nothing(text) -> None:
    assert found(text) == []


def test_part_of_a_word_finds_the_compound() -> None:
    assert "forced_labour" in found("dwang", top=8)


def test_leaves_out_what_was_not_in_force() -> None:
    text = "veilige en gezonde werkomgeving"
    osh = "ilo-fprw-1998:osh"
    assert osh in [hit.id for hit in LIBRARY.search(text, "nl", date(2022, 6, 10))]
    assert osh not in [hit.id for hit in LIBRARY.search(text, "nl", date(2022, 6, 9))]


def test_the_title_of_a_theme_finds_the_theme() -> None:
    for theme in LIBRARY.themes.values():
        for lang in ("nl", "en"):
            assert theme.id in found(theme.title[lang], lang, top=3)


@given(st.text(max_size=60), st.sampled_from(["nl", "en"]), st.integers(1, 5))
def test_any_text_gives_ranked_known_ids(text, lang, limit) -> None:
    hits = LIBRARY.search(text, lang, limit=limit)
    assert len(hits) <= limit
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.id in LIBRARY.norms or hit.id in LIBRARY.themes for hit in hits)
