"""The user's mapping: what it accepts, what it refuses and how it says so."""

import csv
import io
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


def cells_of(template: str, column: int) -> list[str]:
    return [row[column] for row in csv.reader(io.StringIO(template), delimiter=";")]


def fill_in(template: str, code: str) -> str:
    """The template with a code in each row, as a user would write it."""
    header, *rows = csv.reader(io.StringIO(template), delimiter=";")
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([header, *([row[0], code, *row[2:]] for row in rows)])
    return out.getvalue()


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
        ("text;code\n\n\nx;c4\n\ny;c99\n", 6, "code"),  # blank lines count, as in every editor
        ('text;code\n"a\nb";c4\ny;c99\n', 4, "code"),  # and so do line ends inside quotation marks
        ("text;code;text\nx;c4;y\n", 1, "text"),
        ("text;code\nx;c4;y\n", 2, ""),
        ("text;code\nx;c4\n" + "y" * 200_000 + ";c4\n", 3, ""),
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


def test_any_line_end_will_do(tmp_path: Path) -> None:
    path = tmp_path / "mapping.csv"
    path.write_bytes(b'text;code\r"koffie; thee";c3\rsteen;c2\r')
    assert set(load_mapping(path).entries) == {"koffie; thee", "steen"}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_mapping_without_an_end_is_refused() -> None:
    with pytest.raises(InputProblem, match="device or a pipe"):
        load_mapping(Path("/dev/zero"))


def test_a_template_cannot_run_formulas_and_still_fits_the_ledger(assess_text: Any, tmp_path: Path) -> None:
    """Who fills it in opens it in a spreadsheet, and the texts are those of suppliers."""
    ledger = "Omschrijving;Bedrag\n@qqzx;9,00\n=qqzx(1);5,00\n'qqzx;4,00\nqq,=zx|A0,;3,00\n"
    template = render_template(assess_text(ledger).lines)
    assert cells_of(template, 0)[1:] == ["'@qqzx", "'=qqzx(1)", "'qqzx", "qq,=zx|A0,"]
    for delimiter in ";,":  # whatever delimiter the spreadsheet of a country reads
        for row in csv.reader(io.StringIO(template), delimiter=delimiter):
            assert not [cell for cell in row if cell.startswith(("=", "@"))]
    filled = load_mapping(write(tmp_path, fill_in(template, "c4")))
    assert set(filled.entries) == {"@qqzx", "=qqzx(1)", "'qqzx", "qq,=zx|a0,"}


def test_a_template_names_each_text_once(assess_text: Any, tmp_path: Path) -> None:
    """The same category in another case, or unknown for another reason, would be refused as mapped twice."""
    ledger = "Categorie;Omschrijving;Bedrag\nQqzx;Diversen;9,00\nQQZX;wvvxq;5,00\nqqzx;Diversen;7,00\n"
    template = render_template(assess_text(ledger).lines)
    assert len(template.splitlines()) == 2
    assert (cells_of(template, 5)[1], cells_of(template, 6)[1]) == ("3", "21.00")
    assert len(load_mapping(write(tmp_path, fill_in(template, "c4"))).entries) == 1


def test_the_template_lists_what_says_too_little_and_can_be_filled_in(assess_text: Any, tmp_path: Path) -> None:
    ledger = "Omschrijving;Bedrag\nDiversen;100,00\nDiversen;50,00\nOverige kosten;70,00\nKoffie;10,00\n"
    template = render_template(assess_text(ledger).lines)
    assert cells_of(template, 0) == ["text", "Diversen", "Overige kosten"]
    assert (cells_of(template, 5)[1], cells_of(template, 6)[1]) == ("2", "150.00")
    untouched = load_mapping(write(tmp_path, template))
    assert untouched.entries == {}
    filled = load_mapping(write(tmp_path, fill_in(template, "c4")))
    entry = filled.find(("diversen",))
    assert entry is not None
    assert entry.weights == (("c4", 1.0),)
