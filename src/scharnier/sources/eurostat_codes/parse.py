"""Eurostat's classification files → the code lists `nace`, `cpa` and `cn`.

`python -m scharnier.sources.eurostat_codes.parse --from <reference data>`
"""

import csv
import gzip
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from scharnier.codes.build import build_table, describe_input, run
from scharnier.codes.manifest import Manifest
from scharnier.codes.schemes import COLUMNS, SCHEME_TITLES
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

Row = tuple[str, str, str, str]  # code, parent, English label, Dutch label

LICENCE = "CC-BY-4.0"
ATTRIBUTION = "Source: Eurostat / European Union. Reused and reshaped under CC BY 4.0."


def load_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a (gzip-compressed) CSV file as text, with or without a byte order mark."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def calc_plain(label: str) -> str:
    """A label on one line, single-spaced, and not in capitals throughout."""
    plain = re.sub(r"\s+", " ", label).strip()
    return plain.capitalize() if plain.isupper() else plain


def _longest_prefix(code: str, codes: set[str], lengths: Iterable[int]) -> str:
    return next((code[:n] for n in lengths if len(code) > n and code[:n] in codes), "")


def parse_nace(rows: list[dict[str, str]], dutch: dict[str, str]) -> list[Row]:
    """NACE Rev. 2, sections first; the section of a division is the parent the file names."""
    parsed = [(row["nace2"], "" if row["Parent"] == "NA" else row["Parent"], calc_plain(row["Name"])) for row in rows]
    parsed.sort(key=lambda row: (row[0][0].isdigit(), row[0]))
    return [(*row, dutch.get(row[0], "")) for row in parsed]


def parse_cpa(rows: list[dict[str, str]], sections: dict[str, str], dutch: dict[str, str]) -> list[Row]:
    """CPA 2.1, whose divisions and sections are those of NACE; finer codes hang on the longest code they begin with."""
    labels = {row["CPA 2.1"]: calc_plain(row["Name"]) for row in rows}
    codes = set(labels)
    parsed = []
    for code in sorted(codes, key=lambda code: (code[0].isdigit(), code)):
        parent = "" if code.isalpha() else sections.get(code) or _longest_prefix(code, codes, (7, 5, 4, 2))
        if not parent and not code.isalpha():
            raise ContentError(f"CPA {code} has no broader code")
        parsed.append((code, parent, labels[code], dutch.get(code, "")))
    return parsed


def parse_cn(rows: list[dict[str, str]]) -> list[Row]:
    """CN 2022 with its self-explanatory texts; chapters hang on the section that comes before them in the file."""
    codes = {row["CN 2022"] for row in rows}
    parsed: list[Row] = []
    section = ""
    for row in rows:
        code = row["CN 2022"]
        if not code.isdigit():
            section, parent = code, ""
        else:
            parent = section if len(code) == 2 else _longest_prefix(code, codes, (6, 4, 2))
        parsed.append((code, parent, calc_plain(row["SupText"]), ""))
    # Chapter 98 (industrial plant) belongs to no section.
    return [(code, "" if code == "98" else parent, en, nl) for code, parent, en, nl in parsed]


def load_dutch() -> dict[str, str]:
    """Our own Dutch labels for the sections and divisions of NACE, which CPA shares."""
    with content_path("codes/nace_labels_nl.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["nl"] for row in csv.DictReader(lines)}


def build(shared: Path) -> dict[str, bytes]:
    """The three code lists and their manifests by file name; `shared` is the folder with the reference data."""
    folder = "classifications"
    files = {
        "nace": f"{folder}/eurostat_Nace2_long.csv.gz",
        "cpa": f"{folder}/eurostat_CPA21.csv.gz",
        "cn": f"{folder}/eurostat_CN2022.csv.gz",
    }
    dutch = load_dutch()
    nace = parse_nace(load_rows(shared / files["nace"]), dutch)
    sections = {code: parent for code, parent, _, _ in nace if len(code) == 2}
    tables = {
        "nace": nace,
        "cpa": parse_cpa(load_rows(shared / files["cpa"]), sections, dutch),
        "cn": parse_cn(load_rows(shared / files["cn"])),
    }
    editions = {"nace": "Rev. 2 (2008)", "cpa": "2.1 (2015)", "cn": "2022"}
    built: dict[str, bytes] = {}
    for name, rows in tables.items():
        manifest = Manifest(
            id=f"eurostat-{name}",
            title=SCHEME_TITLES[name],
            publisher="Eurostat, European Commission",
            url="https://showvoc.op.europa.eu",
            edition=editions[name],
            licence=LICENCE,
            attribution=ATTRIBUTION,
            retrieved_on=date(2026, 11, 20),
            output=f"schemes/{name}.tsv.gz",
            sha256="",
            rows=0,
            method="Codes and English labels as published; broader codes from the list itself; labels on one line.",
            confidence="verified",
            inputs=(describe_input(shared, files[name], "Eurostat", SCHEME_TITLES[name], LICENCE),),
            left_out=("explanatory notes",)
            + (
                ("Dutch labels other than our own wording for sections and divisions",)
                if name != "cn"
                else ("Dutch labels",)
            ),
        )
        built |= build_table(manifest, COLUMNS, rows)
    return built


if __name__ == "__main__":
    run(build)
