"""Which goods that sources name are in what is bought, and in which countries they are named."""

from collections.abc import Sequence
from dataclasses import dataclass

from scharnier.codes.products import load_products
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
        source = f"{self.dataset.partition('-')[0].upper()} {base.datasets[self.dataset].year}"
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
        product = _product_of(code)
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


def _product_of(code: str) -> str | None:
    """The product whose own code is the longest beginning of this one; a division of two digits is too wide."""
    best, length = None, 2
    for product in load_products().values():
        start = product.cpv.rstrip("0")
        if len(start) > length and code.startswith(start):
            best, length = product.id, len(start)
    return best
