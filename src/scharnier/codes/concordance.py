"""From a code of any list to the 35 industries of the chain model: weights that sum to one, and what they rest on."""

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from scharnier.codes.sectors import load_sectors
from scharnier.codes.tables import load_table
from scharnier.kernel.errors import ContentError, InputProblem

Weights = tuple[tuple[str, float], ...]

CONCORDANCE_COLUMNS = ("code", "weights", "basis")
BASIS_COLUMNS = ("key", "text")
SOURCES = ("cpv", "hs", "cn", "cpa", "nace", "isic", "wiod56")
TARGET = "wiod35"
_SHORTEST = 2  # a division of CPV, a chapter of HS, a division of NACE: nothing broader is written in digits


@dataclass(frozen=True)
class Concordance:
    """A many-to-many table from one list of codes to the industries of a chain model.

    `entries` holds per code the weights (counts of finer codes, so that sums are exact) and the key of the basis in
    `bases`. A code that is not in it takes the entry of the longest code it begins with (`by_prefix`), which is how
    older editions and longer national codes are served. An entry without weights says that a code goes to no industry.
    """

    source: str
    target: str
    entries: MappingProxyType[str, tuple[str, str]]
    bases: MappingProxyType[str, str]
    by_prefix: bool

    def map(self, code: str) -> Weights:
        """The industries of a code with their weights, largest first; () where nothing is known. Weights sum to 1."""
        entry = self._find(code)
        return parse_weights(entry[0]) if entry and entry[0] else ()

    def basis(self, code: str) -> str:
        """On what the weights of a code rest, in words; "" where nothing is known."""
        entry = self._find(code)
        return self.bases[entry[1]] if entry else ""

    def found_under(self, code: str) -> str:
        """The code whose entry is used: the longest known one that this code begins with; "" where there is none.

        CPV codes stand without the zeros at their end.
        """
        bare = re.sub(r"\s", "", code)
        if self.source == "cpv":
            bare = re.sub(r"-\d$", "", bare)
            bare = bare[:_SHORTEST] + bare[_SHORTEST:].rstrip("0")
        elif self.source in ("hs", "cn", "isic"):
            bare = bare.replace(".", "")
        if not self.by_prefix or not bare[:1].isdigit():
            return bare if bare in self.entries else ""
        return next((bare[:n] for n in range(len(bare), _SHORTEST - 1, -1) if bare[:n] in self.entries), "")

    def _find(self, code: str) -> tuple[str, str] | None:
        return self.entries.get(self.found_under(code))


@cache
def parse_weights(text: str) -> Weights:
    """`c3:2 c1:1` as (("c3", 2/3), ("c1", 1/3)); a bare `c3` counts once. Largest weight first, then by number."""
    counts: dict[str, int] = {}
    for part in text.split():
        code, _, count = part.partition(":")
        counts[code] = counts.get(code, 0) + int(count or 1)
    total = sum(counts.values())
    if not counts or min(counts.values()) <= 0 or not counts.keys() <= load_sectors().keys():
        raise ContentError(f"these weights name an unknown industry or are not positive: {text!r}")
    ordered = sorted(counts.items(), key=lambda item: (-item[1], int(item[0][1:])))
    return tuple((code, count / total) for code, count in ordered)


@cache
def load_concordance(source: str, target: str = TARGET) -> Concordance:
    """The concordance from `cpv`, `hs`, `cn`, `cpa`, `nace`, `isic` or `wiod56` to `wiod35`, read once."""
    if source not in SOURCES or target != TARGET:
        raise InputProblem(
            f"There is no concordance from {source!r} to {target!r}.",
            f"Known are: {', '.join(f'{name} to {TARGET}' for name in SOURCES)}.",
        )
    rows = load_table(f"concordances/{source}-{target}.tsv.gz", CONCORDANCE_COLUMNS)
    bases = dict(load_table(f"concordances/{source}-{target}-bases.tsv.gz", BASIS_COLUMNS))
    if any(row[2] not in bases for row in rows):
        raise ContentError(f"the concordance from {source} rests on a basis that is not described")
    return Concordance(
        source,
        target,
        MappingProxyType({code: (weights, basis) for code, weights, basis in rows}),
        MappingProxyType(bases),
        by_prefix=source != "wiod56",
    )
