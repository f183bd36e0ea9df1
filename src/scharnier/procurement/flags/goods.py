"""Which goods that sources name are in what is bought, and in which countries they are named."""

from collections.abc import Sequence
from dataclasses import dataclass

from scharnier.codes.products import product_of_code
from scharnier.risk.evidence import load_evidence, load_theme_names


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


def find_listed(codes: Sequence[str], level: int) -> Listed:
    """What sources say, from `level` on, of the goods behind these codes, in any country and of any year."""
    base = load_evidence()
    unread: list[str] = []
    ties: dict[str, str] = {}
    for code in dict.fromkeys(codes):
        product = product_of_code("cpv", code)
        if product is None:
            unread.append(code)
        for link in base.product_goods.get(product or "", ()):
            if ties.get(link.good) not in ("is", "contains"):
                ties[link.good] = link.relation
    named = tuple(
        Named(record.good, record.place, record.theme, record.dataset, ties[record.good], record.id)
        for record in base.records
        if record.good in ties and record.level >= level
    )
    return Listed(named, tuple(unread))
