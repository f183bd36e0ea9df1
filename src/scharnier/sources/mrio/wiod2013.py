"""The tables of the WIOD 2013 release in the arrays of the reference data, with every category of final use."""

from pathlib import Path

import numpy as np

from scharnier.chain.stored_write import ModelParts, SatellitePart
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.facts import describe_source, mark_inputs
from scharnier.sources.wiod2013.parse import RECODED, load_wiod_npz

CHANGES = ("RoW and ROM are written ROW and ROU, as in ISO 3166", "value added is output less all purchases")


def read_wiod2013(path: Path, year: int | None = None) -> ModelParts:
    """Flows, output and the five categories of final use by region; of a folder, the file of that year.

    Raises: InputProblem for another file, and for a folder without one file for the year.
    """
    path = _choose(path, year)
    model = load_wiod_npz(path)
    with np.load(path, allow_pickle=False) as file:
        final = file["Y"].astype(np.float64)
        regions = [RECODED.get(code, code) for code in file["countries"].tolist()]
        categories = file["final_categories"].tolist()
    value_added = SatellitePart(
        "value_added", "Value added", [("value added", "million USD", "")], model.stressors["value_added"][None, :]
    )
    if year is not None and year != model.manifest.year:
        raise InputProblem(f"holds the year {model.manifest.year}, not {year}.", "Leave --year out.", path.name)
    year = model.manifest.year
    return ModelParts(
        id=model.id,
        labels=[(region, sector) for region in model.regions for sector in model.sectors],
        final_labels=[(region, category) for region in regions for category in categories],
        table=model.flows,
        given="Z",
        output=model.output,
        final=final,
        satellites=[value_added],
        facts=describe_source(
            "wiod2013",
            year,
            title=model.manifest.title,
            price_basis="current basic prices",
            unit="million USD",
            changes=list(CHANGES),
            inputs=mark_inputs(path),
            left_out=["the rows below the flows, of which the snapshot has none"],
        ),
    )


def _choose(path: Path, year: int | None) -> Path:
    if not path.is_dir():
        return path
    found = sorted(path.glob("wiot2013_*.npz"))
    fits = [file for file in found if year is None or file.stem == f"wiot2013_{year}"]
    if len(fits) == 1:
        return fits[0]
    years = ", ".join(file.stem.removeprefix("wiot2013_") for file in found)
    raise InputProblem(
        "this folder holds more years." if year is None and found else "this folder holds no file of that table.",
        f"Say which with --year: {years}." if found else "It should hold wiot2013_YEAR.npz.",
        str(path),
    )
