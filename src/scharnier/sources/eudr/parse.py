"""The EU's country benchmark → deforestation, at farming and forestry. For no other theme: it is not about people.

`country_benchmark.csv` is our own list of the countries named in Implementing Regulation (EU) 2025/1093 and, as
standard, the other sovereign countries (the complement the regulation implies).
"""

from pathlib import Path

from scharnier.sources.evidence_tables import Row, Table, load_source, match_place, read_csv, run

FILE = "country_benchmark.csv"
YEAR = 2025


def parse(data: Path) -> list[Table]:  # noqa: ARG001 — every parse takes the folder; this one needs only its own list
    """The table of the country benchmark."""
    _, datasets = load_source(__file__)
    classes = datasets["eudr-benchmark-2025"].levels.classes or {}
    rows = tuple(
        Row("deforestation", match_place(row["iso2"], FILE), classes[row["class"]], row["class"], YEAR, "c1")
        for row in read_csv(Path(__file__).with_name(FILE))
    )
    return [Table("eudr-benchmark-2025", FILE, rows, own_list=True)]


if __name__ == "__main__":
    run(parse, __file__)
