"""The reading rules of the CPV map, on the shipped map and on one row changed."""

from dataclasses import replace
from datetime import date

import pytest

from scharnier.procurement.isv.categories import find_candidates, find_chains, match_categories
from scharnier.procurement.isv.content import load_isv_content
from scharnier.procurement.isv.facts import read_cpv
from scharnier.procurement.isv.shapes import CategoryRow

CONTENT = load_isv_content()
ON = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("code", "category", "status"),
    [
        ("18110000", "bedrijfskleding", "core"),
        ("18411000", None, None),
        ("18412000", "bedrijfskleding", "boundary"),
        ("55524000", None, None),
        ("55520000", "catering", "core"),
        ("90513800", None, None),
        ("90511000", "grondstoffen_afval", "core"),
        ("38960000", None, None),
        ("38510000", "laboratorium", "core"),
        ("09331200", "energie", "boundary"),
        ("09310000", "energie", "core"),
        ("48820000", "datacenters", "core"),
        ("48810000", None, None),
        ("30142000", "kantoorartikelen_computersupplies", None),
        ("90910000", None, None),
        ("33141420", None, None),
    ],
)
def test_longest_prefix_and_exclusions(code: str, category: str | None, status: str | None) -> None:
    found = find_candidates([code], ON, CONTENT)
    if code == "30142000":
        assert category not in [one.category for one in found], "excluded by a longer prefix"
        return
    assert (found[0].category if found else None, found[0].status if found else None) == (category, status)


def test_core_comes_before_a_longer_boundary() -> None:
    found = find_candidates(["32552100", "30215000"], ON, CONTENT)
    assert [(one.category, one.status) for one in found] == [
        ("ict_werkomgeving", "core"),
        ("kantoorartikelen_computersupplies", "likely"),
        ("dataverbindingen", "boundary"),
    ]


def test_a_code_may_be_in_two_categories_and_both_are_kept() -> None:
    assert {one.category for one in find_candidates(["30237000"], ON, CONTENT)} >= {
        "kantoorartikelen_computersupplies",
        "ict_werkomgeving",
    }


def test_at_equal_length_exclude_wins() -> None:
    row = next(row for row in CONTENT.categories if row.cpv_prefix == "181" and row.mode == "include")
    out = CategoryRow.model_validate({**row.model_dump(), "mode": "exclude", "valid_to": ""})
    for rows in ((*CONTENT.categories, out), (out, *CONTENT.categories)):
        assert match_categories("18120000", ON, replace(CONTENT, categories=rows)) == ()


def test_a_keyword_supports_and_never_lifts() -> None:
    for words, found in (("Huur van werkkleding met wasserij", True), ("Wassen van lakens", False)):
        one = find_candidates(["98310000"], ON, CONTENT, words)[0]
        assert (one.status, one.keyword_found) == ("boundary", found)


def test_chains_by_level_then_prefix() -> None:
    assert [hit.product for hit in find_chains(["34144900"], CONTENT)] == ["batteries", "vehicles"]
    assert find_chains(["72212330"], CONTENT) == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("18110000", "18110000"),
        ("18110000-8", "18110000"),
        (" 18110000 - 8", "18110000"),
        ("181100008", "18110000"),
        ("9310000", "09310000"),
        ("18", None),
        ("", None),
        ("00000000", None),
        ("kleding", None),
    ],
)
def test_how_codes_are_written(written: str, read: str | None) -> None:
    assert read_cpv(written) == read
