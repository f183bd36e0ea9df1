"""Write the CPV map of the ISV categories and of the chain products, from a proposal that lies beside the checkout.

    python tools/isv_categories.py ../shared/data/isv/cpv_category_proposal.csv

The proposal is our own work; no official page gives CPV codes. Kept: what the rule reads. Left out: labels (those of
CPV 2008 ship with the codes) and counts. Origins are general knowledge and stay unverified.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from scharnier.kernel.content import content_path

CATEGORY_COLUMNS = (
    *("category", "cpv_prefix", "mode", "status", "map_confidence", "valid_from", "valid_to"),
    *("nature", "keyword", "rationale"),
)
PRODUCT_COLUMNS = ("product", "cpv_prefix", "level", "themes", "origins", "origins_confidence", "rationale")


def main() -> None:
    """Read the proposal named on the command line and write the two tables."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    official = [
        [
            *(row["category_id"], row["cpv_prefix"], row["mode"], row["status"], row["confidence"]),
            *(row["valid_from"], "", row["nature"], row["keyword_regex"], row["rationale"]),
        ]
        for row in rows
        if row["layer"] == "official"
    ]
    chain = [
        [
            *(row["category_id"], row["cpv_prefix"], row["confidence"], row["risk_themes"]),
            *(row["typical_origins"].replace("various", ""), "unverified", row["rationale"]),
        ]
        for row in rows
        if row["layer"] == "chain"
    ]
    write("isv_categories.csv", CATEGORY_COLUMNS, official)
    write("chain_products.csv", PRODUCT_COLUMNS, chain)


def write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table among the content, sorted by its first two columns."""
    with content_path(f"procurement/{name}").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted(rows, key=lambda row: (row[0], row[1], row[2])))


if __name__ == "__main__":
    main()
