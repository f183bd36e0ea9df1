"""Paths and bounds in words: said once, rounded honestly, and absent where they are not known."""

from collections.abc import Callable
from typing import Any

import pytest

from scharnier.analytics.assessment import Assessment
from scharnier.report.html import render_html
from scharnier.report.through import (
    DRAWN,
    describe_between,
    describe_between_short,
    describe_most,
    describe_path,
    describe_ways,
    list_drawn,
    places_of_paths,
    table_paths,
)
from scharnier.report.words import load_wording

NEW = ("paths", "age")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_path_starts_with_you_and_ends_where_the_money_is_earned(content: dict[str, Any]) -> None:
    cells = [{"country": "NLD", "sector": "c18"}, {"country": "CHN", "sector": "c14"}]
    content["paths"]["listed"][0]["cells"] = cells
    words = load_wording(Assessment.model_validate(content))
    assert words.assessment.paths is not None
    assert describe_path(words, words.assessment.paths.listed[0]) == "U ← Bouw, Nederland ← Elektronica, China"


def test_the_table_has_what_is_drawn_and_adds_up(example: Callable[[str], Assessment]) -> None:
    words = load_wording(example("en"))
    paths = words.assessment.paths
    assert paths is not None
    table = table_paths(words, paths)
    assert len(table.rows) == DRAWN < len(paths.listed)
    assert table.rows[-1][3] == words.f.share(sum(path.share for path in paths.listed[:DRAWN]))
    assert table.more == f"{len(paths.listed) - DRAWN} more are in report.xlsx."


@pytest.mark.parametrize(
    ("share", "said"), [(0.00211, "0,3%"), (0.00001, "0,1%"), (0.1201, "13%"), (0.002, "0,2%"), (0.5, "50%")]
)
def test_a_bound_is_never_rounded_down(content: dict[str, Any], share: float, said: str) -> None:
    content["paths"]["others_at_most"] = content["paths"]["amount"] * share
    words = load_wording(Assessment.model_validate(content))
    assert words.assessment.paths is not None
    assert describe_most(words, words.assessment.paths) == said


def test_what_cannot_be_seen_is_not_drawn(content: dict[str, Any]) -> None:
    for path in content["paths"]["listed"][3:]:
        path["share"] = 0.0009
    words = load_wording(Assessment.model_validate(content))
    assert words.assessment.paths is not None
    assert len(list_drawn(words.assessment.paths)) == 3


def test_one_place_is_told_once(content: dict[str, Any]) -> None:
    content["risks"][1]["origin"] = content["risks"][0]["origin"]
    content["risks"][1]["paths"] = content["risks"][0]["paths"]
    words = load_wording(Assessment.model_validate(content))
    first, second = (describe_ways(words, risk) for risk in words.assessment.risks[:2])
    assert first is not None
    assert second is not None
    assert len(first.shown) == 3
    assert plain(first.note) == "De 5 grootste paden zijn samen 62% van dit geld; elk ander pad is hoogstens 3,8%."
    assert (second.same, second.shown) == (1, ())
    assert len(places_of_paths(words.assessment)) == len(
        {(risk.origin.country, risk.origin.sector) for risk in words.assessment.risks if risk.paths}
    )


def test_the_only_path_is_said_to_be_the_only_one(content: dict[str, Any]) -> None:
    paths = content["risks"][0]["paths"]
    paths |= {"listed": [paths["listed"][0] | {"share": 1.0}], "coverage": 1.0, "others_at_most": 0.0}
    words = load_wording(Assessment.model_validate(content))
    ways = describe_ways(words, words.assessment.risks[0])
    assert ways is not None
    assert ways.note == "Een andere weg is er in het model niet."


@pytest.mark.parametrize(
    ("lang", "long", "short"),
    [
        (
            "nl",
            "tussen € 49.000 en € 1,2 miljoen als ketens sinds 2011 zijn verschoven zoals tussen 1995 en 2011",
            "€ 49.000 tot € 1,2 miljoen",
        ),
        (
            "en",
            "between €49,000 and €1.2 million if chains moved since 2011 as they did between 1995 and 2011",
            "€49,000 to €1.2 million",
        ),
    ],
)
def test_bounds_have_two_figures(content: dict[str, Any], lang: str, long: str, short: str) -> None:
    content["settings"]["lang"] = lang
    content["risks"][0]["exposure"]["interval"] = {"low": 48_612.3, "high": 1_249_000.0}
    words = load_wording(Assessment.model_validate(content))
    risk = words.assessment.risks[0]
    assert (plain(describe_between(words, risk)), plain(describe_between_short(words, risk))) == (long, short)


def test_what_is_not_known_is_said_to_be_unknown_and_what_stands_fast_is_not_doubted(content: dict[str, Any]) -> None:
    content["risks"][0]["exposure"]["interval"] = None
    content["risks"][1]["exposure"]["interval"] = {"low": 500.0, "high": 500.4}
    words = load_wording(Assessment.model_validate(content))
    unknown, fast = words.assessment.risks[:2]
    assert "onbekend" in describe_between(words, unknown)
    assert describe_between_short(words, unknown) == ""
    assert (describe_between(words, fast), describe_between_short(words, fast)) == ("", "")
    content["age"]["years"] = 0
    same = load_wording(Assessment.model_validate(content))
    assert describe_between(same, same.assessment.risks[0]) == ""


def test_an_assessment_of_before_shows_neither(content: dict[str, Any]) -> None:
    content["schema"] = "scharnier-assessment-2"
    for key in NEW:
        del content[key]
    for risk in content["risks"]:
        del risk["paths"], risk["exposure"]["interval"]
    html = render_html(Assessment.model_validate(content))
    assert 'id="figure-paths"' not in html
    assert "leeftijd van het model" not in html
    assert 'class="ways"' not in html
