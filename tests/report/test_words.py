"""What things are called: places of harm, themes, files; and faults in the language of the user."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.assessment import Assessment
from scharnier.kernel.errors import InputProblem
from scharnier.report.html import render_html
from scharnier.report.words import humanise, load_wording
from scharnier.report.write import write_outputs


def plain(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_the_label_of_a_risk_is_the_place_of_harm(content: dict[str, Any]) -> None:
    content["products"] |= {"p1": "IJzer en staal", "p2": "ICT-diensten", "p3": "Verf", "p4": "Zand", "p5": "Vis"}
    for number, products in enumerate((["p1", "p2"], ["p1", "p2", "p3", "p4", "p5", "p1"])):
        content["risks"][number]["products"] = products
    assessment = Assessment.model_validate(content)
    words = load_wording(assessment)
    first, second = assessment.risks[:2]
    sector, place = assessment.sectors[first.origin.sector], assessment.places[first.origin.country]
    assert words.where(first) == f"{sector}, {place}"
    assert words.via(first) == "via ijzer en staal en ICT-diensten"
    assert words.via(second) == "via ijzer en staal, ICT-diensten, verf, zand en 2 andere producten"
    page = plain(render_html(assessment))
    assert f"{words.theme(first.theme)} {sector}, {place} via ijzer en staal" in page


def test_every_theme_with_a_priority_risk_shows_its_highest(example: Callable[[str], Assessment]) -> None:
    assessment = example("en")
    html = render_html(assessment)
    section = plain(html[html.index('<section id="themes"') : html.index('<section id="sure"')])
    wording = load_wording(assessment)
    priority = [risk for risk in assessment.risks if risk.band == "priority"]
    for theme in {risk.theme for risk in priority}:
        best = next(risk for risk in priority if risk.theme == theme)
        count = sum(risk.theme == theme for risk in priority)
        noun = "priority risk" if count == 1 else "priority risks"
        assert f"{wording.theme(theme)} {count} {noun} {best.rank} {wording.where(best)}" in section
    unknown = section[section.index("Unknown: no source") :]
    for theme in ("Living wage", "Land rights and eviction", "Water use and pollution"):
        assert theme in unknown
        assert theme not in section[: section.index("Unknown: no source")]
    assert "Safety and health at work" not in unknown  # measured, though not everywhere


def test_statements_name_different_places_first(content: dict[str, Any]) -> None:
    risk = content["risks"][0]
    model = content["evidence"][risk["likelihood"]["evidence"][0]]
    idents = []
    for number, place in enumerate(["CHN", "CHN", "CHN", "CHN", "IND", "BRA"]):
        content["evidence"][f"e{number}"] = model | {"place": place, "statement": f"statement {number}"}
        idents.append(f"e{number}")
    risk["likelihood"]["evidence"] = idents
    html = render_html(Assessment.model_validate(content))
    card = html[html.index('id="risk-1"') : html.index("</article>")]
    assert re.findall(r"statement \d", card) == ["statement 0", "statement 4", "statement 5", "statement 1"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("gemeente-voorbeelddam-2025.csv", "Gemeente Voorbeelddam 2025"),
        ("rijk_inkoop_by_supplier_dev.csv", "Rijk inkoop by supplier dev"),
        ("2020-05.csv", "2020-05"),
        ("Spend Over £500 - May 2020.v2.xlsx", "Spend Over £500 May 2020.v2"),
        (".csv", ".csv"),
    ],
)
def test_the_name_of_a_file_as_people_say_it(file: str, name: str) -> None:
    assert humanise(file) == name


def test_a_name_without_letters_says_what_it_is(content: dict[str, Any]) -> None:
    content["input"]["file"] = "2020-05.csv"
    assert "<title>Risico&#39;s in de keten: Inkoopbestand 2020-05</title>" in render_html(
        Assessment.model_validate(content)
    )


def test_faults_in_writing_are_told_in_dutch_on_one_line(tmp_path: Path) -> None:
    for name in "abcde":
        (tmp_path / name).touch()
    with pytest.raises(InputProblem) as caught:
        write_outputs(tmp_path, {"report.html": b"x"}, "nl")
    said = str(caught.value)
    assert "bevat bestanden die niet van een eerder resultaat zijn ('a', 'b', 'c' en nog 2)" in said
    assert said.endswith("Kies met --out een lege of nieuwe map.")
    assert "\n" not in said
    with pytest.raises(InputProblem, match=r"is een bestand, geen map\. Kies met --out een map"):
        write_outputs(tmp_path / "a", {"report.html": b"x"}, "nl")
