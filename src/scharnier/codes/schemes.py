"""Code lists: labels, parents and the reading of codes as people write them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from scharnier.codes.normalise import PARSERS
from scharnier.codes.sectors import load_sectors
from scharnier.codes.tables import load_table
from scharnier.kernel.errors import ContentError, InputProblem

SCHEME_TITLES: MappingProxyType[str, str] = MappingProxyType(
    {
        "cpv": "Common Procurement Vocabulary 2008",
        "hs": "Harmonized System 2022",
        "cn": "Combined Nomenclature 2022",
        "cpa": "Classification of Products by Activity 2.1",
        "nace": "NACE Rev. 2",
        "isic": "ISIC Rev. 4",
        "wiod35": "WIOD 2013 release, 35 industries",
        "wiod56": "WIOD 2016 release, 56 industries",
    }
)
_LETTERED = frozenset({"nace", "cpa", "isic"})  # schemes whose sections are letters, often written before the digits
COLUMNS = ("code", "parent", "en", "nl")


@dataclass(frozen=True)
class Scheme:
    """One classification. `parents` gives each code its next broader code, "" at the top; `en` has a label for every
    code, `nl` only where an official or own Dutch label exists."""

    name: str
    title: str
    parents: MappingProxyType[str, str]
    en: MappingProxyType[str, str]
    nl: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes in the order of the publication."""
        return tuple(self.parents)

    def __contains__(self, code: object) -> bool:
        return code in self.parents

    def __len__(self) -> int:
        return len(self.parents)

    def label(self, code: str, lang: str = "en") -> str:
        """The label in Dutch (`nl`) where there is one, else in English. An unknown code is an InputProblem."""
        self._check(code)
        return (self.nl.get(code) if lang == "nl" else None) or self.en[code]

    def parent(self, code: str) -> str | None:
        """The next broader code, None for a code at the top. An unknown code is an InputProblem."""
        self._check(code)
        return self.parents[code] or None

    def ancestors(self, code: str) -> Iterator[str]:
        """The broader codes, nearest first."""
        parent = self.parent(code)
        while parent:
            yield parent
            parent = self.parent(parent)

    def candidates(self, text: str) -> tuple[str, ...]:
        """The codes of this scheme a text may stand for. More than one where a zero may have been lost or cut off."""
        if self.name not in PARSERS:
            return tuple(code for code in (text.strip().lower(), text.strip()) if code in self.parents)[:1]
        found = tuple(dict.fromkeys(code for code in PARSERS[self.name](text) if code in self.parents))
        section = text.strip()[:1].upper()
        if self.name in _LETTERED and section.isalpha():
            # C01.11 contradicts itself: division 01 lies in section A.
            return tuple(code for code in found if section in (code, *self.ancestors(code)))
        return found

    def normalise(self, text: str) -> str | None:
        """The code a text stands for as this scheme writes it; None where it stands for none or for more than one."""
        found = self.candidates(text)
        return found[0] if len(found) == 1 else None

    def _check(self, code: str) -> None:
        if code not in self.parents:
            raise InputProblem(
                f"{code!r} is not a code of {self.title}.", f"`scharnier codes list {self.name}` shows them all."
            )


def _wiod35() -> Scheme:
    sectors = load_sectors()
    return Scheme(
        "wiod35",
        SCHEME_TITLES["wiod35"],
        MappingProxyType(dict.fromkeys(sectors, "")),
        MappingProxyType({code: sector.en for code, sector in sectors.items()}),
        MappingProxyType({code: sector.nl for code, sector in sectors.items()}),
    )


@cache
def load_scheme(name: str) -> Scheme:
    """The classification `cpv`, `hs`, `cn`, `cpa`, `nace`, `isic`, `wiod35` or `wiod56`, read once."""
    if name == "wiod35":
        return _wiod35()
    if name not in SCHEME_TITLES:
        raise InputProblem(f"There is no code list {name!r}.", f"Known are: {', '.join(SCHEME_TITLES)}.")
    rows = load_table(f"schemes/{name}.tsv.gz", COLUMNS)
    parents = {row[0]: row[1] for row in rows}
    if len(parents) != len(rows) or any(parent and parent not in parents for parent in parents.values()):
        raise ContentError(f"the code list {name} repeats a code or points to a parent it does not have")
    return Scheme(
        name,
        SCHEME_TITLES[name],
        MappingProxyType(parents),
        MappingProxyType({row[0]: row[2] for row in rows}),
        MappingProxyType({row[0]: row[3] for row in rows if row[3]}),
    )
