"""What an assessment pays for a large model: bringing a made-up table of EXIOBASE's size and labels to 35 industries.

200 products in 49 regions, 27% of the coefficients not zero, numbers drawn anew. Three measures, each in a process of
its own: opening it, bringing it to the shape of an assessment, and the most memory either took. The sums of both shapes
must be equal. `python -m benchmarks.adopt` prints the rows; `--regions 5` makes a smaller table.
"""

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.models import make_random

REGIONS = (  # noqa: SIM905
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK GB US JP CN CA KR BR IN MX RU AU "
    "CH TR TW NO ID ZA WA WL WE WF WM"
).split()
REPEATS = 5
CO2 = (
    "CO2 - combustion - air",
    "CO2 - non combustion - Cement production - air",
    "CO2 - non combustion - Lime production - air",
    "CO2 - waste - fossil - air",
)


def make(store: Path, regions: int) -> None:
    """Store a model `big` with the labels of EXIOBASE 3 by product."""
    from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model
    from scharnier.kernel.content import content_path
    from scharnier.sources.mrio.facts import describe_source

    with content_path("chain/concordances/exiobase3-pxp.csv").open(encoding="utf-8") as file:
        products = [row["sector"] for row in csv.DictReader(file)]
    shown = REGIONS[:regions]
    _, table, final, totals, output = make_random(len(shown) * len(products))
    labels = [(region, product) for region in shown for product in products]
    rows = [(name, "kg", "") for name in CO2]
    air = SatellitePart("air_emissions", "Air emissions", rows, totals[: len(CO2)] * 1e6)
    facts = {**describe_source("exiobase", 2011), "unit": "M.EUR"}
    uses = [(region, "final use") for region in shown]
    write_model(store, ModelParts("big", labels, uses, table, "A", output, final, [air], facts))


def measure(store: Path) -> dict[str, Any]:
    """Seconds (medians) and memory in MB of this process."""
    from scharnier.chain.stored import open_model
    from scharnier.sources.mrio.adopt import adopt

    def most() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    before, opened, brought = most(), [], []
    for _ in range(REPEATS):
        started = time.perf_counter()
        model = open_model(store / "big")
        opened.append(time.perf_counter() - started)
        started = time.perf_counter()
        adopted = adopt(model)
        brought.append(time.perf_counter() - started)
    sold = float((model.coefficients @ model.output).sum())
    difference = abs(float(adopted.flows.sum()) / sold - 1.0)
    emitted = float(model.satellite("air_emissions").totals.sum()) / 1e6
    difference = max(difference, abs(float(adopted.stressors["co2_kt"].sum()) / emitted - 1.0))
    if not difference < 1e-9:
        raise RuntimeError(f"something was lost on the way: {difference:g}")
    return {
        "cells": model.manifest.cells,
        "open_seconds": statistics.median(opened),
        "adopt_seconds": statistics.median(brought),
        "memory_mb": most() - before,
        "difference": difference,
    }


def run(regions: int = len(REGIONS)) -> dict[str, Any]:
    """The measures; the table is made in another process, so that its memory does not count."""
    with tempfile.TemporaryDirectory(prefix="scharnier-adopt-") as work:
        command = [sys.executable, "-m", "benchmarks.adopt", "--regions", str(regions), "--store", work]
        subprocess.run([*command, "--make"], check=True)
        done = subprocess.run([*command, "--measure"], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--regions", type=int, default=len(REGIONS))
    parser.add_argument("--store", type=Path)
    parser.add_argument("--make", action="store_true")
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    if given.make:
        make(given.store, given.regions)
    elif given.measure:
        print(json.dumps(measure(given.store)))
    else:
        for name, value in run(given.regions).items():
            print(f"{name:<14} {value:,.3f}" if isinstance(value, float) else f"{name:<14} {value:,}")


if __name__ == "__main__":
    main()
