"""Worldwide Governance Indicators, Voice and Accountability → freedom of expression; one-sided for association."""

from pathlib import Path

from scharnier.sources.evidence_tables import Table, calc_rows, load_source, match_place, read_csv, run

FILE = "risk/gov_wgi.csv.gz"
YEAR = 2023
NO_LONGER_A_COUNTRY = {"ANT"}  # the Netherlands Antilles, dissolved in 2010; the file carries empty rows for it


def parse(data: Path) -> list[Table]:
    """The tables from the newest year of the file. A country without an estimate gives no row."""
    _, datasets = load_source(__file__)
    values = [
        (match_place(row["wb_country"], FILE), round(float(row["Estimate"]), 3), YEAR)
        for row in read_csv(data / FILE)
        if row["year"] == f"{YEAR}.0" and row["Estimate"] and row["wb_code"] not in NO_LONGER_A_COUNTRY
    ]
    return [
        Table(name, FILE, calc_rows(datasets[name], [theme], values, "(-2.5…2.5)"))
        for name, theme in (("wgi-voice-2023", "freedom_of_expression"), ("wgi-association-2023", "foa_cb"))
    ]


if __name__ == "__main__":
    run(parse, __file__)
