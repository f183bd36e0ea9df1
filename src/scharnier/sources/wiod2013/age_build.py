"""Write what was measured of the age of a table as content: `chain/age_of_origins.csv` and its manifest.

Run as `python -m scharnier.sources.wiod2013.age_build --from FOLDER`, where FOLDER holds the reference data.
"""

import argparse
import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import yaml

from scharnier.chain.age import NAME, AgeInput, AgeManifest, Level
from scharnier.kernel.content import content_path
from scharnier.sources.wiod2013.age import (
    EDGES,
    LEVELS,
    PLACES,
    Pair,
    Tally,
    YearOrigins,
    count_lags,
    find_pairs,
    load_years,
    read_quantile,
)
from scharnier.sources.wiod2013.describe import load_description

PARTS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
COLUMNS: Final = (
    *("level", "place", "years", "share_from", "share_to"),
    *("p05", "p25", "p50", "p75", "p95", "pairs", "purchases", "origins", "money"),
)
# A twentieth of fewer origins than this hangs on fewer than ten of them: no row is written.
FEWEST: Final = 200
METHOD: Final = (
    "A purchase is a product group (35) on the market of a country (41), sourced by the mix of that market in the year "
    "and followed through the whole chain of that year to the value added of countries and of cells (country x "
    "industry). For every two years the share of the later is divided by that of the earlier. Weighted quantiles by "
    "years between, size of the earlier share and whether the origin is the country of the market. A pair of years "
    "weighs one, a purchase with its final use in the earlier year, an origin with the money it had in the earlier "
    "year. A share that became zero counts as zero; one that was zero has no ratio, nor has one below a millionth. "
    f"Rows with fewer than {FEWEST} origins are left out. Quantiles are exact to 0.05% and written with three digits."
)
LIMITS: Final = {
    "en": [
        "Measured on 1995-2011, when much production moved to China and Eastern Europe; other years may differ.",
        "Pairs of years overlap and are no independent cases. Fifteen years rest on two pairs, sixteen on one.",
        "The bounds hold for most money, not for every country: China mostly grew past them.",
        "Changes inside a product group are not seen, and errors that all years of the table share cancel out.",
    ],
    "nl": [
        "Gemeten over 1995-2011, toen veel productie naar China en Oost-Europa verhuisde; later kan het anders gaan.",
        "Paren van jaren overlappen en zijn geen losse gevallen. Vijftien jaar berust op twee paren, zestien op één.",
        "De grenzen gelden voor het meeste geld, niet voor elk land: China groeide er meestal bovenuit.",
        "Wat binnen een productgroep verandert, blijft buiten beeld; fouten die alle jaren delen, vallen weg.",
    ],
}


def build_age(shared: Path) -> dict[str, bytes]:
    """The table of measurements and its manifest by file name; the same input gives the same bytes.

    `shared` is the folder with the reference data. Raises: InputProblem when an input is unreadable.
    """
    folder = shared / "mrio" / "wiod2013"
    return render_age(folder, load_years(folder))


def render_age(folder: Path, years: Mapping[int, YearOrigins]) -> dict[str, bytes]:
    """The same, of years that were read from the folder already."""
    table = render_rows(years)
    source = load_description("wiod2013")
    manifest = AgeManifest(
        id=NAME,
        title="How far the origins of purchases moved between two years of WIOD 2013",
        publisher=f"{source.publisher}; measured by the Scharnier founders",
        licence=source.licence,
        licence_confidence=source.licence_confidence,
        attribution=f"{source.attribution}.",
        url=source.url,
        retrieved_on=source.retrieved_on,
        sha256=hashlib.sha256(table).hexdigest(),
        method=f"{METHOD} Built by scharnier.sources.wiod2013.age_build.",
        confidence="own measurement on published tables",
        confidence_note="Tried on years it had not seen: docs/method/chain-age.md.",
        limits=LIMITS,
        inputs=[_describe(path) for path in sorted(folder.glob("wiot2013_*.npz"))],
    )
    text = yaml.safe_dump(manifest.model_dump(), sort_keys=False, allow_unicode=True, width=120)
    return {f"{NAME}.csv": table, f"{NAME}.yaml": text.encode()}


def render_rows(years: Mapping[int, YearOrigins]) -> bytes:
    """The CSV, a row per level, place, number of years and class of share."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for level in LEVELS:
        pairs = find_pairs(years)
        writer.writerows(_list_rows(level, pairs, count_lags(years, pairs, level)))
    return text.getvalue().encode()


def _list_rows(
    level: Level, pairs: Mapping[int, tuple[Pair, ...]], found: Mapping[int, Tally]
) -> Iterator[list[object]]:
    edges = EDGES[level]
    for at, place in enumerate(PLACES):
        for lag, tally in found.items():
            weights, origins = tally.of(place)
            for size in np.flatnonzero(origins >= FEWEST):
                factors = [f"{read_quantile(weights[size], part):.3g}" for part in PARTS]
                counts = [len(pairs[lag]), int(tally.purchases[at, size]), int(origins[size])]
                money = f"{np.sum(weights[size]) / len(pairs[lag]):.3g}"
                yield [level, place, lag, f"{edges[size]:g}", f"{edges[size + 1]:g}", *factors, *counts, money]


def _describe(path: Path) -> AgeInput:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return AgeInput(
        file=f"{path.parent.name}/{path.name}", sha256=digest, year=int(path.stem.removeprefix("wiot2013_"))
    )


def main() -> None:
    """Measure anew from the reference data and put the result among the content that ships."""
    parser = argparse.ArgumentParser(description="Measure what the age of a table does to the origins it gives.")
    parser.add_argument("--from", dest="shared", type=Path, required=True, help="folder with the reference data")
    parser.add_argument("--to", type=Path, default=content_path("chain"), help="folder to write to")
    options = parser.parse_args()
    for name, content in build_age(options.shared).items():
        (options.to / name).write_bytes(content)


if __name__ == "__main__":
    main()
