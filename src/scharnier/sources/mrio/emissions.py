"""CO2 of a stored model as the assessment wants it: kilotonnes by cell, from rows that are known to be CO2.

Only the rows in `chain/concordances/co2.csv` are taken, all of a source or none: a name that looks like CO2 may hold
biomass, or a part that another row holds too. Without them emissions are unknown, which is not none.
"""

import csv
from functools import cache

from scharnier.chain.stored import StoredModel
from scharnier.chain.totals import Totals, take_totals
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.risk.climate import read_money


def find_co2(model: StoredModel) -> Totals | str:
    """CO2 of every cell in kilotonnes, with unit and year checked; or why there is none, in a few words of English."""
    wanted = _rows_of(model.manifest.source)
    if not wanted:
        return "its source is not one of which we know the rows of CO2"
    missing = list(wanted)
    for note in model.manifest.satellites:
        rows = [row[0] for row in model.satellite(note.name).rows]
        by_part = {part: name for name in rows for part in name.split(" | ")} | {name: name for name in rows}
        lacking = [name for name in wanted if name not in by_part]
        if not lacking:
            try:
                read_money(model.manifest.unit)  # CO2 is only used per unit of money
                return take_totals(model, note.name, [by_part[name] for name in wanted], "co2", name="CO2")
            except InputProblem as problem:
                return problem.message.rstrip(".")
        missing = min(missing, lacking, key=len)
    return f"it has no row {missing[0]!r}"


@cache
def _rows_of(source: str) -> tuple[str, ...]:
    with content_path("chain/concordances/co2.csv").open(encoding="utf-8") as file:
        return tuple(row["row"] for row in csv.DictReader(file) if row["source"] == source)
