"""The product list: things a purchase text can name and that evidence about goods can speak of."""

import csv
from dataclasses import dataclass
from functools import lru_cache

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError


@dataclass(frozen=True)
class Product:
    """One product. `sector` is the industry that makes it (`c1`…`c35`), `cpv` an 8-digit CPV 2008 code,
    `hs` the headings (2 to 6 digits) of the Harmonised System that cover it."""

    id: str
    en: str
    nl: str
    sector: str
    cpv: str
    hs: tuple[str, ...]


@lru_cache(maxsize=1)
def load_products() -> dict[str, Product]:
    """All products by id. Raises ContentError if the shipped table is wrong."""
    products: dict[str, Product] = {}
    with content_path("codes/products.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["id"] in products:
                raise ContentError(f"products.csv: {row['id']} occurs twice")
            products[row["id"]] = Product(
                row["id"], row["en"], row["nl"], row["sector"], row["cpv"], tuple(row["hs"].split(";"))
            )
    return products


def product_of_code(scheme: str, code: str) -> str | None:
    """The product a CPV, HS or CN code lies under: the one whose own code is the longest beginning of it."""
    digits = "".join(character for character in code.split("-")[0] if character.isdigit())
    best, length = None, 0
    for product in load_products().values():
        own = (product.cpv.rstrip("0"),) if scheme == "cpv" else product.hs if scheme in ("hs", "cn") else ()
        for start in own:
            # Two digits name a division, far wider than any product.
            if len(start) > max(length, 2) and digits.startswith(start):
                best, length = product.id, len(start)
    return best
