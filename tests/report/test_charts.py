"""The drawings: measures that add up, marks that stay inside, colours that can be told apart."""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.analytics.assessment import Assessment
from scharnier.report import pictures
from scharnier.report.charts import palette
from scharnier.report.charts.flow import LEAST, TOP, Node, calc_scale, calc_tops, render_flow
from scharnier.report.charts.ranks import Interval, render_intervals
from scharnier.report.charts.svg import fit, label, tag
from scharnier.report.geometry import load_world
from scharnier.report.standing import calc_named, calc_standing
from scharnier.report.through import draw_paths
from scharnier.report.words import load_wording

NS = "{http://www.w3.org/2000/svg}"


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""

    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for text in (palette.INK, palette.MUTED, palette.ACCENT, palette.RISK["top10"]):
        for ground in (palette.PAPER, palette.WASH, "#fbeff0", "#fff4dc"):
            assert contrast(text, ground) >= 4.5
    for tier, ground in palette.TIER.items():
        assert contrast(palette.TIER_TEXT[tier], ground) >= 4.5
    # Outlines carry the light fills; neighbours on the ramp differ in lightness, whatever the hue looks like.
    for fill in palette.RISK.values():
        assert max(contrast(fill, palette.PAPER), contrast(palette.LINE, palette.PAPER)) >= 3
    ramp = [palette.RISK[state] for state in ("top10", "top25", "priority", "lower")]
    assert all(contrast(one, other) >= 1.5 for one, other in pairwise(ramp))
    assert all(contrast(one, other) >= 1.5 for one, other in pairwise(palette.TIER.values()))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_drawing_is_well_formed_and_tells_its_message(example: Callable[[str], Assessment], lang: str) -> None:
    words = load_wording(example(lang))
    places = calc_standing(words.assessment)
    drawings = [pictures.draw_map(words, places), *pictures.draw_flow(words, places), *pictures.draw_tiers(words)]
    drawings += [*pictures.draw_matrix(words), *pictures.draw_intervals(words)]
    assert words.assessment.paths is not None
    drawings += draw_paths(words, words.assessment.paths)
    for drawing in drawings:
        root = ET.fromstring(drawing)
        assert root.get("role") == "img"
        title, description = root.find(f"{NS}title"), root.find(f"{NS}desc")
        assert title is not None
        assert description is not None
        assert len(title.text or "") > 40
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert "nan" not in drawing
        width, height = (float(number) for number in (root.get("viewBox") or "").split()[2:])
        for text in root.iter(f"{NS}text"):
            if text.get("transform") is None:
                assert 0 <= float(text.get("x") or 0) <= width
                assert 0 <= float(text.get("y") or 0) <= height


def test_the_map_says_where_each_place_stands(example: Callable[[str], Assessment]) -> None:
    places = calc_standing(example("nl"))
    best: dict[str, int] = {}
    for risk in example("nl").risks:
        best.setdefault(risk.origin.country, risk.rank)  # risks come in order of rank
    for code, place in places.items():
        assert place.rank == best.get(code)
    assert places["CHN"].state == "top10"
    assert places["TWN"].state == "nodata"
    assert places["MLT"].state == "nodata"
    assert sum(place.share for place in places.values()) == pytest.approx(1)
    assert [place.amount for place in places.values()] == sorted((p.amount for p in places.values()), reverse=True)


def test_lumped_and_silent_places_look_unlike_low_ones(example: Callable[[str], Assessment]) -> None:
    words = load_wording(example("nl"))
    drawing = pictures.draw_map(words, calc_standing(words.assessment))
    fills = set(re.findall(r'<path d="[^"]*" fill="([^"]*)"', drawing))
    assert {"url(#map-hatch)", "url(#map-dots)", palette.RISK["lower"], palette.RISK["top10"]} <= fills


def test_circles_are_in_proportion_to_money(example: Callable[[str], Assessment]) -> None:
    words = load_wording(example("nl"))
    places = calc_standing(words.assessment)
    root = ET.fromstring(pictures.draw_map(words, places))
    group = next(g for g in root.iter(f"{NS}g") if g.get("class") == "circles")
    radii = [float(c.get("r") or 0) for c in group if c.get("fill") == "none"]
    amounts = [p.amount for p in places.values() if p.code not in ("MLT", "ROW")][: len(radii)]
    for radius, amount in zip(radii, amounts, strict=True):
        assert (radius / radii[0]) ** 2 == pytest.approx(amount / amounts[0], rel=0.02)


def test_groups_are_those_of_the_model(example: Callable[[str], Assessment]) -> None:
    assert [place.code for place in calc_standing(example("nl")).values() if place.group] == ["ROW"]


def test_countries_named_within_a_group_are_striped_and_the_others_hatched(content: dict[str, Any]) -> None:
    """Bangladesh is named by a source of a priority risk in the group; Thailand only as a place where harm is rare."""
    inside = [risk for risk in content["risks"] if risk["origin"]["country"] == "ROW" and risk["band"] == "priority"]
    for number, place, level in ((-1, "THA", 2), (1, "NGA", 3)):
        content["evidence"][inside[number]["likelihood"]["evidence"][1]] |= {"place": place, "level": level}
    assessment = Assessment.model_validate(content)
    named = calc_named(assessment)
    assert named["BGD"] == inside[0]["rank"]
    assert named["NGA"] == inside[1]["rank"]
    assert set(named) == {"BGD", "NGA"}
    words = load_wording(assessment)
    fills = fills_of(pictures.draw_map(words, calc_standing(assessment)))
    assert fills["BGD"] == "url(#map-named-top10)"
    assert fills["THA"] == fills["ETH"] == "url(#map-hatch)"
    assert fills["KEN"] == palette.RISK["outside"]  # in no group of this model: it says nothing, not even "lumped"
    # A country of the group that the ledger itself gives as origin is drawn as any other country.
    content["risks"][0]["origin"]["country"] = "BGD"
    stated = Assessment.model_validate(content)
    assert fills_of(pictures.draw_map(words, calc_standing(stated)))["BGD"] == palette.RISK["top10"]
    assert "BGD" not in calc_named(stated)


def fills_of(drawing: str) -> dict[str, str]:
    """The fill of each country: its outline is part of the one path of its state."""
    paths = re.findall(r'<path d="([^"]*)" fill="([^"]*)"', drawing)
    return {code: next(f for d, f in paths if shape.d in d) for code, shape in load_world().countries.items()}


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12))
def test_bars_fit_and_do_not_overlap(amounts: list[float]) -> None:
    room = 600.0
    scale = calc_scale(amounts, room)
    tops = calc_tops(amounts, scale, room)
    for (top, amount), (below, _) in pairwise(zip(tops, amounts, strict=True)):
        assert top + amount * scale <= below + 1e-6
    assert tops[0] >= TOP
    assert tops[-1] + amounts[-1] * scale <= TOP + room + 1e-6
    middles = [top + amount * scale / 2 for top, amount in zip(tops, amounts, strict=True)]
    assert all(after - before >= LEAST - 1e-6 for before, after in pairwise(middles))


def test_bands_are_as_thick_as_their_money() -> None:
    left = [Node("a", "", 60.0), Node("b", "", 40.0)]
    right = [Node("x", "", 30.0, strong=True), Node("y", "", 70.0)]
    links = [(0, 0, 30.0), (0, 1, 30.0), (1, 1, 40.0)]
    root = ET.fromstring(render_flow("f", (left, right), links, ("t" * 50, "d", "l", "r"), narrow=False))
    thick = []
    for path in root.iter(f"{NS}path"):
        start, end = re.match(r"M\S+ (\S+)C.* (\S+)Z", path.get("d") or "").groups()  # type: ignore[union-attr]
        thick.append(float(end) - float(start))
    bars = sorted(float(rect.get("height") or 0) for rect in root.iter(f"{NS}rect"))
    assert sum(thick) == pytest.approx(bars[-1] + bars[-3] if len(bars) < 4 else bars[0] + bars[3], abs=1)
    assert thick[-1] / thick[0] == pytest.approx(30 / 30, rel=0.02)  # the strong one is drawn last
    assert thick[1] / thick[0] == pytest.approx(40 / 30, rel=0.02)


def test_intervals_run_left_to_right_on_one_scale() -> None:
    rows = [Interval("a", "x", 1, 1, 1, 2, "100%"), Interval("b", "y", 2, 1, 4, 40, "80%")]
    root = ET.fromstring(render_intervals("i", rows, ("t" * 50, "d", "axis", "top"), narrow=False))
    dots = [float(c.get("cx") or 0) for c in root.iter(f"{NS}circle")]
    lines = [r for r in root.iter(f"{NS}rect") if r.get("height") == "6"]
    ends = [float(r.get("x") or 0) + float(r.get("width") or 0) for r in lines]
    assert dots[0] < dots[1]
    assert ends[0] < ends[1]
    assert (dots[1] - dots[0]) / (ends[1] - 3 - dots[0]) == pytest.approx(math.log(4) / math.log(40), rel=0.01)


@given(st.text(min_size=1))
def test_words_never_become_marks(text: str) -> None:
    drawn = tag("svg", label(text, 0, 0, class_=text))
    assert drawn.count("<") == 4
    assert '"' not in drawn.replace('="', "").replace('" ', "").replace('">', "")


def test_long_words_are_cut_with_an_ellipsis() -> None:
    assert fit("Veiligheid", 200) == "Veiligheid"
    assert fit("Veiligheid en gezondheid op het werk", 100) == "Veiligheid en…"
    assert len(fit("x" * 500, 100)) <= 15
