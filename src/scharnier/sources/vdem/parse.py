"""V-Dem's electoral democracy index → freedom of expression; one-sided for association."""

from pathlib import Path

from scharnier.sources.evidence_tables import Table, calc_rows, load_source, match_place, read_csv, run

FILE = "risk/gov_vdem_simple.csv.gz"
YEAR = 2024
# Parts of a territory that V-Dem scores apart and that have no ISO code of their own.
PARTS = {"Palestine/West Bank", "Palestine/Gaza", "Somaliland", "Zanzibar"}


def parse(data: Path) -> list[Table]:
    """The tables from the newest year of the file."""
    _, datasets = load_source(__file__)
    values = [
        (match_place(row["vdem_country_name"], FILE), float(row["v2x_polyarchy"]), YEAR)
        for row in read_csv(data / FILE)
        if row["year"] == f"{YEAR}.0" and row["v2x_polyarchy"] and row["vdem_country_name"] not in PARTS
    ]
    return [
        Table(name, FILE, calc_rows(datasets[name], [theme], values, "(0…1)"))
        for name, theme in (("vdem-democracy-2024", "freedom_of_expression"), ("vdem-association-2024", "foa_cb"))
    ]


if __name__ == "__main__":
    run(parse, __file__)
