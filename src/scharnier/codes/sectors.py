"""The 35 industries of the starter chain model (WIOD 2013 release, ISIC Rev. 3 / NACE Rev. 1.1 groups)."""

import csv
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

SECTOR_COUNT = 35
SectorKind = Literal["goods", "services"]
_KINDS: MappingProxyType[str, SectorKind] = MappingProxyType({"goods": "goods", "services": "services"})


@dataclass(frozen=True)
class Sector:
    """One industry: `code` is `c1`..`c35`, `nace11` its group as the WIOD release writes it (`17t18`).

    `kind` says whether the industry mainly sells goods or services; c17 (energy and water) and c18 (construction)
    count as services because a buyer receives them on the spot. Labels are our own plain words.
    """

    code: str
    nace11: str
    kind: SectorKind
    en: str
    nl: str
    en_short: str
    nl_short: str

    def label(self, lang: str = "en", short: bool = False) -> str:
        """The label in Dutch (`nl`) or, for every other language, English."""
        if lang == "nl":
            return self.nl_short if short else self.nl
        return self.en_short if short else self.en


@cache
def _load() -> MappingProxyType[str, Sector]:
    path = content_path("codes/wiod35.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    sectors: dict[str, Sector] = {}
    for row in rows:
        kind = _KINDS.get(row["kind"])
        if kind is None:
            raise ContentError(f"{path.name}: {row['code']} is neither goods nor services but {row['kind']!r}")
        sectors[row["code"]] = Sector(
            row["code"], row["nace11"], kind, row["en"], row["nl"], row["en_short"], row["nl_short"]
        )
    if list(sectors) != [f"c{number}" for number in range(1, SECTOR_COUNT + 1)]:
        raise ContentError(f"{path.name} must hold c1 to c{SECTOR_COUNT}, once each and in order")
    return MappingProxyType(sectors)


def load_sectors() -> dict[str, Sector]:
    """All industries by code, in the order of the model (c1 first)."""
    return dict(_load())
