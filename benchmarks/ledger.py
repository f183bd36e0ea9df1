"""Synthetic purchase ledgers of any size, for `make bench`: realistic categories with a long tail of descriptions.

    python -m benchmarks.ledger FILE --lines 1000000 --seed 1

The texts are composed from `tools/demo_catalogue.yaml` (what the invented demo municipality buys) and serial details
such as streets, project numbers and sizes: about 50,000 distinct descriptions, drawn so that few are common and most
are rare. Written in blocks of columns with numpy; the same seed gives the same bytes on the same numpy release.
"""

import argparse
from pathlib import Path
from string import Template

import numpy as np
import pyarrow as pa
import yaml
from numpy.typing import NDArray
from pyarrow import csv

TAIL = 50_000
_CATALOGUE = Path(__file__).resolve().parent.parent / "tools" / "demo_catalogue.yaml"
_BLOCK = 200_000
_MONTHS = [f"periode {month}" for month in range(1, 13)]


def build_descriptions(
    rng: np.random.Generator, tail: int
) -> tuple[list[str], NDArray[np.int64], list[dict[str, object]]]:
    """`tail` distinct descriptions, the catalogue entry each belongs to, and the catalogue."""
    catalogue = yaml.safe_load(_CATALOGUE.read_text(encoding="utf-8"))
    shares = np.array([entry["lines"] for entry in catalogue], dtype=np.float64)
    texts: dict[str, int] = {}
    while len(texts) < tail:
        for at in rng.choice(len(catalogue), size=tail // 2, p=shares / shares.sum()):
            options = catalogue[at]["texts"]
            text = Template(options[rng.integers(len(options))] or "Post").substitute(
                maand=_MONTHS[rng.integers(12)],
                locatie=f"locatie {rng.integers(1, 400)}",
                straat=f"wijk {rng.integers(1, 400)}",
                aantal=str(rng.integers(1, 400)),
            )
            # Bookkeepers add numbers of orders and projects: the reason why ledgers have so many different texts.
            extra = rng.integers(4)
            ending = (
                "",
                f" order {rng.integers(1, 900)}",
                f" project P{rng.integers(1, 900)}",
                f" wk {rng.integers(1, 53)}",
            )
            texts.setdefault(text + ending[extra], int(at))
            if len(texts) >= tail:
                break
    return list(texts), np.array(list(texts.values()), dtype=np.int64), catalogue


def write_ledger(path: str | Path, lines: int, seed: int = 1, tail: int = TAIL) -> None:
    """Write a ledger of `lines` lines: semicolons, decimal commas, some credits, some codes and countries of origin."""
    rng = np.random.default_rng(seed)
    descriptions, entry_of, catalogue = build_descriptions(rng, tail)
    weight = 1.0 / np.arange(1, tail + 1) ** 0.8  # few texts are common, most are rare
    order = rng.permutation(tail)
    cumulative = np.cumsum(weight / weight.sum())
    columns = {key: [str(entry.get(key, "")) for entry in catalogue] for key in ("category", "ledger", "unit", "cpv")}
    suppliers = [f"{name} {number}" for entry in catalogue for name in entry["suppliers"] for number in range(1, 90)]
    countries = pa.array(["", "CN", "NL", "DE", "BD", "IN", "VN", "BR", "TR"])
    names = (
        "Boekstuknummer", "Factuurdatum", "Leverancier", "Inkoopcategorie", "Grootboekomschrijving", "Omschrijving",
        "Afdeling", "Netto bedrag (EUR)", "CPV-code", "Land van herkomst",
    )  # fmt: skip
    schema = pa.schema([(name, pa.string()) for name in names])
    options = csv.WriteOptions(delimiter=";", include_header=True, quoting_style="needed")
    with csv.CSVWriter(str(path), schema, write_options=options) as writer:
        for start in range(0, lines, _BLOCK):
            size = min(_BLOCK, lines - start)
            pick = order[np.searchsorted(cumulative, rng.random(size))]
            entry = pa.array(entry_of[pick])
            stated = rng.random(size) < 0.15
            origin = np.where(rng.random(size) < 0.1, rng.integers(0, len(countries), size), 0)
            days = np.datetime64("2025-01-01") + rng.integers(0, 365, size)
            block = [
                pa.array([f"B{number:08d}" for number in range(start, start + size)]),
                pa.array(days).cast(pa.string()),
                pa.array(suppliers).take(pa.array(rng.integers(0, len(suppliers), size))),
                pa.array(columns["category"]).take(entry),
                pa.array(columns["ledger"]).take(entry),
                pa.array(descriptions).take(pa.array(pick)),
                pa.array(columns["unit"]).take(entry),
                pa.array(_render_amounts(rng, size)),
                pa.array(columns["cpv"]).take(pa.array(np.where(stated, entry_of[pick], len(catalogue) - 1))),
                countries.take(pa.array(origin)),
            ]
            writer.write_batch(pa.record_batch(block, schema=schema))


def _render_amounts(rng: np.random.Generator, size: int) -> list[str]:
    """Lognormal amounts as 1.234,56, one in fifty a credit."""
    cents = np.rint(np.exp(rng.normal(10.5, 1.8, size))).astype(np.int64) + 100
    cents = np.where(rng.random(size) < 0.02, -cents, cents)
    return [f"{value / 100:,.2f}".translate(_SWAP) for value in cents.tolist()]


_SWAP = str.maketrans(",.", ".,")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write_ledger(chosen.file, chosen.lines, chosen.seed)
    print(f"{chosen.lines} lines, {chosen.file.stat().st_size // 1_000_000} MB")


if __name__ == "__main__":
    main()
