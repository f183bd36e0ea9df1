"""A list of relationships becomes records; nothing is dropped and nothing is guessed."""

from pathlib import Path

import pytest
import xlsxwriter

from scharnier.kernel.errors import InputProblem
from scharnier.sources.relationships import read_relationships

LIST = """naam;land;soort;KvK-nummer;Inkoop per jaar;Ons aandeel in hun omzet;medewerkers;levert aan;sinds;kleur
Naaiatelier;Bangladesh;leverancier;;1.250.000,50;35%;1.200;;01-03-2021;rood
Importeur BV;Nederland;klant;12345678;100;0,02;12;naaiatelier | b;;
Naaiatelier;Absurdistan;raar;1234;veel;1;veel;;31-02-2021;
;Nederland;;;;;;;;
"""


def _read(tmp_path: Path, text: str, lang: str = "nl"):
    path = tmp_path / "relaties.csv"
    path.write_text(text, encoding="utf-8")
    return read_relationships(path, lang)


def test_cells_become_facts(tmp_path: Path) -> None:
    first, second, _ = _read(tmp_path, LIST).records
    assert (first.country, first.kind, first.yearly_eur, first.employees) == ("BGD", "supplier", 1250000.5, 1200)
    assert (first.share_of_their_sales, str(first.since)) == (0.35, "2021-03-01")
    assert (second.identifiers.kvk, second.share_of_their_sales, second.to) == ("12345678", 0.02, ("naaiatelier", "b"))


def test_what_cannot_be_used_is_unknown_and_told(tmp_path: Path) -> None:
    found = _read(tmp_path, LIST)
    third = found.records[2]
    assert (third.country, third.yearly_eur, third.employees, third.share_of_their_sales) == (None, None, None, None)
    assert third.kind == "other", "a word that is not known is not taken for a supplier"
    told = {issue.column for issue in found.issues if issue.row == 4}
    assert told == {"country", "kind", "kvk", "yearly_eur", "share_of_their_sales", "employees", "since"}
    assert all(issue.remedy for issue in found.issues)
    assert found.ignored == ("kleur",)


def test_rows_add_up_and_ids_differ(tmp_path: Path) -> None:
    found = _read(tmp_path, LIST)
    assert found.rows == len(found.records) + found.left_out == 4
    assert [record.id for record in found.records] == ["naaiatelier", "importeur-bv", "naaiatelier-2"]


def test_the_same_id_twice_is_told_and_not_merged(tmp_path: Path) -> None:
    found = _read(tmp_path, "id,name\na,First\na,Second\n", "en")
    assert [record.name for record in found.records] == ["First"]
    assert (found.left_out, found.issues[0].row, found.issues[0].column) == (1, 3, "id")


def test_without_a_column_for_the_kind_they_are_suppliers_and_it_says_so(tmp_path: Path) -> None:
    found = _read(tmp_path, "naam;land\nA;NL\n")
    assert found.assumed_suppliers
    assert found.records[0].kind == "supplier"


def test_a_workbook_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("Name", "Country", "Annual spend"), ("Mill", "IND", 12.5)]):
            sheet.write_row(number, 0, row)
    found = read_relationships(path, "en")
    assert [(one.name, one.country, one.yearly_eur) for one in found.records] == [("Mill", "IND", 12.5)]


@pytest.mark.parametrize("text", ["kleur;maat\nrood;3\n", "naam;land\n", "land;soort\nNL;klant\n"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputProblem) as caught:
        _read(tmp_path, text)
    assert caught.value.remedy
