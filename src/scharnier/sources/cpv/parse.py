"""The CPV list → the code list `cpv`. `python -m scharnier.sources.cpv.parse --from <reference data>`"""

import csv
from datetime import date
from pathlib import Path

from scharnier.codes.build import build_table, describe_input, run
from scharnier.codes.manifest import Manifest
from scharnier.codes.schemes import COLUMNS, SCHEME_TITLES
from scharnier.sources.eurostat_codes.parse import Row, calc_plain

FILE = "classifications/cpv_2008_nl_en.csv"


def calc_parent(code: str, codes: set[str]) -> str:
    """The next broader CPV code, "" for a division: digits become zeros from the right until a listed code appears.

    Some levels are skipped in the vocabulary, so the parent may lie more than one level up.
    """
    for kept in range(7, 1, -1):
        broader = code[:kept].ljust(8, "0")
        if broader != code and broader in codes:
            return broader
    return ""


def parse_cpv(rows: list[dict[str, str]]) -> list[Row]:
    """The 9,454 codes with official Dutch and English labels, in the order of the codes."""
    codes = {row["code"] for row in rows}
    return [
        (row["code"], calc_parent(row["code"], codes), calc_plain(row["en"]), calc_plain(row["nl"]))
        for row in sorted(rows, key=lambda row: row["code"])
    ]


def build(shared: Path) -> dict[str, bytes]:
    """The code list and its manifest by file name; `shared` is the folder with the reference data."""
    with (shared / FILE).open(encoding="utf-8-sig", newline="") as lines:
        rows = parse_cpv(list(csv.DictReader(lines)))
    manifest = Manifest(
        id="cpv-2008",
        title=SCHEME_TITLES["cpv"],
        publisher="Publications Office of the European Union",
        url="https://docs.ted.europa.eu/eforms/latest/",
        edition="CPV 2008, labels of eForms SDK 1.15.1",
        licence="CC-BY-4.0",
        attribution="Source: Publications Office of the European Union, eForms SDK 1.15.1. CC BY 4.0.",
        retrieved_on=date(2026, 11, 20),
        output="schemes/cpv.tsv.gz",
        sha256="",
        rows=0,
        method="Codes and labels as published; broader codes by replacing digits with zeros from the right.",
        confidence="verified",
        inputs=(
            describe_input(shared, FILE, "Publications Office of the EU", "CPV 2008 of eForms SDK 1.15.1", "CC-BY-4.0"),
        ),
        left_out=("check digits, absent from this edition", "the supplementary vocabulary", "other languages"),
    )
    return build_table(manifest, COLUMNS, rows)


if __name__ == "__main__":
    run(build)
