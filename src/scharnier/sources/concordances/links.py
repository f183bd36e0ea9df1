"""The official correspondence tables, read into plain dictionaries."""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from python_calamine import CalamineWorkbook

from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import ContentError
from scharnier.sources.eurostat_codes.parse import load_rows

NACE11_NACE2 = "classifications/bonsai_nace_rev_1.1_nace_rev_2.xls"
NACE2_ISIC4 = "classifications/bonsai_NACEv2_to_ISICv4.csv"
ISIC31_ISIC4 = "classifications/bonsai_ISIC31_ISIC4.txt"
CN_CPA = "classifications/eurostat_CN2022_CPA21.csv.gz"
HS_ISIC3 = "classifications/concordance_hs6_isic3.csv.gz"
WIOD56 = "mrio/wiod2016_sectors.csv"

# Sections of NACE Rev. 1.1 / ISIC Rev. 3 by division, as far as WIOD names its industries by letter.
_LETTERS = {"AtB": (1, 5), "C": (10, 14), "E": (40, 41), "F": (45, 45), "H": (55, 55), "J": (65, 67), "L": (75, 75)}
_LETTERS |= {"M": (80, 80), "N": (85, 85), "O": (90, 93), "P": (95, 97)}


def calc_divisions() -> dict[str, str]:
    """Division of NACE Rev. 1.1 / ISIC Rev. 3 (`17`) → industry (`c4`), from the groups in `wiod35.csv`.

    Division 99 (extraterritorial organisations) is in no industry.
    """
    divisions: dict[str, str] = {}
    for code, sector in load_sectors().items():
        if sector.nace11 in _LETTERS:
            first, last = _LETTERS[sector.nace11]
        else:
            first, last = (int(part) for part in re.findall(r"\d+", sector.nace11)[:1] * 2)
            if "t" in sector.nace11:
                last = int(sector.nace11.partition("t")[2])
        divisions |= {f"{number:02d}": code for number in range(first, last + 1)}
    return divisions


def parse_nace11_links(path: Path) -> dict[str, list[str]]:
    """NACE Rev. 2 class → classes of NACE Rev. 1.1 (Eurostat). The file holds codes as numbers: 1.1 is 01.10.

    One row points to a division (42.0) instead of a class; it is left out.
    """
    links: dict[str, list[str]] = defaultdict(list)
    for old, _, new, *_ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]:
        if isinstance(old, float) and isinstance(new, float):
            links[f"{new:05.2f}"].append(f"{old:05.2f}")
    links.pop("42.00", None)
    return dict(links)


def parse_isic_links(path: Path, nace: list[str]) -> dict[str, list[str]]:
    """ISIC Rev. 4 class → classes of NACE Rev. 2. `nace` are the NACE codes in the order of the publication.

    The file lost the zeros of its codes, but it lists NACE in the published order, so position says which is meant.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if len(rows) != len(nace):
        raise ContentError(f"{path.name} has {len(rows)} rows for {len(nace)} codes of NACE")
    links: dict[str, list[str]] = defaultdict(list)
    for row, code in zip(rows, nace, strict=True):
        if row["NACE2code"].replace(".", "").strip("0") != code.replace(".", "").strip("0"):
            raise ContentError(f"{path.name}: {row['NACE2code']} stands where {code} is expected")
        if len(code) == 5:
            links[row["ISIC4code"].zfill(4)].append(code)
    return dict(links)


def parse_isic31_links(path: Path) -> dict[str, list[str]]:
    """ISIC Rev. 4 class → classes of ISIC Rev. 3.1 (UN): the second route, to compare with."""
    links: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            links[row["ISIC4code"]].append(row["ISIC31code"])
    return dict(links)


def parse_cn_cpa(path: Path) -> dict[str, str]:
    """CN code of eight digits → CPA subcategory (Eurostat); each has one."""
    return {row["CN 2022"]: row["CPA 2.1"] for row in load_rows(path)}


def parse_hs_isic3(path: Path, divisions: Mapping[str, str]) -> dict[str, str]:
    """HS subheading → industry by the direct table HS 2022 to ISIC Rev. 3; waste without an ISIC class is absent."""
    rows = load_rows(path)
    return {row["HS6_6d"]: divisions[row["ISIC3_4d"][:2]] for row in rows if row["ISIC3_4d"][:2] in divisions}


def parse_wiod56(path: Path) -> dict[str, tuple[str, str]]:
    """WIOD 2016 industry (`c1`) → (NACE Rev. 2 divisions as written there, English name)."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["code"]: (row["nace2"], " ".join(row["name"].split())) for row in csv.DictReader(lines)}
