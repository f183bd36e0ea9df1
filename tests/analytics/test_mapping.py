"""The user's mapping: what it accepts, what it refuses and how it says so."""

from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.mapping import load_mapping, render_template
from scharnier.kernel.errors import InputProblem


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mapping.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_every_scheme_and_ignores_case_and_spaces(tmp_path: Path) -> None:
    mapping = load_mapping(
        write(
            tmp_path,
            "text;code;scheme;product;country\n"
            "Werkkleding  BUITENDIENST;c4;;workwear;Bangladesh\n"
            "Koffie;15861000;cpv;coffee;\n"
            "Diversen;unknown;;;\n",
        )
    )
    entry = mapping.find(("", "werkkleding buitendienst"))
    assert entry is not None
    assert (entry.weights, entry.product, entry.country) == ((("c4", 1.0),), "workwear", "BGD")
    coffee = mapping.find(("koffie",))
    assert coffee is not None
    assert sum(weight for _, weight in coffee.weights) == pytest.approx(1)
    left_out = mapping.find(("DIVERSEN",))
    assert left_out is not None
    assert left_out.weights == ()
    assert mapping.find(("iets anders",)) is None


def test_the_first_text_that_is_mapped_wins(tmp_path: Path) -> None:
    mapping = load_mapping(write(tmp_path, "text,code\nspecific,c4\ngeneral,c5\n"))
    entry = mapping.find(("specific", "general"))
    assert entry is not None
    assert entry.weights == (("c4", 1.0),)


@pytest.mark.parametrize(
    ("content", "row", "column"),
    [
        ("omschrijving;code\nx;c4\n", 1, ""),
        ("text;code\nx;c99\n", 2, "code"),
        ("text;code;scheme\nx;c4;naics\n", 2, "scheme"),
        ("text;code;scheme\nx;99999999;cpv\n", 2, "code"),
        ("text;code;product\nx;c4;unobtainium\n", 2, "product"),
        ("text;code;country\nx;c4;Atlantis\n", 2, "country"),
        ("text;code\n;c4\n", 2, "text"),
        ("text;code\nA b;c4\na  B;c5\n", 3, "text"),
    ],
)
def test_says_where_and_what_is_wrong(tmp_path: Path, content: str, row: int, column: str) -> None:
    with pytest.raises(InputProblem) as caught:
        load_mapping(write(tmp_path, content))
    assert (caught.value.row, caught.value.column) == (row, column)
    assert caught.value.remedy
    assert "mapping.csv" in str(caught.value)


def test_a_mapping_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00text")
    for name in ("binary.csv", "absent.csv"):
        with pytest.raises(InputProblem, match=name):
            load_mapping(tmp_path / name)


def test_the_template_lists_what_says_too_little_and_can_be_filled_in(assess_text: Any, tmp_path: Path) -> None:
    ledger = "Omschrijving;Bedrag\nDiversen;100,00\nDiversen;50,00\nOverige kosten;70,00\nKoffie;10,00\n"
    template = render_template(assess_text(ledger).lines)
    rows = [line.split(";") for line in template.splitlines()]
    assert [row[0] for row in rows] == ["text", "Diversen", "Overige kosten"]
    assert rows[1][5:7] == ["2", "150.00"]
    untouched = load_mapping(write(tmp_path, template))
    assert untouched.entries == {}
    filled = load_mapping(write(tmp_path, template.replace("Diversen;;", "Diversen;c4;")))
    entry = filled.find(("diversen",))
    assert entry is not None
    assert entry.weights == (("c4", 1.0),)
