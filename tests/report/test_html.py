"""The page: answers first, says what is unknown, needs nothing from outside and trusts no text."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from jinja2 import UndefinedError

from scharnier.analytics.assessment import Assessment
from scharnier.report.html import render_html
from scharnier.report.texts import load_texts

LOADING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "xlink:href", "manifest"}
TEXTURES = ("hatch", "dots", "named-top10", "named-top25", "named-priority")
VOID = {"meta", "br", "img", "link", "hr", "input"}


class Page(HTMLParser):
    """What a page is made of: tags with attributes in order, and the text by tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title", "desc"):
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nothing_is_asked_from_outside(example: Callable[[str], Assessment], lang: str) -> None:
    html = render_html(example(lang))
    page = Page(html)
    for tag, attributes in page.tags:
        assert tag not in ("script", "link", "iframe", "object", "embed", "img", "base", "form")
        assert not LOADING & attributes.keys()
        assert not [key for key in attributes if key.startswith("on")]
        if "href" in attributes:
            assert re.match("#|https?://", attributes["href"])
            assert tag == "a"
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    allowed = {*(f"#map-{texture}" for texture in TEXTURES), "#paths-hatch", "#paths-narrow-hatch"}
    assert set(re.findall(r"url\(([^)]*)\)", html)) <= allowed


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_structure(example: Callable[[str], Assessment], lang: str) -> None:
    page = Page(render_html(example(lang)))
    assert page.unbalanced == []
    assert page.tags[0] == ("html", {"lang": lang})
    identifiers = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert [name for name, count in identifiers.items() if count > 1] == []
    for _, attributes in page.tags:
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in identifiers
        for reference in attributes.get("aria-labelledby", "").split():
            assert reference in identifiers
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = [tag for tag, _ in page.tags]
    for landmark in ("header", "nav", "main", "footer"):
        assert names.count(landmark) == 1
    assert names.count("table") == names.count("caption")
    assert all(a.get("scope") in ("col", "row") for tag, a in page.tags if tag == "th")
    pictures = [i for i, (tag, _) in enumerate(page.tags) if tag == "svg"]
    assert len(pictures) == 11
    for index in pictures:
        assert page.tags[index][1]["role"] == "img"
        assert [tag for tag, _ in page.tags[index + 1 : index + 3]] == ["title", "desc"]


def test_the_answer_comes_first_and_the_unknown_is_named(example: Callable[[str], Assessment]) -> None:
    assessment = example("nl")
    words = Page(render_html(assessment)).words
    first = words.index(assessment.headline[0])
    assert first < words.index("Wereldkaart") if "Wereldkaart" in words else first < words.index("Kaart 1")
    for expected in (
        "Onbekend is niet hetzelfde als laag",
        "€ 2.114.308,55",
        f"Dit zijn de hoogste 25 van {len(assessment.risks)} risico's.",
        "De rest staat in report.xlsx en assessment.json.",
        "Nog 412 risico's zijn kleiner dan de drempel van 0,01% van het bedrag",
        "Te klein voor deze kaart: Malta",
        "Rest van de wereld is een groep landen die het model niet uit elkaar houdt",
        "Bronnen bij risico's met voorrang noemen uit zo'n groep met name: Bangladesh.",
        "een bron noemt dit land; bedrag niet apart bekend",
        "Het model is van 2011; dat is 15 jaar geleden.",
        "ouder dan 5 jaar",
        "20 november 2026",
        "in een groep die het model niet splitst",
        "geen bron: onbekend, niet laag",
    ):
        assert expected in words.replace("\u00a0", " ")


def test_every_full_risk_shows_its_parts(example: Callable[[str], Assessment]) -> None:
    assessment = example("en")
    html = render_html(assessment)
    cards = re.findall(r'<article class="risk" id="risk-(\d+)".*?</article>', html, re.DOTALL)
    assert cards == [str(rank) for rank in range(1, 26)]
    card = Page(html[html.index('id="risk-1"') - 30 : html.index("</article>")]).words.replace("\u00a0", " ")
    for expected in (
        "Forced labour and modern slavery", "through medical gloves", "Likelihood", "How grave", "How many people",
        "How hard to put right", "of the assessed amount", "in the top 10 in 100% of the draws", "ILO Convention 29",
        "8.7 End forced labour", "Example Institute, 2018", "older than 5 years",
        "The example source names rubber gloves from Rest of the world under this theme.",
    ):  # fmt: skip
        assert expected in card


EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}<!--/screen--></title></style>"


def test_hostile_names_stay_text(content: dict[str, Any]) -> None:
    content["title"] = content["input"]["file"] = EVIL
    content["headline"] = [EVIL]
    content["input"]["columns"] = {EVIL: EVIL}
    content["input"]["notices"] = [EVIL]
    for names in ("places", "sectors", "themes", "products"):
        content[names] = dict.fromkeys(content[names], EVIL)
    for evidence in content["evidence"].values():
        evidence["statement"] = EVIL
    for risk in content["risks"]:
        risk["likelihood"]["because"] = EVIL
    for dataset in content["datasets"].values():
        dataset["url"] = "javascript:alert(1)"
        dataset["title"] = EVIL
    content["model"]["caveats"] = [EVIL]
    html = render_html(Assessment.model_validate(content))
    page = Page(html)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img"}
    assert page.unbalanced == []
    assert not [a for _, a in page.tags if a.get("href", "").startswith("javascript")]
    assert "{{7*7}}" in page.words
    assert "<script" not in html
    assert html.count("<!--screen-->") == html.count("<!--/screen-->")


def test_an_answer_without_risks_does_not_read_as_safe(content: dict[str, Any]) -> None:
    content |= {"risks": [], "evidence": {}, "datasets": {}, "norms": {}, "next_steps": [], "risks_not_listed": 0}
    words = Page(render_html(Assessment.model_validate(content))).words
    assert "Dat betekent niet dat er geen risico is" in words
    assert "Figuur 4" not in words


def test_an_answer_without_anything_assessed(content: dict[str, Any]) -> None:
    content |= {"risks": [], "evidence": {}, "datasets": {}, "norms": {}, "next_steps": [], "risks_not_listed": 0}
    content |= {"origins": [], "flows": [], "purchases": [], "no_data": []}
    content["headline"] = ["Geef met --columns description=Tekst aan waar de omschrijving staat."]
    content["tiers"] = dict.fromkeys(content["tiers"], 0.0)
    content["coverage"] |= {"assessed_lines": 0, "assessed_amount": 0.0}
    content["input"] |= {"first_on": None, "last_on": None, "total": 0.0}
    page = Page(render_html(Assessment.model_validate(content)))
    assert page.unbalanced == []
    assert "0%" in page.words
    assert ("code", {}) in page.tags
    assert "Zo krijgt u wel een antwoord" in page.words
    # No empty axes, no lists without rows, no method that was not used; and every link has its section.
    tags = [tag for tag, _ in page.tags]
    assert "svg" not in tags
    assert "Het ketenmodel" not in page.words
    sections = [a["id"] for tag, a in page.tags if tag == "section"]
    assert sections == ["answer", "mend", "unknown", "method"]
    links = [a["href"][1:] for tag, a in page.tags if a.get("href", "").startswith("#")]
    assert set(links) == {*sections, "content"}


def test_corrections_larger_than_purchases_still_draw(content: dict[str, Any]) -> None:
    content["flows"][0]["amount"] = -5_000_000.0
    for origin in content["origins"]:
        if origin["country"] == "DEU":
            origin["value_added"] = -5_000_000.0
    content["purchases"][0]["amount"] = -5_000_000.0
    html = render_html(Assessment.model_validate(content))
    assert 'height="-' not in html
    assert 'width="-' not in html
    assert "nan" not in html
    assert "−€\u00a05,00\u00a0miljoen" in html


def test_a_code_without_a_name_is_shown_as_it_is(content: dict[str, Any]) -> None:
    content |= {"places": {}, "sectors": {}, "themes": {}, "products": {}, "sdgs": {}, "norms": {}}
    assert "forced_labour" in render_html(Assessment.model_validate(content))


def test_both_languages_have_the_same_braces() -> None:
    nl, en = load_texts("nl"), load_texts("en")
    assert nl.words.keys() == en.words.keys()
    for key, text in nl.words.items():
        if isinstance(text, str):
            other = en.words[key]
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", other)), key
            assert text.count("|") == other.count("|"), key
            assert text.strip(), key
        else:
            assert len(text) == len(en.words[key])


def test_the_same_assessment_gives_the_same_page(example: Callable[[str], Assessment]) -> None:
    assert render_html(example("nl")) == render_html(example("nl"))


def test_a_missing_text_is_a_fault_and_not_an_empty_page() -> None:
    with pytest.raises((KeyError, UndefinedError)):
        load_texts("nl")("no such text")


def test_what_is_no_purchase_is_told_apart_from_what_is_unknown(content: dict[str, Any]) -> None:
    rest = content["coverage"]["by_reason"][0] | {"amount": 1000.0}
    content["coverage"]["by_reason"] = [rest | {"reason": "payroll", "amount": 500.0}, rest | {"reason": "no_text"}]
    words = Page(render_html(Assessment.model_validate(content))).words.replace("\u00a0", " ")
    assert "Van € 500 is niets gekocht, zoals bij salaris of subsidie" in words
    assert "Van € 1.000 zegt het bestand niet genoeg" in words
