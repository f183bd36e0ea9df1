"""UN classification files → the code lists `hs` and `isic`.

`python -m scharnier.sources.un_codes.parse --from <reference data>`
"""

from datetime import date
from pathlib import Path

from scharnier.codes.build import build_table, describe_input, run
from scharnier.codes.manifest import Manifest
from scharnier.codes.schemes import COLUMNS, SCHEME_TITLES
from scharnier.sources.eurostat_codes.parse import Row, calc_plain, load_dutch, load_rows

HS_FILE = "classifications/hs2022_harmonized-system.csv.gz"
HS_SECTIONS_FILE = "classifications/hs2022_sections.csv.gz"
ISIC_FILE = "classifications/eurostat_ISIC4.csv.gz"


def parse_hs(rows: list[dict[str, str]], sections: list[dict[str, str]]) -> list[Row]:
    """HS 2022: sections in Roman numerals, then chapters (2 digits), headings (4) and subheadings (6)."""
    named = [(row["section"].strip(), "", calc_plain(row["name"]), "") for row in sections]
    names = {row[0] for row in named}
    return [(code, parent, label[:1].upper() + label[1:], nl) for code, parent, label, nl in named] + [
        (
            row["hscode"],
            (row["section"] if row["section"] in names else "") if row["level"] == "2" else row["parent"],
            calc_plain(row["description"]),
            "",
        )
        for row in rows
        if row["hscode"] != "TOTAL"
    ]


def parse_isic(rows: list[dict[str, str]], dutch: dict[str, str]) -> list[Row]:
    """ISIC Rev. 4; a division hangs on the section that comes before it in the file, as in the publication."""
    parsed: list[Row] = []
    section = ""
    for row in rows:
        code = row["ISIC Rev. 4"].strip()
        if code.isalpha():
            section, parent = code, ""
        else:
            parent = section if len(code) == 2 else code[:-1]
        # Divisions and sections are the same as those of NACE Rev. 2, so our Dutch wording serves both.
        parsed.append((code, parent, calc_plain(row["Description"]), dutch.get(code, "")))
    return sorted(parsed, key=lambda row: (row[0][0].isdigit(), row[0]))


def build(shared: Path) -> dict[str, bytes]:
    """The two code lists and their manifests by file name; `shared` is the folder with the reference data."""
    hs = Manifest(
        id="un-hs",
        title=SCHEME_TITLES["hs"],
        publisher="World Customs Organization; descriptions of UN Comtrade",
        url="https://unstats.un.org/unsd/classifications",
        edition="2022",
        licence="PDDL-1.0",
        attribution="Descriptions: UN Comtrade, through the public-domain dataset harmonized-system.",
        retrieved_on=date(2026, 11, 20),
        output="schemes/hs.tsv.gz",
        sha256="",
        rows=0,
        method="Codes and short English descriptions as published in the dataset; sections from its section list.",
        confidence="secondary",
        inputs=tuple(
            describe_input(shared, file, "datasets/harmonized-system", "Harmonized System 2022", "PDDL-1.0")
            for file in (HS_FILE, HS_SECTIONS_FILE)
        ),
        left_out=("the row TOTAL, which is no code", "Dutch labels", "the legal text of the nomenclature"),
    )
    isic = Manifest(
        id="un-isic",
        title=SCHEME_TITLES["isic"],
        publisher="United Nations Statistics Division",
        url="https://unstats.un.org/unsd/classifications/Econ/isic",
        edition="Rev. 4 (2008)",
        licence="UN: free use with acknowledgement; file CC-BY-4.0 (Eurostat)",
        attribution="Source: United Nations Statistics Division, ISIC Rev. 4; file from Eurostat.",
        retrieved_on=date(2026, 11, 20),
        output="schemes/isic.tsv.gz",
        sha256="",
        rows=0,
        method="Codes and English labels as published; the section of a division from the order of the publication.",
        confidence="verified",
        inputs=(describe_input(shared, ISIC_FILE, "Eurostat", "ISIC Rev. 4", "CC-BY-4.0"),),
        left_out=("Dutch labels other than our own wording for sections and divisions", "explanatory notes"),
    )
    return build_table(
        hs, COLUMNS, parse_hs(load_rows(shared / HS_FILE), load_rows(shared / HS_SECTIONS_FILE))
    ) | build_table(isic, COLUMNS, parse_isic(load_rows(shared / ISIC_FILE), load_dutch()))


if __name__ == "__main__":
    run(build)
