"""Every public ledger of the reference data is read with no option, and adds up to what a plain count finds."""

import csv
import io
import tarfile
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger import read_ledger

pytestmark = pytest.mark.shared

UK = ["cabinetoffice_clean", "calderdale_clean", "leeds_processed", "leeds_raw", "london_clean", "manchester_clean",
      "northtyneside_clean"]  # fmt: skip
AMOUNTS = {"Amount", "Net Amount"}


def count_plainly(data: bytes) -> tuple[int, int]:
    """Lines with anything but a running number, and the sum of the amounts in cents, by the standard library."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    rows = list(csv.reader(io.StringIO(text.removeprefix("ï»¿"))))
    header, body = rows[0], [row for row in rows[1:] if any(row[1:] if rows[0][0] == "#" else row)]
    at = next(place for place, name in enumerate(header) if name in AMOUNTS)
    cents = 0
    for row in body:
        try:
            # London brackets some of its credits.
            plain = row[at].replace(",", "").replace("(", "-").replace(")", "")
            cents += int((Decimal(plain) * 100).to_integral_value())
        except InvalidOperation:
            assert not row[at].strip()
    return len(body), cents


@pytest.mark.parametrize("body", UK)
def test_british_ledgers(body: str, shared_data: Path, tmp_path: Path) -> None:
    with tarfile.open(shared_data / "spend" / f"uk_{body}_dev.tar.xz") as archive:
        # Written out one by one: `extractall` warns without its filter, and Python 3.11.2 does not know that yet.
        for number, member in enumerate(archive):
            if (content := archive.extractfile(member)) and member.name.endswith(".csv"):
                (tmp_path / f"{number}-{Path(member.name).name}").write_bytes(content.read())
    files = sorted(tmp_path.glob("*.csv"))
    assert files
    for file in files:
        ledger = read_ledger(file, lang="en")
        assert (len(ledger), ledger.total_cents) == count_plainly(file.read_bytes()), file.name
        assert ledger.columns["amount"] in AMOUNTS
        assert "supplier" in ledger.columns
        assert "category" in ledger.columns or body == "leeds_processed"
        assert set(ledger.calc_problems()) <= {"amount_missing"}
        assert ledger.first_on is not None, file.name


@pytest.mark.parametrize(
    ("name", "lines", "total", "category"),
    [
        ("long", 657, "19650328.50", "1000 - Personele exploitatie overig"),
        ("by_supplier", 679, "255265000.00", None),
        ("by_category", 688, "3950395.00", "8110 - Vakliteratuur en abonnementen"),
        ("top", 212, None, "9560 - I&M specifiek"),
    ],
)
def test_dutch_state_purchases(
    name: str, lines: int, total: str | None, category: str | None, shared_data: Path
) -> None:
    path = shared_data / "spend" / f"rijk_inkoop_{name}_dev.csv"
    ledger = read_ledger(path)
    assert len(ledger) == lines
    assert not ledger.problem.any()
    if total:
        with path.open(encoding="utf-8") as file:
            plain = sum((Decimal(row["Totaal_Avg"]) for row in csv.DictReader(file)), Decimal(0))
        assert Decimal(ledger.total_cents) / 100 == plain == Decimal(total)
    if category:
        assert category in ledger.text["category"].dictionary.to_pylist()
    assert ledger.columns["supplier"].lower() == "leverancier"
    assert ledger.first_on is not None


def test_several_categories_on_a_line_stay_apart(shared_data: Path) -> None:
    ledger = read_ledger(shared_data / "spend" / "rijk_inkoop_by_supplier_dev.csv")
    first = ledger.text["category"].to_pylist()[0]
    assert len(first.split(" | ")) == 4
    assert "<br>" not in first


def test_brackets_are_said_to_be_estimates(shared_data: Path) -> None:
    ledger = read_ledger(shared_data / "spend" / "rijk_inkoop_top_dev.csv")
    assert "amount_brackets" in {notice.id for notice in ledger.notices}


def test_brackets_agree_with_the_published_middles(shared_data: Path, tmp_path: Path) -> None:
    """The same lines by bracket and by published amount give the same total."""
    with (shared_data / "spend" / "rijk_inkoop_long_dev.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "staffel.csv"
    path.write_text(
        "Leverancier,Categorie,Staffel\n" + "".join(f"A,B{n},{row['Staffel']}\n" for n, row in enumerate(rows))
    )
    total = sum(Decimal(row["Totaal_Avg"]) for row in rows)
    assert Decimal(read_ledger(path).total_cents) / 100 == total


def test_a_list_of_codes_is_no_ledger(shared_data: Path) -> None:
    with pytest.raises(InputProblem, match="'code', 'label_nl'"):
        read_ledger(shared_data / "spend" / "rijk_inkoop_categories.csv")
