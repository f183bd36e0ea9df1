"""The page with the drawing: whole, safe, with the vertex that is wrong marked, and never larger than it should be."""

import re
from xml.etree import ElementTree as ET

import pytest

from scharnier.eudr.picture import DRAWN, MOST, TILES, draw_plots

from .builders import SQUARE, collection, feature, point, polygon, ring
from .conftest import Check


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_vertex_that_is_wrong_is_marked(check: Check, lang: str) -> None:
    page = draw_plots(check([point(), feature("Polygon", f"[{ring(SQUARE)}]")]), "p.geojson", lang)
    assert page.count("class='mark'") == 1
    circles = re.findall(r"class='(dot|mark)' cx='([\d.]+)' cy='([\d.]+)'", page)
    marked = next((x, y) for css, x, y in circles if css == "mark")
    dots = [(x, y) for css, x, y in circles if css == "dot"]
    assert marked == dots[3]
    assert "features[1].geometry.coordinates[0][3]" in page
    assert f'lang="{lang}"' in page


def test_north_is_up_and_east_is_right(check: Check) -> None:
    page = draw_plots(check([feature("Polygon", f"[{ring(SQUARE)}]")]), "p", "en")
    dots = [(float(x), float(y)) for x, y in re.findall(r"class='dot' cx='([\d.]+)' cy='([\d.]+)'", page)]
    assert dots[0][0] < dots[1][0]
    assert dots[0][1] > dots[3][1]


def test_text_of_the_file_is_text(check: Check) -> None:
    evil = point(ProducerCountry="<script>alert(1)</script>\x00\u202e")
    page = draw_plots(check([evil]), "<b>&'\"\ud800.geojson", "en")
    assert "<script" not in page
    assert "<b>" not in page
    assert "\u202e" not in page
    page.encode("utf-8")


def test_nothing_from_elsewhere_and_every_drawing_is_xml(check: Check) -> None:
    page = draw_plots(check([point(), polygon(SQUARE[::-1])]), "p", "nl")
    assert not re.findall(r"https?:|<script|url\(|<link|<img", page)
    for drawing in re.findall(r"<svg.*?</svg>", page, flags=re.S):
        assert ET.fromstring(drawing).get("aria-label")


@pytest.mark.parametrize(
    "text",
    [
        collection([]),
        collection(["null"]),
        collection([point("[1e999,1]")]),
        collection([feature("Polygon", "[[[500,500],[600,500],[600,600],[500,500]]]")]),
        collection([polygon([(-2.1, 6.7)] * 4)]),
    ],
)
def test_files_without_anything_to_draw(check: Check, text: str) -> None:
    assert draw_plots(check(text), "p", "en").endswith("</body></html>\n")


def test_it_stays_small(check: Check) -> None:
    many = [point(f"[-2.{n:06d},6.70]") for n in range(DRAWN + 500)]
    long = polygon([(-2 + n * 1e-6, 7.000001 + (n % 2) * 1e-6) for n in range(3 * MOST)] + [(-2.0, 6.9)])
    page = draw_plots(check([*many, long]), "p", "en")
    assert page.count("<figure>") == TILES
    assert page.count("<circle") < DRAWN + 100
    assert len(page) < 1_500_000
