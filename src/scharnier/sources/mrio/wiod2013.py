"""The tables of the WIOD 2013 release in the arrays of the reference data, with every category of final use."""

from pathlib import Path

import numpy as np

from scharnier.chain.stored_write import ModelParts, SatellitePart
from scharnier.sources.mrio.facts import describe_source, mark_inputs
from scharnier.sources.wiod2013.parse import RECODED, load_wiod_npz

CHANGES = ("RoW and ROM are written ROW and ROU, as in ISO 3166", "value added is output less all purchases")


def read_wiod2013(path: Path) -> ModelParts:
    """Flows, output and the five categories of final use by region. Raises: InputProblem for another file."""
    model = load_wiod_npz(path)
    with np.load(path, allow_pickle=False) as file:
        final = file["Y"].astype(np.float64)
        regions = [RECODED.get(code, code) for code in file["countries"].tolist()]
        categories = file["final_categories"].tolist()
    value_added = SatellitePart(
        "value_added", "Value added", [("value added", "million USD", "")], model.stressors["value_added"][None, :]
    )
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
