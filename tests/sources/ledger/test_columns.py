"""Which column is taken for what."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger import Ledger, describe_columns

Read = Callable[..., Ledger]


def _ids(ledger: Ledger) -> set[str]:
    return {notice.id for notice in ledger.notices}


def test_dutch_export(read: Read) -> None:
    ledger = read(
        "Boekstuknummer;Factuurdatum;Crediteurnummer;Crediteur;Grootboekomschrijving;Omschrijving;Brutobedrag;"
        "Nettobedrag;BTW-bedrag;Land crediteur;Land van herkomst;CPV-code\n"
        "2024001;05-01-2024;90011;Kleding Fictie;Kleding;Werkjassen;121,00;100,00;21,00;NL;Bangladesh;18110000-3\n"
        "2024002;06-01-2024;90012;Steen Fictie;Wegen;Natuursteen;242,00;200,00;42,00;BE;India;44113100-6\n"
    )
    assert ledger.columns == {
        "amount": "Nettobedrag",
        "date": "Factuurdatum",
        "supplier": "Crediteur",
        "category": "Grootboekomschrijving",
        "description": "Omschrijving",
        "country_supplier": "Land crediteur",
        "country_origin": "Land van herkomst",
        "code": "CPV-code",
    }
    assert ledger.code_scheme == "cpv"
    assert ledger.total_cents == 30000
    assert ledger.text["country_origin"].to_pylist() == ["Bangladesh", "India"]


def test_english_export(read: Read) -> None:
    ledger = read(
        "Transaction number,Payment Date,Supplier Name,Supplier ID,Expense Type,Purpose,Directorate,Irrecoverable VAT,"
        "Amount\n1906716304,2020-01-02,Power plc,77,Energy,Electricity,Leisure,0.00,1339.50\n"
        "1906716342,2020-01-03,Paper plc,78,Office,Paper,Leisure,0.00,89.53\n"
    )
    assert ledger.columns["amount"] == "Amount"
    assert ledger.columns["supplier"] == "Supplier Name"
    assert {ledger.columns["category"], ledger.columns["category2"]} == {"Expense Type", "Purpose"}
    assert ledger.columns["department"] == "Directorate"
    assert ledger.total_cents == 142903


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        (("Bedrag incl. btw", "Bedrag excl. btw"), "Bedrag excl. btw"),
        (("Gross amount", "VAT amount", "Net amount"), "Net amount"),
        (("Btw", "Bedrag"), "Bedrag"),
        (("Totaal_Min", "Totaal_Avg", "Totaal_Max"), "Totaal_Avg"),
        (("Factuurnummer", "Waarde"), "Waarde"),
        (("Budget", "Realisatie"), "Realisatie"),
        (("AantalStuks", "FactuurBedrag"), "FactuurBedrag"),
    ],
)
def test_net_amount_is_preferred(read: Read, headers: tuple[str, ...], taken: str) -> None:
    rows = "".join(f"papier {n}," + ",".join(f"{n}{at}.50" for at in range(len(headers))) + "\n" for n in range(1, 5))
    assert read("Omschrijving," + ",".join(headers) + "\n" + rows).columns["amount"] == taken


def test_gross_amount_is_said_to_be_gross(read: Read) -> None:
    assert "amount_gross" in _ids(read("Omschrijving;Bedrag incl. btw\npapier;12,10\n"))


def test_categories_run_from_specific_to_general(read: Read) -> None:
    rows = "".join(f"hoofd {n // 10};sub {n // 2};{n},50\n" for n in range(20))
    ledger = read("Hoofdcategorie;Subcategorie;Bedrag\n" + rows)
    assert (ledger.columns["category"], ledger.columns["category2"]) == ("Subcategorie", "Hoofdcategorie")


def test_unknown_headers_are_judged_by_content(read: Read) -> None:
    ledger = read("aaa;bbb;ccc\nNatuursteen keien;2024-01-05;1.250,75\nWerkkleding;2024-01-06;99,10\n")
    assert ledger.columns == {"amount": "ccc", "date": "bbb", "description": "aaa"}
    assert "amount_by_content" in _ids(ledger)


def test_no_header_at_all(read: Read) -> None:
    ledger = read("Natuursteen keien;05-01-2024;1.250,75\nWerkkleding;06-01-2024;99,10\n")
    assert ledger.rows.tolist() == [1, 2]
    assert ledger.total_cents == 134985
    assert ledger.columns["description"] == "column 1"
    assert "headers_none" in _ids(ledger)


def test_the_user_wins(read: Read) -> None:
    text = "Omschrijving;Bedrag;Prijs;Soort\npapier;1,10;5,50;kantoor\n"
    ledger = read(text, columns={"amount": "prijs", "description": "Soort"})
    assert ledger.total_cents == 550
    assert ledger.text["description"].to_pylist() == ["kantoor"]
    assert read(text, columns={"hs": "Soort"}).code_scheme == "hs"


def test_wrong_wishes_name_what_there_is(read: Read) -> None:
    text = "Omschrijving;Bedrag excl btw\npapier;1,10\n"
    with pytest.raises(InputProblem, match="'Bedrag excl btw'"):
        read(text, columns={"amount": "Bedrag ex btw."})
    with pytest.raises(InputProblem, match="amount, debit"):
        read(text, columns={"bedrag": "Bedrag excl btw"})


def test_debit_and_credit_columns(read: Read) -> None:
    ledger = read("Omschrijving;Debet;Credit\npapier;100,00;\nretour;;20,00\n")
    assert ledger.cents.tolist() == [10000, -2000]


def test_side_column(read: Read) -> None:
    ledger = read("Omschrijving;Bedrag;D/C\npapier;100,00;D\nretour;20,00;C\n")
    assert ledger.cents.tolist() == [10000, -2000]


def test_year_columns_are_summed_only_without_a_total(read: Read) -> None:
    wide = read("Leverancier,Categorie,2023,2024\nA,papier,10,5\nB,steen,0,7\n")
    assert wide.cents.tolist() == [1500, 700]
    total = read("Leverancier,Categorie,2023,2024,Totaal\nA,papier,10,5,15\nB,steen,0,7,7\n")
    assert total.columns["amount"] == "Totaal"
    assert total.total_cents == 2200


def test_ledger_of_credits_is_turned(read: Read) -> None:
    ledger = read("Omschrijving;Bedrag\n" + "papier;-10,00\n" * 12)
    assert ledger.total_cents == 12000
    assert "amount_sign_turned" in _ids(ledger)


def test_labels_in_one_cell_are_separated(read: Read) -> None:
    ledger = read("Categorie,Bedrag\n1130 - Eten<br>1150 - Leren,10.50\nn/a,1.50\n")
    assert ledger.text["category"].to_pylist() == ["1130 - Eten | 1150 - Leren", None]


def test_account_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nr;Omschrijving;Bedrag\n1;papier;1,10\n")
    account = describe_columns(path, lang="nl")
    assert [(column.header, column.role) for column in account] == [
        ("Nr", ""),
        ("Omschrijving", "description"),
        ("Bedrag", "amount"),
    ]
    assert account[2].because == "aan de kop"
    assert account[2].samples == ("1,10",)
