"""Which goods that sources name are in what is bought, and in which countries they are named."""

from dataclasses import dataclass
from functools import cache, lru_cache

from scharnier.codes.products import product_of_code
from scharnier.risk.evidence import Record, load_evidence, load_theme_names


@dataclass(frozen=True, slots=True)
class Named:
    """That a source names a good with a country; `relation` is how what is bought is tied to the good."""

    good: str
    country: str
    theme: str
    dataset: str
    relation: str
    record: str

    def say(self, lang: str) -> str:
        """The good, the theme and the source: "rubberhandschoenen, dwangarbeid (ILAB 2022)"."""
        base = load_evidence()
        theme = load_theme_names()[self.theme][lang]
        source = base.short_source(self.dataset)
        return f"{base.goods[self.good].label(lang)}: {theme[:1].lower()}{theme[1:]} ({source})"


@dataclass(frozen=True, slots=True)
class Listed:
    """What sources name of a purchase; `unread` are codes that lead to no product of ours."""

    named: tuple[Named, ...]
    unread: tuple[str, ...]


@lru_cache(maxsize=4096)
def find_listed(codes: tuple[str, ...], level: int) -> Listed:
    """What sources say, from `level` on, of the goods behind these codes, in any country and of any year."""
    base = load_evidence()
    unread: list[str] = []
    ties: dict[str, str] = {}
    for code in dict.fromkeys(codes):
        product = _product_of(code)
        if product is None:
            unread.append(code)
        for link in base.product_goods.get(product or "", ()):
            if ties.get(link.good) not in ("is", "contains"):
                ties[link.good] = link.relation
    found = (one for good in ties for one in _statements().get(good, ()) if one[1].level >= level)
    named = tuple(
        Named(good, record.place, record.theme, record.dataset, ties[good], record.id)
        for _, record, good in sorted(found, key=lambda one: one[0])
    )
    return Listed(named, tuple(unread))


@lru_cache(maxsize=16_384)
def _product_of(code: str) -> str | None:
    return product_of_code("cpv", code)


@cache
def _statements() -> dict[str, list[tuple[int, Record, str]]]:
    """The statements on each good, each with its place among all: looked for one by one they took a fifth of a
    millisecond a notice."""
    found: dict[str, list[tuple[int, Record, str]]] = {}
    for place, record in enumerate(load_evidence().records):
        if record.good is not None:
            found.setdefault(record.good, []).append((place, record, record.good))
    return found
