"""Read the workforce of every place, to weigh the places that a chain model lumps together."""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

from scharnier.kernel.errors import InputProblem

# An ILO area that is not an ISO 3166 place; its two parts have figures of their own.
NOT_A_PLACE = frozenset({"CHI"})
COLUMNS = ("ref_area", "indicator", "sex", "time", "Workforce (1000)")


@dataclass(frozen=True)
class Workforce:
    """People at work in a place, in thousands. `estimate` is `ilo` or `gap-filled` (by the compilers)."""

    place: str
    thousand: float
    year: int
    estimate: str


def parse_ilo_workforce(path: Path, year: int) -> dict[str, Workforce]:
    """Both sexes, by place (ISO 3166 alpha-3; Kosovo as XKX), of the given year or the nearest one (earlier wins).

    Raises: InputProblem for missing columns or an unreadable, negative or repeated figure.
    """
    found: dict[str, Workforce] = {}
    seen: set[tuple[str, int]] = set()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = set(COLUMNS) - set(rows.fieldnames or ())
        if missing:
            raise InputProblem(f"columns {sorted(missing)} are missing.", file=path.name, row=1)
        for number, row in enumerate(rows, start=2):
            place, figure = row["ref_area"], row["Workforce (1000)"]
            if row["sex"] != "SEX_T" or place in NOT_A_PLACE or not figure:
                continue
            try:
                thousand, time = float(figure), int(row["time"])
            except ValueError:
                raise InputProblem("not a number.", file=path.name, row=number) from None
            if not thousand >= 0 or (place, time) in seen:
                raise InputProblem("negative or repeated figure.", file=path.name, row=number)
            seen.add((place, time))
            best = found.get(place)
            if best is None or (abs(time - year), time) < (abs(best.year - year), best.year):
                found[place] = Workforce(place, thousand, time, "ilo" if row["indicator"] else "gap-filled")
    return found
